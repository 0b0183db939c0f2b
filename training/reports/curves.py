"""Curves as inline SVG, readable in light and dark mode."""

import math
from collections.abc import Sequence
from html import escape

Point = tuple[float, float]

WIDE, HIGH = 640, 180
LEFT, RIGHT, TOP, BOTTOM = 64, 8, 8, 24
POINTS = 320
"""Longer curves are averaged to this many points, so that they stay readable and small."""


def curve(title: str, points: Sequence[Point], unit: str) -> str:
    """A curve through `points`, sorted by x; the axes show the smallest and largest values.

    NaN and infinity are skipped. Empty if fewer than two points are left.
    """
    shown = _thinned([point for point in points if math.isfinite(point[1])])
    if len(shown) < 2:
        return ""
    xs, ys = zip(*shown, strict=True)
    low, high = min(ys), max(ys)
    span_x, span_y = (xs[-1] - xs[0]) or 1.0, (high - low) or 1.0
    wide, deep = WIDE - LEFT - RIGHT, HIGH - TOP - BOTTOM
    line = " ".join(
        f"{LEFT + wide * (x - xs[0]) / span_x:.1f},{TOP + deep * (high - y) / span_y:.1f}"
        for x, y in shown
    )
    bottom = TOP + deep
    labels = (
        _text(LEFT - 6, TOP + 10, "end", f"{high:.3g}")
        + _text(LEFT - 6, bottom, "end", f"{low:.3g}")
        + _text(LEFT, HIGH - 6, "start", f"{xs[0]:,.0f}")
        + _text(WIDE - RIGHT, HIGH - 6, "end", f"{xs[-1]:,.0f} {unit}")
    )
    return (
        f'<figure><figcaption>{escape(title)}</figcaption><svg role="img" '
        f'aria-label="{escape(title)}" width="{WIDE}" height="{HIGH}" '
        f'viewBox="0 0 {WIDE} {HIGH}" xmlns="http://www.w3.org/2000/svg" font-size="12" '
        f'fill="currentColor"><path d="M{LEFT} {TOP}V{bottom}H{WIDE - RIGHT}" fill="none" '
        f'stroke="currentColor" opacity=".4"/><polyline points="{line}" fill="none" '
        f'stroke="#2a78d6" stroke-width="1.5"/>{labels}</svg></figure>'
    )


def _thinned(points: Sequence[Point]) -> list[Point]:
    """At most POINTS means of neighbouring points."""
    size = math.ceil(len(points) / POINTS) or 1
    groups = [points[at : at + size] for at in range(0, len(points), size)]
    return [(group[-1][0], sum(y for _, y in group) / len(group)) for group in groups]


def _text(x: float, y: float, anchor: str, words: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'
