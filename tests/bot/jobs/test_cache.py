"""The cache: a repeated request is answered from the store, and painted once if both wait."""

import asyncio
import sqlite3
import sys
import unicodedata
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from tokenizers import Tokenizer

from bot.cache import normalised
from bot.container import Container
from bot.domain import EngineFailed, JobState, Painted, Recipe, Refused, Ticket, Unsuitable
from bot.messages import CACHED, Messages
from bot.settings.config import ModerationSettings, Settings
from bot.store.migrations import MIGRATIONS
from model.nets.text import TextEncoder
from model.sketch.language.parse import Reader
from model.sketch.language.words import plain, tokens
from model.sketch.library import Library
from model.sketch.scene import Scene
from tests.support.bot_stack import open_stack
from tests.support.fake_engine import FakeEngine
from tests.support.people import OPERATOR, actor, address, request
from tests.support.recording_courier import RecordingCourier
from tests.support.scene_table import BUNDLED, rows

SECONDS = 20.0
"""For what would otherwise wait for ever."""
PROMPTS = [row.text for row in rows(Path(__file__).parents[2] / "model" / "prompts.toml")][::30]
TRICKY = [
    "robot saying NO",
    "robot says NO",
    *(f"cat with a NO {sign}" for sign in ("sign", "placard", "banner", "poster", "flag")),
    "2X lemons",
    "X3 cats",
    "ΟΔΟΣ lemon",
    "ÄFFCHEN",
    "İSTANBUL",
    "GROẞE KATZE",
    "FLUMBLE Cat",
]


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest_asyncio.fixture
async def stack(tmp_path: Path, engine: FakeEngine) -> AsyncIterator[Container]:
    async with open_stack(tmp_path, engine) as stack:
        yield stack


async def ask(stack: Container, name: str = "ann", prompt: str = "lemon", **more: Any) -> Ticket:
    return await stack.service.ask(request(prompt, name, **{"seed": 7, **more}))


async def bring(stack: Container, count: int, words: int = 0) -> RecordingCourier:
    """Serve until this many emoji and sentences are delivered."""
    courier = RecordingCourier()
    async with stack.serve(courier):
        await courier.until(count, words)
    return courier


async def emoji_of(stack: Container, name: str = "ann", **more: Any) -> int:
    """Ask for an emoji, wait until it is delivered, and return its number."""
    await ask(stack, name, **more)
    return (await bring(stack, 1)).emoji[0][1].id


async def kept(stack: Container) -> tuple[int, int]:
    """The numbers of paintings and of pictures in the database."""
    row = await stack.store.notes._db.one(
        "SELECT (SELECT count(*) FROM paintings), (SELECT count(*) FROM pictures)"
    )
    assert row is not None
    return row[0], row[1]


@pytest.fixture(scope="module")
def read() -> Callable[[str], Scene]:
    return Reader(Library(), TextEncoder.open(BUNDLED).embed).read


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(BUNDLED / "tokenizer" / "tokenizer.json"))


def shouted() -> Iterator[str]:
    for prompt in (*PROMPTS, *TRICKY):
        yield from (prompt, prompt.upper(), prompt.title())


def test_a_normalised_prompt_is_read_and_encoded_alike(
    read: Callable[[str], Scene], tokenizer: Tokenizer
) -> None:
    """Only the case of words that were not understood differs."""
    changed = [prompt for prompt in shouted() if normalised(prompt) != prompt]
    assert len(changed) > len(PROMPTS)
    for prompt in changed:
        plainer = normalised(prompt)
        assert tokenizer.encode(plainer).ids == tokenizer.encode(prompt).ids
        before, after = read(prompt), read(plainer)
        assert [w.casefold() for w in before.unread] == [w.casefold() for w in after.unread]
        assert replace(before, unread=()) == replace(after, unread=())


