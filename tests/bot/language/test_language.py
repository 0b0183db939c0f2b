"""The language of each person: choosing it, the catalogues, and texts that nobody translates."""

import ast
import gettext as gnu
import re
from functools import cache
from pathlib import Path
from typing import Any

import discord
import pytest

from bot import labels, language, messages
from bot.discord.buttons import BUTTONS as DISCORD_BUTTONS
from bot.discord.buttons import ChangeForm
from bot.discord.commands import EmojiTree
from bot.discord.translator import CommandTranslator, as_typed
from bot.emoji.moods import moods_named
from bot.language import _, listed, maintenance, ngettext, number, pgettext, sentence, speaking
from bot.moderation.prompts import Moderation
from bot.settings.config import ModerationSettings
from bot.telegram.commands import COMMANDS as TELEGRAM_COMMANDS
from bot.telegram.commands import described
from bot.telegram.presses import ANSWER_LENGTH
from model.candidates import ONLY_NAMED
from model.errors import BadRequest, Unavailable
from model.files.folders import BUNDLED
from model.harm.classifier import HarmClassifier
from model.image.from_picture import CUT, FIRST_FRAME, NOT_PLAIN, SMALL
from model.image.moving.moved import AS_A_WHOLE, BY_PARTS
from model.nets.text import TextEncoder
from model.sketch.language.parse import Reader
from model.sketch.library import Library
from model.sketch.moods import DEFAULT
from model.sketch.motion import MOTIONS
from tests.support.pseudo_language import pseudo

ROOT = Path(__file__).resolve().parents[3]
TRANSLATED = language.languages()[1:]
TEN = ("en", "de", "es", "fr", "ja", "pt_BR", "ru", "tr", "uk", "zh_Hans")


def test_there_are_ten_languages() -> None:
    assert language.languages() == TEN


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (("pt-BR",), "pt_BR"),
        (("pt",), "pt_BR"),
        (("zh-CN",), "zh_Hans"),
        (("zh-hans",), "zh_Hans"),
        (("es-419",), "es"),
        (("en-GB",), "en"),
        (("de_AT.UTF-8",), "de"),
        (("ca_ES@valencia", "fr"), "fr"),
        (("C",), "en"),
        (("", None), "en"),
        (("../de",), "en"),
    ],
)
def test_a_tag_names_the_nearest_language(tags: tuple[str | None, ...], expected: str) -> None:
    assert language.best(tags) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("de-CH, fr;q=0.9", "de"),
        ("it, fr;q=0.5, de;q=0.7", "de"),
        ("de;q=0, ja;q=0.1", "ja"),
        ("*", "en"),
        ("", "en"),
        ("de;q=x, tr", "tr"),
        ("nl, en;q=0.8, de;q=0.5", "en"),
    ],
)
def test_a_browser_is_answered_in_the_language_it_wants_most(header: str, expected: str) -> None:
    assert language.best(language.accepted(header)) == expected


