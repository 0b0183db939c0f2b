"""Requests of any form to the page: bodies, queries and headers, over a real socket."""

import asyncio
import json
import logging
import random
import socket
import threading
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.support.web_stack import Visitor, open_page

SECONDS, PATIENCE = 10, 0.1
MOST_ANSWER = 4_000_000
ROUTES: dict[str, dict[str, Any]] = {
    "/api/ask": {"id": "a-1", "prompt": "lemon", "style": "noto", "wildness": 50, "candidates": 2,
                 "seed": 7},
    "/api/cancel": {"job": 1},
    "/api/vote": {"emoji": 1, "value": 1, "id": "p-1"},
    "/api/pick": {"emoji": 1, "place": 0},
    "/api/remove": {"emoji": 2},
    "/api/say": {"text": "/style noto"},
    "/api/gallery/1/publish": {"published": True},
    "/api/gallery/1/vote": {"value": -1, "id": "p-2"},
    "/api/gallery/1/repeat": {},
    "/api/operator/enter": {"token": "a guess"},
    "/api/operator/leave": {},
    "/api/operator/pause": {"paused": False},
    "/api/operator/gallery/1/publish": {"published": False},
}  # fmt: skip
READ = ("/api/gallery", "/api/operator/gallery", "/api/gallery/1", "/api/how/1", "/emoji/1",
        "/api/picture/1/0.png", "/api/gallery/1/0.webp", "/static/chat.js")  # fmt: skip
QUERIES = ("scope", "words", "style", "liked", "before", "x")
RARE = ("X-Forwarded-For", "Forwarded", "Range", "Expect", "Transfer-Encoding", "Content-Encoding",
        "If-None-Match")  # fmt: skip
COMMANDS = ("/help", "/style", "/history", "/queue", "/about", "/privacy", "/start", "/", "")
ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 2**53, -(2**63), 10**400, 1e308, "", " ", "0", "\x00", "\ud800",
    "\u202elemon", "é" * 50, "🪿🩷", "%00", "../..", "' OR 1=1 --", "<script>", "x" * 300,
    [], [[]], {}, {"a": 1},
)  # fmt: skip
ERRORS: list[str] = []
"""What the server has logged as an error since the last request."""


STATUSES: Counter[int] = Counter()
"""How often the server answered with each status; 0 for no answer."""
TURNED_AWAY = (0, 403, 429)


class Collect(logging.Handler):
    """Keeps errors."""

    def emit(self, record: logging.LogRecord) -> None:
        ERRORS.append(self.format(record)[-3000:])


def one(seed: int) -> None:
    """Send one request. Raises if the answer is a fault of the server, or none comes."""
    rng = random.Random(seed)
    host, port = _page()
    ERRORS.clear()
    head, body = _request(rng, f"{host}:{port}")
    with socket.create_connection((host, port), SECONDS) as client:
        client.sendall(head + body)
        answer = _answer(client)
    assert not ERRORS, ERRORS.pop()
    # Half a request is none: the connection may end without an answer.
    STATUSES[_judge(answer) if answer else 0] += 1


def reached() -> float:
    """The share of the requests that were answered by more than a check of their sender."""
    away = sum(STATUSES[status] for status in TURNED_AWAY)
    return 1 - away / max(1, STATUSES.total())


def _answer(client: socket.socket) -> bytes:
    """What the server sends until it closes. After `PATIENCE` seconds nothing more is sent to it.

    Not before: the server takes a closed connection as a visitor who has left, and answers nothing.
    """
    answer, patience = b"", PATIENCE
    while len(answer) < MOST_ANSWER:
        client.settimeout(patience)
        try:
            more = client.recv(65536)
        except TimeoutError:
            if patience == SECONDS:
                raise
            patience = SECONDS
            client.shutdown(socket.SHUT_WR)
            continue
        if not more:
            break
        answer += more
    return answer


