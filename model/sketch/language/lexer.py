"""Splits a prompt into lexemes: emoji, and the longest phrases in the vocabulary."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from model.sketch.language.lexicon import numbers
from model.sketch.language.verbs import participles
from model.sketch.language.vocabulary import (
    ACCESSORY,
    ACT,
    COLOUR,
    CONCEPT,
    EXPRESSION,
    IMPLIED,
    KEYWORD,
    LINK,
    LONGEST,
    NOISE,
    NUMBER,
    PASSIVE,
    POSE,
    TRADE,
    UNDRAWN,
    Senses,
    Vocabulary,
)
from model.sketch.language.words import bare, plain, tokens
from model.sketch.library import Library

SURE_OF_KIND, SURE_OF_SPELLING = 0.9, 0.5
_HAT_OF = 2
_VERBAL = frozenset({LINK, POSE, EXPRESSION, ACT, IMPLIED})
_ARTICLES = frozenset({"a", "an", "the", "my", "your", "its", "his", "her", "their", "some"})
_UNITS = frozenset(
    {"am", "pm", "hour", "hours", "hr", "hrs", "minute", "minutes", "min", "day", "days", "week",
     "weeks", "year", "years", "percent", "th", "st", "nd", "rd"}
)  # fmt: skip
# Larger numbers are rather years and names.
_HIGHEST = 144


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One or more words of the prompt and their possible meanings.

    `text` is as written, `words` normalised. `sure` is below 1 if the words are only similar to
    known ones.
    """

    text: str
    words: str
    senses: Senses = field(default_factory=dict)
    emoji: bool = False
    sure: float = 1.0


_COMMA = Lexeme(",", ",", {LINK: "comma", NOISE: ","})


class EmojiLexer:
    """Finds the library's emoji in a text."""

    def __init__(self, library: Library) -> None:
        self._ids: dict[str, str] = {}
        for concept in library.concepts.values():
            emoji = bare(concept.emoji)
            if not emoji[0].isascii():
                self._ids[emoji] = concept.id
        self._longest = max(map(len, self._ids))
        self._first = frozenset(emoji[0] for emoji in self._ids)

    def split(self, text: str) -> list[tuple[str, str | None]]:
        """Runs of text (with None) and emoji (with their concept ids), in order."""
        text = bare(text)
        found: list[tuple[str, str | None]] = []
        start = at = 0
        while at < len(text):
            length = self._length(text, at) if text[at] in self._first else 0
            if not length:
                at += 1
                continue
            emoji = text[at : at + length]
            found += [(text[start:at], None), (emoji, self._ids[emoji])]
            start = at = at + length
        found.append((text[start:], None))
        return [(run, concept) for run, concept in found if concept or run.strip()]

    def _length(self, text: str, at: int) -> int:
        lengths = range(min(self._longest, len(text) - at), 0, -1)
        return next((n for n in lengths if text[at : at + n] in self._ids), 0)


