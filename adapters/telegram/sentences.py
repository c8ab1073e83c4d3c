"""What this door says by itself: about files, buttons and messages that never reach the advisor."""

from __future__ import annotations

from bot.messages import Paragraph, Reply
from bot.skills.help import first_steps

#: Bot API answerCallbackQuery.text: 0-200 characters.
STALE = "That button is from an earlier version of me. Send /help to see what I can do now."
DELETED = "Deleted from this chat. Telegram may hold a copy on its servers for a while; I can't see or change that."
GONE = "It is no longer in this chat. Telegram may hold a copy on its servers for a while; I can't see or change that."
TOO_OLD = "Telegram lets me delete messages for 48 hours only. Hold the photo in this chat and choose Delete."

IN_PRIVATE = "I've answered you in our private chat: what a photo tells is for you alone."
OPEN_PRIVATE = "What a photo tells is for you alone. Open a chat with me, press Start, and send me the photo there."
NO_FILE = "I could not send the file back: Telegram refused it. Please send me the photo once more."


def not_for_me(kind: str) -> Reply:
    """Return the reply to a sticker, a voice message and the like."""
    return Reply(
        blocks=(
            Paragraph(f"I can't do anything with {kind}: I read words, and I clean photos.", strong=True),
            Paragraph("Write me what you'd like to know, or send a photo as a file (attach, then File)."),
        ),
        buttons=first_steps(),
    )


def unknown_command() -> Reply:
    """Return the reply to a command there is not."""
    words = "I don't know that command. /help lists those I know, and plain words do as well."
    return Reply(blocks=(Paragraph(words),), buttons=first_steps())


def too_large(size: int) -> Reply:
    """Return the reply to a file that bots may not fetch, with a way out that works on a phone."""
    megabytes = f"{size / 1_000_000:.0f} MB is" if size else "That file is"
    return Reply(
        blocks=(
            Paragraph(f"{megabytes} more than Telegram lets me fetch (20 MB).", strong=True),
            Paragraph("On an iPhone: Share, Options, Location off, then save the copy."),
            Paragraph("On Android: many galleries offer to remove the place when you share."),
            Paragraph("Or send it as an ordinary photo: the app makes it smaller, and I clean that."),
        )
    )


def slow() -> Reply:
    """Return the apology for work that took too long."""
    now = Paragraph("Please try once more in a minute; nothing was kept.")
    return Reply(blocks=(Paragraph("That took me too long, so I stopped.", strong=True), now))


def unfetched() -> Reply:
    """Return the apology for a file that Telegram did not hand over."""
    now = Paragraph("Please send it once more; a new upload, not a forward.")
    return Reply(blocks=(Paragraph("Telegram did not hand me that file.", strong=True), now))


def broken() -> Reply:
    """Return the apology for a message that cannot be handled."""
    return Reply(
        blocks=(
            Paragraph("Something about that message breaks me, so I had to put it aside. Sorry.", strong=True),
            Paragraph("Another way may work: plain words, or the photo sent as a file."),
        )
    )
