"""Slow, silent and numerous clients of the page do not keep others out."""

import asyncio
import errno
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.domain import Actor, Person, Platform
from bot.http import bodies, connections
from bot.http import events as web_events
from bot.http.events import EventStreams
from bot.http.server import ACTOR, NETWORK
from bot.operations import logs
from bot.settings.config import WebSettings
from tests.support.web_stack import Page, Visitor, open_page

LIMIT_SECONDS = 10
FEW = 20
PUBLIC = WebSettings(port=0, hosts=["emoji.example.org"])
Client = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server with room for 20 connections."""
    monkeypatch.setattr("bot.web.app.most_connections", lambda: FEW)


@asynccontextmanager
async def clients(page: Page, count: int, sent: bytes = b"") -> AsyncIterator[list[Client]]:
    """Connections that send this and then nothing more."""
    port = int(page.app.url.rpartition(":")[2])
    opened: list[Client] = []
    async with asyncio.timeout(LIMIT_SECONDS):
        try:
            for _ in range(count):
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                opened.append((reader, writer))
                writer.write(sent)
            yield opened
        finally:
            for _, writer in opened:
                writer.close()


async def ended(client: Client) -> bytes:
    """What a client received until the server ended the connection."""
    try:
        return await client[0].read()
    except ConnectionError:
        return b""


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nA: "])
async def test_half_open_connections_make_room(tmp_path: Path, sent: bytes) -> None:
    async with open_page(tmp_path) as page, clients(page, 374, sent) as opened:
        async with Visitor(page) as ann:
            assert (await ann.post("/api/say", text="/help"))["said"]
        await ended(opened[0])
        assert len(page.app._connections) <= FEW


async def test_headers_have_a_time_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEADER_SECONDS", 0.05)
    async with open_page(tmp_path) as page, clients(page, 5, b"GET / HTTP/1.1\r\n") as opened:
        for client in opened:
            assert await ended(client) == b""


async def test_an_answered_connection_is_not_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "HEADER_SECONDS", 0.05)
    async with open_page(tmp_path) as page, Visitor(page) as ann, ann.follow() as events:
        await events.next()
        await asyncio.to_thread(lambda: None)
        loop, passed = asyncio.get_running_loop(), asyncio.Event()
        loop.call_later(0.1, passed.set)
        await passed.wait()
        await ann.post("/api/say", text="/style noto")
        await events.until("snapshot", style="noto")


async def test_bodies_have_a_time_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "BODY_SECONDS", 0.05)
    async with open_page(tmp_path) as page:
        host = page.app.url.removeprefix("http://")
        head = (
            f"POST /api/say HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n"
            "Content-Type: application/json\r\nContent-Length: 20\r\nConnection: close\r\n\r\n{"
        )
        async with clients(page, 1, head.encode()) as (client,):
            found = await client[0].readuntil(b"\r\n")
    assert found.startswith(b"HTTP/1.1 408")


async def test_one_address_has_a_share_of_the_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "PER_ADDRESS", 3)

    class Remote(asyncio.Transport):
        def __init__(self, address: str) -> None:
            super().__init__({"peername": (address, 1)})

        def abort(self) -> None:
            pass

    found = connections.Connections(10, lambda address: address == "127.0.0.1")
    for address, expected in (("198.51.100.7", 3), ("203.0.113.1", 3), ("127.0.0.1", 5)):
        remotes = [Remote(address) for _ in range(5)]
        assert sum(found.admit(remote) for remote in remotes) == expected
    found.leave(remotes[0])
    assert len(found) == 9


def visitor(number: int) -> Person:
    return Person(Platform.WEB, str(number))


def test_the_streams_of_one_address_do_not_shut_others_out() -> None:
    events = EventStreams(100)
    opened = 0
    for number in range(1000):
        try:
            events.open(visitor(number), "198.51.100.7")
            opened += 1
        except web.HTTPServiceUnavailable:
            continue
    assert opened == web_events.STREAMS_PER_ADDRESS
    for number in range(1000, 1040):
        events.open(visitor(number), f"203.0.113.{number % 50}")


def test_when_all_streams_are_taken_the_greediest_address_gives_one() -> None:
    events = EventStreams(10)
    first, *_ = [events.open(visitor(number), "198.51.100.7") for number in range(9)]
    other = events.open(visitor(9), "203.0.113.1")
    for number in range(10, 15):
        events.open(visitor(number), "203.0.113.2")
    assert first.get_nowait() is None
    assert not events.watched(visitor(0))
    assert events.watched(visitor(9))
    assert other.empty()


async def test_a_stream_that_takes_nothing_is_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_events, "WRITE_SECONDS", 0.05)
    async with open_page(tmp_path) as page, asyncio.timeout(LIMIT_SECONDS):
        host, port = page.app.url.removeprefix("http://").split(":")
        with socket.socket() as silent:
            silent.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            silent.setblocking(False)
            loop = asyncio.get_running_loop()
            await loop.sock_connect(silent, (host, int(port)))
            await loop.sock_sendall(
                silent, f"GET /api/events HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
            )
            while not page.app._events._addresses:
                await page.stack.store.jobs.waiting()
            ((_, person),) = page.app._events._addresses.values()
            for _ in range(3):
                page.app._events.send(person, "step", {"preview": "x" * 5_000_000})
            while page.app._events.watched(person):
                await page.stack.store.jobs.waiting()


async def test_no_files_left_is_one_line_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)
    loop = asyncio.get_running_loop()
    logs.limit_accept_errors(loop)
    too_many = OSError(errno.EMFILE, "Too many open files")
    message = "socket.accept() out of system resource"
    for _ in range(5000):
        loop.call_exception_handler({"message": message, "exception": too_many})
    assert len(caplog.records) == 1
    assert "Too many open files" in caplog.text
    loop.call_exception_handler({"message": "another fault"})
    assert len(caplog.records) == 2


async def test_a_page_that_leaves_before_its_stream_begins_is_no_fault() -> None:
    events, answered = EventStreams(), []

    async def follow(request: web.Request) -> web.StreamResponse:
        async def snapshot(actor: Actor) -> dict[str, str]:
            assert request.transport is not None
            request.transport.abort()
            return {}

        request[ACTOR], request[NETWORK] = Actor(visitor(1)), ""
        # An error would be logged with a traceback.
        answered.append(await events.serve(request, snapshot))
        return answered[0]

    app = web.Application()
    app.router.add_get("/", follow)
    async with TestServer(app) as server, aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientError):
            await session.get(server.make_url("/"))
    assert answered
    assert not events.watched(visitor(1))


async def test_an_event_stream_asks_proxies_not_to_buffer(tmp_path: Path) -> None:
    async with (
        open_page(tmp_path) as page,
        Visitor(page) as ann,
        ann.session.get("/api/events") as answer,
    ):
        assert answer.headers["X-Accel-Buffering"] == "no"
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: {host}\r\nContent-Length: x\r\n\r\n", b"400"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: {host}\r\nExpect: \xed\xa0\x80\r\n\r\n", b"417"),
        (b"GET / HTTP/1.1\r\nHost: {host}\r\nA: " + b"x" * 20_000 + b"\r\n\r\n", b"400"),
    ],
)
async def test_malformed_requests_leave_no_traceback_in_the_log(
    tmp_path: Path, sent: bytes, status: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_page(tmp_path) as page:
        host = page.app.url.removeprefix("http://").encode()
        async with clients(page, 1, sent.replace(b"{host}", host)) as (client,):
            found = await client[0].readuntil(b"\r\n")
    assert found.split()[1] == status
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
