"""The solvers compared with diffusers' own, and different rows in one batch."""

from typing import Any

import numpy as np
import pytest
import torch
from diffusers import DDIMScheduler, DPMSolverMultistepScheduler

from model import solver
from model.errors import BadModel
from model.solver import Diffusion

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

COSINE = {"beta_schedule": "squaredcos_cap_v2", "lambda_min_clipped": -5.1}
SCALED = {"beta_schedule": "scaled_linear", "beta_start": 0.00085, "beta_end": 0.012}
KINDS = ["epsilon", "v_prediction"]


def config(**extra: Any) -> dict[str, Any]:
    return {"num_train_timesteps": 1000, "timestep_spacing": "linspace", **extra}


def model(x: torch.Tensor, t: int) -> torch.Tensor:
    """A stand-in for a UNet: smooth in x and t, with a standard deviation of about 1."""
    return torch.tanh(x.roll(1, -1) * 0.7 + t / 1000 - 0.3)


def ours(diffusion: Diffusion, plan: solver.Schedule, x: torch.Tensor) -> torch.Tensor:
    before = torch.zeros_like(x)
    for i, t in enumerate(plan.timesteps):
        alpha, sigma = (solver.per_row([v[i]], x) for v in (plan.alpha, plan.sigma))
        clean = solver.predicted_x0(x, model(x, int(t)), alpha, sigma, diffusion.velocity)
        x = solver.update(x, clean, before, torch.tensor(plan.coefficients[i : i + 1]).float())
        before = clean
    return x


def theirs(scheduler: Any, x: torch.Tensor) -> torch.Tensor:
    for t in scheduler.timesteps:
        x = scheduler.step(model(x, int(t)), t, x, return_dict=False)[0]
    return x


@pytest.fixture
def noise() -> torch.Tensor:
    return torch.randn(1, 4, 8, 8, generator=torch.Generator().manual_seed(3))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("betas", [COSINE, SCALED], ids=["cosine", "scaled"])
@pytest.mark.parametrize("spacing", ["linspace", "leading", "trailing"])
@pytest.mark.parametrize("steps", [1, 2, 12, 20])
def test_dpm_solver_is_diffusers(
    kind: str, betas: dict[str, Any], spacing: str, steps: int, noise: torch.Tensor
) -> None:
    settings = config(prediction_type=kind, **betas) | {"timestep_spacing": spacing}
    reference = DPMSolverMultistepScheduler.from_config(settings)
    reference.set_timesteps(steps)
    diffusion = Diffusion.from_dict(settings)
    plan = solver.schedule(diffusion, steps)
    assert plan.timesteps.tolist() == reference.timesteps.tolist()
    expected = theirs(reference, noise)
    torch.testing.assert_close(ours(diffusion, plan, noise), expected, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("betas", [COSINE, SCALED], ids=["cosine", "scaled"])
def test_ddim_is_diffusers(kind: str, betas: dict[str, Any], noise: torch.Tensor) -> None:
    settings = config(prediction_type=kind, **betas) | {"timestep_spacing": "leading"}
    reference = DDIMScheduler.from_config({**settings, "clip_sample": False})
    reference.set_timesteps(10)
    diffusion = Diffusion.from_dict(settings)
    plan = solver.along(diffusion, reference.timesteps.numpy(), "ddim")
    expected = theirs(reference, noise)
    torch.testing.assert_close(ours(diffusion, plan, noise), expected, atol=1e-4, rtol=1e-4)


def test_a_start_from_a_sketch_is_diffusers(noise: torch.Tensor) -> None:
    settings = config(prediction_type="v_prediction", **COSINE)
    diffusion = Diffusion.from_dict(settings)
    plan = solver.schedule(diffusion, 12, strength=0.5)
    reference = DPMSolverMultistepScheduler.from_config(settings)
    reference.set_timesteps(timesteps=plan.timesteps.tolist())
    clean = torch.full_like(noise, 0.25)
    start = solver.noised(clean, noise, plan.alpha[0], plan.sigma[0])
    first = reference.timesteps[:1]
    expected = reference.add_noise(clean, noise, first)
    torch.testing.assert_close(start, expected, atol=1e-4, rtol=1e-4)
    expected = theirs(reference, start)
    torch.testing.assert_close(ours(diffusion, plan, start), expected, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize(
    ("steps", "strength", "count"),
    [(12, 0.25, 3), (12, 0.5, 6), (12, 0.99, 12), (4, 0.25, 2), (2, 0.3, 2)],
)
def test_a_strength_takes_its_share_of_the_steps(steps: int, strength: float, count: int) -> None:
    diffusion = Diffusion.from_dict(config(**COSINE))
    plan = solver.schedule(diffusion, steps, strength)
    assert len(plan) == count
    assert plan.timesteps[0] == round(strength * diffusion.last)
    assert (np.diff(plan.timesteps) < 0).all()
    assert plan.timesteps[-1] > 0


def test_rows_of_every_kind_share_a_batch(noise: torch.Tensor) -> None:
    diffusion = Diffusion.from_dict(config(prediction_type="v_prediction", **COSINE))
    plans = [solver.schedule(diffusion, 8), solver.schedule(diffusion, 8, 0.5, "ddim")]
    at = [3, 2]
    x, clean, before = torch.randn(3, 2, 4, 8, 8, generator=torch.Generator().manual_seed(1))
    rows = torch.tensor(np.stack([p.coefficients[i] for p, i in zip(plans, at, strict=True)]))
    together = solver.update(x, clean, before, rows.float())
    for i in range(2):
        alone = solver.update(
            x[i : i + 1], clean[i : i + 1], before[i : i + 1], rows[i : i + 1].float()
        )
        assert torch.equal(together[i : i + 1], alone)


@pytest.mark.parametrize(
    "wrong", [{"prediction_type": "sample"}, {"beta_schedule": "sigmoid"}], ids=str
)
def test_what_cannot_be_run_is_said(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadModel, match=str(next(iter(wrong.values())))):
        Diffusion.from_dict(config(**wrong))
