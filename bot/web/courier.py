"""Sends progress and results to the visitor's open pages; other pages read them later."""

from typing import Any

from bot.domain import Platform
from bot.http.events import EventStreams
from bot.http.stream_courier import StreamCourier
from bot.service import Service
from bot.web.turns import TurnReader


class WebCourier(StreamCourier):
    """Sends requests as the page's scripts read them."""

    platform = Platform.WEB
    event = "turn"

    def __init__(self, service: Service, events: EventStreams, turns: TurnReader) -> None:
        super().__init__(service, events)
        self._turns = turns

    async def _read(self, job: int) -> dict[str, Any]:
        return await self._turns.one(job)
