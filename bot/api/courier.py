"""Tells clients that listen how their jobs get on; others read it when they ask."""

from typing import Any

from bot.api.answers import JobAnswer, content
from bot.domain import Platform
from bot.http.stream_courier import StreamCourier


class ApiCourier(StreamCourier):
    """Sends jobs as the API answers them."""

    platform = Platform.API
    event = "job"

    async def _read(self, job: int) -> dict[str, Any]:
        return content(JobAnswer.of(await self._service.turn(job)))
