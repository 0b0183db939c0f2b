"""What words of a change refer to in a Scene: "the hat" is the one that it wears."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from model.sketch.language.lexer import Lexeme, Lexer
from model.sketch.language.vocabulary import (
    ACCESSORY,
    COLOUR,
    CONCEPT,
    KEYWORD,
    LINK,
    NOISE,
    Vocabulary,
)
from model.sketch.scene import Scene

RELATED = ("mount", "inside", "over", "beside", "hidden", "behind")
"""The fields of a Scene that name one other thing."""
_NO_HATS = frozenset({"crown", "flower crown", "halo", "horns", "bandage", "ribbon bow", "flower"})
_HATS = frozenset({"hat", "hats", "cap", "headgear", "headwear"})
_BY_SLOT = {"torso": ("clothes", "outfit", "costume", "top", "shirt", "suit"), "shoes": ("shoes",)}
_GLASSES = frozenset({"glasses", "spectacles", "specs", "shades", "goggles", "eyewear"})
Tints = tuple[tuple[str, str], ...]


class Referents:
    """Finds what a Scene shows by the words for it."""

    def __init__(self, vocabulary: Vocabulary, lexer: Lexer, scene: Scene) -> None:
        self.vocabulary = vocabulary
        self.lexer = lexer
        self._scene = scene
        self._slots = {a.name: a.slot for a in vocabulary.library.accessories.values()}

    def worn(self, lexeme: Lexeme) -> str | None:
        """The accessory of the Scene that a lexeme means."""
        exact, words = lexeme.senses.get(ACCESSORY), lexeme.words
        if exact in self._scene.accessories:
            return exact
        return next((name for name in self._scene.accessories if self._means(words, name)), None)

    def concept(self, lexeme: Lexeme) -> str | None:
        """The concept, apart from the base, that the Scene shows and a lexeme means."""
        named = (lexeme.senses.get(CONCEPT), lexeme.senses.get(KEYWORD))
        scene = self._scene
        related: list[str | None] = [getattr(scene, field) for field in RELATED]
        shown = [*scene.held, *filter(None, related)]
        concepts = self.vocabulary.library.concepts
        for concept in shown:
            name = concepts[concept].name
            if concept in named or lexeme.words in (name, name.split(" ")[-1]):
                return concept
        return None

    def resolved(self, lexemes: Sequence[Lexeme]) -> tuple[list[Lexeme], Tints]:
        """The lexemes with what they refer to; and the colours that things of the Scene get.

        A noun for the base itself is left out, so that its colour is the base's.
        """
        rest, tints, linked = list[Lexeme](), list[tuple[str, str]](), False
        for lexeme, colour in _coloured(lexemes):
            linked = linked or LINK in lexeme.senses
            if not linked and self._is_base(lexeme):
                rest += [colour] if colour else []
                continue
            worn = self.worn(lexeme)
            if worn is not None:
                lexeme = replace(lexeme, senses={**lexeme.senses, ACCESSORY: worn})
            shown = worn or (None if linked else self.concept(lexeme))
            if colour is not None and shown is not None:
                tints.append((shown, colour.senses[COLOUR]))
            else:
                rest += [colour, lexeme] if colour else [lexeme]
        if all(NOISE in one.senses and LINK not in one.senses for one in rest):
            rest = []
        return rest, tuple(tints)

    def is_base(self, said: str) -> bool:
        """Whether words name the base itself."""
        return all(map(self._is_base, self.lexer.lex(said)))

    def _is_base(self, lexeme: Lexeme) -> bool:
        base = self.vocabulary.library.concepts[self._scene.base]
        return base.id in lexeme.senses.values() or lexeme.words == base.name.split(" ")[-1]

    def _means(self, words: str, name: str) -> bool:
        slot = self._slots[name]
        if name == words or name.split(" ")[-1] == words.split(" ")[-1]:
            return True
        if name.endswith(("glasses", "goggles")) and words in _GLASSES:
            return True
        if slot == "head" and name not in _NO_HATS:
            return words in _HATS
        return words in _BY_SLOT.get(slot, ())


def _coloured(lexemes: Sequence[Lexeme]) -> Iterator[tuple[Lexeme, Lexeme | None]]:
    """Each lexeme with the colour right before it, or after it at the end of a clause."""
    at = 0
    while at < len(lexemes):
        one = lexemes[at]
        after = lexemes[at + 1] if at + 1 < len(lexemes) else None
        ends = at + 2 >= len(lexemes) or LINK in lexemes[at + 2].senses
        if COLOUR in one.senses and after is not None and _is_noun(after):
            yield after, one
            at += 2
        elif _is_noun(one) and after is not None and COLOUR in after.senses and ends:
            yield one, after
            at += 2
        else:
            yield one, None
            at += 1


def _is_noun(lexeme: Lexeme) -> bool:
    named = lexeme.senses.keys() & {ACCESSORY, CONCEPT, KEYWORD}
    return bool(named) and not lexeme.senses.keys() & {COLOUR, NOISE, LINK}
