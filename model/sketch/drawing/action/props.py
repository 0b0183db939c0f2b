"""Drawn props that no emoji shows: knitting on its needles, a barbell, a rope, a puddle."""

from collections.abc import Iterator

from model.sketch.drawing.art.pieces import Piece
from model.sketch.drawing.body.body import DrawingContext
from model.sketch.drawing.vector.geometry import Affine, Bounds, Point

_YARN = "1F9F6"
_WOOL, _WOOL_LIGHT, _NEEDLE, _KNOB = "#e0457b", "#f58db0", "#b98a4e", "#7a5230"
_STEEL, _PLATE, _PLATE_LIGHT = "#9aa3b2", "#5a6274", "#7d8699"
_ROPE = "#d9822b"


def knitting(context: DrawingContext, middle: Point, size: float) -> Iterator[Piece]:
    """A piece of knitting on two crossed needles, `size` wide, and a ball of yarn at its side."""
    place = Affine.move(*middle) @ Affine.scale(size / 100)
    ball = 50 * 1.16, 38.0
    thread = f"M26 30Q44 58 {ball[0] - 10:.0f} 46"
    yield Piece(
        f'<path d="{thread}" fill="none" stroke="{_WOOL}" stroke-width="5" '
        'stroke-linecap="round"/>',
        Bounds(26, 30, 60, 56).corners,
    ).moved(place)
    yield context.thing(_YARN, place.at(ball), 0.46 * size)
    yield Piece(_swatch() + _needles(), Bounds(-50, -48, 50, 52).corners).moved(place)


def _swatch() -> str:
    rows = "".join(
        f'<path d="M{x} {y}l7 7l7-7" fill="none" stroke="{_WOOL_LIGHT}" stroke-width="4" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
        for y in (-8, 8, 24, 40)
        for x in (-27, -7, 13)
    )
    return f'<rect x="-32" y="-22" width="64" height="74" rx="8" fill="{_WOOL}"/>{rows}'


def _needles() -> str:
    lines = ""
    for side in (-1, 1):
        x, u = -46 * side, 34 * side
        lines += (
            f'<path d="M{x} -44L{u} -6" stroke="{_NEEDLE}" stroke-width="7" '
            f'stroke-linecap="round"/><circle cx="{x}" cy="-44" r="7" fill="{_KNOB}"/>'
        )
    return lines


def barbell(middle: Point, width: float) -> Piece:
    """A barbell with two plates at each end."""
    half, thick = width / 2, 0.05 * width
    x, y = middle
    svg = (
        f'<path d="M{x - half:.2f} {y:.2f}H{x + half:.2f}" stroke="{_STEEL}" '
        f'stroke-width="{thick:.2f}" stroke-linecap="round"/>'
    )
    for out, tall, ink in ((0.9, 0.26, _PLATE_LIGHT), (0.76, 0.4, _PLATE)):
        for side in (-1, 1):
            left = x + side * out * half - thick
            svg += (
                f'<rect x="{left:.2f}" y="{y - tall * width / 2:.2f}" width="{2 * thick:.2f}" '
                f'height="{tall * width:.2f}" rx="{0.7 * thick:.2f}" fill="{ink}"/>'
            )
    return Piece(svg, Bounds(x - half, y - 0.2 * width, x + half, y + 0.2 * width).corners)


def rope(left: Point, right: Point, bottom: float, width: float) -> Piece:
    """A skipping rope from hand to hand, under the feet at the height `bottom`."""
    (x, y), (u, v) = left, right
    out, deep = 0.25 * (u - x), (4 * bottom - (y + v) / 2) / 3  # the curve ends at `bottom`
    d = f"M{x:.2f} {y:.2f}C{x - out:.2f} {deep:.2f} {u + out:.2f} {deep:.2f} {u:.2f} {v:.2f}"
    svg = f'<path d="{d}" fill="none" stroke="{_ROPE}" stroke-width="{width:.2f}" '
    return Piece(svg + 'stroke-linecap="round"/>', Bounds(x - out, y, u + out, bottom).corners)


def puddle(middle: Point, width: float, ink: str, light: str) -> Piece:
    """A flat pool with a wavy edge and a shine, `width` wide."""
    path = (
        "M-50 2C-52-8-38-11-28-9C-20-15-2-14 6-11C16-15 34-13 38-7C48-7 53-1 48 4"
        "C46 11 30 13 20 11C8 15-14 15-24 11C-36 14-49 10-50 2z"
    )
    shine = "M-30 1C-22-4-8-5 2-4C-6 0-20 2-30 1z"
    svg = f'<path d="{path}" fill="{ink}"/><path d="{shine}" fill="{light}"/>'
    place = Affine.move(*middle) @ Affine.scale(width / 100)
    return Piece(svg, Bounds(-51, -15, 51, 15).corners).moved(place)