def test_no_letter_of_any_script_is_normalised_wrongly(tokenizer: Tokenizer) -> None:
    letters = map(chr, range(sys.maxunicode + 1))
    cased = [c for c in letters if c.lower() != c and unicodedata.normalize("NFKC", c) == c]
    assert len(cased) > 1000
    for letter in cased:
        for prompt in (f"{letter}a b{letter}", f"2{letter} {letter}3"):
            plainer = normalised(prompt)
            assert tokenizer.encode(plainer).ids == tokenizer.encode(prompt).ids
            assert [*map(plain, tokens(plainer))] == [*map(plain, tokens(prompt))]


def test_what_the_reader_tells_apart_stays_apart(read: Callable[[str], Scene]) -> None:
    assert read("2x lemon") != read("2X lemon")
    assert normalised("2x lemon") != normalised("2X lemon")
    assert normalised("Fox XL") == "fox xl"


async def test_the_same_request_is_answered_from_the_store(
    stack: Container, engine: FakeEngine
) -> None:
    first = await emoji_of(stack, prompt="Angry  LEMON")
    ticket = await ask(stack, "bob", "angry lemon")
    assert ticket.cached
    assert not ticket.repeated
    courier = await bring(stack, 1)
    job, emoji = courier.emoji[0]
    assert (job.person.id, emoji.recipe.prompt) == ("bob", "angry lemon")
    assert emoji.receipt["prompt"] == "angry lemon"
    assert len(engine.painted) == 1
    assert await stack.service.emoji.pictures(
        emoji.id, OPERATOR
    ) == await stack.service.emoji.pictures(first, OPERATOR)
    assert await kept(stack) == (1, 4)
    assert not (await stack.service.emoji.get(first, OPERATOR)).cached
    assert CACHED not in await stack.service.emoji.how(first, OPERATOR)
    assert CACHED in await stack.service.emoji.how(emoji.id, OPERATOR)
    assert Messages(str).caption(emoji) == f"“angry lemon” ({CACHED})"
    assert (await stack.service.operator.overview()).states == {"delivered": 2}
    # Only painted emoji count for the estimate of the painting time.
    assert len((await stack.service.operator.overview()).times) == 1


async def test_without_a_seed_every_request_is_painted(
    stack: Container, engine: FakeEngine
) -> None:
    first = await emoji_of(stack, seed=None)
    await stack.service.again(first, "press", actor(), address())
    await bring(stack, 1)
    assert not (await ask(stack, seed=None)).cached
    await bring(stack, 1)
    assert len(engine.painted) == 3


@pytest.mark.parametrize(
    "other",
    [
        {"seed": 8},
        {"style": "noto"},
        {"candidates": 2},
        {"wildness": 51},
        {"prompt": "lemons"},
        {"prompt": "lemon!"},
    ],
    ids=str,
)
async def test_another_request_is_painted(stack: Container, other: dict[str, Any]) -> None:
    await emoji_of(stack)
    assert not (await ask(stack, **other)).cached


