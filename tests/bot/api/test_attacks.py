"""The API against strangers and clients that mean harm: tokens, foreign ids, bodies, load."""

import asyncio
import json
import zlib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.api import clients, load
from bot.api.app import ApiApp
from bot.http.events import STREAMS_PER_PERSON
from bot.limits import Limit
from tests.support.api_client import TOKENS, Api, Client, open_api

JSON = "Content-Type: application/json"
FORM = "Content-Type: multipart/form-data; boundary=b"
KEY = "Idempotency-Key: a"
PROMPT = b'{"prompt": "lemon"}'
MANY = json.dumps({"picture": "", **{f"field {number}": 1 for number in range(5000)}}).encode()


def part(headers: str, value: bytes = b"x", end: bytes = b"--b--\r\n") -> bytes:
    return b"--b\r\n" + headers.encode() + b"\r\n\r\n" + value + b"\r\n" + end


def named(name: str) -> str:
    return f'Content-Disposition: form-data; name="{name}"'


def bomb(data: bytes) -> bytes:
    """64 MB in some kilobytes of gzip."""
    packer = zlib.compressobj(9, wbits=31)
    return packer.compress(data + bytes(64 * 2**20)) + packer.flush()


@asynccontextmanager
async def raw(api: Api, request: str, *headers: str, body: bytes = b"") -> AsyncIterator[Any]:
    """The reader of an answer to a request as it is written here."""
    host = api.app.root.split("/")[2]
    name, port = host.split(":")
    token = f"Authorization: Bearer {TOKENS['blog']}"
    lines = (f"{request} HTTP/1.1", f"Host: {host}", "Connection: close", token, *headers)
    length = (
        () if any("Length" in header for header in headers) else (f"Content-Length: {len(body)}",)
    )
    reader, writer = await asyncio.open_connection(name, int(port))
    writer.write("\r\n".join((*lines, *length, "", "")).encode() + body)
    await writer.drain()
    try:
        yield reader
    finally:
        writer.close()


async def answer(reader: asyncio.StreamReader) -> tuple[int, str]:
    """The status and the body."""
    head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 20)
    return int(head.split()[1]), (await asyncio.wait_for(reader.read(2000), 20)).decode()


@pytest.mark.parametrize(
    ("request_line", "headers", "body", "status", "said"),
    [
        ("POST /api/v1/emoji", (JSON, KEY, "Idempotency-Key: b"), PROMPT, 400, "Idempotency-Key"),
        ("POST /api/v1/emoji", (JSON, "Idempotency-Key: a\tb"), PROMPT, 400, "Idempotency-Key"),
        ("POST /api/v1/emoji", (FORM,), part(named("prompt")), 415, "application/json"),
        ("POST /api/v1/emoji", (), PROMPT, 415, "application/json"),
        ("POST /api/v1/emoji", (JSON, JSON), PROMPT, 400, "Duplicate"),
        ("POST /api/v1/emoji", (JSON,), b'{"prompt":' + b"[" * 8000, 400, "recursion limit"),
        ("POST /api/v1/emoji", (JSON, "Content-Encoding: gzip"), bomb(b"["), 415, "Content-Enc"),
        ("POST /api/v1/emoji", (JSON, "Expect: a cake"), PROMPT, 417, "100-continue"),
        ("POST /api/v1/emoji/from-picture", (JSON,), MANY, 400, "too many fields"),
        (
            "POST /api/v1/emoji/from-picture",
            (FORM, "Content-Encoding: gzip"),
            bomb(part(named("picture"), end=b"")[:-2]),
            415,
            "Content-Encoding",
        ),
        (
            "POST /api/v1/emoji/from-picture",
            (FORM,),
            part(f"X: {'x' * 9000}"),
            400,
            "no multipart/form-data",
        ),
        ("POST /api/v1/emoji/from-picture", (FORM,), part("X: x"), 400, "no multipart"),
        (
            "POST /api/v1/emoji/from-picture",
            (FORM,),
            part(named("prompt"), end=b"") + part(named("prompt")),
            400,
            "twice",
        ),
        (
            "POST /api/v1/emoji/from-picture",
            (FORM,),
            part(named("prompt"), b"\xff", b"") + part(named("picture")),
            400,
            "UTF-8",
        ),
        ("POST /api/v1/emoji/from-picture", (FORM,), part(named("picture"))[:-9], 400, "no multi"),
        ("POST /api/v1/emoji/from-picture", (JSON, "Content-Length: 99999999"), b"", 413, "10 MB"),
        ("HEAD /api/v1/events", (), b"", 405, ""),
        ("GET /api/v1/emoji?count=1&count=2", (), b"", 400, "twice"),
        ("GET /api/v1/emoji/%D9%A1", (), b"", 404, "whole number"),
        ("GET /api/v1/../../etc/passwd", (), b"", 404, "no such path"),
    ],
)
async def test_odd_requests_are_refused(
    request_line: str, headers: tuple[str, ...], body: bytes, status: int, said: str, tmp_path: Path
) -> None:
    async with open_api(tmp_path) as api, raw(api, request_line, *headers, body=body) as reader:
        found = await answer(reader)
    assert (found[0], said in found[1]) == (status, True), found


