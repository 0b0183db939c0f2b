"""The language of each person: choosing it, the catalogues, and texts that nobody translates."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import language
from bot.language import _, listed, maintenance, ngettext, pgettext, speaking

ROOT = Path(__file__).resolve().parents[2]
TRANSLATED = language.languages()[1:]
TEN = ("en", "de", "es", "fr", "ja", "pt_BR", "ru", "tr", "uk", "zh_Hans")
MOST_MISSING = 1000
"""How many texts a catalogue may leave untranslated."""


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
    assert language.accepted(header) == expected


def test_a_command_line_speaks_as_gettext_does(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in language.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    assert language.of_environment() == "en"
    monkeypatch.setenv("LANG", "uk_UA.UTF-8")
    assert language.of_environment() == "uk"
    monkeypatch.setenv("LANGUAGE", "it:ja")
    assert language.of_environment() == "ja"


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
    assert len(maintenance.missing(name)) <= MOST_MISSING


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


def test_no_function_that_translates_assigns_to_the_underscore() -> None:
    wrong = []
    for path in (ROOT / "bot").rglob("*.py"):
        for function in _functions(path):
            names = [n for n in ast.walk(function) if isinstance(n, ast.Name) and n.id == "_"]
            kinds = {type(name.ctx) for name in names}
            if kinds == {ast.Load, ast.Store}:
                wrong.append(f"{path.relative_to(ROOT)}: {function.name}")
    assert not wrong
