"""How often progress may be shown: not at first, and then at a pace of its own in each place."""

import time
from typing import Any

CALM_SECONDS = 2.0
"""What is painted in less than this shows no progress."""
PLACES_REMEMBERED = 4096


class Pace:
    """Lets through one update every `seconds` in each place: a chat or a reply."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._begun: dict[int, float] = {}
        self._shown: dict[str, float] = {}
        self._texts: dict[int, str] = {}

    def may(self, job: int, place: str, text: str) -> bool:
        """Whether a job's progress may be shown in a place now; if so, it counts as shown."""
        now = time.monotonic()
        begun = self._begun.setdefault(job, now)
        last = self._shown.get(place)
        if now - begun < CALM_SECONDS or (last is not None and now - last < self._seconds):
            return False
        if self._texts.get(job) == text:
            return False
        self._shown[place], self._texts[job] = now, text
        for known in (self._begun, self._shown, self._texts):
            _bound(known)
        return True

    def end(self, job: int) -> None:
        """A job has ended."""
        self._begun.pop(job, None)
        self._texts.pop(job, None)


def _bound(known: dict[Any, Any]) -> None:
    """Forget the oldest."""
    while len(known) > PLACES_REMEMBERED:
        del known[next(iter(known))]
