"""The engines of a bot: the one that paints, and the one on trial; the pointer is followed here."""

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
    """What a Studio paints with.

    `current` begins with the model `base`. With `follow` the promoted one takes its place, from
    the moment it is loaded and has painted a test emoji; what has begun is finished with the
    weights that it began with. `candidate` is the model on trial, once it is loaded, None without
    one. Loading either needs the memory of a second model. `opened` are all that are open, those
    that only finish what they began among them.
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

    @classmethod
    @asynccontextmanager
    async def open(
        cls, base: str, follow: bool, trial: str, seconds: float, extras: Extras
    ) -> AsyncIterator["Engines"]:
        """Load one model, then look for others every so many `seconds`; all with what is `extras`.

        Raises BadModel or Unavailable where not even `base` can be loaded.
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
        """Load the model on trial once, and what is promoted wherever the pointer changed.

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

    async def promoted(self) -> str:
        """What is promoted, in words. Raises BadModel for a damaged pointer."""
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
        """Let go of a candidate that has been promoted: both arms would be the same."""
        before = self.candidate
        if before is not None and short(before) == short(self.current):
            log.info("candidate %s paints everything now: no trial is left", short(before))
            self.candidate = None
            await self._close(before)

    async def _ready(self, engine: EmojiEngine) -> EmojiEngine:
        """Keep an engine that has started, and find out how much it can paint side by side."""
        self.opened.add(engine)
        try:
            await engine.measure()
        except BaseException:
            await self._close(engine)
            raise
        return engine

    async def _close(self, engine: EmojiEngine) -> None:
        """End an engine that nothing new is asked of, once its work is done, and free it."""
        await engine.close()
        self.opened.discard(engine)


def short(engine: EmojiEngine) -> str:
    """The short hash of an engine's weights."""
    return engine.painter.pipeline.digest[:12]
