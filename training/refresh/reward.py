"""A differentiable reward model: P(liked) as a function of x0, fitted on votes and picks.

Fixed random filters with a convex fit on top (random features, Rahimi and Recht 2007), because a
few hundred votes are too few to learn filters. The same votes always give the same reward.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import torch
from torch.nn import functional

from training.evaluation.metrics import Interval
from training.refresh.vote_examples import VoteExamples
from training.seeds import seeded

FILTERS = {1: 256, 4: 64}
"""The number of filters for each grid size; their outputs are averaged over the grid's cells."""
SPREAD = 2.0
DECAY = 2e-4
"""L2 regularization of the weights of standardized features."""
FOLDS = 5
ROWS = 64


class Reward(torch.nn.Module):
    """Latents float32 [n, c, h, w] -> the logit of being liked [n].

    The features are the filters' outputs, averaged over the cells of a grid: one cell tells what is
    in a picture, several also tell where.
    """

    def __init__(self, channels: int, grid: int) -> None:
        super().__init__()
        generator, count = seeded(grid), FILTERS[grid]
        filters = torch.randn(count, channels, 3, 3, generator=generator)
        self.grid = grid
        self.register_buffer("_filters", filters * SPREAD / (9 * channels) ** 0.5)
        self.register_buffer("_shifts", torch.randn(count, generator=generator) / 2)
        self.register_buffer("_weights", torch.zeros(count * grid**2))
        self.register_buffer("_bias", torch.zeros(()))

    def features(self, latents: torch.Tensor) -> torch.Tensor:
        """The features that the logit is linear in: [n, features]."""
        outputs = functional.conv2d(
            latents, self.get_buffer("_filters"), self.get_buffer("_shifts"), padding=1
        )
        return functional.adaptive_avg_pool2d(functional.silu(outputs), self.grid).flatten(1)

    def forward(self, latents: torch.Tensor) -> torch.Tensor:
        """The logits [n], in single precision even under autocast."""
        with torch.autocast(latents.device.type, enabled=False):
            return self.logits(self.features(latents.float()))

    def logits(self, features: torch.Tensor) -> torch.Tensor:
        """Features [n, features] -> logits [n]."""
        return features @ self.get_buffer("_weights") + self.get_buffer("_bias")

    def fit(self, features: torch.Tensor, opinions: "Opinions") -> Self:
        """Minimize the loss of the opinions, with L2 regularization, by L-BFGS."""
        seen = features[opinions.rows()]
        mean, scale = seen.mean(0), (seen.std(0) + 1e-3) * seen.shape[1] ** 0.5
        standardized = (features - mean) / scale
        weights = torch.zeros(features.shape[1], requires_grad=True)
        bias = torch.zeros((), requires_grad=True)
        optimizer: torch.optim.Optimizer = torch.optim.LBFGS(
            [weights, bias], max_iter=100, line_search_fn="strong_wolfe"
        )

        def loss() -> float:
            optimizer.zero_grad()
            total = opinions.loss(standardized @ weights + bias) + DECAY * weights.square().sum()
            torch.autograd.backward(total)
            return float(total.detach())

        optimizer.step(loss)
        found = weights.detach() / scale
        self.get_buffer("_weights").copy_(found)
        self.get_buffer("_bias").copy_(bias.detach() - mean @ found)
        return self


@dataclass(frozen=True, slots=True, eq=False)
class Opinions:
    """Votes and pairs. Int64 `voted` [v], `winners` and `losers` [p] are rows of pictures."""

    voted: torch.Tensor
    liked: torch.Tensor
    weights: torch.Tensor
    winners: torch.Tensor
    losers: torch.Tensor
    pair_weights: torch.Tensor

    @classmethod
    def of(cls, votes: VoteExamples, mask: torch.Tensor) -> Self:
        """Those about the rows whose mask is True; both rows of a pair have the same prompt."""
        voted = torch.nonzero((votes.weights > 0) & mask)[:, 0]
        pairs = [pair for pair in votes.pairs if mask[pair[0]]]
        winners, losers, weights = zip(*pairs, strict=True) if pairs else ((), (), ())
        return cls(
            voted,
            votes.desirable[voted].float(),
            votes.weights[voted],
            torch.tensor(winners, dtype=torch.long),
            torch.tensor(losers, dtype=torch.long),
            torch.tensor(weights),
        )

    def rows(self) -> torch.Tensor:
        """All rows with a vote or in a pair."""
        return torch.cat([self.voted, self.winners, self.losers])

    def loss(self, logits: torch.Tensor) -> torch.Tensor:
        """Mean log loss of votes plus that of pairs (Bradley-Terry), for logits [rows]."""
        errors = functional.binary_cross_entropy_with_logits(
            logits[self.voted], self.liked, self.weights, reduction="sum"
        )
        total = errors / self.weights.sum()
        if len(self.winners):
            margins = logits[self.winners] - logits[self.losers]
            weights = self.pair_weights / self.pair_weights.sum()
            total = total - (weights * functional.logsigmoid(margins)).sum()
        return total

    def right(self, logits: torch.Tensor) -> torch.Tensor:
        """Whether the sign of the logit agrees with the vote: [v]."""
        return (logits[self.voted] > 0) == self.liked.bool()


