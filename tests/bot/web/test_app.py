"""The page's server: asking, following, voting, picking, cancelling, commands, reloading."""

import asyncio
from base64 import b64decode
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from bot import messages
from bot.domain import Actor, Address, BadSettings, EmojiRequest, Person, Platform
from bot.http import events as web_events
from bot.http.events import EventStreams, Stream
from bot.messages import CACHED
from bot.settings.config import WebSettings
from bot.web.app import WebApp
from bot.web.places import QueuePlaces
from bot.web.turns import TurnReader
from tests.support.bot_stack import open_stack
from tests.support.fake_engine import STEPS, FakeEngine, SketchingEngine
from tests.support.people import actor, person, request
from tests.support.web_stack import FREE_PORT, Visitor, open_page


async def test_an_emoji_from_the_words_to_the_files(tmp_path: Path) -> None:
    async with open_page(tmp_path) as page, Visitor(page) as ann, ann.follow() as events:
        kind, first = await events.next()
        assert (kind, first["turns"], first["style"]) == ("snapshot", [], "fluent")
        assert first["styles"] == ["fluent", "noto", "twemoji"]
        asked = await ann.post("/api/ask", id="a", prompt="lemon", style="noto", seed=7)
        step = await events.until("step")
        assert (step["job"], step["done"], step["total"]) == (asked["job"], 1, STEPS)
        assert b64decode(step["preview"]).startswith(b"\x89PNG")
        emoji = (await events.until("turn", standing="done"))["emoji"]
        assert (emoji["prompt"], emoji["style"], emoji["seed"]) == ("lemon", "noto", 7)
        assert emoji["alt"] == "Emoji: lemon (noto style)"
        assert emoji["made"][0] == "the sketch"
        pngs = [(form, b"\x89PNG") for form in ("png", "png100", "emoji")]
        for form, start in (*pngs, ("webp", b"RIFF")):
            async with ann.session.get(f"/api/picture/{emoji['id']}/1.{form}") as answer:
                assert answer.status == 200
                assert (await answer.read()).startswith(start)
        assert "seed 7" in (await ann.get(f"/api/how/{emoji['id']}"))["said"]


async def test_what_was_misread_is_said_with_the_emoji(tmp_path: Path) -> None:
    async with open_page(tmp_path) as page, Visitor(page) as ann, ann.follow() as events:
        await ann.post("/api/ask", id="a", prompt="lemon")
        done = await events.until("turn", standing="done")
        assert done["emoji"]["misread"] == ""
        await ann.post("/api/ask", id="b", prompt="qwzx lemon")
        done = await events.until("turn", standing="done")
        assert done["emoji"]["misread"] == "Read as: qwzx lemon. Not understood: qwzx."


THEIRS: list[tuple[str, dict[str, Any] | None]] = [
    ("/api/vote", {"emoji": 1, "value": 1}),
    ("/api/pick", {"emoji": 1, "place": 1}),
    ("/api/remove", {"emoji": 1}),
    ("/api/ask", {"id": "x", "again": 1}),
    ("/api/ask", {"id": "x", "again": 1, "prompt": "cat"}),
    ("/api/cancel", {"job": 1}),
    ("/api/pack", {"id": "x", "emoji": 1}),
    ("/api/how/1", None),
    ("/api/picture/1/0.png", None),
    ("/api/picture/1/1.webp", None),
    ("/api/gallery/1", None),
    ("/api/gallery/1/0.png", None),
    ("/api/gallery/1/vote", {"value": 1}),
    ("/api/gallery/1/repeat", {}),
    ("/api/gallery/1/publish", {"published": True}),
]


async def test_no_route_shows_or_changes_what_is_somebody_elses(tmp_path: Path) -> None:
    async with open_page(tmp_path) as page, Visitor(page) as ann, Visitor(page) as bob:
        async with ann.follow() as events:
            await ann.post("/api/ask", id="a", prompt="secret lemon")
            await events.until("turn", standing="done")
        before = await page.stack.store.emoji.get(1)
        for path, body in THEIRS:
            said = await (bob.get(path, 409) if body is None else bob.post(path, 409, **body))
            assert set(said) == {"error"}, path
            assert "lemon" not in str(said), path
        assert "secret" not in str(await bob.get("/api/gallery?scope=visible"))
        assert "secret" not in str(await bob.post("/api/say", text="/history"))
        assert "secret" not in str(await bob.post("/api/say", text="/queue"))
        assert await page.stack.store.emoji.get(1) == before
        assert len(await page.stack.store.emoji.pictures(1)) == 4
        assert await page.stack.store.jobs.get(2) is None
        assert await page.stack.store.votes.by_model() == []


