"""The training benchmarks: the small model has the large one's proportions, and all arms run."""

from collections.abc import Iterator
from multiprocessing import Pipe

import pytest
import torch
from accelerate.state import AcceleratorState

from tests.benchmarks import arms, pretraining, sd14, training
from tests.benchmarks.arms import Arm, Cost
from tests.benchmarks.memory import MemoryEstimate
from tests.benchmarks.sd import SD14, SMALL, SdForm
from tests.benchmarks.workload import Workload
from training.pretrain.painter import for_training

TINY = SdForm(resolution=64, division=8)


@pytest.fixture(scope="module")
def workload(tmp_path_factory: pytest.TempPathFactory) -> Workload:
    return Workload(TINY, 16, tmp_path_factory.mktemp("cache"))


@pytest.fixture
def own_precision() -> Iterator[None]:
    """Reset Accelerate, which keeps the first precision of a process."""
    AcceleratorState._reset_state(reset_partial_state=True)
    yield
    AcceleratorState._reset_state(reset_partial_state=True)


def test_the_large_one_is_stable_diffusion() -> None:
    with torch.device("meta"):
        assert sum(p.numel() for p in SD14.unet().parameters()) == 859_520_964
    assert SD14.flops()["unet"] == pytest.approx(180e9, rel=0.01)


def test_the_small_one_keeps_its_proportions() -> None:
    large, small = SD14.flops(), SMALL.flops()
    for part in ("autoencoder", "text"):
        proportion = large[part] / large["unet"]
        assert small[part] / small["unet"] == pytest.approx(proportion, rel=0.2)


@pytest.mark.usefixtures("own_precision")
@pytest.mark.parametrize(
    ("arm", "precision", "optimizer"),
    [
        (arms.cached, {"no"}, "adamw"),
        (arms.mixed, {"no", "bf16"}, "adamw"),
        (arms.joined, {"no", "bf16"}, "adamw"),
        (arms.eight_bit, {"no", "bf16"}, "adamw8bit"),
    ],
)
def test_an_arm_makes_as_many_updates_as_are_asked_for(
    workload: Workload, arm: Arm, precision: set[str], optimizer: str
) -> None:
    ours, theirs = Pipe()
    ours.send(True)
    ours.send(False)
    arms.serve(arm, workload, theirs)
    _warm, cost = ours.recv(), ours.recv()
    assert cost.wall > 0
    assert cost.cpu > 0
    assert (cost.precision in precision, cost.optimizer) == (True, optimizer)
    assert not ours.poll()


def test_arms_run_in_processes_of_their_own(
    workload: Workload,
) -> None:
    costs = training.measured({"script": arms.script}, workload, 2)["script"]
    assert [(cost.precision, cost.optimizer) for cost in costs] == [("no", "adamw")] * 2


def test_gains_compare_with_the_arm_before_and_the_first() -> None:
    def costs(*seconds: float) -> list[Cost]:
        return [Cost(wall, 2 * wall, 1.0, "no", "adamw") for wall in seconds]

    found = training.summary({"a": costs(8, 12), "b": costs(4, 4), "c": costs(2, 2)}, samples=16)
    assert found["c"]["times the one before"]["median"] == 2
    assert found["c"]["times the script"] == {"median": 5, "best": 4, "CPU": 5, "rounds": 5}
    assert found["b"]["samples/s, median"] == 4


def test_the_painters_pretraining_is_timed(workload: Workload) -> None:
    ours, theirs = Pipe()
    ours.send(True)
    ours.send(False)
    arms.serve(pretraining.arm(2, for_training), workload, theirs)
    _warm, shipped = ours.recv(), ours.recv()
    assert not ours.poll()
    first = Cost(4.0, 8.0, 1.0, "no", "adamw")
    found = pretraining.summary({"at first": [first], "as it ships": [shipped]})
    assert found["at first"]["pictures/s, median"] == 8
    assert found["as it ships"]["times the first"] == pytest.approx(8 / shipped.wall)


@pytest.mark.usefixtures("own_precision")
def test_updates_of_a_whole_model_are_timed_and_weighed() -> None:
    found = sd14.measured(TINY, updates=2)
    assert (found["batch size"], found["gradient accumulation steps"], found["optimizer"]) == (
        16,
        1,
        "adamw8bit",
    )
    assert len(found["seconds an update"]) == 2
    assert found["peak GiB"]["with the checkpoint"] >= found["peak GiB"]["weights"] > 0


def test_gains_of_a_micro_batch_multiply() -> None:
    found = sd14.parts(TINY, batch=1, repeats=1)
    assert found["x"] == pytest.approx(found["x by caches"] * found["x by bf16"])
    assert found["x by caches"] > 1


def test_memory_is_saved_by_adapters_checkpointing_and_small_batches() -> None:
    whole = MemoryEstimate.of(TINY, 4, rank=0, checkpointing=False)
    assert whole.gradients == 2 * whole.optimizer
    assert MemoryEstimate.of(TINY, 1, rank=0, checkpointing=False).kept < whole.kept
    assert MemoryEstimate.of(TINY, 4, rank=0, checkpointing=True).kept < whole.kept
    adapters = MemoryEstimate.of(TINY, 4, rank=4, checkpointing=False)
    assert adapters.gradients < whole.gradients / 10
    assert adapters.weights > whole.weights
