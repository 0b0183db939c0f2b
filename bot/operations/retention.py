"""Deletes what is past its retention, unless the clock has jumped."""

import logging
import time
from collections.abc import Callable

from bot.limits import DAY
from bot.store import Store

log = logging.getLogger(__name__)

NOTE = "clock"
"""The note with the time of the last cleaning, Unix seconds."""
JUMP = 3 * DAY
"""A clock that is further from the last cleaning may be wrong, or the bot was off."""


class Clock:
    """Judges whether the wall clock can be believed.

    Right after a jump it cannot: a clock that is a year ahead would delete all pictures. It is
    believed once the bot has run for a day without another jump.
    """

    def __init__(self, store: Store, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._monotonic = monotonic
        self._jumped: float | None = None

    async def believed(self, now: float) -> bool:
        """Whether what is past its retention at `now` may be deleted."""
        before = await self._before(now)
        if abs(now - before) <= JUMP:
            self._jumped = None
        elif self._jumped is None:
            self._jumped = self._monotonic()
            log.warning(
                "The clock is %.0f days away from the last start: nothing is deleted until the bot "
                "has run for a day. Check the clock.",
                abs(now - before) / DAY,
            )
        if self._jumped is not None and self._monotonic() - self._jumped < DAY:
            return False
        self._jumped = None
        await self._store.notes.set(NOTE, str(now))
        return True

    async def _before(self, now: float) -> float:
        """The last cleaning; before the first one, the newest emoji."""
        note = await self._store.notes.get(NOTE)
        if note is not None:
            return float(note)
        newest = await self._store.emoji.newest()
        return now if newest is None else newest
