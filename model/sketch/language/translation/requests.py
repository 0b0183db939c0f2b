"""Requests for a change in other languages, put into English: "ohne die Brille", "青にして".

`changes/LANGUAGE.txt` has lines "english: phrase, phrase" with the ways to ask for a change; "a" as
the English marks words to ignore, "comment" those with which people only say what they think. The
rest is put into English as in prompts.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from pathlib import Path

from model.sketch.language.translation.tables import IGNORED
from model.sketch.language.translation.translator import Translator
from model.sketch.language.words import fold, phrase, plain, spans

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
            split = _unspaced if _is_unspaced(known) else _spaced
            parts = list(split(words, {**known, **own}))
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
def comments() -> frozenset[str]:
    """Words of all languages with which people only say what they think of an emoji."""
    tables = (_table(path.stem) for path in FOLDER.glob("*.txt"))
    found = (said for table in tables for said, kind in table.items() if kind == COMMENT)
    return frozenset(word for said in found for word in said.split())


@cache
def _table(language: str) -> Mapping[str, str]:
    path = FOLDER / f"{language}.txt"
    if not path.is_file():
        return {}
    lines = path.read_text("utf-8").splitlines()
    found = dict[str, str]()
    for line in lines:
        english, _, listed = line.partition(": ")
        normal = fold if _is_unspaced(listed) else phrase
        # What somebody says first of all is a request, if it can be both.
        found.update({normal(said.strip()): english for said in listed.split(",")} | found)
    return found


def _is_unspaced(known: Iterable[str]) -> bool:
    return any(ord(letter) > 0x2E7F for letter in chain.from_iterable(known))


def _spaced(text: str, known: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    """The stretches of a text: the longest known phrases, and what is between them."""
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
    """The same for texts without spaces between words."""
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