async def test_another_model_or_other_settings_paint_anew(
    stack: Container, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    await emoji_of(stack)
    engine.model = "other weights"
    assert not (await ask(stack)).cached
    await bring(stack, 1)
    monkeypatch.setattr("tests.support.fake_engine.STEPS", 5)
    assert not (await ask(stack)).cached
    monkeypatch.undo()
    assert (await ask(stack)).cached
    engine.model = FakeEngine.model
    assert (await ask(stack)).cached


async def test_making_it_again_from_its_page_costs_no_painting(
    stack: Container, engine: FakeEngine
) -> None:
    first = await emoji_of(stack, seed=None)
    ticket = await stack.service.repeat(first, "press", actor("bob"), address())
    assert ticket.cached
    assert len(engine.painted) == 1


async def test_a_hit_counts_but_needs_no_room_in_the_queue(tmp_path: Path) -> None:
    settings = Settings.model_validate(
        {"limits": {"burst": 3, "per_hour": 0.001}, "queue": {"per_person": 1}}
    )
    async with open_stack(tmp_path, settings=settings) as stack:
        await emoji_of(stack)
        await ask(stack, prompt="waiting")
        with pytest.raises(Refused, match="You already have 1 request waiting"):
            await ask(stack, prompt="one more")
        assert (await ask(stack)).cached
        with pytest.raises(Refused, match="You have reached your limit"):
            await ask(stack)
        assert await stack.store.jobs.waiting() == 1


async def test_the_same_in_flight_is_painted_once_for_all(tmp_path: Path) -> None:
    hold = asyncio.Event()
    engine = FakeEngine(hold=hold)
    async with open_stack(tmp_path, engine) as stack:
        courier = RecordingCourier()
        first = await ask(stack)
        async with stack.serve(courier):
            await engine.begun.wait()
            second = await ask(stack, "bob", "LEMON")
            third = await ask(stack, "ann")
            other = await ask(stack, "cyd", "cat")
            assert not second.cached
            assert (second.place, third.place) == (1, 1)
            hold.set()
            await courier.until(4)
        assert [recipe.prompt for recipe in engine.painted] == ["lemon", "cat"]
        cached = {job.id: emoji.cached for job, emoji in courier.emoji}
        assert cached == {first.job: False, second.job: True, third.job: True, other.job: False}
        assert await kept(stack) == (2, 8)
        assert await stack.store.jobs.begin(1e12) is None


async def test_the_same_is_not_begun_beside_what_is_being_painted(stack: Container) -> None:
    jobs = stack.store.jobs
    one, two = await ask(stack), await ask(stack, "bob")
    other = await ask(stack, "bob", "cat")
    assert await begun(stack, 1.0) == one.job
    # The person's next request does not wait.
    assert await begun(stack, 2.0) == other.job
    assert await begun(stack, 3.0) is None
    first = await jobs.get(one.job)
    assert first is not None
    await jobs.release(first)
    # The person who was served least recently is the one whose job began first.
    assert await begun(stack, 4.0) == one.job
    painted = await FakeEngine().paint(first.recipe)
    assert await jobs.painted(first, painted, 5.0) is not None
    answered = await jobs.get(two.job)
    assert answered is not None
    assert answered.state is JobState.PAINTED
    assert await begun(stack, 6.0) is None


async def begun(stack: Container, now: float) -> int | None:
    job = await stack.store.jobs.begin(now)
    return None if job is None else job.id


async def test_when_the_first_is_cancelled_the_second_is_painted(tmp_path: Path) -> None:
    hold = asyncio.Event()
    engine = FakeEngine(hold=hold)
    async with open_stack(tmp_path, engine) as stack:
        courier = RecordingCourier()
        first = await ask(stack)
        async with stack.serve(courier):
            await engine.begun.wait()
            second = await ask(stack, "bob")
            await stack.service.cancel(first.job, actor())
            hold.set()
            await courier.until(1)
        assert [(job.id, emoji.cached) for job, emoji in courier.emoji] == [(second.job, False)]


async def test_when_the_first_is_forgotten_the_second_is_painted(tmp_path: Path) -> None:
    hold = asyncio.Event()
    engine = FakeEngine(hold=hold)
    async with open_stack(tmp_path, engine) as stack:
        courier = RecordingCourier()
        await ask(stack)
        async with stack.serve(courier):
            await engine.begun.wait()
            second = await ask(stack, "bob")
            await stack.service.people.forget(actor())
            hold.set()
            await courier.until(1)
        assert [job.id for job, _ in courier.emoji] == [second.job]


class Ailing(FakeEngine):
    """Fails the first time."""

    async def paint(self, recipe: Recipe, progress: Any = None) -> Painted:
        painted = await super().paint(recipe, progress)
        if len(self.painted) == 1:
            raise EngineFailed("out of memory")
        return painted


async def test_when_the_first_fails_the_second_is_painted_and_answers_both(tmp_path: Path) -> None:
    engine = Ailing()
    async with open_stack(tmp_path, engine) as stack:
        first, second = await ask(stack), await ask(stack, "bob")
        courier = await bring(stack, 2)
        cached = {job.id: emoji.cached for job, emoji in courier.emoji}
        assert cached == {first.job: True, second.job: False}
        assert len(engine.painted) == 2


@pytest.mark.parametrize("capacity", [1, 2])
async def test_what_fails_for_one_is_tried_for_the_other(tmp_path: Path, capacity: int) -> None:
    engine = FakeEngine(capacity=capacity)
    async with open_stack(tmp_path, engine) as stack:
        await ask(stack, prompt="broken")
        await ask(stack, "bob", "broken")
        async with asyncio.timeout(SECONDS):
            courier = await bring(stack, 0, words=2)
        assert {job.person.id for job, _ in courier.words} == {"ann", "bob"}
        assert len(engine.painted) == 4


@pytest.mark.parametrize("capacity", [1, 2])
async def test_what_another_model_painted_than_was_asked_for_answers_nobody_who_waits(
    tmp_path: Path, capacity: int
) -> None:
    engine = FakeEngine(capacity=capacity)
    async with open_stack(tmp_path, engine) as stack:
        await ask(stack)
        await ask(stack, "bob")
        engine.model = "promoted"
        async with asyncio.timeout(SECONDS):
            courier = await bring(stack, 2)
        assert [emoji.cached for _, emoji in courier.emoji] == [False, False]
        assert (await ask(stack, "cyd")).cached


async def test_the_same_in_flight_survives_a_crash(tmp_path: Path) -> None:
    async with open_stack(tmp_path) as stack:
        first = await ask(stack)
        await stack.store.jobs.begin(1.0)
        second = await ask(stack, "bob")
    engine = FakeEngine()
    async with open_stack(tmp_path, engine) as stack:
        courier = await bring(stack, 2)
        assert {job.id for job, _ in courier.emoji} == {first.job, second.job}
        assert len(engine.painted) == 1


async def test_a_hit_that_a_crash_left_is_brought_and_not_painted(tmp_path: Path) -> None:
    async with open_stack(tmp_path) as stack:
        await emoji_of(stack)
        second = await ask(stack, "bob")
    engine = FakeEngine()
    async with open_stack(tmp_path, engine) as stack:
        courier = await bring(stack, 1)
        assert [job.id for job, _ in courier.emoji] == [second.job]
        assert not engine.painted


async def test_forgetting_takes_the_picture_from_nobody_else(tmp_path: Path) -> None:
    async with open_stack(tmp_path) as stack:
        mine = await emoji_of(stack, "ann-of-the-file", prompt="secret lemon")
        pictures = await stack.service.emoji.pictures(mine, OPERATOR)
        other = await emoji_of(stack, "bob", prompt="secret lemon")
        await stack.service.people.forget(actor("ann-of-the-file"))
        assert await stack.service.emoji.pictures(other, OPERATOR) == pictures
        content = (tmp_path / "bot.db").read_bytes() + (tmp_path / "bot.db-wal").read_bytes()
        assert b"ann-of-the-file" not in content
        assert (await ask(stack, "cyd", "secret lemon")).cached
        for name in ("bob", "cyd"):
            await stack.service.people.forget(actor(name))
        assert await kept(stack) == (0, 0)
        assert not (await ask(stack, "dan", "secret lemon")).cached


async def test_what_was_removed_comes_back_to_nobody(stack: Container) -> None:
    first, second = await emoji_of(stack), await emoji_of(stack, "bob")
    await stack.service.emoji.remove(first, actor())
    with pytest.raises(Refused, match="pictures are gone"):
        await stack.service.emoji.pictures(first, OPERATOR)
    assert len(await stack.service.emoji.pictures(second, OPERATOR)) == 4
    assert not (await ask(stack, "cyd")).cached
    await bring(stack, 1)
    await stack.service.emoji.remove(second, actor("bob"))
    assert await kept(stack) == (1, 4)


async def test_what_was_taken_out_of_the_gallery_is_painted_anew(stack: Container) -> None:
    first = await emoji_of(stack)
    await stack.service.emoji.publish(first, actor(), True)
    second = await emoji_of(stack, "bob")
    assert not (await stack.service.emoji.shown(second, actor("bob"))).published
    await stack.service.emoji.publish(first, OPERATOR, False)
    assert not (await ask(stack, "cyd")).cached
    assert len(await stack.service.emoji.pictures(first, OPERATOR)) == 4


async def test_pictures_are_kept_as_long_as_one_of_their_emoji(stack: Container) -> None:
    first, second = await emoji_of(stack), await emoji_of(stack, "bob")
    later = (await stack.service.emoji.get(second, OPERATOR)).created
    assert await stack.store.emoji.expire(later) == 1
    assert (await stack.service.emoji.get(first, OPERATOR)).candidates == 0
    assert (await stack.service.emoji.get(second, OPERATOR)).candidates == 4
    assert await stack.store.emoji.expire(1e12) == 1
    assert await kept(stack) == (0, 0)


async def test_words_that_are_refused_now_are_refused_although_they_were_painted(
    tmp_path: Path,
) -> None:
    async with open_stack(tmp_path) as stack:
        await emoji_of(stack)
    settings = Settings(moderation=ModerationSettings(refuse=["lemon"]))
    async with open_stack(tmp_path, settings=settings) as stack:
        with pytest.raises(Unsuitable):
            await ask(stack, "bob")


async def test_votes_and_picks_are_each_emojis_own(stack: Container) -> None:
    first, second = await emoji_of(stack), await emoji_of(stack, "bob")
    await stack.service.votes.vote(second, actor("cyd"), -1)
    await stack.service.emoji.pick(second, 3, actor("bob"))
    assert await stack.store.votes.of(first, actor("cyd").person) is None
    assert (await stack.service.emoji.get(first, OPERATOR)).chosen == 0
    for name in ("bob", "cyd"):
        await stack.service.people.consent(actor(name), True)
    [judged] = await stack.store.votes.for_training(opt_out=False)
    assert judged.picture == (await stack.service.emoji.pictures(first, OPERATOR))[0]
    [picked] = await stack.store.votes.picks(opt_out=False)
    assert picked.picture == (await stack.service.emoji.pictures(first, OPERATOR))[3]


async def test_pictures_of_an_earlier_version_are_kept(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "bot.db")
    for script in MIGRATIONS[:2]:
        connection.executescript(script)
    recipe = '{"prompt": "lemon", "style": "noto", "seed": 7, "candidates": 2, "wildness": 50}'
    for number in (5, 9):
        connection.execute(
            "INSERT INTO jobs (id, platform, request, person, address, recipe, state, created)"
            " VALUES (?, 'discord', ?, 'discord:ann', '{}', ?, 'delivered', 0)",
            (number, str(number), recipe),
        )
        connection.execute(
            "INSERT INTO emoji (id, job, person, recipe, words, model, receipt, seconds, created)"
            " VALUES (?, ?, 'discord:ann', ?, 'lemon', 'm', '{}', 1, 0)",
            (10 * number, number, recipe),
        )
    for place, png in enumerate((b"first", b"second")):
        connection.execute("INSERT INTO pictures VALUES (90, ?, ?, '', 0.5, 1, 0)", (place, png))
    connection.execute("PRAGMA user_version = 2")
    connection.commit()
    connection.close()
    async with open_stack(tmp_path) as stack:
        assert [picture.png for picture in await stack.service.emoji.pictures(90, OPERATOR)] == [
            b"first",
            b"second",
        ]
        assert (await stack.service.emoji.get(50, OPERATOR)).candidates == 0
        await stack.service.people.forget(actor())
        assert await kept(stack) == (0, 0)
