"""Packs of one character: one place in the queue, fair to others, and all of it or none."""

import asyncio
import json
from collections import Counter
from pathlib import Path

import pytest

from bot import messages
from bot.container import Container
from bot.domain import (
    Actor,
    ArchiveFormat,
    JobState,
    Pack,
    Person,
    Platform,
    Recipe,
    Refused,
    Unsuitable,
)
from bot.limits import HOUR, Allowance, Limit, give_back, take
from bot.settings.config import Settings
from bot.views import Search
from tests.support.bot_stack import open_stack, paint_one
from tests.support.fake_engine import FakeEngine, SketchingEngine
from tests.support.people import actor, address, request
from tests.support.recording_courier import RecordingCourier

MOODS = "happy, sad, wave"


async def packed(stack: Container, emoji: int, moods: str = MOODS, **more: bool) -> Pack:
    """Ask for a pack, and wait until it is delivered."""
    courier = RecordingCourier()
    await stack.service.pack(emoji, f"pack {emoji} {moods}", actor(), address(), moods, **more)
    async with stack.serve(courier):
        await courier.until(packs=1)
    assert courier.emoji == []
    [pack] = courier.packs
    return pack


async def test_a_pack_has_the_character_in_each_mood(tmp_path: Path) -> None:
    engine = SketchingEngine()
    async with open_stack(tmp_path, engine) as stack:
        emoji = await paint_one(stack, seed=5)
        pack = await packed(stack, emoji)
        assert list(pack.emoji) == ["happy", "sad", "wave"]
        assert pack.failed == ()
        made = engine.painted[1:]
        assert [recipe.prompt.rsplit(", ")[-1] for recipe in made] == ["happy", "sad", "wave"]
        scenes = [json.loads(recipe.scene) for recipe in made]
        assert {scene["base"] for scene in scenes} == {"1F34B"}
        # What was a sketch gives sketches, with the same seed.
        assert {(own.seed, own.wildness, own.candidates) for own in made} == {(5, 0, 1)}
        job = await stack.service.job(pack.job.id)
        assert job is not None
        assert (job.state, job.address.token) == (JobState.DELIVERED, None)
        # The gallery names the mood, however long the words are.
        shown = await stack.service.emoji.search(Search(actor().person), actor())
        assert {own.mood for own in shown} == {"", *pack.emoji}
        # Its emoji are found by their words, but do not crowd the list.
        assert [own.id for own in await stack.service.emoji.history(actor())] == [emoji]
        assert len(await stack.service.emoji.history(actor(), "wave")) == 1
        assert len(await stack.service.turns(actor().person)) == 2
        # The same again is painted already, and is the same pack.
        again = await packed(stack, emoji, "wave")
        assert again.emoji["wave"].cached
        ticket = await stack.service.pack(emoji, f"pack {emoji} wave", actor(), address(), "wave")
        assert (ticket.repeated, ticket.job) == (True, again.job.id)


async def test_the_files_of_a_pack(tmp_path: Path) -> None:
    async with open_stack(tmp_path, SketchingEngine()) as stack:
        pack = await packed(stack, await paint_one(stack), "happy, ok", moving=True)
        packs = stack.service.packs
        assert set(packs.names(pack).values()) == {"angry_lemon_happy", "angry_lemon_ok"}
        assert (await packs.sheet(pack)).startswith(b"\x89PNG")
        archives = [await packs.archive(pack.job.id, own, actor()) for own in ArchiveFormat]
        assert [own.name for own in archives] == [
            "angry_lemon.zip",
            "angry_lemon-mastodon.tar.gz",
            "angry_lemon-slack.zip",
        ]
        assert b"angry_lemon/angry_lemon_happy.gif" in archives[0].data
        # Deleted ones are left out; without any there is no pack.
        await stack.service.emoji.remove(pack.emoji["ok"].id, actor())
        assert list((await packs.get(pack.job.id, actor())).emoji) == ["happy"]
        await stack.service.emoji.remove(pack.emoji["happy"].id, actor())
        with pytest.raises(Refused, match=messages.NO_PICTURES):
            await packs.archive(pack.job.id, ArchiveFormat.ZIP, actor())
        await stack.service.people.forget(actor())
        with pytest.raises(Refused, match="no such pack"):
            await packs.get(pack.job.id, actor())


async def test_a_pack_of_a_mix_is_named_after_what_it_mixes(tmp_path: Path) -> None:
    async with open_stack(tmp_path, SketchingEngine()) as stack:
        pack = await packed(stack, await paint_one(stack, "🍋+😎"), "happy, ok")
        assert set(stack.service.packs.names(pack).values()) == {
            "lemon_and_smiling_face_happy",
            "lemon_and_smiling_face_ok",
        }


