"""A Ray cluster on this machine: overhead, one replica against two, and replicas that are killed.

`python -m tests.benchmarks.cluster [NAME ...]` prints JSON.
"""

import asyncio
import contextlib
import json
import os
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any
from unittest import mock

from tests.support.ray_head import RayHead, free_ports, ray_head

# isort: split
import aiohttp
import ray

from bot.domain import Engine, Recipe
from bot.engine.adapter import EngineAdapter
from bot.engine.cluster.connection import Connection
from bot.engine.cluster.engine import ClusterEngine
from bot.engine.cluster.replica import Event, result_events
from bot.engine.cluster.stream import follow
from bot.engine.cluster.weights import Arm
from model.files.folders import BUNDLED
from tests.benchmarks.bundled import PROMPTS
from tests.benchmarks.faults import faults
from tests.support import crowd, tiny_models
from tests.support.bot_stack import open_stack
from tests.support.crowd import FREE
from tests.support.fake_engine import FakeEngine
from tests.support.people import request
from tests.support.recording_courier import RecordingCourier
from training.simulation.queueing import Costs, Simulation, quantile

HOUR = 3600.0
ECHOES, ASKERS, EACH_ASKS = 300, 4, 5
SIMULATIONS = 50
ROUNDS = 4
PEOPLE, EACH, KILL_SECONDS = 20, 25, 10.0
WRITES = 300


def recipe(number: int, candidates: int = 4) -> Recipe:
    """A recipe like those of the serving benchmark."""
    return Recipe(PROMPTS[number % len(PROMPTS)], "fluent", number, candidates, 50)


@asynccontextmanager
async def cluster(
    head: RayHead, replicas: int, model: str | Path = BUNDLED
) -> AsyncIterator[ClusterEngine]:
    """An engine with so many replicas, all of them running."""
    opened = ClusterEngine.open(
        str(model), address=head.address, replicas=(replicas, replicas), seconds=HOUR
    )
    async with opened as engine:
        async with asyncio.timeout(600):
            while sum(each.live for each in engine._replicas.handles.values()) < replicas:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        yield engine


class Echo:
    """A replica that answers at once, with the events of a painting."""

    def __init__(self, events: Sequence[Event]) -> None:
        self._events = events

    async def paint(self, arm: Arm, wanted: Recipe) -> AsyncIterator[Event]:
        """The events."""
        for event in self._events:
            yield event


async def overhead() -> dict[str, float]:
    """Milliseconds that a request takes through Ray without any painting."""
    steps: list[Event] = []
    async with EngineAdapter.open(str(BUNDLED)) as local:
        painted = await local.paint(
            recipe(1), lambda done, total: steps.append(("step", done, total))
        )
    events = [*steps, *result_events(painted)]
    with ray_head() as head:
        connection = Connection(head.address)
        await connection.open()
        actor, arm, times = ray.remote(Echo).remote(events), Arm(""), []
        for _ in range(ECHOES):
            start = time.perf_counter()
            await follow(actor, arm, recipe(1), lambda *_: None, 60.0)
            times.append(1000 * (time.perf_counter() - start))
        await connection.close()
    return {
        "events": len(events),
        "bytes": sum(len(event[1]) for event in events if event[0] == "piece"),  # type: ignore[arg-type, misc]
        "median ms": statistics.median(times),
        "p95 ms": quantile(times, 0.95),
        "least ms": min(times),
    }


async def closed(engine: Engine, askers: int, each: int) -> tuple[list[float], list[float], float]:
    """People who ask again when served, by the worker's rule.

    Returns each request's seconds in all and on its replica, and the seconds of the whole.
    """
    waits: list[float] = []
    services: list[float] = []
    room = asyncio.Semaphore(engine.capacity)
    start = time.perf_counter()

    async def ask(asker: int) -> None:
        for number in range(each):
            asked = time.perf_counter()
            async with room:
                begun = time.perf_counter()
                await engine.paint(recipe(asker * each + number))
                services.append(time.perf_counter() - begun)
            waits.append(time.perf_counter() - asked)

    await asyncio.gather(*(ask(asker) for asker in range(askers)))
    return waits, services, time.perf_counter() - start


