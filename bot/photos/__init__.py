"""Photos: what a file tells, and a copy that tells only the picture.

    clean(data, keep)  -> CleanPhoto: the same picture to the last pixel, and what the file told; Keep says what else stays
    inspect(data)      -> what the file tells, gravest first

Pure functions over bytes. Both raise bot.errors.PhotoError, with words for a person, and nothing else.
"""

from bot.photos.cleaning import CleanPhoto, clean
from bot.photos.findings import Finding
from bot.photos.inspection import inspect
from bot.photos.keeping import Keep, keep_of

__all__ = ["CleanPhoto", "Finding", "Keep", "clean", "inspect", "keep_of"]
