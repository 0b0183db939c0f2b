"""One denoising step for a batch of rows that each have their own timestep and solver state.

The solvers are DPM-Solver++ 2M (Lu et al. 2022, arXiv:2211.01095), DDIM (Song et al. 2020,
arXiv:2010.02502) and that of latent consistency models (Luo et al. 2023, arXiv:2310.04378). All
are written as x_t = a x_s + b x0 + c x0' + d eps, with x0 the denoised latents predicted now, x0'
those of the step before and eps new noise, so rows with different solvers share a batch.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import numpy as np
import numpy.typing as npt
import torch
from pydantic import Field
from torch import Tensor

from model.errors import BadModel
from model.files.config import Config, Small

Solver = Literal["dpm++", "ddim", "lcm"]
Array = npt.NDArray[np.float64]

FEWEST_STEPS = 2
ALMOST_NOTHING = 2.0**-24


class NoiseConfig(Config):
    """The part of a diffusers `scheduler_config.json` that is used, with diffusers' defaults."""

    num_train_timesteps: Annotated[int, Field(strict=True, ge=8, le=10_000)] = 1000
    beta_schedule: Literal["linear", "scaled_linear", "squaredcos_cap_v2"] = "linear"
    beta_start: Small = 1e-4
    beta_end: Small = 0.02
    trained_betas: Literal[None] = None
    prediction_type: Literal["epsilon", "v_prediction"] = "epsilon"
    rescale_betas_zero_snr: Annotated[bool, Field(strict=True)] = False
    lambda_min_clipped: Annotated[float, Field(strict=True, lt=0)] | None = None
    timestep_spacing: Literal["linspace", "leading", "trailing"] = "linspace"
    steps_offset: Annotated[int, Field(strict=True, ge=0, le=1000)] = 0


