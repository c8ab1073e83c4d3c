"""What this door says by itself: about files, buttons, groups and messages that never reach the advisor."""

from __future__ import annotations

from bot.messages import Paragraph, Reply
from bot.skills.help import first_steps
from bot.strings import phrase, say, say_count

#: Bot API answerCallbackQuery.text: 0-200 characters.
STALE = phrase("That button is from an earlier version of me. Send /help to see what I can do now.")
DELETED = phrase("Deleted from this chat. Telegram may hold a copy on its servers for a while; I can't see or change that.")
GONE = phrase("It is no longer in this chat. Telegram may hold a copy on its servers for a while; I can't see or change that.")
TOO_OLD = phrase("Telegram lets me delete messages for 48 hours only. Hold the photo in this chat and choose Delete.")

IN_PRIVATE = phrase("I've answered you in our private chat: what a photo tells is for you alone.")
OPEN_PRIVATE = phrase("What a photo tells is for you alone. Open a chat with me, press Start, and send me the photo there.")
NO_FILE = phrase("I could not send the file back: Telegram refused it. Please send me the photo once more.")

#: Labels of buttons that Telegram alone has.
DELETE_ONE = phrase("Delete my original here")
DELETE_ALL = phrase("Delete my originals here")
ALONE = phrase("Ask me in private")

ONLY_ADMINS = phrase("Only an admin of this group can switch that.")
ONLY_GROUPS = phrase("/quiet is for groups: with /quiet on I answer there by a button to our private chat.")
NOT_SWITCHED = phrase("Telegram did not let me switch that just now. Please try again in a minute.")
NOW_QUIET = phrase("Quiet from now on: in this group I listen to commands only, and answer them by a button to our private chat.")
NOW_OPEN = phrase("I answer in this group again, when somebody asks me.")
QUIET_HERE = phrase("This group keeps me quiet. Press the button and I answer you in private.")


def told(words: str) -> Reply:
    """Return one of the sentences above as a reply."""
    return Reply(blocks=(Paragraph(say(words)),))


def not_for_me(kind: str) -> Reply:
    """Return the reply to a sticker, a voice message and the like."""
    return Reply(
        blocks=(
            Paragraph(say("I can't do anything with {kind}: I read words, and I clean photos and videos.", kind=kind), strong=True),
            Paragraph(say("Write me what you'd like to know, or send a photo as a file (attach, then File).")),
        ),
        buttons=first_steps(),
    )


def unknown_command() -> Reply:
    """Return the reply to a command there is not."""
    words = say("I don't know that command. /help lists those I know, and plain words do as well.")
    return Reply(blocks=(Paragraph(words),), buttons=first_steps())


def too_large(size: int, most: int) -> Reply:
    """Return the reply to a file that is too large to fetch, with a way out that works on a phone. Sizes in bytes; 0: not known."""
    limit = most >> 20
    if size:
        point = say("{size} MB is more than Telegram lets me fetch ({limit} MB).", size=round(size / 1_000_000), limit=limit)
    else:
        point = say("That file is more than Telegram lets me fetch ({limit} MB).", limit=limit)
    return Reply(
        blocks=(
            Paragraph(point, strong=True),
            Paragraph(say("On an iPhone: Share, Options, Location off, then save the copy.")),
            Paragraph(say("On Android: many galleries offer to remove the place when you share.")),
            Paragraph(say("Or send it as an ordinary photo: the app makes it smaller, and I clean that.")),
        )
    )


def missing(large: int, unfetched: int, most: int) -> tuple[Paragraph, ...]:
    """Return what to say of the files of an album that are not among its copies: so many too large, so many not handed over."""
    limit = most >> 20
    words = (
        say_count(
            "{n} was larger than {limit} MB, so it is not here.",
            "{n} were larger than {limit} MB, so they are not here.",
            large,
            limit=limit,
        )
        if large
        else "",
        say_count(
            "Telegram did not hand me {n} of them. Please send it once more.",
            "Telegram did not hand me {n} of them. Please send them once more.",
            unfetched,
        )
        if unfetched
        else "",
    )
    return tuple(Paragraph(sentence) for sentence in words if sentence)


def slow() -> Reply:
    """Return the apology for work that took too long."""
    now = Paragraph(say("Please try once more in a minute; nothing was kept."))
    return Reply(blocks=(Paragraph(say("That took me too long, so I stopped."), strong=True), now))


def unfetched() -> Reply:
    """Return the apology for a file that Telegram did not hand over."""
    now = Paragraph(say("Please send it once more; a new upload, not a forward."))
    return Reply(blocks=(Paragraph(say("Telegram did not hand me that file."), strong=True), now))


def broken() -> Reply:
    """Return the apology for a message that cannot be handled."""
    return Reply(
        blocks=(
            Paragraph(say("Something about that message breaks me, so I had to put it aside. Sorry."), strong=True),
            Paragraph(say("Another way may work: plain words, or the photo sent as a file.")),
        )
    )
