"""Health checks and Prometheus metrics over HTTP, on loopback only."""

import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest

from bot.domain import BadSettings, Engine, JobState, Platform, StoreUnavailable
from bot.jobs.queue import Queue
from bot.limits import DAY
from bot.operations.metrics import Metrics
from bot.store import Store

HOST = "127.0.0.1"
LABELS = {
    "platform_connected": ("platform",),
    "jobs": ("state",),
    "waiting": ("platform",),
    "votes": ("model", "value"),
    "day_seconds": ("what",),
}
"""The labels of gauges that have some."""


class Connection(Protocol):
    """A platform's adapter."""

    @property
    def reachable(self) -> bool:
        """Whether the platform answers."""
        ...


class Monitor:
    """Reads the state of the bot. `platforms` may be filled after it is made."""

    def __init__(self, store: Store, queue: Queue, engine: Engine, metrics: Metrics) -> None:
        self._store = store
        self._queue = queue
        self._engine = engine
        self._metrics = metrics
        self.platforms: dict[str, Connection] = {}

    @asynccontextmanager
    async def serve(self, port: int) -> AsyncIterator[None]:
        """Serve /healthz and /metrics within the context. Raises BadSettings for a used port."""
        app = web.Application()
        app.router.add_get("/healthz", self._health)
        app.router.add_get("/metrics", self._answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        logging.getLogger().addHandler(self._metrics.log)
        try:
            try:
                await web.TCPSite(runner, HOST, port).start()
            except OSError as error:
                raise BadSettings(
                    f"Port {port} is in use: set monitor.port to another one, or to 0 for none."
                ) from error
            yield
        finally:
            logging.getLogger().removeHandler(self._metrics.log)
            await runner.cleanup()

    async def _health(self, _: web.Request) -> web.Response:
        """200 if the database answers."""
        return web.json_response({"waiting": await self._store.jobs.waiting()})

    async def _answer(self, _: web.Request) -> web.Response:
        body = generate_latest(self._metrics.registry) + generate_latest(await self._state())
        return web.Response(body=body, content_type="text/plain", charset="utf-8")

    async def _state(self) -> CollectorRegistry:
        """The bot as it is now. Of a database that cannot be read, only that it cannot."""
        found = _Gauges()
        for name, each in self.platforms.items():
            found.set("platform_connected", "Whether a platform answers", each.reachable, name)
        found.set("paused", "Whether the operator has paused painting", self._queue.paused)
        found.set("capacity", "Paintings that are possible at once", self._engine.capacity)
        try:
            await self._add_stored(found)
        except StoreUnavailable:
            found.set("database_up", "Whether the database can be read", 0)
        else:
            found.set("database_up", "Whether the database can be read", 1)
        errors = Counter("emojismith_database_errors", "Failed accesses", registry=found.registry)
        errors.inc(self._store.statistics.faults)
        return found.registry

    async def _add_stored(self, found: "_Gauges") -> None:
        """What the database counts. Raises StoreUnavailable."""
        statistics, now = self._store.statistics, time.time()
        states = await statistics.jobs_by_state()
        for state in JobState:
            found.set("jobs", "Requests by state", states.get(state, 0), state)
        waiting = await statistics.waiting_by_platform()
        for platform in Platform:
            number = waiting.get(platform, 0)
            found.set("waiting", "Requests that wait, by platform", number, platform)
        oldest = await statistics.oldest_waiting()
        age = 0.0 if oldest is None else max(now - oldest, 0.0)
        found.set("oldest_waiting_seconds", "Age of the oldest request that waits", age)
        found.set("refused_prompts", "Refused prompts kept", await statistics.refused())
        for model, up, down in await self._store.votes.by_model():
            found.set("votes", "Votes by model", up, model, "up")
            found.set("votes", "Votes by model", down, model, "down")
        times = await statistics.times(now - DAY)
        waited, painted = (sum(each) for each in zip(*times, strict=True)) if times else (0, 0)
        found.set("day_seconds", "Seconds in the last day", waited, "waited")
        found.set("day_seconds", "Seconds in the last day", painted, "painted")
        used, free = await statistics.sizes()
        found.set("database_bytes", "Size of the database's files", used)
        found.set("disk_free_bytes", "Free space on the database's disk", free)


class _Gauges:
    """Values of the moment."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._known: dict[str, Gauge] = {}

    def set(self, name: str, about: str, value: float, *labels: str) -> None:
        """Set a gauge for the values of its labels."""
        if name not in self._known:
            names = LABELS.get(name, ())
            self._known[name] = Gauge(f"emojismith_{name}", about, names, registry=self.registry)
        gauge = self._known[name]
        (gauge.labels(*labels) if labels else gauge).set(value)
