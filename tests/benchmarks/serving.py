"""Several people at once: how long each waits, and how much is painted in all."""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from model.engine import EmojiEngine
from model.pipeline import BUNDLED
from model.recipe import Recipe
from tests.benchmarks.bundled import CANDIDATES, PROMPTS, alone, painter

ASKERS, CLOSED = (1, 2, 4, 8), 8
RATES, ARRIVALS = (0.5, 0.8, 1.2), 12
BURST = 8
WARM_UP = 2

Previewed = Callable[[], None]


class Server(Protocol):
    """One way to paint; `previewed` is called when the first preview is there."""

    async def paint(self, recipe: Recipe, previewed: Previewed) -> None:
        """Until the emoji are there."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Seconds from the request to the first preview, or to the emoji where there was none."""

    preview: float
    emoji: float


class Naive:
    """One candidate of one request after another, in single precision as diffusers would."""

    def __init__(self, folder: Path) -> None:
        import torch

        self._painter = painter(folder, torch.float32)
        self._turn = asyncio.Lock()

    async def paint(self, recipe: Recipe, previewed: Previewed) -> None:
        """There are no previews."""
        async with self._turn:
            await asyncio.to_thread(alone, self._painter, recipe)


class Engine:
    """Through the engine's own door, a preview decoded after the first step."""

    def __init__(self, engine: EmojiEngine) -> None:
        self._engine = engine

    async def paint(self, recipe: Recipe, previewed: Previewed) -> None:
        """Asks for one preview."""
        stepped = asyncio.Event()
        glimpse = asyncio.create_task(self._glimpse(stepped, previewed))
        await self._engine.paint(recipe, lambda _done, _total: stepped.set())
        await glimpse

    async def _glimpse(self, stepped: asyncio.Event, previewed: Previewed) -> None:
        await stepped.wait()
        if await self._engine.glimpse() is not None:
            previewed()


@asynccontextmanager
async def naive(folder: Path) -> AsyncIterator[Server]:
    """As one would begin."""
    yield Naive(folder)


@asynccontextmanager
async def fifo(folder: Path) -> AsyncIterator[Server]:
    """The engine, one request after another."""
    async with EmojiEngine.open(folder) as engine:
        yield Engine(engine)


Arm = Callable[[Path], AbstractAsyncContextManager[Server]]
ARMS: dict[str, Arm] = {"naive": naive, "FIFO": fifo}


async def closed(server: Server, askers: int, each: int) -> list[Wait]:
    """So many people who ask again as soon as they have got theirs."""

    async def ask(asker: int) -> list[Wait]:
        return [await _served(server, asker * each + i) for i in range(each)]

    waits = await asyncio.gather(*(ask(asker) for asker in range(askers)))
    return [wait for own in waits for wait in own]


async def poisson(server: Server, rate: float, count: int) -> list[Wait]:
    """Requests that come at random, `rate` a second on average, the same for every arm."""
    gaps = np.random.default_rng(0).exponential(1 / rate, count)
    loop = asyncio.get_running_loop()
    start = loop.time()

    async def ask(number: int, at: float) -> Wait:
        await asyncio.sleep(start + at - loop.time())
        return await _served(server, number)

    return list(await asyncio.gather(*(ask(i, at) for i, at in enumerate(np.cumsum(gaps)))))


async def burst(server: Server, count: int) -> list[Wait]:
    """All at once."""
    return list(await asyncio.gather(*(_served(server, number) for number in range(count))))


async def _served(server: Server, number: int) -> Wait:
    recipe = Recipe(PROMPTS[number % len(PROMPTS)], seed=number, candidates=CANDIDATES)
    previews: list[float] = []
    start = time.perf_counter()
    await server.paint(recipe, lambda: previews.append(time.perf_counter() - start))
    emoji = time.perf_counter() - start
    return Wait(previews[0] if previews else emoji, emoji)


Load = Callable[[Server], Any]


def loads(capacity: float) -> dict[str, Load]:
    """The ways of asking, at shares of `capacity`, requests a second of the naive arm."""
    return {
        **{
            f"{askers} askers": lambda server, n=askers: closed(server, n, max(CLOSED // n, 2))
            for askers in ASKERS
        },
        **{
            f"Poisson, {share} of the naive arm's": lambda server, share=share: poisson(
                server, share * capacity, ARRIVALS
            )
            for share in RATES
        },
        f"burst of {BURST}": lambda server: burst(server, BURST),
    }


def summary(waits: Sequence[Wait], seconds: float, cpu: float) -> dict[str, Any]:
    """Quantiles of the waits, and what was done in all."""
    previews = [wait.preview for wait in waits]
    emoji = [wait.emoji for wait in waits]
    images = len(waits) * CANDIDATES
    return {
        "requests": len(waits),
        "preview p50 s": statistics.median(previews),
        "preview p95 s": float(np.quantile(previews, 0.95)),
        "emoji p50 s": statistics.median(emoji),
        "emoji p95 s": float(np.quantile(emoji, 0.95)),
        "images a minute": 60 * images / seconds,
        "CPU s an image": cpu / images,
    }


async def _measure(folder: Path) -> dict[str, Any]:
    found: dict[str, dict[str, Any]] = {}
    async with naive(folder) as server:
        await burst(server, WARM_UP)
        start = time.perf_counter()
        await burst(server, WARM_UP)
        capacity = WARM_UP / (time.perf_counter() - start)
    # Every load meets all arms one after the other, in alternating order.
    for place, (name, load) in enumerate(loads(capacity).items()):
        found[name] = {}
        for arm in list(ARMS)[:: -1 if place % 2 else 1]:
            async with ARMS[arm](folder) as server:
                await burst(server, 1)
                start, cpu = time.perf_counter(), time.process_time()
                waits = await load(server)
                seconds = time.perf_counter() - start
                found[name][arm] = summary(waits, seconds, time.process_time() - cpu)
    return {"naive arm's capacity, requests a minute": 60 * capacity, "loads": found}


def measured(folder: Path = BUNDLED) -> dict[str, Any]:
    """All loads on all arms: {load: {arm: quantiles and throughput}}."""
    return asyncio.run(_measure(folder))
