"""Types of settings: what a value may be, with a sentence that says what to write instead."""

import ipaddress
import re
from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

MOST = 1_000_000
"""Upper limit of counts: far more than is useful, and within SQLite's and the clock's range."""
MOST_REPLICAS = 1000
MOST_DAYS = 36_500
MOST_SECONDS = 3_600


def _matching(pattern: str, advice: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(f"{value!r} cannot be used: {advice}")
        return value

    return check


def _word(value: str) -> str:
    if not value.strip():
        raise ValueError("an empty word cannot be used: write a word, or leave it out")
    return value


def _network(value: str) -> str:
    try:
        ipaddress.ip_network(value, strict=False)
    except ValueError as error:
        raise ValueError(
            f'{value!r} cannot be used: write an address or a network, such as "172.17.0.0/16"'
        ) from error
    return value


def _server(value: str) -> str:
    try:
        url = urlsplit(value)
        right = url.scheme in ("http", "https") and bool(url.hostname) and url.port != 0
    except ValueError:
        right = False
    if value and (not right or re.search(r"[\s@?#]", value)):
        raise ValueError(
            f'{value!r} cannot be used: write an address such as "http://127.0.0.1:11434/v1", '
            "without a password"
        )
    return value


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine itself."""
    name = host.strip("[]").casefold().removesuffix(".")
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


_PATH = r"[^\0]*[^\0\s][^\0]*"
PathText = Annotated[str, AfterValidator(_matching(_PATH, "name a file or folder"))]
OptionalPathText = Annotated[
    str, AfterValidator(_matching(rf"({_PATH})?", 'name a folder, or "" for none'))
]
Word = Annotated[str, AfterValidator(_word)]
SpaceKey = Annotated[
    str,
    AfterValidator(
        _matching(r"discord:[0-9]+|telegram:-?[0-9]+", 'write "discord:SERVER" or "telegram:CHAT"')
    ),
]
QuotaKey = Annotated[
    str,
    AfterValidator(
        _matching(
            r"discord:(role:)?[0-9]+|telegram:-?[0-9]+",
            'write "discord:SERVER", "discord:role:ROLE" or "telegram:CHAT"',
        )
    ),
]
ActorKey = Annotated[
    str,
    AfterValidator(
        _matching(
            r"discord:(role:)?\d+|telegram:\d+",
            'write "discord:PERSON", "discord:role:ROLE" or "telegram:PERSON"',
        )
    ),
]
LoraName = Annotated[
    str,
    AfterValidator(
        _matching(
            r"[a-z0-9][a-z0-9_-]{0,31}",
            "write up to 32 lower-case letters, digits, hyphens and underscores",
        )
    ),
]
ClientName = Annotated[
    str,
    AfterValidator(
        _matching(
            r"[a-z][a-z0-9-]{0,31}", "write a letter, then up to 31 lower-case letters or digits"
        )
    ),
]
HostName = Annotated[
    str,
    AfterValidator(
        _matching(
            r"[^\s/:@?#*,;\[\]]+|\[?[0-9a-fA-F:.]+\]?",
            'write a host name without scheme, port and path, such as "emoji.example.org"',
        )
    ),
]
ClusterAddress = Annotated[
    str,
    AfterValidator(
        _matching(r"auto|[^\s/:@?#]+:\d{1,5}", 'write "auto", or the head as "host:port"')
    ),
]
NetworkText = Annotated[str, AfterValidator(_network)]
ServerUrl = Annotated[str, AfterValidator(_server)]
Count = Annotated[int, Field(ge=1, le=MOST)]
CountOrNone = Annotated[int, Field(ge=0, le=MOST)]
Days = Annotated[int, Field(ge=1, le=MOST_DAYS)]
