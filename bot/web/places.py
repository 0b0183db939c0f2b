"""Sends waiting visitors their place in the queue when it changes."""

import asyncio
from contextlib import suppress

from bot.domain import Person, StoreUnavailable
from bot.http.events import EventStreams
from bot.language import current, speak
from bot.web.turns import TurnReader

INTERVAL_SECONDS = 2.0


class QueuePlaces:
    """The visitors who may be waiting, and the place of each job that was sent last."""

    def __init__(self, turns: TurnReader, events: EventStreams) -> None:
        self._turns = turns
        self._events = events
        self._waiting: dict[Person, str] = {}
        self._sent: dict[int, int | None] = {}

    def watch(self, person: Person) -> None:
        """Follow this person's jobs until none waits or no page is open.

        They are told of in the current language.
        """
        self._waiting[person] = current()

    async def run(self) -> None:
        """Send changes until cancelled."""
        while True:
            # The next round sends what this one could not read.
            with suppress(StoreUnavailable):
                await self.send_changes()
            await asyncio.sleep(INTERVAL_SECONDS)

    async def send_changes(self) -> None:
        """Send the jobs whose place has changed since the last call."""
        before, self._sent = self._sent, {}
        for person, language in tuple(self._waiting.items()):
            speak(language)
            turns = await self._turns.waiting(person) if self._events.watched(person) else []
            if not turns:
                del self._waiting[person]
            for turn in turns:
                place = self._sent[turn["job"]] = turn["queue"] and turn["queue"]["place"]
                if turn["job"] not in before or before[turn["job"]] != place:
                    self._events.send(person, "turn", turn)