@dataclass(frozen=True, slots=True)
class Diffusion:
    """How the model was trained: its noise schedule and its prediction type.

    `alpha` and `sigma` [timesteps] are those of x_t = alpha x0 + sigma eps. `last` is the noisiest
    timestep at which sampling starts. `velocity` is True for v-prediction, False for epsilon.
    """

    alpha: Array
    sigma: Array
    last: int
    spacing: str
    offset: int
    velocity: bool

    @classmethod
    def from_dict(cls, config: Mapping[str, Any]) -> "Diffusion":
        """Read a diffusers `scheduler_config.json`. Raises BadModel for unsupported options."""
        return cls.of(NoiseConfig.from_dict(config))

    @classmethod
    def of(cls, config: "NoiseConfig") -> "Diffusion":
        """The noise schedule of a config. Raises BadModel if it leaves no timesteps."""
        alpha_bar: Array = np.cumprod(1 - _betas(config), dtype=np.float64)
        if config.rescale_betas_zero_snr:
            alpha_bar = _to_zero_snr(alpha_bar)
        alpha, sigma = np.sqrt(alpha_bar), np.sqrt(1 - alpha_bar)
        lambda_min = config.lambda_min_clipped or -math.inf
        last = int(np.sum(np.log(alpha / sigma) >= lambda_min)) - 1
        if last < 1 or not (alpha > 0).all():
            raise BadModel("The noise schedule of the scheduler leaves no timesteps to sample at.")
        return cls(
            alpha=alpha,
            sigma=sigma,
            last=last,
            spacing=config.timestep_spacing,
            offset=config.steps_offset,
            velocity=config.prediction_type == "v_prediction",
        )

    def check_steps(self, num_inference_steps: int) -> None:
        """Raises BadModel if the model has too few timesteps for so many denoising steps."""
        timesteps = self.timesteps(num_inference_steps)
        falling = (np.diff(timesteps) < 0).all()
        if not falling or timesteps[0] >= len(self.alpha) or num_inference_steps > self.last:
            raise BadModel(
                f"{num_inference_steps} denoising steps do not fit the scheduler's "
                f"{len(self.alpha)} timesteps: set fewer steps."
            )

    def timesteps(self, num_inference_steps: int) -> npt.NDArray[np.int64]:
        """Falling timesteps in the model's own spacing (arXiv:2305.08891)."""
        steps = num_inference_steps
        count = self.last + 1
        if self.spacing == "leading":
            return np.arange(steps, 0, -1) * (count // (steps + 1)) + self.offset
        if self.spacing == "trailing":
            stride = len(self.alpha) / steps
            return np.arange(count, 0, -stride).round().astype(np.int64)[:steps] - 1
        return self.down_from(self.last, steps)

    @staticmethod
    def down_from(start: int, steps: int) -> npt.NDArray[np.int64]:
        """`steps` evenly spaced timesteps from `start` down to 0, which is left out."""
        return np.linspace(0, start, steps + 1).round()[:0:-1].astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Schedule:
    """The timesteps of one row and the coefficients of its updates.

    `timesteps` is [steps]; `alpha` and `sigma` are [steps + 1], with the end x0. `coefficients`
    (a, b, c) is [steps, 3] and `fresh` (d), the amount of new noise, [steps].
    """

    timesteps: npt.NDArray[np.int64]
    alpha: Array
    sigma: Array
    coefficients: Array
    fresh: Array

    def __len__(self) -> int:
        return len(self.timesteps)


def schedule(
    diffusion: Diffusion,
    num_inference_steps: int,
    strength: float = 1.0,
    solver: Solver = "dpm++",
) -> Schedule:
    """The updates of a row that starts from a picture noised to `strength` (0 < strength <= 1).

    At strength s it starts at timestep s T and takes s of `num_inference_steps`, rounded up, but at
    least FEWEST_STEPS (or `num_inference_steps` if that is less).
    """
    steps = num_inference_steps
    if strength >= 1:
        timesteps = diffusion.timesteps(steps)
    else:
        count = max(math.ceil(steps * strength), min(steps, FEWEST_STEPS))
        start = max(round(strength * diffusion.last), count)
        timesteps = diffusion.down_from(start, count)
    return along(diffusion, timesteps, solver)


def along(
    diffusion: Diffusion, timesteps: npt.NDArray[np.int64], solver: Solver = "dpm++"
) -> Schedule:
    """The updates along falling `timesteps`, and from the last of them to x0."""
    alpha = np.append(diffusion.alpha[timesteps], 1.0)
    sigma = np.append(diffusion.sigma[timesteps], 0.0)
    if solver == "lcm":
        still = np.zeros(len(timesteps))
        return Schedule(
            timesteps, alpha, sigma, np.stack([still, alpha[1:], still], axis=1), sigma[1:]
        )
    order = 2 if solver == "dpm++" else 1
    coefficients = _coefficients(alpha, sigma, order)
    return Schedule(timesteps, alpha, sigma, coefficients, np.zeros(len(timesteps)))


def _coefficients(alpha: Array, sigma: Array, order: int) -> Array:
    """x_t = (sigma_t/sigma_s) x_s + alpha_t (1 - e^-h) D, with D = x0 at order 1, which is DDIM.

    At order 2, D = x0 + (x0 - x0') / 2r, with r the previous step over this one, in lambda. The
    first step has no x0' and is of order 1; so is the last, to x0, where order 1 is exact.
    """
    with np.errstate(divide="ignore"):
        lambdas = np.log(alpha) - np.log(sigma)
    h = np.diff(lambdas)
    gain = alpha[1:] * (1 - np.exp(-h))
    extra = np.zeros_like(gain)
    if order == 2:
        r = h[:-2] / h[1:-1]
        extra[1:-1] = gain[1:-1] / (2 * r)
    return np.stack([sigma[1:] / sigma[:-1], gain + extra, -extra], axis=1)


def noised(x0: Tensor, noise: Tensor, alpha: float, sigma: float) -> Tensor:
    """The start of a row: alpha x0 + sigma noise."""
    return alpha * x0 + sigma * noise


def predicted_x0(x: Tensor, output: Tensor, alpha: Tensor, sigma: Tensor, velocity: bool) -> Tensor:
    """x0 from the model's output: v = alpha eps - sigma x0 (arXiv:2202.00512), or eps."""
    if velocity:
        return alpha * x - sigma * output
    return (x - sigma * output) / alpha


def update(x: Tensor, x0: Tensor, previous_x0: Tensor, coefficients: Tensor) -> Tensor:
    """The latents [rows, channels, h, w] after one step, without new noise.

    `coefficients` is [rows, 3].
    """
    a, b, c = (column.view(-1, 1, 1, 1) for column in coefficients.unbind(1))
    return a * x + b * x0 + c * previous_x0


def per_row(values: Array | list[float], like: Tensor) -> Tensor:
    """One number per row, shaped to multiply latents [rows, channels, h, w]."""
    column = torch.as_tensor(np.asarray(values), dtype=like.dtype, device=like.device)
    return column.view(-1, 1, 1, 1)


def _to_zero_snr(alpha_bar: Array) -> Array:
    """Rescale a schedule to zero terminal SNR (arXiv:2305.08891).

    The last value stays a little above zero, as in diffusers, because the solver takes logarithms.
    """
    root = np.sqrt(alpha_bar)
    root = (root - root[-1]) * root[0] / (root[0] - root[-1])
    stretched: Array = np.maximum(root**2, ALMOST_NOTHING)
    return stretched


def _betas(config: NoiseConfig) -> Array:
    count, start, end = config.num_train_timesteps, config.beta_start, config.beta_end
    if config.beta_schedule == "squaredcos_cap_v2":
        at = np.arange(count + 1) / count
        alpha_bar: Array = np.cos((at + 0.008) / 1.008 * np.pi / 2) ** 2
        return np.clip(1 - alpha_bar[1:] / alpha_bar[:-1], None, 0.999)
    if config.beta_schedule == "scaled_linear":
        return np.linspace(start**0.5, end**0.5, count) ** 2
    return np.linspace(start, end, count)
