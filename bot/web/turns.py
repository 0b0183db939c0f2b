"""Reads a visitor's requests for the page."""

import time
from itertools import count
from typing import Any

from bot.domain import Person
from bot.service import Service
from bot.web.serialize import turn_json


class TurnReader:
    """Reads requests and their results as JSON.

    Each carries a stamp of when it was read, so that the page can ignore an answer that is older
    than what it shows.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        # Microseconds: the stamps go on growing after a restart and stay below 2**53.
        self._stamps = count(int(time.time() * 1e6))

    async def one(self, job: int) -> dict[str, Any]:
        """One request. Raises Refused if it is unknown."""
        stamp = next(self._stamps)
        return turn_json(await self._service.turn(job), stamp)

    async def recent(self, person: Person) -> list[dict[str, Any]]:
        """A visitor's latest requests, oldest first."""
        stamp = next(self._stamps)
        return [turn_json(turn, stamp) for turn in await self._service.turns(person)]

    async def waiting(self, person: Person) -> list[dict[str, Any]]:
        """A visitor's requests that wait or are being painted, oldest first."""
        stamp = next(self._stamps)
        return [turn_json(turn, stamp) for turn in await self._service.waiting(person)]
