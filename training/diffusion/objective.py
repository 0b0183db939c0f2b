"""What the painter is asked for: noise or velocity, weighted by the noise level."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from diffusers import DDPMScheduler
from torch.nn import functional

from model.errors import BadRequest
from model.solver import predicted_x0

KEYS = ("num_train_timesteps", "beta_start", "beta_end", "beta_schedule", "prediction_type")


@dataclass(frozen=True, slots=True, eq=False)
class Objective:
    """The denoising loss (2006.11239) of a model's own schedule and prediction type.

    `snr_gamma` above 0 weights each noise level by min(SNR, gamma), in the units of what is
    predicted (2303.09556).
    """

    schedule: DDPMScheduler
    snr_gamma: float = 0.0

    @classmethod
    def of(
        cls, config: Mapping[str, Any], snr_gamma: float = 0.0, zero_snr: bool = False
    ) -> "Objective":
        """From a diffusers `scheduler_config.json`. Raises BadRequest for what cannot be."""
        velocity = config.get("prediction_type") == "v_prediction"
        if zero_snr and not velocity:
            raise BadRequest(
                "--zero-snr is for models that predict v: at pure noise nothing tells the noise "
                "from the picture (2305.08891)."
            )
        known = {key: config[key] for key in KEYS if key in config}
        return cls(DDPMScheduler(**known, rescale_betas_zero_snr=zero_snr), snr_gamma)

    @property
    def levels(self) -> int:
        """How many noise levels there are."""
        return int(self.schedule.config.num_train_timesteps)

    def errors(
        self,
        model: torch.nn.Module,
        latents: torch.Tensor,
        noise: torch.Tensor,
        t: torch.Tensor,
        states: torch.Tensor,
    ) -> torch.Tensor:
        """The weighted mean square error of each picture of [n, c, h, w]: [n]."""
        return self.denoised(model, latents, noise, t, states)[0]

    def denoised(
        self,
        model: torch.nn.Module,
        latents: torch.Tensor,
        noise: torch.Tensor,
        t: torch.Tensor,
        states: torch.Tensor,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """The `errors`, and the clean latents as one step predicts them: [n, c, h, w]."""
        noised = self.schedule.add_noise(latents, noise, t)
        found = model(noised, t, encoder_hidden_states=states).sample.float()
        velocity = self.schedule.config.prediction_type == "v_prediction"
        target = self.schedule.get_velocity(latents, noise, t) if velocity else noise
        alpha_bar = self.schedule.alphas_cumprod.to(t.device)[t][:, None, None, None]
        clean = predicted_x0(noised, found, alpha_bar.sqrt(), (1 - alpha_bar).sqrt(), velocity)
        errors = functional.mse_loss(found, target, reduction="none").mean(dim=(1, 2, 3))
        return errors * self.weights(t), clean

    def weights(self, t: torch.Tensor) -> torch.Tensor:
        """What each noise level counts: [n], 1 without min-SNR."""
        if not self.snr_gamma:
            return torch.ones_like(t, dtype=torch.float)
        alpha_bar = self.schedule.alphas_cumprod.to(t.device)[t]
        snr = alpha_bar / (1 - alpha_bar)
        unit = snr + 1 if self.schedule.config.prediction_type == "v_prediction" else snr
        weights: torch.Tensor = snr.clamp(max=self.snr_gamma) / unit
        return weights
