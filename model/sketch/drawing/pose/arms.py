"""Short arms in front of a body that come out of it: at the root they have no edge."""

from model.sketch.drawing.pose.poses import Ink
from model.sketch.drawing.vector.geometry import Point

_OPEN = 0.3  # the share of an arm, from its root, without an edge


def short_arm(root: Point, end: Point, width: float, sag: float, ink: Ink) -> tuple[str, str]:
    """The edge and the fill of an arm that hangs `sag` below the lower one of its ends."""
    middle = (root[0] + end[0]) / 2, max(root[1], end[1]) + sag
    bend = _between(middle, end, _OPEN)
    start = _between(_between(root, middle, _OPEN), bend, _OPEN)
    edge = ""
    if ink.rim is not None:
        edge = _curve(start, bend, end, width + 2 * ink.rim_width, ink.rim, "butt")
    return edge, _curve(root, middle, end, width, ink.fill, "round")


def _between(a: Point, b: Point, share: float) -> Point:
    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])


def _curve(start: Point, bend: Point, end: Point, width: float, colour: str, cap: str) -> str:
    (x, y), (x1, y1), (u, v) = start, bend, end
    return (
        f'<path d="M{x:.2f} {y:.2f}Q{x1:.2f} {y1:.2f} {u:.2f} {v:.2f}" fill="none" '
        f'stroke="{colour}" stroke-width="{width:.2f}" stroke-linecap="{cap}"/>'
    )
