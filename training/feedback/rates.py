"""Like rates of prompts, estimated from few votes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ballot:
    """One vote on a prompt, and its weight."""

    liked: bool
    weight: float


def shrunk_rates(votes: Mapping[str, Sequence[Ballot]]) -> dict[str, float]:
    """The like rate of each prompt, shrunk towards the overall mean p (beta-binomial).

    A prompt's own rate is r = (sum of the weights of its likes) / n, n = (sum of its weights). With
    likes ~ Binomial(n, q) and q ~ Beta of mean p and intraclass correlation rho, its posterior mean
    is

        p + n rho / (1 + (n - 1) rho) (r - p),

    which is (likes + m p) / (n + m) with m = 1 / rho - 1. Empirical Bayes: p and rho are estimated
    from all votes (see `intraclass_correlation`).
    """
    rho = intraclass_correlation([[ballot.liked for ballot in own] for own in votes.values()])
    every = [ballot for own in votes.values() for ballot in own]
    mean = _rate(every) if every else 0.0
    rates = {}
    for key, own in votes.items():
        n = sum(ballot.weight for ballot in own)
        rates[key] = mean + n * rho / (1 + (n - 1) * rho) * (_rate(own) - mean)
    return rates


def intraclass_correlation(groups: Sequence[Sequence[bool]]) -> float:
    """How much votes on one prompt agree: 0 as much as any two votes, 1 always.

    The analysis-of-variance estimator (Ridout, Demétrio and Firth 1999, Biometrics 55, 137-148):
    with K groups of n_k votes and rates r_k, N votes and rate p in all,

        MSB = sum n_k (r_k - p)^2 / (K - 1),  MSW = sum n_k r_k (1 - r_k) / (N - K),
        n_0 = (N - sum n_k^2 / N) / (K - 1),  rho = (MSB - MSW) / (MSB + (n_0 - 1) MSW),

    clipped to at least 0. It is also 0 without anything to compare: with fewer than two groups, or
    no group with two votes.
    """
    count, total = len(groups), sum(len(group) for group in groups)
    if count < 2 or total == count:
        return 0.0
    overall = sum(sum(group) for group in groups) / total
    rates = [(len(group), sum(group) / len(group)) for group in groups]
    between = sum(n * (rate - overall) ** 2 for n, rate in rates) / (count - 1)
    within = sum(n * rate * (1 - rate) for n, rate in rates) / (total - count)
    size = (total - sum(n * n for n, _ in rates) / total) / (count - 1)
    spread = between + (size - 1) * within
    return max(0.0, (between - within) / spread) if spread > 0 else 0.0


def _rate(ballots: Sequence[Ballot]) -> float:
    weight = sum(ballot.weight for ballot in ballots)
    return sum(ballot.weight for ballot in ballots if ballot.liked) / weight
