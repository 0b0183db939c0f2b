"""Brings what was painted to the chat it was asked in, and says how other jobs ended."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine

from bot.backoff import Backoff
from bot.domain import Courier, Job, JobState, NotDelivered, Platform, TryLater
from bot.limits import Limit
from bot.store import Store

log = logging.getLogger(__name__)

PATIENCE = 24 * 3600.0
"""Seconds for which a platform that is ill is tried again; then it counts as gone."""
LOST = "It was painted, but this chat could not be reached; it is in your history."


class Delivery:
    """One platform's way back: a task for each job, so that none holds up others."""

    def __init__(self, courier: Courier, store: Store, limit_of: Callable[[Job], Limit]) -> None:
        self._courier = courier
        self._store = store
        self._limit_of = limit_of
        self._news = asyncio.Event()
        self._progress: set[asyncio.Task[None]] = set()
        self._behind: set[int] = set()
        self._underway: dict[int, asyncio.Task[None]] = {}
        self._stopping = asyncio.Event()

    @property
    def platform(self) -> Platform:
        """Whose jobs are brought."""
        return self._courier.platform

    def wake(self) -> None:
        """There may be something to bring."""
        self._news.set()

    def progress(self, job: Job, done: int, total: int) -> None:
        """Say how far a job is, unless the word before is still on its way."""
        if job.id in self._behind:
            return
        self._behind.add(job.id)
        task = asyncio.ensure_future(self._say_progress(job, done, total))
        self._progress.add(task)
        task.add_done_callback(self._progress.discard)

    async def run(self) -> None:
        """Bring all there is, then wait for news; for ever."""
        async with asyncio.TaskGroup() as group:
            while True:
                self._news.clear()
                for job, emoji in await self._store.jobs.undelivered(self.platform):
                    self._once(group, job, self._bring(job, emoji))
                for job, sentence in await self._store.jobs.untold(self.platform):
                    self._once(group, job, self._tell(job, sentence))
                await self._news.wait()

    def _once(self, group: asyncio.TaskGroup, job: Job, work: Coroutine[None, None, None]) -> None:
        """Do the work in a task of its own, unless this job's is under way already."""
        if job.id in self._underway:
            work.close()
            return
        self._underway[job.id] = task = group.create_task(work)
        task.add_done_callback(lambda _: self._underway.pop(job.id))

    async def settle(self, seconds: float) -> None:
        """Begin nothing more; what is on the wire may end within this time, all else stays."""
        self._stopping.set()
        if self._underway:
            await asyncio.wait(self._underway.values(), timeout=seconds)

    async def _bring(self, job: Job, number: int) -> None:
        emoji = await self._store.emoji.get(number)
        pictures = await self._store.emoji.pictures(number)
        if emoji is None or not pictures:
            return

        async def bring() -> None:
            message = await self._courier.deliver(job, emoji, pictures[emoji.chosen])
            await self._store.jobs.delivered(job, number, message)

        try:
            brought = await self._patiently(job, bring)
        except NotDelivered:
            log.warning("not delivered", extra={"job": job.id})
            limit = self._limit_of(job)
            await self._store.jobs.end(job, JobState.FAILED, LOST, limit, time.time(), tell=False)
        else:
            if brought:
                log.info("delivered", extra={"job": job.id})

    async def _tell(self, job: Job, sentence: str) -> None:
        try:
            told = await self._patiently(job, lambda: self._courier.tell(job, sentence))
        except NotDelivered:
            log.warning("not told how it ended", extra={"job": job.id})
            told = True
        if told:
            await self._store.jobs.told(job.id)

    async def _patiently(self, job: Job, bring: Callable[[], Awaitable[None]]) -> bool:
        """Call `bring` until it succeeds, with growing waits; False where the bot stops first.

        Raises Gone, or TryLater at last.
        """
        backoff = Backoff()
        while True:
            try:
                await bring()
                return True
            except TryLater as error:
                if time.time() - job.created > PATIENCE:
                    raise
                seconds = backoff.wait(error.seconds)
                log.info("again in %.0f s", seconds, extra={"job": job.id})
                if await self._stops_within(seconds):
                    return False

    async def _stops_within(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return False
        return True

    async def _say_progress(self, job: Job, done: int, total: int) -> None:
        try:
            await self._courier.progress(job, done, total)
        except NotDelivered:
            log.debug("no progress shown", extra={"job": job.id})
        finally:
            self._behind.discard(job.id)
