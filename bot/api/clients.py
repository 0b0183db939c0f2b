"""Which program asks: each has a name in the settings and a token in the environment."""

import hashlib
import hmac
import logging
import math
import os
from collections.abc import Callable, Iterable, Mapping

from aiohttp import web

from bot.domain import Actor, BadSettings, Person, Platform
from bot.http.address_limits import AddressLimits
from bot.limits import Limit

log = logging.getLogger(__name__)

TOKEN_LENGTH = 16
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="Emojismith"'}
GUESSES = Limit(burst=20, per_hour=60, per_day=1000)
"""Wrong tokens from one address."""
MOST_SEEN = 10_000
"""Addresses with a client's right token that are remembered."""
NO_TOKEN = "Send the client's token: Authorization: Bearer TOKEN"


def variable(client: str) -> str:
    """The environment variable that has the token of a client."""
    return f"API_TOKEN_{client.upper().replace('-', '_')}"


def tokens(clients: Iterable[str], environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The token of each client, by its name. Raises BadSettings if one has none that is safe."""
    found = {name: environment.get(variable(name), "").strip() for name in clients}
    for name, token in found.items():
        if len(token) < TOKEN_LENGTH:
            raise BadSettings(
                f"The API's client {name!r} needs a token of at least {TOKEN_LENGTH} characters in "
                f"{variable(name)}, such as the output of `openssl rand -hex 16`."
            )
    if len(set(found.values())) < len(found):
        raise BadSettings("Two clients of the API have the same token: give each its own.")
    return found


class Clients:
    """Tells clients by their tokens, of which it keeps only hashes.

    From an address that has sent too many wrong tokens, only those are answered that were right
    before: whoever guesses does not learn that a guess is right, and other clients go on.
    """

    def __init__(self, found: Mapping[str, str], network: Callable[[web.Request], str]) -> None:
        self._names = {_hashed(token): name for name, token in found.items()}
        self._network = network
        self._guesses = AddressLimits(GUESSES)
        self._seen: dict[tuple[str, str], None] = {}

    def actor(self, request: web.Request) -> Actor:
        """Who asks. Raises HTTPUnauthorized or HTTPTooManyRequests."""
        name, network = self._named(request), self._network(request)
        if name is None or (network, name) not in self._seen:
            self._check_guesses(network)
        if name is None:
            if "Authorization" in request.headers:
                self._count_guess(network)
            raise web.HTTPUnauthorized(reason=NO_TOKEN, headers=CHALLENGE)
        self._seen[network, name] = None
        if len(self._seen) > MOST_SEEN:
            del self._seen[next(iter(self._seen))]
        return Actor(Person(Platform.API, name), chat=name)

    def _check_guesses(self, network: str) -> None:
        if wait := self._guesses.take(network, 0):
            raise web.HTTPTooManyRequests(
                reason=f"Too many wrong tokens came from your network. Try again in {wait:.0f} s",
                headers={"Retry-After": str(math.ceil(wait))},
            )

    def _count_guess(self, network: str) -> None:
        self._guesses.take(network)
        if self._guesses.take(network, 0):
            log.warning("too many wrong tokens from %s", network)

    def _named(self, request: web.Request) -> str | None:
        """The client whose token a request has."""
        found = request.headers.getall("Authorization", ())
        scheme, _, token = found[0].partition(" ") if len(found) == 1 else ("", "", "")
        given = _hashed(token.strip())
        # Every hash is compared, so that the time does not tell which are near.
        known = [name for each, name in self._names.items() if hmac.compare_digest(each, given)]
        return known[0] if known and scheme.casefold() == "bearer" else None


def _hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode(errors="surrogateescape")).digest()
