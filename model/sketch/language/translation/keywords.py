"""English words for the concepts that a word of another language is a name or a keyword of."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from model.sketch.language.vocabulary import CONCEPT, KEYWORD, Vocabulary
from model.sketch.language.words import phrase

GENDERED = re.compile("(man|woman|men|women|mrs)[ :.]")
_SHARED = 0.15
# How much better an English word is that names one of a word's own concepts.
_NAMED = 0.3


class EnglishKeywords:
    """English words and the concepts that have them as names or keywords."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._concepts = vocabulary.library.concepts
        self._translated: dict[frozenset[str], str | None] = {}

    def knows(self, word: str) -> bool:
        """Whether a folded word is English."""
        return self.vocabulary.is_english(word) or self.vocabulary.find(word) is not None

    def name(self, concept: str) -> str:
        """A concept's English name."""
        return phrase(self._concepts[concept].name)

    def translated(self, concepts: frozenset[str]) -> str | None:
        """The English word whose concepts overlap most with these."""
        if concepts not in self._translated:
            self._translated[concepts] = self._translate(concepts)
        return self._translated[concepts]

    def _translate(self, concepts: frozenset[str]) -> str | None:
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
        if best is None:
            return None
        found = self.vocabulary.find(best[2]) or {}
        return best[2] if self.vocabulary.guessable(found) == found else None

    @cached_property
    def _words(self) -> Mapping[str, frozenset[str]]:
        return {
            c.id: frozenset({phrase(c.name), *phrase(c.name).split(), *map(phrase, c.keywords)})
            for c in self._concepts.values()
            if not GENDERED.match(c.name)
        }

    @cached_property
    def _owners(self) -> Mapping[str, set[str]]:
        owners: dict[str, set[str]] = defaultdict(set)
        for concept, words in self._words.items():
            for word in words:
                owners[word].add(concept)
        return owners
