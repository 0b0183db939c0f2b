"""The engine over a real Ray cluster of this machine, with two tiny replicas, and its faults.

The tests share the cluster and run in order: each leaves two replicas that paint.
"""

import asyncio
import os
import re
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from unittest.mock import create_autospec

import pytest
import pytest_asyncio

from tests.support.ray_head import STORE_BYTES, RayHead, ray_head

# isort: split
import numpy as np
import ray
from ray.exceptions import ObjectStoreFullError, OutOfDiskError

from bot.domain import BadSettings, Painted, Recipe
from bot.engine.adapter import EngineAdapter
from bot.engine.cluster import handle as handles
from bot.engine.cluster import replicas
from bot.engine.cluster.connection import Connection
from bot.engine.cluster.engine import ClusterEngine
from bot.engine.cluster.replica import Loaded
from bot.engine.cluster.weights import Arm
from bot.run import engine_adapter
from bot.settings.config import Settings
from model.errors import BadModel, Unavailable
from model.files.promotion import promote, rollback
from model.files.weights import digest
from tests.support import crowd
from tests.support.recording_courier import RecordingCourier

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(300)]

RECIPE = Recipe("angry lemon", "fluent", 7, 2, 75)
HOUR = 3600.0


@pytest.fixture(scope="module")
def head() -> Iterator[RayHead]:
    with ray_head() as head:
        yield head


@pytest.fixture(scope="module")
def quick_scaling() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(replicas, "FULL_SECONDS", 0.5)
        patch.setattr(replicas, "SCALE_SECONDS", 0.1)
        yield


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def engine(
    head: RayHead, quick_scaling: None, tiny_model: Path, other_tiny_model: Path
) -> AsyncIterator[ClusterEngine]:
    """One replica, two under load; the other tiny model paints half of the requests."""
    async with ClusterEngine.open(
        str(tiny_model),
        address=head.address,
        replicas=(1, 2),
        follow=True,
        candidate=str(other_tiny_model),
        share=0.5,
        seconds=HOUR,
        deadline=3.0,
    ) as engine:
        yield engine


def short(folder: Path) -> str:
    return digest(folder)[:12]


def live(engine: ClusterEngine) -> list[handles.Handle]:
    return [handle for handle in engine._replicas.handles.values() if handle.live]


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(200):
        while not condition():  # noqa: ASYNC110  # Nothing in the cluster can be awaited.
            await asyncio.sleep(0.02)


def process(handle: handles.Handle) -> int:
    """The process id of a replica."""
    return int(handle._place.rpartition(" ")[2])


async def paint_many(engine: ClusterEngine, count: int, seed: int = 0) -> list[Painted]:
    """Paint recipes, always as many at once as the engine can, as the bot's worker does."""
    left = [replace(RECIPE, seed=seed + number) for number in range(count)]
    painted: list[Painted] = []

    async def take() -> None:
        while left:
            painted.append(await engine.paint(left.pop()))

    await asyncio.gather(*(take() for _ in range(engine.capacity)))
    return painted


def by_replica(painted: list[Painted]) -> Counter[int]:
    return Counter(each.receipt["replica"] for each in painted)


async def test_other_versions_of_ray_are_refused_in_one_sentence(
    head: RayHead, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ray, "__version__", "2.1.0")
    with pytest.raises(BadSettings, match=r"runs other versions .*2\.1\.0.*: install the same"):
        await Connection(head.address).open()
    monkeypatch.undo()
    ray.shutdown()


async def test_a_replica_paints_like_the_local_engine(
    engine: ClusterEngine, tiny_model: Path
) -> None:
    await engine.look()
    steps: list[tuple[int, int]] = []
    painted = await engine.paint(RECIPE, lambda done, total: steps.append((done, total)))
    assert steps
    assert steps[-1][0] == steps[-1][1]
    assert len(painted.pictures) == 2
    assert painted.receipt["replica"] == 1
    assert painted.model == engine.model_of(RECIPE)
    async with EngineAdapter.open(str(tiny_model)) as local:
        mine = next(r for r in recipes() if engine.model_of(r) == local.model)
        assert engine.fingerprint_of(mine) == local.fingerprint_of(mine)
        assert engine.about == local.about


def recipes() -> Iterator[Recipe]:
    return (replace(RECIPE, seed=seed) for seed in range(1000))


