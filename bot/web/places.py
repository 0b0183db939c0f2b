"""Tells waiting visitors their place in the queue whenever it has changed."""

import asyncio

from bot.domain import Person
from bot.web.events import EventStreams
from bot.web.serialize import Turns

SECONDS = 2.0


class Places:
    """Who waits with a page open, and what they were told last."""

    def __init__(self, turns: Turns, events: EventStreams) -> None:
        self._turns = turns
        self._events = events
        self._waiting: set[Person] = set()
        self._told: dict[int, int | None] = {}

    def watch(self, person: Person) -> None:
        """This person may be waiting."""
        self._waiting.add(person)

    async def run(self) -> None:
        """Tell what has changed, for ever."""
        while True:
            await self.tell()
            await asyncio.sleep(SECONDS)

    async def tell(self) -> None:
        """Tell what has changed since the last time."""
        told, self._told = self._told, {}
        for person in tuple(self._waiting):
            turns = await self._turns.waiting(person) if self._events.watched(person) else []
            if not turns:
                self._waiting.discard(person)
            for turn in turns:
                place = self._told[turn["job"]] = turn["queue"] and turn["queue"]["place"]
                if turn["job"] not in told or told[turn["job"]] != place:
                    self._events.tell(person, "turn", turn)
