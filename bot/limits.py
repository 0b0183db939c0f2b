"""Rate limits per person: a token bucket and a daily quota, as pure functions."""

from dataclasses import dataclass, replace

DAY = 86_400.0
HOUR = 3_600.0
AHEAD = HOUR
"""What was stored so much later than now was stored while the clock was ahead."""


@dataclass(frozen=True, slots=True)
class Limit:
    """`burst` requests at once, refilled at `per_hour`, and at most `per_day` (UTC)."""

    burst: int
    per_hour: float
    per_day: int


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a person has left: `tokens` at the time `at` (Unix seconds); `used` requests on `day`.

    `day` counts days since 1970-01-01.
    """

    tokens: float
    at: float
    day: int = 0
    used: int = 0

    @classmethod
    def full(cls, limit: Limit, now: float) -> "Allowance":
        """The allowance of a person without requests."""
        return cls(float(limit.burst), now, int(now // DAY))


def at(allowance: Allowance, limit: Limit, now: float) -> Allowance:
    """The allowance refilled up to `now`; on a new day nothing is used yet.

    One that was stored while the clock was ahead counts as full: it would never refill.
    """
    if allowance.at > now + AHEAD:
        return Allowance.full(limit, now)
    passed = max(now - allowance.at, 0.0)
    tokens = min(allowance.tokens + passed * limit.per_hour / HOUR, float(limit.burst))
    day = int(now // DAY)
    return Allowance(tokens, now, day, allowance.used if day == allowance.day else 0)


def take(allowance: Allowance, limit: Limit, now: float, count: int = 1) -> tuple[Allowance, float]:
    """Take `count` requests: the new allowance and 0, or the old one and the seconds to wait.

    Several may be taken as soon as one may: the tokens that are missing must be refilled before
    the next request. They must fit into the day, unless they are the first of it.
    """
    current = at(allowance, limit, now)
    used = current.used + (count if current.used else 1)
    if used > limit.per_day:
        return current, (current.day + 1) * DAY - now
    if current.tokens < 1:
        return current, (1 - current.tokens) * HOUR / limit.per_hour
    return replace(current, tokens=current.tokens - count, used=current.used + count), 0.0


def full_again(allowance: Allowance, limit: Limit, now: float) -> float:
    """When an allowance is that of a person without requests; a time up to `now` if it is already.

    Infinity if the limit never refills.
    """
    current = at(allowance, limit, now)
    tomorrow = (current.day + 1) * DAY if current.used else now
    missing = limit.burst - current.tokens
    return max(tomorrow, now + missing * HOUR / limit.per_hour)


def give_back(
    allowance: Allowance, limit: Limit, now: float, taken: float, count: int = 1
) -> Allowance:
    """Undo a `take` at time `taken`; the daily use is given back only on the same day."""
    current = at(allowance, limit, now)
    used = current.used - count * (int(taken // DAY) == current.day)
    return replace(current, tokens=min(current.tokens + count, limit.burst), used=max(used, 0))
