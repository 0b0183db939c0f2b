"""The bot without its platforms: store, queue, worker, deliveries and service, put together."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from bot.domain import Courier, Engine, HarmModel
from bot.emoji.links import LINK_SECONDS
from bot.jobs.delivery import Deliveries, Delivery
from bot.jobs.queue import Queue
from bot.jobs.quotas import Quotas
from bot.jobs.store_retry import until_stored
from bot.jobs.worker import Worker
from bot.limits import DAY
from bot.operations.metrics import Metrics
from bot.operations.monitor import Monitor
from bot.operations.operator import PAUSED
from bot.operations.retention import Clock
from bot.reader.reader import PromptReader
from bot.service import Service
from bot.settings.config import Settings
from bot.store import Store

log = logging.getLogger(__name__)
CLEANING_SECONDS = 3600.0
PAINTING_SHARE = 0.7
"""The share of the time for stopping that paintings get; the rest is for deliveries."""
PRESS_SECONDS = 2 * DAY
"""Telegram sends an update again for up to a day."""


class Container:
    """The service, and the tasks that paint and deliver while the bot runs."""

    def __init__(
        self,
        store: Store,
        engine: Engine,
        settings: Settings,
        reader: PromptReader | None = None,
        harm: HarmModel | None = None,
    ) -> None:
        self.store = store
        self.settings = settings
        quotas = Quotas(settings)
        self._queue = Queue(store)
        metrics = Metrics()
        self.monitor = Monitor(store, self._queue, engine, metrics)
        self._deliveries = Deliveries(store, quotas, metrics)
        self.worker = Worker(self._queue, engine, store, quotas, self._deliveries, metrics)
        self.service = Service(
            store,
            self._queue,
            self.worker,
            self._deliveries,
            engine,
            quotas,
            settings,
            metrics,
            reader,
            harm,
        )

    @classmethod
    @asynccontextmanager
    async def open(
        cls, path: Path, engine: Engine, settings: Settings, harm: HarmModel | None = None
    ) -> AsyncIterator["Container"]:
        """Open the store and restore what the last run left. Raises BadSettings.

        Without `harm`, moderation judges words and phrases but not meanings.
        """
        async with Store.open(path) as store, PromptReader.open(settings.reader, store) as reader:
            running = cls(store, engine, settings, reader, harm)
            await running.service.remember_prompts()
            if await store.notes.get(PAUSED):
                running._queue.pause()
            yield running

    @asynccontextmanager
    async def serve(self, *couriers: Courier) -> AsyncIterator[None]:
        """Paint and deliver by these couriers until the context is left; then stop gently.

        Paintings and deliveries in progress get `queue.stop_seconds` to finish; the rest waits in
        the database for the next start.
        """
        deliveries = self._deliveries.connect(couriers)
        async with asyncio.TaskGroup() as group:
            worker = group.create_task(self.worker.run())
            others = [
                group.create_task(self._clean()),
                group.create_task(self.store.people.clear_later()),
                *(group.create_task(delivery.run()) for delivery in deliveries),
            ]
            try:
                yield
            finally:
                await self._settle(worker, deliveries)
                for task in (worker, *others):
                    task.cancel()

    async def _settle(self, worker: "asyncio.Task[None]", deliveries: Sequence[Delivery]) -> None:
        """Wait for paintings in progress, and deliver what is painted, within `stop_seconds`."""
        seconds, loop = self.settings.queue.stop_seconds, asyncio.get_running_loop()
        end = loop.time() + seconds
        self.worker.stop()
        if self.worker.busy:
            await asyncio.wait({worker}, timeout=PAINTING_SHARE * seconds)
        left = max(end - loop.time(), 0)
        await asyncio.gather(*(delivery.settle(left) for delivery in deliveries))

    async def _clean(self) -> None:
        """Once an hour, delete what is past its retention."""
        clock = Clock(self.store)
        while True:
            await until_stored(lambda: self._expire(clock))
            await asyncio.sleep(CLEANING_SECONDS)

    async def _expire(self, clock: Clock) -> None:
        now, database = time.time(), self.settings.database
        if not await clock.believed(now):
            return
        if gone := await self.store.emoji.expire(now - database.picture_days * DAY):
            log.info("the pictures of %d emoji were past their retention", gone)
        await self.store.readings.expire(now - database.picture_days * DAY)
        await self.store.audit.expire(now - database.audit_days * DAY)
        await self.store.links.expire(now - LINK_SECONDS)
        await self.store.reactions.expire(now - PRESS_SECONDS)
        await self.store.people.expire(now)
