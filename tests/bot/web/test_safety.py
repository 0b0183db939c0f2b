"""The page's safety: hosts, origins, cookies, sizes, security headers."""

import asyncio
import socket
from pathlib import Path
from typing import Any

import pytest

from bot.domain import BadSettings
from bot.http.server import BODY_BYTES
from bot.settings.config import WebSettings
from bot.web.pages import FOLDER
from bot.web.safety import COOKIE, check_settings
from tests.support.web_stack import Page, Visitor, open_page

ASK: dict[str, Any] = {"id": "a", "prompt": "lemon"}


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "emoji.example.org"])
def test_elsewhere_than_on_loopback_a_token_is_needed(host: str) -> None:
    settings = WebSettings(host=host)
    for token in ("", "short"):
        with pytest.raises(BadSettings, match="only with OPERATOR_TOKEN"):
            check_settings(settings, token)
    check_settings(settings, "a long enough token")


@pytest.mark.parametrize("token", ["1234", "a", "fifteen letters"])
def test_a_token_that_can_be_guessed_is_refused_everywhere(token: str) -> None:
    with pytest.raises(BadSettings, match="OPERATOR_TOKEN is too short"):
        check_settings(WebSettings(), token)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.1.2.3"])
def test_loopback_needs_none(host: str) -> None:
    check_settings(WebSettings(host=host), "")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:1", 200),
        ("localhost", 200),
        ("[::1]:8766", 200),
        ("emoji.example.org", 200),
        ("EMOJI.EXAMPLE.ORG:443", 200),
        ("emoji.example.org.", 200),
        ("emoji.example.org.:8766", 200),
        ("LocalHost:", 200),
        ("[0:0:0:0:0:0:0:1]:8766", 200),
        ("emoji.example.org:99999", 403),
        ("emoji.example.org:80:80", 403),
        ("emoji.example.org/..", 403),
        ("[emoji.example.org]", 403),
        ("evil.example.org", 403),
        ("127.0.0.1.evil.example.org", 403),
        ("127.0.0.1@evil.example.org", 403),
        ("[::1", 403),
        ("", 403),
    ],
)
async def test_only_its_own_names_lead_to_the_page(tmp_path: Path, host: str, status: int) -> None:
    web = WebSettings(port=0, hosts=["Emoji.example.org"])
    async with (
        open_page(tmp_path, web=web) as page,
        Visitor(page) as ann,
        ann.session.get("/", headers={"Host": host}) as answer,
    ):
        assert answer.status == status


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        ("emoji.example.org", "https://emoji.example.org", 200),
        ("emoji.example.org", "https://emoji.example.org:443", 200),
        ("emoji.example.org:443", "https://emoji.example.org", 200),
        ("emoji.example.org", "http://emoji.example.org:80", 200),
        ("Emoji.Example.ORG", "https://emoji.example.org", 200),
        ("emoji.example.org", "HTTPS://EMOJI.example.org", 200),
        ("emoji.example.org.", "https://emoji.example.org", 200),
        ("[::1]:8766", "http://[0:0:0:0:0:0:0:1]:8766", 200),
        ("emoji.example.org:80", "https://emoji.example.org", 403),
        ("emoji.example.org", "https://emoji.example.org:8443", 403),
        ("emoji.example.org", "https://emoji.example.org@evil.example.org", 403),
        ("emoji.example.org", "https://emoji.example.org/", 403),
        ("emoji.example.org", "https://localhost", 403),
        ("localhost:8766", "http://localhost:8767", 403),
    ],
)
async def test_origin_and_host_are_compared_by_meaning(
    tmp_path: Path, host: str, origin: str, status: int
) -> None:
    web = WebSettings(port=0, hosts=["emoji.example.org"])
    async with open_page(tmp_path, web=web) as page, Visitor(page) as ann:
        headers = {"Host": host, "Origin": origin}
        async with ann.session.post("/api/ask", json=ASK, headers=headers) as answer:
            assert answer.status == status


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "http://evil.example.org"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "ftp://{here}"},
        {"Origin": "http://{here}.evil.example.org"},
        {"Origin": "http://{here}", "Content-Type": "text/plain"},
        {"Origin": "http://{here}", "Content-Type": "application/x-www-form-urlencoded"},
    ],
)
async def test_another_site_cannot_post(tmp_path: Path, headers: dict[str, str]) -> None:
    async with open_page(tmp_path) as page, Visitor(page) as ann:
        here = page.app.url.removeprefix("http://")
        sent = {"Content-Type": "application/json"}
        sent |= {name: value.format(here=here) for name, value in headers.items()}
        body = b'{"id": "a", "prompt": "lemon"}'
        async with ann.session.post("/api/ask", data=body, headers=sent) as answer:
            assert answer.status == 403
        assert await page.stack.store.jobs.get(1) is None


async def test_no_other_site_may_read_frame_or_be_loaded(tmp_path: Path) -> None:
    async with open_page(tmp_path) as page, Visitor(page) as ann:
        for path in ("/", "/static/chat.js", "/api/how/1", "/nowhere"):
            async with ann.session.get(path) as answer:
                policy = answer.headers["Content-Security-Policy"]
                assert "default-src 'none'" in policy
                assert "script-src 'self';" in policy
                assert "unsafe" not in policy
                assert "frame-ancestors 'none'" in policy
                assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.iterdir()))
