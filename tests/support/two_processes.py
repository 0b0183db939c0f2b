"""Runs a training in two processes on this machine, by torchrun and gloo."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
TORCHRUN = ["-m", "torch.distributed.run", "--nproc-per-node", "2"]
TORCHRUN += ["--rdzv-backend", "c10d", "--rdzv-endpoint", "127.0.0.1:0"]


def in_two_processes(module: str, words: Sequence[str], home: Path) -> str:
    """The output of `python -m MODULE WORDS` in both, with its data in `home`; it must succeed."""
    environment = {
        **os.environ,
        "EMOJISMITH_HOME": str(home),
        "ACCELERATE_USE_CPU": "true",
        "OMP_NUM_THREADS": "1",
    }
    done = subprocess.run(
        [sys.executable, *TORCHRUN, "-m", module, *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout
