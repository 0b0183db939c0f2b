"""The one consumer: queue -> engine -> store."""

import asyncio
import logging
import time
from collections.abc import Callable

from bot.domain import Engine, EngineFailed, Job, JobState, Painted, Recipe
from bot.limits import Limit
from bot.queue import Queue
from bot.store import Store

log = logging.getLogger(__name__)

Watch = Callable[[Job, int, int], None]
FAILED = "It could not be painted, twice. Your request was given back: try other words."


class Worker:
    """Paints as many jobs side by side as the engine can.

    `limit_of` says what a failed job gives back. `painted` is set whenever one is stored or has
    failed.
    """

    def __init__(
        self, queue: Queue, engine: Engine, store: Store, limit_of: Callable[[Job], Limit]
    ) -> None:
        self._queue = queue
        self._engine = engine
        self._jobs = store.jobs
        self._limit_of = limit_of
        self._painting: dict[int, tuple[Recipe, asyncio.Future[Painted]]] = {}
        self._working: set[asyncio.Task[None]] = set()
        self._ended = asyncio.Event()
        self._taking: asyncio.Task[None] | None = None
        self.painted = asyncio.Event()
        self.watch: Watch = lambda job, done, total: None

    @property
    def busy(self) -> bool:
        """True from the beginning of a painting until it is stored."""
        return bool(self._working)

    async def run(self) -> None:
        """Recover what a crash left, then paint until `stop`; a job's failure is its own."""
        for job in await self._jobs.recover():
            await self._fail(job)
        async with asyncio.TaskGroup() as group:
            self._taking = group.create_task(self._take(group))

    def painting(self, job: int) -> Recipe | None:
        """What is painted for this job now."""
        found = self._painting.get(job)
        return None if found is None else found[0]

    def stop(self) -> None:
        """Begin no further job."""
        if self._taking is not None:
            self._taking.cancel()

    def cancel(self, job: int) -> None:
        """Stop painting this job, if it is being painted."""
        if job in self._painting:
            self._painting[job][1].cancel()

    async def _take(self, group: asyncio.TaskGroup) -> None:
        """Take the next job in turn whenever the engine has room for it; for ever."""
        while True:
            while len(self._working) >= self._engine.capacity:
                self._ended.clear()
                await self._ended.wait()
            task = group.create_task(self._work(await self._queue.next()))
            self._working.add(task)
            task.add_done_callback(self._end)

    def _end(self, task: asyncio.Task[None]) -> None:
        self._working.discard(task)
        self._ended.set()
        # Whoever asked for the same has waited for this job, in vain where nothing was painted.
        self._queue.wake()

    async def _work(self, job: Job) -> None:
        log.info("painting", extra={"job": job.id})
        painting = asyncio.ensure_future(
            self._engine.paint(job.recipe, lambda done, total: self.watch(job, done, total))
        )
        self._painting[job.id] = job.recipe, painting
        try:
            painted = await painting
        except asyncio.CancelledError:
            if self._cancelled_alone():
                return
            painting.cancel()
            await self._jobs.release(job)
            raise
        except EngineFailed:
            log.exception("the engine failed", extra={"job": job.id})
            if await self._jobs.retry(job):
                self._queue.wake()
            else:
                await self._fail(job)
            return
        finally:
            del self._painting[job.id]
        if await self._jobs.painted(job, painted, time.time()) is not None:
            log.info("painted in %.1f s", painted.seconds, extra={"job": job.id})
            self.painted.set()

    def _cancelled_alone(self) -> bool:
        """True where only the painting was cancelled, not the work on it."""
        task = asyncio.current_task()
        return task is not None and not task.cancelling()

    async def _fail(self, job: Job) -> None:
        limit = self._limit_of(job)
        await self._jobs.end(job, JobState.FAILED, FAILED, limit, time.time(), tell=True)
        self.painted.set()
