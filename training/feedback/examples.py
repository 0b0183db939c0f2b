"""Turns votes and picks into examples: which of them count, how much, and which are held out."""

import hashlib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.domain import Picture
from bot.store.votes import Judged, Picked
from model.sketch.scene import STYLES
from training.feedback.rates import Ballot, shrunk_rates

OWN_WEIGHT = 0.3
PERSON_SHARE, PERSON_MINIMUM = 0.05, 50
HELD_OUT_SHARE = 0.2

NEITHER = "neither a like nor a dislike"
GONE = "whose pictures were deleted: after their retention time, or by a person"
SKETCHES = "on sketches, which are composed, not painted"
BEYOND = "beyond the maximum of one person"
LORAS = "on pictures of a LoRA that the settings name: they say nothing about the model alone"
PICKS_LORAS = "picks among pictures of a LoRA that the settings name"
PICKS = "picks without two painted pictures to compare"
PICKS_BEYOND = "picks beyond the maximum of one person"

Given = TypeVar("Given")


@dataclass(frozen=True, slots=True)
class Rated:
    """One vote on a painted picture (`png`: RGBA, at the model's resolution).

    `reward` in [-1, 1] is 1 for a like or 0 for a dislike, minus the like rate of the prompt (see
    `shrunk_rates`), because a model cannot choose its prompts. It is the advantage over the
    prompt's mean, as in 2305.13301. `weight` is how much the vote counts.
    """

    prompt: str
    style: str
    png: bytes
    strength: float
    seed: int
    reward: float
    desirable: bool
    weight: float
    held_out: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Two painted pictures (PNG) of one request, of which a person picked the first.

    The weights of all pairs of one pick add up to 1.
    """

    prompt: str
    style: str
    winner: bytes
    loser: bytes
    weight: float
    held_out: bool


@dataclass(frozen=True, slots=True)
class Feedback:
    """All examples; `left_out` counts the other votes and picks by reason.

    `votes` counts `rated`, `dislikes` those of them that are dislikes.
    """

    rated: tuple[Rated, ...]
    pairs: tuple[Pair, ...]
    votes: int
    dislikes: int
    left_out: Mapping[str, int]


def examples(judged: Sequence[Judged], picked: Sequence[Picked]) -> Feedback:
    """Turn votes and picks, each ordered from oldest to newest, into examples.

    Each person's newest votes count, at most `PERSON_SHARE` of all that count or
    `PERSON_MINIMUM`, whichever is more; the same holds for picks. A vote on one's own request has
    `OWN_WEIGHT`, because askers like their idea already. Picks on one's own request count fully,
    because all its pictures show the same idea.
    """
    votes, no_votes = _kept(((vote.voter, vote) for vote in judged), _against_vote, BEYOND)
    picks, no_picks = _kept(((pick.person, pick) for pick in picked), _against_pick, PICKS_BEYOND)
    rated = _rated(votes)
    return Feedback(
        rated=rated,
        pairs=tuple(pair for pick in picks for pair in _pairs(pick)),
        votes=len(rated),
        dislikes=sum(not vote.desirable for vote in rated),
        left_out=no_votes + no_picks,
    )


def is_held_out(prompt: str) -> bool:
    """Whether a prompt is never trained on: a fifth of all prompts, chosen by a hash."""
    digest = hashlib.sha256(normalised(prompt).encode()).digest()
    return int.from_bytes(digest[:8], "big") < HELD_OUT_SHARE * 2**64


def normalised(prompt: str) -> str:
    """The prompt in NFKC, case-folded, with single spaces."""
    return " ".join(unicodedata.normalize("NFKC", prompt).casefold().split())


def _kept(
    given: Iterable[tuple[str, Given]], reason_against: Callable[[Given], str], beyond: str
) -> tuple[list[Given], Counter[str]]:
    """The usable votes or picks, limited per person, and the number left out for each reason."""
    left_out: Counter[str] = Counter()
    usable = []
    for person, own in given:
        if reason := reason_against(own):
            left_out[reason] += 1
        else:
            usable.append((person, own))
    maximum = _maximum(Counter(person for person, _ in usable).values())
    counts: Counter[str] = Counter()
    kept = []
    for person, own in reversed(usable):
        counts[person] += 1
        if counts[person] <= maximum:
            kept.append(own)
        else:
            left_out[beyond] += 1
    return kept[::-1], left_out


def _maximum(counts: Collection[int]) -> int:
    """How many votes or picks of one person are kept, for the number that each person gave.

    `PERSON_SHARE` is of what is kept, so that a person with very many does not raise their own
    maximum.
    """
    maximum = sum(counts)
    while True:
        kept = sum(min(count, maximum) for count in counts)
        lower = max(PERSON_MINIMUM, int(PERSON_SHARE * kept))
        if lower >= maximum:
            return maximum
        maximum = lower


def _against_vote(vote: Judged) -> str:
    if vote.value == 0:
        return NEITHER
    if vote.picture is None:
        return GONE
    if vote.style not in STYLES:
        return LORAS
    return "" if _is_painted(vote.picture) else SKETCHES


def _against_pick(pick: Picked) -> str:
    if pick.style not in STYLES:
        return PICKS_LORAS
    painted = _is_painted(pick.picture) and any(_is_painted(other) for other in pick.others)
    return "" if painted else PICKS


def _is_painted(picture: Picture) -> bool:
    return picture.strength > 0


def _rated(votes: Sequence[Judged]) -> tuple[Rated, ...]:
    ballots: dict[str, list[Ballot]] = defaultdict(list)
    for vote in votes:
        ballots[normalised(vote.prompt)].append(_ballot(vote))
    rates = shrunk_rates(ballots)
    return tuple(_example(vote, rates[normalised(vote.prompt)]) for vote in votes)


def _ballot(vote: Judged) -> Ballot:
    return Ballot(vote.value > 0, OWN_WEIGHT if vote.own else 1.0)


def _example(vote: Judged, rate: float) -> Rated:
    picture, ballot = vote.picture, _ballot(vote)
    assert picture is not None
    return Rated(
        prompt=vote.prompt,
        style=vote.style,
        png=picture.png,
        strength=picture.strength,
        seed=picture.seed,
        reward=ballot.liked - rate,
        desirable=ballot.liked,
        weight=ballot.weight,
        held_out=is_held_out(vote.prompt),
    )


def _pairs(pick: Picked) -> list[Pair]:
    losers = [other.png for other in pick.others if _is_painted(other)]
    return [
        Pair(
            pick.prompt,
            pick.style,
            pick.picture.png,
            loser,
            1 / len(losers),
            is_held_out(pick.prompt),
        )
        for loser in losers
    ]
