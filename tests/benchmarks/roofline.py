"""The time of each part of a request, compared with the peak speed of the machine."""

from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import torch
from torch.profiler import ProfilerActivity, profile
from torch.utils.flop_counter import FlopCounterMode

from model.files.folders import BUNDLED
from model.image.pixels import to_network
from model.painter import Painter
from model.recipe import Recipe, conditioning
from model.sketch.drawing.compose import compose, rasterize
from model.solver import schedule
from tests.benchmarks.bundled import CANDIDATES, PROMPTS, painter
from tests.benchmarks.measure import REPEATS, gemm, interleaved

PAINTED = CANDIDATES - 1
GEMM_SIDE = 2048
"""Large enough that the product takes about as long as the parts that it is compared with."""
SHOWN_OPERATORS, PROFILED = 10, 5
ALL_ROWS, ONE_ROW = "UNet, all rows", "UNet, one row"

Parts = Mapping[str, Callable[[], object]]


def measured(folder: Path = BUNDLED, repeats: int = REPEATS) -> dict[str, Any]:
    """Seconds, GFLOP and share of the peak of each part of a request for four candidates.

    "times" is how often a request needs the part. The UNet runs with one row in the first step and
    with all rows in the others. Each painting is decoded.
    """
    own = painter(folder)
    parts = _parts(own)
    dtype = own.pipeline.unet.conv_in.weight.dtype
    peaks = {"GEMM": gemm(dtype, GEMM_SIDE), "GEMM, float32": gemm(torch.float32, GEMM_SIDE)}
    with torch.inference_mode():
        timings = interleaved({**peaks, **parts}, repeats)
        flops = {name: _flops(part) for name, part in parts.items()}
        operators = _operators(parts[ALL_ROWS])
    peak = 2 * GEMM_SIDE**3 / timings["GEMM"].best
    cpu_peak = 2 * GEMM_SIDE**3 / timings["GEMM"].best_cpu
    return {
        "precision": str(dtype).removeprefix("torch."),
        "GEMM peak, GFLOP/s": peak / 1e9,
        "GEMM peak in float32, GFLOP/s": 2 * GEMM_SIDE**3 / timings["GEMM, float32"].best / 1e9,
        "times": _times(own),
        "rows": PAINTED * _branches(own),
        "parts": {
            name: {
                **timings[name].summary(),
                "GFLOP": flops[name] / 1e9,
                "share of the peak": flops[name] / timings[name].best / peak,
                "share of the peak, CPU": flops[name] / timings[name].best_cpu / cpu_peak,
            }
            for name in parts
        },
        "operators of the UNet": operators,
    }


def _parts(own: Painter) -> Parts:
    pipeline, recipe, unread = own.pipeline, Recipe(PROMPTS[1]), count()
    scene = own.reader.read(recipe.prompt)
    svg = compose(own.library, scene, recipe.style, 0).svg
    rgba = rasterize(svg, pipeline.resolution)
    pixels = to_network(rgba[None])
    generator = torch.Generator().manual_seed(0)
    branches = _branches(own)
    latents = torch.randn(PAINTED * branches, *pipeline.latent_shape, generator=generator)
    states = pipeline.conditioning([conditioning(recipe.prompt, recipe.style), ""])
    text = states[:branches].repeat_interleave(PAINTED, dim=0)
    t = torch.linspace(300, 600, PAINTED).long().repeat(branches)
    channels = pipeline.vae.config.in_channels
    four = pixels.expand(CANDIDATES, -1, -1, -1)
    return {
        "read": lambda: own.reader.read(f"{recipe.prompt} {_word(next(unread))}"),
        "sketch": lambda: rasterize(
            compose(own.library, scene, recipe.style, 0).svg, pipeline.resolution
        ),
        "text": lambda: pipeline.conditioning([recipe.prompt]),
        "encode": lambda: pipeline.vae.encode(pixels[:, :channels]),
        ALL_ROWS: lambda: pipeline.unet(latents, t, text),
        ONE_ROW: lambda: pipeline.unet(latents[:1], t[:1], text[:1]),
        "decode": lambda: pipeline.vae.decode(latents[:1]),
        "judge": lambda: own.judge.image_features(four),
    }


def _word(number: int) -> str:
    """A new word for each number. Digits would be read without the text encoder."""
    return "qu" + str(number).translate(str.maketrans("0123456789", "abcdefghij"))


def _branches(own: Painter) -> int:
    """Rows of the UNet for one candidate: two with guidance."""
    return 1 if own.pipeline.manifest.guidance == 1 else 2


def _times(own: Painter) -> dict[str, int]:
    """How often a request for four emoji needs each part."""
    manifest, diffusion = own.pipeline.manifest, own.pipeline.diffusion
    painted = [strength for strength in manifest.strengths if strength]
    lengths = [len(schedule(diffusion, manifest.steps, strength)) for strength in painted]
    return {
        "read": 1,
        "sketch": CANDIDATES,
        "text": 2,
        "encode": len(painted),
        ALL_ROWS: max(lengths) - 1,
        ONE_ROW: 1,
        "decode": len(painted),
        "judge": 1,
    }


def _flops(part: Callable[[], object]) -> int:
    with FlopCounterMode(display=False) as counter:
        part()
    return int(counter.get_total_flops())


def _operators(part: Callable[[], object]) -> dict[str, float]:
    """Each operator's share of the total time, the largest first."""
    with profile(activities=[ProfilerActivity.CPU]) as found:
        for _ in range(PROFILED):
            part()
    rows = [(row.key, row.self_cpu_time_total) for row in found.key_averages()]
    total = sum(time for _, time in rows)
    largest = sorted(rows, key=lambda row: -row[1])[:SHOWN_OPERATORS]
    return {name: time / total for name, time in largest}
