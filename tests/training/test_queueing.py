"""The simulated queue: known formulas, the fair queue, slots, the database, and its table."""

from itertools import islice
from pathlib import Path
from random import Random

import pytest

from training.__main__ import main
from training.simulation.queueing import (
    DAY,
    Arrivals,
    Costs,
    Simulation,
    bursts,
    daily,
    overflow,
    poisson,
    quantile,
)

SECOND = Costs([1.0])


def test_one_replica_waits_as_pollaczek_and_khinchine_say() -> None:
    waits = [
        wait
        for seed in range(2)
        for wait in Simulation(SECOND, 1, seed).open_load(poisson(0.6), 100, 4000)
    ]
    assert sum(waits) / len(waits) == pytest.approx(1 + 0.6 / (2 * 0.4), rel=0.06)


def test_many_replicas_wait_less_at_the_same_share_of_their_capacity() -> None:
    p95 = [
        quantile(Simulation(SECOND, count).open_load(poisson(0.8 * count), 100, 1500), 0.95)
        for count in (1, 4, 16)
    ]
    assert p95[0] > p95[1] > p95[2] >= 1


def test_slots_share_a_replica() -> None:
    waits = Simulation(Costs([1.0], slots=4, gain=2.0), 1).closed_load(4, 5)
    assert waits == pytest.approx([2.0] * 20)
    alone = Simulation(Costs([1.0], slots=4, gain=2.0), 1).closed_load(1, 3)
    assert alone == pytest.approx([1.0] * 3)


def test_turns_are_fair() -> None:
    simulation = Simulation(SECOND, 1)
    everything_at_once: Arrivals = lambda _: iter([0.0] * 100)  # noqa: E731
    simulation.open_load(everything_at_once, 5, 100)
    first = sorted(simulation.jobs, key=lambda job: job.done)[:5]
    assert {job.person for job in first} == set(range(5))


def test_the_database_limits_what_many_replicas_can_do() -> None:
    simulation = Simulation(Costs([1.0], write=0.02), 200)
    simulation.open_load(poisson(200.0), 100, 1000)
    last = max(job.done for job in simulation.jobs)
    assert 1000 / last == pytest.approx(50, rel=0.1)


def test_an_evening_over_capacity_waits_for_hours() -> None:
    assert quantile(overflow(0.5), 0.95) == 0
    assert 600 < quantile(overflow(0.7), 0.95) < quantile(overflow(0.9), 0.95) < DAY / 3


@pytest.mark.parametrize("pattern", [poisson(2.0), bursts(2.0), daily(2.0)])
def test_every_pattern_has_its_mean_rate(pattern: Arrivals) -> None:
    times = list(islice(pattern(Random(0)), int(2 * DAY)))
    assert times == sorted(times)
    assert len(times) / times[-1] == pytest.approx(2.0, rel=0.06)


def test_the_command_prints_a_table_and_writes_a_plot(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plot = tmp_path / "plot.svg"
    words = ["queue", "--seconds", "0.8", "--replicas", "1", "2", "--requests", "60"]
    assert main([*words, "--plot", str(plot)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2 + 3 * 2
    assert plot.read_text().count("<polyline") == 3 * 2
    assert main([*words, "--gain", "0"]) == 1
    assert "must be positive" in capsys.readouterr().err
