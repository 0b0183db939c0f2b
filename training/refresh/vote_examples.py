"""Votes as tensors, and how rows are drawn from them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch

from model.errors import BadRequest
from training.feedback.method import Method
from training.refresh import preferences


@dataclass(frozen=True, slots=True, eq=False)
class VoteExamples:
    """One row for each vote, then one for each picture that was only compared in a pair.

    `latents(rows)` is float32 [n, c, h, w], `hidden_states(rows)` float32 [n, tokens, width];
    `rewards` and `weights` are float32 [rows], `desirable` is bool [rows], `prompts` int64 [rows]
    has the same number for the same prompt. `pairs` are (row of the winner, row of the loser,
    weight); rows that are only compared have weight 0.
    """

    latents: Callable[[Sequence[int]], torch.Tensor]
    hidden_states: Callable[[Sequence[int]], torch.Tensor]
    rewards: torch.Tensor
    desirable: torch.Tensor
    weights: torch.Tensor
    prompts: torch.Tensor
    pairs: Sequence[tuple[int, int, float]] = ()


@dataclass(frozen=True, slots=True)
class RefreshSettings:
    """How the model learns from votes.

    - `replay`: share of base data in a batch, between 0 and 1; both kinds have at least one row.
    - `temperature` divides rewards (see `preferences.reward_weights`).
    - `anchor`: for KTO and DPO, the weight of the winners' own denoising error (2405.16436).
    - `liking`: weight of the fitted reward, if there is one. It is applied to votes with timesteps
      below the share `liking_below`: above it, one step does not predict the picture well enough.
    - `enough`: pictures with a reward (a logit) above this have no gradient.
    """

    method: Method
    replay: float = 0.5
    temperature: float = 0.25
    anchor: float = 4.0
    liking: float = 1.0
    liking_below: float = 0.65
    enough: float = 1.5


class Draw:
    """Draws the rows of a batch: single votes, or sometimes pairs.

    Votes are drawn by `preferences.balanced_weights` for KTO, otherwise the liked ones by
    `preferences.reward_weights`. Pairs are drawn by their weights, in proportion to their share of
    all weights. Raises BadRequest if no picture is liked.
    """

    def __init__(self, votes: VoteExamples, settings: RefreshSettings) -> None:
        liked = votes.weights * votes.desirable
        if not liked.any():
            raise BadRequest(
                "No painted picture outside the held-out prompts is liked yet: collect more votes."
            )
        self._pairs = votes.pairs if settings.method is Method.KTO else ()
        self._pair_weights = torch.tensor([weight for *_, weight in self._pairs])
        of_pairs = self._pair_weights.sum()
        self._share = float(of_pairs / (of_pairs + votes.weights.sum()))
        self._votes = (
            preferences.balanced_weights(votes.desirable, votes.weights)
            if settings.method is Method.KTO
            else preferences.reward_weights(votes.rewards, liked, settings.temperature)
        )

    def __call__(self, count: int, generator: torch.Generator) -> tuple[list[int], bool]:
        """Rows, and whether they are pairs: all winners, then their losers.

        There are `count` rows, for pairs one less if `count` is odd.
        """
        if count > 1 and torch.rand(1, generator=generator) < self._share:
            drawn = torch.multinomial(self._pair_weights, count // 2, True, generator=generator)
            pairs = [self._pairs[int(pair)] for pair in drawn]
            return [winner for winner, _, _ in pairs] + [loser for _, loser, _ in pairs], True
        drawn = torch.multinomial(self._votes, count, True, generator=generator)
        return [int(row) for row in drawn], False
