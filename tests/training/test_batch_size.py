"""Joined micro-batches: as many as fit into memory, with unchanged updates."""

from pathlib import Path

import pytest
import torch
from accelerate import Accelerator
from torch import nn

from tests.support.loop_tasks import SETTINGS, Hungry, weights
from training.loop import batch_size as room
from training.loop.batch_size import kept_bytes, most_at_once
from training.loop.loop import Loop
from training.loop.task import Batch


class Separate(Hungry):
    """A separable task with enough memory for a whole update."""

    separable = True
    room = 8


def test_what_a_forward_keeps_is_counted_once_and_without_weights() -> None:
    weight = nn.Parameter(torch.ones(1000))
    given = torch.ones(1000, requires_grad=True)

    def forward() -> torch.Tensor:
        return (given * weight).exp().square().sum()  # stores `given`, and the result of exp

    assert kept_bytes(forward, [weight]) == 2 * 4000


def test_joined_micro_batches_learn_the_same(tmp_path: Path) -> None:
    joined, apart = Separate(), Hungry()
    apart.room = 4
    loop = Loop(joined, SETTINGS, tmp_path / "joined")
    progress = loop.run()
    Loop(apart, SETTINGS, tmp_path / "apart").run()
    assert (loop.memory.batch_size, loop.memory.gradient_accumulation_steps) == (8, 1)
    assert loop.memory.taken == []
    assert progress.samples == SETTINGS.updates * 8
    assert torch.allclose(weights(joined), weights(apart), atol=2e-3)  # half precision


def test_a_run_that_was_joined_resumes_bit_for_bit(tmp_path: Path) -> None:
    whole, halves = Separate(), Separate()
    Loop(whole, SETTINGS, tmp_path / "whole").run()
    halves.stop_at = 5
    with pytest.raises(KeyboardInterrupt):
        Loop(halves, SETTINGS, tmp_path / "halves").run()
    again = Separate()
    Loop(again, SETTINGS, tmp_path / "halves").run()
    assert again.batches < whole.batches
    assert torch.equal(weights(again), weights(whole))


@pytest.mark.parametrize(("micro_batches", "fits"), [(1.5, 1), (2.5, 2), (5.5, 4), (8.5, 8)])
def test_as_many_as_have_room_and_divide_the_update(
    micro_batches: float, fits: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = nn.Linear(10, 10, bias=False)
    given = torch.ones(1000, requires_grad=True)
    fixed, kept = 100 * (4 + 4 + 8), 4000
    monkeypatch.setattr(room, "_memory", lambda _: 1e6)
    monkeypatch.setattr(room, "SHARE", (fixed + micro_batches * kept) / 1e6)
    found = most_at_once(given.exp, 8, list(model.parameters()), Accelerator())
    assert found == fits


@pytest.mark.parametrize(
    ("room", "before", "after"),
    [(2, (4, 2), (2, 4)), (4, (8, 1), (4, 2))],
    ids=["one alone has no room, so they stay apart", "what proves too much is parted first"],
)
def test_memory_that_falls_short(
    room: int,
    before: tuple[int, int],
    after: tuple[int, int],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    task = Separate()
    task.room = room
    loop = Loop(task, SETTINGS, tmp_path)
    assert (loop.memory.batch_size, loop.memory.gradient_accumulation_steps) == before
    loop.run()
    assert (loop.memory.batch_size, loop.memory.gradient_accumulation_steps) == after
    assert caplog.messages == [
        f"out of memory: micro-batches of {after[0]}, {after[1]} to an update"
    ]


def test_a_failure_that_is_not_memory_is_told(tmp_path: Path) -> None:
    class Broken(Separate):
        def losses(
            self, model: nn.Module, batch: Batch, generator: torch.Generator
        ) -> dict[str, torch.Tensor]:
            raise RuntimeError("shapes do not fit")

    with pytest.raises(RuntimeError, match="shapes do not fit"):
        Loop(Broken(), SETTINGS, tmp_path)
