"""Runs the simulated queue over loads and replicas: a table, and a plot as SVG."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from training.simulation.queueing import (
    SWING,
    Costs,
    Simulation,
    bursts,
    daily,
    overflow,
    poisson,
    quantile,
)

LOADS = (0.3, 0.5, 0.7, 0.8, 0.9, 0.95)
"""Requests that arrive, as a share of what all replicas can paint."""
PATTERNS = ("steady", "bursts of 8", "by time of day")
COLOURS = ("#2a78d6", "#c2410c", "#15803d", "#7e22ce", "#be185d", "#4d7c0f")
WIDE, HIGH, EDGE, BOTTOM = 240, 220, 40, 30


@dataclass(frozen=True, slots=True)
class Row:
    """The waiting times at one load, in seconds."""

    pattern: str
    replicas: int
    load: float
    p50: float
    p95: float


def simulate(costs: Costs, replicas: Sequence[int], people: int, requests: int) -> list[Row]:
    """All loads for all arrival patterns and numbers of replicas."""
    found = []
    for pattern in PATTERNS:
        for count in replicas:
            for load in LOADS:
                rate = load * count * costs.capacity
                waits = _waits(pattern, load, rate, Simulation(costs, count), people, requests)
                quantiles = quantile(waits, 0.5), quantile(waits, 0.95)
                found.append(Row(pattern, count, load, *quantiles))
    return found


def _waits(
    pattern: str, load: float, rate: float, run: Simulation, people: int, requests: int
) -> list[float]:
    """Waiting times. A day is as long as the requests last: what counts is the rate at its peak."""
    if pattern == "steady":
        return run.open_load(poisson(rate), people, requests)
    if pattern == "bursts of 8":
        return run.open_load(bursts(rate), people, requests)
    if load * (1 + SWING) < 1:
        return run.open_load(daily(rate, period=requests / rate), people, requests)
    return overflow(load)


def table(rows: Sequence[Row]) -> str:
    """A table in Markdown: a line for each pattern and number of replicas."""
    head = " | ".join(f"{load:.0%} load" for load in LOADS)
    lines = [f"| arrivals | replicas | {head} |", "| --- | --- |" + " --- |" * len(LOADS)]
    for pattern, replicas in dict.fromkeys((row.pattern, row.replicas) for row in rows):
        cells = [
            f"{row.p50:.3g}, {row.p95:.3g}"
            for row in rows
            if (row.pattern, row.replicas) == (pattern, replicas)
        ]
        lines.append(f"| {pattern} | {replicas} | {' | '.join(cells)} |")
    return "\n".join(lines)


def plot(rows: Sequence[Row]) -> str:
    """The 95 % quantiles over the load as SVG, one panel for each pattern, logarithmic."""
    patterns = list(dict.fromkeys(row.pattern for row in rows))
    replicas = list(dict.fromkeys(row.replicas for row in rows))
    low = math.floor(math.log10(min(row.p95 for row in rows)))
    high = math.ceil(math.log10(max(row.p95 for row in rows)))
    panels = [
        _panel(place, pattern, [row for row in rows if row.pattern == pattern], low, high)
        for place, pattern in enumerate(patterns)
    ]
    legend = "".join(
        f'<text x="{EDGE + 110 * place}" y="{HIGH + BOTTOM + 16}" '
        f'fill="{COLOURS[place % len(COLOURS)]}">{count} replica{"s" * (count > 1)}</text>'
        for place, count in enumerate(replicas)
    )
    width = len(patterns) * (WIDE + EDGE) + 10
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HIGH + BOTTOM + 24}" '
        'font-family="sans-serif" font-size="11"><rect width="100%" height="100%" fill="white"/>'
        f"{''.join(panels)}{legend}</svg>\n"
    )


def _panel(place: int, title: str, rows: Sequence[Row], low: int, high: int) -> str:
    left, bottom = EDGE + place * (WIDE + EDGE), HIGH - 10
    deep = bottom - 30

    def at(load: float, seconds: float) -> tuple[float, float]:
        x = left + (WIDE - 20) * (load - LOADS[0]) / (LOADS[-1] - LOADS[0])
        return x, bottom - deep * (math.log10(max(seconds, 10.0**low)) - low) / (high - low)

    parts = [f'<text x="{left}" y="18" font-weight="bold">{title}: p95, seconds</text>']
    for power in range(low, high + 1):
        _, y = at(LOADS[0], 10.0**power)
        parts.append(
            f'<path d="M{left} {y:.1f}h{WIDE - 20}" stroke="#ddd"/>'
            f'<text x="{left - 4}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>'
        )
    for load in (LOADS[0], 0.5, 0.7, 0.9):
        x, _ = at(load, 10.0**low)
        parts.append(f'<text x="{x:.1f}" y="{bottom + 14}" text-anchor="middle">{load:.0%}</text>')
    for number, count in enumerate(dict.fromkeys(row.replicas for row in rows)):
        points = " ".join(
            "{:.1f},{:.1f}".format(*at(row.load, row.p95)) for row in rows if row.replicas == count
        )
        colour = COLOURS[number % len(COLOURS)]
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
        )
    return "".join(parts)
