"""Tells clients that listen how their jobs get on; others read it when they ask."""

from typing import Any

from bot.api.answers import content
from bot.api.readers import JobReader
from bot.domain import Platform
from bot.http.events import EventStreams
from bot.http.stream_courier import StreamCourier
from bot.service import Service


class ApiCourier(StreamCourier):
    """Sends jobs as the API answers them."""

    platform = Platform.API
    event = "job"

    def __init__(self, service: Service, events: EventStreams, reader: JobReader) -> None:
        super().__init__(service, events)
        self._reader = reader

    async def _read(self, job: int) -> dict[str, Any]:
        return content(await self._reader.one(job))
