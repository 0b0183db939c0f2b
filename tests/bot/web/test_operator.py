"""The operator's page: access, statistics, pause and resume."""

import hashlib
import logging
import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.container import Container
from bot.domain import Unsuitable
from bot.limits import DAY, HOUR
from bot.settings.config import WebSettings
from bot.web.logins import LOGIN_SECONDS
from bot.web.operator import COOKIE, routes
from tests.support.bot_stack import paint_one
from tests.support.people import actor, request
from tests.support.web_client import Client, get, post, visitor

TOKEN = "a long token of the operator"
LOCAL = WebSettings()
OVERVIEW = "/api/operator/overview"
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")


@pytest_asyncio.fixture
async def client(stack: Container) -> AsyncIterator[Client]:
    async with visitor(*routes(stack.service, LOCAL, "")) as client:
        yield client


@pytest_asyncio.fixture
async def locked(stack: Container) -> AsyncIterator[Client]:
    """A client of a page that has a token."""
    async with visitor(*routes(stack.service, LOCAL, TOKEN)) as client:
        yield client


async def test_this_machine_gets_in_without_a_token(stack: Container) -> None:
    async with visitor(*routes(stack.service, LOCAL, "")) as client:
        assert (await get(client, OVERVIEW))["paused"] is False


@pytest.mark.parametrize("header", FORWARDED)
async def test_what_was_forwarded_needs_the_token(
    locked: Client, header: str, caplog: pytest.LogCaptureFixture
) -> None:
    client = locked
    client.session.headers[header] = "127.0.0.1"
    for path in (OVERVIEW, "/api/operator/gallery", "/api/operator/gallery/1/0.png"):
        assert "Only the operator" in (await get(client, path, 401))["error"]
    await post(client, "/api/operator/pause", 401, paused=True)
    await post(client, "/api/operator/enter", 401, token="a guess")
    await post(client, "/api/operator/enter", 401, token="")
    await post(client, "/api/operator/enter", 401, token="\ud800")
    async with client.get(OVERVIEW, headers={"Cookie": f"{COOKIE}=\xff\ud800"}) as answer:
        assert answer.status == 401
    await get(client, OVERVIEW, 401)
    assert "a wrong token" in caplog.text
    await post(client, "/api/operator/enter", token=TOKEN)
    await get(client, OVERVIEW)
    assert TOKEN not in caplog.text


async def test_without_a_token_nobody_else_gets_in(stack: Container) -> None:
    async with visitor(*routes(stack.service, LOCAL, "")) as client:
        client.session.headers["X-Forwarded-For"] = "127.0.0.1"
        await post(client, "/api/operator/enter", 401, token="")
        async with client.get(OVERVIEW, cookies={COOKIE: ""}) as answer:
            assert answer.status == 401


async def test_the_cookie_does_not_hold_the_token(locked: Client) -> None:
    async with locked.post("/api/operator/enter", json={"token": TOKEN}) as answer:
        cookie = answer.cookies[COOKIE]
    assert TOKEN not in cookie.value
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert not cookie["secure"]


async def test_behind_https_the_cookie_is_for_https_alone(stack: Container) -> None:
    settings = WebSettings(hosts=["emoji.example.org"])
    headers = {"Host": "emoji.example.org", "Origin": "https://emoji.example.org"}
    async with (
        visitor(*routes(stack.service, settings, TOKEN), settings=settings) as client,
        client.post("/api/operator/enter", json={"token": TOKEN}, headers=headers) as answer,
    ):
        assert answer.cookies[COOKIE]["secure"]


async def test_no_other_cookie_opens_the_operators_view(locked: Client) -> None:
    async with locked.post("/api/operator/enter", json={"token": TOKEN}) as answer:
        cookie = answer.cookies[COOKIE].value
    locked.session.cookie_jar.clear()
    forged = (
        TOKEN,
        hashlib.sha256(TOKEN.encode()).hexdigest(),
        hashlib.sha256(cookie.encode()).hexdigest(),
        cookie[:-1],
        cookie.swapcase(),
        "",
        "null",
        "x" * 4000,
    )
    for wrong in forged:
        async with locked.get(OVERVIEW, headers={"Cookie": f"{COOKIE}={wrong}"}) as answer:
            assert answer.status == 401, wrong
    # Another site can neither enter nor leave for the operator.
    for path in ("/api/operator/enter", "/api/operator/leave", "/api/operator/pause"):
        headers = {"Cookie": f"{COOKIE}={cookie}", "Origin": "https://evil.example"}
        async with locked.post(path, json={"token": TOKEN}, headers=headers) as answer:
            assert answer.status == 403
    async with locked.get(OVERVIEW, headers={"Cookie": f"{COOKIE}={cookie}"}) as answer:
        assert answer.status == 200


@pytest.mark.parametrize(
    ("settings", "token", "host"),
    [
        (LOCAL, TOKEN, "127.0.0.1"),
        (LOCAL, TOKEN, "localhost"),
        (WebSettings(hosts=["emoji.example.org"]), TOKEN, "127.0.0.1"),
        (WebSettings(hosts=["emoji.example.org"]), "", "localhost:8766"),
        (WebSettings(hosts=["emoji.example.org"]), "", "emoji.example.org"),
        (WebSettings(host="0.0.0.0"), TOKEN, "127.0.0.1"),
    ],
)
async def test_a_plain_forwarder_is_not_the_operator(
    stack: Container, settings: WebSettings, token: str, host: str
) -> None:
    # A forwarder on this machine connects from loopback, and may send no header of its own.
    async with visitor(*routes(stack.service, settings, token), settings=settings) as client:
        async with client.get(OVERVIEW, headers={"Host": host}) as answer:
            assert answer.status == 401
        if token:
            await post(client, "/api/operator/enter", token=token)
            assert (await get(client, OVERVIEW))["login"] is True


