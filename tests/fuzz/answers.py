"""Answers of any form of a language model's server, over a real socket, to the reader."""

import asyncio
import atexit
import json
import logging
import random
import time
from collections.abc import Callable
from functools import cache
from typing import Any

from aiohttp import ClientSession, DummyCookieJar

from bot.reader import reader
from bot.reader.breaker import Breaker
from bot.reader.client import MOST_BYTES, Client
from bot.settings.config import ReaderSettings
from model.sketch.drawing.compose import compose
from model.sketch.redraw import bundled
from model.sketch.scene import STYLES, Scene

SECONDS = 0.2
"""In place of the two seconds that a server may take."""
FIELDS = ("base", "expression", "pose", "colour", "material", "accessories", "held", "behind",
          "mount", "inside", "over", "beside", "act", "text", "count", "extra")  # fmt: skip
WORDS = ("lemon", "angry", "cat", "hat", "HI", "monday", "sign", "gun", "cross", "two", "🍋")
ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1.0, 2.5, 10, 10**30, 1e308, float("nan"), float("inf"), "", " ", "null",
    "\x00", "\u202elemon", "x" * 61, "x" * 3000, "🍋", "lemon", "middle finger", "<svg>", "{", "}",
    [], [[]], ["lemon"] * 5, {}, {"base": "lemon"}, ["top hat", None], "ΑΒΓ", "\U0001f469\u200d",
)  # fmt: skip
STATUSES = (201, 204, 302, 400, 401, 404, 422, 429, 500, 503, 999)


class Server:
    """Sends `answer`, and then ends the connection unless it `hangs`."""

    def __init__(self) -> None:
        self.answer = b""
        self.hangs = False

    async def serve(self, read: asyncio.StreamReader, write: asyncio.StreamWriter) -> None:
        try:
            head = await read.readuntil(b"\r\n\r\n")
            size = next(line for line in head.lower().splitlines() if line.startswith(b"content-l"))
            await read.readexactly(int(size.split(b":")[1]))
            write.write(self.answer)
            await write.drain()
            if self.hangs:
                await asyncio.sleep(3 * SECONDS)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            write.close()


def one(seed: int) -> None:
    """Read a prompt with one answer. Raises unless that gives nothing, or a Scene to draw."""
    rng = random.Random(seed)
    runner, server, prompts = _running()
    server.answer, server.hangs = _answer(rng), rng.random() < 0.02
    prompt = " ".join(rng.sample(WORDS, rng.randrange(1, 5)))
    prompts._breaker = Breaker(time.monotonic)
    prompts._client._knows_schema = rng.random() < 0.7
    scene = runner.run(prompts.read(prompt))
    if scene is None:
        return
    assert Scene.from_dict(json.loads(json.dumps(scene.to_dict()))) == scene
    assert scene.text is None or scene.text in prompt.upper()
    svg = compose(bundled(), scene, rng.choice(STYLES), seed % 2**31).svg
    assert svg.startswith("<svg"), svg[:80]


def _answer(rng: random.Random) -> bytes:
    """A whole HTTP answer, or what is none."""
    body = rng.choice(_BODIES)(rng)
    if rng.random() < 0.03:
        return body
    size = len(body) if rng.random() < 0.95 else rng.choice((0, len(body) // 2, 10 * len(body), -1))
    status = 200 if rng.random() < 0.9 else rng.choice(STATUSES)
    fields = [f"HTTP/1.1 {status} Any", f"Content-Length: {size}"]
    fields += rng.sample(
        ["Content-Encoding: gzip", "Content-Type: text/html; charset=x", "Location: /v1/again",
         "Transfer-Encoding: chunked", "Set-Cookie: a=b", f"X-Long: {'y' * 9000}", "Broken"],
        rng.choice((1, 2)) if rng.random() < 0.1 else 0,
    )  # fmt: skip
    return "\r\n".join([*fields, "Connection: close"]).encode() + b"\r\n\r\n" + body


def _completion(content: Any) -> bytes:
    return json.dumps({"choices": [{"message": {"content": content}}]}).encode()


def _scene(rng: random.Random) -> dict[str, Any]:
    """Fields that can be drawn, and some that cannot."""
    library = bundled()
    concepts = [own.name for own in rng.sample(list(library.concepts.values()), 4)]
    found: dict[str, Any] = {
        "base": concepts[0],
        "expression": rng.choice(list(library.expressions)),
        "accessories": rng.sample(list(library.accessories), rng.randrange(4)),
        "held": concepts[1:2],
        "behind": concepts[2],
        "text": rng.choice(("HI", "lemon", "No")),
        "count": rng.randrange(1, 12),
    }
    kept = {name: found[name] for name in found if name == "base" or rng.random() < 0.3}
    for _ in range(rng.choice((0, 0, 0, 1, 2))):
        kept[rng.choice(FIELDS)] = rng.choice(ODD)
    return kept


def _bytes(rng: random.Random, scene: dict[str, Any]) -> bytes:
    """A damaged completion."""
    data = bytearray(_completion(json.dumps(scene)))
    for _ in range(rng.randrange(1, 5)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data[: rng.randrange(len(data) + 1)])


_BODIES: tuple[Callable[[random.Random], bytes], ...] = (
    *[lambda rng: _completion(json.dumps(_scene(rng)))] * 12,
    lambda rng: _completion(f"Sure! ```json\n{json.dumps(_scene(rng))}\n``` Have fun {{}}"),
    lambda rng: _completion(rng.choice(ODD)),
    lambda rng: _completion([{"type": "text", "text": json.dumps(_scene(rng))}]),
    lambda rng: _completion(json.dumps(_scene(rng))[: rng.randrange(80)]),
    lambda rng: _bytes(rng, _scene(rng)),
    lambda rng: json.dumps(rng.choice(ODD)).encode(),
    lambda rng: json.dumps({"choices": rng.choice(ODD)}).encode(),
    lambda rng: _completion(rng.choice(('{"base":', "[", '{"held":[')) * rng.choice((100, 9000))),
    lambda rng: rng.choice((b"[", b'{"choices":[')) * rng.choice((100, 5000)),
    lambda rng: _completion("x" * rng.choice((1000, MOST_BYTES, 4 * MOST_BYTES))),
    lambda rng: rng.randbytes(rng.choice((0, 1, 300, 70_000))),
    lambda rng: b'{"choices":[{"message":{"content":"{\\"base\\":\\"\\ud800\\"}"}}]}',
)


@cache
def _running() -> tuple[asyncio.Runner, Server, reader.PromptReader]:
    """A server on loopback and a reader that asks it, until this process ends."""
    logging.getLogger("bot.reader").setLevel(logging.ERROR)
    reader.SECONDS = SECONDS
    runner, server = asyncio.Runner(), Server()

    async def start() -> reader.PromptReader:
        """Open both in the runner's loop."""
        listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
        port = listening.sockets[0].getsockname()[1]
        session = ClientSession(auto_decompress=False, cookie_jar=DummyCookieJar())
        atexit.register(lambda: runner.run(session.close()))
        settings = ReaderSettings(llm_url=f"http://127.0.0.1:{port}/v1", llm_model="any")
        client = Client(session, settings.llm_url, settings.llm_model, "")
        return reader.PromptReader(client, settings, None)

    return runner, server, runner.run(start())
