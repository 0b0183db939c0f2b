"""A step of Stable Diffusion v1.4's architecture at 256 px: seconds, and share of peak speed."""

import copy
from typing import Any

import torch
from torch import Tensor

from model import solver
from model.nets.unet import UNet, UNetConfig
from model.pipeline import precision
from model.solver import Diffusion
from tests.benchmarks.bundled import psnr
from tests.benchmarks.measure import REPEATS, gemm, interleaved, ratios
from tests.benchmarks.sd import SCHEDULER, SD14, TOKENS, SdForm

STEPS, GUIDANCE, GEMM_SIDE = 4, 7.5, 2048


def measured(
    form: SdForm = SD14, repeats: int = REPEATS, dtype: torch.dtype | None = None
) -> dict[str, Any]:
    """Time one guided step of one picture (two rows) with diffusers' UNet and with this project's.

    Weights are random. This project's UNet runs in float32 and in `dtype`; None is the precision
    that this device paints in.
    """
    dtype = precision(torch.device("cpu")) if dtype is None else dtype
    name = str(dtype).removeprefix("torch.")
    plain = form.unet().eval().requires_grad_(False)
    with torch.device("meta"):
        single = UNet(UNetConfig.from_dict(dict(plain.config)))
    single.load_state_dict(plain.state_dict(), assign=True)
    single.eval().requires_grad_(False)
    shipped = copy.deepcopy(single).to(dtype)
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(2, *form.latent_shape, generator=generator)
    text = torch.randn(2, TOKENS, form.text_width, generator=generator)
    t = torch.full((2,), 500)
    multiply = {
        f"GEMM, {name}": gemm(dtype, GEMM_SIDE),
        "GEMM, float32": gemm(torch.float32, GEMM_SIDE),
    }
    with torch.inference_mode():
        timings = interleaved(
            {
                **multiply,
                "diffusers, float32": lambda: plain(x, t, text),
                "ours, float32": lambda: single(x, t, text),
                f"ours, {name}": lambda: shipped(x, t, text),
            },
            repeats,
        )
        latents = painted(single, x[:1], text), painted(shipped, x[:1], text)
    reference = latents[0].numpy()
    flop = 2 * form.flops()["unet"]
    peaks = {name: 2 * GEMM_SIDE**3 / timings[f"GEMM, {name}"].best for name in {name, "float32"}}
    steps = {name: own for name, own in timings.items() if not name.startswith("GEMM")}
    return {
        "GFLOP a step": flop / 1e9,
        "GEMM peak, GFLOP/s": {name: peak / 1e9 for name, peak in peaks.items()},
        "steps": {
            name: {
                **own.summary(),
                "x": ratios(timings["diffusers, float32"], own),
                "GFLOP/s": flop / own.best / 1e9,
                "share of the peak": flop / own.best / peaks[name.split(", ")[1]],
                "share of the peak, CPU": timings[f"GEMM, {name.split(', ')[1]}"].best_cpu
                / (2 * GEMM_SIDE**3)
                * flop
                / own.best_cpu,
            }
            for name, own in steps.items()
        },
        "PSNR of the precision, dB": psnr(
            reference, latents[1].numpy(), float(reference.max() - reference.min())
        ),
        "steps of that": STEPS,
    }


def painted(unet: UNet, noise: Tensor, text: Tensor) -> Tensor:
    """Latents [1, channels, height, width] after a few guided steps from noise."""
    diffusion = Diffusion.from_dict(SCHEDULER)
    plan = solver.schedule(diffusion, STEPS)
    x, before = noise, torch.zeros_like(noise)
    for at, t in enumerate(plan.timesteps):
        alpha, sigma = (solver.per_row([float(v[at])], x) for v in (plan.alpha, plan.sigma))
        both = unet(torch.cat([x, x]), torch.full((2,), int(t)), text).float()
        guided = both[1:] + GUIDANCE * (both[:1] - both[1:])
        clean = solver.predicted_x0(x, guided, alpha, sigma, diffusion.velocity)
        coefficients = torch.as_tensor(plan.coefficients[at : at + 1], dtype=x.dtype)
        x, before = solver.update(x, clean, before, coefficients), clean
    return x
