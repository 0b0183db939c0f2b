"""Sends progress and results to the visitor's open pages; other pages read them later."""

from base64 import b64encode

from bot.domain import Emoji, Job, Pack, Picture, Platform
from bot.http.events import EventStreams
from bot.service import Service
from bot.web.turns import TurnReader


class WebCourier:
    """A Courier that always succeeds, because the page reads results from the database."""

    platform = Platform.WEB

    def __init__(self, service: Service, events: EventStreams, turns: TurnReader) -> None:
        self._service = service
        self._events = events
        self._turns = turns

    async def progress(self, job: Job, done: int, total: int) -> None:
        """Send the step and a preview, if a page is open."""
        if self._events.watched(job.person):
            png = await self._service.preview(job.id)
            preview = None if png is None else b64encode(png).decode()
            step = {"job": job.id, "done": done, "total": total, "preview": preview}
            self._events.send(job.person, "step", step)

    async def deliver(self, job: Job, emoji: Emoji, picture: Picture) -> str:
        """Send the emoji. Returns the id of the job, as the page has one message for each."""
        await self._show(job)
        return str(job.id)

    async def deliver_pack(self, pack: Pack) -> str:
        """Send the pack. Returns the id of its job."""
        await self._show(pack.job)
        return str(pack.job.id)

    async def tell(self, job: Job, sentence: str) -> None:
        """Send why there is no emoji."""
        await self._show(job)

    async def _show(self, job: Job) -> None:
        if self._events.watched(job.person):
            self._events.send(job.person, "turn", await self._turns.one(job.id))
