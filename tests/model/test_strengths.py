"""The strengths and the seeds of candidates."""

import pytest

from model.recipe import CANDIDATES_LIMIT
from model.strengths import candidate_seed, strengths


@pytest.mark.parametrize("count", range(1, CANDIDATES_LIMIT + 1))
def test_strengths_rise_with_wildness(count: int) -> None:
    defaults = (0.0, 0.35, 0.5, 0.65)
    before = strengths(0, count, 0, defaults)
    assert before == (0.0,) * count
    for wildness in range(1, 101):
        now = strengths(wildness, count, 0, defaults)
        assert len(now) == count
        assert list(now) == sorted(now)
        assert all(b <= n for b, n in zip(before, now, strict=True))
        before = now
    assert before == ((1.0,) if count == 1 else (0.0, *(1.0,) * (count - 1)))


def test_strengths_at_fifty_are_the_models_own() -> None:
    defaults = (0.0, 0.35, 0.5, 0.65)
    assert strengths(50, 4, 0, defaults) == defaults
    assert strengths(50, 1, 0, defaults) == (0.425,)
    assert strengths(50, 2, 0, defaults) == (0.0, 0.65)


def test_unread_words_raise_the_strengths() -> None:
    defaults = (0.0, 0.35, 0.5, 0.65)
    read, one, three = (strengths(50, 4, unread, defaults) for unread in (0, 1, 3))
    assert all(a < b < c for a, b, c in zip(read[1:], one[1:], three[1:], strict=True))
    assert strengths(0, 4, 3, defaults) == (0.0,) * 4


def test_the_first_of_several_is_the_sketch_however_wild() -> None:
    for wildness in (0, 50, 80, 100):
        assert strengths(wildness, 4, 6, (0.2, 0.35, 0.5, 0.65))[0] == 0


def test_no_two_candidates_share_a_seed() -> None:
    seeds = {candidate_seed(s, i, CANDIDATES_LIMIT) for s in range(-9, 9) for i in range(8)}
    assert len(seeds) == 18 * 8
    assert all(0 <= seed < 1 << 63 for seed in seeds)
