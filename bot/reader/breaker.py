"""A circuit breaker: what fails again and again is left alone for a while."""

from collections.abc import Callable
from dataclasses import dataclass

FAILURES = 5
REST_SECONDS = 60.0


@dataclass(slots=True)
class Breaker:
    """Opens after FAILURES failures in a row; `clock` counts seconds.

    Then one try is let through every REST_SECONDS, until one succeeds.
    """

    clock: Callable[[], float]
    _failures: int = 0
    _until: float = 0.0

    def allows(self) -> bool:
        """Whether to try now."""
        if self._failures < FAILURES:
            return True
        if self.clock() < self._until:
            return False
        self._until = self.clock() + REST_SECONDS
        return True

    def succeeded(self) -> None:
        """A try succeeded."""
        self._failures = 0

    def failed(self) -> bool:
        """A try failed: whether the breaker opened by it."""
        self._failures += 1
        if self._failures < FAILURES:
            return False
        self._until = self.clock() + REST_SECONDS
        return self._failures == FAILURES
