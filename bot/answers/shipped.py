"""The shipped vectors: computed once by `unexposed index`, read by every process, keyed by a hash of text and model.

An operator's own are kept in their folder, in vectors/: what is there already is never embedded twice.

One byte a number: a vector is 384 int8 and one scale. Rounding moves a cosine by less than 0.002.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import numpy as np

from bot.answers.model import DIMENSIONS, Model, Vectors

_FOLDER = Path(__file__).parent.parent.parent / "knowledge" / "vectors"


def file_of(model: Model, folder: Path | None = None) -> Path:
    """Return the file of a model's vectors: ours, or that of an operator's folder."""
    return (folder / "vectors" if folder else _FOLDER) / f"{model.key}.npz"


def key_of(model: Model, level: str, text: str) -> bytes:
    """Return the eight bytes under which a text's vector is kept. A question is embedded otherwise than a passage, hence the level."""
    prefix = "query" if level == "question" else "passage"
    return hashlib.blake2b(f"{model.name}\0{prefix}\0{text}".encode(), digest_size=8).digest()


def read(model: Model, folder: Path | None = None) -> dict[bytes, Vectors]:
    """Return a model's vectors by key, ours or an operator's; none if the file is missing."""
    path = file_of(model, folder)
    if not path.is_file():
        return {}
    with np.load(path, allow_pickle=False) as stored:
        keys, codes, scales = stored["keys"], stored["codes"], stored["scales"]
    vectors = codes.astype(np.float32) * scales[:, None]
    return {key.tobytes(): vector for key, vector in zip(keys, vectors, strict=True)}


def write(model: Model, vectors: Mapping[bytes, Vectors], folder: Path | None = None) -> None:
    """Write vectors by key, in the order of their keys, so that the same vectors make the same file."""
    keys = sorted(vectors)
    matrix = np.stack([vectors[key] for key in keys]) if keys else np.zeros((0, DIMENSIONS), np.float32)
    scales = (np.abs(matrix).max(axis=1, initial=1e-9) / 127).astype(np.float32)
    codes = np.rint(matrix / scales[:, None]).astype(np.int8)
    path = file_of(model, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        np.savez_compressed(file, keys=np.frombuffer(b"".join(keys), np.uint8).reshape(-1, 8), codes=codes, scales=scales)


def complete(
    model: Model, wanted: Iterable[tuple[str, str]], known: Mapping[bytes, Vectors], progress: Callable[[int, int], None] | None = None
) -> dict[bytes, Vectors]:
    """Return the vectors of all wanted (level, text), embedding only unknown ones; `progress` hears how many of how many are done."""
    by_key = {key_of(model, level, text): (level, text) for level, text in wanted}
    missing = [key for key in by_key if key not in known]
    found = {key: known[key] for key in by_key if key in known}
    for done, key in enumerate(missing, 1):
        level, text = by_key[key]
        found[key] = model.embed(text, question=level == "question")
        if progress and (done % 100 == 0 or done == len(missing)):
            progress(done, len(missing))
    return found
