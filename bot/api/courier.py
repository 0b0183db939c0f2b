"""Tells clients that listen how their jobs get on; others read it when they ask."""

from base64 import b64encode

from bot.api.answers import JobAnswer, Step, content
from bot.domain import Emoji, Job, Pack, Picture, Platform
from bot.http.events import EventStreams
from bot.service import Service


class ApiCourier:
    """A Courier that always succeeds, because clients read results from the database."""

    platform = Platform.API

    def __init__(self, service: Service, events: EventStreams) -> None:
        self._service = service
        self._events = events

    async def progress(self, job: Job, done: int, total: int) -> None:
        """Send the step and a preview, if the client listens."""
        if self._events.watched(job.person):
            png = await self._service.preview(job.id)
            preview = None if png is None else b64encode(png).decode()
            step = Step(job=job.id, done=done, total=total, preview=preview)
            self._events.send(job.person, "step", content(step))

    async def deliver(self, job: Job, emoji: Emoji, picture: Picture) -> str:
        """Send the finished job. Returns its id, as there are no messages."""
        await self._show(job)
        return str(job.id)

    async def deliver_pack(self, pack: Pack) -> str:
        """Send the finished job. Clients of the API cannot ask for packs yet."""
        await self._show(pack.job)
        return str(pack.job.id)

    async def tell(self, job: Job, sentence: str) -> None:
        """Send the job that ended without an emoji."""
        await self._show(job)

    async def _show(self, job: Job) -> None:
        if self._events.watched(job.person):
            answer = JobAnswer.of(await self._service.turn(job.id))
            self._events.send(job.person, "job", content(answer))
