"""One language's dictionary: its words and their English, also in other forms."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from model.sketch.language.named_only import is_name, symbols
from model.sketch.language.translation.keywords import EnglishKeywords
from model.sketch.language.translation.stems import stemmer
from model.sketch.language.translation.tables import IGNORED, table
from model.sketch.language.words import fold, phrase
from model.sketch.library import Library

SURE_OF_STEM = 0.5
# Maximum length of the endings in which two forms of a word may differ, and minimum common stem.
_ENDING, _STEM, _STEM_OF_SYLLABLES = 3, 4, 2
# In Latin script nothing but the stem tells the language: it must be most of both words.
_MOST_OF_WORD = 0.75
_LATIN = "\u024f"
_PART, _LAST_PART = 3, 4
# The article that Arabic writes as part of a word.
_ARTICLE = "\u0627\u0644"
_KANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
# English that is understood and not drawn.
UNDRAWN = "religion"
_HANGUL = re.compile("[\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Unit:
    """Words of a prompt and their English.

    Words without English have the `english` "", those that only resemble a known word are less
    `sure` than 1, and particles have a `case`.
    """

    text: str
    english: str
    sure: float = 1.0
    case: str = ""

    @property
    def is_known(self) -> bool:
        return bool(self.english or self.case)


class Dictionary:
    """The words of one language: those of its table, and the names and keywords of all emoji."""

    def __init__(self, name: str, library: Library, english: EnglishKeywords) -> None:
        self.name, self.table = name, table(name)
        self._english, self._own = english, self.table.words
        self._stem = stemmer(name)
        self._suffixes = self.table.suffixes()
        self._cases = {
            particle: rule.removeprefix("case ")
            for rule, particles in self.table.grammar.items()
            if rule.startswith("case ")
            for particle in particles
        }
        self._endings = [rule.partition(">") for rule in self.table.rule("ending")]
        self._labels: dict[str, str] = {}
        self._tags: dict[str, set[str]] = defaultdict(set)
        self._undrawn = set[str]()
        self._raw: dict[str, str] = {}
        self._forms: dict[str, list[str] | None] = {}
        for concept, words in (library.names(name) if name in library.languages else {}).items():
            for number, word in enumerate(words):
                key = phrase(word)
                self._raw.setdefault(key, word.casefold())
                if number and concept in symbols(library) and not is_name(key, phrase(words[0])):
                    self._undrawn.add(key)
                    continue
                self._tags[key].add(concept)
                if not number:
                    self._labels.setdefault(key, concept)
        if name == "ja":
            self._add_kana()
        self._starts = self._indexed((*self._own, *self._labels))
        self._tag_starts = self._indexed(self._tags)

    def exact(self, words: str) -> str | None:
        """The English of folded words as they stand in the table or as an emoji's name."""
        if (own := self._own.get(words)) is not None:
            return own
        concept = self._labels.get(words)
        return None if concept is None else self._english.name(concept)

    def keyword(self, words: str) -> str | None:
        """The English of folded words that are a keyword of emoji."""
        tagged = self._tags.get(words)
        if not tagged:
            return UNDRAWN if words in self._undrawn else None
        return self._english.translated(frozenset(tagged))

    def find(self, words: str) -> str | None:
        """The English of folded words, as a name or as a keyword."""
        return self.exact(words) or self.keyword(words)

    def inflected(self, words: Sequence[str]) -> str | None:
        """The English of words with the same stems; `words` have their accents."""
        if self._stem is None:
            return None
        form = self._same_stems(words, self._starts)
        return self.exact(form) if form else None

    def inflected_keyword(self, words: Sequence[str]) -> str | None:
        """The English of a keyword with the same stems."""
        form = self._same_stems(words, self._tag_starts) if self._stem else None
        return self.keyword(form) if form else None

    def single(self, word: str) -> list[Unit]:
        """A word that is not in the dictionary as it stands: by its stem, parts or keyword.

        English words are no other words that only resemble them.
        """
        folded = fold(word)
        is_english = self._english.knows(folded)
        english = self.inflected([word]) or self._with_other_ending(folded)
        if english is None and (parts := self._with_suffix(word, folded)):
            return parts
        english = english or self.keyword(folded)
        if english is None and not is_english:
            english = self._compound(folded) or self.inflected_keyword([word])
        if english is not None:
            return [Unit(word, english)]
        kin = None if is_english else self._last_part(folded) or self._resembling(folded)
        return [Unit(word, kin, SURE_OF_STEM) if kin else Unit(word, "", 0.0)]

    def knows(self, word: str) -> bool:
        """Whether a folded word stands in the table."""
        return word in self._own

    def case(self, word: str) -> str:
        """The case that a particle marks, or ""."""
        return self._cases.get(word, "")

    def guessable(self, english: str) -> str:
        """The English, or "" if it names what is drawn only when it is named."""
        vocabulary = self._english.vocabulary
        senses = vocabulary.find(english)
        return english if senses and vocabulary.guessable(senses) == senses else ""

    def _add_kana(self) -> None:
        """Find words in katakana also if they are written in hiragana."""
        for words in list(self._tags):
            kana = words.translate(_KANA)
            self._tags.setdefault(kana, self._tags[words])
            if words in self._labels:
                self._labels.setdefault(kana, self._labels[words])
        self._own = {**{w.translate(_KANA): e for w, e in self._own.items() if len(w) > 2},
                     **self._own}  # fmt: skip

    def _indexed(self, phrases: Sequence[str] | Mapping[str, object]) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for words in phrases:
            found[_start(words)].append(words)
        return found

    def _same_stems(self, words: Sequence[str], starts: Mapping[str, Sequence[str]]) -> str | None:
        assert self._stem is not None
        folded = " ".join(map(fold, words))
        stems = None
        for other in starts.get(_start(folded), ()):
            stems = stems or [self._stem(word) for word in words]
            if [self._stem(one) for one in self._raw.get(other, other).split(" ")] == stems:
                return other
        return None

    def _with_other_ending(self, word: str) -> str | None:
        for ending, _, other in self._endings:
            if word.endswith(ending) and len(word) - len(ending) >= _PART:
                base = word.removesuffix(ending) + other.replace("-", "")
                if (english := self.exact(base) or self.keyword(base)) is not None:
                    return english
        return None

    def _with_suffix(self, word: str, folded: str) -> list[Unit] | None:
        for ending, link in self._suffixes.items():
            if not folded.endswith(ending) or len(folded) - len(ending) < _PART:
                continue
            noun = word[: -len(ending)]
            english = self.exact(fold(noun)) or self.inflected([noun]) or self.keyword(fold(noun))
            if english:
                return [Unit(word, english), Unit("", link, case="place")]
        return None

    def _compound(self, word: str) -> str | None:
        """The English of a compound, by its last part and what is before it."""
        for at in range(_PART, len(word) - _PART + 1):
            tail = self.exact(word[at:]) or self.inflected([word[at:]])
            if tail and tail != IGNORED and (head := self._first_part(word[:at])):
                return f"{head} {tail}"
        return None

    def _last_part(self, word: str) -> str | None:
        """The English of a compound's last part, if its first one is unknown: "Bommelmütze"."""
        if not self.table.rule("compound"):
            return None
        tails = (word[at:] for at in range(_PART, len(word) - _LAST_PART + 1))
        found = (self.exact(tail) or self.inflected([tail]) for tail in tails)
        return next((english for english in found if english and english != IGNORED), None)

    def _first_part(self, word: str) -> str | None:
        for link in self.table.rule("compound"):
            part = word.removesuffix(link) if link != "-" else word
            if len(part) < _PART or (link != "-" and part == word):
                continue
            found = self.exact(part) or self.exact(f"{part}e") or self._compound(part)
            if found and found != IGNORED:
                return found
        return None

    def _resembling(self, word: str) -> str | None:
        """The English of the known word with the longest common start; never a sensitive one.

        A language with stems has other ways to know a word's forms.
        """
        if self._stem is not None:
            return None
        shortest = _STEM_OF_SYLLABLES if _HANGUL.match(word) else _STEM
        bare = word.removeprefix(_ARTICLE)
        found = self.find(bare) if bare != word else None
        if found is None:
            best = max(self._kin(word, shortest), default=None)
            found = self.find(best[1]) if best else None
        return (self.guessable(found) or None) if found else None

    def _kin(self, word: str, shortest: int) -> Iterator[tuple[tuple[int, int], str]]:
        least = max(shortest, len(word) - _ENDING)
        key = _start(word)
        for other in (*self._starts.get(key, ()), *self._tag_starts.get(key, ())):
            pairs = zip(word, other, strict=False)
            shared = next(
                (i for i, (a, b) in enumerate(pairs) if a != b), min(len(word), len(other))
            )
            sure = word[0] > _LATIN or shared >= _MOST_OF_WORD * max(len(word), len(other))
            if shared >= least and len(other) - shared <= _ENDING and sure:
                yield (shared, -len(other)), other


def _start(words: str) -> str:
    """What words with the same stems have in common: the first letters and the number of words."""
    return f"{words[: 2 if _HANGUL.match(words) else 3]}{words.count(' ')}"
