"""Sends finished emoji to the chats they were asked for in, and says why other jobs ended."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import TypeVar

from bot import messages
from bot.backoff import Backoff
from bot.domain import (
    Courier,
    Emoji,
    Gone,
    Job,
    JobState,
    NotDelivered,
    Picture,
    Refused,
    StoreUnavailable,
    TryLater,
)
from bot.jobs.quotas import Quotas
from bot.jobs.store_retry import until_stored
from bot.language import _, context_of
from bot.operations import metrics
from bot.operations.metrics import Metrics
from bot.store import Store

log = logging.getLogger(__name__)
T = TypeVar("T")

PATIENCE = 24 * 3600.0
"""Seconds for which an unavailable platform is tried again; then the chat counts as gone."""


class Delivery:
    """Sends one platform's jobs: a task for each job, so that none delays the others."""

    def __init__(self, courier: Courier, store: Store, quotas: Quotas, counts: Metrics) -> None:
        self._courier = courier
        self._metrics = counts
        self._store = store
        self._quotas = quotas
        self._wake = asyncio.Event()
        self._progress: set[asyncio.Task[None]] = set()
        self._showing: set[int] = set()
        self._underway: dict[int, asyncio.Task[None]] = {}
        self._looking = asyncio.Lock()
        self._ended: set[int] = set()
        """Jobs that were sent since the latest look began: what it finds may be older."""
        self._stopping = asyncio.Event()
        self._group: asyncio.TaskGroup | None = None

    def wake(self) -> None:
        """Look for jobs to send."""
        self._wake.set()

    def progress(self, job: Job, done: int, total: int) -> None:
        """Show a job's progress, if it is this platform's and the last update was sent."""
        if job.address.platform != self._courier.platform or job.id in self._showing:
            return
        self._showing.add(job.id)
        task = asyncio.create_task(
            self._show_progress(job, done, total), context=context_of(job.address.language)
        )
        self._progress.add(task)
        task.add_done_callback(self._progress.discard)

    async def run(self) -> None:
        """Send what there is and wait for more, until cancelled."""
        async with asyncio.TaskGroup() as group:
            self._group = group
            while True:
                self._wake.clear()
                await self._start(group)
                await self._wake.wait()

    async def _start(self, group: asyncio.TaskGroup) -> None:
        """Start to send all that is not being sent."""
        platform, jobs = self._courier.platform, self._store.jobs
        async with self._looking:
            for job, emoji in await self._look(lambda: jobs.undelivered(platform)):
                self._once(group, job, self._deliver(job, emoji))
            for pack in await self._look(lambda: jobs.packed(platform)):
                self._once(group, pack, self._deliver_pack(pack))
            for job, sentence in await self._look(lambda: jobs.untold(platform)):
                self._once(group, job, self._tell(job, sentence))

    async def _look(self, read: Callable[[], Awaitable[T]]) -> T:
        self._ended.clear()
        return await until_stored(read)

    def _once(self, group: asyncio.TaskGroup, job: Job, work: Coroutine[None, None, None]) -> None:
        """Do the work in a task, unless one for this job is running or has ended meanwhile."""
        if job.id in self._underway or job.id in self._ended:
            work.close()
            return
        context = context_of(job.address.language)
        self._underway[job.id] = task = group.create_task(work, context=context)
        task.add_done_callback(lambda _: self._end(job.id))

    def _end(self, job: int) -> None:
        del self._underway[job]
        self._ended.add(job)

    async def settle(self, seconds: float) -> None:
        """Send what is painted by now, within `seconds`. Nothing is tried again after a failure."""
        self._stopping.set()
        if self._group is not None:
            await self._start(self._group)
        if self._underway:
            await asyncio.wait(self._underway.values(), timeout=seconds)

    async def _deliver(self, job: Job, number: int) -> None:
        async def deliver() -> None:
            emoji, picture = await self._finished(number)
            message = await self._courier.deliver(job, emoji, picture)
            await until_stored(lambda: self._store.jobs.delivered(job, number, message))

        await self._send(job, deliver)

    async def _deliver_pack(self, job: Job) -> None:
        async def deliver() -> None:
            pack = await self._store.jobs.packs.get(job.id)
            if pack is None or not any(emoji.candidates for emoji in pack.emoji.values()):
                raise Gone("its pictures were deleted")
            try:
                await self._courier.deliver_pack(pack)
            except StoreUnavailable:
                raise
            except Refused as error:
                raise Gone(str(error)) from error  # Deleted since they were read.
            await until_stored(lambda: self._store.jobs.pack_delivered(job.id))

        await self._send(job, deliver)

    async def _send(self, job: Job, send: Callable[[], Awaitable[None]]) -> None:
        """Send a job's result; what cannot be delivered has failed."""
        try:
            sent = await self._patiently(job, send)
        except NotDelivered:
            log.warning("not delivered", extra={"job": job.id})
            self._metrics.sent(job, metrics.LOST)
            limit = self._quotas.of_job(job)
            await until_stored(
                lambda: self._store.jobs.end(
                    job, JobState.FAILED, messages.LOST, limit, time.time(), tell=False
                )
            )
        else:
            if sent:
                log.info("delivered", extra={"job": job.id})
                self._metrics.sent(job, metrics.DELIVERED)

    async def _finished(self, number: int) -> tuple[Emoji, Picture]:
        """An emoji and its chosen picture, read again for each attempt. Raises Gone."""
        emoji = await self._store.emoji.get(number)
        picture = None if emoji is None else await self._store.emoji.picture(number, emoji.chosen)
        if emoji is None or picture is None:
            raise Gone("its pictures were deleted")
        return emoji, picture

    async def _tell(self, job: Job, sentence: str) -> None:
        try:
            told = await self._patiently(job, lambda: self._courier.tell(job, _(sentence)))
        except NotDelivered:
            log.warning("not told how it ended", extra={"job": job.id})
            told = True
        if told:
            await until_stored(lambda: self._store.jobs.told(job.id))

    async def _patiently(self, job: Job, send: Callable[[], Awaitable[None]]) -> bool:
        """Call `send` until it succeeds, with growing waits; False if the bot stops first.

        Raises Gone, or TryLater after `PATIENCE`, counted from the first attempt.
        """
        start = time.monotonic()
        backoff = Backoff()
        while True:
            try:
                await send()
                return True
            except TryLater as error:
                if time.monotonic() - start > PATIENCE:
                    raise
                seconds = backoff.wait(error.seconds)
                self._metrics.sent(job, metrics.RETRIED)
                log.info("again in %.0f s", seconds, extra={"job": job.id})
            except StoreUnavailable as error:
                seconds = backoff.wait()
                log.warning("again in %.0f s: %s", seconds, error.cause, extra={"job": job.id})
            if await self._stops_within(seconds):
                return False

    async def _stops_within(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return False
        return True

    async def _show_progress(self, job: Job, done: int, total: int) -> None:
        try:
            await self._courier.progress(job, done, total)
        except (NotDelivered, StoreUnavailable):
            log.debug("no progress shown", extra={"job": job.id})
        finally:
            self._showing.discard(job.id)


class Deliveries:
    """The deliveries of all connected platforms; none before `connect`."""

    def __init__(self, store: Store, quotas: Quotas, counts: Metrics) -> None:
        self._metrics = counts
        self._store = store
        self._quotas = quotas
        self._connected: tuple[Delivery, ...] = ()

    def connect(self, couriers: Sequence[Courier]) -> tuple[Delivery, ...]:
        """Send by these couriers from now on; the caller runs the deliveries."""
        self._connected = tuple(
            Delivery(courier, self._store, self._quotas, self._metrics) for courier in couriers
        )
        return self._connected

    def wake(self) -> None:
        """A job was painted or has failed: look for jobs to send."""
        for delivery in self._connected:
            delivery.wake()

    def progress(self, job: Job, done: int, total: int) -> None:
        """Show a job's progress on its platform."""
        for delivery in self._connected:
            delivery.progress(job, done, total)