async def test_the_same_request_twice_is_one(tmp_path: Path) -> None:
    engine = FakeEngine()
    async with open_page(tmp_path, engine) as page, Visitor(page) as ann, ann.follow() as events:
        first = await ann.post("/api/ask", id="a", prompt="lemon")
        again = await ann.post("/api/ask", id="a", prompt="lemon")
        await events.until("turn", standing="done")
        assert first["job"] == again["job"]
        assert len(engine.painted) == 1


async def test_the_same_picture_is_there_at_once_and_marked(tmp_path: Path) -> None:
    engine = FakeEngine()
    async with open_page(tmp_path, engine) as page, Visitor(page) as ann, Visitor(page) as bob:
        async with ann.follow() as events:
            await ann.post("/api/ask", id="a", prompt="lemon", seed=7)
            done = await events.until("turn", standing="done")
        assert done["emoji"]["cached"] == ""
        asked = await bob.post("/api/ask", id="a", prompt="Lemon", seed=7)
        assert (asked["standing"], asked["emoji"]["cached"]) == ("done", CACHED)
        shown = await bob.get(f"/api/gallery/{asked['emoji']['id']}")
        assert shown["receipt"]["from the store"] == CACHED
        assert len(engine.painted) == 1


async def test_what_happened_while_the_page_was_away(tmp_path: Path) -> None:
    async with open_page(tmp_path) as page, Visitor(page) as ann:
        async with ann.follow() as events:
            await ann.post("/api/ask", id="a", prompt="lemon")
            await ann.post("/api/ask", id="b", prompt="broken robot")
            await events.until("turn", standing="ended")
        async with ann.follow() as events:
            _, snapshot = await events.next()
    done, failed = snapshot["turns"]
    assert (done["standing"], done["emoji"]["prompt"]) == ("done", "lemon")
    assert failed["standing"] == "ended"
    assert "could not be painted, even on a second try" in failed["why"]


async def test_a_request_outlives_the_server(tmp_path: Path) -> None:
    engine = FakeEngine(hold=asyncio.Event())
    async with open_page(tmp_path, engine) as page, Visitor(page) as ann:
        for number in ("a", "b"):
            await ann.post("/api/ask", id=number, prompt=f"lemon {number}")
        await engine.begun.wait()
        jar = ann.session.cookie_jar
        async with ann.follow():
            pass
    async with open_page(tmp_path) as page, Visitor(page, jar) as ann, ann.follow() as events:
        _, snapshot = await events.next()
        assert [turn["prompt"] for turn in snapshot["turns"]] == ["lemon a", "lemon b"]
        if snapshot["turns"][1]["standing"] != "done":
            await events.until("turn", job=2, standing="done")


async def test_place_in_the_queue_and_cancelling(tmp_path: Path) -> None:
    hold = asyncio.Event()
    engine = FakeEngine(hold=hold)
    async with open_page(tmp_path, engine) as page, Visitor(page) as ann, Visitor(page) as bob:
        first = await ann.post("/api/ask", id="a", prompt="lemon")
        await engine.begun.wait()
        async with bob.follow() as events:
            second = await bob.post("/api/ask", id="a", prompt="robot")
            assert second["queue"]["place"] == 2
            assert "place 2 in the queue" in second["queue"]["text"]
            error = await bob.post("/api/cancel", 409, job=first["job"])
            assert error["error"] == "Only the person who asked can cancel this."
            await bob.post("/api/cancel", job=second["job"])
            ended = await events.until("turn", standing="ended")
            assert ended["why"] == "Cancelled. It does not count towards your limit."
            hold.set()


async def test_who_waits_is_told_when_the_place_changes(tmp_path: Path) -> None:
    events, who = EventStreams(), person("v", Platform.WEB)
    async with open_stack(tmp_path) as stack:
        places, stream = QueuePlaces(TurnReader(stack.service), events), events.open(who)
        await stack.service.ask(request(name="ann"))
        ticket = await stack.service.ask(asked_on_the_page("robot", who))
        places.watch(who)
        await places.send_changes()
        assert f'"job": {ticket.job}' in line_of(stream)
        await places.send_changes()
        assert stream.empty()
        await stack.service.cancel(1, actor("ann"))
        await places.send_changes()
        assert '"place": 1' in line_of(stream)


