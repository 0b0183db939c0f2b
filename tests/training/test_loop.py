"""The training loop: exact resume, budgets, signals, divergence, a full disk."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from model.errors import Unavailable
from tests.support.loop_tasks import SETTINGS, Doubling
from training.loop.checkpoints import CHECKSUMS
from training.loop.loop import Loop
from training.loop.update import Diverged
from training.paths import writing


def trained(folder: Path, *totals: int) -> dict[str, torch.Tensor]:
    """The EMA weights after consecutive runs, each up to this number of updates."""
    for total in totals:
        task = Doubling()
        loop = Loop(task, SETTINGS, folder)
        task.stop_at = None if total == SETTINGS.updates else (total - start(folder)) * 2
        try:
            loop.run()
        except KeyboardInterrupt:
            assert loop.progress.updates == total
    return task.model.state_dict()


def start(folder: Path) -> int:
    names = [path.name for path in (folder / "checkpoints").glob("update-*")]
    return max((int(name.removeprefix("update-")) for name in names), default=0)


def test_half_and_half_is_the_whole_bit_for_bit(tmp_path: Path) -> None:
    whole = trained(tmp_path / "whole", 8)
    halves = trained(tmp_path / "halves", 4, 8)
    assert whole.keys() == halves.keys()
    assert all(torch.equal(whole[name], halves[name]) for name in whole)


def test_it_learns(tmp_path: Path) -> None:
    torch.manual_seed(0)
    task = Doubling()
    settings = replace(SETTINGS, updates=150, gradient_accumulation_steps=1, batch_size=32)
    before = task.losses(task.model, {"x": torch.eye(3)}, torch.Generator())["loss"]
    Loop(task, settings, tmp_path).run()
    after = task.losses(task.model.eval(), {"x": torch.eye(3)}, torch.Generator())["loss"]
    assert after < before / 4


def test_a_budget_stops_it_and_leaves_a_checkpoint_and_a_sheet(tmp_path: Path) -> None:
    task = Doubling()
    progress = Loop(task, SETTINGS, tmp_path).run(minutes=0)
    assert progress.updates == 1
    assert start(tmp_path) == 1
    assert task.shown == 1
    assert list((tmp_path / "scalars").glob("events*"))


def test_a_signal_keeps_the_update_under_way(tmp_path: Path) -> None:
    task = Doubling()
    task.stop_at = 3
    with pytest.raises(KeyboardInterrupt):
        Loop(task, SETTINGS, tmp_path).run()
    assert start(tmp_path) == 2


def test_nan_stops_with_the_update_and_the_remedy(tmp_path: Path) -> None:
    task = Doubling()
    task.poisoned = True
    with pytest.raises(
        Diverged, match=r"at update 0, samples range\(0, 4\): take a smaller learning rate"
    ):
        Loop(task, SETTINGS, tmp_path).run()
    assert start(tmp_path) == 0


def test_only_the_last_two_checkpoints_stay(tmp_path: Path) -> None:
    Loop(Doubling(), replace(SETTINGS, checkpoint_minutes=0), tmp_path).run()
    names = sorted(path.name for path in (tmp_path / "checkpoints").iterdir())
    assert names == ["update-00000007", "update-00000008"]


DAMAGES: dict[str, Callable[[Path], object]] = {
    "empty": lambda file: file.write_bytes(b""),
    "half": lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
    "zeros": lambda file: file.write_bytes(bytes(file.stat().st_size)),
    "missing": lambda file: file.unlink(),
}


def files(checkpoint: Path) -> list[str]:
    return sorted(path.name for path in checkpoint.iterdir())


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_checkpoint_falls_back_to_the_one_before(damage: str, tmp_path: Path) -> None:
    whole = trained(tmp_path / "whole", 8)
    trained(tmp_path / "run", 2, 4)
    newest = tmp_path / "run" / "checkpoints" / "update-00000004"
    for name in files(newest):
        if name == CHECKSUMS and damage == "missing":
            continue
        folder = tmp_path / f"without-{name}"
        shutil.copytree(tmp_path / "run", folder)
        DAMAGES[damage](folder / "checkpoints" / newest.name / name)
        loop = Loop(task := Doubling(), SETTINGS, folder)
        loop.run()
        again = task.model.state_dict()
        assert all(torch.equal(whole[key], again[key]) for key in whole), name


def test_a_run_whose_checkpoints_are_all_damaged_says_what_to_do(tmp_path: Path) -> None:
    trained(tmp_path, 2, 4)
    for checkpoint in (tmp_path / "checkpoints").iterdir():
        (checkpoint / "model.safetensors").write_bytes(b"")
    with pytest.raises(Unavailable, match="remove that folder to start the training again"):
        Loop(Doubling(), SETTINGS, tmp_path).run()


def test_a_full_disk_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="No space is left"), writing(tmp_path):
        raise OSError(28, "No space left on device")
