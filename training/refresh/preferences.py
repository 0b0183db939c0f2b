"""Preference losses, as pure functions of denoising errors.

All take the gain g0 = err_ref - err of each picture [n]: how much better the model denoises it than
the reference that it started from, with the same noise and timestep. It stands for the log ratio
log p(x) / p_ref(x) of the papers, up to a factor that is part of beta (2311.12908).
"""

import math
from typing import Any

import torch
from torch.nn import functional

from model.errors import EmojismithError


class WinnersWorse(EmojismithError):
    """The model denoises the liked pictures much worse than the reference does."""


def reward_weights(
    rewards: torch.Tensor, weights: torch.Tensor, temperature: float
) -> torch.Tensor:
    """Probabilities proportional to w exp(r / temperature) [n].

    Reward-weighted regression (Peters and Schaal 2007; for diffusion 2305.13301 and
    2302.12192): with pictures drawn by these probabilities, the plain denoising loss minimizes
    sum_i p_i err_i.
    """
    weighted = weights * torch.exp((rewards - rewards.max()) / temperature)
    return weighted / weighted.sum()


def balanced_weights(desirable: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """Weights for drawing pictures [n]: likes as often as dislikes, each by `weights`.

    This is the balance lambda_D n_D = lambda_U n_U of KTO (2402.01306). If there are only likes, or
    only dislikes, all draws are of that kind.
    """
    likes, dislikes = weights * desirable, weights * ~desirable
    least = torch.finfo(weights.dtype).tiny
    return (likes / likes.sum().clamp(min=least) + dislikes / dislikes.sum().clamp(min=least)) / 2


def kto(gains: torch.Tensor, desirable: torch.Tensor, beta: float) -> torch.Tensor:
    """Diffusion-KTO (2404.04465) with the sigmoid as the utility: a scalar for gains [n].

        L = (1/2 - mean sigmoid(w beta (g0 - z))) 4 / beta,  z = max(0, mean g0),

    w = 1 for desirable pictures and -1 for others; z has no gradient. It is the paper's
    mean(1 - U), shifted to 0 and divided by its slope at the point where the model equals the
    reference. So it starts at 0 with the gradient of mean(w err), and beta only sets how soon it
    saturates.
    """
    reference = gains.detach().mean().clamp(min=0)
    sign = torch.where(desirable, 1.0, -1.0)
    return (0.5 - torch.sigmoid(sign * beta * (gains - reference)).mean()) * 4 / beta


def dpo(winners: torch.Tensor, losers: torch.Tensor, beta: float) -> torch.Tensor:
    """Diffusion-DPO (2311.12908): a scalar for the gains of pairs, [pairs] each.

        L = (mean(-log sigmoid(beta (g0_winner - g0_loser))) - log 2) / beta

    Both pictures of a pair have the same noise and timestep. Shifted and divided like `kto`: it
    starts at 0 with the gradient of mean(err_winner - err_loser) / 2, a mean over all pictures.
    """
    return (-functional.logsigmoid(beta * (winners - losers)).mean() - math.log(2)) / beta


class Beta:
    """How soon the losses saturate: chosen so that beta g0 has a standard deviation of 1.

    It is measured over the last `WINDOW` of the first `UPDATES` updates, because gains grow from 0;
    if all gains are equal, measuring goes on. Before that beta is `FIRST`: gains are far below
    1, so the losses are almost linear.
    """

    FIRST, UPDATES, WINDOW = 1.0, 50, 10

    def __init__(self) -> None:
        self.value = self.FIRST
        self.settled = False
        self._moments: list[tuple[float, float]] = []

    def observe(self, update: int, mean: float, square: float) -> None:
        """Note the mean of the gains, and of their squares, of an update (numbered from 1)."""
        if self.settled or update <= self.UPDATES - self.WINDOW:
            return
        self._moments = [*self._moments, (mean, square)][-self.WINDOW :]
        total, squares = (sum(column) for column in zip(*self._moments, strict=True))
        count = len(self._moments)
        variance = squares / count - (total / count) ** 2
        if update >= self.UPDATES and variance > 0:
            self.value = 1 / math.sqrt(variance)
            self.settled = True

    def state_dict(self) -> dict[str, Any]:
        """The state for a checkpoint."""
        return {"value": self.value, "settled": self.settled, "moments": self._moments}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Restore the state of a checkpoint."""
        self.value, self.settled = state["value"], state["settled"]
        self._moments = state["moments"]


class WinnersWatch:
    """Ends a run that makes the liked pictures worse.

    Preference losses reward a difference, which a model can reach by making everything worse, the
    losers more so (2511.03317). So the winners' error, as a moving average over about 50 updates,
    may exceed the reference's error with the same noise by at most the share `MARGIN`. It exceeds
    it a little in every run, because the reference itself painted these pictures.
    """

    DECAY, MARGIN = 0.98, 0.5

    def __init__(self) -> None:
        self._own = self._reference = 0.0

    def observe(self, own: float, reference: float) -> None:
        """Note the winners' errors of an update. Raises WinnersWorse."""
        self._own = self.DECAY * self._own + (1 - self.DECAY) * own
        self._reference = self.DECAY * self._reference + (1 - self.DECAY) * reference
        if self.ratio > 1 + self.MARGIN:
            raise WinnersWorse(
                f"The liked pictures are denoised {self.ratio - 1:.1%} worse than by the weights "
                "that the run started from: train for fewer updates, with a smaller learning rate "
                "or with more replay."
            )

    @property
    def ratio(self) -> float:
        """The winners' error divided by the reference's: 1 at first."""
        return self._own / self._reference if self._reference else 1.0

    def state_dict(self) -> dict[str, Any]:
        """The state for a checkpoint."""
        return {"own": self._own, "reference": self._reference}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Restore the state of a checkpoint."""
        self._own, self._reference = state["own"], state["reference"]