async def test_load_starts_the_second_replica_and_both_models_paint_their_share(
    engine: ClusterEngine, tiny_model: Path, other_tiny_model: Path
) -> None:
    assert len(live(engine)) == 1
    painted: list[Painted] = []
    async with asyncio.timeout(120):
        while len(live(engine)) < 2:
            painted += await paint_many(engine, 4 * engine.capacity, seed=len(painted))
    painted += await paint_many(engine, 12, seed=len(painted))
    assert set(by_replica(painted)) == {1, 2}
    wanted = {short(tiny_model), short(other_tiny_model)}
    assert {each.model for each in painted} == wanted
    models = Counter(engine.model_of(recipe) for recipe in recipes())
    assert models[short(other_tiny_model)] == pytest.approx(500, abs=80)
    assert f"{engine.capacity} paintings at once" in (await engine.standing())[0]


async def test_weights_reach_the_replicas_by_the_hash_of_their_content(
    engine: ClusterEngine, head: RayHead, tiny_model: Path, other_tiny_model: Path
) -> None:
    promote(other_tiny_model, str(tiny_model))
    await engine.look()
    assert engine.model == short(other_tiny_model)
    assert engine.candidate is None
    painted = await paint_many(engine, 8, seed=100)
    assert {each.model for each in painted} == {short(other_tiny_model)}
    rollback(str(tiny_model))
    await engine.look()
    painted = await paint_many(engine, 8, seed=200)
    assert {each.model for each in painted} == {short(tiny_model)}
    stored = {folder.name for folder in (head.home / "replica-weights").iterdir()}
    assert stored == {digest(tiny_model), digest(other_tiny_model)}


async def test_a_cancelled_request_leaves_its_replica_and_previews_come_through(
    engine: ClusterEngine,
) -> None:
    begun, wild = asyncio.Event(), replace(RECIPE, wildness=100, candidates=8)
    painting = asyncio.create_task(engine.paint(wild, lambda *_: begun.set()))
    await begun.wait()
    await engine.preview(wild)
    painting.cancel()
    with suppress(asyncio.CancelledError):
        await painting
    assert painting.cancelled()
    assert not any(handle.active for handle in live(engine))
    assert await engine.preview(wild) is None
    assert (await engine.paint(RECIPE)).pictures


async def test_a_killed_replicas_requests_are_painted_elsewhere_once(
    engine: ClusterEngine, tmp_path: Path
) -> None:
    courier, people, each = RecordingCourier(), 5, 6
    killing = asyncio.create_task(kill_one(engine, courier))
    served = await crowd.serve(engine, tmp_path / "ray.db", people, each, courier)
    await killing
    assert (served.delivered, served.twice, served.failed) == (people * each, 0, 0)
    assert served.lead <= 1 + served.at_once
    await until(lambda: len(live(engine)) == 2)


async def kill_one(engine: ClusterEngine, courier: RecordingCourier) -> None:
    """SIGKILL a replica that paints, after the first emoji were delivered."""
    await courier.until(4)
    await until(lambda: any(handle.active for handle in live(engine)))
    os.kill(process(next(each for each in live(engine) if each.active)), signal.SIGKILL)


async def test_a_replica_that_hangs_as_it_paints_is_replaced(engine: ClusterEngine) -> None:
    # It gets the next request.
    victim = min(live(engine), key=lambda handle: handle.expected)
    before = process(victim)
    os.kill(before, signal.SIGSTOP)
    painted = await paint_many(engine, 4, seed=300)
    assert victim.number not in by_replica(painted)
    await until(lambda: len(live(engine)) == 2)
    assert process(victim) != before


async def test_a_full_object_store_delays_neither_paintings_nor_weights(
    engine: ClusterEngine, full_object_store: None, tiny_model: Path, other_tiny_model: Path
) -> None:
    promote(other_tiny_model, str(tiny_model))
    await engine.look()
    assert engine.model == short(other_tiny_model)
    painted = await paint_many(engine, 4, seed=400)
    assert {each.model for each in painted} == {short(other_tiny_model)}


