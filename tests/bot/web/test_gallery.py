"""The gallery: visibility, search and pages, publishing, votes, repeating."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.container import Container
from bot.domain import (
    Platform,
)
from bot.web.gallery import routes
from tests.support.bot_stack import open_stack, paint_one
from tests.support.fake_engine import FakeEngine
from tests.support.many_emoji import add_emoji
from tests.support.people import OPERATOR, actor
from tests.support.recording_courier import RecordingCourier
from tests.support.web_client import Client, get, post, visitor

MANY = 10_000


class WebCourier(RecordingCourier):
    """A courier for emoji that were asked for on the page."""

    platform = Platform.WEB


@pytest_asyncio.fixture
async def client(stack: Container) -> AsyncIterator[Client]:
    async with visitor(*routes(stack.service)) as client:
        yield client


async def brought(stack: Container) -> int:
    """Wait for the next emoji on the page and return its number."""
    courier = WebCourier()
    async with stack.serve(courier):
        await courier.until(1)
    return courier.emoji[0][1].id


async def published(stack: Container, prompt: str = "angry lemon", **more: Any) -> int:
    """Publish a new emoji of a person on Discord and return its number."""
    emoji = await paint_one(stack, prompt, **more)
    await stack.service.emoji.publish(emoji, actor(), True)
    return emoji


async def own(stack: Container, client: Client) -> int:
    """Repeat another person's emoji in the browser and return the new one's number."""
    emoji = await published(stack)
    await post(client, f"/api/gallery/{emoji}/repeat")
    return await brought(stack)


async def ids(client: Client, query: str = "") -> list[int]:
    page = await get(client, f"/api/gallery?{query}")
    return [emoji["id"] for emoji in page["emoji"]]


async def test_a_visitor_sees_what_was_published_and_nothing_else(
    stack: Container, client: Client
) -> None:
    emoji = await paint_one(stack)
    assert await ids(client) == []
    for path in ("", "/0.png"):
        answer = await get(client, f"/api/gallery/{emoji}{path}", 409)
        assert "There is no such emoji" in answer["error"]
    await post(client, f"/api/gallery/{emoji}/vote", 409, value=1)
    await post(client, f"/api/gallery/{emoji}/repeat", 409)
    await stack.service.emoji.publish(emoji, actor(), True)
    assert await ids(client) == await ids(client, "scope=published") == [emoji]
    assert await ids(client, "scope=own") == []
    await get(client, "/api/gallery?scope=all", 400)
    await stack.service.emoji.publish(emoji, actor(), False)
    assert await ids(client) == []


async def test_only_the_asker_publishes(stack: Container, client: Client) -> None:
    emoji = await published(stack)
    answer = await post(client, f"/api/gallery/{emoji}/publish", 409, published=False)
    assert "Only the person who asked" in answer["error"]
    mine = await own(stack, client)
    assert await ids(client, "scope=own") == [mine]
    assert await post(client, f"/api/gallery/{mine}/publish", published=True)
    async with visitor(*routes(stack.service)) as other:
        assert mine in await ids(other)
        assert await ids(other, "scope=own") == []
    await post(client, f"/api/gallery/{mine}/publish", published=False)
    assert mine not in await ids(client, "scope=published")


async def test_the_receipt_and_the_files(stack: Container, client: Client) -> None:
    emoji = await published(stack, "Angry Lemon", seed=7, style="noto")
    found = await get(client, f"/api/gallery/{emoji}")
    assert (
        found["receipt"] | {"words": "Angry Lemon", "seed": 7, "style": "noto"}
        == (found["receipt"])
    )
    assert found["receipt"]["model"] == "0123456789ab"
    assert found["receipt"]["steps"] == 4
    assert found["made"][0] == "the sketch"
    assert found["repeats"]
    for name, start in (("0.png", b"\x89PNG"), ("1.webp", b"RIFF"), ("3.png100", b"\x89PNG")):
        async with client.get(f"/api/gallery/{emoji}/{name}") as answer:
            assert (await answer.read()).startswith(start)
            assert answer.headers["Cache-Control"].startswith("private")
    await get(client, f"/api/gallery/{emoji}/7.png", 409)


@pytest.mark.parametrize(
    "path",
    [
        "/api/gallery/0/../../config.toml",
        "/api/gallery/1/%2e%2e%2fconfig.toml",
        "/emoji/..%2f..%2fconfig.toml",
        "/api/gallery/9999999999999999999",
        "/api/gallery/\N{ARABIC-INDIC DIGIT ONE}",
    ],
)
async def test_no_other_path_leads_anywhere(client: Client, path: str) -> None:
    await get(client, path, 404)


@pytest.mark.parametrize("query", ["before=x", "before=-1", f"before={10**18}", "scope=theirs"])
async def test_a_wrong_page_is_a_sentence(client: Client, query: str) -> None:
    assert "There is no such" in (await get(client, f"/api/gallery?{query}", 400))["error"]


async def test_searches_the_words_the_style_and_likes(stack: Container, client: Client) -> None:
    lemon = await published(stack, "Angry LEMON", style="noto")
    unicorn = await published(stack, "angry 100% unicorn")
    assert await ids(client) == [unicorn, lemon]
    assert await ids(client, "words=lemon+ANGRY") == [lemon]
    assert await ids(client, "words=100%25") == [unicorn]
    assert await ids(client, "words=%25lemon") == []
    assert await ids(client, f"words={'a+' * 500}") == [unicorn, lemon]
    assert await ids(client, "style=noto") == [lemon]
    assert await ids(client, "style=none' OR 1=1") == []
    for strange in ("words=%ED%A0%80", "words=%FF", "style=%ED%A0%80"):
        assert await ids(client, strange) == [], strange
    await post(client, f"/api/gallery/{lemon}/vote", value=1)
    assert await ids(client, "liked=1") == [lemon]


async def test_a_like_counts_once_and_is_taken_back(stack: Container, client: Client) -> None:
    emoji = await published(stack)
    path = f"/api/gallery/{emoji}/vote"
    liked = await post(client, path, value=1)
    assert (liked["vote"], liked["likes"]) == (1, 1)
    assert "May I use your votes" in liked["question"]
    assert await post(client, path, value=1) == {"vote": None, "likes": 0, "question": None}
    assert (await post(client, path, value=-1))["vote"] == -1
    # A press that is sent twice counts once.
    for _ in range(2):
        assert (await post(client, path, value=1, id="press-1"))["vote"] == 1
    await post(client, path, 400, value=1, id="")
    await post(client, path, 400, value=2)
    await post(client, path, 400, value=True)
    await post(client, path, 400)


async def test_it_is_made_again_the_same(stack: Container, client: Client) -> None:
    emoji = await published(stack, seed=11, candidates=2, wildness=20)
    await post(client, f"/api/gallery/{emoji}/repeat")
    copy = await brought(stack)
    first, second = (
        await stack.service.emoji.get(emoji, OPERATOR),
        await stack.service.emoji.get(copy, OPERATOR),
    )
    assert first.recipe == second.recipe
    assert await stack.service.emoji.pictures(
        emoji, OPERATOR
    ) == await stack.service.emoji.pictures(copy, OPERATOR)
    assert (await get(client, f"/api/gallery/{copy}"))["own"]


async def test_it_says_so_where_the_model_is_gone(tmp_path: Path) -> None:
    async with open_stack(tmp_path) as stack:
        emoji = await published(stack)
    engine = FakeEngine()
    engine.model = "another"
    async with (
        open_stack(tmp_path, engine) as stack,
        visitor(*routes(stack.service)) as client,
    ):
        assert not (await get(client, f"/api/gallery/{emoji}"))["repeats"]
        answer = await post(client, f"/api/gallery/{emoji}/repeat", 409)
        assert "another is in use now" in answer["error"]


async def test_what_was_forgotten_or_removed_is_gone(stack: Container, client: Client) -> None:
    removed, forgotten = await published(stack), await published(stack)
    await stack.service.emoji.remove(removed, actor())
    assert await ids(client) == [forgotten]
    assert (await get(client, f"/api/gallery/{removed}"))["candidates"] == 0
    await stack.service.people.forget(actor())
    assert await ids(client) == []
    await get(client, f"/api/gallery/{forgotten}", 409)


async def test_pages_of_ten_thousand_are_whole(stack: Container, client: Client) -> None:
    await add_emoji(stack, MANY)
    seen: list[int] = []
    query = ""
    while query is not None:
        page = await get(client, f"/api/gallery?{query}")
        seen += [emoji["id"] for emoji in page["emoji"]]
        query = page["next"] and f"before={page['next']}"
    assert seen == list(range(MANY, 0, -100))


async def test_a_page_is_a_file_without_data(client: Client) -> None:
    for path in ("/gallery", "/emoji/1"):
        async with client.get(path) as answer:
            text = await answer.text()
            assert '<script type="module" src="/static/' in text
            assert "style=" not in text
            assert answer.content_type == "text/html"
