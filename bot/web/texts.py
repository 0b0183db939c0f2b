"""The texts of the page's scripts in a visitor's language, as a dictionary that the page holds."""

from pathlib import Path

from babel.core import Locale
from babel.messages.extract import extract_from_dir

from bot import labels
from bot.language import ENGLISH, gettext, pgettext, plural, speaking

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
SEPARATOR = "\u0004"
"""Between a context and its text in a key, as in gettext's files."""
COUNTS = range(200)
"""Numbers that take every plural form of every language."""

Text = str | tuple[str, ...]
Dictionary = dict[str, str | dict[str, str]]


class ScriptTexts:
    """The texts in the scripts of a folder, and those that only the server knows."""

    def __init__(self, folder: Path) -> None:
        found = extract_from_dir(folder, [("**.js", "javascript")], {}, KEYWORDS)
        scripts = {(text, context) for _file, _line, text, _comments, context in found}
        self._texts: set[tuple[Text, str | None]] = scripts
        self._texts |= {(name, "motion") for name in labels.MOTIONS}
        self._texts |= {(name, "how an emoji was made") for name in labels.RECEIPT}

    def of(self, language: str) -> Dictionary:
        """The translations by their English; none for English."""
        if language == ENGLISH:
            return {}
        with speaking(language):
            return dict(_entry(text, context, language) for text, context in self._texts)


def _entry(text: Text, context: str | None, language: str) -> tuple[str, str | dict[str, str]]:
    """A text and its translation, or its plural forms by the names that browsers have for them."""
    if not isinstance(text, str):
        category = Locale.parse(language).plural_form
        return text[0], {category(count): plural(text[0], text[1], count) for count in COUNTS}
    if context is None:
        return text, gettext(text)
    return context + SEPARATOR + text, pgettext(context, text)
