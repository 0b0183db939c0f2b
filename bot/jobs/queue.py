"""The durable, fair queue: jobs live in the store; asyncio only wakes the worker."""

import asyncio
import time

from bot.domain import Job
from bot.jobs.store_retry import until_stored
from bot.store import Store


class Queue:
    """Hands jobs to the one worker."""

    def __init__(self, store: Store) -> None:
        self._jobs = store.jobs
        self._wake = asyncio.Event()
        self._running = asyncio.Event()
        self._running.set()

    def wake(self) -> None:
        """Look for jobs that can start."""
        self._wake.set()

    def pause(self) -> None:
        """Start no further job until `resume`."""
        self._running.clear()

    def resume(self) -> None:
        """Start jobs again."""
        self._running.set()

    @property
    def paused(self) -> bool:
        """Whether the queue is paused."""
        return not self._running.is_set()

    async def next(self) -> Job:
        """Wait for the next job; it is then in state "painting"."""
        while True:
            await self._running.wait()
            self._wake.clear()
            job = await until_stored(lambda: self._jobs.begin(time.time()))
            if job is not None:
                return job
            await self._wake.wait()
