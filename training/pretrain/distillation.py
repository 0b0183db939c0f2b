"""Distillation to fewer steps without guidance: one step learns two guided steps of the teacher.

Progressive distillation (Salimans and Ho 2022, arXiv:2202.00512) of a teacher whose classifier-free
guidance is distilled as well (Meng et al. 2022, arXiv:2210.03142), both at once. The steps are
DDIM steps from any strength of painting over a sketch. The result is a LoRA (as in LCM-LoRA,
arXiv:2311.05556), so the painter itself stays unchanged and can be trained further and distilled
again.
"""

from collections.abc import Callable
from pathlib import Path

import torch
from diffusers import UNet2DConditionModel

from model.solver import Diffusion, predicted_x0
from training.diffusion.captioned_latents import CaptionedLatents
from training.diffusion.captions import EMPTY
from training.diffusion.lora import add_lora, without_lora
from training.loop.task import Batch

NUM_INFERENCE_STEPS = 4
SETTINGS = {"steps": NUM_INFERENCE_STEPS, "guidance": 1.0, "solver": "ddim"}
"""How to paint with the student; stored with its LoRA."""
LEAST_STRENGTH = 0.2
RANK = 10


class DistillationTask:
    """The student is the teacher with a LoRA.

    `unet` predicts v and gets the LoRA; `guidance_scale` is the teacher's, which is distilled.
    """

    name = "distillation"

    def __init__(
        self,
        unet: UNet2DConditionModel,
        examples: CaptionedLatents,
        diffusion: Diffusion,
        guidance_scale: float,
        sheet: Callable[[UNet2DConditionModel, Path], None],
    ) -> None:
        add_lora(unet, RANK)
        self.model = unet
        self._examples = examples
        self._guidance_scale = guidance_scale
        self._sheet = sheet
        self._last = diffusion.last
        # Timestep -1 is the clean picture.
        self._alpha = torch.tensor([*diffusion.alpha, 1.0], dtype=torch.float)
        self._sigma = torch.tensor([*diffusion.sigma, 0.0], dtype=torch.float)

    def batch(self, samples: range, generator: torch.Generator) -> Batch:
        """Latents, hidden states, noise, and start, middle and end of a random step: [n, 3]."""
        size = len(samples)
        latents, hidden_states = self._examples.draw(size, generator)
        strength = torch.rand(size, generator=generator) * (1 - LEAST_STRENGTH) + LEAST_STRENGTH
        step = torch.randint(NUM_INFERENCE_STEPS, (size,), generator=generator)
        parts = [(step + part) / NUM_INFERENCE_STEPS for part in (0.0, 0.5, 1.0)]
        return {
            "latents": latents,
            "hidden_states": hidden_states,
            "empty": self._examples.hidden_states([EMPTY]).expand_as(hidden_states),
            "noise": torch.randn(latents.shape, generator=generator),
            "timesteps": torch.stack(
                [self._timestep(strength * (1 - part)) for part in parts], dim=1
            ),
        }

    def losses(
        self, model: torch.nn.Module, batch: Batch, generator: torch.Generator
    ) -> dict[str, torch.Tensor]:
        """The mean square error of v; the target leads to the result of the teacher's two steps."""
        start, _, end = batch["timesteps"].unbind(1)
        alpha, sigma = self._levels(start)
        x = alpha * batch["latents"] + sigma * batch["noise"]
        v = model(x, start, encoder_hidden_states=batch["hidden_states"]).sample.float()
        target = self.velocity_to(x, self.teacher_steps(x, batch), start, end)
        return {"loss": (v - target).square().mean()}

    def teacher_steps(self, x: torch.Tensor, batch: Batch) -> torch.Tensor:
        """The result of two guided DDIM steps of the teacher from x: [n, c, h, w]."""
        start, middle, end = batch["timesteps"].unbind(1)
        both = torch.cat([batch["hidden_states"], batch["empty"]])
        with without_lora(self.model) as teacher:
            for now, then in ((start, middle), (middle, end)):
                v = teacher(
                    torch.cat([x, x]), torch.cat([now, now]), encoder_hidden_states=both
                ).sample.float()
                conditional, unconditional = v.chunk(2)
                guided = unconditional + self._guidance_scale * (conditional - unconditional)
                x = self.ddim_step(x, guided, now, then)
        return x

    def ddim_step(
        self, x: torch.Tensor, v: torch.Tensor, now: torch.Tensor, then: torch.Tensor
    ) -> torch.Tensor:
        """A DDIM step (2010.02502) from x at timesteps `now` [n] to `then`, for the predicted v."""
        (alpha, sigma), (alpha_then, sigma_then) = self._levels(now), self._levels(then)
        x0 = predicted_x0(x, v, alpha, sigma, velocity=True)
        return alpha_then * x0 + sigma_then * (sigma * x + alpha * v)

    def velocity_to(
        self, x: torch.Tensor, goal: torch.Tensor, now: torch.Tensor, then: torch.Tensor
    ) -> torch.Tensor:
        """The v with which one DDIM step leads from x to `goal`: the inverse of `ddim_step`."""
        (alpha, sigma), (alpha_then, sigma_then) = self._levels(now), self._levels(then)
        factor = alpha_then * alpha + sigma_then * sigma
        return (goal - factor * x) / (sigma_then * alpha - alpha_then * sigma)

    def show(self, path: Path) -> None:
        """Paint fixed prompts at several strengths."""
        self._sheet(self.model, path)

    def _timestep(self, strength: torch.Tensor) -> torch.Tensor:
        """Int64 [n]; strength 0 gives -1, the clean picture."""
        return torch.where(strength > 0, (strength * self._last).round().long(), -1)

    def _levels(self, t: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Alpha and sigma at timesteps [n], each [n, 1, 1, 1]."""
        shape = (-1, 1, 1, 1)
        alpha, sigma = self._alpha.to(t.device), self._sigma.to(t.device)
        return alpha[t].view(shape), sigma[t].view(shape)