async def test_voting_taking_back_and_consent(tmp_path: Path) -> None:
    async with open_page(tmp_path) as page, Visitor(page) as ann, ann.follow() as events:
        await ann.post("/api/ask", id="a", prompt="lemon")
        emoji = (await events.until("turn", standing="done"))["emoji"]["id"]
        voted = await ann.post("/api/vote", emoji=emoji, value=1)
        assert "May I use your votes" in voted["question"]
        assert (await events.until("turn"))["emoji"]["vote"] == 1
        assert (await ann.post("/api/say", text="/privacy on"))["said"].startswith("Your votes may")
        voted = await ann.post("/api/vote", emoji=emoji, value=1)
        assert voted == {"said": "Vote removed.", "question": None}
        assert (await events.until("turn"))["emoji"]["vote"] is None


async def test_picking_again_changing_removing(tmp_path: Path) -> None:
    async with open_page(tmp_path) as page, Visitor(page) as ann, ann.follow() as events:
        await ann.post("/api/ask", id="a", prompt="lemon", candidates=3)
        emoji = (await events.until("turn", standing="done"))["emoji"]
        picked = await ann.post("/api/pick", emoji=emoji["id"], place=2)
        assert picked["emoji"]["chosen"] == 2
        other = await ann.post("/api/ask", id="b", again=emoji["id"])
        assert (other["prompt"], other["candidates"]) == ("lemon", 3)
        third = await ann.post("/api/ask", id="c", again=emoji["id"], prompt="sad lemon")
        assert third["prompt"] == "sad lemon"
        removed = await ann.post("/api/remove", emoji=emoji["id"])
        assert removed["emoji"]["candidates"] == 0


async def test_what_is_anothers_is_not_seen(tmp_path: Path) -> None:
    async with open_page(tmp_path) as page, Visitor(page) as ann, Visitor(page) as bob:
        async with ann.follow() as events:
            await ann.post("/api/ask", id="a", prompt="lemon")
            emoji = (await events.until("turn", standing="done"))["emoji"]["id"]
        await bob.get(f"/api/how/{emoji}", 409)
        await bob.get(f"/api/picture/{emoji}/0.png", 409)
        for path, more in (("vote", {"value": 1}), ("pick", {"place": 0}), ("remove", {})):
            await bob.post(f"/api/{path}", 409, emoji=emoji, **more)
        await bob.post("/api/ask", 409, id="a", again=emoji)
        async with bob.follow() as events:
            _, snapshot = await events.next()
        assert snapshot["turns"] == []


async def test_commands(tmp_path: Path) -> None:
    async with open_page(tmp_path) as page, Visitor(page) as ann, ann.follow() as events:
        for text, part in (
            ("/help", "/emoji WORDS"),
            ("/style noto", "now drawn in noto style"),
            ("/style", "drawn in noto style."),
            ("/queue", "Nobody is waiting."),
            ("/about", "Model 0123456789ab"),
            ("/history", "You have no emoji yet"),
            ("/privacy", "Stored about you: your id"),
            ("/privacy off", "do not train"),
        ):
            assert part in (await ann.post("/api/say", text=text))["said"]
        assert (await events.until("snapshot", style="noto"))["turns"] == []
        error = await ann.post("/api/say", 409, text="/dance now")
        assert error["error"].startswith("There is no command /dance")


@pytest.mark.parametrize("text", ["/privacy forget", " /Privacy  FORGET ", "privacy forget"])
async def test_forgetting_asks_before_it_deletes(text: str, tmp_path: Path) -> None:
    async with open_page(tmp_path) as page, Visitor(page) as ann, ann.follow() as events:
        await ann.post("/api/ask", id="a", prompt="lemon")
        await events.until("turn", standing="done")
        asked = await ann.post("/api/say", text=text)
        assert asked == {"said": messages.FORGET_QUESTION, "confirm": messages.FORGET_YES}
        assert (await ann.get("/api/gallery?scope=own"))["emoji"]
        done = await ann.post("/api/say", text=text, confirmed=True)
        assert done == {"said": messages.FORGOTTEN}
        assert not (await ann.get("/api/gallery?scope=own"))["emoji"]


async def test_limits_hold_for_a_visitor(tmp_path: Path) -> None:
    limits, web = {"burst": 1, "per_hour": 1.0}, WebSettings(port=0, hosts=["emoji.example.org"])
    async with open_page(tmp_path, web=web, limits=limits) as page, Visitor(page) as ann:
        await ann.post("/api/ask", id="a", prompt="lemon")
        refused = await ann.post("/api/ask", 409, id="b", prompt="lemon")
        assert refused["error"].startswith("You have reached your limit")
        async with Visitor(page) as bob:
            await bob.post("/api/ask", id="a", prompt="lemon")


