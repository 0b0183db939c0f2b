"""The operator's logins: a random cookie for each, which ends here too."""

import hashlib
import hmac
import secrets
import time

from bot.http.address_limits import AddressLimits
from bot.limits import DAY, Limit

LOGIN_SECONDS = 7 * DAY
MOST_LOGINS = 100
GUESSES = Limit(burst=5, per_hour=12, per_day=100)
"""Wrong tokens from one address."""


class Logins:
    """The logins since the start. The cookies are kept as hashes only."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._ends: dict[str, float] = {}
        self._guesses = AddressLimits(GUESSES)

    def enter(self, given: str, network: str) -> tuple[str | None, float]:
        """The cookie of a new login, None for a wrong token; and the seconds to wait if blocked."""
        if wait := self._guesses.take(network):
            return None, wait
        if not self._token or not _same(given, self._token):
            return None, 0.0
        self._guesses.clear(network)
        cookie = secrets.token_urlsafe(32)
        while len(self._ends) >= MOST_LOGINS:
            del self._ends[next(iter(self._ends))]
        self._ends[_hash(cookie)] = time.monotonic() + LOGIN_SECONDS
        return cookie, 0.0

    def knows(self, cookie: str) -> bool:
        """Whether a cookie is that of a login which has not ended."""
        return self._ends.get(_hash(cookie), 0.0) > time.monotonic()

    def leave(self, cookie: str) -> None:
        """End a login."""
        self._ends.pop(_hash(cookie), None)


def _same(given: str, secret: str) -> bool:
    """Compare in constant time; `given` may be any text."""
    return hmac.compare_digest(given.encode(errors="replace"), secret.encode())


def _hash(cookie: str) -> str:
    return hashlib.sha256(cookie.encode(errors="replace")).hexdigest()
