"""What the bot counts while it runs, for Prometheus. Counters start at 0 with the process."""

import logging

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector

from bot.domain import (
    Banned,
    Job,
    LimitReached,
    NotAccepted,
    OwnQueueFull,
    PackUnderWay,
    Platform,
    QueueFull,
)

ACCEPTED, CACHED, UNSUITABLE = "accepted", "cached", "unsuitable"
REASONS: dict[type[NotAccepted], str] = {
    LimitReached: "limit",
    OwnQueueFull: "own_queue_full",
    QueueFull: "queue_full",
    PackUnderWay: "pack_under_way",
    Banned: "banned",
}
"""Outcomes of requests that the queue does not take."""
REQUESTS = (ACCEPTED, CACHED, UNSUITABLE, *REASONS.values())
PAINTED, FAILED, RETRIED, CANCELLED = "painted", "failed", "retried", "cancelled"
PAINTINGS = (PAINTED, FAILED, RETRIED, CANCELLED)
DELIVERED, LOST = "delivered", "lost"
DELIVERIES = (DELIVERED, RETRIED, LOST)
WAITS = (1, 5, 15, 30, 60, 120, 300, 900, 3600)
PAINTING_SECONDS = (1, 2, 4, 6, 8, 12, 20, 40, 80, 160)
LEVELS = ("warning", "error")


class Metrics:
    """The counters and histograms, by platform."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        labels = ["platform", "outcome"]
        self._requests = Counter(
            "emojismith_requests", "Requests for emoji and packs", labels, registry=registry
        )
        self._paintings = Counter(
            "emojismith_paintings", "Paintings that ended", labels, registry=registry
        )
        self._deliveries = Counter(
            "emojismith_deliveries", "Attempts to send results", labels, registry=registry
        )
        self._waits = Histogram(
            "emojismith_wait_seconds",
            "Seconds from a request to the start of its painting",
            ["platform"],
            buckets=WAITS,
            registry=registry,
        )
        self._seconds = Histogram(
            "emojismith_painting_seconds",
            "Seconds of a painting",
            buckets=PAINTING_SECONDS,
            registry=registry,
        )
        self.log = LogCounter(
            Counter("emojismith_log_lines", "Warnings and errors", ["level"], registry=registry)
        )
        # What has not happened yet is 0: a rate would miss the first event otherwise.
        for platform in Platform:
            self._waits.labels(platform)
            for counter, outcomes in (
                (self._requests, REQUESTS),
                (self._paintings, PAINTINGS),
                (self._deliveries, DELIVERIES),
            ):
                for outcome in outcomes:
                    counter.labels(platform, outcome)

    def asked(self, platform: Platform, outcome: str) -> None:
        """A request was accepted or refused: one of REQUESTS."""
        self._requests.labels(platform, outcome).inc()

    def refused(self, platform: Platform, error: NotAccepted) -> None:
        """The queue did not take a request."""
        self.asked(platform, REASONS[type(error)])

    def began(self, job: Job, now: float) -> None:
        """A painting starts; the wait for a second attempt is not counted."""
        if job.attempts == 1:
            self._waits.labels(job.person.platform).observe(max(now - job.created, 0.0))

    def ended(self, job: Job, outcome: str, seconds: float | None = None) -> None:
        """A painting ended: one of PAINTINGS, after so many seconds if it was painted."""
        self._paintings.labels(job.person.platform, outcome).inc()
        if seconds is not None:
            self._seconds.observe(seconds)

    def sent(self, job: Job, outcome: str) -> None:
        """A result was sent, has to be sent again, or cannot be sent: one of DELIVERIES."""
        self._deliveries.labels(job.person.platform, outcome).inc()


class LogCounter(logging.Handler):
    """Counts the warnings and errors that are logged."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(logging.WARNING)
        self._levels = {level: counter.labels(level) for level in LEVELS}

    def emit(self, record: logging.LogRecord) -> None:
        """Count a line."""
        self._levels["error" if record.levelno >= logging.ERROR else "warning"].inc()