async def test_a_slow_page_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_events, "MAX_QUEUED", 2)
    events, ann = EventStreams(), person("ann", Platform.WEB)
    stream = events.open(ann)
    for number in range(5):
        events.send(ann, "step", {"done": number})
    lines = [stream.get_nowait() for _ in range(stream.qsize())]
    assert len(lines) == 3
    assert lines[-1] is None
    assert not events.watched(ann)


async def test_a_page_too_many_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_events, "STREAMS_PER_PERSON", 1)
    async with open_page(tmp_path) as page, Visitor(page) as ann:
        async with ann.follow() as events:
            await events.next()
            await ann.get("/api/events", 503)
        async with Visitor(page) as bob, bob.follow() as events:
            await events.next()


async def test_a_busy_port_is_a_sentence(tmp_path: Path) -> None:
    async with open_page(tmp_path) as page:
        port = int(page.app.url.rpartition(":")[2])
        taken = FREE_PORT.model_copy(update={"port": port})
        with pytest.raises(BadSettings, match="cannot be served on"):
            async with WebApp(page.stack.service, taken, ""):
                pass


def asked_on_the_page(prompt: str, who: Person) -> EmojiRequest:
    return EmojiRequest("a", Actor(who), Address(Platform.WEB, who.id, private=True), prompt)


def line_of(stream: Stream) -> str:
    line = stream.get_nowait()
    assert line is not None
    return line.decode()


async def test_twenty_visitors_are_served_in_turn_and_none_is_lost(tmp_path: Path) -> None:
    engine = FakeEngine()
    async with open_page(tmp_path, engine) as page, AsyncExitStack() as stack:
        visitors = [await stack.enter_async_context(Visitor(page)) for _ in range(20)]
        streams = [await stack.enter_async_context(visitor.follow()) for visitor in visitors]
        await page.stack.service.operator.pause(True)
        for round_ in range(5):
            for number, visitor in enumerate(visitors):
                await visitor.post("/api/ask", id=f"r{round_}", prompt=f"lemon {number}")
        await page.stack.service.operator.pause(False)
        for stream in streams:
            done = {(await stream.until("turn", standing="done"))["job"] for _ in range(5)}
            assert len(done) == 5
    prompts = [recipe.prompt for recipe in engine.painted]
    for start in range(0, 100, 20):
        assert len(set(prompts[start : start + 20])) == 20


async def test_a_glimpse_is_of_ones_own_job_alone(tmp_path: Path) -> None:
    engine = FakeEngine(hold=asyncio.Event())
    async with open_page(tmp_path, engine) as page, Visitor(page) as ann:
        asked = await ann.post("/api/ask", id="a", prompt="lemon")
        await engine.begun.wait()
        assert await page.stack.service.preview(asked["job"]) is not None
        assert await page.stack.service.preview(asked["job"] + 1) is None


async def test_a_pack_on_the_page(tmp_path: Path) -> None:
    async with (
        open_page(tmp_path, SketchingEngine()) as page,
        Visitor(page) as ann,
        Visitor(page) as bob,
        ann.follow() as events,
    ):
        await ann.post("/api/ask", id="a", prompt="lemon")
        await events.until("turn", standing="done")
        body: dict[str, Any] = {"id": "b", "emoji": 1, "moods": "happy, sad", "animated": True}
        asked = await ann.post("/api/pack", **body)
        assert (asked["pack"]["total"], asked["emoji"]) == (2, None)
        assert asked["queue"]["text"].startswith("On it: “lemon”")
        assert (await ann.post("/api/pack", **body))["job"] == asked["job"]
        await events.until("step", job=asked["job"])
        done = await events.until("turn", job=asked["job"], standing="done")
        assert done["pack"]["text"] == "“lemon”: 2 moving emoji, happy, sad."
        assert len(done["pack"]["emoji"]) == 2
        where = f"/api/pack/{asked['job']}"
        for name, start in (("sheet.png", b"\x89PNG"), ("zip", b"PK"), ("slack", b"PK")):
            async with ann.session.get(f"{where}/{name}") as answer:
                assert answer.status == 200
                assert (await answer.read()).startswith(start)
        assert "lemon.zip" not in answer.headers["Content-Disposition"]
        for name in ("sheet.png", "zip", "mastodon", "slack"):
            assert set(await bob.get(f"{where}/{name}", 409)) == {"error"}
        await bob.post("/api/remove-pack", 409, job=asked["job"])
        said = await ann.post("/api/pack", 409, id="c", emoji=1, moods="hangry")
        assert "do not know the mood" in said["error"]
        left = await ann.post("/api/remove-pack", job=asked["job"])
        assert left["pack"]["emoji"] == []
