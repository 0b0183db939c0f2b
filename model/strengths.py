"""How far each candidate of a request may depart from its sketch."""

from collections.abc import Sequence

import numpy as np

# Below this a painting would only soften the sketch, so the sketch itself is used.
WEAKEST = 0.1
# Each unread word raises the wildness by this share of what is missing from 100.
UNREAD_SHARE = 0.15


def strengths(
    wildness: float, count: int, unread: int, defaults: Sequence[float]
) -> tuple[float, ...]:
    """Ascending strengths for `count` candidates: 0 is the sketch itself, 1 is pure noise.

    The first of several is always the sketch. At wildness 50 the strengths are the model's
    `defaults`, interpolated to `count`; at 0 all are sketches and at 100 all others are pure noise.
    `unread`, the number of words that the sketch does not show,
    raises the wildness, because only the model can show them; a wildness of 0 stays 0.
    """
    if wildness > 0:
        wildness += (100 - wildness) * (1 - (1 - UNREAD_SHARE) ** unread)
    places = np.linspace(0, 1, len(defaults))
    wanted = np.linspace(0, 1, count) if count > 1 else np.array([0.5])
    middle = np.interp(wanted, places, defaults)
    share = wildness / 50
    spread = middle * share if share <= 1 else middle + (1 - middle) * (share - 1)
    if count > 1:
        spread[0] = 0
    return tuple(round(float(s), 3) if s >= WEAKEST else 0.0 for s in spread)


def candidate_seed(seed: int, index: int, limit: int) -> int:
    """The seed of one candidate: consecutive within a request, different between requests."""
    return (seed * limit + index) % (1 << 63)
