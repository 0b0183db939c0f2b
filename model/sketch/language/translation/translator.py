"""Puts prompts of other languages into English, and finds out which language they are in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from model.sketch.language import lexicon
from model.sketch.language.translation.dictionary import UNDRAWN, Dictionary, Unit
from model.sketch.language.translation.keywords import EnglishKeywords
from model.sketch.language.translation.order import Order
from model.sketch.language.translation.tables import IGNORED, languages, starts, table
from model.sketch.language.translation.unspaced import split, unspaced
from model.sketch.language.vocabulary import LONGEST, Vocabulary
from model.sketch.language.words import fold, lower, plain, spans
from model.sketch.library import Library

_SCRIPTS = (
    (r"[\u3040-\u30ff]", ("ja",)),
    (r"[\u4e00-\u9fff]", ("zh", "zh-hant", "ja")),
    (r"[\uac00-\ud7af]", ("ko",)),
    (r"[іїєґІЇЄҐ]", ("uk", "ru")),
    (r"[\u0400-\u04ff]", ("ru", "uk")),
    (r"[\u0900-\u097f]", ("hi",)),
    (r"[\u0980-\u09ff]", ("bn",)),
    (r"[\u0e00-\u0e7f]", ("th",)),
    (r"[\u0590-\u05ff]", ("he",)),
    (r"[\u0600-\u06ff]", ("ar", "fa")),
    (r"[\u0370-\u03ff]", ("el",)),
)
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1dff\u2e80-\U0001efff]")
_QUOTED = re.compile('["“„«「『\u2018]([^"”“»」』\u2019]{1,24})["”“»」』\u2019]')
_BREAK = re.compile(r"[,;:.!?\u2026\u2013\u2014\u3001\u3002\uff0c\uff01\uff1f\uff1b\uff1a]|\s-\s")
_MOST_LANGUAGES, _ENDING = 4, 3
_SURE_OF_ENGLISH = 0.9
_ARTICLES = frozenset({"a", "an"})


@dataclass(frozen=True, slots=True)
class Translation:
    """A prompt in English, and its units in English order.

    `known` is the share of its letters in known words, weighted by how sure each is.
    """

    language: str
    english: str
    units: tuple[Unit, ...]
    known: float

    @property
    def guessed(self) -> tuple[str, ...]:
        """The words that were read by resemblance."""
        return tuple(lower(unit.text) for unit in self.units if 0 < unit.sure < 1)

    @property
    def is_sure(self) -> bool:
        """Whether every word surely has the English that it was given."""
        return all(unit.is_known and unit.sure == 1 for unit in self.units)

    @property
    def unknown(self) -> frozenset[str]:
        """The folded words without English."""
        units = (unit for unit in self.units if not unit.is_known)
        return frozenset(plain(word) for unit in units for _, _, word in spans(unit.text))

    def original(self, english: str) -> str:
        """The words of the prompt that English words stand for; the same words if none do."""
        words = set(english.casefold().split())
        found = [u.text for u in self.units if u.text and set(u.english.casefold().split()) & words]
        return " ".join(found) or english


class Translator:
    """All languages, each loaded when it is first needed."""

    def __init__(self, library: Library, vocabulary: Vocabulary) -> None:
        self._library, self._vocabulary = library, vocabulary
        self._english = EnglishKeywords(vocabulary)
        self._loaded: dict[str, tuple[Dictionary, Order]] = {}

    def best(self, prompt: str, hint: str | None = None) -> Translation | None:
        """The prompt in English from the language that knows most of it, or None.

        `hint` is the code of a language that the person may speak.
        """
        best: Translation | None = None
        for name in self.candidates(prompt, hint):
            found = self.translated(prompt, name)
            is_own = name == hint or any(map(self._is_own, found.units))
            if is_own and (best is None or _better(found, best)):
                best = found
        return best

    def hinted(self, prompt: str, hint: str | None) -> Translation | None:
        """A prompt that could be English, from the language of a hint; None if it is English.

        Several words are English if none is in the table of the other language.
        """
        if hint is None or hint not in _latin() or _OTHER_SCRIPT.search(prompt):
            return None
        words, own = [plain(word) for _, _, word in spans(prompt)], table(hint).words
        if len(words) > 1 and own.keys().isdisjoint(words):
            return None
        found = self.translated(prompt, hint)
        return found if found.is_sure else None

    def is_clearly_english(self, prompt: str, hint: str | None) -> bool:
        """Whether English words such as "the" tell that a prompt is not in the language of a hint.

        They do not if there are everyday words of that language that are not English.
        """
        words = [plain(word) for _, _, word in spans(prompt)]
        if not any(word in _ARTICLES or word in lexicon.table("function_words") for word in words):
            return False
        own = table(hint).words if hint in _latin() else {}
        return not any(word in own and not self._english.knows(word) for word in words)

    def translated(self, prompt: str, language: str) -> Translation:
        """The prompt, read as a language, in English."""
        dictionary, order = self._load(language)
        english, units = list[str](), list[Unit]()
        for part in _parts(prompt):
            if part.startswith('"') or _BREAK.fullmatch(part):
                english.append(part)
                continue
            ordered = order.english(self._units(part, dictionary))
            units += ordered
            english += [unit.english or unit.text for unit in ordered]
        text = " ".join(filter(None, english)).replace(" ,", ",")
        return Translation(language, text, tuple(units), self._known(units))

    def _known(self, units: Sequence[Unit]) -> float:
        letters = sum(len(unit.text) for unit in units)
        return sum(len(unit.text) * self._sure(unit) for unit in units) / max(1, letters)

    def _sure(self, unit: Unit) -> float:
        if unit.is_known:
            return unit.sure
        return _SURE_OF_ENGLISH if self._vocabulary.find(plain(unit.text)) else 0.0

    def _is_own(self, unit: Unit) -> bool:
        """Whether a unit is surely a word of the language, and no English one."""
        words = [plain(word) for _, _, word in spans(unit.text)]
        is_english = all(map(self._english.knows, words))
        return unit.is_known and unit.sure == 1 and not is_english

    def _load(self, name: str) -> tuple[Dictionary, Order]:
        if name not in self._loaded:
            dictionary = Dictionary(name, self._library, self._english)
            self._loaded[name] = dictionary, Order(dictionary.table, self._vocabulary)
        return self._loaded[name]

    def _units(self, text: str, dictionary: Dictionary) -> list[Unit]:
        written = spans(text)
        words = [word for _, _, word in written]
        folded = [plain(word) for word in words]
        found, at, read = list[Unit](), 0, 0
        while at < len(words):
            emoji = text[read : written[at][0]].strip()
            found += [Unit(emoji, emoji)] if emoji and not emoji.isascii() else []
            length, units = _longest(words, folded, at, dictionary)
            found += units
            at += length
            read = written[at - 1][1]
        emoji = text[read:].strip()
        return [*found, Unit(emoji, emoji)] if emoji and not emoji.isascii() else found

    def candidates(self, text: str, hint: str | None) -> Sequence[str]:
        """The possible languages of a text, by its script or its everyday words."""
        for letters, names in _SCRIPTS:
            if re.search(letters, text):
                return names
        words = [plain(word) for _, _, word in spans(text)]
        hits = {name: _hits(words, name) for name in _latin()}
        likely = _most(hits)
        is_named = any(word in table(name).words for word in words for name in likely)
        if not is_named and not self._is_mostly_english(words):
            likely += _most({name: self._names(words, name) for name in _latin()})
        hinted = [hint] if hint in hits else []
        return list(dict.fromkeys([*hinted, *likely]))

    def _is_mostly_english(self, words: Sequence[str]) -> bool:
        """Whether at least half of the letters are in English words."""
        english = sum(len(word) for word in words if self._english.knows(word))
        return 2 * english >= sum(map(len, words))

    def _names(self, words: Sequence[str], language: str) -> int:
        """How many letters of the words a language knows, also as names of emoji."""
        dictionary, _ = self._load(language)
        whole = " ".join(words)
        if dictionary.find(whole):
            return len(whole)
        long = (word for word in words if len(word) > 2)
        return sum(len(w) for w in long if dictionary.find(w) or dictionary.single(w)[0].is_known)


def _most(hits: Mapping[str, int]) -> list[str]:
    """The languages with most hits."""
    found = sorted((name for name in hits if hits[name]), key=lambda name: -hits[name])
    return found[:_MOST_LANGUAGES]


def _better(one: Translation, other: Translation) -> bool:
    """Whether a translation knows more of the prompt, or as much in longer phrases.

    If one knows a word only as what is not drawn, it is not drawn.
    """
    return _worth(one) > _worth(other)


def _worth(one: Translation) -> tuple[float, bool, int, int]:
    ignored = sum(unit.english == IGNORED for unit in one.units)
    return one.known, UNDRAWN in one.english.split(), -len(one.units), -ignored


@cache
def _latin() -> tuple[str, ...]:
    """The languages in Latin script."""
    known = ((name, "".join(table(name).words)) for name in languages())
    return tuple(name for name, words in known if not _OTHER_SCRIPT.search(words))


def _hits(words: Sequence[str], language: str) -> int:
    """How many letters of the words stand in a language's table, also with other endings."""
    known = starts(language)
    return sum(
        len(word) for word in words if word in known or word[: max(4, len(word) - _ENDING)] in known
    )


