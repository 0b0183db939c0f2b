"""Mixes of emoji: rules, words, how they are asked for, and the pictures of all candidates."""

import random
from pathlib import Path

import numpy as np
import pytest

from model.errors import BadRequest
from model.painter import Painter
from model.pipeline import load
from model.recipe import Recipe
from model.sketch.drawing.art.borrowed import BOTTOMS, TOPS
from model.sketch.drawing.colour.materials import MATERIALS
from model.sketch.drawing.compose import compose, rasterize
from model.sketch.language.describe import describe
from model.sketch.language.lexer import EmojiLexer
from model.sketch.library import Library
from model.sketch.mixing import traits
from model.sketch.mixing.mix import Mix, mixes
from model.sketch.mixing.mixer import Mixer
from model.sketch.mixing.most_used import MOST_USED
from model.sketch.redraw import drawn
from model.sketch.scene import STYLES, Scene

LIBRARY = Library()
MIXER = Mixer(LIBRARY)
LEMON, COOL, PIZZA, HAT, OCTOPUS = "1F34B", "1F60E", "1F355", "1F3A9", "1F419"


def said(*emoji: str, seed: int = 0) -> list[str]:
    return [mix.says for mix in mixes(LIBRARY, MIXER.named(" ".join(emoji)), seed)]


def test_the_tables_name_what_the_library_has() -> None:
    lexer = EmojiLexer(LIBRARY)
    tables = [traits.BEHIND, traits.OVER, traits.RIDDEN, traits.CONTAINERS, traits.HELD]
    named = (traits.COLOURS, traits.MATERIALS, traits.POSES, traits.ACTS)
    for emoji in {*MOST_USED, *(one for table in (*tables, *named) for one in table)}:
        assert [bool(concept) for _, concept in lexer.split(emoji)] == [True], emoji
    assert len(set(MOST_USED)) == 150
    assert {one for values in traits.MATERIALS.values() for one in values} <= MATERIALS.keys()
    assert {*TOPS, *BOTTOMS} <= LIBRARY.concepts.keys()


@pytest.mark.parametrize(
    ("emoji", "words"),
    [
        ("🍋 😎", "🍋 has the face of 😎"),
        ("🍋 🎩", "🍋 wears 🎩"),
        ("🍋 🐙", "🍋 has the arms of 🐙"),
        ("🍋 🐱", "🍋 has the ears of 🐱"),
        ("🐱 🍓", "🐱 is in the colours of 🍓"),
        ("🐱 🍕", "🐱 is made of pizza like 🍕"),
        ("🐱 🍕", "🐱 eats 🍕"),
        ("🐱 🚲", "🐱 rides 🚲"),
        ("🐱 ☕", "🐱 sits in ☕"),
        ("🐱 🔥", "🐱 is in front of 🔥"),
        ("🍌 💃", "🍌 is dancing like 💃"),
        ("😂 😡", "😂 has the mouth of 😡"),
        ("🍋 🐙", "🍋 is half 🐙"),
        ("🐙 🤠 🍕", "🐙 has the face of 🤠 and holds 🍕"),
    ],
)
def test_rules_say_what_they_do(emoji: str, words: str) -> None:
    assert words in said(emoji)


def test_the_best_mixes_come_first_and_neighbours_show_different_ideas() -> None:
    best = mixes(LIBRARY, (LEMON, COOL), 1)[0]
    assert best.scene == Scene(LEMON, expression="cool")
    four = mixes(LIBRARY, (OCTOPUS, PIZZA), 1)[:4]
    assert len({mix.rules for mix in four}) == 4


def test_equal_seeds_give_equal_mixes_and_others_another_order() -> None:
    orders = [tuple(said("🐙 🍕", seed=seed)) for seed in (1, 1, 2, 3, 4)]
    assert orders[0] == orders[1]
    assert len(set(orders)) > 1


def test_no_two_gifts_take_the_same_place() -> None:
    for mix in mixes(LIBRARY, MIXER.named("🍋 🎩 👑"), 0):
        assert len(mix.scene.accessories) < 2


def looks(mix: Mix, style: str) -> bytes:
    return rasterize(compose(LIBRARY, mix.scene, style, 0).svg, 32).tobytes()