async def test_a_replica_that_hangs_as_it_loads_weights_is_replaced_though_the_store_is_full(
    engine: ClusterEngine, full_object_store: None, tiny_model: Path
) -> None:
    victim = live(engine)[0]
    before = process(victim)
    os.kill(before, signal.SIGSTOP)
    rollback(str(tiny_model))
    # Two deadlines: one for the call, and one for the question whether the replica answers.
    async with asyncio.timeout(60):
        await engine.look()
    assert engine.model == short(tiny_model)
    painted = await paint_many(engine, 2, seed=450)
    assert {each.model for each in painted} == {short(tiny_model)}
    await until(lambda: len(live(engine)) == 2)
    assert process(victim) != before


async def test_a_replica_on_which_weights_do_not_load_is_started_again() -> None:
    loaded = Loaded("abc", "", {}, 1, 0.1)
    fit = create_autospec(handles.Handle, instance=True, live=True)
    fit.load.return_value = loaded
    unfit = create_autospec(handles.Handle, instance=True, live=True)
    unfit.load.side_effect = handles.Unfit("the disk is full")
    all_replicas = replicas.Replicas(Connection("127.0.0.1:1"), 2, 2, 60.0)
    all_replicas.handles = {0: unfit, 1: fit}
    assert await all_replicas.load(Arm("abc"), {}) == loaded
    unfit.restart.assert_awaited_once_with("the disk is full")
    fit.restart.assert_not_awaited()
    all_replicas.handles = {0: unfit}
    with pytest.raises(BadModel, match="the disk is full"):
        await all_replicas.load(Arm("abc"), {})


@pytest.fixture
def full_object_store(engine: ClusterEngine) -> Iterator[None]:
    filling: list[ray.ObjectRef] = []
    with pytest.raises((ObjectStoreFullError, OutOfDiskError)):
        filling.extend(ray.put(np.zeros(STORE_BYTES // 10, np.uint8)) for _ in range(20))
    yield
    filling.clear()


async def test_a_slow_replica_gets_less(engine: ClusterEngine) -> None:
    slow = live(engine)[0]
    one_after_another = asyncio.create_task(slowed(process(slow)))
    painted = await paint_many(engine, 24, seed=500)
    one_after_another.cancel()
    await asyncio.wait({one_after_another})
    assert by_replica(painted)[slow.number] < 8


async def slowed(pid: int) -> None:
    """Let a process run for a fifth of the time."""
    try:
        while True:
            os.kill(pid, signal.SIGSTOP)
            await asyncio.sleep(0.08)
            os.kill(pid, signal.SIGCONT)
            await asyncio.sleep(0.02)
    finally:
        os.kill(pid, signal.SIGCONT)


async def test_other_weights_and_other_code_are_refused_in_one_sentence(
    engine: ClusterEngine,
    head: RayHead,
    tiny_model: Path,
    other_tiny_model: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    victim = live(engine)[0]
    unet = Path("unet") / "diffusion_pytorch_model.safetensors"
    stored = head.home / "replica-weights" / digest(tiny_model) / unet
    stored.write_bytes((other_tiny_model / unet).read_bytes())
    os.kill(process(victim), signal.SIGKILL)
    await until(lambda: bool(victim.refusal))
    assert re.search("refused: it has other weights .* than the bot", victim.refusal)
    monkeypatch.setattr(handles, "code_version", lambda: "9.9")
    await until(lambda: "9.9" in victim.refusal)
    assert "the bot 9.9; install the same version on all machines" in victim.refusal
    assert (await engine.paint(RECIPE)).receipt["replica"] != victim.number
    monkeypatch.undo()
    await until(lambda: len(live(engine)) == 2)
    assert not victim.refusal
    assert stored.read_bytes() == (tiny_model / unet).read_bytes()


async def test_the_head_is_killed_and_started_again(engine: ClusterEngine, head: RayHead) -> None:
    head.kill()
    await until(lambda: not live(engine))
    painting = asyncio.create_task(engine.paint(RECIPE))
    await asyncio.to_thread(head.start)
    async with asyncio.timeout(120):
        assert (await painting).model == engine.model


async def test_an_address_without_a_cluster_is_told_at_once() -> None:
    start = time.monotonic()
    with pytest.raises(Unavailable, match=r"no Ray cluster at 127\.0\.0\.1:1: start it"):
        await Connection("127.0.0.1:1").open()
    assert time.monotonic() - start < 5


async def test_ray_that_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "bot.engine.cluster.engine", None)
    settings = Settings.model_validate({"engine": {"backend": "ray"}})
    with pytest.raises(BadSettings, match=r"pip install 'emojismith\[cluster\]'"):
        engine_adapter(settings)
