"""The model's engines behind the bot's small Protocol: the one place where bot and model meet."""

import asyncio
import hashlib
import io
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import numpy as np
from PIL import Image

from bot.domain import EngineFailed, Form, Painted, Picture, Recipe
from bot.engine.registry import Engines, short
from model import recipe
from model.engine import EmojiEngine
from model.errors import EmojismithError
from model.image import export
from model.image.pixels import Pixels
from model.pipeline import Extras
from model.sketch.scene import STYLES

WATCH_SECONDS = 3.0


class EngineAdapter:
    """An Engine that paints with a loaded model, and with others that take its place.

    `share` of the recipes are painted by the engines' candidate, always the same recipes.
    """

    styles = STYLES

    def __init__(self, engines: Engines, share: float) -> None:
        self._engines = engines
        self._share = share

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        model: str,
        *,
        follow: bool = False,
        candidate: str = "",
        share: float = 0.0,
        acceleration: str = "",
        decoder: str = "",
        seconds: float = WATCH_SECONDS,
    ) -> AsyncIterator["EngineAdapter"]:
        """Load a model, named as in config.toml. Raises BadModel or Unavailable.

        With `follow` what is promoted over it paints; the pointer is looked at every so many
        `seconds`. `candidate` is the model on trial. `acceleration` and `decoder` stand beside
        whatever paints.
        """
        trial = candidate if share else ""
        extras = Extras(acceleration, decoder)
        async with Engines.open(model, follow, trial, seconds, extras) as engines:
            yield cls(engines, share)

    @property
    def model(self) -> str:
        """The short hash of the weights."""
        return short(self._engines.current)

    @property
    def candidate(self) -> str | None:
        """The short hash of the weights that paint a share of the recipes."""
        candidate = self._engines.candidate
        return None if candidate is None else short(candidate)

    @property
    def about(self) -> str:
        """The model's hash, licence and attribution."""
        manifest = self._engines.current.painter.pipeline.manifest
        return f"Model {self.model}, licence {manifest.licence}. {manifest.attribution}".strip()

    @property
    def capacity(self) -> int:
        """How many recipes are painted side by side."""
        return self._engines.current.capacity

    def model_of(self, wanted: Recipe) -> str:
        """The short hash of the weights that paint this recipe now."""
        return short(self._engine_of(wanted))

    def fingerprint_of(self, wanted: Recipe) -> str:
        """The hash of the weights that paint this recipe now, and of their settings."""
        return _fingerprint(self._engine_of(wanted))

    async def paint(
        self, wanted: Recipe, progress: Callable[[int, int], None] | None = None
    ) -> Painted:
        """The candidates, best first. Raises EngineFailed, whatever went wrong inside."""
        engine = self._engine_of(wanted)
        try:
            painting = await engine.paint(_recipe(wanted), progress)
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
        return await asyncio.to_thread(_painted, painting, _fingerprint(engine))

    async def preview(self, wanted: Recipe) -> bytes | None:
        """How far a recipe's picture has come, whichever weights it began with."""
        for engine in tuple(self._engines.opened):
            rgba = await engine.preview(_recipe(wanted))
            if rgba is not None:
                return await asyncio.to_thread(_png, rgba)
        return None

    async def export(self, picture: Picture, form: Form) -> bytes:
        """The exact bytes that a platform takes; a sketch is drawn anew from its vectors."""
        return await asyncio.to_thread(_exported, picture, form)

    async def look(self) -> None:
        """Load now what should paint; what cannot be used is logged."""
        await self._engines.look()

    async def standing(self) -> list[str]:
        """What is promoted and what is on trial. Raises BadModel for a damaged pointer."""
        lines = [f"promoted: {await self._engines.promoted()}"]
        if self._share:
            paints = f"{self.candidate} paints {self._share:.0%} of the requests"
            lines.append(f"candidate: {paints if self.candidate else 'none'}")
        return lines

    def _engine_of(self, wanted: Recipe) -> EmojiEngine:
        candidate = self._engines.candidate
        if candidate is None or _fraction(wanted) >= self._share:
            return self._engines.current
        return candidate


def _recipe(wanted: Recipe) -> recipe.Recipe:
    return recipe.Recipe(
        wanted.prompt, wanted.style, wanted.seed, wanted.candidates, wanted.wildness
    )


def _fraction(wanted: Recipe) -> float:
    """A number in [0, 1) that is the recipe's own, so that trying again takes the same arm."""
    words = f"{wanted.prompt}\0{wanted.style}\0{wanted.seed}".encode()
    return int.from_bytes(hashlib.sha256(words).digest()[:6]) / 2**48


def _fingerprint(engine: EmojiEngine) -> str:
    pipeline = engine.painter.pipeline
    manifest = pipeline.manifest
    settings = (pipeline.resolution, manifest.steps, manifest.guidance, manifest.solver)
    made = (pipeline.digest, pipeline.extras, str(pipeline.precision))
    return repr((*made, *settings, manifest.strengths))


def _painted(painting: recipe.Painting, fingerprint: str) -> Painted:
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
    return Painted(pictures, painting.model_hash, fingerprint, painting.seconds, painting.receipt)


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