async def test_without_a_token_only_a_loopback_name_is_local(stack: Container) -> None:
    # The page's own check lets the name in; the operator's view must not.
    settings = WebSettings(hosts=["emoji.example.org"])
    async with visitor(*routes(stack.service, LOCAL, ""), settings=settings) as client:
        for host, status in (
            ("localhost", 200),
            ("LOCALHOST.:8766", 200),
            ("[::1]", 200),
            ("emoji.example.org", 401),
        ):
            async with client.get(OVERVIEW, headers={"Host": host}) as answer:
                assert answer.status == status, host


async def test_guesses_are_throttled_for_one_address(locked: Client) -> None:
    statuses = []
    for number in range(20):
        async with locked.post("/api/operator/enter", json={"token": f"guess {number}"}) as answer:
            statuses.append(answer.status)
    assert statuses == [401] * 5 + [429] * 15
    said = await post(locked, "/api/operator/enter", 429, token=TOKEN)
    assert said["error"] == "Too many wrong tokens: try again in 5 minutes."
    # What this machine's proxy forwards is limited by the client's address.
    locked.session.headers["X-Forwarded-For"] = "2001:db8:1:2::9"
    await post(locked, "/api/operator/enter", token=TOKEN)


async def test_each_login_has_its_own_cookie_and_ends_on_the_server(
    locked: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    cookies = []
    for _ in range(2):
        async with locked.post("/api/operator/enter", json={"token": TOKEN}) as answer:
            cookies.append(answer.cookies[COOKIE].value)
    assert len(set(cookies)) == 2

    async def status(cookie: str) -> int:
        headers = {"Cookie": f"{COOKIE}={cookie}"}
        async with locked.get(OVERVIEW, headers=headers) as answer:
            return answer.status

    locked.session.cookie_jar.clear()
    assert [await status(cookie) for cookie in cookies] == [200, 200]
    headers = {"Cookie": f"{COOKIE}={cookies[0]}"}
    async with locked.post("/api/operator/leave", json={}, headers=headers) as answer:
        assert answer.status == 200
    assert [await status(cookie) for cookie in cookies] == [401, 200]
    end = time.monotonic() + LOGIN_SECONDS + 1
    monkeypatch.setattr("bot.web.logins.time.monotonic", lambda: end)
    assert await status(cookies[1]) == 401


async def test_opening_and_doing_is_logged(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot.web.operator")
    async with client.get("/operator") as answer:
        assert "operator.js" in await answer.text()
    await post(client, "/api/operator/pause", paused=True)
    opened, paused = caplog.messages[:2]
    assert opened == "operator: /operator was opened by the operator from 127.0.0.1"
    assert paused == "operator: /api/operator/pause from 127.0.0.1"


async def test_pauses_and_resumes(stack: Container, client: Client) -> None:
    await post(client, "/api/operator/pause", paused=True)
    assert (await get(client, OVERVIEW))["paused"]
    assert "paused" in await stack.service.queue(actor())
    said = await post(client, "/api/operator/pause", paused=False)
    assert said == {"said": "Painting is resumed."}
    assert not (await get(client, OVERVIEW))["paused"]
    await post(client, "/api/operator/pause", 400, paused="yes")
    await post(client, "/api/operator/pause", 400)


async def test_counts_the_last_day(stack: Container, client: Client) -> None:
    emoji = await paint_one(stack)
    await stack.service.votes.vote(emoji, actor("bob"), 1)
    await stack.service.votes.vote(emoji, actor("eve"), -1)
    await stack.service.ask(request("waiting lemon"))
    with pytest.raises(Unsuitable):
        await stack.service.ask(request("fuck"))
    view = await get(client, OVERVIEW)
    assert view["states"] == {"delivered": 1, "waiting": 1}
    assert len(view["times"]) == 1
    assert len(view["hours"]) == 24
    assert view["hours"][-1] == {"ago": 0, "asked": 2, "failed": 0, "refused": 1}
    (model,) = view["models"]
    assert (model["model"], model["arm"]) == ("0123456789ab", "current")
    likes = model["likes"]
    assert (likes["up"], likes["count"]) == (1, 2)
    assert 0 < likes["low"] < 0.5 < likes["high"] < 1
    assert model["painted"]["count"] == 0
    assert view["disk"]["database"] > view["disk"]["pictures"] > 0
    assert view["disk"]["free"] > 0


async def test_hours_are_counted_where_they_belong(stack: Container) -> None:
    await paint_one(stack)
    await stack.service.ask(request("a broken lemon"))
    now = time.time()
    hours = await stack.store.statistics.hours(now + 5.5 * HOUR, 24)
    assert [(hour.ago, hour.asked) for hour in hours if hour.asked] == [(5, 2)]
    assert hours == sorted(hours, key=lambda hour: -hour.ago)
    later = await stack.store.statistics.hours(now + DAY + HOUR, 24)
    assert not any(hour.asked for hour in later)


async def test_sees_everybodys_emoji_and_takes_one_out(stack: Container, client: Client) -> None:
    emoji = await paint_one(stack)
    page = await get(client, "/api/operator/gallery?words=lemon")
    assert [shown["id"] for shown in page["emoji"]] == [emoji]
    assert page["emoji"][0]["platform"] == "discord"
    assert (await get(client, f"/api/operator/gallery/{emoji}"))["receipt"]["steps"] == 4
    await stack.service.emoji.publish(emoji, actor(), True)
    path = f"/api/operator/gallery/{emoji}/publish"
    assert await post(client, path, published=False) == {"published": False}
    assert not (await stack.service.emoji.shown(emoji, actor())).published