def test_pages_hold_no_inline_code_and_lead_nowhere_else(name: str) -> None:
    text = (FOLDER / name).read_text("utf-8")
    foreign = text.replace("http://www.w3.org/", "")
    for part in ("http://", "https://", "innerHTML", "insertAdjacentHTML", "eval(", "style="):
        assert part not in foreign, part
    assert "<script>" not in text
    assert " onclick=" not in text


async def test_visitors_are_told_apart_by_a_random_cookie(tmp_path: Path) -> None:
    async with open_page(tmp_path) as page, Visitor(page) as ann, Visitor(page) as bob:
        first, second = (cookie_of(visitor) for visitor in (ann, bob))
        assert first != second
        assert len(first) == 64
        asked = await ann.post("/api/ask", **ASK)
        assert cookie_of(ann) == first
        job = await page.stack.store.jobs.get(asked["job"])
        assert job is not None
        assert job.person.id not in first
        for bad in ("", "x", "../../etc/passwd", "A" * 64):
            head = f"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: {COOKIE}={bad}\r\n"
            answer = await raw(page, head)
            assert b"HttpOnly; SameSite=Strict" in answer


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"no json", 400),
        (b"[]", 400),
        (b"\xff\xfe", 400),
        (b"[" * 10_000, 400),
        (b'{"prompt": "lemon"}', 400),
        (b'{"id": "a", "prompt": 5}', 400),
        (b'{"id": "a", "prompt": "\\ud800"}', 400),
        (b'{"id": "a b", "prompt": "lemon"}', 400),
        (b'{"id": "a", "prompt": "lemon", "colour": "red"}', 400),
        (b'{"id": "a", "prompt": "lemon", "a\\nb": 1}', 400),
        (b'{"id": "a", "prompt": "lemon", "seed": 1e3}', 400),
        (b'{"id": "a", "prompt": "lemon", "seed": true}', 400),
        (b'{"id": "a", "prompt": "lemon", "seed": 99999999999999999999}', 400),
        (b'{"id": "a", "prompt": "lemon", "seed": -1}', 409),
        (b'{"id": "a", "prompt": "lemon", "candidates": 9}', 409),
        (b'{"id": "a", "prompt": "lemon", "style": "../x"}', 409),
        (b'{"id": "a", "prompt": ""}', 409),
        (b'{"id": "a", "again": 999}', 409),
        (b'{"x": "' + b"y" * BODY_BYTES + b'"}', 413),
    ],
)
async def test_a_bad_body_is_a_sentence(tmp_path: Path, body: bytes, status: int) -> None:
    async with open_page(tmp_path) as page, Visitor(page) as ann:
        headers = {"Origin": ann.url, "Content-Type": "application/json"}
        async with ann.session.post("/api/ask", data=body, headers=headers) as answer:
            assert answer.status == status
            assert (await answer.json())["error"].endswith(".")
        assert await page.stack.store.jobs.get(1) is None


@pytest.mark.parametrize(
    "path",
    [
        "/static/../web_app.py",
        "/static/%2e%2e/web_app.py",
        "/static/..%2fweb_app.py",
        "//etc/passwd",
        "/static//etc/passwd",
        "/static/",
        "/index.html%00",
    ],
)
async def test_no_path_leads_to_the_disk(tmp_path: Path, path: str) -> None:
    async with open_page(tmp_path) as page:
        answer = await raw(page, f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        assert answer.startswith((b"HTTP/1.1 404", b"HTTP/1.1 400"))


async def test_who_opens_a_wrong_address_in_a_browser_sees_a_page(tmp_path: Path) -> None:
    opens = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "de"}
    async with open_page(tmp_path) as page, Visitor(page) as ann:
        async with ann.session.get("/nope", headers=opens) as answer:
            text = await answer.text()
        assert (answer.status, answer.content_type) == (404, "text/html")
        assert "<h1>Diese Seite gibt es nicht.</h1>" in text
        assert 'lang="de"' in text
        assert await ann.get("/nope", 404) == {"error": "There is no such page."}


async def test_an_error_inside_is_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_page(tmp_path) as page, Visitor(page) as ann:

        async def broken(*_: Any) -> str:
            raise RuntimeError("secret")

        monkeypatch.setattr(page.stack.service.emoji, "how", broken)
        async with ann.follow() as events:
            await ann.post("/api/ask", **ASK)
            emoji = (await events.until("turn", standing="done"))["emoji"]["id"]
        said = await ann.get(f"/api/how/{emoji}", 500)
        assert said == {"error": said["error"]}
        assert "secret" not in said["error"]


def cookie_of(visitor: Visitor) -> str:
    found = {cookie.key: cookie.value for cookie in visitor.session.cookie_jar}
    return found[COOKIE]


async def raw(page: Page, head: str) -> bytes:
    """The status for a client that does not normalize its path."""
    reader, writer = await asyncio.open_connection(
        "127.0.0.1", int(page.app.url.rpartition(":")[2]), family=socket.AF_INET
    )
    writer.write(f"{head}Connection: close\r\n\r\n".encode())
    found = await reader.read()
    writer.close()
    await writer.wait_closed()
    return found


async def test_asking_for_the_head_of_the_event_stream_opens_none(tmp_path: Path) -> None:
    async with (
        open_page(tmp_path) as page,
        Visitor(page) as ann,
        ann.session.head("/api/events") as answer,
    ):
        assert answer.status == 405