async def test_foreign_ids_are_answered_as_unknown_ones(tmp_path: Path) -> None:
    async with open_api(tmp_path) as api, api.client() as blog, api.client("shop") as shop:
        emoji = await blog.emoji(prompt="cat")
        pack = await blog.ask(f"emoji/{emoji['id']}/packs", moods=["happy"])
        described = await blog.call("GET", "openapi.json")
        tried = 0
        for path, calls in described["paths"].items():
            for method, call in calls.items():
                if "{" not in path:
                    continue
                answers = []
                for own, job in ((emoji["id"], pack["id"]), (999_999, 999_999)):
                    named = path.format(emoji=own, job=job, place=0, form="png", archive="zip")
                    data, headers = _example(described, call)
                    answers.append(await shop.send(method.upper(), named[1:], data, **headers))
                assert answers[0] == answers[1], path
                assert answers[0][0] == 404, path
                tried += 1
        assert tried >= 17


def _example(described: dict[str, Any], call: dict[str, Any]) -> tuple[Any, dict[str, str]]:
    """The first example of a body, and its headers."""
    if "requestBody" not in call:
        return None, {}
    name = call["requestBody"]["content"]["application/json"]["schema"]["$ref"].split("/")[-1]
    example = described["components"]["schemas"][name]["examples"][0]
    return json.dumps(example), {"Content_Type": "application/json"}


async def test_guessing_a_token_is_slow_and_does_not_stop_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(clients, "GUESSES", Limit(burst=3, per_hour=1, per_day=100))
    async with (
        open_api(tmp_path) as api,
        api.client() as blog,
        api.client("shop") as shop,
        api.client(token="a guess of a token") as stranger,
    ):
        await blog.call("GET", "client")
        for _ in range(3):
            await stranger.call("GET", "client", 401)
        async with stranger.session.get("client") as answer:
            assert answer.status == 429
            assert int(answer.headers["Retry-After"]) > 1000
        assert [record.message for record in caplog.records if "wrong" in record.message] == [
            "too many wrong tokens from 127.0.0.1"
        ]
        # A right guess is not told from a wrong one.
        await shop.call("GET", "client", 429)
        await blog.call("GET", "client")
        status, _ = await shop.send("GET", "client", X_Forwarded_For="192.0.2.7")
        assert status == 200
        status, _ = await blog.send("GET", f"client?token={TOKENS['blog']}", Authorization="")
        assert status == 429


async def test_a_client_without_a_token_in_the_settings_is_a_stranger(tmp_path: Path) -> None:
    async with open_api(tmp_path) as api, api.client() as blog:
        emoji = await blog.emoji(prompt="lemon")
        left = {"shop": TOKENS["shop"]}
        async with ApiApp(api.stack.service, api.stack.settings.api, left) as later:
            now = Api(api.stack, later)
            async with now.client() as blog, now.client("shop") as shop:
                await blog.call("GET", f"emoji/{emoji['id']}", 401)
                await shop.call("GET", f"emoji/{emoji['id']}", 404)


async def test_one_client_does_only_so_much_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "AT_ONCE", 2)
    async with open_api(tmp_path) as api, api.client() as blog, api.client("shop") as shop:
        async with AsyncExitStack() as slow:
            for _ in range(2):
                started = raw(api, "POST /api/v1/emoji", JSON, "Content-Length: 100")
                await slow.enter_async_context(started)
            await _until_busy(blog)
            await shop.call("GET", "client")
        for _ in range(200):
            if (await blog.send("GET", "client"))[0] == 200:
                break
            await asyncio.sleep(0.01)
        await blog.call("GET", "client")


async def _until_busy(client: Client) -> None:
    for _ in range(200):
        status, said = await client.send("GET", "client")
        if status == 429:
            assert "at once" in said["error"]
            return
        await asyncio.sleep(0.01)
    raise AssertionError("all requests are answered")


async def test_a_client_has_so_many_event_streams(tmp_path: Path) -> None:
    async with open_api(tmp_path) as api, api.client() as blog, api.client("shop") as shop:
        streams = [blog.follow() for _ in range(STREAMS_PER_PERSON)]
        for stream in streams:
            await anext(stream)
        said = await blog.call("GET", "events", 503)
        assert "close one" in said["error"]
        await anext(shop.follow())
        await blog.call("GET", "client")
