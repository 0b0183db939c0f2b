"""Sends progress and results to the event streams of those who listen."""

from abc import ABC, abstractmethod
from base64 import b64encode
from collections.abc import Mapping
from typing import Any, ClassVar

from bot.domain import Emoji, Job, Pack, Picture, Platform
from bot.http.events import EventStreams
from bot.service import Service


class StreamCourier(ABC):
    """A Courier that always succeeds: who does not listen reads results from the database later.

    `event` is the name of the event that shows a job as it is now.
    """

    platform: ClassVar[Platform]
    event: ClassVar[str]

    def __init__(self, service: Service, events: EventStreams) -> None:
        self._service = service
        self._events = events

    @abstractmethod
    async def _read(self, job: int) -> Mapping[str, Any]:
        """A job as JSON values."""

    async def progress(self, job: Job, done: int, total: int) -> None:
        """Send the step, with a preview as PNG in Base64 if there is one."""
        if self._events.watched(job.person):
            png = await self._service.preview(job.id)
            preview = None if png is None else b64encode(png).decode()
            step = {"job": job.id, "done": done, "total": total, "preview": preview}
            self._events.send(job.person, "step", step)

    async def deliver(self, job: Job, emoji: Emoji, picture: Picture) -> str:
        """Send the finished job. Returns its id, as there is one message for each."""
        await self._show(job)
        return str(job.id)

    async def deliver_pack(self, pack: Pack) -> str:
        """Send the finished pack. Returns the id of its job."""
        await self._show(pack.job)
        return str(pack.job.id)

    async def tell(self, job: Job, sentence: str) -> None:
        """Send the job, which says why there is no emoji."""
        await self._show(job)

    async def _show(self, job: Job) -> None:
        if self._events.watched(job.person):
            self._events.send(job.person, self.event, await self._read(job.id))