def _judge(answer: bytes) -> int:
    """The status of an answer."""
    head, _, body = answer.partition(b"\r\n\r\n")
    status = int(head.split(maxsplit=2)[1])
    assert status < 500, f"{status}: {body[:200]!r}"
    if status >= 400 and b"application/json" in head:
        error = json.loads(body)["error"]
        assert error.endswith("."), error
        assert "Traceback" not in error, error
    return status


def _request(rng: random.Random, here: str) -> tuple[bytes, bytes]:
    if rng.random() < 0.2:
        path = rng.choice(READ) + _query(rng)
        return _head(rng, "GET", path, here, b""), b""
    path = rng.choice(list(ROUTES))
    body = _body(rng, dict(ROUTES[path]))
    if rng.random() < 0.2:
        path = path.replace("/1", f"/{rng.choice(('0', '-1', '9' * 15, '9' * 16, 'x', '%31'))}")
    return _head(rng, "POST", path, here, body), body


def _query(rng: random.Random) -> str:
    pairs = (f"{rng.choice(QUERIES)}={_quoted(rng.choice(ODD))}" for _ in range(rng.randrange(4)))
    return "?" + "&".join(pairs)


def _quoted(value: Any) -> str:
    text = str(value).encode("utf-8", "surrogatepass")
    return "".join(f"%{byte:02x}" for byte in text)[:600]


def _head(rng: random.Random, method: str, path: str, here: str, body: bytes) -> bytes:
    fields = {
        "Host": here,
        "Origin": f"http://{here}",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "Cookie": f"emojismith={'a' * 64}",
        "Connection": "close",
    }
    if rng.random() < 0.3:
        name = rng.choice(list(fields))
        fields[name] = str(rng.choice(ODD))[:400]
    if rng.random() < 0.1:
        fields[rng.choice(RARE)] = str(rng.choice(ODD))[:400]
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join(lines).encode("utf-8", "surrogatepass") + b"\r\n\r\n"


def _body(rng: random.Random, fields: dict[str, Any]) -> bytes:
    changes: list[Callable[[], bytes]] = [
        lambda: _json({**fields, rng.choice([*fields, "x"]): rng.choice(ODD)}),
        lambda: _json({name: rng.choice(ODD) for name in fields}),
        lambda: _json({name: fields[name] for name in list(fields)[1:]}),
        lambda: _json({"text": f"{rng.choice(COMMANDS)} {rng.choice(ODD)}"}),
        lambda: _json(rng.choice(ODD)),
        lambda: _json(fields)[: rng.randrange(1 + len(_json(fields)))],
        lambda: _flipped(rng, _json(fields)),
        lambda: rng.randbytes(rng.choice((0, 1, 100, 16_000, 20_000))),
        lambda: rng.choice((b"[", b'{"a":')) * rng.choice((10, 2_000, 8_000)),
        lambda: _json(fields),
    ]
    return rng.choice(changes)()


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()


def _flipped(rng: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.randrange(1, 4)):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


@cache
def _page() -> tuple[str, int]:
    """The address of a page that serves until this process ends."""
    found: list[str] = []
    ready = threading.Event()
    folder = TemporaryDirectory(prefix="emojismith-fuzz-", ignore_cleanup_errors=True)

    async def serve() -> None:
        async with open_page(Path(folder.name)) as page:
            async with Visitor(page) as ann, ann.follow() as events:
                for number in range(2):
                    asked = await ann.post("/api/ask", id=f"first{number}", prompt="lemon")
                    await events.until("turn", job=asked["job"], standing="done")
            found.append(page.app.url)
            ready.set()
            await asyncio.Event().wait()

    logging.getLogger().addHandler(Collect(logging.ERROR))
    threading.Thread(target=asyncio.run, args=(serve(),), daemon=True).start()
    assert ready.wait(60), "the page did not start"
    host, _, port = found[0].removeprefix("http://").rpartition(":")
    return host, int(port)
