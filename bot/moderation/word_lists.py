"""The words and phrases that moderation refuses: glin-profanity's lists with our own additions."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from glin_profanity.data.dictionary import dictionary
from glin_profanity.utils.unicode import normalize_unicode

from bot.moderation.readings import squeezed

ALL, ENGLISH = "all", "english"
FILE = Path(__file__).with_name("word_lists.toml")
# Shorter listed words are ordinary words somewhere ("con", "it"); our own list has the real ones.
SHORTEST = 4
# Shorter words are no phrases without spaces.
_SHORTEST_JOINED = 8
_WORD = re.compile(r"[^\W_]+")
_ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
# Letters of other scripts that look like Latin ones, besides those that glin-profanity knows.
LOOK_ALIKES = str.maketrans(
    "авсԁеёһніїјкмпорԛгѕтуцѵԝшхүиәαβγεηικνορστυχωϲϳօսհոցյ" + "ᎪᏴᏟᎠᎬᏀᎻᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᏃ†",  # noqa: RUF001
    "abcdeehhiijkmnopqrstyuvwwxyneabyenikvopotuxwcjouhngj" + "abcdeghjklmprstvwzt",
)
_HEX = str.maketrans("0123456789", "ghijklmnop")
_LATIN_MARKS = re.compile("[\u0300-\u036f]")


def languages() -> tuple[str, ...]:
    """The languages that have lists."""
    return tuple(dict.fromkeys((*dictionary.available_languages, *_data()["stems"])))


def chosen(names: Iterable[str]) -> tuple[str, ...]:
    """The languages that a setting names; "all" names every one."""
    return languages() if ALL in (found := tuple(names)) else found


@cache
def english() -> tuple[str, ...]:
    """The refused English words, folded. They also count with accents and digits for letters."""
    return tuple(map(fold, (*dictionary.get_words(ENGLISH), *_own(ENGLISH))))


@cache
def foreign(chosen: tuple[str, ...]) -> tuple[str, ...]:
    """The refused words of other languages, spelt; long ones also without their accents."""
    found: list[str] = []
    for name in chosen:
        if name == ENGLISH:
            continue
        words = dictionary.get_words(name) if name in dictionary.available_languages else ()
        listed = [word for word in words if len(word) >= SHORTEST or not word.isascii()]
        for word in (*listed, *_own(name)):
            found.append(spelt(word))
            if len(bare := fold(word)) > SHORTEST:
                found.append(spelt(bare))
    return tuple(dict.fromkeys(found))


@cache
def ordinary_words() -> tuple[str, ...]:
    """Listed words that are ordinary or mild in some language."""
    return tuple(_words(_data()["ordinary"]))


@cache
def compounds() -> tuple[str, ...]:
    """Harmless phrases that have a listed word in them, in lower case, with their accents."""
    lines = _data()["compounds"].strip().split("\n")
    return tuple(lower(entry) for line in lines for entry in line.split("|"))


@cache
def compound_patterns() -> tuple[str, ...]:
    """Patterns of harmless phrases that have a listed word in them."""
    return tuple(_data()["compound_patterns"])


@cache
def stems(chosen: tuple[str, ...]) -> re.Pattern[str]:
    """Matches inflected words of some languages, by their beginnings, in a text in lower case."""
    found = [pattern for name in chosen for pattern in _data()["stems"].get(name, ())]
    return re.compile("|".join(found) or "(?!)")


def has_phrase(text: str) -> bool:
    """Whether a folded text, whose words are separated by single spaces, has a refused phrase."""
    long = [word for word in text.split() if len(word) >= _SHORTEST_JOINED]
    return bool(
        _phrases().search(text)
        or any(map(_joined_phrases().fullmatch, long))
        or _squeezed_phrases().search(squeezed(text))
    )


@cache
def _phrases() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_patterns())})\b")


@cache
def _joined_phrases() -> re.Pattern[str]:
    """Phrases without spaces: "heilhitler"."""
    fixed = (pattern for pattern in _patterns() if not re.search(r"\\w|\(\?[<!]", pattern))
    return re.compile(re.sub(r" \??", "", "|".join(fixed)))


@cache
def _squeezed_phrases() -> re.Pattern[str]:
    """Phrases without double letters: "gas all" for "gass all"."""
    return re.compile(rf"\b(?:{squeezed('|'.join(_patterns()))})\b")


@cache
def _patterns() -> tuple[str, ...]:
    classes = dict[str, str]()
    for name, pattern in _data()["classes"].items():
        classes[name] = f"(?:{_filled(pattern, classes)})"
    kinds: Mapping[str, Sequence[str]] = _data()["phrases"]
    pairs: Mapping[str, tuple[str, str]] = _data()["pairs"]
    near = r"(?: \w+){0,4} "
    patterns = [pattern for kind in kinds.values() for pattern in kind]
    for one, other in pairs.values():
        patterns += [f"{one}{near}{other}", f"{other}{near}{one}"]
    return tuple(_filled(pattern, classes) for pattern in patterns)


@cache
def disguised(kind: str) -> tuple[str, ...]:
    """A list of severe English words: "stems", "words", "names", "heads", "endings", "harmless"."""
    return tuple(_words(_data()["disguised"][kind]))


def lower(text: str) -> str:
    """Lower case, with accents in one form."""
    return unicodedata.normalize("NFC", text.casefold())


def fold(text: str) -> str:
    """Lower case, Latin letters without accents, and look-alikes in mixed words as Latin letters.

    A word in one script keeps it: a Cyrillic word is not read as Latin.
    """
    return _WORD.sub(lambda word: _folded(word[0]), lower(text))


def spelt(text: str) -> str:
    """A text in which each accented Latin letter is a code of plain letters.

    The filter finds the ends of words between ASCII letters and others, so inside "adi\u00f3s".
    """
    return _ACCENTED.sub(lambda found: f"q{found[0].encode().hex().translate(_HEX)}", lower(text))


def _folded(word: str) -> str:
    if word.isascii():
        return word
    if any(letter.isascii() and letter.isalpha() for letter in word):
        if any(ord(letter) > 0x36F for letter in word):
            word = normalize_unicode(word).casefold().translate(LOOK_ALIKES)
    elif any(ord(letter) > 0x36F for letter in word):
        return word
    bare = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", _LATIN_MARKS.sub("", bare))


def _filled(pattern: str, classes: Mapping[str, str]) -> str:
    for name, alternatives in classes.items():
        pattern = pattern.replace(f"(?:{{{name}}})", alternatives).replace(
            f"{{{name}}}", alternatives
        )
    return pattern


def _own(language: str) -> list[str]:
    return _words(_data()["words"].get(language, ""))


def _words(text: str) -> list[str]:
    """The words of a text of the file, where "|" stands for a space inside an entry."""
    return [entry.replace("|", " ") for entry in text.split()]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
