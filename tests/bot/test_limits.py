"""The token bucket and the daily quota: consuming, refilling, giving back."""

import pytest

from bot.limits import DAY, HOUR, Allowance, Limit, give_back, take

LIMIT = Limit(burst=2, per_hour=6, per_day=5)
NOON = 100 * DAY + DAY / 2


def test_a_burst_is_allowed_and_then_one_every_ten_minutes() -> None:
    left = Allowance.full(LIMIT, NOON)
    for _ in range(2):
        left, wait = take(left, LIMIT, NOON)
        assert wait == 0
    refused, wait = take(left, LIMIT, NOON)
    assert wait == pytest.approx(600)
    assert refused == left
    assert take(refused, LIMIT, NOON + wait)[1] == 0


def test_a_day_has_its_quota_and_the_next_begins_at_midnight() -> None:
    left, now = Allowance.full(LIMIT, NOON), NOON
    for _ in range(5):
        left, wait = take(left, LIMIT, now)
        assert wait == 0
        now += HOUR
    assert take(left, LIMIT, now)[1] == pytest.approx(101 * DAY - now)
    assert take(left, LIMIT, 101 * DAY)[1] == 0


def test_what_is_given_back_can_be_taken_again() -> None:
    before = Allowance.full(LIMIT, NOON)
    after, _ = take(before, LIMIT, NOON)
    assert give_back(after, LIMIT, NOON, NOON) == before


def test_giving_back_never_exceeds_the_burst_nor_touches_another_day() -> None:
    left, _ = take(Allowance.full(LIMIT, NOON), LIMIT, NOON)
    tomorrow = NOON + DAY
    used, _ = take(left, LIMIT, tomorrow)
    back = give_back(used, LIMIT, tomorrow, NOON)
    assert (back.used, back.tokens) == (1, 2)


def test_no_quota_refuses_until_tomorrow() -> None:
    none = Limit(burst=2, per_hour=6, per_day=0)
    assert take(Allowance.full(none, NOON), none, NOON)[1] == pytest.approx(DAY / 2)
