"""The consumer of the queue: queue -> engine -> store -> deliveries."""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from bot import messages
from bot.domain import (
    Engine,
    EngineFailed,
    Job,
    JobState,
    Painted,
    Recipe,
    StoreUnavailable,
    Withheld,
)
from bot.jobs.delivery import Deliveries
from bot.jobs.queue import Queue
from bot.jobs.quotas import Quotas
from bot.jobs.store_retry import until_stored
from bot.operations import metrics
from bot.operations.metrics import Metrics
from bot.store import Store

log = logging.getLogger(__name__)


class Worker:
    """Paints as many jobs at once as the engine can."""

    def __init__(
        self,
        queue: Queue,
        engine: Engine,
        store: Store,
        quotas: Quotas,
        deliveries: Deliveries,
        counts: Metrics,
    ) -> None:
        self._queue = queue
        self._engine = engine
        self._jobs = store.jobs
        self._sources = store.sources
        self._quotas = quotas
        self._deliveries = deliveries
        self._metrics = counts
        self._painting: dict[int, tuple[Recipe, asyncio.Future[Painted]]] = {}
        self._working: set[asyncio.Task[None]] = set()
        self._room = asyncio.Event()
        self._taking: asyncio.Task[None] | None = None

    @property
    def busy(self) -> bool:
        """Whether a painting is in progress or being stored."""
        return bool(self._working)

    async def run(self) -> None:
        """Recover jobs that a crash interrupted, then paint until `stop`."""
        for job in await until_stored(self._jobs.recover):
            await self._fail(job, messages.DIED)
        async with asyncio.TaskGroup() as group:
            self._taking = group.create_task(self._take(group))

    def painting(self, job: int) -> Recipe | None:
        """The recipe of a job that is being painted."""
        found = self._painting.get(job)
        return None if found is None else found[0]

    def stop(self) -> None:
        """Start no further job."""
        if self._taking is not None:
            self._taking.cancel()

    def cancel(self, job: int) -> None:
        """Stop painting a job, if it is being painted."""
        if job in self._painting:
            self._painting[job][1].cancel()

    async def _take(self, group: asyncio.TaskGroup) -> None:
        """Take the next job whenever the engine has room, until cancelled."""
        while True:
            while len(self._working) >= self._engine.capacity:
                self._room.clear()
                await self._room.wait()
            task = group.create_task(self._work(await self._queue.next()))
            self._working.add(task)
            task.add_done_callback(self._end)

    def _end(self, task: asyncio.Task[None]) -> None:
        self._working.discard(task)
        self._room.set()
        # Identical jobs have waited for this one; if it was not painted, one of them is next.
        self._queue.wake()

    async def _work(self, job: Job) -> None:
        log.info("painting", extra={"job": job.id})
        self._metrics.began(job, time.time())
        recipe = job.recipe
        if recipe.picture:
            source = await until_stored(lambda: self._sources.get(job.id))
            recipe = replace(recipe, source=source)
        painting = asyncio.ensure_future(self._engine.paint(recipe, self._progress(job)))
        self._painting[job.id] = recipe, painting
        try:
            painted = await painting
        except asyncio.CancelledError:
            if self._cancelled_alone():
                self._metrics.ended(job, metrics.CANCELLED)
                return
            painting.cancel()
            await self._release(job)
            raise
        except Withheld as error:
            log.info("%s", error, extra={"job": job.id})
            await self._fail(job, messages.WITHHELD)
            return
        except EngineFailed:
            log.exception("the engine failed", extra={"job": job.id})
            await self._retry(job)
            return
        finally:
            del self._painting[job.id]
        await self._store(job, painted)

    def _progress(self, job: Job) -> Callable[[int, int], None] | None:
        """Shows the steps of a painting; of a pack, only its finished parts are shown."""
        if job.pack is not None:
            return None
        return lambda done, total: self._deliveries.progress(job, done, total)

    async def _ended(self, job: Job) -> None:
        """A job was painted or has failed: send it, or show how far its pack is."""
        self._deliveries.wake()
        if job.pack is not None:
            number = job.pack
            pack = await until_stored(lambda: self._jobs.packs.get(number))
            if pack is not None:
                self._deliveries.progress(pack.job, pack.done, pack.job.parts)

    async def _store(self, job: Job, painted: Painted) -> None:
        """Store the pictures. While the database cannot be written, they wait in memory."""
        try:
            emoji = await until_stored(lambda: self._jobs.painted(job, painted, time.time()))
        except asyncio.CancelledError:
            await self._release(job)
            raise
        if emoji is not None:
            log.info("painted in %.1f s", painted.seconds, extra={"job": job.id})
            self._metrics.ended(job, metrics.PAINTED, painted.seconds)
            await self._ended(job)

    async def _release(self, job: Job) -> None:
        """Put a job back as the bot stops; if that cannot be stored, the next start does it."""
        with suppress(StoreUnavailable):
            await self._jobs.release(job)

    async def _retry(self, job: Job) -> None:
        if await until_stored(lambda: self._jobs.retry(job)):
            self._metrics.ended(job, metrics.RETRIED)
            self._queue.wake()
        else:
            await self._fail(job, messages.FAILED)

    def _cancelled_alone(self) -> bool:
        """Whether only the painting was cancelled, not this task."""
        task = asyncio.current_task()
        return task is not None and not task.cancelling()

    async def _fail(self, job: Job, why: str) -> None:
        self._metrics.ended(job, metrics.FAILED)
        limit = self._quotas.of_job(job)
        await until_stored(
            lambda: self._jobs.end(
                job, JobState.FAILED, why, limit, time.time(), tell=job.pack is None
            )
        )
        await self._ended(job)
