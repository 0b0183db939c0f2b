"""Which program asks: each has a name in the settings and a token in the environment."""

import hashlib
import hmac
import os
from collections.abc import Iterable, Mapping

from aiohttp import web

from bot.domain import Actor, BadSettings, Person, Platform

TOKEN_LENGTH = 16
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="Emojismith"'}
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
    """Tells clients by their tokens, of which it keeps only hashes."""

    def __init__(self, found: Mapping[str, str]) -> None:
        self._names = {_hashed(token): name for name, token in found.items()}

    def actor(self, request: web.Request) -> Actor:
        """Who asks. Raises HTTPUnauthorized."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        given = _hashed(token.strip())
        # Every hash is compared, so that the time does not tell which are near.
        known = [name for each, name in self._names.items() if hmac.compare_digest(each, given)]
        if scheme.casefold() != "bearer" or not known:
            raise web.HTTPUnauthorized(reason=NO_TOKEN, headers=CHALLENGE)
        return Actor(Person(Platform.API, known[0]), chat=known[0])


def _hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode(errors="surrogateescape")).digest()