async def test_only_those_who_may_see_its_emoji_get_a_pack(tmp_path: Path) -> None:
    async with open_stack(tmp_path, SketchingEngine()) as stack:
        pack = await packed(stack, await paint_one(stack), "happy")
        get = stack.service.packs.get
        assert await get(pack.job.id, actor("bob")) == await get(pack.job.id, actor())
        for stranger in (
            actor("bob", chat="another"),
            Actor(Person(Platform.WEB, "ann"), chat="chat"),
        ):
            with pytest.raises(Refused, match="no such emoji"):
                await get(pack.job.id, stranger)
        for number in (0, -1, 2**63, pack.job.id + 1, 10**30):
            with pytest.raises(Refused, match="no such pack"):
                await get(number, actor())


async def test_what_cannot_be_packed_is_said(tmp_path: Path) -> None:
    async with open_stack(tmp_path, SketchingEngine()) as stack:
        emoji = await paint_one(stack)
        ask = stack.service.pack
        with pytest.raises(Refused, match=r"mood 'hangry'\. Did you mean 'angry'"):
            await ask(emoji, "1", actor(), address(), "hangry")
        await ask(emoji, "2", actor(), address(), "happy")
        assert await stack.store.jobs.waiting() == 1
        with pytest.raises(Refused, match="a pack in progress"):
            await ask(emoji, "3", actor(), address(), "sad")
        assert await stack.store.jobs.waiting() == 1
    async with open_stack(tmp_path, FakeEngine()) as stack:
        with pytest.raises(Refused, match="do not know what this emoji shows"):
            await ask_pack(stack, await paint_one(stack, name="bob"), "bob")


async def ask_pack(stack: Container, emoji: int, name: str, moods: str = MOODS) -> int:
    ticket = await stack.service.pack(emoji, f"{name} {emoji}", actor(name), address(), moods)
    return ticket.job


async def test_a_pack_is_one_place_in_the_queue_and_delays_nobody(tmp_path: Path) -> None:
    engine = SketchingEngine()
    settings = Settings.model_validate({"queue": {"per_person": 2}, "limits": {"burst": 100}})
    async with open_stack(tmp_path, engine, settings) as stack:
        emoji = await paint_one(stack)
        job = await ask_pack(stack, emoji, "ann", "")
        [turn] = await stack.service.waiting(actor().person)
        assert turn.ticket is not None
        assert (turn.job.id, turn.job.parts, turn.ticket.place) == (job, 12, 12)
        assert "place 12" in await stack.service.queue(actor())
        # It is one of two requests that may wait.
        await stack.service.ask(request("one"))
        with pytest.raises(Refused, match="already have 2 requests"):
            await stack.service.ask(request("two"))
        await stack.service.ask(request("lemon of bob", "bob"))
        await stack.service.ask(request("another of bob", "bob"))
        courier = RecordingCourier()
        async with stack.serve(courier):
            await courier.until(emoji=3, packs=1)
        order = [recipe.prompt for recipe in engine.painted[1:]]
        # Bob's two come among the first four of twelve.
        assert max(order.index("lemon of bob"), order.index("another of bob")) < 4
        steps = {done for number, done, total in courier.steps if (number, total) == (job, 12)}
        assert steps
        assert all(0 < done <= 12 for done in steps)
        # Steps of its parts are not shown.
        assert {number for number, _, _ in courier.steps} <= {job, *_jobs(courier)}


def _jobs(courier: RecordingCourier) -> set[int]:
    return {job.id for job, _ in courier.emoji}


class PickyEngine(SketchingEngine):
    """Cannot paint sad ones."""

    async def paint(self, recipe: Recipe, progress: object = None) -> object:  # type: ignore[override]
        broken = recipe.prompt.endswith("sad")
        return await super().paint(_broken(recipe) if broken else recipe)


def _broken(recipe: Recipe) -> Recipe:
    return Recipe("broken", recipe.style, recipe.seed, 1, 0)


async def test_a_part_that_fails_is_named_and_given_back(tmp_path: Path) -> None:
    async with open_stack(tmp_path, PickyEngine()) as stack:  # type: ignore[arg-type]
        pack = await packed(stack, await paint_one(stack))
        assert (list(pack.emoji), pack.failed) == (["happy", "wave"], ("sad",))
        assert "Not painted: sad." in stack_text(pack)
        courier = RecordingCourier()
        await stack.service.pack(1, "all fail", actor(), address(), "sad")
        async with stack.serve(courier):
            await courier.until(words=1)
        [(job, sentence)] = courier.words
        assert job.parts == 1
        assert sentence == messages.FAILED


def stack_text(pack: Pack) -> str:
    return messages.Messages(lambda text: text).pack(pack)


