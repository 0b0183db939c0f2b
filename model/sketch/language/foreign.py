"""Prompts in other languages, by the emoji's localized names and keywords.

A word that is not the name of a concept becomes the English keyword of the same emoji.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from model.sketch.language.function_words import FUNCTION_WORDS
from model.sketch.language.vocabulary import CONCEPT, KEYWORD, LONGEST, Senses, Vocabulary
from model.sketch.language.words import fold, phrase, tokens
from model.sketch.library import Library

GENDERED = re.compile("(man|woman|men|women|mrs)[ :.]")
_SCRIPTS: Mapping[str, tuple[str, ...]] = {
    r"[\u3040-\u30ff]": ("ja",),
    r"[\u4e00-\u9fff]": ("zh", "zh-hant", "ja"),
    r"[\uac00-\ud7af]": ("ko",),
    r"[\u0400-\u04ff]": ("ru", "uk"),
    r"[\u0900-\u097f]": ("hi",),
    r"[\u0980-\u09ff]": ("bn",),
    r"[\u0e00-\u0e7f]": ("th",),
    r"[\u0590-\u05ff]": ("he",),
    r"[\u0600-\u06ff]": ("ar", "fa"),
    r"[\u0370-\u03ff]": ("el",),
}
_UNSPACED = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\u0e00-\u0e7f]")
_SCRIPT = re.compile(r"[\u0370-\u1dff\u2000-\U0001efff]")
_KATAKANA = re.compile(r"[\u30a0-\u30ff]")
_LONGEST_RUN = 10
# Maximum length of the endings in which two forms of a word may differ, and minimum common stem.
_ENDING, _STEM = 3, 4
_STEM_OF_SYLLABLES = 2
# In Latin script nothing but the stem tells the language: it must be most of both words.
_MOST_OF_WORD = 0.75
# The article that Arabic writes as part of a word.
_ARTICLE = "\u0627\u0644"
_SHARED = 0.15
SURE_OF_STEM = 0.5
# How much better an English word is that names one of a word's own concepts.
_NAMED = 0.3
_PLURALS = ("s", "es", "n", "en")


class Language:
    """One language's words, mapped to the senses of the English vocabulary."""

    def __init__(self, name: str, library: Library, english: "EnglishKeywords") -> None:
        self._english = english
        self._small = {fold(w): e for w, e in FUNCTION_WORDS.get(name, {}).items()}
        self._labels: dict[str, str] = {}
        self._tags: dict[str, set[str]] = defaultdict(set)
        for concept, (label, *tags) in library.names(name).items():
            self._labels.setdefault(phrase(label), concept)
            for tag in (label, *tags):
                self._tags[phrase(tag)].add(concept)

    def find(self, words: str) -> Senses | None:
        """The senses of a phrase as written, or None."""
        if words in self._small:
            return self._english.vocabulary.find(self._small[words])
        if words in self._labels:
            return self._english.senses(self._labels[words])
        if words in self._tags:
            return self._english.translated(frozenset(self._tags[words]))
        return None

    def find_plural(self, words: str) -> Senses | None:
        """The senses of a concept's name in the plural, or None."""
        if words in self._labels or words in self._small or len(words) <= _STEM:
            return None
        singles = (words.removesuffix(ending) for ending in _PLURALS if words.endswith(ending))
        return next((self.find(one) for one in singles if one in self._labels), None)

    def is_own(self, word: str) -> bool:
        """Whether a word is one of the language's function words and not English."""
        return word in self._small and not self.english(word)

    def english(self, word: str) -> Senses | None:
        """The senses of an English word, for prompts in two languages."""
        return self._english.vocabulary.find(word)

    def find_stem(self, word: str) -> Senses | None:
        """The senses of the known word with the longest common stem."""
        if word.startswith(_ARTICLE) and (named := self.find(word.removeprefix(_ARTICLE))):
            return self._english.vocabulary.guessable(named)
        shortest = _STEM_OF_SYLLABLES if "\uac00" <= word[0] <= "\ud7af" else _STEM
        best = max(self._kin(word, shortest), default=None)
        return self._english.vocabulary.guessable(self.find(best[1])) if best else None

    def _kin(self, word: str, shortest: int) -> Iterator[tuple[tuple[int, int], str]]:
        least = max(shortest, len(word) - _ENDING)
        for other in self._by_start.get(word[:shortest], ()):
            pairs = zip(word, other, strict=False)
            shared = next(
                (i for i, (a, b) in enumerate(pairs) if a != b), min(len(word), len(other))
            )
            sure = _SCRIPT.match(word) or shared >= _MOST_OF_WORD * max(len(word), len(other))
            if shared >= least and len(other) - shared <= _ENDING and sure:
                yield (shared, -len(other)), other

    @cached_property
    def _by_start(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for word in {**self._tags, **self._small}:
            for length in {_STEM, _STEM_OF_SYLLABLES}:
                if " " not in word and len(word) >= length:
                    found[word[:length]].append(word)
        return found

    def runs(self, text: str) -> list[tuple[str, Senses]]:
        """Split a text without spaces into the longest known words; unknown letters are joined."""
        found: list[tuple[str, Senses]] = []
        at = 0
        while at < len(text):
            lengths = range(min(_LONGEST_RUN, len(text) - at), 0, -1)
            length = next((n for n in lengths if self.find(text[at : at + n])), 1)
            senses = self.find(text[at : at + length]) or {}
            if not senses and found and not found[-1][1]:
                found[-1] = (found[-1][0] + text[at], {})
            else:
                found.append((text[at : at + length], senses))
            at += length
        if all(senses for _, senses in found):
            return found
        # The letters of an unknown word say nothing sure about its meaning; katakana spells sounds.
        guessable = self._english.vocabulary.guessable
        return [
            (run, {} if _KATAKANA.search(run) else guessable(senses) or {}) for run, senses in found
        ]


class EnglishKeywords:
    """English words and the concepts that have them as names or keywords."""

    def __init__(self, library: Library, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._library = library
        self._translated: dict[frozenset[str], Senses | None] = {}

    def senses(self, concept: str) -> Senses:
        """All senses of a concept's English name, including accessory and expression."""
        name = phrase(self._library.concepts[concept].name)
        found = dict(self.vocabulary.find(name) or {})
        if expression := self.vocabulary.face_expression(concept):
            found["expression"] = expression
        if worn := self.vocabulary.worn.get(concept):
            found["accessory"] = worn
        return {**found, CONCEPT: concept}

    def translated(self, concepts: frozenset[str]) -> Senses | None:
        """The senses of the English word whose concepts overlap most with these."""
        if concepts not in self._translated:
            self._translated[concepts] = self._translate(concepts)
        return self._translated[concepts]

    def _translate(self, concepts: frozenset[str]) -> Senses | None:
        best: tuple[float, int, str] | None = None
        concepts = concepts & self._words.keys() or concepts
        for concept in concepts:
            for word in self._words.get(concept, ()):
                others = self._owners[word]
                alike = len(concepts & others) / len(concepts | others)
                senses = self.vocabulary.find(word) or {}
                steers = len(senses.keys() - {CONCEPT, KEYWORD})
                own = bool(concepts & set(senses.values()))
                score = (alike + 0.1 * bool(steers) + _NAMED * own, len(senses), word)
                if senses and alike >= _SHARED and (best is None or score > best):
                    best = score
        found = self.vocabulary.find(best[2]) if best else None
        named = found is not None and concepts & set(found.values())
        return found if named else self.vocabulary.guessable(found)

    @cached_property
    def _words(self) -> Mapping[str, frozenset[str]]:
        return {
            c.id: frozenset({phrase(c.name), *phrase(c.name).split(), *map(phrase, c.keywords)})
            for c in self._library.concepts.values()
            if not GENDERED.match(c.name)
        }

    @cached_property
    def _owners(self) -> Mapping[str, set[str]]:
        owners: dict[str, set[str]] = defaultdict(set)
        for concept, words in self._words.items():
            for word in words:
                owners[word].add(concept)
        return owners


class Languages:
    """All other languages, each loaded when first needed."""

    def __init__(self, library: Library, vocabulary: Vocabulary) -> None:
        self._library = library
        self._english = EnglishKeywords(library, vocabulary)
        self._loaded: dict[str, Language] = {}

    def candidates(self, text: str) -> Iterator[Language]:
        """The possible languages of a text, by its script or its function words."""
        for name in self._names(text):
            if name not in self._loaded:
                self._loaded[name] = Language(name, self._library, self._english)
            yield self._loaded[name]

    def _names(self, text: str) -> Sequence[str]:
        for letters, names in _SCRIPTS.items():
            if re.search(letters, text):
                return names
        words = set(map(fold, tokens(text)))
        hits = {
            name: len(words & set(map(fold, small)))
            for name, small in FUNCTION_WORDS.items()
            if not any(map(_SCRIPT.search, small))
        }
        most = max(hits.values())
        return [name for name, count in hits.items() if count == most or count > 1]


def unspaced(token: str) -> bool:
    """Whether a token is in a script that has no spaces between words."""
    return bool(_UNSPACED.search(token))


def longest(folded: Sequence[str], at: int, language: Language) -> tuple[int, Senses, float]:
    """Length, senses and certainty of the longest known phrase at `at`.

    If none is known: one word, with the senses of a word with the same stem.
    """
    for length in range(min(LONGEST, len(folded) - at), 0, -1):
        words = " ".join(folded[at : at + length])
        if senses := language.find_plural(words) or language.find(words):
            return length, senses, 1.0
    return 1, language.find_stem(folded[at]) or {}, SURE_OF_STEM
