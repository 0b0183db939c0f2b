"""Losses that learn from what people think of pictures, as pure functions of denoising errors.

All take the gain g0 = err_ref - err of each picture [n]: by how much the model denoises it better
than the reference it started from, both with the same noise and t. It stands for the log ratio
log p(x) / p_ref(x) of the papers, up to a factor that is taken into beta (2311.12908).
"""

import math
from typing import Any

import torch
from torch.nn import functional

from model.errors import EmojismithError


class WinnersWorse(EmojismithError):
    """The pictures that people like are denoised worse than before."""


def reward_weights(
    rewards: torch.Tensor, weights: torch.Tensor, temperature: float
) -> torch.Tensor:
    """w exp(r / temperature) of all pictures, with the sum 1 [n].

    Reward-weighted regression (Peters and Schaal 2007; for diffusion 2305.13301 and
    2302.12192): drawn with these probabilities, pictures minimize sum_i p_i err_i by the plain
    denoising loss.
    """
    weighted = weights * torch.exp((rewards - rewards.max()) / temperature)
    return weighted / weighted.sum()


def balanced_weights(desirable: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """How often each picture is drawn, in proportion to `weights`, likes as often as dislikes [n].

    The balance lambda_D n_D = lambda_U n_U that KTO asks for (2402.01306); where there are only
    likes, or only dislikes, they alone are drawn.
    """
    likes, dislikes = weights * desirable, weights * ~desirable
    least = torch.finfo(weights.dtype).tiny
    return (likes / likes.sum().clamp(min=least) + dislikes / dislikes.sum().clamp(min=least)) / 2


def kto(gains: torch.Tensor, desirable: torch.Tensor, beta: float) -> torch.Tensor:
    """Diffusion-KTO (2404.04465) with the sigmoid as the utility: a scalar for gains [n].

        L = (1/2 - mean sigmoid(w beta (g0 - z))) 4 / beta,  z = max(0, mean g0),

    w = 1 for desirable pictures and -1 for others, z without a gradient. It is the paper's
    mean(1 - U) less its value where the model is the reference, over its slope there: it starts at
    0 with the gradient of mean(w err), and beta only says how soon it bends.
    """
    reference = gains.detach().mean().clamp(min=0)
    sign = torch.where(desirable, 1.0, -1.0)
    return (0.5 - torch.sigmoid(sign * beta * (gains - reference)).mean()) * 4 / beta


def dpo(winners: torch.Tensor, losers: torch.Tensor, beta: float) -> torch.Tensor:
    """Diffusion-DPO (2311.12908): a scalar for the gains of pairs, [pairs] each.

        L = (mean(-log sigmoid(beta (g0_winner - g0_loser))) - log 2) / beta

    Both pictures of a pair have the same noise and t. Shifted and divided as `kto`: it starts at 0
    with the gradient of mean(err_winner - err_loser) / 2, the mean over all the pictures.
    """
    return (-functional.logsigmoid(beta * (winners - losers)).mean() - math.log(2)) / beta


class Beta:
    """How soon utility bends: set so that beta g0 has a spread of 1 after the first updates.

    Until then it is `FIRST`: gains are far below 1, so that the losses are as good as linear. The
    spread is measured over the last `WINDOW` of `UPDATES` updates, for gains grow from 0; if
    nothing has been gained by then, the next ones count.
    """

    FIRST, UPDATES, WINDOW = 1.0, 50, 10

    def __init__(self) -> None:
        self.value = self.FIRST
        self.settled = False
        self._moments: list[tuple[float, float]] = []

    def observe(self, update: int, mean: float, square: float) -> None:
        """Take in the mean of the gains of an update, numbered from 1, and of their squares."""
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
        """What a checkpoint keeps."""
        return {"value": self.value, "settled": self.settled, "moments": self._moments}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take over what a checkpoint kept."""
        self.value, self.settled = state["value"], state["settled"]
        self._moments = state["moments"]


class WinnersWatch:
    """Ends a run that drives dislikes away at the price of what is liked.

    Preference losses ask for a difference, and may win it by making everything worse, the losers
    more (2511.03317). So the winners' own error, as a moving average over about 50 updates, may
    not exceed the reference's with the same noise by more than `MARGIN` of it. Some it does in
    every run: the reference has painted these pictures itself, and what is to be liked more than
    they are must differ from them.
    """

    DECAY, MARGIN = 0.98, 0.5

    def __init__(self) -> None:
        self._own = self._reference = 0.0

    def observe(self, own: float, reference: float) -> None:
        """Take in the winners' errors of an update. Raises WinnersWorse."""
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
        """The winners' error over the reference's: 1 at first."""
        return self._own / self._reference if self._reference else 1.0

    def state_dict(self) -> dict[str, Any]:
        """What a checkpoint keeps."""
        return {"own": self._own, "reference": self._reference}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take over what a checkpoint kept."""
        self._own, self._reference = state["own"], state["reference"]
