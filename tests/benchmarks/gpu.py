"""What a machine with a GPU can do: `make check-gpu`. Small where there is no GPU.

Paints and trains with the bundled model and with Stable Diffusion v1.4's architecture (random
weights), in at most eight minutes and without a network. An arm that fails or finds no time left
says why in its place. Writes `gpu.json` and `gpu.html`.
"""

# ruff: noqa: E402  torch is imported after the call.
import argparse
import asyncio
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from model.threads import sleep_while_waiting

sleep_while_waiting()

import torch

LIMIT = 480.0
"""Seconds for everything."""
PICTURES = 32
GIB = 2**30
FOLDER = Path("artifacts")
MEMORY = f"peak GiB of the {'GPU' if torch.cuda.is_available() else 'process'}"


@dataclass(frozen=True, slots=True)
class Check:
    """How much to do. `division` makes Stable Diffusion's widths smaller."""

    home: Path
    small: bool
    seconds: float
    askers: Sequence[int]
    deadline: float

    @property
    def division(self) -> int:
        """1 on a GPU."""
        return 4 if self.small else 1

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return self.deadline - time.monotonic()


def machine() -> dict[str, Any]:
    """The machine and the versions."""
    found: dict[str, Any] = {
        "machine": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "torch": torch.__version__,
        "python": platform.python_version(),
        "GPU": "none: not run on a GPU",
    }
    if torch.cuda.is_available():
        own = torch.cuda.get_device_properties(0)
        found |= {"GPU": own.name, "GPU GiB": round(own.total_memory / GIB, 1)}
    return found


def models(check: Check) -> dict[str, Path]:
    """The two models: the bundled one, and Stable Diffusion's architecture."""
    from model.files.folders import BUNDLED
    from tests.benchmarks.sd import SdForm
    from tests.benchmarks.sd_folder import build

    folder = check.home / "sd14"
    if not folder.exists():
        build(SdForm(resolution=64 if check.small else 512, division=check.division), folder)
    return {"bundled": BUNDLED, "Stable Diffusion v1.4, random weights": folder}


def painting(check: Check) -> dict[str, Any]:
    """Seconds of a request alone, the capacity that the engine chooses, peak memory."""
    return {name: asyncio.run(_paint(folder)) for name, folder in models(check).items()}


async def _paint(folder: Path) -> dict[str, Any]:
    from model.engine import EmojiEngine
    from model.recipe import Recipe

    began = time.perf_counter()
    async with EmojiEngine.open(folder) as engine:
        opened = time.perf_counter()
        await engine.measure()
        measured = time.perf_counter()
        _reset_peak()
        for seed in range(2):
            start = time.perf_counter()
            painted = await engine.paint(Recipe("angry unicorn", seed=seed))
            alone = time.perf_counter() - start
    return {
        "opening, s": opened - began,
        "measuring, s": measured - opened,
        "capacity, requests": engine.capacity,
        "a request alone, s": alone,
        "candidates": len(painted.candidates),
        MEMORY: _peak(),
        "precision": painted.receipt["precision"],
    }


def serving(check: Check) -> dict[str, Any]:
    """Requests painted in flight against one at a time, by the number of askers."""
    found: dict[str, Any] = {}
    for name, folder in models(check).items():
        arms = {arm: asyncio.run(_serve(arm, folder, check)) for arm in ("FIFO", "in-flight")}
        for askers in arms["FIFO"].keys() & arms["in-flight"].keys():
            one, two = arms["FIFO"][askers], arms["in-flight"][askers]
            found[f"{name}, {askers} askers"] = {
                "FIFO, images a minute": one["images a minute"],
                "in flight, images a minute": two["images a minute"],
                "gain": two["images a minute"] / one["images a minute"],
                "FIFO, emoji p50 s": one["emoji p50 s"],
                "in flight, emoji p50 s": two["emoji p50 s"],
            }
    return found


async def _serve(arm: str, folder: Path, check: Check) -> dict[int, dict[str, Any]]:
    from tests.benchmarks import serving as bench

    found = {}
    async with bench.ARMS[arm](folder) as server:
        await bench.burst(server, 1)
        for askers in check.askers:
            if check.left < LIMIT / 3:
                break
            load = partial(bench.closed, askers=askers, each=2)
            found[askers] = bench.summary([await bench.measured_pass(server, load)])
    return found


def training(check: Check) -> dict[str, Any]:
    """Fine-tune both models for `--seconds`, as the command line does."""
    data = _data(check.home / "pictures", 64 if check.small else 256)
    presets = dict(zip(models(check).items(), ("bundled", "sd14"), strict=True))
    return {
        name: _tried(partial(_train, folder=folder, preset=preset, data=data), check)
        for (name, folder), preset in presets.items()
    }


