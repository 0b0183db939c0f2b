"""Expressions laid on a base: features at its eyes, readable on any ground."""

import re
from functools import lru_cache

from model.sketch.colour import Lch, to_hex
from model.sketch.geometry import Affine, Bounds
from model.sketch.library import Part
from model.sketch.look import look
from model.sketch.pieces import UNIT, Piece, Table, unit_bounds

_PAINT = re.compile(r'\s(?:fill|stroke|stroke-width)="(?!none)[^"]*"')
_DARK = 0.5


def lay_features(table: Table, base: Part, body: str, features: Part) -> list[Piece]:
    """The pieces that give `base` (in the plane at UNIT a side) the face of `features`.

    Eyes that the art has already are covered with the colour around them first.
    """
    x, y, apart = base.anchors.eyes
    place = _placed(base, features)
    ground = look(body, base.size).skin(x, y, 0.5 * apart)
    pieces = []
    if base.anchors.face == "own":
        ground = look(body, base.size).skin(x, y + 0.1 * apart, 0.3 * apart)
        pieces += _lids(x, y, apart, ground)
    if ground.light < _DARK:
        pieces.append(table.cut(features, place, _halo(features.body, features.size[2])))
    pieces.append(table.cut(features, place))
    return pieces


def _placed(base: Part, features: Part) -> Affine:
    """The features' unit square in the plane: pupils on pupils, nothing wider than the base."""
    x, y, apart = base.anchors.eyes
    own_x, own_y, own_apart = features.anchors.eyes
    scale = UNIT * apart / own_apart
    box = base.anchors.box
    scale = min(scale, UNIT * box.w / features.anchors.box.w)
    place = Affine.move(UNIT * x, UNIT * y) @ Affine.scale(scale) @ Affine.move(-own_x, -own_y)
    bounds, bottom = place.bounds(unit_bounds(features.anchors)), UNIT * (box.y + box.h)
    return Affine.move(0, min(0.0, bottom - bounds.y1)) @ place


def _lids(x: float, y: float, apart: float, skin: Lch) -> list[Piece]:
    """Ovals in the skin's colour over the two eyes of the art."""
    radius, colour = UNIT * apart * 0.34, to_hex(skin)
    lids = []
    for side in (-0.5, 0.5):
        cx, cy = UNIT * (x + side * apart), UNIT * y
        svg = (
            f'<ellipse cx="{cx:.2f}" cy="{cy:.2f}" rx="{radius:.2f}" ry="{radius * 1.15:.2f}" '
            f'fill="{colour}"/>'
        )
        lids.append(Piece(svg, Bounds(cx - radius, cy - radius, cx + radius, cy + radius).corners))
    return lids


@lru_cache(maxsize=256)
def _halo(body: str, side: float) -> str:
    """The features' outline in white, to stand behind them on a dark ground."""
    white = _PAINT.sub("", re.sub(r"<defs>.*?</defs>", "", body, flags=re.DOTALL))
    return (
        f'<g fill="#fff" stroke="#fff" stroke-width="{side * 0.055:.2f}" '
        f'stroke-linejoin="round">{white}</g>'
    )
