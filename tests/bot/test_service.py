"""The service: votes and consent, picks, repeats, removal, privacy, the operator."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.container import Container
from bot.domain import Form, Platform, Refused, Unsuitable, VoteResult
from bot.emoji.export import export
from bot.language import speaking
from bot.operations.operator import wilson
from bot.operations.vote_export import exported
from bot.people import recent_prompts
from bot.people.recent_prompts import RecentPrompts
from bot.settings.config import Settings
from tests.support.bot_stack import open_stack
from tests.support.people import OPERATOR, actor, address, person, request
from tests.support.recording_courier import RecordingCourier

ADMIN = Settings.model_validate({"admins": {"people": ["discord:root"]}})


@pytest_asyncio.fixture
async def stack(tmp_path: Path) -> AsyncIterator[Container]:
    async with open_stack(tmp_path, settings=ADMIN) as stack:
        yield stack


async def paint(stack: Container, prompt: str = "angry lemon", name: str = "ann") -> int:
    """Ask for an emoji, wait until it is delivered, and return its number."""
    courier = RecordingCourier()
    await stack.service.ask(request(prompt, name))
    async with stack.serve(courier):
        await courier.until(1)
    return courier.emoji[0][1].id


async def test_buttons_vote_and_take_back(stack: Container) -> None:
    emoji, bob = await paint(stack), actor("bob")
    assert await stack.service.votes.vote(emoji, bob, 1) == VoteResult(1, True)
    assert await stack.service.votes.vote(emoji, bob, -1) == VoteResult(-1, False)
    assert await stack.store.votes.by_model() == [("0123456789ab", 0, 1)]
    assert await stack.service.votes.vote(emoji, bob, -1) == VoteResult(None, False)
    assert await stack.store.votes.by_model() == []


async def test_reactions_are_votes_and_only_on_results(stack: Container) -> None:
    emoji, bob = await paint(stack), actor("bob")
    at = (Platform.DISCORD, "chat", "message 1")
    await stack.service.people.heard(bob)
    assert await stack.service.votes.react(*at, bob, "🔥", True) == VoteResult(1, True, True)
    assert await stack.service.votes.react(*at, bob, "👎", True) == VoteResult(-1, False)
    # The later vote counts; removing the earlier reaction changes nothing.
    assert await stack.service.votes.react(*at, bob, "🔥", False) is None
    assert await stack.store.votes.of(emoji, person("bob")) == (-1, "👎")
    assert await stack.service.votes.react(*at, bob, "👎", False) == VoteResult(None, False)
    assert await stack.service.votes.react(*at, bob, "🦑", True) == VoteResult(0, False)
    assert await stack.service.votes.react(Platform.DISCORD, "chat", "9", bob, "🔥", True) is None
    assert await stack.service.votes.react(Platform.TELEGRAM, *at[1:], bob, "🔥", True) is None


LIKE, DISLIKE, NEUTRAL = (1, 1), (1, -1), (1, 0)
NO_VOTE = (0, 0)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        # Skin tones and variation selectors mean the same.
        ("+👍🏽", LIKE),
        ("+👍🏿", LIKE),
        ("+👎🏻", DISLIKE),
        ("+❤", LIKE),
        ("+❤\ufe0f", LIKE),
        ("+👍\ufe0e", LIKE),
        ("+💩\ufe0f", DISLIKE),
        ("+❤\u200d🔥", NEUTRAL),
        # What is neutral says nothing beside a like or a dislike, in any order.
        ("+👍 +😮", LIKE),
        ("+😮 +👍", LIKE),
        ("+👍 +😂", LIKE),
        ("+👍 +😂 -😂", LIKE),
        ("+👍 +😂 -👍", NEUTRAL),
        ("+😂 +👎 -😂", DISLIKE),
        ("+😂", NEUTRAL),
        ("+😂 -😂", NO_VOTE),
        # The newest like or dislike decides, and the others are left.
        ("+👍 +👎", DISLIKE),
        ("+👍 +👎 -👎", LIKE),
        ("+👍 +👎 -👍", DISLIKE),
        ("+🔥 +👍 -👍", LIKE),
        ("+👍🏽 +👍 -👍", LIKE),
        ("+👍🏽 -👍", LIKE),
        ("+👍 +👍 -👍", NO_VOTE),
        ("-👍", NO_VOTE),
        # Buttons are part of the set.
        ("up", LIKE),
        ("up up", NO_VOTE),
        ("up down", DISLIKE),
        ("up down down", NO_VOTE),
        ("+👍 up up", LIKE),
        ("+👎 up", LIKE),
        ("+👎 up up", DISLIKE),
        ("up +👎 up", LIKE),
        ("up +😮", LIKE),
        ("up -👍", LIKE),
    ],
)
async def test_the_vote_follows_from_the_set_of_reactions(
    stack: Container, changes: str, expected: tuple[int, int]
) -> None:
    emoji, bob = await paint(stack), actor("bob")
    at = (Platform.DISCORD, "chat", "message 1")
    for change in changes.split():
        if change in ("up", "down"):
            await stack.service.votes.vote(emoji, bob, 1 if change == "up" else -1)
        else:
            await stack.service.votes.react(*at, bob, change[1:], change[0] == "+")
    vote = await stack.store.votes.of(emoji, bob.person)
    assert (0 if vote is None else 1, 0 if vote is None else vote[0]) == expected


async def test_reactions_to_two_messages_of_one_emoji_are_kept_apart(stack: Container) -> None:
    emoji, bob, votes = await paint(stack), actor("bob"), stack.service.votes
    await stack.service.emoji.shown_in(emoji, Platform.DISCORD, "chat", "9")
    for message in ("message 1", "9"):
        await votes.react(Platform.DISCORD, "chat", message, bob, "👍", True)
    await votes.react(Platform.DISCORD, "chat", "9", bob, "👍", False)
    assert await stack.store.votes.of(emoji, bob.person) == (1, "👍")
    await votes.react(Platform.DISCORD, "chat", "message 1", bob, "👍", False)
    assert await stack.store.votes.of(emoji, bob.person) is None


async def test_the_vote_is_on_the_picture_that_was_shown_then(stack: Container) -> None:
    emoji, bob = await paint(stack), actor("bob")
    at = (Platform.DISCORD, "chat", "message 1")
    await stack.service.votes.react(*at, bob, "👍", True)
    await stack.service.emoji.pick(emoji, 2, actor())
    await stack.service.votes.react(*at, bob, "👎", True)
    place = "SELECT place FROM votes"
    row = await stack.store.votes._db.one(place)
    assert row is not None
    assert row["place"] == 2
    await stack.service.votes.react(*at, bob, "👎", False)
    row = await stack.store.votes._db.one(place)
    assert row is not None
    assert row["place"] == 0


async def test_votes_of_an_earlier_version_are_kept_and_can_be_taken_back(tmp_path: Path) -> None:
    async with open_stack(tmp_path) as stack:
        emoji = await paint(stack)
    connection = sqlite3.connect(tmp_path / "bot.db")
    connection.execute("DROP TRIGGER source_used")
    newer = ("links", "reactions", "presses", "spoken", "spent", "moving", "readings", "sources")
    for table in newer:
        connection.execute(f"DROP TABLE {table}")
    connection.execute("ALTER TABLE stickers DROP COLUMN sending")
    connection.execute("DROP INDEX jobs_of_pack")
    for column in ("parts", "pack", "mood"):
        connection.execute(f"ALTER TABLE jobs DROP COLUMN {column}")
    for table in ("jobs", "emoji"):
        for column in ("parent", "change"):
            connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    for name, value, symbol in (("bob", 1, "👍"), ("cyd", -1, "button down"), ("dan", 0, "👍🏽")):
        connection.execute(
            "INSERT INTO votes VALUES (?, ?, ?, ?, 0, 0, 1)",
            (emoji, f"discord:{name}", value, symbol),
        )
    connection.execute("PRAGMA user_version = 4")
    connection.commit()
    connection.close()
    async with open_stack(tmp_path) as stack:
        assert await stack.store.votes.by_model() == [("0123456789ab", 1, 1)]
        at = (Platform.DISCORD, "chat", "message 1")
        await stack.service.votes.react(*at, actor("bob"), "👍", False)
        assert (await stack.service.votes.vote(emoji, actor("cyd"), -1)).value is None
        assert await stack.store.votes.by_model() == [("0123456789ab", 0, 0)]


async def test_the_askers_own_vote_is_marked_and_does_not_count(stack: Container) -> None:
    emoji = await paint(stack)
    await stack.service.votes.vote(emoji, actor(), 1)
    assert await stack.store.votes.by_model() == []
    assert await stack.store.votes.of(emoji, person()) == (1, "button up")


async def test_a_pick_of_the_asker_stands_for_the_emoji(stack: Container) -> None:
    emoji = await paint(stack)
    pictures = await stack.service.emoji.pictures(emoji, OPERATOR)
    assert await stack.service.emoji.pick(emoji, 2, actor("bob")) == pictures[2]
    assert await stack.service.emoji.picture(emoji, OPERATOR) == pictures[0]
    await stack.service.emoji.pick(emoji, 2, actor())
    assert await stack.service.emoji.picture(emoji, OPERATOR) == pictures[2]
    assert (await export(await stack.service.emoji.picture(emoji, OPERATOR), Form.PNG)).startswith(
        b"\x89PNG"
    )
    with pytest.raises(Refused, match="no such candidate"):
        await stack.service.emoji.pick(emoji, 4, actor())


async def test_again_has_new_seeds_and_edits_new_words(stack: Container) -> None:
    emoji = await paint(stack)
    before = await stack.service.emoji.get(emoji, OPERATOR)
    again = await stack.service.again(emoji, "press 1", actor("bob"), address())
    edited = await stack.service.again(emoji, "press 2", actor("bob"), address(), "happy lemon")
    jobs = [await stack.store.jobs.get(ticket.job) for ticket in (again, edited)]
    assert [job.recipe.prompt for job in jobs if job] == ["angry lemon", "happy lemon"]
    assert before.recipe.seed not in {job.recipe.seed for job in jobs if job}
    assert (await stack.service.again(emoji, "press 1", actor("bob"), address())).repeated
    with pytest.raises(Unsuitable):
        await stack.service.again(emoji, "press 3", actor("bob"), address(), "fucking lemon")


async def test_another_try_is_read_in_the_language_of_the_first(stack: Container) -> None:
    with speaking("fr"):
        emoji = await paint(stack, "chat")
    with speaking("de"):
        again = await stack.service.again(emoji, "again", actor(), address())
        other = await stack.service.again(emoji, "other", actor(), address(), "Gift")
    jobs = [await stack.service.job(ticket.job) for ticket in (again, other)]
    assert [job and job.recipe.language for job in jobs] == ["fr", "de"]


async def test_a_refusal_costs_nothing_and_is_kept_for_the_operator(tmp_path: Path) -> None:
    settings = Settings.model_validate({"limits": {"burst": 1, "per_hour": 0.001}})
    async with open_stack(tmp_path, settings=settings) as stack:
        with pytest.raises(Unsuitable):
            await stack.service.ask(request("fucking lemon"))
        assert await stack.store.statistics.refused() == 1
        await stack.service.ask(request())


async def test_what_a_limit_refuses_is_not_judged(tmp_path: Path) -> None:
    settings = Settings.model_validate({"limits": {"burst": 2, "per_hour": 0.001}})
    async with open_stack(tmp_path, settings=settings) as stack:
        service, ann, courier = stack.service, actor(), RecordingCourier()
        ticket = await service.ask(request(number="first"))
        async with stack.serve(courier):
            await courier.until(1)
        emoji = courier.emoji[0][1].id
        await service.ask(request("red lemon"))
        limit = "You have reached your limit"
        with pytest.raises(Refused, match=limit):
            await service.ask(request("fucking lemon"))
        with pytest.raises(Refused, match=limit):
            await service.change(emoji, "fucking blue", "second", ann, address())
        with pytest.raises(Refused, match=limit):
            await service.pack(emoji, "third", ann, address())
        assert await stack.store.statistics.refused() == 0
        again = await service.ask(request("fucking lemon", number="first"))
        assert (again.job, again.repeated) == (ticket.job, True)


@pytest.mark.parametrize(
    "wrong", [{"style": "oil"}, {"wildness": 101}, {"candidates": 9}, {"seed": -1}], ids=str
)
async def test_values_out_of_range_are_a_sentence(stack: Container, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused, match=r"Choose one of fluent|goes from 0"):
        await stack.service.ask(request(**wrong))


async def test_only_the_asker_or_who_manages_there_removes(stack: Container) -> None:
    emoji = await paint(stack)
    for stranger in (actor("bob"), actor("bob", "discord:1", manages=True)):
        with pytest.raises(Refused, match="Only the person who asked"):
            await stack.service.emoji.remove(emoji, stranger)
    await stack.service.emoji.remove(emoji, actor())
    with pytest.raises(Refused, match="pictures are gone"):
        await stack.service.emoji.picture(emoji, OPERATOR)
    # The receipt still says how it was made.
    assert "angry lemon" in await stack.service.emoji.how(emoji, OPERATOR)
    assert "because of their age" in await stack.service.emoji.how(emoji, OPERATOR)


async def test_the_receipt_says_what_was_painted_and_by_which_model(stack: Container) -> None:
    emoji = await paint(stack)
    how = await stack.service.emoji.how(emoji, OPERATOR)
    made = "the sketch, painted at strength 0.30 and traced, painted at strength 0.45 and traced"
    assert made in how
    assert "model 0123456789ab" in how
    assert "is gone" not in how


async def test_history_is_ones_own_and_is_searched(stack: Container) -> None:
    await paint(stack, "Angry LEMON", "ann")
    await paint(stack, "100% cat", "ann")
    await paint(stack, "dog", "bob")
    found = await stack.store.emoji.of_person(actor().person)
    assert [emoji.recipe.prompt for emoji in found] == ["100% cat", "Angry LEMON"]
    for words, expected in (("lemon angry", ["Angry LEMON"]), ("%", ["100% cat"]), ("dog", [])):
        history = await stack.service.emoji.history(actor(), words)
        assert [emoji.recipe.prompt for emoji in history] == expected


async def test_recent_prompts_come_from_memory_and_outlive_a_restart(tmp_path: Path) -> None:
    async with open_stack(tmp_path) as stack:
        for prompt in ("lemon", "cat", "lemon"):
            await paint(stack, prompt)
    async with open_stack(tmp_path) as stack:
        assert stack.service.prompts.matching(person(), "") == ("lemon", "cat")
        assert stack.service.prompts.matching(person(), "CA") == ("cat",)
        assert stack.service.prompts.matching(person("bob"), "") == ()


def test_the_prompts_of_a_limited_number_of_people_are_kept() -> None:
    prompts = RecentPrompts()
    for number in range(recent_prompts.MOST_PEOPLE + 10):
        prompts.add(person(str(number)), "lemon")
        prompts.add(person("regular"), "cat")
    assert prompts.matching(person("0"), "") == ()
    assert prompts.matching(person("5009"), "") == ("lemon",)
    assert prompts.matching(person("regular"), "") == ("cat",)


async def test_a_style_is_remembered(stack: Container) -> None:
    await stack.service.people.set_style(actor(), "noto")
    ticket = await stack.service.ask(request())
    job = await stack.store.jobs.get(ticket.job)
    assert job is not None
    assert job.recipe.style == "noto"
    with pytest.raises(Refused, match="Choose one of fluent, noto, twemoji"):
        await stack.service.people.set_style(actor(), "oil")


async def test_consent_is_asked_for_once_in_a_life(tmp_path: Path) -> None:
    async with open_stack(tmp_path) as stack:
        emoji = await paint(stack)
        assert (await stack.service.votes.vote(emoji, actor("bob"), 1)).ask_consent
        assert "do not train" in await stack.service.people.privacy(actor("bob"))
        await stack.service.people.consent(actor("bob"), True)
        assert "may train" in await stack.service.people.privacy(actor("bob"))
        await stack.service.people.consent(actor("cyd"), False)
        assert not (await stack.service.votes.vote(emoji, actor("cyd"), 1)).ask_consent
    async with open_stack(tmp_path) as stack:
        assert not (await stack.service.votes.vote(emoji, actor("bob"), -1)).ask_consent


async def test_opting_out_is_for_operators_who_say_so(tmp_path: Path) -> None:
    settings = Settings.model_validate({"votes": {"consent": "opt-out"}})
    async with open_stack(tmp_path, settings=settings) as stack:
        emoji = await paint(stack)
        assert not (await stack.service.votes.vote(emoji, actor("bob"), 1)).ask_consent
        assert "may train" in await stack.service.people.privacy(actor("bob"))
        await stack.service.people.consent(actor("bob"), False)
        assert "do not train" in await stack.service.people.privacy(actor("bob"))


async def test_forgetting_does_not_refill_a_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {"limits": {"burst": 3, "per_hour": 1, "per_day": 50}}
    clock = 86_400.0 * 20_000
    monkeypatch.setattr("time.time", lambda: clock)
    async with open_stack(tmp_path, settings=Settings.model_validate(settings)) as stack:
        people = stack.service.people
        for number in range(3):
            await stack.service.ask(request(f"lemon {number}"))
        await stack.service.ask(request(name="bob"))
        # Nor does it help to come back in another way than by asking.
        for style in ("noto", "twemoji"):
            await people.forget(actor())
            with pytest.raises(Refused, match="You have reached your limit"):
                await stack.service.ask(request())
            await people.set_style(actor(), style)
            await people.consent(actor(), True)
            with pytest.raises(Refused, match="You have reached your limit"):
                await stack.service.ask(request())
        await people.forget(actor())
        content = (tmp_path / "bot.db").read_bytes() + (tmp_path / "bot.db-wal").read_bytes()
        assert b"discord:ann" not in content
        # Other people's limits are as they were.
        for number in range(2):
            await stack.service.ask(request(f"cat {number}", "bob"))
        with pytest.raises(Refused, match="You have reached your limit"):
            await stack.service.ask(request(name="bob"))
        clock += 3600
        await stack.service.ask(request())
        with pytest.raises(Refused, match="You have reached your limit"):
            await stack.service.ask(request())
        await people.forget(actor())
        clock += 86_400
        await stack.store.people.expire(clock)
        row = await stack.store.people._db.one("SELECT count(*) FROM spent")
        assert row is not None
        assert row[0] == 0
        for number in range(3):
            await stack.service.ask(request(f"dog {number}"))


async def test_forgetting_does_not_make_a_person_the_next(stack: Container) -> None:
    await paint(stack, "lemon", "ann")
    await stack.service.people.forget(actor())
    await stack.service.ask(request("cat", "bob"))
    await stack.service.ask(request("dog", "ann"))
    row = await stack.store.people._db.one("SELECT served FROM people WHERE person = 'discord:ann'")
    assert row is not None
    assert row["served"] > 0


async def test_forgetting_keeps_the_limit_that_the_operator_set(stack: Container) -> None:
    await stack.service.operator.act(actor("root"), "limit", person("bob"), "1")
    await stack.service.ask(request(name="bob"))
    await stack.service.people.forget(actor("bob"))
    with pytest.raises(Refused, match="You have reached your limit"):
        await stack.service.ask(request(name="bob"))


async def test_forgetting_leaves_nothing_in_the_file(tmp_path: Path) -> None:
    async with open_stack(tmp_path, settings=ADMIN) as stack:
        emoji = await paint(stack, "secret lemon", "ann-of-the-file")
        ann = actor("ann-of-the-file")
        await stack.service.votes.vote(emoji, ann, 1)
        await stack.service.votes.vote(emoji, actor("bob"), 1)
        await stack.service.stickers.set(ann.person, "set_of_ann", 1)
        await stack.service.notes.set(f"file:{emoji}:0:9", "file-of-ann")
        with pytest.raises(Unsuitable):
            await stack.service.ask(request("fucking lemon", "ann-of-the-file"))
        await stack.service.ask(request("secret cat", "ann-of-the-file"))
        await stack.service.people.forget(ann)
        content = (tmp_path / "bot.db").read_bytes() + (tmp_path / "bot.db-wal").read_bytes()
        for trace in (b"ann-of-the-file", b"secret", b"set_of_ann", b"file-of-ann", b"IHDR"):
            assert trace not in content
        with pytest.raises(Refused, match="creator deleted it"):
            await stack.service.emoji.get(emoji, OPERATOR)
        assert await stack.store.emoji.of_person(ann.person) == ()
    connection = sqlite3.connect(tmp_path / "bot.db")
    for table in ("jobs", "emoji", "paintings", "pictures", "votes", "messages"):
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    connection.close()


async def test_pictures_past_their_retention_are_deleted(stack: Container) -> None:
    emoji = await paint(stack)
    assert await stack.store.emoji.expire(0) == 0
    assert await stack.store.emoji.expire(1e12) == 1
    assert await stack.store.emoji.pictures(emoji) == ()
    assert (await stack.service.emoji.get(emoji, OPERATOR)).candidates == 0
    assert (await stack.service.again(emoji, "press", actor(), address())).place == 1


async def test_forty_five_uploads_an_hour(stack: Container) -> None:
    for _ in range(45):
        await stack.service.emoji.reserve_upload("discord:1")
    with pytest.raises(Refused, match=r"45 new emoji within an hour.*60 min"):
        await stack.service.emoji.reserve_upload("discord:1")
    await stack.service.emoji.reserve_upload("discord:2")


async def test_the_operator_bans_and_limits(stack: Container) -> None:
    root, bob = actor("root"), person("bob")
    with pytest.raises(Refused, match="Only the operator"):
        await stack.service.operator.act(actor("bob"), "ban", bob)
    await stack.service.operator.act(root, "ban", bob)
    with pytest.raises(Refused, match="operator of this bot has blocked you"):
        await stack.service.ask(request(name="bob"))
    # A ban remains after a person's data is deleted.
    await stack.service.people.forget(actor("bob"))
    with pytest.raises(Refused, match="operator of this bot has blocked you"):
        await stack.service.ask(request(name="bob"))
    await stack.service.operator.act(root, "unban", bob)
    await stack.service.operator.act(root, "limit", bob, "1")
    await stack.service.ask(request(name="bob"))
    with pytest.raises(Refused, match="You have reached your limit"):
        await stack.service.ask(request(name="bob"))
    for wrong in (("limit", bob, "many"), ("ban", None, None), ("dance", bob, None)):
        with pytest.raises(Refused, match=r"Say how many|Say who|no such action"):
            await stack.service.operator.act(root, *wrong)


async def test_the_summary_counts(stack: Container) -> None:
    emoji = await paint(stack)
    await stack.service.votes.vote(emoji, actor("bob"), 1)
    said = await stack.service.operator.act(actor("root"), "stats")
    assert "made 1, waiting 0, failed 0" in said
    assert "model 0123456789ab (current): 1 of 1 liked (21% to 100%)" in said


async def test_an_export_holds_only_who_agreed_and_no_ids(stack: Container) -> None:
    emoji = await paint(stack, "angry lemon", "ann")
    await stack.service.votes.vote(emoji, actor("bob"), 1)
    await stack.service.votes.vote(emoji, actor("cyd"), -1)
    assert list(await exported(stack.store, opt_out=False)) == []
    await stack.service.people.consent(actor("bob"), True)
    assert list(await exported(stack.store, opt_out=False)) == []
    await stack.service.people.consent(actor("ann"), True)
    [line] = await exported(stack.store, opt_out=False)
    vote = json.loads(line)
    assert (vote["prompt"], vote["value"], vote["strength"]) == ("angry lemon", 1, 0.0)
    assert "bob" not in line
    assert [line] == list(await exported(stack.store, opt_out=False))
    await stack.service.people.consent(actor("cyd"), False)
    assert len(list(await exported(stack.store, opt_out=True))) == 1


def test_wilsons_interval() -> None:
    low, high = wilson(8, 10)
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)
    assert wilson(0, 0) == (0.0, 1.0)


async def test_removing_while_others_read(tmp_path: Path) -> None:
    async with open_stack(tmp_path) as stack:
        numbers = [await paint(stack, f"lemon {number}") for number in range(8)]

        async def read() -> None:
            for _ in range(30):
                await stack.store.emoji.of_person(actor().person)

        async def remove() -> None:
            for number in numbers:
                await stack.service.emoji.remove(number, actor())

        await asyncio.gather(remove(), read(), read(), read())
        assert (await stack.service.emoji.get(numbers[-1], OPERATOR)).candidates == 0
