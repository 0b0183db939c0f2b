"""Visitors without cookies are somebody new each time: what that gains them, and what it fills."""

import asyncio
import secrets
import time
from pathlib import Path

import aiohttp
import pytest

from bot.domain import Actor, Address, EmojiRequest, Person, Platform, Refused, Unsuitable
from bot.limits import DAY, Limit
from bot.settings.config import Settings, WebSettings
from bot.store import audit, people
from tests.support.bot_stack import open_stack, paint_one
from tests.support.fake_engine import FakeEngine
from tests.support.people import actor, person, request
from tests.support.web_stack import Page, Visitor, open_page

PUBLIC = WebSettings(port=0, hosts=["emoji.example.org"])
LOCAL = WebSettings(port=0)


def held() -> FakeEngine:
    return FakeEngine(hold=asyncio.Event())


async def post(page: Page, path: str, address: str, **body: object) -> int:
    """The status of a POST without a cookie, through a proxy on this machine."""
    headers = {"Origin": page.app.url, "X-Forwarded-For": address}
    async with (
        aiohttp.ClientSession(page.app.url, cookie_jar=aiohttp.DummyCookieJar()) as session,
        session.post(path, json=body, headers=headers) as answer,
    ):
        return answer.status


async def test_new_cookies_do_not_reset_the_limit_of_an_address(tmp_path: Path) -> None:
    limits = {"burst": 2, "per_hour": 1.0}
    async with open_page(tmp_path, held(), web=PUBLIC, limits=limits) as page:
        for address in ("203.0.113.1", "2001:db8:1:2::%x"):
            found = [
                await post(
                    page,
                    "/api/ask",
                    address.replace("%x", f"{number:x}"),
                    id="a",
                    prompt=f"lemon {number}",
                )
                for number in range(12)
            ]
            assert found == [200] * 6 + [409] * 6
        assert await post(page, "/api/ask", "203.0.113.2", id="a", prompt="lemon") == 200


async def test_ones_own_page_has_no_limit(tmp_path: Path) -> None:
    limits = {"burst": 1, "per_hour": 1.0, "per_day": 1}
    async with (
        open_page(tmp_path, web=LOCAL, limits=limits) as page,
        Visitor(page) as ann,
        ann.follow() as events,
    ):
        for number in range(25):
            asked = await ann.post("/api/ask", id=f"n{number}", prompt="lemon")
            await events.until("turn", job=asked["job"], standing="done")


async def test_everything_that_changes_something_has_a_limit_by_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.safety.WRITES", Limit(burst=5, per_hour=1, per_day=10))
    async with open_page(tmp_path, web=PUBLIC) as page:
        statuses = [await post(page, "/api/say", "203.0.113.1", text="/help") for _ in range(8)]
        assert statuses == [200] * 5 + [429] * 3
        assert await post(page, "/api/say", "203.0.113.2", text="/help") == 200


def asked_on(platform: Platform, number: int) -> EmojiRequest:
    who = Person(platform, secrets.token_hex(8))
    return EmojiRequest(
        id=f"{platform}{number}",
        actor=Actor(who),
        address=Address(platform, "chat"),
        prompt=f"lemon {number}",
    )


@pytest.mark.parametrize(("web", "room"), [(PUBLIC, 10), (LOCAL, 20)])
async def test_visitors_cannot_fill_the_queue_of_the_chats(
    tmp_path: Path, web: WebSettings, room: int
) -> None:
    settings = Settings.model_validate({"queue": {"total": 20}}).model_copy(update={"web": web})
    async with open_stack(tmp_path, settings=settings) as stack:
        for number in range(room):
            await stack.service.ask(asked_on(Platform.WEB, number))
        for number in range(room, 30):
            with pytest.raises(Refused, match="The queue is full"):
                await stack.service.ask(asked_on(Platform.WEB, number))
        for number in range(20 - room):
            await stack.service.ask(asked_on(Platform.DISCORD, number))


