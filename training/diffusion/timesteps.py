"""Which timesteps a painter is trained on."""

from dataclasses import dataclass

import torch


@dataclass(frozen=True, slots=True)
class TimestepSampling:
    """A share `low_share` of the timesteps is uniform below `low_limit`, the rest in 0 to 1.

    Both are shares of all timesteps. Painting over a sketch starts at low timesteps, so they are
    trained most; without a sketch all of them are needed.
    """

    low_limit: float = 0.65
    low_share: float = 0.6

    def sample(
        self, size: int, num_train_timesteps: int, generator: torch.Generator
    ) -> torch.Tensor:
        """Int64 [size], from 0 to `num_train_timesteps` - 1."""
        choice = torch.rand(size, generator=generator)
        t = torch.rand(size, generator=generator)
        t = torch.where(choice < self.low_share, t * self.low_limit, t)
        return (t * num_train_timesteps).long()


UNIFORM = TimestepSampling(low_limit=1.0)
