"""Pieces: SVG markup with bounds, cut from parts with unique ids."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from model.sketch.drawing.colour.look import look
from model.sketch.drawing.colour.rim import rim
from model.sketch.drawing.vector.geometry import Affine, Bounds, Point
from model.sketch.drawing.vector.optical import OpticalSize
from model.sketch.library import Anchors, Part

UNIT = 100.0
_ID = re.compile(r'\bid="([^"]+)"')
_PAINT = re.compile(r'\s(?:fill|stroke|stroke-width)="(?!none)[^"]*"')
_USE = re.compile(r'url\(#([^)]+)\)|href="#([^"]+)"')


@dataclass(frozen=True, slots=True)
class Piece:
    """SVG markup and the hull of what it draws, in the picture's coordinates.

    One in motion also has the hull that it has at rest, by which other pieces are arranged.
    """

    svg: str
    hull: tuple[Point, ...]
    at_rest: tuple[Point, ...] | None = None

    @property
    def bounds(self) -> Bounds:
        """The bounds at rest."""
        return Bounds.around(self.at_rest or self.hull)

    @property
    def extent(self) -> Bounds:
        """The bounds of what is drawn."""
        return Bounds.around(self.hull)

    def moved(self, by: Affine) -> "Piece":
        hull, at_rest = self.hull, self.at_rest
        return Piece(
            f'<g transform="{by.svg}">{self.svg}</g>',
            tuple(by.at(point) for point in hull),
            at_rest and tuple(by.at(point) for point in at_rest),
        )


def stack(pieces: Sequence[Piece]) -> Piece:
    """Pieces drawn on top of each other, the first at the back."""
    svg = "".join(piece.svg for piece in pieces)
    points = tuple(point for piece in pieces for point in piece.hull)
    if all(piece.at_rest is None for piece in pieces):
        return Piece(svg, points)
    at_rest = tuple(point for piece in pieces for point in piece.at_rest or piece.hull)
    return Piece(svg, points, at_rest)


def unit_bounds(anchors: Anchors) -> Bounds:
    """The bounds of a part's art in its unit square."""
    box = anchors.box
    return Bounds(box.x, box.y, box.x + box.w, box.y + box.h)


@dataclass(slots=True)
class Table:
    """Makes pieces from parts for a size, and records the concepts used.

    If it `is_flat`, the picture becomes plain shapes, without shades between figures.
    """

    optical: OpticalSize = field(default_factory=OpticalSize)
    used: list[str] = field(default_factory=list)
    is_flat: bool = False
    _cuts: int = 0

    def cut(self, part: Part, place: Affine, body: str | None = None) -> Piece:
        """A part, with its unit square mapped by `place`."""
        if part.concept not in self.used:
            self.used.append(part.concept)
        left, top, side, _ = part.size
        into = place @ Affine.scale(1 / side) @ Affine.move(-left, -top)
        markup = self.unique(part.body if body is None else body)
        svg = f'<g transform="{into.svg}">{markup}</g>'
        hull = look(part.body, part.size).hull
        return Piece(svg, tuple(place.at(point) for point in hull))

    def rimmed(
        self, part: Part, place: Affine, body: str | None = None, shown: str | None = None
    ) -> Piece:
        """As `cut`, with a rim where a ground would swallow the part; its bounds ignore the rim.

        `shown` is the body with moved features, which have the rim of those at rest.
        """
        piece = self.cut(part, place, body if shown is None else shown)
        width = self.optical.rim * part.size[2] / place.size
        markup = rim(part.body if body is None else body, part.size, round(width, 3))
        return stack([self.cut(part, place, markup), piece]) if markup else piece

    def clipped(self, piece: Piece, outline: str, shown: Bounds, name: str = "above") -> Piece:
        """A piece within an outline; `shown` are the bounds of what is left."""
        clip = f'<clipPath id="{name}"><path d="{outline}"/></clipPath>'
        svg = self.unique(f'{clip}<g clip-path="url(#{name})">@</g>').replace("@", piece.svg)
        return Piece(svg, shown.corners, piece.at_rest)

    def named(self, name: str) -> str:
        """An id that is unique in the picture."""
        self._cuts += 1
        return f"c{self._cuts}-{name}"

    def unique(self, body: str) -> str:
        """Markup with ids that are unique in the picture."""
        if 'id="' not in body:
            return body
        self._cuts += 1
        return prefixed(body, f"c{self._cuts}-")


def prefixed(body: str, prefix: str) -> str:
    """Markup with a prefix before each id and where it is used."""

    def use(match: re.Match[str]) -> str:
        return f"url(#{prefix}{match[1]})" if match[1] else f'href="#{prefix}{match[2]}"'

    return _USE.sub(use, _ID.sub(rf'id="{prefix}\1"', body))


@lru_cache(maxsize=256)
def silhouette(body: str, side: float, colour: str = "#fff", width: float = 0.055) -> str:
    """An outline of some markup in one colour; `width` is its stroke's, in widths of the art."""
    white = _PAINT.sub("", re.sub(r"<defs>.*?</defs>", "", body, flags=re.DOTALL))
    return (
        f'<g fill="{colour}" stroke="{colour}" stroke-width="{side * width:.2f}" '
        f'stroke-linejoin="round">{white}</g>'
    )
