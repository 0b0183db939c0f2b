"""An engine that paints coloured discs, without a model."""

import asyncio
import dataclasses
import io
import json
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from bot.domain import EngineFailed, Painted, Picture, Recipe
from model.sketch.drawing.compose import compose
from model.sketch.drawing.vector.raster import rasterize
from model.sketch.motion import MOTIONS
from model.sketch.redraw import bundled
from model.sketch.scene import Scene

DANCING_LEMON = Scene("1F34B", pose="dancing")
STRENGTHS = (0.0, 0.3, 0.45, 0.6)
UNREAD = "qwzx"
STEPS = 4


class FakeEngine:
    """Takes `delay` seconds per request; fails on prompts with "broken".

    With `hold`, painting waits for the event. Records all recipes in `painted`.
    """

    styles = ("fluent", "noto", "twemoji")
    motions = tuple(MOTIONS)
    model = "0123456789ab"
    candidate: str | None = None
    about = "Model 0123456789ab (MIT)."

    def __init__(
        self, delay: float = 0.0, hold: asyncio.Event | None = None, capacity: int = 1
    ) -> None:
        self.capacity = capacity
        self._delay = delay
        self._hold = hold
        self.painted: list[Recipe] = []
        self.begun = asyncio.Event()

    def model_of(self, recipe: Recipe) -> str:
        return self.model

    def fingerprint_of(self, recipe: Recipe) -> str:
        return f"{self.model_of(recipe)} {STEPS} steps"

    async def paint(
        self, recipe: Recipe, progress: Callable[[int, int], None] | None = None
    ) -> Painted:
        self.painted.append(recipe)
        self.begun.set()
        if self._hold is not None:
            await self._hold.wait()
        for step in range(1, STEPS + 1):
            await asyncio.sleep(self._delay / STEPS)
            if progress is not None:
                progress(step, STEPS)
        if "broken" in recipe.prompt:
            raise EngineFailed("a broken prompt")
        pictures = tuple(
            Picture(_disc(recipe.seed, place), "", STRENGTHS[place % 4], recipe.seed, 1.0 - place)
            for place in range(recipe.candidates)
        )
        receipt = {
            "read_as": recipe.prompt,
            "steps": STEPS,
            "guidance": 1.5,
            "seconds": self._delay,
            "device": "none",
            "unread": [word for word in recipe.prompt.split() if word == UNREAD],
            "candidates": [
                {"strength": strength, "traced": strength > 0}
                for strength in (picture.strength for picture in pictures)
            ],
        }
        return Painted(
            pictures, self.model, self.fingerprint_of(recipe), max(self._delay, 0.01), receipt
        )

    async def preview(self, recipe: Recipe) -> bytes | None:
        return _disc(recipe.seed, 0)


class SceneEngine(FakeEngine):
    """Says what it drew: the recipe's Scene, else a cat. Each candidate has a seed of its own."""

    async def paint(
        self, recipe: Recipe, progress: Callable[[int, int], None] | None = None
    ) -> Painted:
        painted = await super().paint(recipe, progress)
        scene = json.loads(recipe.scene) if recipe.scene else {"base": "1F408"}
        pictures = tuple(
            dataclasses.replace(one, seed=8 * recipe.seed + place)
            for place, one in enumerate(painted.pictures)
        )
        receipt = {**painted.receipt, "scene": scene, "style": recipe.style}
        return dataclasses.replace(painted, pictures=pictures, receipt=receipt)


class AllPainted(FakeEngine):
    """Reports every candidate as painted, none as a sketch; `weights` is the model's hash."""

    weights = "0123456789ab"

    async def paint(
        self, recipe: Recipe, progress: Callable[[int, int], None] | None = None
    ) -> Painted:
        painted = await super().paint(recipe, progress)
        pictures = tuple(dataclasses.replace(one, strength=0.6) for one in painted.pictures)
        return dataclasses.replace(painted, pictures=pictures, model=self.weights)


class SketchingEngine(FakeEngine):
    """Composes a recipe's Scene or "dancing lemon"; the second candidate is a painted disc."""

    async def paint(
        self, recipe: Recipe, progress: Callable[[int, int], None] | None = None
    ) -> Painted:
        painted = await super().paint(recipe, progress)
        scene = Scene.from_dict(json.loads(recipe.scene)) if recipe.scene else DANCING_LEMON
        svg = compose(bundled(), scene, recipe.style, recipe.seed).svg
        sketch = Picture(_png(rasterize(svg)), svg, 0.0, recipe.seed, 1.0)
        receipt = {**painted.receipt, "scene": scene.to_dict(), "style": recipe.style}
        others = tuple(
            dataclasses.replace(one, strength=0.6) for one in painted.pictures[: recipe.candidates]
        )
        return dataclasses.replace(painted, pictures=(sketch, *others[1:]), receipt=receipt)


def _png(rgba: npt.NDArray[np.uint8]) -> bytes:
    out = io.BytesIO()
    Image.fromarray(rgba).save(out, "PNG")
    return out.getvalue()


def _disc(seed: int, place: int) -> bytes:
    picture = Image.new("RGBA", (16, 16))
    ImageDraw.Draw(picture).ellipse((2, 2, 13, 13), (seed % 256, 60 * place % 256, 90, 255))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
