"""The bot's engines: the current model, the promoted one that replaces it, and one on trial."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

from model.engine import EmojiEngine
from model.files import promotion
from model.pipeline import Extras
from model.verification import following, proven

log = logging.getLogger(__name__)


class Engines:
    """The engines that paint.

    `current` starts as the model `base`. With `follow`, a promoted model replaces it as soon as it
    is loaded and has painted a test emoji; paintings in progress finish with their old weights.
    `candidate` is the model on trial, None before it is loaded or without one. Loading either needs
    the memory of a second model. `opened` are all open engines, including those that only finish
    their last paintings.
    """

    def __init__(self, base: str, follow: bool, trial: str, extras: Extras) -> None:
        self._base = base
        self._extras = extras
        self._follow = follow
        self._trial = trial
        self._tried = False
        self._stamp: promotion.Stamp | None = None
        self._promoted: promotion.Promoted | None = None
        self.opened: set[EmojiEngine] = set()
        self._looking = asyncio.Lock()
        self.current: EmojiEngine
        self.candidate: EmojiEngine | None = None
        self.trial_fault = ""

    @classmethod
    @asynccontextmanager
    async def open(
        cls, base: str, follow: bool, trial: str, seconds: float, extras: Extras
    ) -> AsyncIterator["Engines"]:
        """Load a model, then check for others every `seconds`; all use the same `extras`.

        Raises BadModel or Unavailable if `base` cannot be loaded.
        """
        engines = cls(base, follow, trial, extras)
        await engines._start()
        watching = asyncio.create_task(engines._watch(seconds))
        try:
            yield engines
        finally:
            watching.cancel()
            await asyncio.wait({watching})
            for engine in engines.opened:
                await engine.close()

    async def look(self) -> None:
        """Load the model on trial once, and the promoted model whenever it changed.

        Errors are logged, and the current model goes on painting.
        """
        async with self._looking:
            if self._trial and not self._tried:
                self._tried = True
                await self._load_candidate()
            if self._follow and self._stamp != promotion.stamp():
                self._stamp = promotion.stamp()
                await self._load_promoted()
            await self._end_trial()

    async def promoted(self) -> str:
        """A description of the promoted model. Raises BadModel for a damaged pointer."""
        await self.look()
        if not self._follow:
            return "not followed"
        wanted = promotion.promoted(self._base)
        if wanted is None:
            return f"none, {self._base} paints"
        if wanted != self._promoted:
            return f"{wanted.model} cannot be used"
        return f"{wanted.model} paints since {date.fromtimestamp(wanted.since)}"

    async def _start(self) -> None:
        self._stamp = promotion.stamp()
        engine, self._promoted = await following(self._base, self._follow, self._extras)
        self.current = await self._ready(engine)

    async def _watch(self, seconds: float) -> None:
        while True:
            await self.look()
            await asyncio.sleep(seconds)

    async def _load_candidate(self) -> None:
        try:
            engine = await self._ready(await proven(self._trial, extras=self._extras))
        except Exception as error:
            log.warning("The candidate cannot be used, the bot goes without: %s", error)
            self.trial_fault = str(error)
            return
        self.candidate = engine
        log.info("candidate %s is on trial", short(engine))

    async def _load_promoted(self) -> None:
        try:
            wanted = await asyncio.to_thread(promotion.promoted, self._base)
            if wanted == self._promoted:
                return
            if wanted:
                engine = await proven(wanted.model, wanted.digest, self._extras)
            else:
                engine = await EmojiEngine.open(self._base, self._extras).start()
            await self._ready(engine)
        except Exception as error:
            log.warning(
                "What is promoted cannot be used, %s goes on: %s", short(self.current), error
            )
            return
        self._promoted = wanted
        before, self.current = self.current, engine
        log.info("%s paints instead of %s", short(engine), short(before))
        await self._close(before)

    async def _end_trial(self) -> None:
        """Drop a candidate that was promoted: both arms would be the same."""
        before = self.candidate
        if before is not None and short(before) == short(self.current):
            log.info("candidate %s paints everything now: no trial is left", short(before))
            self.candidate = None
            await self._close(before)

    async def _ready(self, engine: EmojiEngine) -> EmojiEngine:
        """Add a started engine, and measure how many recipes it can paint at once."""
        self.opened.add(engine)
        try:
            await engine.measure()
        except BaseException:
            await self._close(engine)
            raise
        return engine

    async def _close(self, engine: EmojiEngine) -> None:
        """Wait for an engine's last paintings, then free it."""
        await engine.close()
        self.opened.discard(engine)


def short(engine: EmojiEngine) -> str:
    """The short hash of an engine's weights."""
    digest: str = engine.painter.pipeline.digest[:12]
    return digest
