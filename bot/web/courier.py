"""Brings progress and results to the visitor's open pages; those that are away read them later."""

from base64 import b64encode

from bot.domain import Emoji, Job, Picture, Platform
from bot.service import Service
from bot.web.events import EventStreams
from bot.web.serialize import Turns


class WebCourier:
    """A Courier that always succeeds: what is in the database has reached the page."""

    platform = Platform.WEB

    def __init__(self, service: Service, events: EventStreams, turns: Turns) -> None:
        self._service = service
        self._events = events
        self._turns = turns

    async def progress(self, job: Job, done: int, total: int) -> None:
        """Say how far it is, with a glimpse of it, to those who look."""
        if self._events.watched(job.person):
            png = await self._service.preview(job.id)
            preview = None if png is None else b64encode(png).decode()
            step = {"job": job.id, "done": done, "total": total, "preview": preview}
            self._events.tell(job.person, "step", step)

    async def deliver(self, job: Job, emoji: Emoji, picture: Picture) -> str:
        """Show the emoji; the job's number stands for the message, of which the page has one."""
        await self._show(job)
        return str(job.id)

    async def tell(self, job: Job, sentence: str) -> None:
        """Say how a job ended that brings no emoji."""
        await self._show(job)

    async def _show(self, job: Job) -> None:
        if self._events.watched(job.person):
            self._events.tell(job.person, "turn", await self._turns.one(job.id))