@dataclass(frozen=True, slots=True)
class Trust:
    """The accuracy of a reward on prompts that it was not fitted on.

    `right` is the share of votes that it predicts, `better` how much that exceeds always predicting
    the majority; both are means over prompts. `pairs` is the share of pairs that it orders right.
    """

    right: Interval
    better: Interval
    pairs: float | None

    @property
    def holds(self) -> bool:
        """Whether the reward is significantly better than predicting the majority."""
        return self.better.low > 0

    def __str__(self) -> str:
        right, better = self.right, self.better
        more, low, high = (100 * x for x in (better.mean, better.low, better.high))
        return (
            f"The reward predicts {right.mean:.0%} of the votes on prompts that it was not fitted "
            f"on, {more:+.0f} points ({low:+.0f} to {high:+.0f}) compared with always predicting "
            f"the majority: it is {'used' if self.holds else 'not used'}."
        )


@dataclass(frozen=True, slots=True, eq=False)
class FittedReward:
    """A reward fitted on all votes, and its accuracy by cross-validation."""

    reward: Reward
    trust: Trust


def fit_reward(votes: VoteExamples) -> FittedReward | None:
    """Fit on all votes; the grid size and `trust` come from cross-validation over prompts.

    None if fewer than `FOLDS` prompts have votes.
    """
    voted = votes.prompts[votes.weights > 0]
    if len(set(voted.tolist())) < FOLDS:
        return None
    every = Opinions.of(votes, torch.ones_like(votes.prompts, dtype=torch.bool))
    found = []
    for grid in FILTERS:
        features = _features(votes, grid)
        logits = _held_out(votes, features, grid)
        found.append((float(every.loss(logits)), grid, logits, features))
    _, grid, logits, features = min(found, key=lambda one: one[0])
    return FittedReward(_new(votes, grid).fit(features, every), _trust(every, logits, voted))


def _new(votes: VoteExamples, grid: int) -> Reward:
    return Reward(votes.latents([0]).shape[1], grid)


@torch.no_grad()
def _features(votes: VoteExamples, grid: int) -> torch.Tensor:
    reward, rows = _new(votes, grid), range(len(votes.prompts))
    parts: Sequence[range] = [rows[at : at + ROWS] for at in range(0, len(rows), ROWS)]
    return torch.cat([reward.features(votes.latents(part)) for part in parts])


def _held_out(votes: VoteExamples, features: torch.Tensor, grid: int) -> torch.Tensor:
    """The logit of each row [rows], by a reward that was fitted on other prompts."""
    logits = torch.zeros(len(features))
    for fold in range(FOLDS):
        out = votes.prompts % FOLDS == fold
        reward = _new(votes, grid).fit(features, Opinions.of(votes, ~out))
        logits[out] = reward.logits(features[out])
    return logits


def _trust(opinions: Opinions, logits: torch.Tensor, prompts: torch.Tensor) -> Trust:
    right = opinions.right(logits).float()
    most = (opinions.liked == (opinions.liked.mean() > 0.5)).float()
    own = [prompts == prompt for prompt in sorted(set(prompts.tolist()))]
    pairs = logits[opinions.winners] > logits[opinions.losers]
    return Trust(
        right=Interval.of([float(right[rows].mean()) for rows in own]),
        better=Interval.of([float((right - most)[rows].mean()) for rows in own]),
        pairs=float(pairs.float().mean()) if len(pairs) else None,
    )
