"""Requests in flight: joining, leaving, failing, and what other requests change."""

import random
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from model import inflight, rows
from model.errors import BadRequest
from model.flight import Capacity, Request
from model.inflight import InFlight
from model.painter import Painter
from model.pipeline import Pipeline, load
from model.recipe import Painting, Recipe
from model.rows import Row
from tests.support.alike import assert_alike
from tests.support.painters import painter_in

pytestmark = pytest.mark.usefixtures("untraced")

LEMON = Recipe("dancing lemon", seed=3, num_inference_steps=4)


@pytest.fixture(scope="module")
def painter(tiny_model: Path) -> Painter:
    return painter_in(torch.float32, tiny_model)


@pytest.fixture
def batches(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Record the batch sizes of all forwards."""
    sizes: list[int] = []
    real = rows.tick

    def counted(pipeline: Pipeline, some: Sequence[Row]) -> None:
        sizes.append(len(some))
        real(pipeline, some)

    monkeypatch.setattr(inflight, "tick", counted)
    return sizes


def flight_of(painter: Painter, requests: int) -> InFlight:
    flight = InFlight(painter.pipeline)
    flight.room = Capacity(requests, requests * LEMON.candidates)
    return flight


def asked(painter: Painter, flight: InFlight, recipe: Recipe) -> Request[Painting]:
    request = Request(recipe, painter.painting(recipe))
    flight.add(request)
    return request


def finish(flight: InFlight) -> None:
    while not flight.idle:
        flight.round()


def test_the_farthest_row_goes_a_step_ahead_of_all_together(
    painter: Painter, batches: list[int]
) -> None:
    painter.paint(replace(LEMON, num_inference_steps=12))
    # Strengths 0.3, 0.45 and 0.6 take 4, 6 and 8 of 12 steps.
    assert batches == [1] + [3] * 4 + [2] * 2 + [1]


def test_a_newcomer_joins_between_two_ticks(painter: Painter, batches: list[int]) -> None:
    flight, long = flight_of(painter, 2), replace(LEMON, wildness=100, num_inference_steps=8)
    first = asked(painter, flight, long)
    while 3 not in batches:
        flight.round()
    second = asked(painter, flight, LEMON)
    finish(flight)
    assert max(batches) == 6
    assert not first.alone
    assert not second.alone
    assert len(first.future.result().candidates) == len(second.future.result().candidates) == 4


def test_without_room_it_is_first_come_first_served(painter: Painter, batches: list[int]) -> None:
    flight = flight_of(painter, 1)
    requests = [asked(painter, flight, replace(LEMON, seed=seed)) for seed in range(3)]
    order: list[Future[Painting]] = []
    for request in reversed(requests):
        request.future.add_done_callback(order.append)
    finish(flight)
    assert order == [request.future for request in requests]
    assert max(batches) == 3
    assert all(request.alone for request in requests)


def test_a_small_request_does_not_overtake_a_large_one(painter: Painter) -> None:
    flight = flight_of(painter, 2)
    first = asked(painter, flight, LEMON)
    large = asked(painter, flight, replace(LEMON, candidates=8))
    small = asked(painter, flight, replace(LEMON, candidates=1))
    while not first.future.done():
        flight.round()
        assert not small.rows
    finish(flight)
    assert len(large.future.result().candidates) == 8
    assert len(small.future.result().candidates) == 1


def test_own_work_holds_others_up_for_one_piece_where_it_is_slow(
    painter: Painter, batches: list[int]
) -> None:
    seconds = iter(range(10_000))
    flight = InFlight(painter.pipeline, clock=lambda: float(next(seconds)))
    flight.room = Capacity(2, 2 * LEMON.candidates)
    asked(painter, flight, replace(LEMON, wildness=100, num_inference_steps=12))
    while 3 not in batches:
        flight.round()
    asked(painter, flight, LEMON)
    before = len(batches)
    while 6 not in batches:
        flight.round()
    # By this clock each of four sketches and three starts takes as long as a step.
    assert batches[before:] == [3, 4, 3, 3, 3, 3, 3, 6]


def test_who_is_cancelled_leaves_at_once(painter: Painter, batches: list[int]) -> None:
    flight = flight_of(painter, 2)
    gone = asked(painter, flight, replace(LEMON, wildness=100, num_inference_steps=500))
    stays = asked(painter, flight, replace(LEMON, wildness=100))
    waits = asked(painter, flight, LEMON)
    while 6 not in batches:
        flight.round()
    gone.future.cancel()
    waits.future.cancel()
    before = len(batches)
    finish(flight)
    assert batches[before:] == [3, 3, 2]
    assert len(stays.future.result().candidates) == 4


def test_one_that_breaks_leaves_the_others_alone(
    painter: Painter, monkeypatch: pytest.MonkeyPatch
) -> None:
    flight = flight_of(painter, 2)
    broken = asked(painter, flight, replace(LEMON, guidance_scale=float("nan")))
    whole = asked(painter, flight, LEMON)
    finish(flight)
    with pytest.raises(Exception, match="NaN or infinity"):
        broken.future.result()
    assert len(whole.future.result().candidates) == 4


def test_a_forward_that_breaks_ends_those_who_took_part(
    painter: Painter, monkeypatch: pytest.MonkeyPatch
) -> None:
    flight = flight_of(painter, 2)
    requests = [asked(painter, flight, replace(LEMON, seed=seed)) for seed in range(3)]
    real, calls = rows.tick, iter(range(100))

    def first_breaks(pipeline: Pipeline, some: Sequence[Row]) -> None:
        if next(calls) == 0:
            raise RuntimeError("broken")
        real(pipeline, some)

    monkeypatch.setattr(inflight, "tick", first_breaks)
    finish(flight)
    for request in requests[:2]:
        with pytest.raises(RuntimeError, match="broken"):
            request.future.result()
    assert len(requests[2].future.result().candidates) == 4


def test_what_may_not_be_shown_is_the_requests_own_matter(painter: Painter) -> None:
    flight = flight_of(painter, 2)
    painter.flagged = lambda _: True
    try:
        refused = asked(painter, flight, replace(LEMON, candidates=1, wildness=100))
        sketched = asked(painter, flight, LEMON)
        finish(flight)
    finally:
        painter.flagged = None
    with pytest.raises(BadRequest, match="may not be shown"):
        refused.future.result()
    assert [c.is_sketch for c in sketched.future.result().candidates] == [True]


@pytest.mark.parametrize("seed", range(2))
def test_random_arrivals_change_next_to_nothing(painter: Painter, seed: int) -> None:
    """Requests of random sizes, strengths and steps join and are cancelled at random times."""
    chance = random.Random(seed)
    flight = flight_of(painter, 3)
    requests: list[Request[Painting]] = []
    for number in range(6):
        recipe = replace(
            LEMON,
            seed=number,
            candidates=chance.randint(1, 4),
            wildness=chance.randint(0, 100),
            num_inference_steps=chance.randint(1, 6),
        )
        requests.append(asked(painter, flight, recipe))
        for _ in range(chance.randint(0, 6)):
            flight.round()
        if chance.random() < 0.2:
            requests[-1].future.cancel()
    finish(flight)
    painted = [request for request in requests if not request.future.cancelled()]
    assert not all(request.alone for request in painted)
    for request in painted:
        found, alone = request.future.result(), painter.paint(request.recipe)
        before = {candidate.seed: candidate.rgba for candidate in alone.candidates}
        for candidate in found.candidates:
            if request.alone:
                assert (candidate.rgba == before[candidate.seed]).all()
            assert_alike(candidate.rgba, before[candidate.seed])


def test_beside_others_the_bundled_model_paints_the_same_to_a_grey_level() -> None:
    bundled = Painter.open(load())
    flight = flight_of(bundled, 2)
    wild = asked(bundled, flight, Recipe("angry unicorn", seed=1, candidates=1, wildness=90))
    while not wild.rows:
        flight.round()
    late = asked(bundled, flight, Recipe("sad robot", seed=2, candidates=2, wildness=60))
    finish(flight)
    for request in (wild, late):
        assert not request.alone
        found, alone = request.future.result(), bundled.paint(request.recipe)
        for one, other in zip(found.candidates, alone.candidates, strict=True):
            assert_alike(one.rgba, other.rgba)


def test_in_half_precision_a_request_has_its_own_forwards_and_the_same_bytes(
    tiny_model: Path, batches: list[int]
) -> None:
    painter = painter_in(torch.bfloat16, tiny_model)
    flight = flight_of(painter, 2)
    requests = [asked(painter, flight, replace(LEMON, seed=seed)) for seed in range(2)]
    finish(flight)
    assert max(batches) == 3
    for request in requests:
        assert not request.alone
        found, alone = request.future.result(), painter.paint(request.recipe)
        for one, other in zip(found.candidates, alone.candidates, strict=True):
            assert (one.rgba == other.rgba).all()
