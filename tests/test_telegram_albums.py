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


async def test_an_album_gets_one_summary_and_every_copy(advisor: Advisor) -> None:
    """Three files of one album are one answer with a line each, and the copies in the order the photos were sent."""
    fake = FakeTelegram()
    for data in (sample_photo(), b"a text, no photo", sample_photo()):
        fake.say(document=fake.hold(data, file_name="a.jpg", mime_type="image/jpeg"), media_group_id="7")
    await answered(advisor, fake)
    (text,) = [text for text in fake.texts if text.startswith("<b>Here are")]
    assert "Here are 2 clean copies. 2 told a place. 1 could not be cleaned." in text
    assert [call.files["document"][0] for call in fake.sent("sendDocument")] == ["clean-photo-1.jpg", "clean-photo-3.jpg"]


async def test_two_albums_are_two_answers(advisor: Advisor) -> None:
    """What belongs to different albums, or to different chats, is not mixed."""
    fake = FakeTelegram()
    for group, person in (("7", 7), ("8", 7), ("7", 9)):
        for _ in range(2):
            fake.say(person=person, document=fake.hold(sample_photo(), file_name="a.jpg", mime_type="image/jpeg"), media_group_id=group)
    await answered(advisor, fake)
    assert sum("Here are 2 clean copies" in text for text in fake.texts) == 3
    assert len(fake.sent("sendDocument")) == 6


async def test_an_album_of_one_is_a_photo(advisor: Advisor) -> None:
    """When only one of an album is for the bot, it gets the report of a single photo."""
    fake = FakeTelegram()
    fake.say(document=fake.hold(sample_photo(), file_name="a.jpg", mime_type="image/jpeg"), media_group_id="7")
    await answered(advisor, fake)
    assert any("Here is your clean copy." in text for text in fake.texts)
