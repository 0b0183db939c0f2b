"""Reads a visitor's requests for the page."""

import secrets
from itertools import count
from typing import Any

from bot.domain import Person, Turn
from bot.service import Service
from bot.web.serialize import turn_json


class TurnReader:
    """Reads requests and their results as JSON.

    Each carries the server's run and a number of when it was read in it, so that the page can
    ignore an answer that is older than what it shows.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._run = secrets.token_hex(8)
        self._stamps = count()

    async def one(self, job: int) -> dict[str, Any]:
        """One request. Raises Refused if it is unknown."""
        stamp = next(self._stamps)
        return self._json(await self._service.turn(job), stamp)

    async def recent(self, person: Person) -> list[dict[str, Any]]:
        """A visitor's latest requests, oldest first."""
        stamp = next(self._stamps)
        return [self._json(turn, stamp) for turn in await self._service.turns(person)]

    async def waiting(self, person: Person) -> list[dict[str, Any]]:
        """A visitor's requests that wait or are being painted, oldest first."""
        stamp = next(self._stamps)
        return [self._json(turn, stamp) for turn in await self._service.waiting(person)]

    def _json(self, turn: Turn, stamp: int) -> dict[str, Any]:
        return {"run": self._run, "stamp": stamp, **turn_json(turn)}
