"""Search by meaning: embedded Chroma, in memory, through langchain-chroma. The only module that knows either.

Vectors are shipped, so filling the collection embeds nothing; Chroma's own embedding function, which would
fetch a model, is never attached, and its telemetry is off.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings

from bot.answers.entries import Entry
from bot.answers.model import Vectors, embed_passage, embed_query


class E5Embeddings(Embeddings):
    """LangChain's face of our embedding model; knows the shipped vectors of the texts it is given."""

    def __init__(self, known: dict[str, Vectors]) -> None:
        self._known = known

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return a vector for each text: the known one, else a fresh one."""
        return [(self._known[text] if text in self._known else embed_passage(text)).tolist() for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a question."""
        return list(map(float, embed_query(text)))


class ChromaIndex:
    """Entries and their vectors in a collection of this process alone."""

    def __init__(self, entries: Sequence[Entry], vectors: Vectors) -> None:
        self._entries = entries
        client = chromadb.EphemeralClient(ChromaSettings(anonymized_telemetry=False))
        # Ephemeral clients of one process share their state, so every index has a name of its own.
        texts = [entry.text for entry in entries]
        self._store = Chroma(
            client=client,
            collection_name=f"entries-{uuid.uuid4().hex}",
            embedding_function=E5Embeddings(dict(zip(texts, vectors, strict=True))),
            collection_metadata={"hnsw:space": "cosine", "hnsw:search_ef": 512, "hnsw:M": 24},
        )
        ids = [str(n) for n in range(len(entries))]
        self._store.add_texts(texts, metadatas=[{"n": n} for n in range(len(entries))], ids=ids)

    def nearest(self, query: Vectors, count: int) -> list[tuple[Entry, float]]:
        """Return the `count` nearest entries and their cosine, best first."""
        found = self._store.similarity_search_by_vector_with_relevance_scores(query.tolist(), k=min(count, len(self._entries)))
        return [(self._entries[document.metadata["n"]], float(np.clip(1 - distance, -1, 1))) for document, distance in found]