class Lexer:
    """Splits prompts into lexemes; unknown words become lexemes without senses."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._emoji = EmojiLexer(vocabulary.library)

    def lex(self, prompt: str, foreign: Collection[str] = ()) -> list[Lexeme]:
        """The lexemes of an English prompt; the spelling of folded `foreign` words is right."""
        found: list[Lexeme] = []
        for text, concept in self._emoji.split(prompt):
            if concept:
                found.append(Lexeme(text, text, self._emoji_senses(concept), emoji=True))
                continue
            for number, run in enumerate(text.split(",")):
                found += [_COMMA] if number else []
                found += self._lex_words(tokens(run), foreign)
        return found

    def _emoji_senses(self, concept: str) -> Mapping[str, str]:
        senses = {CONCEPT: concept}
        if worn := self._vocabulary.worn.get(concept):
            senses[ACCESSORY] = worn
        if expression := self._vocabulary.face_expression(concept):
            senses[EXPRESSION] = expression
        return senses

    def _lex_words(self, words: Sequence[str], foreign: Collection[str]) -> list[Lexeme]:
        folded = [plain(word) for word in words]
        found = self._lexed(words, folded, folded)
        spelt = self._respelt(found, folded, foreign)
        return found if spelt == folded else self._lexed(words, folded, spelt)

    def _lexed(
        self, words: Sequence[str], folded: Sequence[str], spelt: Sequence[str]
    ) -> list[Lexeme]:
        """The lexemes of words with corrected spelling; those that needed it are less sure."""
        found, at = list[Lexeme](), 0
        while at < len(words):
            length, senses, sure = self._longest(spelt, at)
            if length == 1 and (_is_after_actor(found) or spelt[at - 1 : at] == ["to"]):
                length, senses, sure = self._finite(spelt, at, senses, sure)
            to = at + length
            if spelt[at:to] != folded[at:to]:
                senses, sure = self._vocabulary.guessable(senses) or {}, SURE_OF_SPELLING
            found.append(Lexeme(" ".join(words[at:to]), " ".join(folded[at:to]), senses, sure=sure))
            at = to
        return found

    def _respelt(
        self, lexemes: Sequence[Lexeme], folded: Sequence[str], foreign: Collection[str]
    ) -> Sequence[str]:
        """The words, with the unknown ones replaced by the known ones that they may mean."""
        unknown = {lexeme.words for lexeme in lexemes if not lexeme.senses} - {*foreign}
        meant = {word: self._vocabulary.spelt(word) for word in unknown}
        return [found[1] if (found := meant.get(word)) else word for word in folded]

    def _longest(self, folded: Sequence[str], at: int) -> tuple[int, Senses, float]:
        """Length, senses and certainty of the longest known phrase at `at`.

        Articles inside it are ignored.
        """
        if _is_time(folded[at : at + 2]):
            return 2, {NOISE: "time"}, 1.0
        for length in range(min(LONGEST, len(folded) - at), 0, -1):
            words = folded[at : at + length]
            senses = self._vocabulary.find(" ".join(words))
            if not senses and length > 2:
                inner = [w for w in words[1:-1] if w not in ("a", "an", "the", "its", "his", "her")]
                shorter = len(inner) < length - 2
                kept = " ".join([words[0], *inner, words[-1]])
                senses = self._vocabulary.find(kept) if shorter else None
                if senses and CONCEPT in senses and LINK in (self._vocabulary.find(words[0]) or ()):
                    senses = None  # "kissing a cat" is no kissing cat
            if senses and not (length > 1 and self._is_cut_short(folded, at, at + length)):
                return length, senses, 1.0
            if senses := self._vocabulary.find_narrower(" ".join(words)):
                return length, senses, SURE_OF_KIND
            if length == _HAT_OF and self._is_another_hat(words):
                return length, {UNDRAWN: " ".join(words)}, 1.0
        return 1, _count(folded, at), 1.0

    def _finite(
        self, folded: Sequence[str], at: int, senses: Senses, sure: float
    ) -> tuple[int, Senses, float]:
        """Length, senses and certainty of a finite verb at `at`; those given if there is none.

        A keyword is a verb only before an article or at the end: "dog bit the man". In "chased
        by" it is passive.
        """
        after = folded[at + 1] if at + 1 < len(folded) else ""
        is_weak = sure < 1 or senses.keys() <= {KEYWORD, NOISE}
        is_to = folded[at - 1 : at] == ["to"]
        if senses and not is_weak and not (is_to and after in _ARTICLES):
            return 1, senses, sure
        is_verb = not senses or after in {"", "by", *_ARTICLES}
        for participle in participles(folded[at], is_to):
            words = [*participle.split(" "), *folded[at + 1 : at + LONGEST]]
            length, found, _ = self._longest(words, 0)
            if length == 1 and not is_verb:
                continue
            if (_VERBAL if after else _VERBAL - {LINK}).isdisjoint(found) or CONCEPT in found:
                continue
            if after == "by" and LINK in found:
                return 2, {LINK: found[LINK], PASSIVE: "by"}, 1.0
            return max(length - participle.count(" "), 1), found, 1.0
        return 1, senses, sure

    def _is_cut_short(self, folded: Sequence[str], at: int, to: int) -> bool:
        """True for the "in a snow" of "in a snow globe": it ends within the name of a thing."""
        if LINK not in (self._vocabulary.find(folded[at]) or ()):
            return False
        longer = (
            self._vocabulary.find(" ".join(folded[start:end]))
            for start in range(at + 1, to)
            for end in range(to + 1, min(len(folded), start + LONGEST) + 1)
        )
        return any(senses and senses.keys() & {CONCEPT, ACCESSORY} for senses in longer)

    def _is_another_hat(self, words: Sequence[str]) -> bool:
        """True for a "fishing hat", which is no top hat; a "tiny hat" is one."""
        senses = self._vocabulary.find(words[0]) or {}
        return words[1] in ("hat", "hats") and (
            not senses
            or (COLOUR not in senses and bool(senses.keys() & {CONCEPT, KEYWORD, IMPLIED}))
        )


def _is_after_actor(lexemes: Sequence[Lexeme]) -> bool:
    """Whether the last of lexemes that mean something is a noun, whose verb may follow."""
    last = next((one for one in reversed(lexemes) if NOISE not in one.senses), None)
    return last is not None and not {CONCEPT, TRADE}.isdisjoint(last.senses)


def _is_time(words: Sequence[str]) -> bool:
    """True for "3 am" and "eight hours", which count no things."""
    number = words[0].isdecimal() or words[0] in numbers()
    return number and len(words) > 1 and words[1] in _UNITS


def _count(words: Sequence[str], at: int) -> Senses:
    """The sense of digits that count what follows them: "10 cats", not "route 66"."""
    counts = words[at].isdecimal() and 0 < int(words[at]) <= _HIGHEST and at + 1 < len(words)
    return {NUMBER: str(int(words[at]))} if counts else {}
