"""Everyday phrases that are not pictures ("deploy on friday"), and what to draw for them.

The table ships in phrases.txt. A prompt matches a phrase if its words have the same stems in the
same order; words without a meaning of their own do not count, nor do spelling mistakes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

from model.sketch.language.english import words
from model.sketch.language.spelling import Spelling
from model.sketch.language.vocabulary import Vocabulary
from model.sketch.language.words import by_phrase, fold, singulars, spans
from model.sketch.library import ALIVE, Library
from model.sketch.scene import UNKNOWN, Scene

FILE = Path(__file__).with_name("phrases.txt")
_MOST_HELD = 2
Key = tuple[str, ...]

EMPTY = words("""
    a an the my your our his her its their this that it i im ive we you he she they is are am was
    be been being of to at for and so just really very when me mood pov today again rn lol have has
    had do does did get gets got s m
""")
_ENDINGS = ("ing", "ed", "ly", "er")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase in a prompt: its words as written, how many of them count, what to draw, the rest.

    The rest is empty if it has no meaning of its own.
    """

    said: str
    length: int
    drawing: str
    rest: str

    @property
    def is_varied(self) -> bool:
        """Whether the rest asks for the phrase's picture with a difference ("but with a cat")."""
        return self.rest.strip(" ,").casefold().startswith("but ")


class Phrases:
    """Finds phrases in prompts."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._known = {key(phrase): drawing for phrase, drawing in table().items()}
        self._lengths = sorted({len(one) for one in self._known}, reverse=True)

    def find(self, prompt: str) -> Phrase | None:
        """The longest phrase in a prompt, the first of those, or None."""
        written = spans(prompt)
        stems = [self._respelt(token) for _, _, token in written]
        full = [place for place, stem in enumerate(stems) if stem not in EMPTY]
        for length in self._lengths:
            for places in (full, range(len(stems))):
                for first in range(len(places) - length + 1):
                    inside = places[first : first + length]
                    drawing = self._known.get(tuple(stems[place] for place in inside))
                    if drawing is not None:
                        start, end = written[inside[0]][0], written[inside[-1]][1]
                        idle = all(inside[0] <= place <= inside[-1] for place in full)
                        rest = "" if idle else f"{prompt[:start]} {prompt[end:]}"
                        return Phrase(prompt[start:end], length, drawing, rest)
        return None

    def _respelt(self, token: str) -> str:
        stem = _stem(token)
        if stem in self._stems or self._vocabulary.is_english(fold(token)):
            return stem
        found = self._spelling.nearest(stem)
        return found[1] if found else stem

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(stem for phrase in self._known for stem in phrase)

    @cached_property
    def _spelling(self) -> Spelling:
        return Spelling(self._stems)


@cache
def table() -> Mapping[str, str]:
    """Every phrase, with what to draw for it."""
    lines = FILE.read_text("utf-8").splitlines()
    return by_phrase("\n".join(line for line in lines if not line.startswith("#")))


def key(phrase: str) -> Key:
    """The stems of a phrase's words; without empty words if at least two others are left."""
    stems = tuple(_stem(token) for _, _, token in spans(phrase))
    full = tuple(stem for stem in stems if stem not in EMPTY)
    return full if len(full) > 1 else stems


def varied(library: Library, shown: Scene, rest: Scene) -> Scene:
    """A phrase's Scene with what the rest of the prompt names: another figure, or further things.

    A figure takes the place of the phrase's own, a thing is held.
    """
    if not rest.is_understood:
        links = ("but", "with", "and")
        return replace(shown, unread=tuple(word for word in rest.unread if word not in links))
    named = rest.held if rest.base == UNKNOWN.base else (rest.base, *rest.held)
    figures = [each for each in named if library.concepts[each].kind in ALIVE]
    base = figures[0] if figures else shown.base
    held = tuple(each for each in named if each != base)
    return replace(
        shown,
        base=base,
        expression=rest.expression or shown.expression,
        pose=rest.pose or shown.pose,
        colour=rest.colour or (shown.colour if base == shown.base else None),
        accessories=tuple(dict.fromkeys((*shown.accessories, *rest.accessories))),
        held=(*shown.held, *held)[:_MOST_HELD],
        behind=rest.behind or shown.behind,
        unread=rest.unread,
    )


def _stem(token: str) -> str:
    """A word's stem, the same for its usual forms."""
    word = fold(token).replace("'", "")
    if word in EMPTY:
        return word
    *_, word = singulars(word)
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2:
            word = stem[:-1] if stem[-1] == stem[-2] else stem
            break
    return word.removesuffix("e") if len(word) > 3 else word
