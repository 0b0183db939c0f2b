"""The model's engines behind the bot's `Engine` Protocol: where bot and model meet."""

import asyncio
import io
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from PIL import Image

from bot.domain import EngineFailed, LoraStyle, Painted, Picture, Recipe, Withheld
from bot.engine.registry import Engines, LocalOpener
from bot.engine.trial import TrialEngine
from model import errors, recipe
from model.engine import EmojiEngine
from model.files.lora import Lora
from model.image.pixels import Pixels
from model.pipeline import Extras
from model.sketch.scene import STYLES, Scene
from model.verification import prove

WATCH_SECONDS = 3.0


class EngineAdapter(TrialEngine[EmojiEngine]):
    """An Engine over the loaded models.

    The candidate model paints a `share` of the recipes, always the same ones.
    """

    def __init__(
        self, engines: Engines[EmojiEngine], share: float, loras: Sequence[LoraStyle] = ()
    ) -> None:
        super().__init__(engines, share)
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
    def about(self) -> str:
        """The model's hash, licence and attribution."""
        manifest = self._engines.current.painter.pipeline.manifest
        about = f"Model {self.model}, licence {manifest.licence}."
        return f"{about} Attribution: {manifest.attribution}" if manifest.attribution else about

    @property
    def capacity(self) -> int:
        """How many recipes can be painted at once."""
        return self._engines.current.capacity

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
        except errors.Withheld as error:
            raise Withheld(str(error)) from error
        except (
            errors.EmojismithError,
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

    def _recipe(self, wanted: Recipe) -> recipe.Recipe:
        lora, source = self._loras.get(wanted.style), wanted.source
        return recipe.Recipe(
            prompt=wanted.prompt,
            style=wanted.style if lora is None else lora.sketch,
            seed=wanted.seed,
            candidates=wanted.candidates,
            wildness=wanted.wildness,
            lora="" if lora is None else lora.name,
            scene=Scene.from_dict(json.loads(wanted.scene)) if wanted.scene else None,
            read_by=wanted.read_by,
            language=wanted.language,
            picture=None if source is None else recipe.Prepared(source.png, source.says),
        )


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
