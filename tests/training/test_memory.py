"""Out of memory: the measures and their order, with unchanged updates; the optimizers."""

import dataclasses
import logging
from pathlib import Path

import pytest
import torch
from diffusers import UNet2DModel
from torch import nn

from model.rows import is_out_of_memory
from tests.support.loop_tasks import SETTINGS, Doubling, Hungry, weights
from training.loop import optimizers
from training.loop.ema import EMA
from training.loop.loop import Loop
from training.loop.memory import MemoryGuard, OutOfMemory
from training.loop.optimizers import new_optimizer


def test_halved_batches_learn_the_same(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    short, roomy = Hungry(), Hungry()
    roomy.room = 4
    loop = Loop(short, SETTINGS, tmp_path / "short")
    progress = loop.run()
    Loop(roomy, SETTINGS, tmp_path / "roomy").run()
    assert (loop.memory.batch_size, loop.memory.gradient_accumulation_steps) == (2, 4)
    assert progress.samples == SETTINGS.updates * 8
    assert torch.allclose(weights(short), weights(roomy), atol=2e-3)  # half precision
    assert [r.message for r in caplog.records] == [
        "out of memory: micro-batches of 2, 4 to an update"
    ]


def test_where_nothing_helps_it_says_what_would(tmp_path: Path) -> None:
    task = Hungry()
    task.room = 0
    with pytest.raises(OutOfMemory, match="train the LoRA preset"):
        Loop(task, SETTINGS, tmp_path).run()


def test_a_sheet_that_memory_does_not_suffice_for_is_left_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def paint(task: Doubling, path: Path) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB")

    monkeypatch.setattr(Doubling, "show", paint)
    assert Loop(Doubling(), SETTINGS, tmp_path).run().updates == SETTINGS.updates
    assert "out of memory: the contact sheet is skipped" in caplog.messages


def test_memory_that_the_optimizer_lacks_ends_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def step(*_: object, **__: object) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB")

    monkeypatch.setattr(torch.optim.AdamW, "step", step)
    with pytest.raises(OutOfMemory, match="the optimizer's state"):
        Loop(Doubling(), SETTINGS, tmp_path).run()


def test_the_measures_come_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    moved: list[bool] = []
    unet = UNet2DModel(
        sample_size=8,
        block_out_channels=(32, 32),
        down_block_types=("DownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "UpBlock2D"),
    )
    average = EMA(list(unet.parameters()), 0.9, on_cpu=False, device=torch.device("meta"))
    monkeypatch.setattr(EMA, "to_cpu", lambda _: moved.append(True))
    memory = MemoryGuard(unet, 4, 3, average)
    memory.join(3)
    for _ in range(5):
        memory.relieve(MemoryError("none"))
    with pytest.raises(OutOfMemory):
        memory.relieve(MemoryError("none"))
    assert memory.taken == [
        "micro-batches of 4, 3 to an update",
        "gradient checkpointing: activations are recomputed",
        "micro-batches of 2, 6 to an update",
        "the EMA is on the CPU",
        "micro-batches of 1, 12 to an update",
    ]
    assert unet.is_gradient_checkpointing
    assert moved == [True]


def test_what_short_memory_looks_like() -> None:
    assert is_out_of_memory(MemoryError())
    assert is_out_of_memory(RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate"))
    assert not is_out_of_memory(RuntimeError("shapes do not fit"))


def test_an_average_elsewhere_is_the_same_average() -> None:
    torch.manual_seed(0)
    near, far = nn.Linear(4, 4), nn.Linear(4, 4)
    far.load_state_dict(near.state_dict())
    pair = [list(near.parameters()), list(far.parameters())]
    averages = [
        EMA(own, 0.9, on_cpu, torch.device("cpu"))
        for own, on_cpu in zip(pair, (False, True), strict=True)
    ]
    for _ in range(5):
        for own, average in zip(pair, averages, strict=True):
            with torch.no_grad():
                for parameter in own:
                    parameter.add_(1)
            average.step(own)
    with averages[0].applied(pair[0]), averages[1].applied(pair[1]):
        assert torch.equal(near.weight, far.weight)
        shown = near.weight.clone()
    assert not torch.equal(near.weight, shown)


def test_eight_bit_adam_learns_what_adam_does(tmp_path: Path) -> None:
    wide = nn.Parameter(torch.zeros(8192))
    name, eight = new_optimizer("adamw8bit", [wide], torch.device("cpu"), lr=0.05)
    narrow = nn.Parameter(torch.zeros(8192))
    _, full = new_optimizer("adamw", [narrow], torch.device("cpu"), lr=0.05)
    assert name == "adamw8bit"
    for parameter, optimizer in ((wide, eight), (narrow, full)):
        for _ in range(60):
            optimizer.zero_grad()
            torch.autograd.backward((parameter - 1).square().sum())
            optimizer.step()
    assert torch.allclose(wide, narrow, atol=0.02)
    assert eight.state[wide]["state1"].dtype == torch.uint8


def test_without_eight_bits_adam_runs_and_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    monkeypatch.setattr(optimizers, "_eight_bit", lambda: None)
    loop = Loop(Doubling(), dataclasses.replace(SETTINGS, optimizer="adamw8bit"), tmp_path)
    assert loop.optimizer == "adamw"
    assert "32 bits" in caplog.text


def test_eight_bit_state_resumes_exactly(tmp_path: Path) -> None:
    settings = dataclasses.replace(SETTINGS, optimizer="adamw8bit", ema=None)

    def wide() -> Hungry:
        torch.manual_seed(3)
        task = Hungry()
        task.room = 4
        task.model = nn.Sequential(nn.Linear(3, 4096), nn.GELU(), nn.Linear(4096, 3))
        return task

    whole, half, rest = wide(), wide(), wide()
    Loop(whole, settings, tmp_path / "whole").run()
    half.stop_at = 9
    with pytest.raises(KeyboardInterrupt):
        Loop(half, settings, tmp_path / "half").run()
    Loop(rest, settings, tmp_path / "half").run()
    assert torch.equal(weights(rest), weights(whole))
