"""The model's public interface: an asyncio engine whose single thread does all the painting."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from types import TracebackType
from typing import Any, Self, TypeVar

from model.candidates import CandidatePainter
from model.files.folders import BUNDLED
from model.flight import Flight, Request
from model.image.pixels import Pixels
from model.opening import open_painter
from model.pipeline import NOTHING, Extras
from model.previews import Previews
from model.recipe import Painting, Recipe

Progress = Callable[[int, int], None]
T = TypeVar("T")


class EmojiEngine:
    """Paints emoji. Use as `async with EmojiEngine.open(folder) as engine`, or `start` and `close`.

    Up to `capacity` requests are painted at the same time, started in order of arrival. Leaving the
    context waits for all requests that were not cancelled.
    """

    def __init__(self, model: str | Path, extras: Extras) -> None:
        self._model = model
        self._extras = extras
        self._orders: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._loaded: Future[None] = Future()
        self._thread = Thread(target=self._serve, name="emoji-engine", daemon=True)
        self._closing = False
        self._is_open = True
        self._painter: CandidatePainter[Any]
        self._flight: Flight
        self._previews: Previews

    @classmethod
    def open(cls, model: str | Path = BUNDLED, extras: Extras = NOTHING) -> Self:
        """An engine for a model, named as `model.files.folders.find` says; `start` loads it."""
        return cls(model, extras)

    async def start(self) -> Self:
        """Load the model. Raises BadModel, or Unavailable if the hub cannot be reached."""
        self._thread.start()
        try:
            await asyncio.wrap_future(self._loaded)
        except BaseException:
            self._orders.put(None)
            raise
        return self

    async def close(self) -> None:
        """Finish all requests that were not cancelled, then stop. A second call does nothing."""
        self._closing = True
        self._orders.put(None)
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
    def painter(self) -> CandidatePainter[Any]:
        """The loaded model and its library, read-only."""
        return self._painter

    @property
    def capacity(self) -> int:
        """Maximum requests painted at the same time: 1 until `measure` has found more."""
        return self._flight.room.requests

    async def measure(self) -> None:
        """Measure how many requests this device should paint at the same time."""
        self._flight.room = await self._do(self._painter.measured_room)

    async def paint(self, recipe: Recipe, progress: Progress | None = None) -> Painting:
        """Paint a recipe's candidates, best first.

        The same recipe and model give the same bytes on one machine with the same number of
        threads, if no other request took part in its denoising steps. If one did, the receipt's
        "alone" is False, and a few pixels may differ by up to two grey levels on a CPU.
        `progress(done, total)` is called in the event loop after every step. Cancelling the caller
        stops the painting at the next step.
        """
        loop = asyncio.get_running_loop()
        request = Request(recipe, self._painter.painting(recipe))
        if progress is not None:
            request.on_step = partial(_tell, request.future, loop, progress)
        self._orders.put(partial(self._flight.add, request))
        painting = await asyncio.wrap_future(request.future)
        return replace(painting, receipt={**painting.receipt, "alone": request.alone})

    async def preview(self, recipe: Recipe) -> Pixels | None:
        """The predicted final picture of a recipe in progress, uint8 [height, width, 4].

        None before the first step and after the last, too soon after another preview, and for a
        model with a safety checker, which sees finished pictures only.
        """
        if self._closing or self._painter.flagged is not None:
            return None
        return await self._do(lambda: self._preview(recipe))

    def _preview(self, recipe: Recipe) -> Pixels | None:
        request = self._flight.find(recipe)
        return None if request is None else self._previews.of(request)

    async def _do(self, function: Callable[[], T]) -> T:
        """Call a function in the painting thread, between two denoising steps."""
        future: Future[T] = Future()
        self._orders.put(partial(_settle, future, function))
        return await asyncio.wrap_future(future)

    def _load(self) -> None:
        self._painter = open_painter(self._model, self._extras)
        self._flight = self._painter.flight()
        self._previews = Previews(self._painter.preview)

    def _serve(self) -> None:
        _settle(self._loaded, self._load)
        if self._loaded.cancelled() or self._loaded.exception() is not None:
            return
        while self._is_open or not self._flight.idle:
            if self._flight.idle:
                self._run(self._orders.get())
            self._run_waiting_orders()
            self._flight.round(self._run_waiting_orders)

    def _run_waiting_orders(self) -> None:
        """Run all queued calls."""
        with suppress(Empty):
            while True:
                self._run(self._orders.get_nowait())

    def _run(self, order: Callable[[], None] | None) -> None:
        """Run one queued call; None says to stop once all requests are finished."""
        if order is None:
            self._is_open = False
        else:
            order()


def _tell(
    future: Future[Painting],
    loop: asyncio.AbstractEventLoop,
    progress: Progress,
    done: int,
    total: int,
) -> None:
    if not future.cancelled():
        loop.call_soon_threadsafe(progress, done, total)


def _settle(future: Future[T], function: Callable[[], T]) -> None:
    """Settle a future with what a function returns or raises, unless it was cancelled."""
    if not future.set_running_or_notify_cancel():
        return
    try:
        result = function()
    except Exception as error:
        future.set_exception(error)
    else:
        future.set_result(result)
