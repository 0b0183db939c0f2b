"""How soon the bot notices that a replica or the head of a Ray cluster is lost, and paints again.

An arm of `python -m tests.benchmarks.cluster`.
"""

import asyncio
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from unittest import mock

from tests.support.ray_head import ray_head

# isort: split
from safetensors.torch import load_file, save_file

from bot.domain import Recipe
from bot.engine.cluster.engine import ClusterEngine
from bot.engine.cluster.handle import Handle
from model.files.folders import BUNDLED
from model.files.promotion import promote

RECIPE = Recipe("angry unicorn", "fluent", 1, 4, 75)
DEADLINE = 10.0
PATIENCE = 600.0
HOUR = 3600.0


async def faults() -> dict[str, Any]:
    """Seconds until the loss is noticed, and from then until both replicas paint again."""
    with tempfile.TemporaryDirectory() as folder, ray_head() as head:
        home = Path(folder)
        model, other = home / "model", home / "other"
        shutil.copytree(BUNDLED, model)
        _other_weights(model, other)
        opening = ClusterEngine.open(
            str(model),
            address=head.address,
            replicas=(2, 2),
            follow=True,
            seconds=HOUR,
            deadline=DEADLINE,
        )
        with mock.patch.dict(os.environ, EMOJISMITH_HOME=str(home / "home")):
            async with opening as engine:
                await _until(lambda: len(_live(engine)) == 2)
                return {
                    "deadline, s": DEADLINE,
                    "a replica gets SIGKILL": await _replica(engine, signal.SIGKILL, _painting),
                    "a replica stops as it paints": await _replica(
                        engine, signal.SIGSTOP, _painting
                    ),
                    "a replica stops as it loads weights": await _replica(
                        engine, signal.SIGSTOP, lambda engine: _promoting(engine, other, model)
                    ),
                    "the head gets SIGKILL": await _head(engine, head.kill, head.start),
                    "load": os.getloadavg()[0],
                }


def _other_weights(model: Path, other: Path) -> None:
    """A copy of a model with one number of the UNet changed a little."""
    shutil.copytree(model, other)
    (file,) = (other / "unet").glob("*.safetensors")
    weights = load_file(file)
    next(iter(weights.values())).flatten()[0] += 0.001
    save_file(weights, file)


async def _replica(
    engine: ClusterEngine, number: signal.Signals, work: Callable[[ClusterEngine], Awaitable[Any]]
) -> dict[str, float]:
    """Send a signal to the replica that gets the next request, and give the engine work."""
    victim = min(_live(engine), key=lambda handle: handle.expected)
    start = time.perf_counter()
    os.kill(int(victim._place.rpartition(" ")[2]), number)
    working = asyncio.ensure_future(work(engine))
    await _until(lambda: not victim.live)
    noticed = time.perf_counter()
    await working
    served = time.perf_counter()
    await _until(lambda: len(_live(engine)) == 2)
    return {
        "noticed, s": noticed - start,
        "the other one has done the work, s": served - start,
        "both again, s later": time.perf_counter() - noticed,
    }


async def _head(
    engine: ClusterEngine, kill: Callable[[], None], start: Callable[[], None]
) -> dict[str, float]:
    began = time.perf_counter()
    kill()
    await _until(lambda: not _live(engine))
    noticed = time.perf_counter()
    await asyncio.to_thread(start)
    started = time.perf_counter()
    await engine.paint(RECIPE)
    return {
        "noticed, s": noticed - began,
        "ray start, s": started - noticed,
        "first emoji, s later": time.perf_counter() - started,
    }


async def _painting(engine: ClusterEngine) -> None:
    await engine.paint(RECIPE)


async def _promoting(engine: ClusterEngine, other: Path, model: Path) -> None:
    promote(other, str(model))
    await engine.look()


def _live(engine: ClusterEngine) -> list[Handle]:
    return [handle for handle in engine._replicas.handles.values() if handle.live]


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110  # Nothing in the cluster can be awaited.
            await asyncio.sleep(0.02)
