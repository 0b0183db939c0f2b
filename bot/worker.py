"""The one consumer: queue -> engine -> store."""

import asyncio
import logging
import time
from collections.abc import Callable

from bot.domain import Engine, EngineFailed, Job, JobState, Painted
from bot.limits import Limit
from bot.queue import Queue
from bot.store import Store

log = logging.getLogger(__name__)

Watch = Callable[[Job, int, int], None]
FAILED = "It could not be painted, twice. Your request was given back: try other words."


class Worker:
    """Paints one job after another; `limit_of` says what a failed job gives back.

    `busy` from the beginning of a painting until it is stored; `painted` is set at each end.
    """

    def __init__(
        self, queue: Queue, engine: Engine, store: Store, limit_of: Callable[[Job], Limit]
    ) -> None:
        self._queue = queue
        self._engine = engine
        self._jobs = store.jobs
        self._limit_of = limit_of
        self._painting: tuple[int, asyncio.Future[Painted]] | None = None
        self._stopping = False
        self.busy = False
        self.painted = asyncio.Event()
        self.watch: Watch = lambda job, done, total: None

    async def run(self) -> None:
        """Recover what a crash left, then paint until `stop`; a job's failure is its own."""
        self._stopping = self.busy = False
        for job in await self._jobs.recover():
            await self._fail(job)
        while not self._stopping:
            job = await self._queue.next()
            self.busy = True
            await self._work(job)
            self.busy = False

    def paints(self, job: int) -> bool:
        """True while this job is being painted."""
        return self._painting is not None and self._painting[0] == job

    def stop(self) -> None:
        """Begin no further job."""
        self._stopping = True

    def cancel(self, job: int) -> None:
        """Stop painting this job, if it is the one that is being painted."""
        if self._painting is not None and self._painting[0] == job:
            self._painting[1].cancel()

    async def _work(self, job: Job) -> None:
        log.info("painting", extra={"job": job.id})
        painting = asyncio.ensure_future(
            self._engine.paint(job.recipe, lambda done, total: self.watch(job, done, total))
        )
        self._painting = (job.id, painting)
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
            self._painting = None
        if await self._jobs.painted(job, painted, time.time()) is not None:
            log.info("painted in %.1f s", painted.seconds, extra={"job": job.id})
            self.painted.set()

    def _cancelled_alone(self) -> bool:
        """True where only the painting was cancelled, not this worker."""
        task = asyncio.current_task()
        return task is not None and not task.cancelling()

    async def _fail(self, job: Job) -> None:
        limit = self._limit_of(job)
        await self._jobs.end(job, JobState.FAILED, FAILED, limit, time.time(), tell=True)
        self.painted.set()