def _parts(prompt: str) -> Iterator[str]:
    """Stretches of words, and between them quoted letters and punctuation."""
    read = 0
    for quoted in _QUOTED.finditer(prompt):
        yield from _stretches(prompt[read : quoted.start()])
        yield f'"{quoted[1]}"'
        read = quoted.end()
    yield from _stretches(prompt[read:])


def _stretches(text: str) -> Iterator[str]:
    read = 0
    for mark in _BREAK.finditer(text):
        yield text[read : mark.start()]
        yield ","
        read = mark.end()
    yield text[read:]


def _longest(
    words: Sequence[str], folded: Sequence[str], at: int, dictionary: Dictionary
) -> tuple[int, list[Unit]]:
    """The length and the units of the longest known phrase at a place, or of one word."""
    if words[at][0].isdecimal():
        return 1, [Unit(words[at], words[at])]
    if folded[at] == "a" and "a" not in dictionary.table.words:
        return 1, [Unit(words[at], "", 0)]  # rather an English article than the button
    for length in range(min(LONGEST, len(words) - at), 0, -1):
        text = " ".join(words[at : at + length])
        said = " ".join(folded[at : at + length])
        if case := dictionary.case(said):
            return length, [Unit(text, "", case=case)]
        english = dictionary.exact(said)
        if english is None and length > 1:
            english = dictionary.inflected(words[at : at + length]) or dictionary.keyword(said)
        if english is not None:
            return length, [Unit(text, english)]
    if unspaced(words[at]):
        return 1, split(fold(words[at]), dictionary)
    return 1, dictionary.single(words[at])