def _train(check: Check, folder: Path, preset: str, data: Path) -> dict[str, Any]:
    home = check.home / f"home-{preset}"
    words = ["--preset", preset, "--model", str(folder), "--data", f"folder:{data}"]
    words += ["--minutes", str(check.seconds / 60), "--epochs", "10000", "--views", "1"]
    words += ["--show-minutes", "1000", "--checkpoint-minutes", "1000"]
    if check.small:
        words += ["--resolution", "128" if preset == "bundled" else "64"]
    subprocess.run(
        [sys.executable, "-m", "training", *words],
        env={**os.environ, "EMOJISMITH_HOME": str(home)},
        check=True,
        timeout=check.left,
        stdout=sys.stderr,
    )
    (run,) = (home / "runs").iterdir()
    receipt = json.loads((run / "model" / "emojismith.json").read_text())["receipt"]["finetune"]
    keys = ["samples", "updates", "precision", "optimizer", "pictures_at_once", "peak_memory_gib"]
    keys += ["peak_gpu_memory_gib"] if torch.cuda.is_available() else []
    speed = receipt["samples"] / (receipt["hours"] * 3600)
    return {"samples/s": speed, **{key: receipt.get(key) for key in keys}}


def _data(folder: Path, resolution: int) -> Path:
    """Composed sketches with their captions."""
    from PIL import Image

    from model.files.folders import BUNDLED
    from model.nets.text import TextEncoder
    from model.sketch.drawing.compose import compose, rasterize
    from model.sketch.language.parse import Reader
    from model.sketch.library import Library
    from tests.benchmarks.bundled import PROMPTS

    library = Library()
    reader = Reader(library, TextEncoder.open(BUNDLED).embed)
    folder.mkdir()
    lines = []
    for seed in range(PICTURES):
        prompt = PROMPTS[seed % len(PROMPTS)]
        svg = compose(library, reader.read(prompt), "fluent", seed).svg
        Image.fromarray(rasterize(svg, resolution)).save(folder / f"{seed}.png")
        lines.append(json.dumps({"file_name": f"{seed}.png", "text": prompt, "style": "fluent"}))
    (folder / "metadata.jsonl").write_text("\n".join(lines))
    return folder


def script(check: Check) -> dict[str, Any]:
    """Samples a second in training against diffusers' own script, on the same batches."""
    from tests.benchmarks import arms, sd
    from tests.benchmarks import training as bench
    from tests.benchmarks.workload import Workload, preset

    form = sd.SdForm(resolution=64 if check.small else 256, division=check.division)
    with tempfile.TemporaryDirectory() as folder:
        workload = Workload(form, 16, Path(folder))
        workload.encoded()
        compared = {"diffusers' script": arms.script, "this project's loop": arms.eight_bit}
        costs = bench.measured(compared, workload, repeats=1 if check.small else 3)
    plan = preset("sd14")
    found = bench.summary(costs, plan.batch_size * plan.gradient_accumulation_steps)
    ours = found["this project's loop"]
    return {
        name: {
            "samples/s, median": own["samples/s, median"],
            MEMORY: own["peak GiB"],
            "precision": own["precision"],
        }
        for name, own in found.items()
    } | {"gain": ours["times the script"]["median"]}


ARMS: dict[str, Callable[[Check], dict[str, Any]]] = {
    "painting": painting,
    "serving": serving,
    "training": training,
    "diffusers' script": script,
}


def run(check: Check, names: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Run these arms while there is time; yields all results after each of them."""
    found: dict[str, Any] = {"machine": machine()}
    for name in names:
        began = time.monotonic()
        if check.left < check.seconds:
            found[name] = {"not run": "no time was left"}
        else:
            print(f"{name} …", file=sys.stderr)
            found[name] = _tried(ARMS[name], check)
            found[name]["seconds of this arm"] = time.monotonic() - began
        yield found


def _tried(arm: Callable[[Check], dict[str, Any]], check: Check) -> dict[str, Any]:
    try:
        return arm(check)
    except Exception as error:  # the other arms are worth having
        return {"not run": f"{type(error).__name__}: {error}"}


def _reset_peak() -> None:
    """Start to measure the peak memory anew."""
    if torch.cuda.is_available():
        torch.cuda.reset_peak_memory_stats()
    else:
        with suppress(OSError):  # Linux only; otherwise the peak is that since the start.
            Path("/proc/self/clear_refs").write_text("5")


def _peak() -> float:
    """The peak GiB since `_reset_peak`: torch's on the GPU, without one the process's."""
    if torch.cuda.is_available():
        return torch.cuda.max_memory_allocated() / GIB
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / GIB


def main() -> None:
    """Check this machine, write both files and print the JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.gpu")
    gpu = torch.cuda.is_available()
    parser.add_argument("--arms", nargs="+", choices=ARMS, default=list(ARMS), help="default: all")
    parser.add_argument(
        "--seconds", type=float, default=60.0 if gpu else 20.0, help="of a training"
    )
    parser.add_argument("--askers", type=int, nargs="+", default=(1, 2, 4, 8) if gpu else (1, 2))
    parser.add_argument("--full", action="store_true", help="full size without a GPU too")
    parser.add_argument("--out", type=Path, default=FOLDER, help="the folder for the results")
    options = parser.parse_args()
    deadline = time.monotonic() + LIMIT
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        small = not (gpu or options.full)
        check = Check(Path(home), small, options.seconds, options.askers, deadline)
        for found in run(check, options.arms):
            _write(found, options.out)
    print(json.dumps(found, indent=2, default=float))


def _write(found: dict[str, Any], folder: Path) -> None:
    from tests.benchmarks import page

    data = json.dumps(found, indent=2, default=float)
    (folder / "gpu.json").write_text(data + "\n")
    (folder / "gpu.html").write_text(page.plain("GPU check", found))


if __name__ == "__main__":
    main()
