"""The parts library: vector art of emoji with anchors, facial features and names.

Built from open emoji sets by `python -m training library`. Each style is loaded when first used.
"""

import json
import lzma
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

from model.errors import BadModel

FOLDER = Path(__file__).parent.parent / "bundled" / "library"

ALIVE = frozenset({"animal", "face", "person"})
"""The kinds of concepts that live."""
HEAD = "/head"
"""The end of the id of a concept of which the head alone is drawn."""

Point = tuple[float, float]
Spot = tuple[float, float, float]
Size = tuple[float, float, float, float]
"""A part's square view box: x, y, width and height."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in a part's unit square, y down."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class Anchors:
    """Where accessories, limbs and held things attach to a part, in its unit square.

    `eyes` is the point between the pupils and their distance; `head` and `neck` are a centre and
    the width there; `hands` and `feet` are left and right. `face` is "none", "own" (the art has a
    face), "features" (a smiley with removable features) or "hollow" (no face can be put on it).
    `side` is where the head of an animal that was cut from its art looks to: -1 left, 1 right.
    """

    box: Box
    eyes: Spot
    head: Spot
    neck: Spot
    hands: tuple[Point, Point]
    feet: tuple[Point, Point]
    face: str
    side: int = 0

    @classmethod
    def from_list(cls, data: list[Any]) -> "Anchors":
        """Read the list form of the library's files."""
        box, eyes, head, neck, hands, feet, face = data
        left, right = hands
        one, other = feet
        return cls(
            Box(*box),
            (eyes[0], eyes[1], eyes[2]),
            (head[0], head[1], head[2]),
            (neck[0], neck[1], neck[2]),
            ((left[0], left[1]), (right[0], right[1])),
            ((one[0], one[1]), (other[0], other[1])),
            face,
        )


@dataclass(frozen=True, slots=True)
class Part:
    """One emoji's art in one style: inner SVG markup and its square view box.

    One that `is_head` is the head of a whole animal, cut from its art.
    """

    concept: str
    style: str
    body: str
    size: Size
    anchors: Anchors
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class Concept:
    """What an emoji shows, with CLDR's names. `kind` is a coarse class such as "animal"."""

    id: str
    name: str
    group: str
    keywords: tuple[str, ...]
    emoji: str
    kind: str

    @property
    def shown(self) -> str:
        """The emoji with the selector that makes chats show it in colour, if it needs one."""
        is_text = len(self.emoji) == 1 and east_asian_width(self.emoji) != "W"
        return f"{self.emoji}\ufe0f" if is_text else self.emoji


@dataclass(frozen=True, slots=True)
class Accessory:
    """Something to wear and its slot; `concept` is the emoji that shows it, None if none does."""

    name: str
    concept: str | None
    slot: str


_DAMAGED = (
    *(OSError, EOFError, lzma.LZMAError, RecursionError),
    *(ValueError, TypeError, KeyError, IndexError, AttributeError),
)


