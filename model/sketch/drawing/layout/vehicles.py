"""A figure that drives an open car or looks out of a rocket."""

from model.sketch.drawing.art.pieces import Piece, stack, unit_bounds
from model.sketch.drawing.body.body import DrawingContext
from model.sketch.drawing.layout.rims import Rim, lower_part, upper_part
from model.sketch.drawing.layout.vessels import BELTS
from model.sketch.drawing.vector.geometry import Affine, Bounds
from model.sketch.drawing.vector.markup import dot
from model.sketch.library import Part

_ROOMY = 1.75  # the width of a car, in widths of its driver
_FRAME, _GLASS = "#5d6a76", "#bfe3f5"
# The turn that makes a rocket upright, the middle and the radius of its window, in its length.
_UPRIGHT, _WINDOW, _RADIUS = -45.0, 0.46, 0.185
_RING, _INSIDE = "#9fb2c8", "#d8effb"


def in_car(context: DrawingContext, part: Part, picture: Piece, rim: Rim) -> Piece:
    """The picture in a car without its roof, which drives the way the figure looks."""
    box, own = picture.bounds, unit_bounds(part.anchors)
    scale = _ROOMY * max(box.width, 0.7 * box.height) / own.width
    level = rim.level()
    y = own.y0 + BELTS[part.concept][part.style] * own.height
    place = Affine.onto((box.centre[0], level), (own.centre[0] + 0.04 * own.width, y), scale)
    if rim.side > 0:  # cars in emoji drive to the left
        place = Affine.mirror(box.centre[0]) @ place
    whole = context.placed(part, place)
    car = whole.bounds
    body = lower_part(context.table, whole, level)
    driver = upper_part(context.table, picture, level + 0.3 * (car.y1 - level))
    ahead = 1 if rim.side > 0 else -1
    return stack([driver, _windscreen(car, level, ahead), body])


def _windscreen(car: Bounds, level: float, ahead: int) -> Piece:
    """The windscreen in front of the driver, from the side."""
    foot, high = car.centre[0] + 0.34 * ahead * car.width, 0.19 * car.width
    top, deep = foot - 0.1 * ahead * car.width, 0.07 * ahead * car.width
    glass = (
        f'<path d="M{foot:.1f} {level:.1f}L{top:.1f} {level - high:.1f}'
        f'L{top - 0.4 * deep:.1f} {level - high:.1f}L{foot - deep:.1f} {level:.1f}z" '
        f'fill="{_GLASS}" stroke="{_FRAME}" stroke-width="{0.02 * car.width:.1f}" '
        'stroke-linejoin="round"/>'
    )
    return Piece(glass, ((foot, level), (top, level - high)))


def in_rocket(context: DrawingContext, part: Part, picture: Piece) -> Piece:
    """The picture behind the window of an upright rocket."""
    box, own = picture.bounds, unit_bounds(part.anchors)
    radius = 0.52 * max(box.width, box.height)
    length = radius / _RADIUS
    scale = length / (own.width**2 + own.height**2) ** 0.5
    x, y = box.centre
    at = x, y + (0.5 - _WINDOW) * length
    rocket = context.placed(part, Affine.onto(at, own.centre, scale, _UPRIGHT))
    ring = dot(x, y, 1.16 * radius, _RING) + dot(x, y, radius, _INSIDE)
    half = f"a{radius:.2f} {radius:.2f} 0 1 1"
    circle = f"M{x - radius:.2f} {y:.2f}{half} {2 * radius:.2f} 0{half}-{2 * radius:.2f} 0z"
    window = Bounds(x - radius, y - radius, x + radius, y + radius)
    seen = context.table.clipped(picture, circle, window, "window")
    return stack([rocket, Piece(ring, window.padded(0.16 * radius).corners), seen])
