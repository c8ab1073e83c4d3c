"""Every length of time this door keeps to, in seconds; tests hand in short ones."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Waits:
    """How long to wait for what."""

    #: getUpdates.timeout; Telegram ends a poll after 50 s.
    long_poll_s: int = 30
    #: Between two polls while something is unfinished, unless it finishes earlier.
    short_poll_s: float = 0.3
    #: After a failed poll or connection; doubled each time up to the most.
    backoff_s: float = 1.0
    backoff_most_s: float = 30.0
    #: Until an apology counts as the answer.
    deadline_s: float = 30.0
    #: For what is in flight when the door closes, and then for telling Telegram what was answered.
    grace_s: float = 8.0
    farewell_s: float = 1.5
    #: Texts are usually answered before anybody would see "typing".
    typing_after_s: float = 0.25
    #: sendChatAction shows for 5 s.
    typing_every_s: float = 4.0
    #: After the last photo of an album, until it counts as whole.
    album_s: float = 0.7
    #: Between two changes of the message that tells how far an album is; Telegram allows a chat one message a second.
    progress_every_s: float = 1.2
    #: How long a switch of a group (/quiet) is taken for known.
    switch_s: float = 60.0
    #: Between two tries of one call after a network fault; grows with each try.
    retry_s: float = 0.5
    #: The longest RetryAfter that is waited out.
    retry_after_most_s: float = 120.0