async def replicas() -> dict[str, Any]:
    """One replica with two threads, two with one each, and two with two each, A B C B A.

    The simulation gets the seconds that the same requests took on their replicas.
    """
    passes: dict[str, list[dict[str, Any]]] = {}
    arms = [("1 replica", 1, ""), ("2 replicas", 2, ""), ("2 replicas, 2 threads each", 2, "2")]
    for name, count, threads in [*arms, *reversed(arms[:2])]:
        with threads_of_replicas(threads), ray_head() as head:
            async with cluster(head, count) as engine:
                await closed(engine, count, 1)
                waits, services, seconds = await closed(engine, ASKERS, EACH_ASKS)
                found = {
                    "services": services,
                    "waits": waits,
                    "per minute": 60 * len(waits) / seconds,
                    "load": os.getloadavg()[0],
                    "at once": engine.capacity,
                }
                passes.setdefault(name, []).append(found)
                print(name, json.dumps(found), file=sys.stderr, flush=True)
    return {name: _summary(name, found) for name, found in passes.items()}


async def ratio() -> dict[str, Any]:
    """Two replicas against one of them, in turns every few seconds, by the threads of each."""
    found: dict[str, Any] = {}
    for threads in ("1", "2"):
        with threads_of_replicas(threads), ray_head() as head:
            async with cluster(head, 2) as engine:
                await closed(engine, 2, 1)
                spent: dict[int, list[float]] = {1: [], 2: []}
                for count in (1, 2, 2, 1) * ROUNDS:
                    start = time.perf_counter()
                    await asyncio.gather(*(_in_turn(engine, 2 // count) for _ in range(count)))
                    spent[count].append(time.perf_counter() - start)
        found[f"{threads} threads each"] = {
            "requests a minute, one replica": 120 / statistics.median(spent[1]),
            "requests a minute, two replicas": 120 / statistics.median(spent[2]),
            "ratio": statistics.median(spent[1]) / statistics.median(spent[2]),
            "load": os.getloadavg()[0],
        }
    return found


async def _in_turn(engine: Engine, count: int) -> None:
    for number in range(count):
        await engine.paint(recipe(number))


def threads_of_replicas(count: str) -> contextlib.AbstractContextManager[Any]:
    """Let replicas use so many threads, "" for as many as they have CPUs."""
    return mock.patch.dict(os.environ, {"OMP_NUM_THREADS": count} if count else {})


def _summary(name: str, passes: Sequence[dict[str, Any]]) -> dict[str, Any]:
    waits = [wait for each in passes for wait in each["waits"]]
    simulated: list[float] = []
    for each in passes:
        for seed in range(SIMULATIONS):
            simulation = Simulation(Costs(each["services"]), int(name[0]), seed)
            simulated += simulation.closed_load(ASKERS, EACH_ASKS)
    return {
        "requests a minute": [each["per minute"] for each in passes],
        "load": [each["load"] for each in passes],
        "at once": [each["at once"] for each in passes],
        "p50 s": statistics.median(waits),
        "p95 s": quantile(waits, 0.95),
        "simulated p50 s": statistics.median(simulated),
        "simulated p95 s": quantile(simulated, 0.95),
    }


async def kills() -> dict[str, Any]:
    """20 people ask 500 times; every ten seconds one of two running replicas gets SIGKILL.

    The same requests without Ray, in one process, show how fair the turns are on one machine.
    """
    killed: list[int] = []
    with tempfile.TemporaryDirectory() as folder, ray_head() as head:
        home = Path(folder)
        model = tiny_models.build(home / "model")
        async with EngineAdapter.open(str(model)) as engine:
            alone = await crowd.serve(engine, home / "alone.db", PEOPLE, EACH, RecordingCourier())
        print("one machine", alone, file=sys.stderr, flush=True)
        async with cluster(head, 2, model) as replicated:
            killing = asyncio.create_task(_kill_replicas(replicated, killed))
            served = await crowd.serve(
                replicated, home / "ray.db", PEOPLE, EACH, RecordingCourier()
            )
            killing.cancel()
    return {"one machine": asdict(alone), "replicas": {**asdict(served), "kills": len(killed)}}


async def _kill_replicas(engine: ClusterEngine, killed: list[int]) -> None:
    """Kill a replica every KILL_SECONDS, until cancelled; adds its process to `killed`."""
    while True:
        await asyncio.sleep(KILL_SECONDS)
        replicas = engine._replicas.handles.values()
        busy = [each for each in replicas if each.active]
        # On a busy machine a replica takes longer than that to start.
        if busy and all(each.live for each in replicas):
            process = int(busy[len(killed) % len(busy)]._place.rpartition(" ")[2])
            os.kill(process, signal.SIGKILL)
            killed.append(process)


async def writes() -> dict[str, float]:
    """Requests a second that the database stores, from the request to the delivered emoji."""
    with tempfile.TemporaryDirectory() as folder:
        async with EngineAdapter.open(str(BUNDLED)) as adapter:
            painted = await adapter.paint(recipe(1))
        async with open_stack(Path(folder), FakeEngine(), FREE) as it:
            asked = [request("lemon", f"person {n % 50}", seed=n) for n in range(WRITES)]
            spent: dict[str, float] = {}
            cpu = time.process_time()

            async def timed(name: str, call: Awaitable[Any]) -> Any:
                start = time.perf_counter()
                result = await call
                spent[name] = spent.get(name, 0.0) + time.perf_counter() - start
                return result

            for each in asked:
                await timed("accept", it.service.ask(each))
            for number in range(WRITES):
                job = await timed("begin", it.store.jobs.begin(time.time()))
                own = replace(painted, fingerprint=f"{number}")
                emoji = await timed("painted", it.store.jobs.painted(job, own, time.time()))
                await timed("delivered", it.store.jobs.delivered(job, emoji, f"{number}"))
            cpu = time.process_time() - cpu
    each_ms = {f"{name}, ms": 1000 * seconds / WRITES for name, seconds in spent.items()}
    total = sum(spent.values()) / WRITES
    return {
        **each_ms,
        "ms a request": 1000 * total,
        "CPU ms a request": 1000 * cpu / WRITES,
        "requests a second": 1 / total,
        "load": os.getloadavg()[0],
    }


async def restart() -> dict[str, float]:
    """Seconds from `kill -9` of the bot until it serves again, alone and with a cluster."""
    found = {}
    with tempfile.TemporaryDirectory() as folder, ray_head() as head:
        for backend in ("local", "ray"):
            port = free_ports(1)[0]
            config = Path(folder) / f"{backend}.toml"
            config.write_text(
                f'[engine]\nbackend = "{backend}"\naddress = "{head.address}"\nreplicas = 1\n'
                f'[web]\nport = 0\n[monitor]\nport = {port}\n[database]\npath = "{backend}.db"\n'
            )
            for moment in ("first start", "after kill -9"):
                start = time.perf_counter()
                bot = await asyncio.create_subprocess_exec(
                    sys.executable, "-m", "bot", "serve", "--config", str(config)
                )
                await _healthy(port, bot)
                found[f"{backend}, {moment}, s"] = time.perf_counter() - start
                bot.kill()
                await bot.wait()
    return found


async def _healthy(port: int, bot: asyncio.subprocess.Process) -> None:
    async with aiohttp.ClientSession() as session:
        while bot.returncode is None:
            with contextlib.suppress(aiohttp.ClientError):
                async with session.get(f"http://127.0.0.1:{port}/healthz") as answer:
                    if answer.status == 200:
                        return
            await asyncio.sleep(0.05)
    raise RuntimeError("the bot ended")


ARMS: dict[str, Callable[[], Awaitable[dict[str, Any]]]] = {
    "overhead": overhead,
    "replicas": replicas,
    "ratio": ratio,
    "kills": kills,
    "faults": faults,
    "writes": writes,
    "restart": restart,
}


def main(names: Sequence[str]) -> None:
    """Measure the arms of these names, or all."""
    for name in names or ARMS:
        load = os.getloadavg()[0]
        found: dict[str, Any] = asyncio.run(ARMS[name]())  # type: ignore[arg-type]
        print(json.dumps({"arm": name, "load": load, **found}, indent=2), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
