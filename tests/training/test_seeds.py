"""Seeds that do not depend on the process, or on the version of Python."""

import os
import subprocess
import sys
from pathlib import Path

import torch

from training.seeds import seeded

ROOT = Path(__file__).parents[2]
CODE = "from training.seeds import seeded; print(seeded(3, -1).initial_seed())"


def test_a_seed_is_the_same_in_every_process() -> None:
    found = {
        subprocess.run(
            [sys.executable, "-c", CODE],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        ).stdout
        for hash_seed in ("0", "1", "2")
    }
    assert found == {f"{seeded(3, -1).initial_seed()}\n"}


def test_a_seed_is_the_same_in_every_release() -> None:
    assert seeded(0, 1).initial_seed() == 5_973_285_143_095_172_824


def test_different_numbers_give_different_streams() -> None:
    numbers = [(0,), (1,), (0, 0), (0, 1), (1, 0), (-1,), (-2,), (0, 10), (1, 1)]
    assert len({seeded(*each).initial_seed() for each in numbers}) == len(numbers)
    assert torch.equal(torch.rand(3, generator=seeded(4)), torch.rand(3, generator=seeded(4)))
