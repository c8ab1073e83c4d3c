"""What the operator may watch: how many, how long, what kinds of errors. No texts, names, ids or sizes of anybody's files.

In the format of Prometheus, by its own client; the registry is this bot's alone, without figures of the machine.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

#: Seconds; a question takes 0.05, a photo 0.02 to 3.
_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.5, 4.0, 8.0, 30.0)


class Metrics:
    """The figures of one process."""

    CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        labels = ("door", "kind")
        self._requests = Counter("unexposed_requests", "Requests answered", (*labels, "outcome"), registry=self._registry)
        self._seconds = Histogram("unexposed_seconds", "Seconds to an answer", labels, buckets=_BUCKETS, registry=self._registry)
        self._undelivered = Counter(
            "unexposed_undelivered", "Answers that could not be delivered, by type of error", ("door", "error"), registry=self._registry
        )

    def count(self, door: str, kind: str, outcome: str, seconds: float) -> None:
        """Count a request; `outcome` is "ok" or the type of an error."""
        self._requests.labels(door, kind, outcome).inc()
        self._seconds.labels(door, kind).observe(seconds)

    def undelivered(self, door: str, error: str) -> None:
        """Count an answer that could not be delivered; `error` is a type's name."""
        self._undelivered.labels(door, error).inc()

    def text(self) -> bytes:
        """Return all figures, as Prometheus reads them."""
        return generate_latest(self._registry)
