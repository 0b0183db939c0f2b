"""The tables of the languages: their words, and the grammar that the code needs to know.

`words/LANGUAGE.txt` has lines "english: word, word"; an indented line continues the last one. "a"
as the English marks words to ignore. Lines that start with "@" are grammar:

- `@stemmer`: the Snowball stemmer, or `@strip`: endings that stems do not have.
- `@ending`: endings that may be replaced, as "ito>o"; "-" for none.
- `@suffix LINK`: endings that English says with a word before the noun ("kutuda", "in box").
- `@compound`: letters that join the parts of a compound, "-" for none.
- `@order`: `head-final` if what describes a noun stands before it; `relative` for the word between
  the two in `@relative`; `verb-final` if a clause's verb is its last word.
- `@attributive`: endings of verbs that stand before the noun they describe.
- `@of`: the words between two nouns that English says in one compound, "-" for none.
- `@case NAME`: particles that mark a noun as the subject, the object, or a place.
- `@place`: words after a noun that English says before it ("桌子 上", "on table").
- `@script`: the letters of the language, for languages that have their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from model.sketch.language.words import phrase, plain, tokens

FOLDER = Path(__file__).with_name("words")
IGNORED = "a"
_START = 4


@dataclass(frozen=True, slots=True)
class Table:
    """One language's words in English, and its grammar: rule -> values."""

    words: Mapping[str, str]
    grammar: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def rule(self, name: str) -> tuple[str, ...]:
        """The values of a rule of grammar; empty if the language has none."""
        return self.grammar.get(name, ())

    def suffixes(self) -> Mapping[str, str]:
        """Endings that are links in English, the longest first."""
        found = {
            ending: rule.removeprefix("suffix ")
            for rule, endings in self.grammar.items()
            if rule.startswith("suffix ")
            for ending in endings
        }
        return {ending: found[ending] for ending in sorted(found, key=len, reverse=True)}


@cache
def table(language: str) -> Table:
    """A language's table; an empty one for languages without a file."""
    return read(FOLDER / f"{language}.txt")


@cache
def starts(language: str) -> frozenset[str]:
    """The words of a language's table and their starts of at least four letters."""
    words = {word for phrase in table(language).words for word in phrase.split(" ")}
    cut = (word[:end] for word in words for end in range(_START, len(word)))
    return frozenset((*words, *cut))


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a table."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.txt")))


def read(path: Path) -> Table:
    """The table in a file, where what comes first counts; an empty one if there is no file."""
    words, grammar = dict[str, str](), dict[str, tuple[str, ...]]()
    text = path.read_text("utf-8") if path.is_file() else ""
    for line in text.replace("\n  ", " ").splitlines():
        english, _, listed = line.partition(": ")
        if not listed or line.startswith("#"):
            continue
        entries = tuple(entry.strip() for entry in listed.split(","))
        if english.startswith("@"):
            grammar[english[1:]] = tuple(one for entry in entries for one in entry.split())
        else:
            for entry in entries:
                words.setdefault(phrase(entry), english)
    return Table(words, grammar)


def known_share(text: str) -> float:
    """The largest share of a text's letters in words of one language's table, from 0 to 1."""
    words = [plain(word) for word in tokens(text)]
    letters = max(1, sum(map(len, words)))
    known = (table(language).words for language in languages())
    return max(sum(len(word) for word in words if word in own) for own in known) / letters
