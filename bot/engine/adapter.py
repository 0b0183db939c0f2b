"""The model's engines behind the bot's `Engine` Protocol: where bot and model meet."""

import asyncio
import hashlib
import io
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from PIL import Image

from bot.domain import EngineFailed, LoraStyle, Painted, Picture, Recipe
from bot.engine.registry import E, Engines, LocalOpener, short
from model import recipe
from model.engine import EmojiEngine
from model.errors import EmojismithError
from model.files.lora import Lora
from model.image.pixels import Pixels
from model.pipeline import Extras
from model.sketch.motion import MOTIONS
from model.sketch.scene import STYLES
from model.verification import prove

WATCH_SECONDS = 3.0


class EngineAdapter:
    """An Engine over the loaded models.

    The candidate model paints a `share` of the recipes, always the same ones.
    """

    motions = tuple(MOTIONS)

    def __init__(
        self, engines: Engines[EmojiEngine], share: float, loras: Sequence[LoraStyle] = ()
    ) -> None:
        self._engines = engines
        self._share = share
        self._loras = {lora.name: lora for lora in loras}
        self.styles = (*STYLES, *self._loras)

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
        steps: int = 0,
        guidance: float = 0.0,
        loras: Sequence[LoraStyle] = (),
        seconds: float = WATCH_SECONDS,
    ) -> AsyncIterator["EngineAdapter"]:
        """Load a model, named as in config.toml. Raises BadModel or Unavailable.

        With `follow`, a model promoted over it paints in its place; this is checked every
        `seconds`. `candidate` is the model on trial. All models use `acceleration`, `decoder`,
        `loras`, and `steps` and `guidance` instead of their own if these are not 0.
        """
        trial = candidate if share else ""
        files = tuple(Lora(lora.name, lora.path, lora.weight) for lora in loras)
        opener = LocalOpener(Extras(acceleration, decoder, files, steps, guidance))
        async with Engines.open(opener, model, follow, trial, seconds) as engines:
            yield cls(engines, share, loras)

    @property
    def model(self) -> str:
        """The short hash of the weights."""
        return short(self._engines.current)

    @property
    def candidate(self) -> str | None:
        """The short hash of the model on trial, if there is one."""
        candidate = self._engines.candidate
        return None if candidate is None else short(candidate)

    @property
    def about(self) -> str:
        """The model's hash, licence and attribution."""
        manifest = self._engines.current.painter.pipeline.manifest
        return f"Model {self.model}, licence {manifest.licence}. {manifest.attribution}".strip()

    @property
    def capacity(self) -> int:
        """How many recipes can be painted at once."""
        return self._engines.current.capacity

    def model_of(self, wanted: Recipe) -> str:
        """The short hash of the weights that would paint this recipe now."""
        return short(self._engine_of(wanted))

    def fingerprint_of(self, wanted: Recipe) -> str:
        """The weights that would paint this recipe now, and their settings, as text."""
        return _fingerprint(self._engine_of(wanted), self._recipe(wanted).lora)

    async def paint(
        self, wanted: Recipe, progress: Callable[[int, int], None] | None = None
    ) -> Painted:
        """Paint the candidates, best first. Raises EngineFailed for any error inside."""
        engine = self._engine_of(wanted)
        try:
            painting = await engine.paint(self._recipe(wanted), progress)
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
        return await asyncio.to_thread(
            _painted, painting, _fingerprint(engine, painting.recipe.lora)
        )

    async def preview(self, wanted: Recipe) -> bytes | None:
        """A PNG preview of a recipe that is being painted, with whichever weights."""
        for engine in tuple(self._engines.opened):
            rgba = await engine.preview(self._recipe(wanted))
            if rgba is not None:
                return await asyncio.to_thread(_png, rgba)
        return None

    async def prove(self) -> None:
        """Let the current model paint a test emoji. Raises BadModel if that is not plausible."""
        await prove(self._engines.current, self.model)

    async def look(self) -> None:
        """Load the models that should paint now; errors are logged."""
        await self._engines.look()

    @property
    def trial_fault(self) -> str:
        """Why the model on trial cannot be used; empty if it can, or there is none."""
        return self._engines.trial_fault

    async def standing(self) -> list[str]:
        """Lines about the promoted model and the one on trial. Raises BadModel."""
        return standing(await self._engines.promoted(), self.candidate, self._share)

    def _engine_of(self, wanted: Recipe) -> EmojiEngine:
        return engine_of(self._engines, wanted, self._share)

    def _recipe(self, wanted: Recipe) -> recipe.Recipe:
        lora = self._loras.get(wanted.style)
        return recipe.Recipe(
            prompt=wanted.prompt,
            style=wanted.style if lora is None else lora.sketch,
            seed=wanted.seed,
            candidates=wanted.candidates,
            wildness=wanted.wildness,
            lora="" if lora is None else lora.name,
        )


def engine_of(engines: Engines[E], wanted: Recipe, share: float) -> E:
    """The current engine, or the one on trial for a `share` of the recipes."""
    candidate = engines.candidate
    if candidate is None or _fraction(wanted) >= share:
        return engines.current
    return candidate


def standing(promoted: str, candidate: str | None, share: float) -> list[str]:
    """Lines about the promoted model and the one on trial, which paints a `share`."""
    lines = [f"promoted: {promoted}"]
    if share:
        paints = f"{candidate} paints {share:.0%} of the requests"
        lines.append(f"candidate: {paints if candidate else 'none'}")
    return lines


def _fraction(wanted: Recipe) -> float:
    """A number in [0, 1) derived from the recipe, so that a retry uses the same model."""
    words = f"{wanted.prompt}\0{wanted.style}\0{wanted.seed}".encode()
    return int.from_bytes(hashlib.sha256(words).digest()[:6]) / 2**48


def _fingerprint(engine: EmojiEngine, lora: str) -> str:
    pipeline = engine.painter.pipeline
    manifest = pipeline.manifest
    settings = (pipeline.resolution, manifest.steps, manifest.guidance, manifest.solver)
    made = (pipeline.digest, pipeline.extras, str(pipeline.precision), pipeline.pipeline_name)
    adapter = str(pipeline.loras[lora]) if lora else ""
    return repr((*made, *settings, manifest.strengths, adapter))


def _painted(painting: recipe.Painting, fingerprint: str) -> Painted:
    pictures = tuple(
        Picture(
            png=_png(candidate.rgba),
            svg=candidate.svg,
            strength=candidate.strength,
            seed=candidate.seed,
            score=candidate.score,
            painted=b""
            if candidate.painted is None or not candidate.svg
            else _png(candidate.painted),
        )
        for candidate in painting.candidates
    )
    return Painted(pictures, painting.model_hash, fingerprint, painting.seconds, painting.receipt)


def _png(rgba: Pixels) -> bytes:
    out = io.BytesIO()
    Image.fromarray(rgba).save(out, "PNG")
    return out.getvalue()
