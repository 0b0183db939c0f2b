"""The bot without its platforms, put together: store, queue, worker, service, deliveries."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from bot.config import Settings
from bot.delivery import Delivery
from bot.domain import Courier, Engine, Job
from bot.limits import DAY
from bot.operator import PAUSED
from bot.queue import Queue
from bot.service import Resources, Service
from bot.store import Store
from bot.worker import Worker

log = logging.getLogger(__name__)
CLEANING_SECONDS = 3600.0


class Container:
    """The service, and the tasks that paint and bring while the bot runs."""

    def __init__(self, store: Store, engine: Engine, settings: Settings) -> None:
        self.store = store
        self.settings = settings
        self._queue = queue = Queue(store)
        self.worker = Worker(queue, engine, store, lambda job: self.service.limit_of(job))
        self.service = Service(Resources(store, queue, self.worker, engine, settings))

    @classmethod
    @asynccontextmanager
    async def open(
        cls, path: Path, engine: Engine, settings: Settings
    ) -> AsyncIterator["Container"]:
        """Open the store and remember what a run before left. Raises BadSettings."""
        async with Store.open(path) as store:
            running = cls(store, engine, settings)
            await running.service.remember_prompts()
            if await store.notes.get(PAUSED):
                running._queue.pause()
            yield running

    @asynccontextmanager
    async def serve(self, *couriers: Courier) -> AsyncIterator[None]:
        """Paint and bring for these couriers until the context is left; then stop gently.

        What is being painted may be finished for `queue.stop_seconds`; all else safely waits.
        """
        deliveries = [Delivery(courier, self.store, self.service.limit_of) for courier in couriers]
        self.worker.watch = lambda job, done, total: _show(deliveries, job, done, total)
        async with asyncio.TaskGroup() as group:
            worker = group.create_task(self.worker.run())
            others = [
                group.create_task(self._announce(deliveries)),
                group.create_task(self._clean()),
                *(group.create_task(delivery.run()) for delivery in deliveries),
            ]
            try:
                yield
            finally:
                self.worker.stop()
                await self._settle(worker)
                for delivery in deliveries:
                    await delivery.settle(self.settings.queue.stop_seconds)
                for task in (worker, *others):
                    task.cancel()

    async def _settle(self, worker: "asyncio.Task[None]") -> None:
        """Wait for what is being painted, as long as stopping may take."""
        if self.worker.busy:
            await asyncio.wait({worker}, timeout=self.settings.queue.stop_seconds)

    async def _announce(self, deliveries: Sequence[Delivery]) -> None:
        """Wake the deliveries whenever a job was painted or has failed."""
        while True:
            await self.worker.painted.wait()
            self.worker.painted.clear()
            for delivery in deliveries:
                delivery.wake()

    async def _clean(self) -> None:
        """Once an hour delete what is past its retention."""
        database = self.settings.database
        while True:
            now = time.time()
            if gone := await self.store.emoji.expire(now - database.picture_days * DAY):
                log.info("the pictures of %d emoji were past their retention", gone)
            await self.store.notes.expire_audit(now - database.audit_days * DAY)
            await asyncio.sleep(CLEANING_SECONDS)


def _show(deliveries: Sequence[Delivery], job: Job, done: int, total: int) -> None:
    for delivery in deliveries:
        if delivery.platform == job.address.platform:
            delivery.progress(job, done, total)
