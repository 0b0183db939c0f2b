"""What people like as a function of clean latents, learnt from votes and picks; it has a gradient.

Fixed random filters and a convex fit on top of them (random features, Rahimi and Recht 2007): a few
hundred votes are too few to learn filters from, and the same votes always give the same reward.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import torch
from torch.nn import functional

from training.evaluation.metrics import Interval
from training.refresh.votes import VoteExamples
from training.seeds import seeded

FILTERS = {1: 256, 4: 64}
"""How many filters for each side of the grid that their answers are averaged over."""
SPREAD = 2.0
DECAY = 2e-4
"""Of the squared weights of standardized features."""
FOLDS = 5
ROWS = 64


class Reward(torch.nn.Module):
    """Latents float32 [n, c, h, w] -> the logit of being liked [n].

    Means of the filters' answers over the cells of a grid: one cell sees what a picture is made of,
    many see where as well.
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
        """What the logit is linear in: [n, features]."""
        answers = functional.conv2d(
            latents, self.get_buffer("_filters"), self.get_buffer("_shifts"), padding=1
        )
        return functional.adaptive_avg_pool2d(functional.silu(answers), self.grid).flatten(1)

    def forward(self, latents: torch.Tensor) -> torch.Tensor:
        """The logits, in single precision also where what paints is trained in less."""
        with torch.autocast(latents.device.type, enabled=False):
            return self.logits(self.features(latents.float()))

    def logits(self, features: torch.Tensor) -> torch.Tensor:
        """From what `features` gave."""
        return features @ self.get_buffer("_weights") + self.get_buffer("_bias")

    def fit(self, features: torch.Tensor, opinions: "Opinions") -> Self:
        """The minimum of the opinions' loss with a decay of the weights, by L-BFGS."""
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
    """Votes and pairs by rows of pictures: int64 `voted` [v] and `winners`, `losers` [p]."""

    voted: torch.Tensor
    liked: torch.Tensor
    weights: torch.Tensor
    winners: torch.Tensor
    losers: torch.Tensor
    pair_weights: torch.Tensor

    @classmethod
    def of(cls, votes: VoteExamples, rows: torch.Tensor) -> Self:
        """Those about the rows [all rows] that are True; both rows of a pair have one prompt."""
        voted = torch.nonzero((votes.weights > 0) & rows)[:, 0]
        pairs = [pair for pair in votes.pairs if rows[pair[0]]]
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
        """All rows that something is said about."""
        return torch.cat([self.voted, self.winners, self.losers])

    def loss(self, logits: torch.Tensor) -> torch.Tensor:
        """Mean log loss of the votes, and of the pairs (Bradley-Terry), for logits of all rows."""
        errors = functional.binary_cross_entropy_with_logits(
            logits[self.voted], self.liked, self.weights, reduction="sum"
        )
        total = errors / self.weights.sum()
        if len(self.winners):
            gaps = logits[self.winners] - logits[self.losers]
            said = self.pair_weights / self.pair_weights.sum()
            total = total - (said * functional.logsigmoid(gaps)).sum()
        return total

    def right(self, logits: torch.Tensor) -> torch.Tensor:
        """Whether the sign of the logit is the vote: [v]."""
        return (logits[self.voted] > 0) == self.liked.bool()


@dataclass(frozen=True, slots=True)
class Trust:
    """How right a reward is about votes on prompts that it was not fitted on.

    `right` is the share of a prompt's votes, `better` by how much it exceeds that of always saying
    what most votes say, both as means over prompts; `pairs` is the share of all pairs.
    """

    right: Interval
    better: Interval
    pairs: float | None

    @property
    def holds(self) -> bool:
        """Whether the reward knows more than what most votes say."""
        return self.better.low > 0

    def __str__(self) -> str:
        right, better = self.right, self.better
        more, low, high = (100 * x for x in (better.mean, better.low, better.high))
        return (
            f"A reward learnt from votes is right about {right.mean:.0%} of the votes on prompts "
            f"that it has not seen, {more:+.0f} points ({low:+.0f} to {high:+.0f}) beside always "
            f"saying what most say: it is {'used' if self.holds else 'not used'}."
        )


@dataclass(frozen=True, slots=True, eq=False)
class Learnt:
    """A reward fitted on all votes, and what it is worth."""

    reward: Reward
    trust: Trust


def learnt(votes: VoteExamples) -> Learnt | None:
    """Fit on four fifths of the prompts, measure on the rest, in turn; then fit on all.

    Of the grids the one with the least loss on prompts that it was not fitted on is taken. None
    where there are fewer than `FOLDS` prompts with votes.
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
    return Learnt(_new(votes, grid).fit(features, every), _trust(every, logits, voted))


def _new(votes: VoteExamples, grid: int) -> Reward:
    return Reward(votes.latents([0]).shape[1], grid)


@torch.no_grad()
def _features(votes: VoteExamples, grid: int) -> torch.Tensor:
    reward, rows = _new(votes, grid), range(len(votes.prompts))
    parts: Sequence[range] = [rows[at : at + ROWS] for at in range(0, len(rows), ROWS)]
    return torch.cat([reward.features(votes.latents(part)) for part in parts])


def _held_out(votes: VoteExamples, features: torch.Tensor, grid: int) -> torch.Tensor:
    """The logit of each row by a reward that was fitted on other prompts: [rows]."""
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
