"""Photos: what a file tells, and a copy that tells only the picture.

    clean(data)    -> CleanPhoto: the same picture to the last pixel, and what the file told
    inspect(data)  -> what the file tells, gravest first

Pure functions over bytes. Both raise bot.errors.PhotoError, with words for a person, and nothing else.
"""

from bot.photos.cleaning import CleanPhoto, clean
from bot.photos.findings import Finding
from bot.photos.inspection import inspect

__all__ = ["CleanPhoto", "Finding", "clean", "inspect"]
