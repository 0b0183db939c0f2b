"""The bot's engines: the current model, the promoted one that replaces it, and one on trial."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Generic, Protocol, TypeVar

from model.engine import EmojiEngine
from model.files import promotion
from model.pipeline import Extras
from model.verification import promoted_or_base, proven

log = logging.getLogger(__name__)

E = TypeVar("E")


class Opener(Protocol[E]):
    """Opens models, on this machine or on others."""

    async def open(self, model: str) -> E:
        """Load a model, named as in config.toml. Raises BadModel or Unavailable."""
        ...

    async def proven(self, model: str, digest: str | None = None) -> E:
        """The same, after it has painted a test emoji and its weights have this digest."""
        ...

    async def close(self, engine: E) -> None:
        """Wait for an engine's last paintings, then free it."""
        ...

    def short(self, engine: E) -> str:
        """The short hash of an engine's weights."""
        ...


class LocalOpener:
    """Opens models in this process, with extras, and measures their capacity."""

    def __init__(self, extras: Extras) -> None:
        self._extras = extras

    async def open(self, model: str) -> EmojiEngine:
        """Load a model. Raises BadModel or Unavailable."""
        return await self._measured(await EmojiEngine.open(model, self._extras).start())

    async def proven(self, model: str, digest: str | None = None) -> EmojiEngine:
        """Load a model and let it paint a test emoji. Raises BadModel or Unavailable."""
        return await self._measured(await proven(model, digest, self._extras))

    async def close(self, engine: EmojiEngine) -> None:
        """Wait for an engine's last paintings, then free it."""
        await engine.close()

    def short(self, engine: EmojiEngine) -> str:
        """The short hash of an engine's weights."""
        digest: str = engine.painter.pipeline.digest[:12]
        return digest

    async def _measured(self, engine: EmojiEngine) -> EmojiEngine:
        """Measure how many recipes a started engine can paint at once."""
        try:
            await engine.measure()
        except BaseException:
            await engine.close()
            raise
        return engine


class Engines(Generic[E]):
    """The engines that paint.

    `current` starts as the model `base`. With `follow`, a promoted model replaces it as soon as it
    is loaded and has painted a test emoji; paintings in progress finish with their old weights.
    `candidate` is the model on trial, None before it is loaded or without one. Loading either needs
    the memory of a second model. `opened` are all open engines, including those that only finish
    their last paintings.
    """

    def __init__(self, opener: Opener[E], base: str, follow: bool, trial: str) -> None:
        self._opener = opener
        self._base = base
        self._follow = follow
        self._trial = trial
        self._tried = False
        self._stamp: promotion.Stamp | None = None
        self._promoted: promotion.Promoted | None = None
        self.opened: set[E] = set()
        self._looking = asyncio.Lock()
        self.current: E
        self.candidate: E | None = None
        self.trial_fault = ""

    @classmethod
    @asynccontextmanager
    async def open(
        cls, opener: Opener[E], base: str, follow: bool, trial: str, seconds: float
    ) -> AsyncIterator["Engines[E]"]:
        """Load a model, then check for others every `seconds`.

        Raises BadModel or Unavailable if `base` cannot be loaded.
        """
        engines = cls(opener, base, follow, trial)
        await engines._start()
        watching = asyncio.create_task(engines._watch(seconds))
        try:
            yield engines
        finally:
            watching.cancel()
            await asyncio.wait({watching})
            for engine in engines.opened:
                await opener.close(engine)

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

    def short(self, engine: E) -> str:
        """The short hash of an engine's weights."""
        return self._opener.short(engine)

    async def _start(self) -> None:
        self._stamp = promotion.stamp()
        self.current, self._promoted = await promoted_or_base(
            self._base, self._follow, self._opener.open, self._opener.proven
        )
        self.opened.add(self.current)

    async def _watch(self, seconds: float) -> None:
        while True:
            await self.look()
            await asyncio.sleep(seconds)

    async def _load_candidate(self) -> None:
        try:
            engine = await self._opener.proven(self._trial)
        except Exception as error:
            log.warning("The candidate cannot be used, the bot goes without: %s", error)
            self.trial_fault = str(error)
            return
        self.opened.add(engine)
        self.candidate = engine
        log.info("candidate %s is on trial", self.short(engine))

    async def _load_promoted(self) -> None:
        try:
            wanted = await asyncio.to_thread(promotion.promoted, self._base)
            if wanted == self._promoted:
                return
            if wanted:
                engine = await self._opener.proven(wanted.model, wanted.digest)
            else:
                engine = await self._opener.open(self._base)
        except Exception as error:
            log.warning(
                "What is promoted cannot be used, %s goes on: %s",
                self.short(self.current),
                error,
            )
            return
        self.opened.add(engine)
        self._promoted = wanted
        before, self.current = self.current, engine
        log.info("%s paints instead of %s", self.short(engine), self.short(before))
        await self._close(before)

    async def _end_trial(self) -> None:
        """Drop a candidate that was promoted: both arms would be the same."""
        before = self.candidate
        if before is not None and self.short(before) == self.short(self.current):
            log.info("candidate %s paints everything now: no trial is left", self.short(before))
            self.candidate = None
            await self._close(before)

    async def _close(self, engine: E) -> None:
        """Wait for an engine's last paintings, then free it."""
        await self._opener.close(engine)
        self.opened.discard(engine)
