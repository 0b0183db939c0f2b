"""Reads what people ask to change in a Scene: "now with a hat", "make it blue", "angrier"."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property

from model.errors import BadRequest
from model.sketch.drawing.colour.recolour import COLOURS
from model.sketch.drawing.compose import compose, rasterize
from model.sketch.expressions import with_expression
from model.sketch.language import change_phrases as phrases
from model.sketch.language.borrowing import borrowed
from model.sketch.language.change_phrases import Phrase
from model.sketch.language.clauses import Draft
from model.sketch.language.grammar import Grammar
from model.sketch.language.lexer import Lexeme, Lexer
from model.sketch.language.merging import awake, merged, tidied
from model.sketch.language.moods import another_mood
from model.sketch.language.nearest import FILE, Nearest
from model.sketch.language.parse import BUNDLED
from model.sketch.language.referring import Referents
from model.sketch.language.relations import WITH_THING
from model.sketch.language.removal import removed
from model.sketch.language.signs import letters
from model.sketch.language.translation.requests import Requests
from model.sketch.language.translation.translator import Translator
from model.sketch.language.vocabulary import (
    ACCESSORY,
    COLOUR,
    CONCEPT,
    KEYWORD,
    LINK,
    NOISE,
    NUMBER,
    TRADE,
    UNDRAWN,
    Vocabulary,
)
from model.sketch.library import Library
from model.sketch.scene import STYLES, Scene

EYES = (0.6, 0.8, 1.0, 1.25, 1.5)
"""The sizes of eyes, of which "bigger eyes" is the next one."""
MOST = 6
SEEN_AT, _LEVELS, _PIXELS = 64, 24, 6
"""A change is seen if so many pixels of a small picture differ by so many levels."""
_FILLERS = frozenset(
    {"now", "add", "added", "change", "changed", "turn", "paint", "color", "colour", "dye", "same",
     "only", "other", "another", "different", "new", "instead", "more", "even", "use", "have",
     "bit", "back", "let", "stay", "keep", "should", "becomes", "become", "but", "rather", "him",
     "her", "them", "body", "face", "animal", "character", "one", "all", "each", "every"}
)  # fmt: skip
_COUNTS = {
    "one more": 1, "another one": 1, "another": 1, "add one": 1, "add another": 1,
    "add another one": 1, "one less": -1, "one fewer": -1, "remove one": -1, "fewer": -1,
}  # fmt: skip
_ALONE = frozenset(
    {"one", "one of them", "a single one", "single", "alone", "1", "make it one", "just one"}
)


@dataclass(frozen=True, slots=True)
class Changed:
    """A changed Scene; another style, or whether to move, if that was asked for."""

    scene: Scene
    style: str | None = None
    moves: bool | None = None


class NotUnderstood(BadRequest):
    """Words that mean nothing as a change."""


class Changes:
    """Reads changes in English, and in the languages of `translation/changes`. Loads no model."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def read(
        self,
        scene: Scene,
        words: str,
        styles: Sequence[str],
        style: str,
        language: str | None = None,
    ) -> Changed:
        """The Scene, drawn in a style so far, as the words change it.

        `language` is the code of a language that the person may speak. Raises BadRequest with a
        sentence if any word is not understood, or nothing changes.
        """
        try:
            return self._read(scene, words, styles, style)
        except BadRequest as error:
            if isinstance(error, NotUnderstood) or self._requests.reads(language):
                for english in self._requests.english(words, language, styles):
                    with suppress(NotUnderstood):
                        return self._read(scene, english, styles, style)
            raise

    def steps_back(self, words: str, language: str | None = None) -> int | None:
        """How many changes to undo: 1 for "back", 0 for all of them; None for other words."""
        if (steps := phrases.steps_back(words)) is not None:
            return steps
        if not self._requests.says(words, phrases.GOING_BACK):
            return None  # So that no dictionary is loaded for it.
        said = self._requests.english(words, language)
        return next((n for n in map(phrases.steps_back, said) if n is not None), None)

    def _read(self, scene: Scene, words: str, styles: Sequence[str], style: str) -> Changed:
        before = replace(scene, unread=(), guessed=())
        changed = Changed(before)
        text, rest = letters(words)
        if text is not None:
            changed = replace(changed, scene=replace(before, text=text))
        found, rest = phrases.style_in(phrases.tidy(rest), styles)
        if found is not None and found != style:
            changed = replace(changed, style=found)
        for phrase in phrases.parts(rest):
            changed = self._apply(changed, phrase)
        changed = replace(changed, scene=tidied(changed.scene))
        if changed == Changed(before):
            raise BadRequest("It is like that already, so nothing was changed.")
        if changed.style is None and not self._is_seen(before, changed.scene, style):
            raise BadRequest("Nothing of that would be seen on it, so nothing was changed.")
        return changed

    def _is_seen(self, before: Scene, after: Scene, style: str) -> bool:
        """Whether a change shows: bigger eyes do not on what has none."""
        fields = (replace(after, eyes=before.eyes, tints=before.tints, colour=before.colour),)
        if before == after or before not in fields:
            return True  # Other changes always do.
        style = style if style in STYLES else STYLES[0]
        shown = (
            rasterize(compose(self._library, scene, style, 0).svg, SEEN_AT).astype(int)
            for scene in (before, after)
        )
        one, other = (picture[..., :3] * (picture[..., 3:] > 0) for picture in shown)
        return bool((abs(one - other).max(axis=2) > _LEVELS).sum() > _PIXELS)

    def _apply(self, changed: Changed, phrase: Phrase) -> Changed:
        scene, said = self._special(changed.scene, phrase.add)
        if phrase.add and not said:
            return replace(changed, scene=scene)
        for whole in (said, phrase.remove):
            if (moves := phrases.moves(whole)) is not None:
                return replace(changed, moves=moves and not phrase.remove)
        if phrase.remove:
            if phrase.add and self._is_colour(phrase.add):
                said = f"{phrase.add} {phrase.remove}"
                if phrase.remove in ("colour", "color"):
                    said = phrase.add
            elif phrase.add and self._referents(scene).is_base(phrase.remove):
                return replace(changed, scene=self._become(scene, said) or scene)
            elif phrase.remove not in ("colour", "color", "expression", "pose", "style"):
                scene = removed(self._referents(scene), scene, phrase.remove)
        elif phrase.becomes and (base := self._become(scene, said)) is not None:
            return replace(changed, scene=base)
        return replace(changed, scene=self._added(scene, said))

    def _special(self, scene: Scene, said: str) -> tuple[Scene, str]:
        """The Scene with the eyes, borrowed parts and border that words ask for; other words."""
        if set(said.split()) <= {"make", "it", "them", "much", "a", "bit", *phrases.SIZES} and said:
            raise BadRequest("An emoji always fills its picture. You can say “bigger eyes”.")
        direction, said = phrases.eye_size(said)
        if direction is not None:
            scene = replace(scene, eyes=_eyes(scene.eyes, direction))
        scene, said = borrowed(self._vocabulary, scene, said)
        border, said = phrases.outline(said)
        if border is not None:
            scene = replace(scene, outline=self._border(border))
        return scene, said

    def _added(self, scene: Scene, said: str) -> Scene:
        if not said:
            return scene
        if said in _ALONE:
            return replace(scene, count=1)
        if said in _COUNTS:
            return replace(scene, count=min(max(scene.count + _COUNTS[said], 1), MOST))
        if (mood := self._mood(scene, said)) is not None:
            return awake(with_expression(self._library, scene, mood or None))
        return self._with(scene, said)

    def _mood(self, scene: Scene, said: str) -> str | None:
        now = scene.expression or self._vocabulary.face_expression(scene.base)
        for start in ("make it ", "make him ", "make her ", "look ", "looking "):
            said = said.removeprefix(start)
        return another_mood(self._vocabulary, said, now)

    def _with(self, scene: Scene, said: str) -> Scene:
        """The Scene with what further words add to it or replace in it."""
        lexemes, tints = self._referents(scene).resolved(self._lexed(said))
        scene = replace(scene, tints=tuple({**dict(scene.tints), **dict(tints)}.items()))
        if len(lexemes) and scene.held and (act := _pronoun_act(lexemes)) is not None:
            return replace(scene, act=act)
        if (variant := self._variant(scene.base, lexemes)) is not None:
            return replace(scene, base=variant)
        draft = self._grammar.read(lexemes, scene.base)
        return merged(self._library, scene, self._checked(draft)) if lexemes else scene

    def _variant(self, base: str, lexemes: Sequence[Lexeme]) -> str | None:
        """The concept that one word makes of the base: "broken" of a red heart."""
        if len(lexemes) != 1 or KEYWORD not in lexemes[0].senses:
            return None
        noun = self._library.concepts[base].name.split(" ")[-1]
        return (self._vocabulary.find(f"{lexemes[0].words} {noun}") or {}).get(CONCEPT)

    def _become(self, scene: Scene, said: str) -> Scene | None:
        """The Scene of another figure or thing; None if the words name none."""
        lexemes = self._lexed(said)
        nouns = [one for one in lexemes if CONCEPT in one.senses or KEYWORD in one.senses]
        if any(one.senses.keys() & {ACCESSORY, TRADE} for one in lexemes) or not nouns:
            return self._with(scene, f"as {said}") if lexemes else None
        draft = self._checked(self._grammar.read(lexemes))
        if draft.base is None:
            return None
        return merged(self._library, replace(scene, base=draft.base), draft)

    def _lexed(self, said: str) -> list[Lexeme]:
        """The lexemes that say something. Raises BadRequest for words without a meaning."""
        found = [
            one
            for one in self._lexer.lex(said)
            if one.words not in _FILLERS or one.senses.keys() & {LINK, NUMBER}
        ]
        unknown = [one.text for one in found if not one.senses or UNDRAWN in one.senses]
        if unknown or all(NOISE in one.senses and LINK not in one.senses for one in found):
            raise not_understood(unknown or [said])
        return found

    def _checked(self, draft: Draft) -> Draft:
        if draft.unread:
            raise not_understood(draft.unread)
        return draft

    def _is_colour(self, said: str) -> bool:
        return COLOUR in (self._vocabulary.find(said) or ())

    def _border(self, colour: str) -> str:
        name = (self._vocabulary.find(colour) or {}).get(COLOUR, "white")
        return name if name in COLOURS else "white"

    def _referents(self, scene: Scene) -> Referents:
        return Referents(self._vocabulary, self._lexer, scene)

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(self._library, Nearest.open(BUNDLED / FILE).keywords(KEYWORD))

    @cached_property
    def _lexer(self) -> Lexer:
        return Lexer(self._vocabulary)

    @cached_property
    def _requests(self) -> Requests:
        return Requests(Translator(self._library, self._vocabulary))

    @cached_property
    def _grammar(self) -> Grammar:
        return Grammar(self._vocabulary)


def not_understood(words: Sequence[str]) -> NotUnderstood:
    """The error for words without a meaning as a change."""
    return NotUnderstood(
        # Translators: examples that your language's changes are read from.
        "I did not understand “{words}”, so nothing was changed. You can say “now with a hat”, "
        "“make it blue”, “without the glasses”, “two of them”, “angrier”.",
        words=", ".join(words),
    )


def _pronoun_act(lexemes: Sequence[Lexeme]) -> str | None:
    """The act of "eating it", which is about what is held."""
    link, *others = lexemes
    if all(NOISE in one.senses for one in others):
        return WITH_THING.get(link.senses.get(LINK, ""))
    return None


def _eyes(now: float, direction: int) -> float:
    if not direction:
        return 1.0
    near = min(range(len(EYES)), key=lambda at: abs(EYES[at] - now))
    at = near + direction
    if not 0 <= at < len(EYES):
        if direction > 0:
            raise BadRequest("Its eyes cannot be larger.")
        raise BadRequest("Its eyes cannot be smaller.")
    return EYES[at]
