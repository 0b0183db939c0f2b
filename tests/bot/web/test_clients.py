"""From which address a request comes, directly and through proxies."""

import pytest
from aiohttp.test_utils import make_mocked_request

from bot.http.clients import Clients


class Transport:
    """Says who connected."""

    def __init__(self, remote: str) -> None:
        self._remote = remote

    def get_extra_info(self, name: str, default: object = None) -> object:
        return (self._remote, 1) if name == "peername" else default


@pytest.mark.parametrize(
    ("remote", "forwarded", "network"),
    [
        ("198.51.100.7", "", "198.51.100.7"),
        # Who connects directly may write what they like.
        ("198.51.100.7", "203.0.113.1", "198.51.100.7"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "203.0.113.1", "203.0.113.1"),
        ("127.0.0.1", "1.2.3.4, 203.0.113.1", "203.0.113.1"),
        ("127.0.0.1", "1.2.3.4, 203.0.113.1:5678", "203.0.113.1"),
        ("127.0.0.1", "1.2.3.4, 203.0.113.1, 172.17.0.1", "203.0.113.1"),
        ("172.17.0.5", "203.0.113.1", "203.0.113.1"),
        ("127.0.0.1", "nonsense", "127.0.0.1"),
        ("2001:db8:1:2:aaaa::1", "", "2001:db8:1:2::/64"),
        ("::1", "[2001:db8:1:2:bbbb::9]:443", "2001:db8:1:2::/64"),
        ("::ffff:198.51.100.7", "", "198.51.100.7"),
        ("fe80::1%eth0", "", "fe80::/64"),
        ("", "", "unknown"),
    ],
)
def test_the_client_behind_our_own_proxies_counts(
    remote: str, forwarded: str, network: str
) -> None:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = make_mocked_request("GET", "/", headers, transport=Transport(remote))
    clients = Clients(["172.17.0.0/16"])
    assert clients.network(request) == network
