"""Measures optimizer updates of Stable Diffusion v1.4's UNet on this machine."""

import re
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import torch

from model.errors import Unavailable
from tests.benchmarks.memory import GIB
from tests.benchmarks.sd import SD14, TOKENS, SdForm
from tests.benchmarks.workload import (
    Benched,
    encoded,
    frozen,
    preset,
    settings_of,
    token_ids,
)
from training.diffusion.captioned_latents import CaptionedLatents
from training.loop.loop import Loop

UPDATES, PICTURES = 3, 64
LEFT_GIB = 2.0
"""The run ends if less of the machine's memory is available, so that other programs go on."""


def measured(form: SdForm = SD14, updates: int = UPDATES) -> dict[str, Any]:
    """Seconds and peak memory of updates with the `sd14` preset, and of the final checkpoint.

    Latents and hidden states are random. Raises Unavailable if the machine runs short of memory.
    """
    unet = form.unet()
    plan = preset("sd14")
    wall, cpu, peaks = [0.0], [0.0], [_peak_gib()]

    def updated() -> None:
        wall.append(time.perf_counter())
        cpu.append(time.process_time())
        peaks.append(_peak_gib())
        if _available_gib() < LEFT_GIB:
            raise Unavailable("Too little memory is available: close other programs and try again.")

    with tempfile.TemporaryDirectory() as folder:
        settings = replace(settings_of(plan, plan.optimizer), updates=updates)
        loop = Loop(Benched(unet, _random(form), updated), settings, Path(folder))
        wall[0], cpu[0] = time.perf_counter(), time.process_time()
        loop.run()
    seconds = [later - sooner for sooner, later in pairwise(wall)]
    return {
        "parameters": sum(parameter.numel() for parameter in unet.parameters()),
        "resolution": form.resolution,
        "batch size": loop.memory.batch_size,
        "gradient accumulation steps": loop.memory.gradient_accumulation_steps,
        "saved memory": loop.memory.taken,
        "optimizer": loop.optimizer,
        "precision": loop.accelerator.mixed_precision,
        "threads": torch.get_num_threads(),
        "seconds an update": seconds,
        "CPU seconds an update": [later - sooner for sooner, later in pairwise(cpu)],
        "seconds a micro-batch, best": min(seconds) / loop.memory.gradient_accumulation_steps,
        "peak GiB": {
            "weights": peaks[0],
            "after each update": peaks[1:],
            "with the checkpoint": _peak_gib(),
        },
    }


def parts(form: SdForm = SD14, batch: int = 4, repeats: int = 3) -> dict[str, float]:
    """The fastest times of a micro-batch's parts in seconds, and the speed-up by caches and bf16.

    Times of the UNet are forward and backward.
    """
    autoencoder, encoder = frozen(form)
    unet = form.unet().train()
    pixels = torch.zeros(batch, 3, form.resolution, form.resolution)
    ids = token_ids(["an emoji"] * batch)
    noised, t = torch.randn(batch, *form.latent_shape), torch.arange(batch)
    hidden_states = torch.randn(batch, TOKENS, form.text_width)

    @torch.no_grad()
    def encode() -> None:
        autoencoder.encode(pixels)

    def learn(bf16: bool) -> None:
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            loss = unet(noised, t, hidden_states).sample.float().square().mean()
        loss.backward()

    works: dict[str, Callable[[], object]] = {
        "autoencoder": encode,
        "text": lambda: encoded(encoder, ids),
        "unet, fp32": lambda: learn(False),
        "unet, bf16": lambda: learn(True),
    }
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(repeats):
        for name, work in works.items():
            start = time.perf_counter()
            work()
            seconds[name].append(time.perf_counter() - start)
    best = {name: min(own) for name, own in seconds.items()}
    fp32, bf16 = best["unet, fp32"], best["unet, bf16"]
    script = best["autoencoder"] + best["text"] + fp32
    return {**best, "x by caches": script / fp32, "x by bf16": fp32 / bf16, "x": script / bf16}


def _random(form: SdForm) -> CaptionedLatents:
    generator = torch.Generator().manual_seed(0)
    hidden_states = torch.randn(PICTURES + 1, TOKENS, form.text_width, generator=generator)
    return CaptionedLatents(
        latents=lambda rows, views, noise: noise,
        hidden_states=hidden_states.__getitem__,
        captions=[(row + 1,) for row in range(PICTURES)],
        views=preset("sd14").views,
        shape=form.latent_shape,
    )


def _peak_gib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / GIB


def _available_gib() -> float:
    found = re.search(r"MemAvailable:\s+(\d+) kB", Path("/proc/meminfo").read_text())
    assert found
    return int(found[1]) * 1024 / GIB
