"""Search by meaning: embedded Chroma, in memory, through langchain-chroma. The only module that knows either.

Vectors are shipped, so filling the collection embeds nothing; Chroma's own embedding function, which would
fetch a model, is never attached, and its telemetry is off.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings

from bot.answers.entries import Entry
from bot.answers.model import Vectors


class KnownEmbeddings(Embeddings):
    """LangChain's face of vectors that are there already: it looks them up and embeds nothing."""

    def __init__(self, known: Mapping[str, Vectors]) -> None:
        self._known = known

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return the known vector of each text; KeyError for a text that has none."""
        return [self._known[text].tolist() for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """Return the known vector of a text; queries are embedded by `bot.answers.engine.Space`."""
        return list(map(float, self._known[text]))


class ChromaIndex:
    """Entries and their vectors in a collection of this process alone."""

    def __init__(self, entries: Sequence[Entry], vectors: Vectors) -> None:
        self._entries = entries
        client = chromadb.EphemeralClient(ChromaSettings(anonymized_telemetry=False))
        # Ephemeral clients of one process share their state, so every index has a name of its own.
        # A text that stands at two levels has two vectors, hence the number before it.
        texts = [f"{n} {entry.text}" for n, entry in enumerate(entries)]
        self._store = Chroma(
            client=client,
            collection_name=f"entries-{uuid.uuid4().hex}",
            embedding_function=KnownEmbeddings(dict(zip(texts, vectors, strict=True))),
            # A light graph, searched with care: 600 neighbours of 6,000 entries are found to 99.8 %, and it is built in half the time.
            collection_metadata={"hnsw:space": "cosine", "hnsw:search_ef": 800, "hnsw:M": 16, "hnsw:construction_ef": 40},
        )
        at_once = client.get_max_batch_size()
        for start in range(0, len(texts), at_once):
            rows = range(start, min(start + at_once, len(texts)))
            self._store.add_texts([texts[n] for n in rows], metadatas=[{"n": n} for n in rows], ids=[str(n) for n in rows])

    def nearest(self, query: Vectors, count: int) -> list[tuple[Entry, float]]:
        """Return the `count` nearest entries and their cosine, best first."""
        found = self._store.similarity_search_by_vector_with_relevance_scores(query.tolist(), k=min(count, len(self._entries)))
        return [(self._entries[document.metadata["n"]], float(np.clip(1 - distance, -1, 1))) for document, distance in found]
