"""Host names and ports in the Host and Origin headers (RFC 9110, RFC 6454), in one spelling."""

import ipaddress
import re
from dataclasses import dataclass

PORTS = {"http": 80, "https": 443}
_AUTHORITY = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([^\s/:@?#\[\]\\]+))(?::([0-9]{0,5}))?")
_ORIGIN = re.compile(r"(https?)://([^\s/]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Authority:
    """A host and its port; None for the scheme's default, which the header leaves out."""

    host: str
    port: int | None


def host_name(text: str) -> str:
    """A host as it is compared: lower case, no brackets, no final dot, the short form of IPv6."""
    name = text.strip("[]").casefold().removesuffix(".")
    try:
        return str(ipaddress.ip_address(name))
    except ValueError:
        return name


def authority(text: str) -> Authority | None:
    """A Host header; None if it is not one."""
    found = _AUTHORITY.fullmatch(text)
    if found is None:
        return None
    name = host_name(found[1] or found[2])
    port = int(found[3]) if found[3] else None
    return Authority(name, port) if name and (port is None or port < 65536) else None


def same_site(origin: str, host: str) -> bool:
    """Whether an Origin header names the server of the Host header.

    The scheme is the origin's: a proxy that ends TLS sends plain HTTP on.
    """
    found = _ORIGIN.fullmatch(origin)
    if found is None:
        return False
    default = PORTS[found[1].casefold()]
    theirs, ours = authority(found[2]), authority(host)
    if theirs is None or ours is None or theirs.host != ours.host:
        return False
    return (theirs.port or default) == (ours.port or default)
