"""Changes on the command line: `emojismith cat --change "with a hat" --change "make it blue"`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot import messages
from bot.domain import LoraStyle
from bot.language import N_, _, code
from model.errors import BadRequest
from model.recipe import PROMPT_LIMIT, Painting, Recipe
from model.sketch.scene import STYLES, Scene

if TYPE_CHECKING:
    from model.engine import EmojiEngine
    from model.sketch.language.changes import Changes

MOVES = N_("“{words}”: on the command line, --move makes it move.")


@dataclass(frozen=True, slots=True)
class ChangeChain:
    """Changes in words, made in order; `loras` are the styles of the settings besides the usual."""

    words: tuple[str, ...]
    loras: Mapping[str, LoraStyle]

    def check(self, engine: "EmojiEngine", recipe: Recipe) -> None:
        """Raises BadRequest for words that are not understood, before anything is painted."""
        from model.asked import Asked

        if recipe.picture is not None:
            raise BadRequest(_(messages.PICTURE_NOT_CHANGEABLE))
        painter = engine.painter
        self._recipe(recipe, Asked.read(recipe, painter.reader, painter.mixer).scene)

    async def paint(self, engine: "EmojiEngine", first: Painting) -> Painting:
        """What the changes make of the best candidate of a painting, the one like it first."""
        best = first.candidates[0]
        scene = first.scene if best.mix is None else best.mix.scene
        return _like(first, await engine.paint(self._recipe(first.recipe, scene)))

    def _recipe(self, recipe: Recipe, scene: Scene) -> Recipe:
        """The recipe after all changes of one that shows a Scene. Raises BadRequest."""
        from model.sketch.language.changes import Changes
        from model.sketch.language.describe import describe
        from model.sketch.redraw import bundled

        changes = Changes(bundled())
        states = [(scene, recipe.lora or recipe.style)]
        for words in self.words:
            states = self._after(changes, states, words)
        scene, style = states[-1]
        lora = self.loras.get(style)
        prompt = recipe.prompt if len(states) == 1 else describe(bundled(), scene)[:PROMPT_LIMIT]
        return replace(
            recipe,
            prompt=prompt,
            scene=scene,
            style=style if lora is None else lora.sketch,
            lora="" if lora is None else lora.name,
        )

    def _after(
        self, changes: "Changes", states: list[tuple[Scene, str]], words: str
    ) -> list[tuple[Scene, str]]:
        """The Scenes and styles so far and after one more change; "back" takes the last away."""
        if (steps := changes.steps_back(words, code())) is not None:
            if len(states) == 1:
                raise BadRequest(_(messages.NEVER_CHANGED))
            return states[:-1] if steps else states[:1]
        scene, style = states[-1]
        found = changes.read(scene, words, (*STYLES, *self.loras), style, code())
        if found.moves is not None:
            raise BadRequest(_(MOVES, words=words))
        return [*states, (found.scene, found.style or style)]


def _like(first: Painting, changed: Painting) -> Painting:
    """The changed painting with the candidate first that is drawn like the first one's best."""
    best, lines = first.candidates[0], changed.receipt["candidates"]
    like = min(
        changed.candidates,
        key=lambda own: (own.seed != best.seed, abs(own.strength - best.strength)),
    )
    order = sorted(range(len(lines)), key=lambda place: changed.candidates[place] is not like)
    receipt = {**changed.receipt, "candidates": [lines[place] for place in order]}
    candidates = tuple(changed.candidates[place] for place in order)
    return replace(changed, candidates=candidates, receipt=receipt)
