"""Limits by address, in memory: a visitor without a cookie is somebody new each time."""

import time
from collections import OrderedDict

from bot.limits import Allowance, Limit, take

WRITES = Limit(burst=200, per_hour=3600, per_day=20_000)
"""Everything that may change something, such as votes, picks and commands."""
ASKS = Limit(burst=30, per_hour=90.0, per_day=300)
"""Requests for emoji, if the settings say nothing else."""
MOST_ADDRESSES = 10_000
"""How many addresses are remembered; the one seen longest ago is forgotten first."""


class AddressLimits:
    """A limit for each address."""

    def __init__(self, limit: Limit) -> None:
        self._limit = limit
        self._left: OrderedDict[str, Allowance] = OrderedDict()

    def take(self, network: str, count: int = 1) -> float:
        """Count requests: 0, or the seconds to wait, and then nothing is counted."""
        now = time.monotonic()
        before = self._left.pop(network, None) or Allowance.full(self._limit, now)
        self._left[network], wait = take(before, self._limit, now, count)
        if len(self._left) > MOST_ADDRESSES:
            self._left.popitem(last=False)
        return wait

    def clear(self, network: str) -> None:
        """Forget what an address has used."""
        self._left.pop(network, None)