def test_pairs_of_the_most_used_give_two_mixes_that_differ() -> None:
    rng = random.Random(5)
    for number in range(14):
        pair = MIXER.named(" ".join(rng.sample(MOST_USED, 2)))
        first, second = mixes(LIBRARY, pair, number)[:2]
        style = STYLES[number % 3]
        pictures = [looks(each, style) for each in (first, second)]
        parents = [rasterize(compose(LIBRARY, Scene(p), style, 0).svg, 32).tobytes() for p in pair]
        assert len({*pictures, *parents}) == 4, first.says
        assert any(pictures[0])


def test_every_part_and_every_new_field_is_drawn() -> None:
    plain = rasterize(compose(LIBRARY, Scene(LEMON), STYLES[0], 0).svg, 64)
    for number, concept in enumerate((*TOPS, *BOTTOMS)):
        is_top = number < len(TOPS)
        scene = Scene(LEMON, top=concept) if is_top else Scene(LEMON, bottom=concept)
        style = STYLES[number % 3]
        assert not np.array_equal(rasterize(compose(LIBRARY, scene, style, 0).svg, 64), plain)
        assert "lemon with the " in describe(LIBRARY, scene)


def test_mixes_are_described() -> None:
    scene = Scene("1F642", like=OCTOPUS, mouth=COOL, bottom=OCTOPUS)
    assert describe(LIBRARY, scene) == (
        "slightly smiling face in the colours of an octopus with the arms of an octopus with the "
        "mouth of smiling face with sunglasses"
    )


@pytest.mark.parametrize(
    ("prompt", "parents"),
    [
        ("🍋+😎", (LEMON, COOL)),
        (" 🍋 + 😎 ", (LEMON, COOL)),
        ("🍋+😎+🎩+🍕", (LEMON, COOL, HAT, PIZZA)),
        ("🍋😎", None),
        ("🍋 with 😎", None),
        ("lemon + 🍕", None),
        ("🍋+", None),
        ("1+1", None),
    ],
)
def test_a_prompt_of_emoji_with_plus_signs_is_a_mix(
    prompt: str, parents: tuple[str, ...] | None
) -> None:
    assert MIXER.parents(prompt) == parents


@pytest.mark.parametrize(
    "text", ["🍋 😎", "🍋😎", "🍋+😎", "lemon 😎", "lemon, :smiling_face_with_sunglasses:", "🍋️ 😎"]
)
def test_what_people_type_is_named(text: str) -> None:
    assert MIXER.named(text) == (LEMON, COOL)
    assert MIXER.prompt(MIXER.named(text)) == "🍋+😎"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Name two to four"),
        ("🍋", "Name two to four"),
        ("🍋 🍋", "cannot be mixed with itself"),
        ("🍋 😎 🎩 🍕 🐙", "That is 5 emoji"),
        ("🍋 blorb", "“blorb” is no emoji"),
        ("🍋 <:own:1234>", "is no emoji"),
    ],
)
def test_what_cannot_be_mixed_is_said(text: str, words: str) -> None:
    with pytest.raises(BadRequest, match=words):
        MIXER.named(text)


def test_candidates_of_a_mix_show_different_scenes(tiny_model: Path, untraced: None) -> None:
    painter = Painter.open(load(tiny_model, device="cpu"))
    painting = painter.paint(Recipe("🍋+😎", seed=3, wildness=20))
    shown = [candidate.mix for candidate in painting.candidates]
    assert len({mix.scene for mix in shown if mix}) == 4
    best = shown[0]
    assert best is not None
    assert painting.scene == best.scene
    assert painting.receipt["read_as"] == best.says
    assert painting.receipt["prompt"] == "🍋+😎"
    for candidate, line in zip(painting.candidates, painting.receipt["candidates"], strict=True):
        assert candidate.mix is not None
        assert line["mix"] == candidate.mix.says
        if candidate.is_sketch:
            found = drawn(candidate.svg, painting.receipt, candidate.seed)
            assert found is not None
            assert found.scene == candidate.mix.scene
    with pytest.raises(BadRequest, match="5 emoji"):
        painter.paint(Recipe("🍋+😎+🎩+🍕+🐙"))
