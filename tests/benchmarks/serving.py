"""Concurrent requests: waiting times and throughput of four ways to schedule them."""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch

from model.engine import EmojiEngine
from model.files.folders import BUNDLED
from model.flight import Capacity, Request
from model.inflight import InFlight
from model.recipe import Recipe
from tests.benchmarks.bundled import CANDIDATES, PROMPTS, alone, painter, undistilled

ASKERS, CLOSED = (1, 2, 4, 8), 4
RATES, ARRIVALS = (0.5, 0.8, 1.2), 6
BURST = 8
WARM_UP = 2
WINDOW = 0.02

Previewed = Callable[[], None]


class Server(Protocol):
    """One way to serve requests; it calls `previewed` when the first preview is ready."""

    async def paint(self, recipe: Recipe, previewed: Previewed) -> None:
        """Return when the emoji are painted."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Seconds from the request to the first preview (else to the emoji) and to the emoji."""

    preview: float
    emoji: float


class Naive:
    """Paints one candidate after another, in single precision as diffusers does."""

    def __init__(self, folder: Path) -> None:
        self._painter = undistilled(folder, torch.float32)
        self._turn = asyncio.Lock()

    async def paint(self, recipe: Recipe, previewed: Previewed) -> None:
        """Paint without previews."""
        async with self._turn:
            await asyncio.to_thread(alone, self._painter, recipe)


class ServingEngine:
    """Uses the engine, with a preview after the first step."""

    def __init__(self, engine: EmojiEngine) -> None:
        self._engine = engine

    async def paint(self, recipe: Recipe, previewed: Previewed) -> None:
        """Paint, and ask for one preview."""
        stepped = asyncio.Event()
        preview = asyncio.create_task(self._preview(recipe, stepped, previewed))
        await self._engine.paint(recipe, lambda _done, _total: stepped.set())
        await preview

    async def _preview(self, recipe: Recipe, stepped: asyncio.Event, previewed: Previewed) -> None:
        await stepped.wait()
        if await self._engine.preview(recipe) is not None:
            previewed()


