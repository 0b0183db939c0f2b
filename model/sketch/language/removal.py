"""Takes things away from a Scene: "without the hat", "stop dancing", "no background"."""

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from model.errors import BadRequest
from model.sketch.expressions import without_dress
from model.sketch.language.borrowing import given_back
from model.sketch.language.lexer import Lexeme
from model.sketch.language.moods import LADDERS
from model.sketch.language.referring import RELATED, Referents
from model.sketch.language.vocabulary import (
    ACCESSORY,
    ACT,
    BEHIND,
    COLOUR,
    EXPRESSION,
    IMPLIED,
    LINK,
    MATERIAL,
    NOISE,
    NUMBER,
    POSE,
    TRADE,
)
from model.sketch.scene import Scene

_DEFAULTS = {own.name: own.default for own in fields(Scene)}
_NAMED = {
    "background": "behind", "behind": "behind", "colour": "colour", "color": "colour",
    "clothes": "accessories", "accessories": "accessories", "outfit": "accessories",
    "expression": "expression", "mood": "expression", "face": "expression", "pose": "pose",
    "outline": "outline", "border": "outline", "sticker": "outline", "white border": "outline",
    "sign": "text", "text": "text", "letters": "text", "words": "text", "material": "material",
    "pattern": "material", "big eyes": "eyes", "bigger eyes": "eyes", "anything": "held",
    "hands full": "held", "things": "held", "others": "count",
}  # fmt: skip
"""Words for a whole field of a Scene."""
_EVERYTHING = frozenset({"everything", "everything else", "all of it", "all that", "all"})
MANY = 100
_AND = re.compile(r"\s*(?:,|\band\b|\bor\b|\bnor\b)\s*")
_ARTICLE = re.compile(r"^(?:the|its|his|her|their|a|an|any|this|that|these|those|all|your|my)\s+")
_BY_ROLE = {
    EXPRESSION: "expression", POSE: "pose", COLOUR: "colour", MATERIAL: "material", ACT: "act",
}  # fmt: skip


def removed(referents: Referents, scene: Scene, said: str) -> Scene:
    """The Scene without what the words name. Raises BadRequest for what it does not show."""
    for one in _AND.split(said):
        scene = _without(Referents(referents.vocabulary, referents.lexer, scene), scene, one)
    return scene


def _without(referents: Referents, scene: Scene, said: str) -> Scene:
    words = _ARTICLE.sub("", said.strip())
    if words in _EVERYTHING:
        return Scene(scene.base, scene.expression, colour=scene.colour)
    if (field := _NAMED.get(words)) is not None and getattr(scene, field) != _DEFAULTS[field]:
        return _with(scene, field, _DEFAULTS[field])
    if (without := given_back(scene, words)) is not None:
        return without
    # A phrase means more than its words: a party hat is no party.
    every = referents.lexer.lex(words)
    number = next((int(one.senses[NUMBER]) for one in every if NUMBER in one.senses), MANY)
    found = False
    for lexeme in every:
        if lexeme.senses.keys() & {NOISE, LINK, NUMBER}:
            continue
        fewer = _fewer(referents, scene, lexeme, number)
        found = found or fewer is not None
        scene = fewer or scene
    if not found:
        raise BadRequest("It has no “{words}” to take away, so nothing was changed.", words=words)
    return scene


def _fewer(referents: Referents, scene: Scene, lexeme: Lexeme, number: int) -> Scene | None:
    """The Scene without what one lexeme means; None if it does not show that.

    Of several things in its hands, `number` are taken away.
    """
    if (worn := referents.worn(lexeme)) is not None:
        return replace(scene, accessories=_others(scene.accessories, worn))
    library, named = referents.vocabulary.library, lexeme.senses.get(ACCESSORY, "")
    if (undressed := without_dress(library, scene, named)) is not None:
        return undressed
    concepts = (referents.concept(lexeme), lexeme.senses.get(BEHIND), lexeme.senses.get(IMPLIED))
    for concept in filter(None, concepts):
        if concept in scene.held and number < scene.held.count(concept):
            held = list(scene.held)
            for _ in range(number):
                held.remove(concept)
            return replace(scene, held=tuple(held))
        if concept in scene.held:
            return replace(scene, held=_others(scene.held, concept))
        for field in RELATED:
            if getattr(scene, field) == concept:
                return _with(scene, field, None)
    if (trade := lexeme.senses.get(TRADE)) is not None:
        clothes = set(referents.vocabulary.clothes(trade))
        if clothes & set(scene.accessories):
            kept = tuple(name for name in scene.accessories if name not in clothes)
            return replace(scene, accessories=kept)
    return next(_plain(scene, lexeme), None)


def _plain(scene: Scene, lexeme: Lexeme) -> Iterator[Scene]:
    """The Scene without a quality that a lexeme names."""
    for role, field in _BY_ROLE.items():
        named, now = lexeme.senses.get(role), getattr(scene, field)
        alike: Any = next((one for one in LADDERS if named in one), (named,))
        if named is not None and now is not None and now in alike:
            yield _with(scene, field, None)
    colour = lexeme.senses.get(COLOUR)
    if colour in dict(scene.tints).values():
        yield replace(scene, tints=tuple(one for one in scene.tints if one[1] != colour))


def _with(scene: Scene, field: str, value: Any) -> Scene:
    if field == "expression":
        scene = replace(scene, mouth=None)
    return replace(scene, **{field: value})


def _others(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(one for one in names if one != name)
