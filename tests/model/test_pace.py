"""The number of concurrent requests: the rule, its derivation, and its measurement."""

from pathlib import Path

import pytest
import torch

from model import pace
from model.flight import Capacity
from model.painter import Painter
from tests.support.painters import painter_in


@pytest.mark.parametrize("own", [0.0, 0.3, 2.0])
@pytest.mark.parametrize("together", [1.0, 1.3, 1.49, 1.51, 1.7, 2.0, 2.5])
def test_the_rule_is_the_mean_time_to_the_end(own: float, together: float) -> None:
    in_turn = ((own + 1) + 2 * (own + 1)) / 2
    side_by_side = 2 * own + together
    assert pace.pays(own, 1.0, together) == (side_by_side < in_turn)


@pytest.mark.parametrize(
    ("own", "free", "expected"),
    [(0.0, 1, 1), (0.0, 4, 4), (0.0, 16, 16), (0.3, 16, 4), (1.0, 16, 1), (3.0, 16, 1)],
)
def test_doubles_while_it_pays(own: float, free: int, expected: int) -> None:
    """On this device a step of up to `free` requests takes as long as a step of one."""

    def seconds(count: int) -> float:
        return float(max(count, free)) / free

    count = pace.side_by_side(own, lambda k: (seconds(k), seconds(2 * k)))
    assert count == expected
    if count > 1:
        gain = count * (own + seconds(1)) / (count * own + seconds(count))
        assert gain > 2 * count / (count + 1)


def test_no_more_than_could_be_run() -> None:
    assert pace.side_by_side(0.0, lambda k: (1.0, 1.0) if k < 4 else None) == 4


@pytest.fixture(scope="module")
def painter(tiny_model: Path) -> Painter:
    return painter_in(torch.float32, tiny_model)


def test_room_is_for_requests_of_the_default_size(
    painter: Painter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "_own", lambda _: 0.0)
    monkeypatch.setattr(pace, "SLOW", 1e9)
    monkeypatch.setattr(pace, "PATIENCE", 1e9)
    sizes: list[tuple[int, ...]] = []

    def flat_until_twelve(_: object, __: object, *batches: int) -> list[float]:
        sizes.append(batches)
        return [float(max(rows, 12)) for rows in batches]

    monkeypatch.setattr(pace, "_fastest", flat_until_twelve)
    assert pace.room(painter) == Capacity(4, 16)
    # The tiny model paints three of four candidates.
    assert sizes == [(1,), (3, 6), (6, 12), (12, 24)]


def test_short_memory_ends_the_search(painter: Painter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "_own", lambda _: 0.0)
    monkeypatch.setattr(pace, "PATIENCE", 1e9)

    def short(_: object, __: object, *batches: int) -> list[float]:
        if max(batches) > 6:
            raise MemoryError
        return [0.01] * len(batches)

    monkeypatch.setattr(pace, "_fastest", short)
    assert pace.room(painter) == Capacity(2, 8)


def test_a_slow_device_is_not_measured(painter: Painter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "SLOW", 0.0)
    assert pace.room(painter) == Capacity()


def test_without_shared_forwards_nothing_is_measured(
    tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "_fastest", lambda *_: pytest.fail("measured"))
    assert pace.room(painter_in(torch.bfloat16, tiny_model)) == Capacity()


def test_measured_for_real(painter: Painter) -> None:
    found = pace.room(painter)
    assert found == Capacity() or found.candidates == found.requests * pace.REQUEST.candidates
    assert pace._own(painter) > 0
    row = pace._row(painter)
    seconds = pace._fastest(painter.pipeline, row, 1, 3)
    assert row.at == 0
    assert all(0 < each < 60 for each in seconds)
