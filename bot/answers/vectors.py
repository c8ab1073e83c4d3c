"""Search by meaning: embedded Chroma, in memory, through langchain-chroma. The only module that knows either.

Vectors are shipped, so filling the collection embeds nothing; Chroma's own embedding function, which would
fetch a model, is never attached, and its telemetry is off.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

import chromadb
import numpy as np
from chromadb.api import ClientAPI
from chromadb.config import Settings as ChromaSettings
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings

from bot.answers.entries import Entry, Level
from bot.answers.model import Vectors
from bot.answers.search import LEVELS, NEIGHBOURS

#: Entries added in one call, during which no other thread runs: all at once would keep chats waiting for more than a second.
AT_ONCE = 200


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
    """Entries and their vectors, a collection for each level, in this process alone.

    A collection for each, so that ten thousand sentences of an operator's do not crowd out the written questions.
    """

    def __init__(self, entries: Sequence[Entry], vectors: Vectors) -> None:
        self._entries = entries
        client = chromadb.EphemeralClient(ChromaSettings(anonymized_telemetry=False))
        self._stores = {level: _filled(client, level, entries, vectors) for level in LEVELS}

    def nearest(self, query: Vectors, level: Level, count: int) -> list[tuple[Entry, float]]:
        """Return the `count` nearest entries of a level and their cosine, best first."""
        found = self._stores[level].similarity_search_by_vector_with_relevance_scores(query.tolist(), k=count)
        return [(self._entries[int(document.page_content)], float(np.clip(1 - distance, -1, 1))) for document, distance in found]


def _filled(client: ClientAPI, level: Level, entries: Sequence[Entry], vectors: Vectors) -> Chroma:
    """Return a collection of the entries of a level; their documents are their numbers, for the texts are here already."""
    rows = [n for n, entry in enumerate(entries) if entry.level == level]
    # A light graph, searched with care: 600 neighbours of 6,000 entries are found to 99.8 %, and it is built in half the time.
    graph = {"hnsw:space": "cosine", "hnsw:search_ef": 2 * NEIGHBOURS[level], "hnsw:M": 16, "hnsw:construction_ef": 40}
    store = Chroma(
        client=client,
        # Ephemeral clients of one process share their state, so every index has a name of its own.
        collection_name=f"{level}-{uuid.uuid4().hex}",
        embedding_function=KnownEmbeddings({str(n): vectors[n] for n in rows}),
        collection_metadata=graph,
    )
    at_once = min(AT_ONCE, client.get_max_batch_size())
    for start in range(0, len(rows), at_once):
        numbers = [str(n) for n in rows[start : start + at_once]]
        store.add_texts(numbers, ids=numbers)
    return store