class Batched:
    """Paints the requests of a short window together; later ones wait for the whole batch."""

    def __init__(self, folder: Path) -> None:
        self._painter = painter(folder)
        self._queue: asyncio.Queue[tuple[Recipe, asyncio.Future[None]]] = asyncio.Queue()

    async def paint(self, recipe: Recipe, previewed: Previewed) -> None:
        """Paint without previews."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.put_nowait((recipe, future))
        await future

    async def serve(self) -> None:
        """Paint batches until cancelled."""
        while True:
            batch = [await self._queue.get()]
            await asyncio.sleep(WINDOW)
            while not self._queue.empty():
                batch.append(self._queue.get_nowait())
            await asyncio.to_thread(self._paint, [recipe for recipe, _ in batch])
            for _, future in batch:
                future.set_result(None)

    def _paint(self, recipes: Sequence[Recipe]) -> None:
        flight = InFlight(self._painter.pipeline)
        flight.room = Capacity(len(recipes), sum(recipe.candidates for recipe in recipes))
        requests = [Request(recipe, self._painter.painting(recipe)) for recipe in recipes]
        for request in requests:
            flight.add(request)
        while not flight.idle:
            flight.round()
        for request in requests:
            request.future.result()


@asynccontextmanager
async def naive(folder: Path) -> AsyncIterator[Server]:
    """The simplest server."""
    yield Naive(folder)


@asynccontextmanager
async def fifo(folder: Path) -> AsyncIterator[Server]:
    """The engine with one request at a time."""
    async with EmojiEngine.open(folder) as engine:
        yield ServingEngine(engine)


@asynccontextmanager
async def batched(folder: Path) -> AsyncIterator[Server]:
    """Batches of complete requests."""
    server = Batched(folder)
    task = asyncio.create_task(server.serve())
    yield server
    task.cancel()


@asynccontextmanager
async def in_flight(folder: Path) -> AsyncIterator[Server]:
    """The engine as the bot uses it, with its measured number of concurrent requests."""
    async with EmojiEngine.open(folder) as engine:
        await engine.measure()
        yield ServingEngine(engine)


Arm = Callable[[Path], AbstractAsyncContextManager[Server]]
ARMS: dict[str, Arm] = {
    "naive": naive,
    "FIFO": fifo,
    "request-level batches": batched,
    "in-flight": in_flight,
}


async def closed(server: Server, askers: int, each: int) -> list[Wait]:
    """Each of `askers` sends the next request as soon as the last one is served."""

    async def ask(asker: int) -> list[Wait]:
        return [await _served(server, asker * each + i) for i in range(each)]

    waits = await asyncio.gather(*(ask(asker) for asker in range(askers)))
    return [wait for own in waits for wait in own]


async def poisson(server: Server, rate: float, count: int) -> list[Wait]:
    """Random arrivals, `rate` per second on average, the same for every arm."""
    gaps = np.random.default_rng(0).exponential(1 / rate, count)
    loop = asyncio.get_running_loop()
    start = loop.time()

    async def ask(number: int, at: float) -> Wait:
        await asyncio.sleep(start + at - loop.time())
        return await _served(server, number)

    return list(await asyncio.gather(*(ask(i, at) for i, at in enumerate(np.cumsum(gaps)))))


async def burst(server: Server, count: int) -> list[Wait]:
    """Send all requests at once."""
    return list(await asyncio.gather(*(_served(server, number) for number in range(count))))


async def _served(server: Server, number: int) -> Wait:
    recipe = Recipe(PROMPTS[number % len(PROMPTS)], seed=number, candidates=CANDIDATES)
    previews: list[float] = []
    start = time.perf_counter()
    await server.paint(recipe, lambda: previews.append(time.perf_counter() - start))
    emoji = time.perf_counter() - start
    return Wait(previews[0] if previews else emoji, emoji)


Load = Callable[[Server], Awaitable[list[Wait]]]


def loads(capacity: float) -> dict[str, Load]:
    """The loads by name. `capacity` is the naive arm's requests per second."""
    found: dict[str, Load] = {}
    for askers in ASKERS:
        found[f"{askers} askers"] = partial(closed, askers=askers, each=max(CLOSED // askers, 2))
    for share in RATES:
        name = f"Poisson, {share} of the naive arm's capacity"
        found[name] = partial(poisson, rate=share * capacity, count=ARRIVALS)
    found[f"burst of {BURST}"] = partial(burst, count=BURST)
    return found


@dataclass(frozen=True, slots=True)
class Pass:
    """One load on one arm: each request's waiting times, total wall seconds and CPU seconds."""

    waits: Sequence[Wait]
    seconds: float
    cpu: float


def there_and_back(arms: Sequence[str]) -> list[str]:
    """Each arm twice, forwards and backwards (A B B A); the first, slowest one once, in between."""
    slowest, *others = arms
    return [*others, slowest, *reversed(others)]


def summary(passes: Sequence[Pass]) -> dict[str, Any]:
    """Quantiles of the waiting times, and the throughput."""
    previews = [wait.preview for own in passes for wait in own.waits]
    emoji = [wait.emoji for own in passes for wait in own.waits]
    seconds, cpu = sum(own.seconds for own in passes), sum(own.cpu for own in passes)
    images = len(emoji) * CANDIDATES
    return {
        "requests": len(emoji),
        "preview p50 s": statistics.median(previews),
        "preview p95 s": float(np.quantile(previews, 0.95)),
        "emoji p50 s": statistics.median(emoji),
        "emoji p95 s": float(np.quantile(emoji, 0.95)),
        "images a minute": 60 * images / seconds,
        "CPU s an image": cpu / images,
    }


async def _pass(arm: Arm, folder: Path, load: Load) -> Pass:
    async with arm(folder) as server:
        await burst(server, 1)
        return await measured_pass(server, load)


async def measured_pass(server: Server, load: Load) -> Pass:
    """Run one load on a warm server."""
    start, cpu = time.perf_counter(), time.process_time()
    waits = await load(server)
    return Pass(waits, time.perf_counter() - start, time.process_time() - cpu)


async def _measure(folder: Path) -> dict[str, Any]:
    found: dict[str, dict[str, Any]] = {}
    async with naive(folder) as server:
        await burst(server, WARM_UP)
        start = time.perf_counter()
        await burst(server, WARM_UP)
        capacity = WARM_UP / (time.perf_counter() - start)
    for name, load in loads(capacity).items():
        passes: dict[str, list[Pass]] = {arm: [] for arm in ARMS}
        for arm in there_and_back(list(ARMS)):
            passes[arm].append(await _pass(ARMS[arm], folder, load))
        found[name] = {arm: summary(own) for arm, own in passes.items()}
    async with EmojiEngine.open(folder) as engine:
        await engine.measure()
        side_by_side = engine.capacity
    return {
        "naive arm's capacity, requests a minute": 60 * capacity,
        "concurrent requests of the in-flight arm": side_by_side,
        "loads": found,
    }


def measured(folder: Path = BUNDLED) -> dict[str, Any]:
    """All loads on all arms, as {load: {arm: summary}}."""
    return asyncio.run(_measure(folder))
