"""Pseudo-translations: each text in marks, so that a test sees what was not translated."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

from bot import language
from bot.discord.translator import COMMAND, OPTION
from bot.language import maintenance
from bot.telegram import replies

RTL_MARK = "\u05d0"
"""A Hebrew letter: what stands behind it runs from right to left."""


def marked(text: str, name: str) -> str:
    """The pseudo-translation of a text into a language: "«de Hello.»"."""
    start = f"{RTL_MARK} " if name == "he" else ""
    return f"{start}«{name} {text}»"


@contextmanager
def pseudo(folder: Path, *names: str) -> Iterator[None]:
    """The catalogues in this context: pseudo-translations into these languages, and no others."""
    for name in names:
        catalog = Catalog(name)
        for message in maintenance.read(maintenance.TEMPLATE):
            if message.id:
                string = _string(message, name, catalog.num_plurals)
                catalog.add(message.id, string, context=message.context)
        with (folder / f"{name}.po").open("wb") as file:
            write_po(file, catalog)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(language, "CATALOGUES", folder)
        try:
            _forget()
            yield
        finally:
            patch.undo()
            _forget()


def _forget() -> None:
    for cached in (language.languages, language._translations, replies._questions):
        cached.cache_clear()


def _string(message: Message, name: str, plurals: int) -> str | tuple[str, ...]:
    if message.context in (COMMAND, OPTION):
        return f"{message.id}-{name}"
    if message.id == ", ":
        return message.id
    if isinstance(message.id, str):
        return marked(message.id, name)
    return tuple(marked(message.id[1], name) for _ in range(plurals))
