"""Requests for a change in other languages, put into English: "ohne die Brille", "青にして".

`changes/LANGUAGE.txt` has lines "english: phrase, phrase" with the ways to ask for a change; "a" as
the English marks words to ignore, "comment" those with which people only say what they think. The
rest is put into English as in prompts.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from model.sketch.language.translation.tables import IGNORED, read
from model.sketch.language.translation.translator import Translator
from model.sketch.language.translation.unspaced import unspaced
from model.sketch.language.words import fold, plain, spans

FOLDER = Path(__file__).with_name("changes")
COMMENT = "comment"
_LONGEST = 5


class Requests:
    """Puts requests for a change into English, from any language that has a table."""

    def __init__(self, translator: Translator) -> None:
        self._translator = translator

    def reads(self, language: str | None) -> bool:
        """Whether a language has a table."""
        return language is not None and bool(phrases(language))

    def says(self, words: str, meanings: Container[str | None]) -> bool:
        """Whether there is a phrase with one of these English meanings, in any language."""
        return any(
            english in meanings
            for language in languages()
            for _, english in _parts(words, phrases(language))
        )

    def english(
        self, words: str, hint: str | None = None, names: Iterable[str] = ()
    ) -> Iterator[str]:
        """A request in English from each language it may be in, the likeliest first.

        `hint` is the code of a language that the person may speak; `names` are no words of any
        language, such as those of styles.
        """
        own = {fold(name): name for name in names}
        best = self._translator.best(words, hint)
        likely = {hint, best.language if best else None}
        candidates = [*filter(None, [hint]), *self._translator.candidates(words, hint)]
        for language in dict.fromkeys(candidates):
            known = phrases(language)
            parts = list(_parts(words, known, own))
            asks = any(english is not None and said not in own for said, english in parts)
            if known and (asks or language in likely):
                yield " ".join(filter(None, (self._part(*part, language) for part in parts)))

    def _part(self, text: str, english: str | None, language: str) -> str:
        if english is not None:
            return "" if english == IGNORED else english
        if text.isascii() and not any(map(str.isalnum, text)):
            return "," if set(text) & set(",;.") else ""
        return self._translator.translated(text, language).english


@cache
def phrases(language: str) -> Mapping[str, str]:
    """The phrases of a language in the form of `fold` or `phrase`, and their English."""
    return {said: english for said, english in _table(language).items() if english != COMMENT}


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a table."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.txt")))


@cache
def comments() -> frozenset[str]:
    """Words of all languages with which people only say what they think of an emoji."""
    tables = map(_table, languages())
    found = (said for table in tables for said, kind in table.items() if kind == COMMENT)
    return frozenset(word for said in found for word in said.split())


@cache
def _table(language: str) -> Mapping[str, str]:
    found = read(FOLDER / f"{language}.txt").words
    return {said.replace(" ", "") if unspaced(said) else said: found[said] for said in found}


def _parts(
    text: str, known: Mapping[str, str], own: Mapping[str, str] = MappingProxyType({})
) -> Iterator[tuple[str, str | None]]:
    """The stretches of a text: the longest known phrases, and what is between them."""
    split = _unspaced if any(map(unspaced, known)) else _spaced
    return split(text, {**known, **own})


def _spaced(text: str, known: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    written = spans(text)
    at = read = 0
    while at < len(written):
        for length in range(min(_LONGEST, len(written) - at), 0, -1):
            said = " ".join(plain(word) for _, _, word in written[at : at + length])
            if said in known:
                yield text[read : written[at][0]], None
                yield said, known[said]
                at += length
                read = written[at - 1][1]
                break
        else:
            at += 1
    yield text[read:], None


def _unspaced(text: str, known: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    text, read, at = fold(text), 0, 0
    longest = sorted(known, key=len, reverse=True)
    while at < len(text):
        said = next((one for one in longest if text.startswith(one, at)), None)
        if said is None:
            at += 1
            continue
        yield text[read:at], None
        yield said, known[said]
        at += len(said)
        read = at
    yield text[read:], None
