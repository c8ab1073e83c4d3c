"""Why each thing a file told matters: one sentence, by kind, and by what it is where that differs."""

from __future__ import annotations

from bot.strings import phrase, say

#: By kind of finding, or by a finer name that a reader gives.
_WHY: dict[str, str] = {
    "location": phrase("It says where you were; of photos taken at home it gives away where you live."),
    "altitude": phrase("The height can tell the floor of a house."),
    "direction": phrase("Together with the place it tells what you stood in front of, and which window it was."),
    "speed": phrase("It tells whether you walked, drove or sat in a train."),
    "named place": phrase("Somebody or some program wrote the name of the place into the file."),
    "time": phrase("It says when you were there, and when you were not at home."),
    "changed": phrase("It says when the picture was edited or saved."),
    "zone": phrase("The time zone tells roughly where you were, even without a position."),
    "device": phrase("Rare phones and cameras stand out; with the time, they help tie your photos together."),
    "maker notes": phrase("Nobody outside the maker knows all that is in them; serial numbers often are."),
    "person": phrase("It is a name, and it leads straight to a person."),
    "contact": phrase("It lets a stranger reach you."),
    "face": phrase("It says who is in the picture, and where their face is."),
    "address": phrase("It says where somebody lives or works."),
    "software": phrase("It tells which programs you use, and with what they can be found."),
    "computer": phrase("The name of a computer or phone is often the name of its owner."),
    "thumbnail": phrase("It may still show what you cropped away or covered."),
    "second picture": phrase("It may show more than the picture you see, such as what was blurred."),
    "video": phrase("It shows and lets one hear the seconds around the photo, other people included."),
    "sound": phrase("A voice in the file can be heard and copied."),
    "edit-history": phrase("It tells that the picture was changed, how, and often when."),
    "credentials": phrase("It is signed proof of where the picture comes from: useful as evidence, and a trail to tool, time or person."),
    "ai": phrase("It marks the picture as made or changed by AI; services read this."),
    "prompt": phrase("It holds the words typed to make the picture, and how to make it again."),
    "comment": phrase("People and programs write names, places and plans into such notes."),
    "file name": phrase("The first name of a file often tells its date, its camera, or whom it shows."),
    "keyword": phrase("Keywords often name people, places and occasions."),
    "rating": phrase("It tells which pictures you like best."),
    "identifier": phrase("The same number in two files shows that they belong together."),
    "serial": phrase("The same number stands in every photo of this device: it ties all of them to you."),
    "burst": phrase("The same number ties the photo to its video, its burst, or your photo library."),
    "document": phrase("The same id stands in every version of this picture, wherever it was posted."),
    "network": phrase("The name of a wireless network can be looked up on public maps."),
    "other": phrase("Nobody needs it to see the picture, and it may tell more than it seems to."),
}


def why(about: str) -> str:
    """Return in one sentence why a thing matters: `about` is a kind of finding, or a finer name from the list above."""
    return say(_WHY[about])
