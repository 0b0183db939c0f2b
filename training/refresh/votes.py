"""What votes are about, as tensors, and how often each is drawn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch

from model.errors import BadRequest
from training.feedback.method import Method
from training.refresh import preferences


@dataclass(frozen=True, slots=True, eq=False)
class VoteExamples:
    """Pictures and what is thought of them, by row.

    `latents(rows)` is float32 [n, c, h, w], `states(rows)` float32 [n, tokens, width]; `rewards`
    and `weights` are float32 [rows], `desirable` is bool [rows], `prompts` int64 [rows] numbers the
    prompts. `pairs` are (row of the winner, row of the loser, weight); a row of weight 0 is only
    compared.
    """

    latents: Callable[[Sequence[int]], torch.Tensor]
    states: Callable[[Sequence[int]], torch.Tensor]
    rewards: torch.Tensor
    desirable: torch.Tensor
    weights: torch.Tensor
    prompts: torch.Tensor
    pairs: Sequence[tuple[int, int, float]] = ()


@dataclass(frozen=True, slots=True)
class RefreshSettings:
    """How votes are learnt from.

    `replay` is the share of base data in a batch, between 0 and 1, with at least one row of either
    kind; `temperature` divides rewards (see `preferences.reward_weights`). For KTO and DPO `anchor`
    is the weight of the winners' own denoising error beside them (2405.16436). `liking` is the
    weight of the learnt reward, where there is one, on votes with t below `liking_below` of all
    levels: above, one step hardly says what the picture will be. A picture whose reward, a logit,
    is above `enough` pulls no further.
    """

    method: Method
    replay: float = 0.5
    temperature: float = 0.25
    anchor: float = 4.0
    liking: float = 1.0
    liking_below: float = 0.65
    enough: float = 1.5


class Draw:
    """Draws rows for a batch: single pictures, or now and then pairs.

    Singles come by `preferences.reward_weights` of the liked ones, or for KTO by
    `preferences.balanced_weights`; pairs by their weights, and as often as they make up of all that
    was said. Raises BadRequest where nobody has liked anything.
    """

    def __init__(self, votes: VoteExamples, recipe: RefreshSettings) -> None:
        liked = votes.weights * votes.desirable
        if not liked.any():
            raise BadRequest(
                "No painted picture outside the held-out prompts is liked yet: collect more votes."
            )
        self._linked = votes.pairs if recipe.method is Method.KTO else ()
        self._pairs = torch.tensor([weight for *_, weight in self._linked])
        self._share = float(self._pairs.sum() / (self._pairs.sum() + votes.weights.sum()))
        self._singles = (
            preferences.balanced_weights(votes.desirable, votes.weights)
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
