"""Fewer steps without guidance: a student learns where two guided steps of its teacher lead.

Progressive distillation (Salimans and Ho 2022, arXiv:2202.00512) of a teacher whose guidance is
distilled into one branch (Meng et al. 2022, arXiv:2210.03142), both at once. The steps are DDIM's,
along the schedule of a painting that starts from a sketch at any strength. What is learnt is a LoRA
beside the painter's weights (as LCM-LoRA's, arXiv:2311.05556), so that the painter stays whole: it
can be trained on, or refreshed from votes, and quickened again.
"""

from collections.abc import Callable
from pathlib import Path

import torch
from diffusers import UNet2DConditionModel

from model.solver import Diffusion, predicted_x0
from training.diffusion.lora import add_lora, without_lora
from training.loop.loop import Batch
from training.pretrain.painter import Examples

STEPS = 4
SETTINGS = {"steps": STEPS, "guidance": 1.0, "solver": "ddim"}
"""How the student is painted with; goes with its LoRA."""
LEAST_STRENGTH = 0.2
RANK = 16


class DistillationTask:
    """The student is its teacher with a LoRA; the guidance is fixed and part of what is learnt.

    `unet` gets the LoRA and predicts v; `guidance` is the teacher's scale.
    """

    name = "distillation"

    def __init__(
        self,
        unet: UNet2DConditionModel,
        examples: Examples,
        diffusion: Diffusion,
        guidance: float,
        sheet: Callable[[UNet2DConditionModel, Path], None],
    ) -> None:
        add_lora(unet, RANK)
        self.model = unet
        self._examples = examples
        self._guidance = guidance
        self._sheet = sheet
        self._last = diffusion.last
        # Timestep -1 is the clean picture.
        self._alpha = torch.tensor([*diffusion.alpha, 1.0], dtype=torch.float)
        self._sigma = torch.tensor([*diffusion.sigma, 0.0], dtype=torch.float)

    def batch(self, samples: range, generator: torch.Generator) -> Batch:
        """Pictures with a caption each, noise, and one of STEPS steps down from some strength."""
        size = len(samples)
        latents, states = self._examples.draw(size, generator)
        strength = torch.rand(size, generator=generator) * (1 - LEAST_STRENGTH) + LEAST_STRENGTH
        step = torch.randint(STEPS, (size,), generator=generator)
        times = [self._timestep(strength * (1 - (step + part) / STEPS)) for part in (0.0, 0.5, 1.0)]
        return {
            "latents": latents,
            "states": states,
            "empty": torch.from_numpy(self._examples.states([0])).expand_as(states),
            "noise": torch.randn(latents.shape, generator=generator),
            "times": torch.stack(times, dim=1),
        }

    def losses(
        self, model: torch.nn.Module, batch: Batch, generator: torch.Generator
    ) -> dict[str, torch.Tensor]:
        """The mean square error of v; the right one leads where the teacher's two steps do."""
        start, _, end = batch["times"].unbind(1)
        alpha, sigma = self._levels(start)
        x = alpha * batch["latents"] + sigma * batch["noise"]
        found = model(x, start, encoder_hidden_states=batch["states"]).sample.float()
        target = self.leading(x, self.taught(x, batch), start, end)
        return {"loss": (found - target).square().mean()}

    def taught(self, x: torch.Tensor, batch: Batch) -> torch.Tensor:
        """Where two guided DDIM steps of the teacher take x [n, c, h, w]."""
        start, middle, end = batch["times"].unbind(1)
        both = torch.cat([batch["states"], batch["empty"]])
        with without_lora(self.model) as teacher:
            for now, then in ((start, middle), (middle, end)):
                v = teacher(
                    torch.cat([x, x]), torch.cat([now, now]), encoder_hidden_states=both
                ).sample.float()
                worded, empty = v.chunk(2)
                x = self.stepped(x, empty + self._guidance * (worded - empty), now, then)
        return x

    def stepped(
        self, x: torch.Tensor, v: torch.Tensor, now: torch.Tensor, then: torch.Tensor
    ) -> torch.Tensor:
        """A DDIM step (2010.02502) from x at timesteps `now` [n] to `then`, by the v predicted."""
        (alpha, sigma), (alpha_then, sigma_then) = self._levels(now), self._levels(then)
        clean = predicted_x0(x, v, alpha, sigma, velocity=True)
        return alpha_then * clean + sigma_then * (sigma * x + alpha * v)

    def leading(
        self, x: torch.Tensor, goal: torch.Tensor, now: torch.Tensor, then: torch.Tensor
    ) -> torch.Tensor:
        """The v by which one DDIM step leads from x to the goal: the inverse of `stepped`."""
        (alpha, sigma), (alpha_then, sigma_then) = self._levels(now), self._levels(then)
        moved = alpha_then * alpha + sigma_then * sigma
        return (goal - moved * x) / (sigma_then * alpha - alpha_then * sigma)

    def show(self, path: Path) -> None:
        """Fixed prompts at several strengths."""
        self._sheet(self.model, path)

    def _timestep(self, strength: torch.Tensor) -> torch.Tensor:
        """int64 [n]; strength 0 is -1, the clean picture."""
        return torch.where(strength > 0, (strength * self._last).round().long(), -1)

    def _levels(self, t: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Alpha and sigma at timesteps [n], each [n, 1, 1, 1]."""
        shape = (-1, 1, 1, 1)
        alpha, sigma = self._alpha.to(t.device), self._sigma.to(t.device)
        return alpha[t].view(shape), sigma[t].view(shape)