def test_a_command_line_speaks_as_gettext_does(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in language.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    assert language.best(language.of_environment()) == "en"
    monkeypatch.setenv("LANG", "uk_UA.UTF-8")
    assert language.best(language.of_environment()) == "uk"
    monkeypatch.setenv("LANGUAGE", "it:ja")
    assert language.best(language.of_environment()) == "ja"


@pytest.mark.parametrize(
    ("tags", "spoken", "written"),
    [
        (["de-AT"], "de", "de"),
        (["it", "fr"], "fr", "it"),
        (["pt-BR"], "pt_BR", "pt"),
        (["en-GB", "de"], "en", ""),
        (["*"], "en", ""),
        (["../../etc"], "en", ""),
        ([], "en", ""),
    ],
)
def test_somebody_may_write_in_a_language_that_has_no_catalogue(
    tags: list[str], spoken: str, written: str
) -> None:
    language.speak_to(tags)
    assert (language.current(), language.writing()) == (spoken, written)


def test_an_unknown_language_or_text_is_english() -> None:
    with speaking("xx"):
        assert _("There is no {word}.", word="{braces}") == "There is no {braces}."
    with speaking("de"):
        assert _("Not in any catalogue.") == "Not in any catalogue."
        assert ngettext("{count} thing", "{count} things", 2) == "2 things"
        assert pgettext("a context", "Not in any catalogue.") == "Not in any catalogue."
        assert _("") == ""
    assert language.current() == "en"
    assert listed(["a", "b"]) == "a, b"


def test_the_template_has_the_texts_of_the_code() -> None:
    assert maintenance.is_current(), "run `make translations`"


@pytest.mark.parametrize("name", TRANSLATED)
def test_a_catalogue_is_complete_and_has_the_placeholders_of_the_originals(name: str) -> None:
    catalogue = maintenance.read(language.CATALOGUES / f"{name}.po", name)
    template = maintenance.read(maintenance.TEMPLATE)
    assert {(m.id, m.context) for m in catalogue} == {(m.id, m.context) for m in template}
    assert not list(maintenance.faults(name))
    assert maintenance.missing(name) == []


@pytest.mark.parametrize("name", TRANSLATED)
def test_five_of_something_are_not_said_as_one(name: str) -> None:
    catalogue = maintenance.read(language.CATALOGUES / f"{name}.po", name)
    form = gnu.c2py(catalogue.plural_expr)
    for message in catalogue:
        forms = maintenance.strings(message)
        if len(set(forms)) > 1:
            assert forms[form(5)] != forms[form(1)], (name, message.id)
            assert forms[form(2_000_000)] != forms[form(1)], (name, message.id)


@cache
def _modules() -> list[tuple[str, ast.Module]]:
    """The bot's modules by their paths."""
    return [
        (str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8")))
        for path in (ROOT / "bot").rglob("*.py")
    ]


def _name(node: ast.expr) -> str:
    """The last part of "a.b"."""
    return getattr(node, "attr", getattr(node, "id", ""))


def test_no_function_that_translates_assigns_to_the_underscore() -> None:
    wrong = []
    for path, tree in _modules():
        for function in ast.walk(tree):
            if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
                names = [n for n in ast.walk(function) if isinstance(n, ast.Name) and n.id == "_"]
                if {type(name.ctx) for name in names} == {ast.Load, ast.Store}:
                    wrong.append(f"{path}: {function.name}")
    assert not wrong


STORED = {
    *("FROM_PICTURE", "CANCELLED", "PACK_CANCELLED", "FAILED", "DIED", "LOST", "WITHHELD"),
    # The operator's commands are English.
    *("PAINTING_PAUSED", "PAINTING_RESUMED", "HOW_MANY"),
    # What buttons show is translated when a message gets them; a question is asked in any language.
    *("ASK_WORDS", "CANCEL", "CONSENT_YES", "CONSENT_NO", "FORGET_YES"),
}
"""Constants that are also used as they are: kept in the database, compared, or a label."""
TRANSLATING = {"_", "everywhere", "offer", "close"}
"""What translates a text that it is given."""


def test_a_constant_is_translated_where_it_is_shown() -> None:
    constants = {name for name in vars(messages) if name.isupper()} - STORED
    wrong = []
    for path, tree in _modules():
        inside = {
            id(argument)
            for call in ast.walk(tree)
            if isinstance(call, ast.Call) and _name(call.func) in TRANSLATING
            for argument in call.args
        }
        wrong += [
            f"{path}:{node.lineno} {node.attr}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
            and _name(node.value) == "messages"
            and node.attr in constants
            and id(node) not in inside
            and path != "bot/emoji/access.py"
        ]
    assert not wrong


def test_every_motion_and_mood_has_a_label() -> None:
    assert set(labels.MOTIONS) == set(MOTIONS)
    assert set(labels.MOODS) == set(DEFAULT)
    assert set(labels.HOW_IT_MOVES) == {BY_PARTS, AS_A_WHOLE}
    assert set(labels.NOTES) == {CUT, NOT_PLAIN, FIRST_FRAME, SMALL, ONLY_NAMED}
    with speaking("de"):
        assert labels.mood("pirate") == "pirate"


def test_moods_may_be_named_in_the_persons_language() -> None:
    with speaking("de"):
        assert list(moods_named("Glücklich, wütend, dizzy")) == ["happy", "angry", "dizzy"]
        with pytest.raises(BadRequest) as caught:
            moods_named("betrübt")
        said = sentence(caught.value)
        assert "glücklich, traurig, wütend" in said
        assert "“" not in said.replace("„", "")  # No similar English word is offered.


def test_what_other_programs_say_is_translated() -> None:
    moving = "spin, the picture as a whole: 40 frames at 12.5 fps, 128 px, 90 kB. Because."
    picture, mixed = f"{CUT} {ONLY_NAMED}", "🍋 wears 🎩 and rides 🐢"
    gone = Unavailable("{path} cannot be written: {reason}.", path="x", reason="Permission denied")
    assert (labels.moving(moving), labels.notes(picture), number(6.25)) == (moving, picture, 6.25)
    assert (labels.mix(mixed), labels.mix("")) == (mixed, "")
    assert sentence(gone) == "x cannot be written: Permission denied."
    assert messages.Messages(str).failed("lemon", "No.") == "“lemon”: No."
    with speaking("de"):
        details = "40 Bilder mit 12,5 Bildern/s, 128 px, 90 kB. Because."
        assert labels.moving(moving) == f"{labels.motion('spin')}, das Bild als Ganzes: {details}"
        assert labels.mix(mixed) == "🍋 mit etwas von 🎩, 🐢"
        assert labels.moving("spin") == labels.motion("spin") != "spin"
        assert "malt nicht nach Bildern" in labels.notes(picture)
        assert (number(6.25), number(7), number(None)) == ("6,25", 7, None)
        assert sentence(gone) == "x kann nicht geschrieben werden: keine Berechtigung."
        assert messages.Messages(str).failed("lemon", "Nein.") == "„lemon“: Nein."


@pytest.mark.parametrize("name", TRANSLATED)
async def test_discord_takes_the_names_of_commands_in_every_language(name: str) -> None:
    client = discord.Client(intents=discord.Intents.none())
    tree, translator = EmojiTree(client), CommandTranslator()  # type: ignore[arg-type]
    locale = next(own for own in discord.Locale if language.best([own.value]) == name)
    commands = [await own.get_translated_payload(tree, translator) for own in tree.get_commands()]
    for kind in (1, 3):
        of_kind = [command for command in commands if command["type"] == kind]
        names = [_shown(command, "name", locale) for command in of_kind]
        assert len(set(names)) == len(names)
        assert all(fits_a_menu(own) if kind == 3 else is_a_name(own) for own in names), names
    for command in commands:
        options = command.get("options", [])
        names = [_shown(option, "name", locale) for option in options]
        assert len(set(names)) == len(names)
        assert all(map(is_a_name, names)), names
        for one in (command, *options) if command["type"] == 1 else ():
            assert 1 <= len(_shown(one, "description", locale)) <= 100
        for choice in (choice for option in options for choice in option.get("choices", ())):
            assert 1 <= len(_shown(choice, "name", locale)) <= 100


def _shown(one: dict[str, Any], field: str, locale: discord.Locale) -> str:
    shown: str = one.get(f"{field}_localizations", {}).get(locale.value, one[field])
    return shown


def is_a_name(text: str) -> bool:
    """Discord's rule for names of commands and options."""
    return re.fullmatch(r"[-_'\w]{1,32}", text) is not None and text == text.lower()


def fits_a_menu(text: str) -> bool:
    """Discord's rule for entries of a message's menu."""
    return 1 <= len(text.strip()) <= 32


EXAMPLES = (
    ("Dancing Lemon with Sunglasses", {"base": "1F34B", "pose": "dancing"}),
    ("Angry Unicorn", {"base": "1F984", "expression": "angry"}),
    ("Sleepy Robot", {"base": "1F916"}),
)


def test_the_examples_are_allowed_and_understood_in_every_language() -> None:
    reader = Reader(Library(), TextEncoder.open(BUNDLED).embed)
    moderation = Moderation(ModerationSettings(), HarmClassifier.open())
    for name in language.languages():
        with speaking(name):
            for words, shown in EXAMPLES:
                assert moderation.judge(_(words), None)
                scene = reader.read(_(words))
                assert scene.unread == (), (name, _(words))
                assert shown.items() <= scene.to_dict().items(), (name, _(words))
            start = _(messages.START).rpartition("\n/emoji ")[2]
            assert "sunglasses" in reader.read(start).accessories, (name, start)


@pytest.mark.parametrize("name", TRANSLATED)
async def test_labels_and_menus_are_as_short_as_the_platforms_want(name: str) -> None:
    with speaking(name):
        assert all(len(_(own.label or "")) <= 80 for own in DISCORD_BUTTONS.values())
        form = ChangeForm(1, "lemon")
        assert len(form.title) <= 45
        for field in (form.change.to_component_dict(), form.prompt.to_component_dict()):
            assert 1 <= len(field["label"] or "") <= 45
            assert len(field.get("placeholder") or "") <= 100
        assert all(len(own.description) <= 256 for own in described(TELEGRAM_COMMANDS))
        # Longer answers to presses are cut.
        said = (messages.CANCELLED, messages.PICKED, messages.REMOVED, messages.UNSUITABLE)
        assert all(len(_(own)) <= ANSWER_LENGTH for own in said)


def test_the_bot_names_commands_as_discord_shows_them(tmp_path: Path) -> None:
    with pseudo(tmp_path, "de"), speaking("de"):
        assert as_typed("Try /history. (/pack)") == "Try /history-de. (/pack-de)"
        assert as_typed("/privacy off") == "/privacy-de «de off»"
        assert (
            as_typed("“/emoji cat” and https://a.b/help, /me")
            == "“/emoji cat” and https://a.b/help, /me"
        )
