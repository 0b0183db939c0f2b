"""Hands as mittens, alone or at the end of a short arm."""

from collections.abc import Sequence

from model.sketch.drawing.art.pieces import Piece
from model.sketch.drawing.pose.arms import short_arm
from model.sketch.drawing.pose.poses import Ink
from model.sketch.drawing.vector.geometry import Affine, Bounds, Point

_ARM, _SAG = 0.125, 0.05  # the width of an arm and how low it hangs, in sizes of the figure
MITTEN = 0.11
"""The radius of a hand in sizes of the figure."""
# A mitten of radius 100 that points up, its thumb to the left.
_PALM = "M-72-62C-50-100 50-100 78-58C104-16 104 36 76 66C48 94-44 96-74 66C-100 38-98-22-72-62z"
_THUMB = "M-58-24V36C-92 44-127 34-126 2C-124-30-88-38-58-24z"


def mitten(at: Point, size: float, ink: Ink, side: int) -> Piece:
    """A hand of a figure of this size, its thumb to the middle, in front of what it holds."""
    radius = MITTEN * size
    rim, fill = _mitten(at, radius, ink, side)
    return Piece(rim + fill, Bounds.around([at], 1.3 * radius + ink.rim_width).corners)


def _mitten(at: Point, radius: float, ink: Ink, side: int) -> tuple[str, str]:
    """The rim and the fill of a mitten."""
    place = Affine.move(*at) @ Affine.scale(side * radius / 100, radius / 100) @ Affine.turn(14)
    rim = ""
    if ink.rim is not None:
        width = 200 * ink.rim_width / radius
        rim = (
            f'<path transform="{place.svg}" d="{_THUMB}{_PALM}" fill="{ink.rim}" '
            f'stroke="{ink.rim}" stroke-width="{width:.0f}" stroke-linejoin="round"/>'
        )
    return rim, f'<path transform="{place.svg}" d="{_THUMB}{_PALM}" fill="{ink.fill}"/>'


def arm_to_hand(
    root: Point, at: Point, size: float, ink: Ink, side: int, has_mitten: bool = True
) -> Piece:
    """A short arm out of a body, with a mitten unless it ends in a hand of another kind."""
    radius, sag = MITTEN * size, _SAG * size
    edge, fill = short_arm(root, at, _ARM * size, sag, ink)
    if has_mitten:
        rim, palm = _mitten(at, radius, ink, side)
        edge, fill = edge + rim, fill + palm
    bounds = Bounds.around([root, at], 1.3 * radius + ink.rim_width)
    return Piece(edge + fill, bounds.corners)


def mittens(hands: Sequence[Point], size: float, ink: Ink) -> list[Piece]:
    """A mitten at each point: left and right."""
    return [mitten(at, size, ink, side) for at, side in zip(hands, (-1, 1), strict=False)]
