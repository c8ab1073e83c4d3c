"""Rights put to use: which place is meant, which law applies there, by when an answer is due, and the letter that asks for it."""

from bot.rights.asked import asked_for
from bot.rights.names import Place

__all__ = ["Place", "asked_for"]
