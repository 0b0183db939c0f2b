"""The model's engines behind the bot's small Protocol: the one place where bot and model meet."""

import asyncio
import hashlib
import io
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date

import numpy as np
from PIL import Image

from bot.domain import EngineFailed, Form, Painted, Picture, Recipe
from model import export, promotion, recipe
from model.engine import EmojiEngine
from model.errors import EmojismithError
from model.pixels import Pixels
from model.proven import following, proven
from model.sketch.scene import STYLES

log = logging.getLogger(__name__)

WATCH_SECONDS = 3.0


class Studio:
    """An Engine that paints with a loaded model, and with others that take its place.

    It begins with the model `base`. With `follow` the promoted one paints instead, from the moment
    it is loaded and has painted a test emoji; what has begun is finished with the weights that it
    began with. `share` of the recipes are painted with the weights in `candidate`, always the same
    recipes. Both need the memory of a second model while they are loaded.
    """

    styles = STYLES

    def __init__(self, base: str, follow: bool, candidate: str, share: float) -> None:
        self._base = base
        self._follow = follow
        self._trial = candidate if share else ""
        self._share = share
        self._stamp: promotion.Stamp | None = None
        self._promoted: promotion.Promoted | None = None
        self._current: EmojiEngine
        self._candidate: EmojiEngine | None = None
        self._tried = False
        self._last: EmojiEngine
        self._open: set[EmojiEngine] = set()
        self._looking = asyncio.Lock()

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        model: str,
        *,
        follow: bool = False,
        candidate: str = "",
        share: float = 0.0,
        seconds: float = WATCH_SECONDS,
    ) -> AsyncIterator["Studio"]:
        """Load a model folder or a hub id. Raises BadModel or Unavailable.

        The pointer to the promoted model is looked at every so many `seconds`.
        """
        studio = cls(model, follow, candidate, share)
        await studio._start()
        watching = asyncio.create_task(studio._watch(seconds))
        try:
            yield studio
        finally:
            watching.cancel()
            await asyncio.wait({watching})
            for engine in studio._open:
                await engine.close()

    @property
    def model(self) -> str:
        """The short hash of the weights."""
        return _hash(self._current)

    @property
    def candidate(self) -> str | None:
        """The short hash of the weights that paint a share of the recipes."""
        return None if self._candidate is None else _hash(self._candidate)

    @property
    def about(self) -> str:
        """The model's hash, licence and attribution."""
        manifest = self._current.painter.pipeline.manifest
        return f"Model {self.model}, licence {manifest.licence}. {manifest.attribution}".strip()

    def model_of(self, wanted: Recipe) -> str:
        """The short hash of the weights that paint this recipe now."""
        return _hash(self._engine_of(wanted))

    async def paint(
        self, wanted: Recipe, progress: Callable[[int, int], None] | None = None
    ) -> Painted:
        """The candidates, best first. Raises EngineFailed, whatever went wrong inside."""
        engine = self._last = self._engine_of(wanted)
        try:
            painting = await engine.paint(
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
        rgba = await self._last.glimpse()
        return None if rgba is None else await asyncio.to_thread(_png, rgba)

    async def export(self, picture: Picture, form: Form) -> bytes:
        """The exact bytes that a platform takes; a sketch is drawn anew from its vectors."""
        return await asyncio.to_thread(_exported, picture, form)

    async def look(self) -> None:
        """Load the candidate once, and what is promoted wherever the pointer changed.

        What cannot be used is logged, and the model that paints goes on.
        """
        async with self._looking:
            if self._trial and not self._tried:
                self._tried = True
                await self._load_candidate()
            if self._follow and self._stamp != promotion.stamp():
                self._stamp = promotion.stamp()
                await self._load_promoted()
            await self._end_trial()

    async def standing(self) -> list[str]:
        """What is promoted and what is on trial. Raises BadModel for a damaged pointer."""
        await self.look()
        wanted = promotion.promoted(self._base) if self._follow else None
        line = f"none, {self._base} paints" if self._follow else "not followed"
        if wanted is not None:
            can = f"paints since {date.fromtimestamp(wanted.since)}"
            line = f"{wanted.model} {can if wanted == self._promoted else 'cannot be used'}"
        lines = [f"promoted: {line}"]
        if self._trial:
            paints = f"{self.candidate} paints {self._share:.0%} of the requests"
            lines.append(f"candidate: {paints if self.candidate else 'none'}")
        return lines

    async def _start(self) -> None:
        if self._follow:
            self._stamp = promotion.stamp()
            engine, self._promoted = await following(self._base)
        else:
            engine = await EmojiEngine.open(self._base).start()
        self._current = self._last = engine
        self._open.add(engine)

    async def _watch(self, seconds: float) -> None:
        while True:
            await self.look()
            await asyncio.sleep(seconds)

    async def _load_candidate(self) -> None:
        try:
            engine = await proven(self._trial)
        except Exception as error:
            log.warning("The candidate cannot be used, the bot goes without: %s", error)
            return
        self._open.add(engine)
        self._candidate = engine
        log.info("candidate %s paints %.0f %%", self.candidate, 100 * self._share)

    async def _load_promoted(self) -> None:
        try:
            wanted = await asyncio.to_thread(promotion.promoted, self._base)
            if wanted == self._promoted:
                return
            if wanted:
                engine = await proven(wanted.model, wanted.digest)
            else:
                engine = await EmojiEngine.open(self._base).start()
        except Exception as error:
            log.warning("What is promoted cannot be used, %s goes on: %s", self.model, error)
            return
        self._open.add(engine)
        self._promoted = wanted
        before, self._current = self._current, engine
        log.info("%s paints instead of %s", self.model, _hash(before))
        await self._close(before)

    async def _end_trial(self) -> None:
        """Let go of a candidate that has been promoted: both arms would be the same."""
        if self._candidate is not None and self.candidate == self.model:
            log.info("candidate %s paints everything now: no trial is left", self.candidate)
            before, self._candidate = self._candidate, None
            await self._close(before)

    async def _close(self, engine: EmojiEngine) -> None:
        """End an engine that nothing new is asked of, once its work is done, and free it."""
        await engine.close()
        self._open.discard(engine)
        if self._last is engine:
            self._last = self._current

    def _engine_of(self, wanted: Recipe) -> EmojiEngine:
        if self._candidate is None or _fraction(wanted) >= self._share:
            return self._current
        return self._candidate


def _fraction(wanted: Recipe) -> float:
    """A number in [0, 1) that is the recipe's own, so that trying again takes the same arm."""
    words = f"{wanted.prompt}\0{wanted.style}\0{wanted.seed}".encode()
    return int.from_bytes(hashlib.sha256(words).digest()[:6]) / 2**48


def _hash(engine: EmojiEngine) -> str:
    return engine.painter.pipeline.digest[:12]


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
