"""How long to wait before the next try: twice as long each time, up to a minute."""

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0


class Backoff:
    """The waits between the tries of one thing."""

    def __init__(self) -> None:
        self._next = FIRST_WAIT

    def wait(self, at_least: float = 0.0) -> float:
        """Seconds to wait now; `at_least` is what the other side asked for."""
        seconds = max(self._next, at_least)
        self._next = min(2 * self._next, LONGEST_WAIT)
        return seconds

    def reset(self) -> None:
        """Start again with the shortest wait, after a success."""
        self._next = FIRST_WAIT
