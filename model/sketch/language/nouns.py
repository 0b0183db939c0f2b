"""What a noun of a prompt is: the head of a clause, scenery, a creature, clothes, one of a pair."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from model.sketch.language.clauses import Draft
from model.sketch.language.clothes import CLOTHES
from model.sketch.language.describe import is_plural
from model.sketch.language.lexer import Lexeme
from model.sketch.language.relations import (
    BESIDE,
    CHASE,
    HIDDEN,
    INSIDE,
    LEAP,
    MOUNT,
    RACE,
    TEND,
    UNDER,
    WALK,
    WITH_PARTNER,
    WITH_THING,
)
from model.sketch.language.vocabulary import (
    ACCESSORY,
    ACT,
    BEHIND,
    COLOUR,
    CONCEPT,
    EXPRESSION,
    KEYWORD,
    LINK,
    NOISE,
    NUMBER,
    POSE,
    TRADE,
    Vocabulary,
)
from model.sketch.language.words import IRREGULAR
from model.sketch.library import ALIVE

# Concepts that "with" puts behind the base, in addition to all places.
_SCENERY = frozenset(
    {"motorway", "railway track", "fire", "collision", "sparkles", "fireworks", "sparkler"}
)
# Things that stand next to creatures as well as to things.
_FIGURES = frozenset({"snowman", "snowman without snow", "gnome", "gingerbread man", "teddy bear"})
HELD_ANYWHERE = frozenset(
    {"umbrella", "closed umbrella", "umbrella with rain drops", "snowman", "watch", "luggage"}
)
RELATIONS = (
    *(BESIDE, CHASE, RACE, WALK, HIDDEN, INSIDE, LEAP, MOUNT, TEND, UNDER),
    *WITH_THING,
    *WITH_PARTNER,
)
_NEVER_HEAD = (NOISE, LINK, NUMBER, EXPRESSION, POSE, COLOUR, BEHIND)


class Nouns:
    """Answers about nouns, by the vocabulary and the kinds of concepts."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._concepts = vocabulary.library.concepts
        self._slots = {a.name: a.slot for a in vocabulary.library.accessories.values()}

    def head(self, lexemes: Sequence[Lexeme]) -> int | None:
        """The index of the head noun: the last noun, or the first among emoji."""
        return _highest(lexemes, self.headness)

    def headness(self, lexeme: Lexeme) -> int:
        """How likely a lexeme is to be the head noun; 0 if it cannot be."""
        senses = lexeme.senses
        if CONCEPT not in senses:
            plain_keyword = KEYWORD in senses and not any(r in senses for r in _NEVER_HEAD)
            return 2 if plain_keyword else 0
        if NOISE in senses or LINK in senses or NUMBER in senses:
            return 0
        if EXPRESSION in senses or POSE in senses:
            return 1 if lexeme.emoji else 0
        if COLOUR in senses or BEHIND in senses:
            return 1
        if ACCESSORY in senses:
            return 3
        if lexeme.emoji and self.is_scenery(senses[CONCEPT]):
            return 3
        return 4 if TRADE in senses else 5

    def noun(self, lexemes: Sequence[Lexeme]) -> int | None:
        """The index of a clause's noun: the last one, names before keywords."""

        def rank(lexeme: Lexeme) -> int:
            if ACCESSORY in lexeme.senses or TRADE in lexeme.senses:
                return 5
            if any(role in lexeme.senses for role in _NEVER_HEAD):
                return 0
            return self.headness(lexeme)

        found = _highest(lexemes, rank)
        return _named_by_colour(lexemes) if found is None else found

    def said_face(self, lexeme: Lexeme) -> str | None:
        """The expression of "a very tired face" among what a base has."""
        concept = lexeme.senses.get(CONCEPT)
        if concept is None or lexeme.emoji or not lexeme.words.endswith(" face"):
            return None
        return self._vocabulary.face_expression(concept)

    def is_dress(self, concept: str, link: str) -> bool:
        """Whether a concept after "in", "wearing" or "as" stands for clothes that nothing shows."""
        found = self._concepts[concept]
        if link == "as":
            return self.is_creature(concept)
        return found.kind == "person" or found.name in CLOTHES

    def is_pair(self, draft: Draft, concept: str) -> bool:
        """Whether a second noun after "and" stands beside the first: both are alive, or neither."""
        if draft.base is None or draft.beside is not None or self.is_scenery(concept):
            return False
        if self._concepts[draft.base].name in _FIGURES or self._concepts[concept].name in _FIGURES:
            return True
        return self.is_creature(draft.base) == self.is_creature(concept)

    def is_plural(self, draft: Draft) -> bool:
        """Whether the base's noun is a plural, as in "cats hugging"."""
        if draft.base is None or is_plural(self._concepts[draft.base].name):
            return False
        return is_plural(draft.noun) or draft.noun in IRREGULAR

    def is_thing(self, name: str, link: str, is_one: bool) -> bool:
        """Whether what could be worn is a thing of its own after this link: one shoe after "in"."""
        if link == "in" and self._slots[name] == "shoes":
            return is_one
        if name == "flower":
            return link not in ("wear", "in", "and", "base")
        if self._slots[name] == "feet":
            return link in ("hold", "do", "behind", *WITH_THING)
        return link in ("hold", "do", "behind", *RELATIONS)

    def is_scenery(self, concept: str) -> bool:
        found = self._concepts[concept]
        if found.name in HELD_ANYWHERE:
            return False
        return found.kind in ("place", "sky") or found.name in _SCENERY

    def is_creature(self, concept: str) -> bool:
        return self._concepts[concept].kind in ALIVE


def _named_by_colour(lexemes: Sequence[Lexeme]) -> int | None:
    """The index of "orange" in "an orange", where nothing else is orange."""
    pairs = pairwise(lexemes)
    return next(
        (
            number
            for number, (before, one) in enumerate(pairs, 1)
            if {COLOUR, CONCEPT} <= one.senses.keys()
            and (before.words in ("a", "an") or NUMBER in before.senses)
            and all(NOISE in other.senses or ACT in other.senses for other in lexemes[number + 1 :])
        ),
        None,
    )


def _highest(lexemes: Sequence[Lexeme], rank: Callable[[Lexeme], int]) -> int | None:
    """The index of the highest rank: the last such lexeme, or the first among emoji.

    None if all ranks are 0.
    """
    best: tuple[int, int] | None = None
    for number, lexeme in enumerate(lexemes):
        order = -number if lexeme.emoji else number
        if (own := rank(lexeme)) and (best is None or (own, order) > best):
            best = (own, order)
    return None if best is None else abs(best[1])
