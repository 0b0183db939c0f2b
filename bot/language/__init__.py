"""The language in which the bot speaks to each person: gettext with the catalogues of this package.

A text is a whole English sentence with named placeholders, and is its own key:

    from bot.language import _, ngettext

    _("Your emoji are now drawn in {style} style.", style=style)
    ngettext("{count} request is waiting.", "{count} requests are waiting.", count)

- A constant is marked with `N_` where it is defined and translated where it is shown:
  `START = N_("Hello.")`, then `_(START)`. A missing or fuzzy translation falls back to English.
- Never glue a sentence from pieces: other languages order them otherwise.
- A comment that starts with "# Translators:" right above a text explains it to translators; a word
  that can mean several things is `pgettext("a pack that does not move", "Still")`.
- Do not assign to `_` in a function that also calls it.
- After changing a text run `make translations`, which updates all catalogues.

Adapters say who is listening with `speak_to`, `speak` or `speaking`. The language belongs to the
current task and to the tasks that it starts; English is the default. A job's `Address` keeps it.
The language in which somebody writes may be another: there are fewer catalogues than languages.
"""

import gettext as gnu
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import Context, ContextVar, copy_context
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Protocol, runtime_checkable

CATALOGUES = Path(__file__).parent / "catalogues"
ENGLISH = "en"
VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""What names the language of a command line, as in GNU gettext."""

_current: ContextVar[str] = ContextVar("language", default=ENGLISH)
_writing: ContextVar[str] = ContextVar("writing", default=ENGLISH)


@cache
def languages() -> tuple[str, ...]:
    """All languages, named as their catalogues are: "en", "de", "pt_BR"…"""
    return (ENGLISH, *sorted(path.stem for path in CATALOGUES.glob("*.po")))


def current() -> str:
    """The language of the person who is spoken to."""
    return _current.get()


def code() -> str:
    """The ISO 639 code of the current language: "pt" for the catalogue "pt_BR"."""
    return current().partition("_")[0]


def writing() -> str:
    """The ISO 639 code of the language in which the person may write; "" for English."""
    found = _parts(_writing.get())[0]
    return found if found != ENGLISH and re.fullmatch("[a-z]{2,3}", found) else ""


def speak(language: str) -> None:
    """Use this language for the rest of the current task."""
    _current.set(language)
    _writing.set(language)


def speak_to(tags: Iterable[str]) -> None:
    """Speak to somebody with these languages ("pt-BR"), the preferred one first."""
    own = list(filter(None, tags))
    speak(best(own))
    _writing.set(next(iter(own), ENGLISH))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Use this language inside the context."""
    current, writing = _current.set(language), _writing.set(language)
    try:
        yield
    finally:
        _current.reset(current)
        _writing.reset(writing)


def context_of(language: str) -> Context:
    """The context of a task that speaks this language."""
    context = copy_context()
    context.run(speak, language)
    return context


def best(tags: Iterable[str | None]) -> str:
    """The language of the first tag ("pt-BR", "de_DE.UTF-8") that there is; else English."""
    known = {_parts(language): language for language in languages()}
    for parts in map(_parts, filter(None, tags)):
        if parts in known:
            return known[parts]
        for own, language in known.items():
            if own[0] == parts[0]:
                return language
    return ENGLISH


def accepted(header: str) -> list[str]:
    """The tags of an Accept-Language header (RFC 9110), the preferred one first."""
    wanted = []
    for item in header.split(",")[:20]:
        tag, _separator, quality = item.strip().partition(";q=")
        try:
            wanted.append((-float(quality or 1), tag))
        except ValueError:
            continue
    return [tag for weight, tag in sorted(wanted, key=lambda each: each[0]) if weight < 0]


def of_environment() -> list[str]:
    """The languages of a command line, the preferred one first."""
    found = (os.environ.get(name, "") for name in VARIABLES)
    return [tag for value in found for tag in value.split(":") if tag]


def tag(language: str) -> str:
    """A language as HTML and HTTP name it: "pt-BR"."""
    return language.replace("_", "-")


def gettext(text: str, **values: object) -> str:
    """A text in the current language, with the values of its placeholders."""
    return _filled(_catalogue().gettext(text) if text else text, values)


def pgettext(context: str, text: str, **values: object) -> str:
    """The same for a text that means something else elsewhere; `context` explains it."""
    return _filled(_catalogue().pgettext(context, text), values)


def ngettext(one: str, many: str, count: int, **values: object) -> str:
    """The same for a text that depends on a number, which is also the placeholder {count}."""
    return _filled(plural(one, many, count), {"count": count, **values})


def plural(one: str, many: str, count: int) -> str:
    """The form of a text for a number, with its placeholders."""
    return _catalogue().ngettext(one, many, count)


@runtime_checkable
class Sentence(Protocol):
    """An error whose text has placeholders for values, as those of the model."""

    @property
    def text(self) -> str:
        """The English sentence with its placeholders."""
        ...

    @property
    def values(self) -> Mapping[str, object]:
        """The values of the placeholders; one of them may be such an error too."""
        ...


def sentence(error: Sentence) -> str:
    """What an error says, in the current language."""
    values = {name: _value(name, value) for name, value in error.values.items()}
    return gettext(error.text, **values)


def _value(name: str, value: object) -> object:
    if isinstance(value, Sentence):
        return sentence(value)
    # Operating systems say their reasons in English.
    return gettext(value) if name == "reason" and isinstance(value, str) else value


def marked(text: str) -> str:
    """The same text. It marks one that is translated where it is shown."""
    return text


def marked_in(context: str, text: str) -> str:
    """The same text. It marks one that `pgettext` translates where it is shown."""
    return text


def listed(items: Iterable[str]) -> str:
    """Names as a list."""
    # Translators: this stands between the names of a list, such as "noto, fluent, openmoji".
    return pgettext("between the names of a list", ", ").join(items)


def decimal(number: float, places: int) -> str:
    """A number with so many decimal places, and the separator of the language."""
    if current() == ENGLISH:
        return f"{number:.{places}f}"
    # English needs no Babel.
    from babel.numbers import format_decimal

    return format_decimal(number, format="0." + "0" * places, locale=current())


def number(value: object) -> object:
    """A fraction with the separator of the language; anything else as it is."""
    if current() == ENGLISH or not isinstance(value, float):
        return value
    from babel.numbers import format_decimal

    return format_decimal(value, format="0.####", locale=current())


def everywhere(text: str) -> tuple[str, ...]:
    """A text in all languages."""
    return tuple(_translations(language).gettext(text) for language in languages())


_ = gettext
N_ = marked
NP_ = marked_in


def _parts(language: str) -> tuple[str, ...]:
    """A tag as its parts in lower case, without an encoding or a variant: ("pt", "br")."""
    plain = language.partition(".")[0].partition("@")[0]
    return tuple(plain.casefold().replace("_", "-").split("-"))


def _filled(text: str, values: dict[str, object]) -> str:
    return text.format(**values) if values else text


def _catalogue() -> gnu.NullTranslations:
    return _translations(_current.get())


@cache
def _translations(language: str) -> gnu.NullTranslations:
    """The translations of a language, compiled in memory: 25 ms; none for English."""
    if language == ENGLISH or language not in languages():
        return gnu.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with (CATALOGUES / f"{language}.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return gnu.GNUTranslations(compiled)
