"""Word-level normalisation: tokens, singulars and other stems."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

IRREGULAR: Mapping[str, str] = {
    "mice": "mouse", "geese": "goose", "teeth": "tooth", "feet": "foot", "people": "person",
    "men": "man", "women": "woman", "children": "child", "leaves": "leaf", "knives": "knife",
    "wolves": "wolf", "scarves": "scarf", "loaves": "loaf", "oxen": "ox", "cacti": "cactus",
    "octopi": "octopus", "dice": "die", "wives": "wife", "calves": "calf", "elves": "elf",
    "heroes": "hero", "shelves": "shelf", "pants": "jeans",
}  # fmt: skip
_SKIN_AND_VARIANT = re.compile("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")
# Letters, including the vowel signs of Indic scripts and Thai, which are not \\w.
_LETTER = r"(?:[^\W\d_]|[\u0300-\u036f\u0900-\u0dff\u0e00-\u0eff])"
_TOKEN = re.compile(rf"[wW]/|\d+x|x\d+|\d+|{_LETTER}+(?:['\u2019]{_LETTER}+)?|[&+]")
_COMBINING = re.compile("[\u0300-\u036f]")


def bare(emoji: str) -> str:
    """An emoji without variation selectors and skin tones."""
    return _SKIN_AND_VARIANT.sub("", emoji)


def lower(text: str) -> str:
    """Lower case, in which a capital I with a dot is an i."""
    return text.casefold().replace("i\u0307", "i")


def fold(text: str) -> str:
    """Lower case with plain apostrophes, and without accents and dotless i in Latin script."""
    text = text.replace("\u2019", "'").replace("\u2018", "'")
    text = lower(text).replace("\u0131", "i")
    if not text.isascii() and not any(ord(letter) > 0x24F for letter in text):
        text = _COMBINING.sub("", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", text)


def tokens(text: str) -> list[str]:
    """The words and numbers of a text as written, split at hyphens."""
    return _TOKEN.findall(text)


def by_phrase(text: str) -> dict[str, str]:
    """Parse lines "value: phrase, phrase": phrase -> value. An indented line continues the last."""
    found = {}
    for line in text.replace("\n  ", " ").strip().splitlines():
        value, _, phrases = line.partition(":")
        found.update(dict.fromkeys((phrase.strip() for phrase in phrases.split(",")), value))
    return found


def listed(text: str) -> frozenset[str]:
    """The words in a text."""
    return frozenset(text.split())


def spans(text: str) -> list[tuple[int, int, str]]:
    """The tokens of a text, each with its start and end."""
    return [(found.start(), found.end(), found[0]) for found in _TOKEN.finditer(text)]


def plain(token: str) -> str:
    """A token folded, without a possessive 's or an elided article ("l'ours")."""
    word = fold(token).removesuffix("'s")
    head, _, tail = word.partition("'")
    return tail if tail and len(head) < 3 else head + tail


def phrase(text: str) -> str:
    """A text in the vocabulary's form: folded words separated by single spaces."""
    return " ".join(plain(token) for token in tokens(text))


def singulars(word: str) -> Iterator[str]:
    """The word itself, then its possible singulars, most likely first."""
    yield word
    if word in IRREGULAR:
        yield IRREGULAR[word]
    if len(word) < 4 or not word.endswith("s") or word.endswith("ss"):
        return
    if word.endswith("ies"):
        yield word[:-3] + "y"
    yield word[:-1]
    if word.endswith(("ses", "xes", "ches", "shes", "zes", "oes")):
        yield word[:-2]
    if word.endswith("ves"):
        yield word[:-3] + "f"


def stems(word: str) -> Iterator[str]:
    """The word itself, then what it may be an English form of: "hopping" of "hop"."""
    yield from singulars(word)
    for ending in ("ing", "ed", "ly", "in"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2:
            yield stem
            yield stem + "e"
            if stem[-1] == stem[-2]:
                yield stem[:-1]
            if ending == "ed" and stem.endswith("i"):
                yield stem[:-1] + "y"


def stem(word: str) -> str:
    """The shortest form that a word may come from, without a final e; the same for its forms."""
    shortest = min((form for single in singulars(word) for form in stems(single)), key=len)
    return shortest.removesuffix("e") if len(shortest) > 3 else shortest
