"""Keeps the catalogues up to date with the code: `python -m bot.language`, `make translations`."""

import string
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from bot.language import CATALOGUES

PROJECT = "emojismith"
TEMPLATE = CATALOGUES / f"{PROJECT}.pot"
ROOT = CATALOGUES.parents[2]
WIDTH = 100
HEADER = "# Texts of Emojismith. See docs/how-to/translate.md."
METHODS = [
    ("bot/**.py", "python"),
    ("model/**.py", "python"),
    ("bot/web/static/**.html", "jinja2"),
    ("bot/web/static/**.js", "javascript"),
]
"""Which files have texts, and how they are read."""
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "N_": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "NP_": ((1, "c"), 2),
}
ERRORS: dict[str, None] = dict.fromkeys(("BadPicture", "BadRequest", "NotUnderstood", "Withheld"))
"""The errors whose sentences are for people, also in the model, which speaks English."""
COMMENTS = ("Translators:",)
DROPPED = (
    *("Project-Id-Version", "POT-Creation-Date", "PO-Revision-Date", "Report-Msgid-Bugs-To"),
    *("Last-Translator", "Language-Team", "Generated-By"),
)
"""Lines of a catalogue's header that would be a conflict in each merge."""


def extracted() -> Catalog:
    """All texts of the code, in the order of its files."""
    catalog = Catalog(project=PROJECT, header_comment=HEADER, fuzzy=False)
    for folder, keywords in (("bot", KEYWORDS | ERRORS), ("model", ERRORS)):
        found = extract_from_dir(
            ROOT / folder,
            [(pattern.removeprefix(f"{folder}/"), method) for pattern, method in METHODS],
            {},
            keywords,
            COMMENTS,
            strip_comment_tags=True,
        )
        for file, _line, text, comments, context in sorted(found, key=lambda each: each[:2]):
            place = (f"{folder}/{file}", 0)
            catalog.add(text, None, [place], auto_comments=comments, context=context)
    return catalog


def read(path: Path, language: str | None = None) -> Catalog:
    """A catalogue or the template."""
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(new: str | None = None) -> None:
    """Write the template, and update all catalogues; add one for a new language."""
    template = extracted()
    _write(TEMPLATE, template)
    if new is not None and not (CATALOGUES / f"{new}.po").exists():
        _write(CATALOGUES / f"{new}.po", Catalog(new, header_comment=HEADER, fuzzy=False))
    for path in sorted(CATALOGUES.glob("*.po")):
        catalog = read(path, path.stem)
        # A translation that is merely similar would be wrong more often than useful.
        catalog.update(template, no_fuzzy_matching=True, update_header_comment=True)
        _write(path, catalog)


def is_current() -> bool:
    """Whether the template has the texts of the code."""
    return _texts(read(TEMPLATE)) == _texts(extracted())


def _texts(catalog: Catalog) -> set[tuple[object, str | None]]:
    return {(message.id, message.context) for message in catalog if message.id}


def missing(language: str) -> list[str]:
    """The texts that a catalogue does not translate, by their English."""
    catalog = read(CATALOGUES / f"{language}.po", language)
    return [
        english(message)
        for message in catalog
        if message.id and (message.fuzzy or not all(strings(message)))
    ]


def faults(language: str) -> Iterator[str]:
    """What is wrong with a catalogue's translations, in sentences."""
    catalog = read(CATALOGUES / f"{language}.po", language)
    for message in catalog:
        texts = [text for text in strings(message) if text]
        if not message.id or not texts:
            continue
        wanted = placeholders(message)
        for text in texts:
            yield from _faults_of(english(message), text, wanted, len(texts) > 1)


def _faults_of(original: str, text: str, wanted: set[str], plural: bool) -> Iterator[str]:
    try:
        found = names(text)
    except ValueError as error:
        yield f"{original!r}: {error}: {text!r}"
        return
    # A form for one, such as "one request", may leave out the number.
    if found != wanted and not (plural and found == wanted - {"count"}):
        yield f"{original!r}: placeholders {sorted(found)} instead of {sorted(wanted)}: {text!r}"
    if original.count("\n") != text.count("\n"):
        yield f"{original!r}: another number of lines: {text!r}"
    is_separator = not original.strip(" ,")
    if not is_separator and _ends(original) != _ends(text):
        yield f"{original!r}: other spaces at the ends: {text!r}"


def _ends(text: str) -> tuple[bool, bool]:
    """Whether a text starts and ends with a space."""
    return text[:1].isspace(), text[-1:].isspace()


def placeholders(message: Message) -> set[str]:
    """The placeholders of a text, those of both forms of a plural."""
    forms = message.id if isinstance(message.id, (list, tuple)) else [message.id]
    return set().union(*map(names, forms))


def names(text: str) -> set[str]:
    """The placeholders in a text. Raises ValueError for braces that are none."""
    return {name for _text, name, _form, _conversion in string.Formatter().parse(text) if name}


def english(message: Message) -> str:
    """The English text; of a plural, the form for one."""
    return message.id if isinstance(message.id, str) else message.id[0]


def strings(message: Message) -> tuple[str, ...]:
    """The translation, or its plural forms; empty texts if there is none."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def _write(path: Path, catalog: Catalog) -> None:
    written = BytesIO()
    write_po(written, catalog, width=WIDTH, include_lineno=False, ignore_obsolete=True)
    lines = written.getvalue().decode().splitlines(keepends=True)
    dropped = tuple(f'"{name}' for name in DROPPED)
    path.write_text("".join(each for each in lines if not each.startswith(dropped)), "utf-8")
