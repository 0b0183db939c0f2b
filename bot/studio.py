"""The model's engine behind the bot's small Protocol: the one place where bot and model meet."""

import asyncio
import io
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import numpy as np
from PIL import Image

from bot.domain import EngineFailed, Form, Painted, Picture, Recipe
from model import export, recipe
from model.engine import EmojiEngine
from model.errors import EmojismithError
from model.pixels import Pixels
from model.sketch.scene import STYLES

log = logging.getLogger(__name__)


class Studio:
    """An Engine that paints with a loaded model."""

    styles = STYLES

    def __init__(self, engine: EmojiEngine) -> None:
        self._engine = engine

    @classmethod
    @asynccontextmanager
    async def open(cls, model: str) -> AsyncIterator["Studio"]:
        """Load a model folder or a hub id. Raises BadModel or Unavailable."""
        async with EmojiEngine.open(model) as engine:
            yield cls(engine)

    @property
    def model(self) -> str:
        """The short hash of the weights."""
        return self._engine.painter.pipeline.digest[:12]

    @property
    def about(self) -> str:
        """The model's hash, licence and attribution."""
        manifest = self._engine.painter.pipeline.manifest
        return f"Model {self.model}, licence {manifest.licence}. {manifest.attribution}".strip()

    async def paint(
        self, wanted: Recipe, progress: Callable[[int, int], None] | None = None
    ) -> Painted:
        """The candidates, best first. Raises EngineFailed, whatever went wrong inside."""
        try:
            painting = await self._engine.paint(
                recipe.Recipe(
                    wanted.prompt, wanted.style, wanted.seed, wanted.candidates, wanted.wildness
                ),
                progress,
            )
        except (
            EmojismithError,
            ArithmeticError,
            LookupError,
            MemoryError,
            OSError,
            RuntimeError,
            TypeError,
            ValueError,
        ) as error:
            raise EngineFailed(str(error)) from error
        return await asyncio.to_thread(_painted, painting)

    async def glimpse(self) -> bytes | None:
        """How far the picture that is being painted has come."""
        rgba = await self._engine.glimpse()
        return None if rgba is None else await asyncio.to_thread(_png, rgba)

    async def export(self, picture: Picture, form: Form) -> bytes:
        """The exact bytes that a platform takes; a sketch is drawn anew from its vectors."""
        return await asyncio.to_thread(_exported, picture, form)


def _painted(painting: recipe.Painting) -> Painted:
    pictures = tuple(
        Picture(
            png=_png(candidate.rgba),
            svg=candidate.sketch_svg if candidate.is_sketch else "",
            strength=candidate.strength,
            seed=candidate.seed,
            score=candidate.score,
        )
        for candidate in painting.candidates
    )
    return Painted(pictures, painting.model_hash, painting.seconds, painting.receipt)


def _png(rgba: Pixels) -> bytes:
    out = io.BytesIO()
    Image.fromarray(rgba).save(out, "PNG")
    return out.getvalue()


def _exported(picture: Picture, form: Form) -> bytes:
    with Image.open(io.BytesIO(picture.png)) as image:
        rgba = np.asarray(image)
    strength = 0.0 if picture.svg else max(picture.strength, 1e-3)
    candidate = recipe.Candidate(rgba, strength, picture.seed, picture.score, picture.svg, ())
    return export.export(candidate, form)
