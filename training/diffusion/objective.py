"""The denoising loss: the UNet predicts noise or velocity; timesteps may be weighted by SNR."""

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
    """The denoising loss (2006.11239) for a model's own noise schedule and prediction type.

    `snr_gamma` above 0 weights each timestep by min(SNR, gamma), in the units of the prediction
    (2303.09556).
    """

    schedule: DDPMScheduler
    snr_gamma: float = 0.0

    @classmethod
    def of(
        cls, config: Mapping[str, Any], snr_gamma: float = 0.0, zero_snr: bool = False
    ) -> "Objective":
        """Read a diffusers `scheduler_config.json`.

        `zero_snr` rescales the schedule to a zero terminal SNR. Raises BadRequest if the model
        does not predict v.
        """
        velocity = config.get("prediction_type") == "v_prediction"
        if zero_snr and not velocity:
            raise BadRequest(
                "--zero-snr is for models that predict v: in pure noise a model that predicts the "
                "noise learns nothing about the picture (2305.08891)."
            )
        known = {key: config[key] for key in KEYS if key in config}
        return cls(DDPMScheduler(**known, rescale_betas_zero_snr=zero_snr), snr_gamma)

    @property
    def num_train_timesteps(self) -> int:
        """The number of timesteps of the schedule."""
        return int(self.schedule.config.num_train_timesteps)

    def errors(
        self,
        model: torch.nn.Module,
        latents: torch.Tensor,
        noise: torch.Tensor,
        timesteps: torch.Tensor,
        hidden_states: torch.Tensor,
    ) -> torch.Tensor:
        """The weighted mean square error of each picture: latents [n, c, h, w] -> [n]."""
        return self.errors_and_x0(model, latents, noise, timesteps, hidden_states)[0]

    def errors_and_x0(
        self,
        model: torch.nn.Module,
        latents: torch.Tensor,
        noise: torch.Tensor,
        timesteps: torch.Tensor,
        hidden_states: torch.Tensor,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """The `errors` [n], and the x0 that one step predicts: float32 [n, c, h, w]."""
        noised = self.schedule.add_noise(latents, noise, timesteps)
        output = model(noised, timesteps, encoder_hidden_states=hidden_states).sample.float()
        velocity = self.schedule.config.prediction_type == "v_prediction"
        target = self.schedule.get_velocity(latents, noise, timesteps) if velocity else noise
        alpha_bar = self._alpha_bar(timesteps)[:, None, None, None]
        x0 = predicted_x0(noised, output, alpha_bar.sqrt(), (1 - alpha_bar).sqrt(), velocity)
        errors = functional.mse_loss(output, target, reduction="none").mean(dim=(1, 2, 3))
        return errors * self.weights(timesteps), x0

    def weights(self, timesteps: torch.Tensor) -> torch.Tensor:
        """The weight of each timestep [n]: 1 without min-SNR weighting."""
        if not self.snr_gamma:
            return torch.ones_like(timesteps, dtype=torch.float)
        alpha_bar = self._alpha_bar(timesteps)
        snr = alpha_bar / (1 - alpha_bar)
        unit = snr + 1 if self.schedule.config.prediction_type == "v_prediction" else snr
        weights: torch.Tensor = snr.clamp(max=self.snr_gamma) / unit
        return weights

    def _alpha_bar(self, timesteps: torch.Tensor) -> torch.Tensor:
        alpha_bar: torch.Tensor = self.schedule.alphas_cumprod.to(timesteps.device)[timesteps]
        return alpha_bar
