"""Albums on Telegram: photos that come one by one are answered together."""

import asyncio
from dataclasses import replace

from fake_telegram import QUICK, FakeTelegram, door, serving, until

from bot.advisor import Advisor
from bot.samples import sample_photo


class Handed:
    """An advisor with the gate that the door of the tests opens at its end."""

    def __init__(self, advisor: Advisor) -> None:
        self.handle, self.memory = advisor.handle, advisor.memory
        self.gate = asyncio.Event()


async def answered(advisor: Advisor, fake: FakeTelegram) -> None:
    """Have the door answer everything that waits."""
    async with serving(fake) as root, door(root, Handed(advisor), replace(QUICK, deadline_s=60)):  # type: ignore[arg-type]
        await until(lambda: not fake.updates, 60)


def copies(fake: FakeTelegram) -> list[list[str]]:
    """Return the names of the files of each album that came back."""
    return [[name for name, _ in call.files.values()] for call in fake.sent("sendMediaGroup")]


async def test_an_album_gets_one_summary_and_every_copy(advisor: Advisor) -> None:
    """Three files of one album are one answer with a line each, and the copies in the order the photos were sent."""
    fake = FakeTelegram()
    for data in (sample_photo(), b"a text, no photo", sample_photo()):
        fake.say(document=fake.hold(data, file_name="a.jpg", mime_type="image/jpeg"), media_group_id="7")
    await answered(advisor, fake)
    (text,) = [text for text in fake.texts if text.startswith("<b>Here are")]
    assert "Here are 2 clean copies. 2 told a place. 1 could not be cleaned." in text
    assert copies(fake) == [["clean-photo-1.jpg", "clean-photo-3.jpg"]]


async def test_one_message_tells_how_far_it_is_and_becomes_the_summary(advisor: Advisor) -> None:
    """Progress is one message, changed as files come in; the last change is the summary, with the button that deletes all originals."""
    fake = FakeTelegram()
    for _ in range(4):
        fake.say(document=fake.hold(sample_photo(), file_name="a.jpg", mime_type="image/jpeg"), media_group_id="7")
    await answered(advisor, fake)
    assert fake.sent("sendMessage")[0].params["text"] == "Fetching your album: 0 of 4."
    assert len(fake.sent("sendMessage")) == 1
    *_, cleaning, summary = fake.sent("editMessageText")
    assert cleaning.params["text"] == "All 4 are here. Cleaning them now."
    keys = [shown["callback_data"] for row in summary.params["reply_markup"]["inline_keyboard"] for shown in row]
    assert keys[-1] == "tg-delete:1+1+2+3"
    told = [call.method for call in fake.calls if call.method in ("sendMessage", "editMessageText", "sendMediaGroup")]
    assert told[-2:] == ["editMessageText", "sendMediaGroup"]


async def test_what_did_not_come_is_told_and_the_others_are_cleaned(advisor: Advisor) -> None:
    """A file too large and one that Telegram does not hand over keep nothing from the other two."""
    fake = FakeTelegram()
    for number in range(4):
        about = fake.hold(sample_photo(), file_name="a.jpg", mime_type="image/jpeg")
        fake.say(document={**about, "file_size": 34_000_000} if number == 1 else about, media_group_id="7")
    fake.faults["getFile"] = [{"error_code": 400}]
    await answered(advisor, fake)
    text = fake.texts[-1]
    assert "Here are 2 clean copies." in text
    assert "1 was larger than 20 MB, so it is not here." in text
    assert "Telegram did not hand me 1 of them." in text
    assert len(copies(fake)) == 1


async def test_an_album_that_telegram_refuses_goes_out_file_by_file(advisor: Advisor) -> None:
    """Copies are worth more than their togetherness."""
    fake = FakeTelegram()
    for _ in range(2):
        fake.say(document=fake.hold(sample_photo(), file_name="a.jpg", mime_type="image/jpeg"), media_group_id="7")
    fake.faults["sendMediaGroup"] = [{"error_code": 400}]
    await answered(advisor, fake)
    assert [call.files["document"][0] for call in fake.sent("sendDocument")] == ["clean-photo-1.jpg", "clean-photo-2.jpg"]