async def test_refused_prompts_are_short_and_few(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "MOST_OF_PERSON", 5)
    monkeypatch.setattr(audit, "MOST", 12)
    async with open_stack(tmp_path) as stack:
        for name in ("ann", "bob", "cyd", "dan"):
            for _ in range(8):
                with pytest.raises(Unsuitable):
                    await stack.service.ask(request("fuck" + " \u200b" * 7000, name))
        assert await stack.store.statistics.refused() <= 12
        database = stack.store.audit._db
        rows = await database.all("SELECT person, length(prompt) AS length FROM audit")
        assert all(row["length"] <= audit.LENGTH for row in rows)
        per_person = [row["person"] for row in rows]
        assert max(per_person.count(key) for key in per_person) <= 5
        assert person("dan").key in per_person


async def test_picks_replace_each_other(tmp_path: Path) -> None:
    async with open_stack(tmp_path) as stack:
        emoji = await paint_one(stack)
        for number in range(50):
            await stack.service.emoji.pick(emoji, number % 4, actor())
        rows = await stack.store.votes._db.all("SELECT place FROM signals WHERE kind = 'pick'")
        assert [row["place"] for row in rows] == [49 % 4]


async def test_votes_of_invented_visitors_do_not_train(tmp_path: Path) -> None:
    async with open_stack(tmp_path) as stack:
        emoji = await paint_one(stack)
        await stack.service.people.consent(actor(), True)
        await stack.service.emoji.publish(emoji, actor(), True)
        voters = [Actor(Person(Platform.WEB, f"{number:024x}")) for number in range(50)]
        for voter in voters:
            await stack.service.votes.vote(emoji, voter, 1)
            await stack.service.people.consent(voter, True)
        votes = stack.store.votes
        assert await votes.for_training(False, settled=True) == []
        assert len(await votes.for_training(False)) == 50
        # One of them had asked for an emoji two days before, and got it.
        database, before = votes._db, time.time() - 2 * DAY
        async with database.writing():
            await database.do(
                "INSERT INTO jobs (platform, request, person, address, recipe, state, created)"
                " VALUES ('web', 'r', ?, '{}', '{}', 'delivered', ?)",
                voters[7].person.key,
                before,
            )
        [judged] = await votes.for_training(False, settled=True)
        assert judged.voter == voters[7].person.key
        # Voters of the chats have accounts.
        await stack.service.votes.vote(emoji, actor("bob"), 1)
        await stack.service.people.consent(actor("bob"), True)
        assert len(await votes.for_training(False, settled=True)) == 2


async def test_settings_of_invented_visitors_are_few(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "MOST_IDLE_VISITORS", 10)
    async with open_stack(tmp_path) as stack:
        await paint_one(stack)
        await stack.service.people.set_style(actor("bob"), "noto")
        asker = asked_on(Platform.WEB, 1)
        await stack.service.ask(asker)
        for number in range(50):
            visitor = Actor(Person(Platform.WEB, f"{number:024x}"))
            await stack.service.people.set_style(visitor, "noto")
        await stack.store.people.expire(time.time())
        rows = await stack.store.people._db.all("SELECT person FROM people")
        kept = {row["person"] for row in rows}
        assert len(kept) == 13
        assert {actor().person.key, actor("bob").person.key, asker.actor.person.key} < kept
        assert f"web:{49:024x}" in kept


@pytest.mark.parametrize("moods", [" ", ",", "--move", "happy,,,sad, happy"])
async def test_a_pack_counts_what_it_paints_against_the_address(
    tmp_path: Path, moods: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[int] = []
    monkeypatch.setattr(
        "bot.web.chat.count_request", lambda request, count=1: counted.append(count)
    )
    async with open_page(tmp_path, web=PUBLIC) as page:
        await post(page, "/api/pack", "203.0.113.1", id="a", emoji=1, moods=moods)
    assert counted == [2 if "happy" in moods else 12]
