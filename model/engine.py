"""The model's one door: an asyncio-friendly engine around one thread that does all the painting."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from types import TracebackType
from typing import Any, Self, TypeVar

from model.painter import Painter
from model.pipeline import BUNDLED, load
from model.pixels import Pixels
from model.recipe import Painting, Recipe

Progress = Callable[[int, int], None]
T = TypeVar("T")
Work = tuple[asyncio.Future[Any], Callable[[], Any]]


class Abandoned(Exception):
    """Nobody waits for this painting any more."""


class EmojiEngine:
    """Paints emoji. Use as `async with EmojiEngine.open(folder) as engine`, or `start` and `close`.

    Requests are painted one after another, in the order they came. Leaving the context waits for
    those that somebody still waits for.
    """

    def __init__(self, model: str | Path) -> None:
        self._model = model
        self._queue: SimpleQueue[Work | None] = SimpleQueue()
        self._thread = Thread(target=self._serve, name="emoji-engine", daemon=True)
        self._painter: Painter

    @classmethod
    def open(cls, model: str | Path = BUNDLED) -> Self:
        """An engine for a model folder or a hub id; loading begins on entering the context."""
        return cls(model)

    async def start(self) -> Self:
        """Load the model. Raises BadModel, or Unavailable where the hub is out of reach."""
        self._thread.start()
        try:
            await self._do(self._load)
        except BaseException:
            self._queue.put(None)
            raise
        return self

    async def close(self) -> None:
        """Wait for what somebody still waits for, and end; again it does nothing."""
        self._queue.put(None)
        await asyncio.to_thread(self._thread.join)

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    @property
    def painter(self) -> Painter:
        """The loaded parts, for reading only."""
        return self._painter

    async def paint(self, recipe: Recipe, progress: Progress | None = None) -> Painting:
        """The candidates for a recipe, best first.

        The same recipe and model give the same bytes on one machine with the same number of
        threads. `progress(done, total)` is called in the event loop after every step. A caller
        that is cancelled stops the painting at its next step.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Painting] = loop.create_future()

        def on_step(done: int, total: int) -> None:
            if future.cancelled():
                raise Abandoned
            if progress is not None:
                loop.call_soon_threadsafe(progress, done, total)

        self._queue.put((future, lambda: self._painter.paint(recipe, on_step)))
        return await future

    async def glimpse(self) -> Pixels | None:
        """How far the last candidate has come, uint8 [side, side, 4]: the clean picture predicted.

        None before the first step, and with a safety checker, which sees only what is finished.
        """
        latents = self._painter.latest
        if latents is None or self._painter.flagged is not None:
            return None
        return await asyncio.to_thread(self._painter.decode, latents)

    async def _do(self, function: Callable[[], T]) -> T:
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._queue.put((future, function))
        return await future

    def _load(self) -> None:
        self._painter = Painter.open(load(self._model))

    def _serve(self) -> None:
        while (work := self._queue.get()) is not None:
            future, function = work
            if future.cancelled():
                continue
            try:
                result = function()
            except Abandoned:
                continue
            except Exception as error:
                _settle(future, future.set_exception, error)
            else:
                _settle(future, future.set_result, result)


def _settle(future: asyncio.Future[Any], setter: Callable[[Any], None], value: Any) -> None:
    def settle() -> None:
        if not future.done():
            setter(value)

    future.get_loop().call_soon_threadsafe(settle)
