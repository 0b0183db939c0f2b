"""Moderation: prompts are cleaned, matched by whole words, and refused in neutral words."""

import tomllib
from pathlib import Path

import pytest

from bot.config import ModerationSettings
from bot.domain import BadSettings, Refused, Unsuitable
from bot.moderation import Moderation
from model.sketch.library import Library

MODERATION = Moderation(
    ModerationSettings(refuse=["Pineapple"], allow=["pussy"], spaces={"discord:1": ["lemon"]})
)
# At least this share of the table's prompts passes, or is refused.
PASSING, REFUSED = 0.98, 0.95


def refuses(moderation: Moderation, prompt: str) -> bool:
    try:
        moderation.judge(prompt, None)
    except Unsuitable:
        return True
    return False


@pytest.mark.parametrize(
    ("name", "verdict", "count", "share"),
    [
        ("moderation_table.toml", "pass", 200, PASSING),
        ("moderation_table.toml", "refuse", 200, REFUSED),
        ("moderation_fresh.toml", "pass", 60, PASSING),
        ("moderation_fresh.toml", "refuse", 60, REFUSED),
        ("moderation_third.toml", "pass", 100, PASSING),
        ("moderation_third.toml", "refuse", 100, REFUSED),
        ("moderation_fifth.toml", "pass", 100, PASSING),
        ("moderation_fifth.toml", "refuse", 126, REFUSED),
        ("moderation_sixth.toml", "pass", 100, PASSING),
        ("moderation_sixth.toml", "refuse", 108, REFUSED),
        ("moderation_seventh.toml", "pass", 103, PASSING),
        ("moderation_seventh.toml", "refuse", 142, REFUSED),
        ("moderation_eighth.toml", "pass", 106, PASSING),
        ("moderation_eighth.toml", "refuse", 64, REFUSED),
        ("moderation_ninth.toml", "pass", 80, PASSING),
        ("moderation_ninth.toml", "refuse", 64, REFUSED),
    ],
)
def test_the_tables_of_prompts(name: str, verdict: str, count: int, share: float) -> None:
    table = tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))
    prompts = [prompt for group in table[verdict].values() for prompt in group]
    assert len(prompts) == count
    moderation = Moderation(ModerationSettings())
    wrong = [p for p in prompts if refuses(moderation, p) == (verdict == "pass")]
    assert len(wrong) <= count * (1 - share), wrong


@pytest.mark.parametrize("language", ["English", "englsh", "klingon", ""])
def test_a_language_without_a_list_is_named(language: str) -> None:
    with pytest.raises(BadSettings, match=f"moderation.languages: {language!r} is unknown"):
        Moderation(ModerationSettings(languages=["german", language]))


@pytest.mark.parametrize(
    "prompt",
    [
        "🪿",
        "🩷 with 🫨",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "\u2139\ufe0f",
        "‼️",
        "Ⓜ️",
        "㊗️",
        "🈁",
        "™️",
        "👍🏽",
        "👩🏿\u200d🚀",
        "1️⃣",
    ],
)
def test_emoji_stay_as_typed(prompt: str) -> None:
    assert MODERATION.judge(prompt, None) == prompt


def test_tags_are_dropped_where_they_hide_text() -> None:
    assert MODERATION.judge("cat\U000e0067\U000e0062", None) == "cat"


@pytest.mark.parametrize(
    "prompt",
    [
        "glass",
        "Scunthorpe",
        "cocktail",
        "assassin",
        "big black cat",
        "pineapples",
        "pussy willow",
        "cúm",
    ],
)
def test_parts_of_words_and_innocent_ones_pass(prompt: str) -> None:
    assert MODERATION.judge(prompt, None) == prompt


@pytest.mark.parametrize(
    "prompt",
    [
        "what the fuck",
        "\uff26\uff35\uff23\uff2b",
        "f\u200bu\u0441k you",
        "a PINEAPPLE",
        "p\u0456neapple pizza",
        "fu ck this",
        "n*ggers",
        "🇫🇺🇨🇰",
        "🅱️itch",
        "\u0493\u1d1c\u1d04\u1d0b",  # small capitals
        "\u029e\u0254n\u025f",  # upside down
        "cum",
    ],
)
def test_words_of_the_lists_are_refused_however_they_are_written(prompt: str) -> None:
    with pytest.raises(Unsuitable) as caught:
        MODERATION.judge(prompt, None)
    assert prompt not in str(caught.value)


@pytest.mark.parametrize(
    "prompt",
    ["beach", "count sheep", "Phuket", "kicker", "nutted", "pics", "geçiyor", "hui", "vitt"],
)
def test_words_that_only_resemble_severe_ones_pass(prompt: str) -> None:
    assert MODERATION.judge(prompt, None) == prompt


def test_a_space_has_its_own_words() -> None:
    assert MODERATION.judge("angry lemon", None) == "angry lemon"
    assert MODERATION.judge("angry lemon", "discord:2") == "angry lemon"
    with pytest.raises(Unsuitable):
        MODERATION.judge("angry lemon", "discord:1")


@pytest.mark.parametrize(
    ("prompt", "clean"),
    [
        ("  two\n\t lines\x00 ", "two lines"),
        ("zero\u200bwidth", "zerowidth"),
        ("\u202eturned", "turned"),
        ("\uff57\uff49\uff44\uff45", "wide"),
        ("🕵️\u200d♀️ with 🍋", "🕵️\u200d♀️ with 🍋"),
        ("o" * 200, "o" * 200),
    ],
)
def test_what_is_painted_is_clean(prompt: str, clean: str) -> None:
    assert MODERATION.judge(prompt, None) == clean


@pytest.mark.parametrize(
    ("prompt", "sentence"),
    [("", "Say what to draw"), (" \u200b ", "Say what to draw"), ("x" * 201, "201 characters")],
)
def test_what_cannot_be_drawn_is_a_sentence(prompt: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        MODERATION.judge(prompt, None)


def test_every_concept_that_can_be_drawn_may_be_asked_for() -> None:
    moderation = Moderation(ModerationSettings())
    for concept in Library().concepts.values():
        assert moderation.judge(concept.name, None)


def test_names_of_emoji_in_other_languages_may_be_asked_for() -> None:
    moderation, library = Moderation(ModerationSettings()), Library()
    names = {
        label
        for language in library.languages
        for label, *_ in list(library.names(language).values())[::20]
    }
    refused = [name for name in names if refuses(moderation, name)]
    assert len(refused) <= len(names) / 1000, refused
