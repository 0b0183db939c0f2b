"""Mixes in the service, in Telegram and on the page; what each candidate mixes is said."""

from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from bot.domain import Emoji, Person, Picture, Platform, Recipe, Refused, Unsuitable
from bot.messages import Messages, how_made
from bot.moderation.prompts import Moderation
from bot.requests.mixes import Mixes
from bot.settings.config import ModerationSettings
from tests.support import telegram_bot as telegram
from tests.support.bot_stack import open_stack
from tests.support.fake_engine import FakeEngine
from tests.support.people import actor, request
from tests.support.web_stack import Visitor, open_page

MIXES = Mixes(Moderation(ModerationSettings()))
PERSON = Person(Platform.WEB, "ann")
RECIPE = Recipe("🍋+😎", "noto", 1, 2, 50)
LINES = [
    {"strength": 0.0, "mix": "🍋 wears 😎", "scene": {"base": "1F34B"}},
    {"strength": 0.4, "traced": True, "mix": "😎 holds 🍋", "scene": {"base": "1F60E"}},
]
EMOJI = Emoji(1, 1, PERSON, None, RECIPE, "0", {"candidates": LINES}, 0.0, 0, 2, False)


def test_what_can_be_mixed_is_offered_by_name_the_most_used_first() -> None:
    assert next(MIXES.matching(""))[0] == "😂"
    assert ("🍋", "lemon") in islice(MIXES.matching("LEM"), 3)
    assert next(MIXES.matching("🍋️")) == ("🍋", "lemon")
    assert len(MIXES.offers) > 1500
    assert len({emoji for emoji, _ in MIXES.offers}) == len(MIXES.offers)


def test_the_prompt_of_a_mix_has_one_form() -> None:
    assert MIXES.prompt("lemon 😎") == "🍋+😎"
    assert MIXES.checked("🍋 + 😎") == "🍋+😎"
    assert MIXES.checked("lemon + cool") is None
    for asked in (MIXES.prompt, MIXES.checked):
        with pytest.raises(Refused, match="itself"):
            asked("🍋+🍋")
    with pytest.raises(Refused, match="“wibble” is no emoji"):
        MIXES.prompt("🍋 wibble")
    with pytest.raises(Unsuitable):  # Nothing unsuitable is repeated in a chat.
        MIXES.prompt("🍋 fuck")


def test_the_chosen_picture_says_what_it_mixes() -> None:
    said, other = Messages(str), replace(EMOJI, chosen=1)
    assert said.caption(EMOJI) == "“🍋+😎”\n🍋 wears 😎"
    assert said.read(other) == "😎 holds 🍋"
    assert said.read(replace(EMOJI, chosen=3)) == ""
    pictures = [Picture(b"", "", line["strength"], 0, 0.0) for line in LINES]  # type: ignore[arg-type]
    assert "1: 🍋 wears 😎 (the sketch); 2: 😎 holds 🍋 (" in said.candidates(EMOJI, pictures)
    how = how_made(EMOJI, EMOJI.receipt, "0")
    assert "😎 holds 🍋 (painted at strength 0.40 and traced)" in how


async def test_a_mix_is_a_prompt_that_is_kept_and_tried_again(tmp_path: Path) -> None:
    engine = FakeEngine()
    async with open_stack(tmp_path, engine) as stack:
        await stack.service.ask(request("🍋 + 😎", "ann"))
        (turn,) = await stack.service.turns(actor("ann").person)
        assert turn.job.recipe.prompt == "🍋+😎"
        with pytest.raises(Refused, match="5 emoji"):
            await stack.service.ask(request("🍋+😎+🎩+🍕+🐙", "ann"))


async def test_telegram_mixes(tmp_path: Path) -> None:
    async with telegram.open_world(tmp_path) as world:
        await world.server.say("/mix 🍋 😎")
        await world.delivered()
        (turn,) = await world.stack.service.turns(Person(Platform.TELEGRAM, "40"))
        assert turn.job.recipe.prompt == "🍋+😎"
        await world.server.say("/mix 🍋")
        said = await world.server.call("sendMessage", 2)
        assert said.fields["text"] == "Name two to four different emoji to mix, such as 🍋 😎."


async def test_the_page_mixes_and_lists_emoji(tmp_path: Path) -> None:
    async with open_page(tmp_path) as page, Visitor(page) as ann, ann.follow() as events:
        assert (await ann.get("/api/to-mix"))["emoji"][0][0] == "😂"
        await ann.post("/api/ask", id="a", mix="🍋 octopus")
        done = await events.until("turn", standing="done")
        assert done["emoji"]["prompt"] == "🍋+🐙"
        refused = await ann.post("/api/ask", 409, id="b", mix="🍋")
        assert refused["error"].startswith("Name two to four")
