"""Where a request comes from: this machine, a proxy's client, or the address that connected."""

import ipaddress
from collections.abc import Iterable, Sequence

from aiohttp import web

from bot.http.authority import authority
from bot.settings.value_types import is_loopback

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

FORWARDING = frozenset(
    {"forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip"}
)
"""Headers of proxies, in addition to all that start with "x-forwarded"."""
IPV6_PREFIX = 64
"""One household or server usually has a whole /64."""


class Clients:
    """Reads where requests come from. Proxies are this machine and those that are given."""

    def __init__(self, proxies: Iterable[str]) -> None:
        self._proxies: Sequence[Network] = [
            ipaddress.ip_network(proxy, strict=False) for proxy in proxies
        ]

    def network(self, request: web.Request) -> str:
        """The address of the client, or its /64 for IPv6, for limits by address.

        Only the entries of X-Forwarded-For that proxies of ours wrote are believed.
        """
        found = _address(request.remote or "")
        names = ",".join(request.headers.getall("X-Forwarded-For", ())).split(",")
        while names and found is not None and self._is_proxy(found):
            last = _address(names.pop())
            if last is None:
                break
            found = last
        return "unknown" if found is None else _network(found)

    def believes(self, remote: str) -> bool:
        """Whether an address is that of this machine or of a proxy of ours."""
        found = _address(remote)
        return found is not None and self._is_proxy(found)

    def _is_proxy(self, address: Address) -> bool:
        return address.is_loopback or any(address in network for network in self._proxies)


def is_local(request: web.Request) -> bool:
    """Whether this machine's own browser asks: no proxy is named, and the host is loopback."""
    names = {name.casefold() for name in request.headers}
    if names & FORWARDING or any(name.startswith("x-forwarded") for name in names):
        return False
    host = authority(request.headers.get("Host", ""))
    return host is not None and is_loopback(host.host) and is_loopback(request.remote or "")


def _address(text: str) -> Address | None:
    """An address with or without a port, as proxies write it; None for anything else."""
    bare = text.strip().partition("%")[0]
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        found = ipaddress.ip_address(bare)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _network(address: Address) -> str:
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, IPV6_PREFIX), strict=False))
