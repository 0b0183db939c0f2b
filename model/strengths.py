"""How far each candidate of one request may leave the sketch."""

from collections.abc import Sequence

import numpy as np

# Below this a painting only softens the sketch, so the sketch itself is given.
WEAKEST = 0.1
# Each word that nothing fits takes this share of what is left up to full wildness.
UNREAD_SHARE = 0.15


def strengths(
    wildness: float, count: int, unread: int, defaults: Sequence[float]
) -> tuple[float, ...]:
    """Rising strengths for `count` candidates: 0 is the sketch itself, 1 is pure noise.

    At wildness 50 they are the model's `defaults`, spread over the count; at 0 all are sketches, at
    100 all are pure noise, and every one rises with wildness between. `unread` words raise the
    wildness, for what the sketch cannot say only the model may; wildness 0 stays as it is.
    """
    if wildness > 0:
        wildness += (100 - wildness) * (1 - (1 - UNREAD_SHARE) ** unread)
    places = np.linspace(0, 1, len(defaults))
    wanted = np.linspace(0, 1, count) if count > 1 else np.array([0.5])
    middle = np.interp(wanted, places, defaults)
    share = wildness / 50
    spread = middle * share if share <= 1 else middle + (1 - middle) * (share - 1)
    return tuple(round(float(s), 3) if s >= WEAKEST else 0.0 for s in spread)


def candidate_seed(seed: int, index: int, limit: int) -> int:
    """The seed of one candidate: consecutive within a request, shared by no two requests."""
    return (seed * limit + index) % (1 << 63)