async def test_cancelling_ends_all_parts_and_gives_back_what_was_not_painted(
    tmp_path: Path,
) -> None:
    hold = asyncio.Event()
    engine = SketchingEngine()
    settings = Settings.model_validate({"limits": {"burst": 20, "per_hour": 0.001}})
    async with open_stack(tmp_path, engine, settings) as stack:
        emoji = await paint_one(stack)
        engine._hold = hold
        engine.begun.clear()
        job = await ask_pack(stack, emoji, "ann", "")
        async with stack.serve(RecordingCourier()):
            await engine.begun.wait()
            with pytest.raises(Refused, match="Only the person who asked"):
                await stack.service.cancel(job, actor("bob"))
            await stack.service.cancel(job, actor())
            with pytest.raises(Refused, match="already finished"):
                await stack.service.cancel(job, actor())
        assert await stack.store.statistics.jobs_by_state() == {"delivered": 1, "cancelled": 13}
        # All of twelve came back: 19 are left.
        hold.set()
        for number in range(19):
            await stack.service.cancel(
                (await stack.service.ask(request(f"lemon {number}"))).job, actor()
            )


def test_a_pack_may_be_asked_for_as_soon_as_one_request_may() -> None:
    limit = Limit(burst=10, per_hour=30, per_day=20)
    first, wait = take(Allowance.full(limit, 0), limit, 0, 12)
    assert (first.tokens, first.used, wait) == (-2, 12, 0)
    # What it took too much must be refilled before the next request.
    _, wait = take(first, limit, 0)
    assert wait == pytest.approx(3 * HOUR / 30)
    # It must fit into the day, unless it is the first of the day.
    assert take(first, limit, HOUR, 9)[1] > 22 * HOUR
    assert take(first, limit, HOUR, 8)[1] == 0
    assert take(Allowance.full(limit, 0), limit, 0, 30)[1] == 0
    assert give_back(first, limit, 0, 0, 12) == Allowance.full(limit, 0)


async def test_what_is_refused_by_now_gets_no_pack(tmp_path: Path) -> None:
    async with open_stack(tmp_path, SketchingEngine()) as stack:
        emoji = await paint_one(stack)
    settings = Settings.model_validate({"moderation": {"refuse": ["lemon"]}})
    async with open_stack(tmp_path, SketchingEngine(), settings) as stack:
        with pytest.raises(Unsuitable):
            await ask_pack(stack, emoji, "ann")
        assert await stack.store.statistics.refused() == 1
        assert await stack.store.jobs.waiting() == 0


async def test_a_pack_goes_on_after_a_stop(tmp_path: Path) -> None:
    """A stop in the middle, and all parts are painted once."""
    engine = SketchingEngine(hold=asyncio.Event())
    async with open_stack(tmp_path, SketchingEngine()) as stack:
        emoji = await paint_one(stack)
    settings = Settings.model_validate({"queue": {"stop_seconds": 0.01}})
    async with open_stack(tmp_path, engine, settings) as stack:
        await ask_pack(stack, emoji, "ann")
        async with stack.serve(RecordingCourier()):
            await engine.begun.wait()
    engine = SketchingEngine()
    courier = RecordingCourier()
    async with open_stack(tmp_path, engine) as stack, stack.serve(courier):
        await courier.until(packs=1)
    assert set(Counter(recipe.prompt for recipe in engine.painted).values()) == {1}
    assert list(courier.packs[0].emoji) == ["happy", "sad", "wave"]


async def test_a_pack_whose_emoji_were_removed_one_by_one_can_be_removed(tmp_path: Path) -> None:
    """Otherwise its message would stay."""
    async with open_stack(tmp_path, SketchingEngine()) as stack:
        pack = await packed(stack, await paint_one(stack))
        for emoji in pack.emoji.values():
            await stack.service.emoji.remove(emoji.id, actor())
        with pytest.raises(Refused, match=messages.NOT_YOURS_TO_REMOVE):
            await stack.service.packs.remove(pack.job.id, actor("bob"))
        await stack.service.packs.remove(pack.job.id, actor())


async def test_pictures_that_are_deleted_while_a_pack_is_sent_end_only_that_pack(
    tmp_path: Path,
) -> None:
    async with open_stack(tmp_path, SketchingEngine()) as stack:
        emoji = await paint_one(stack)

        class Late(RecordingCourier):
            async def deliver_pack(self, pack: Pack) -> str:
                for own in pack.emoji.values():
                    await stack.store.emoji.remove_pictures(own.id)
                await stack.service.packs.sheet(pack)
                raise AssertionError("there is nothing to show")

        job, courier = await ask_pack(stack, emoji, "ann"), Late()
        async with stack.serve(courier):
            await stack.service.ask(request("after it"))
            await courier.until(1)
        found = await stack.service.job(job)
        assert found is not None
        assert found.state is JobState.FAILED


async def test_a_refusal_repeats_no_unsuitable_mood(tmp_path: Path) -> None:
    async with open_stack(tmp_path, SketchingEngine()) as stack:
        emoji = await paint_one(stack)
        for moods, said in (("happy, f.u.c.k", "can't draw"), ("grumpyish", "mood 'grumpyish'")):
            with pytest.raises(Refused, match=said):
                await ask_pack(stack, emoji, "ann", moods)
