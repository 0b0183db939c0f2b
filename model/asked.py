"""What a recipe asks for: one Scene for all candidates, or a mix of emoji with one for each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from model.recipe import PROMPT_LIMIT, Recipe
from model.sketch.language.parse import Reader
from model.sketch.mixing.mix import Mix
from model.sketch.mixing.mixer import Mixer
from model.sketch.scene import UNKNOWN, Scene


@dataclass(frozen=True, slots=True)
class Asked:
    """`recipe` has a prompt in words, for networks that read English.

    All candidates show `scene`; if there are `mixes`, they show those in turn. Where the recipe has
    a picture, they show that, and the scene counts for nothing.
    """

    recipe: Recipe
    scene: Scene
    mixes: Sequence[Mix] = ()

    @classmethod
    def read(cls, recipe: Recipe, reader: Reader, mixer: Mixer) -> "Asked":
        """Read a recipe's prompt, unless it has a Scene.

        Raises BadRequest for emoji that cannot be mixed.
        """
        if recipe.picture is not None:
            return cls(recipe, UNKNOWN)
        if recipe.scene is not None:
            return cls(recipe, recipe.scene)
        parents = mixer.parents(recipe.prompt)
        if parents is None:
            return cls(recipe, reader.read(recipe.prompt, recipe.language or None))
        mixes = mixer.mixes(parents, recipe.seed)
        words = replace(recipe, prompt=mixer.words(parents)[:PROMPT_LIMIT])
        return cls(words, mixes[0].scene, mixes)

    def mix(self, index: int) -> Mix | None:
        """What the candidate with an index shows of a mix."""
        return self.mixes[index % len(self.mixes)] if self.mixes else None
