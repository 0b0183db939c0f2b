"""What votes are about, as tensors, and how often each is drawn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch

from model.errors import BadRequest
from training import preferences
from training.feedback.method import Method


@dataclass(frozen=True, slots=True, eq=False)
class VoteExamples:
    """Pictures and what is thought of them, by row.

    `latents(rows)` is float32 [n, c, h, w], `states(rows)` float32 [n, tokens, width]; `rewards`
    and `weights` are float32 [rows], `desirable` is bool [rows]. `pairs` are (row of the winner,
    row of the loser, weight); a row of weight 0 is only compared.
    """

    latents: Callable[[Sequence[int]], torch.Tensor]
    states: Callable[[Sequence[int]], torch.Tensor]
    rewards: torch.Tensor
    desirable: torch.Tensor
    weights: torch.Tensor
    pairs: Sequence[tuple[int, int, float]] = ()


@dataclass(frozen=True, slots=True)
class Recipe:
    """How votes are learnt from.

    `replay` is the share of base data in a batch, between 0 and 1, with at least one row of either
    kind; `temperature` divides rewards (see `preferences.reward_weights`). For KTO and DPO
    `strength` multiplies the loss of preferences and `anchor` the plain denoising loss of the
    winners beside it, both in units of what a picture of the base data weighs. Their anchor
    (2405.16436) keeps the sum bounded below: without it driving a dislike away pays without end.
    """

    method: Method
    replay: float = 0.5
    temperature: float = 0.25
    strength: float = 20.0
    anchor: float = 4.0


class Draw:
    """Draws rows for a batch: single pictures, or now and then pairs.

    Singles come by `preferences.reward_weights` of the liked ones, or for KTO by
    `preferences.balanced_weights` of weight times |reward|; pairs by their weights, and as often as
    they make up of all that counts. Raises BadRequest where nobody has liked anything.

    Times |reward|, for where all pictures of a prompt are disliked, driving them away would only
    teach to paint that prompt worse: a dislike tells as much as the prompt is liked otherwise.
    """

    def __init__(self, votes: VoteExamples, recipe: Recipe) -> None:
        liked = votes.weights * votes.desirable
        telling = votes.weights * votes.rewards.abs()
        if not liked.any():
            raise BadRequest(
                "No painted picture outside the held-out prompts is liked yet: collect more votes."
            )
        self._linked = votes.pairs if recipe.method is Method.KTO else ()
        self._pairs = torch.tensor([weight for *_, weight in self._linked])
        singles = telling if recipe.method is Method.KTO else votes.weights
        self._share = float(self._pairs.sum() / (self._pairs.sum() + singles.sum()))
        self._singles = (
            preferences.balanced_weights(votes.desirable, telling)
            if recipe.method is Method.KTO
            else preferences.reward_weights(votes.rewards, liked, recipe.temperature)
        )

    def __call__(self, count: int, generator: torch.Generator) -> tuple[list[int], bool]:
        """`count` rows, one less if pairs leave one over; True for pairs, winners before losers."""
        if count > 1 and torch.rand(1, generator=generator) < self._share:
            drawn = torch.multinomial(self._pairs, count // 2, True, generator=generator)
            pairs = [self._linked[int(pair)] for pair in drawn]
            return [winner for winner, _, _ in pairs] + [loser for _, loser, _ in pairs], True
        drawn = torch.multinomial(self._singles, count, True, generator=generator)
        return [int(row) for row in drawn], False
