"""Emoji from people's pictures in the service: limits, buttons, what is kept, and training."""

import asyncio
import json
from pathlib import Path

import pytest

from bot import messages, options
from bot.__main__ import main
from bot.container import Container
from bot.domain import Attached, Emoji, Refused
from bot.messages import Messages, how_made
from bot.settings.config import Settings
from tests.support.bot_stack import open_stack, paint_one
from tests.support.fake_engine import FakeEngine
from tests.support.people import actor, person, request
from tests.support.pictures import CopyingEngine, disc, encoded, noise

DISC = Attached(encoded(disc(), "JPEG", comment=b"Secret"))
CUT = "Cut out of its plain ground."
SAID = Messages(str)


def files_in(folder: Path) -> list[bytes]:
    return [file.read_bytes() for file in folder.iterdir()]


async def emoji_of(bot: Container, number: int) -> Emoji:
    emoji = await bot.store.emoji.get(number)
    assert emoji is not None
    return emoji


async def test_a_picture_becomes_an_emoji_and_the_original_is_not_kept(tmp_path: Path) -> None:
    engine = CopyingEngine()
    async with open_stack(tmp_path, engine) as bot:
        number = await paint_one(bot, "", picture=DISC)
        emoji = await emoji_of(bot, number)
        assert (emoji.recipe.prompt, emoji.candidates) == (messages.FROM_PICTURE, 1)
        assert (engine.painted[0].wildness, engine.painted[0].candidates) == (0, 1)
        assert SAID.caption(emoji) == f"“from a picture”\n{CUT}"
        assert "style" not in SAID.alt(emoji)
        assert "candidates, best first: the picture" in how_made(emoji, emoji.receipt, "0")
        (stored,) = await bot.store.emoji.pictures(number)
        source = engine.painted[0].source
        assert source is not None
        assert stored.png == source.png
        assert await bot.store.sources.get(emoji.job) is None
        assert list(bot.service.prompts.matching(person("ann"), "")) == []
    assert not any(b"Secret" in data for data in await asyncio.to_thread(files_in, tmp_path))


async def test_words_and_an_outline_go_with_it(tmp_path: Path) -> None:
    engine = CopyingEngine()
    async with open_stack(tmp_path, engine) as bot:
        await paint_one(bot, "angry disc —outline", picture=DISC)
        await paint_one(bot, "angry disc", "bob", picture=DISC)
        first, second = engine.painted
        assert (first.prompt, first.wildness, first.candidates) == ("angry disc", 50, 4)
        assert first.source is not None
        assert second.source is not None
        assert first.source.png != second.source.png
        assert first.picture != second.picture


def test_the_option_for_an_outline_is_a_whole_word() -> None:
    assert options.outlined("a --outline cat") == ("a cat", True)
    assert options.outlined("--OUTLINE") == ("", True)
    assert options.outlined("an --outlined cat") == ("an --outlined cat", False)


async def test_a_bad_picture_is_refused_and_costs_nothing(tmp_path: Path) -> None:
    async with open_stack(tmp_path, CopyingEngine()) as bot:
        with pytest.raises(Refused, match="cannot be used"):
            await bot.service.ask(request("", picture=Attached(b"no picture")))
        with pytest.raises(Refused, match=messages.UNSUITABLE):
            await bot.service.ask(request("a fucking disc", picture=DISC))
        with pytest.raises(Refused, match=messages.EMPTY_PROMPT):
            await bot.service.ask(request(""))
        assert await bot.store.jobs.waiting() == 0


async def test_it_counts_in_the_limits_and_a_redelivery_does_not(tmp_path: Path) -> None:
    burst = Settings().limits.model_copy(update={"burst": 1})
    settings = Settings().model_copy(update={"limits": burst})
    async with open_stack(tmp_path, CopyingEngine(), settings) as bot:
        asked = request("", picture=DISC)
        first = await bot.service.ask(asked)
        assert (await bot.service.ask(asked)).job == first.job
        with pytest.raises(Refused, match="limit"):
            await bot.service.ask(request("", picture=DISC))


async def test_again_needs_something_that_was_painted(tmp_path: Path) -> None:
    engine = CopyingEngine()
    async with open_stack(tmp_path, engine) as bot:
        words = await paint_one(bot, "an angry disc", picture=DISC)
        plain = await paint_one(bot, "", picture=DISC)
        ann, place = actor("ann"), request().address
        with pytest.raises(Refused, match="nothing to paint again"):
            await bot.service.again(plain, "again", ann, place)
        ticket = await bot.service.again(plain, "changed", ann, place, "an angry disc")
        turn = await bot.service.turn(ticket.job)
        first = engine.painted[0]
        changed = turn.job.recipe
        assert (changed.prompt, changed.picture) == ("an angry disc", first.picture)
        assert (changed.wildness, changed.candidates) == (50, 4), "words are painted"
        spun = await bot.service.animate(plain, "spin", "spin", ann, place)
        assert (await bot.service.turn(spun.job)).job.recipe.picture == first.picture
        await bot.service.again(words, "more", ann, place)


async def test_a_waiting_picture_survives_a_restart_and_goes_when_forgotten(tmp_path: Path) -> None:
    async with open_stack(tmp_path, CopyingEngine()) as bot:
        kept = (await bot.service.ask(request("", picture=DISC))).job
        gone = (await bot.service.ask(request("", picture=DISC))).job
        await bot.service.cancel(gone, actor("ann"))
        assert await bot.store.sources.get(gone) is None
        forgotten = (await bot.service.ask(request("", "bob", picture=DISC))).job
        await bot.service.people.forget(actor("bob"))
        assert await bot.store.sources.get(forgotten) is None
    async with open_stack(tmp_path, CopyingEngine()) as bot:
        source = await bot.store.sources.get(kept)
        assert source is not None
        assert source.says == CUT


async def test_votes_on_pictures_of_people_do_not_train(tmp_path: Path) -> None:
    async with open_stack(tmp_path, CopyingEngine()) as bot:
        number = await paint_one(bot, "an angry disc", picture=DISC)
    async with open_stack(tmp_path, FakeEngine()) as bot:
        other = await paint_one(bot, "an angry lemon")
        votes = bot.store.votes
        for emoji in (number, other):
            await bot.service.votes.vote(emoji, actor("bob"), 1)
            await votes.signal(emoji, person("bob"), "pick", 0, 0.0)
        judged = await votes.for_training(opt_out=True)
        assert [one.prompt for one in judged] == ["an angry lemon"]
        assert [json.loads(row["recipe"])["prompt"] for row in await votes.agreed(True)] == [
            "an angry lemon"
        ]
        assert [one.prompt for one in await votes.picks(True)] == ["an angry lemon"]


async def test_the_command_line_makes_one(
    tmp_path: Path, tiny_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config, file, out = tmp_path / "config.toml", tmp_path / "a.png", tmp_path / "b.webp"
    config.write_text(f'[model]\npath = "{tiny_model}"\n')
    file.write_bytes(encoded(noise()))
    run = ["--config", str(config), "--from-picture", str(file)]
    assert await asyncio.to_thread(main, [*run, "--outline", "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "picture: Its ground is not plain" in said
    assert "candidates, best first: the picture" in said
    assert out.read_bytes()[8:12] == b"WEBP"
    file.write_bytes(b"no picture")
    assert await asyncio.to_thread(main, run) == 2
    assert await asyncio.to_thread(main, [*run[:2], "lemon", "--outline"]) == 2
    assert "--outline is for a picture" in capsys.readouterr().err
