"""The durable, fair queue: the store is the truth, asyncio only the wake-up."""

import asyncio
import time

from bot.domain import Job
from bot.store import Store


class Queue:
    """Jobs for the one worker, and news of them for the couriers."""

    def __init__(self, store: Store) -> None:
        self._jobs = store.jobs
        self._wake = asyncio.Event()
        self._running = asyncio.Event()
        self._running.set()

    def wake(self) -> None:
        """There may be a job."""
        self._wake.set()

    def pause(self) -> None:
        """Begin no further job until `resume`."""
        self._running.clear()

    def resume(self) -> None:
        """Go on."""
        self._running.set()

    @property
    def paused(self) -> bool:
        """True between `pause` and `resume`."""
        return not self._running.is_set()

    async def next(self) -> Job:
        """The next job in turn, now painting; waits for one."""
        while True:
            await self._running.wait()
            self._wake.clear()
            job = await self._jobs.begin(time.time())
            if job is not None:
                return job
            await self._wake.wait()