class Library:
    """All parts in a folder. Raises BadModel if a file is missing or damaged."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or FOLDER
        self._parts: dict[str, dict[str, Part]] = {}
        self._features: dict[str, dict[str, Part]] = {}
        self._worn: dict[str, dict[str, Part]] = {}
        self._faceless: dict[str, dict[str, Part]] = {}

    @cached_property
    def _index(self) -> dict[str, Any]:
        return self._read("concepts")

    @cached_property
    def concepts(self) -> Mapping[str, Concept]:
        """All concepts by id."""
        with self._reading("concepts"):
            return {
                key: Concept(key, name, group, tuple(keywords), emoji, kind)
                for key, (name, group, keywords, emoji, kind) in self._index["concepts"].items()
            }

    @cached_property
    def styles(self) -> tuple[str, ...]:
        """The available styles."""
        with self._reading("concepts"):
            return tuple(map(_text, _list(self._index["styles"])))

    @cached_property
    def expressions(self) -> Mapping[str, str]:
        """For each expression, the concept of the face that its features come from."""
        with self._reading("concepts"):
            rows = self._index["expressions"].items()
            return {name: _text(concept) for name, concept in rows}

    @cached_property
    def accessories(self) -> Mapping[str, Accessory]:
        """All accessories by name."""
        with self._reading("concepts"):
            rows = self._index["accessories"].items()
            return {name: Accessory(name, concept, slot) for name, (concept, slot) in rows}

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of `names`, including English."""
        files = (self._folder / "names").glob("*.json.xz")
        return tuple(sorted(path.name.removesuffix(".json.xz") for path in files))

    def kind(self, concept: str) -> str:
        """The kind of a concept; empty for art that shows none, such as an accessory's."""
        found = self.concepts.get(concept.removesuffix(HEAD))
        return "" if found is None else found.kind

    def part(self, style: str, concept: str) -> Part:
        """A concept's art, in another style if this one lacks it. Raises KeyError."""
        for one in (style, *self.styles):
            if (part := self._style(one).get(concept)) is not None:
                return part
        raise KeyError(concept)

    def features(self, style: str, expression: str) -> Part:
        """An expression's eyes and mouth, without the face around them. Raises KeyError."""
        concept = self.expressions[expression]
        for one in (style, *self.styles):
            self._style(one)
            if (part := self._features[one].get(concept)) is not None:
                return part
        raise KeyError(expression)

    def worn(self, style: str, name: str) -> Part:
        """An accessory's art. Raises KeyError."""
        accessory = self.accessories[name]
        self._style(style)
        own = self._worn[style].get(accessory.name)
        if own is None and accessory.concept is not None:
            return self.part(style, accessory.concept)
        return self._worn[style][accessory.name]

    def faceless(self, style: str, concept: str) -> Part:
        """A concept's art without its own face, or all of it if the face cannot be taken out."""
        self._style(style)
        return self._faceless[style].get(concept) or self.part(style, concept)

    @cached_property
    def letters(self) -> Mapping[str, tuple[float, str]]:
        """The width and outline (path data) of each character that signs have, 100 units high."""
        with self._reading("concepts"):
            rows = self._index.get("letters", {}).items()
            return {character: (width, outline) for character, (width, outline) in rows}

    @cached_property
    def narrower(self) -> Mapping[str, str]:
        """Words for kinds of what a concept shows ("corgi"), and the concept's id."""
        with self._reading("words"):
            rows: dict[str, str] = self._words["narrower"]
            return {word: concept for concept, words in rows.items() for word in words.split("|")}

    @cached_property
    def english(self) -> frozenset[str]:
        """Common English words, as they stand in a dictionary."""
        with self._reading("words"):
            return frozenset(self._words["english"].split())

    @cached_property
    def _words(self) -> dict[str, Any]:
        return self._read("words")

    def names(self, language: str) -> Mapping[str, tuple[str, ...]]:
        """For each concept, its name and then its keywords in a language."""
        file = f"names/{language}"
        data = self._read(file)
        with self._reading(file):
            if not data:
                raise ValueError("it has no names")
            return {key: tuple(_list(words)) for key, words in data.items()}

    def _style(self, style: str) -> dict[str, Part]:
        if style not in self._parts:
            data = self._read(f"parts-{style}")
            with self._reading(f"parts-{style}"):
                bodies = _parts(style, data["bodies"])
                self._features[style] = _parts(style, data["features"])
                self._worn[style] = _parts(style, data.get("worn", {}))
                self._faceless[style] = _parts(style, data.get("faceless", {}))
            self._parts[style] = bodies
        return self._parts[style]

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.json.xz"

    def _read(self, name: str) -> dict[str, Any]:
        path = self._path(name)
        with self._reading(name):
            data = json.loads(lzma.decompress(path.read_bytes()))
            if not isinstance(data, dict):
                raise TypeError("it is not an object")
        return data

    @contextmanager
    def _reading(self, name: str) -> Iterator[None]:
        """Turn what damaged contents of a file cause into BadModel."""
        path = self._path(name)
        try:
            yield
        except FileNotFoundError as error:
            raise BadModel(f"The parts library lacks {path}: fetch the model again.") from error
        except _DAMAGED as error:
            why = str(error) or type(error).__name__
            raise BadModel(f"{path} is damaged ({why}): fetch the model again.") from error


def _parts(style: str, rows: dict[str, Any]) -> dict[str, Part]:
    return {
        concept: Part(concept, style, body, (x, y, side, side), Anchors.from_list(anchors))
        for concept, (body, x, y, side, anchors) in rows.items()
    }


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("a list is missing")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is missing")
    return value
