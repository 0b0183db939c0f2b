"""Draws an expression on a base: features at its eyes, legible on any background."""

import re

import numpy as np
import numpy.typing as npt

from model.sketch.drawing.art.pieces import UNIT, Piece, Table, silhouette
from model.sketch.drawing.colour.look import Look, look
from model.sketch.drawing.colour.merging import melts
from model.sketch.drawing.colour.oklch import Lch, to_hex
from model.sketch.drawing.face.face_ink import light_eyes, light_lines
from model.sketch.drawing.face.face_place import SKULL, ground, placed
from model.sketch.drawing.face.features import tears_of, with_features, without_eyes
from model.sketch.drawing.face.shapes import NOTHING
from model.sketch.drawing.pose.moment import STILL, Moment
from model.sketch.drawing.vector.geometry import Affine, Bounds
from model.sketch.library import Part

# Lines are dark on what is lighter than `_DIM`, and light on what is darker than `_BRIGHT`, if no
# more of their ground than a share is otherwise; else an outline sets them off.
_DIM, _BRIGHT = 0.575, 0.74
_MOSTLY = 0.15
# The outline: the skin's hue, pale.
_PAPER, _PALE = 0.93, 0.05
_SCARED, _SHAPE = "1F628", re.compile(r"<path[^>]*/>")
# On things, the lines of a set are darker, and tears lighter, which are as dark as many things.
_ON_THINGS = {
    "#664500": "#442d0c",
    "#3f5fff": "#5db4f5",
    "#4864ED": "#3f9fe8",
    "#5F7AFF": "#74c6fa",
    "M6 21a2 2 0 1 1 4 0v3a2 2 0 1 1-4 0z": (  # a pill is no tear on a thing
        "M8 17.6C9.4 20 10.9 22.1 10.9 24.2a2.9 2.9 0 1 1-5.8 0C5.1 22.1 6.6 20 8 17.6z"
    ),
}
_REPLACED = re.compile("|".join(_ON_THINGS))
# Faces that blush. Noto's cheeks are a red glow, not seen on red: plain ones replace it. Where
# they are, in eye distances.
_BLUSHING = {"1F633": (0.84, 0.94), "1F60A": (0.7, 0.56)}
_CHEEK = (0.22, 0.15)
_GLOW = re.compile(r'<circle[^>]*fill="url\([^>]*/>')
_CHEEKS, _PINK = re.compile("#ff6723|#ff7892"), Lch(0.73, 0.17, 15.0)
# The rim of tears: pale, or darker than a bright ground, and its width in widths of a face.
_TEAR_EDGE, _BRIGHT_GROUND, _DEEP_EDGE, _TEAR_WIDTH = "#ffffff", 0.82, 0.3, 0.035
_HOLE = Lch(0.32, 0.03, 300.0)
_ALIKE, _DEEPER = 0.13, 0.17
# How far covers of eyes are from the middle, and half their widths, in distances of the eyes; those
# of fluent persons, who have lashes.
_PLAIN, _LASHED = (0.5, 0.34), (0.56, 0.43)
# Minimum distance of the pupils for a legible expression, in widths of the base.
_READABLE = 0.3
# How much larger than the art's own face an expression may be, so that it stays on the head.
_LARGEST = 2.1


def lay_features(
    table: Table,
    base: Part,
    markup: str,
    features: Part,
    moment: Moment = STILL,
    is_person: bool = False,
    has_eyes: bool = True,
) -> list[Piece]:
    """The pieces that draw the face of `features` on `base`, which is UNIT wide and high.

    The art's own eyes and mouth are first covered with the colour around them. The face is
    larger for small sizes, if there is room.
    """
    x, y, apart = base.anchors.eyes
    art = look(markup, base.size)
    pieces = []
    is_covered = base.anchors.face == "own"
    if is_covered:
        pieces += _covers(art, base, _LASHED if is_person and base.style == "fluent" else _PLAIN)
        if not is_person:
            apart = max(apart, min(_READABLE * base.anchors.box.w, _LARGEST * apart))
    if base.concept == SKULL:
        pieces += _sockets(x, y, apart)
    place = placed(base, features, apart * table.optical.larger_face, art, is_person)
    under = np.array([art.light(x, y, 0.5 * apart)]) if is_covered else ground(features, place, art)
    blush = _blush(art.skin(x, y + 0.5 * apart, 0.4 * apart))
    body = _on_thing(features, blush)
    if not has_eyes:
        body = without_eyes(features, body)
    rim = _tear_rim(features, place, body, art)
    if moment is not STILL:
        place = moment.face.about((UNIT * x, UNIT * y), UNIT * base.anchors.box.w) @ place
        body = with_features(features, body, moment, slides=False)
    pieces += _cheeks(features, place, blush)
    if rim is not None:
        edge = silhouette(tears_of(features, body), features.size[2], rim, _TEAR_WIDTH)
        pieces.append(table.cut(features, place, edge))
    return [*pieces, *_set_off(table, base, features, place, body, art, under)]


def _set_off(
    table: Table,
    base: Part,
    features: Part,
    place: Affine,
    body: str,
    art: Look,
    light: npt.NDArray[np.float64],
) -> list[Piece]:
    """A face whose lines are seen on its ground, which is so `light` under it."""
    x, y, apart = base.anchors.eyes
    tone = art.skin(x, y, 0.5 * apart)
    paper = to_hex(Lch(max(_PAPER, tone.light), min(tone.chroma, _PALE), tone.hue))
    dark = body
    if base.concept == SKULL:
        return [table.cut(features, place, light_eyes(features, body, paper))]
    if (light < _DIM).mean() <= _MOSTLY:
        return [table.cut(features, place, body)]
    if (light > _BRIGHT).mean() <= _MOSTLY:
        body, dark = light_lines(features, body, paper)
    face = [table.cut(features, place, body)]
    if dark:
        edge = silhouette(dark, features.size[2], paper, width=0.045)
        face.insert(0, table.cut(features, place, edge))
    return face


def _on_thing(features: Part, blush: str) -> str:
    """The features as they are seen on a thing, without a smiley's blue forehead."""
    body = _REPLACED.sub(lambda fill: _ON_THINGS[fill[0]], features.body)
    body = _CHEEKS.sub(blush, body)
    if features.concept in _BLUSHING:
        return _GLOW.sub(NOTHING, body)
    # The edge of the forehead is that of a round face.
    return _SHAPE.sub(NOTHING, body, count=1) if features.concept == _SCARED else body


def _tear_rim(features: Part, place: Affine, body: str, art: Look) -> str | None:
    """The colour of a rim for tears that would melt into their ground, as on a blue screen."""
    tears, onto = tears_of(features, body), Affine.scale(1 / UNIT) @ place
    if not tears or not melts(look(tears, features.size), art, onto):
        return None
    x, y, apart = features.anchors.eyes
    skin = art.skin(*onto.at((x, y + 0.8 * apart)), 0.1)
    return _TEAR_EDGE if skin.light < _BRIGHT_GROUND else to_hex(skin.darker(_DEEP_EDGE))


def _blush(skin: Lch) -> str:
    """The colour of cheeks that blush, which are seen on red skin, too."""
    return to_hex(skin.darker(_DEEPER) if _PINK.distance(skin) < _ALIKE else _PINK)


def _cheeks(features: Part, place: Affine, colour: str) -> list[Piece]:
    """The cheeks of a noto face that blushes."""
    if features.style != "noto" or features.concept not in _BLUSHING:
        return []
    x, y, apart = features.anchors.eyes
    out, down, rx, ry = (apart * value for value in (*_BLUSHING[features.concept], *_CHEEK))
    ovals = (Bounds(u - rx, y + down - ry, u + rx, y + down + ry) for u in (x - out, x + out))
    return [_ellipse(place.bounds(oval), colour) for oval in ovals]


def _covers(art: Look, base: Part, eyes: tuple[float, float]) -> list[Piece]:
    """Skin-coloured ovals over the art's own eyes and mouth."""
    x, y, apart = base.anchors.eyes
    around = art.skin(x, y + 0.1 * apart, 0.3 * apart)
    chin = art.skin(x, y + 0.8 * apart, 0.5 * apart)
    return [
        _oval(x, y + 0.82 * apart, 0.5 * apart, 0.34 * apart, chin),
        *(
            _oval(x + side * eyes[0] * apart, y, eyes[1] * apart, 0.39 * apart, around)
            for side in (-1, 1)
        ),
    ]


def _sockets(x: float, y: float, apart: float) -> list[Piece]:
    """The holes of a skull for its eyes and its nose."""
    holes = ((0.5, 0.0, 0.43, 0.47), (0.05, 0.6, 0.06, 0.1))
    return [
        _oval(x + side * out * apart, y + down * apart, rx * apart, ry * apart, _HOLE)
        for out, down, rx, ry in holes
        for side in (-1, 1)
    ]


def eye_covers(base: Part, markup: str) -> list[Piece]:
    """Skin-coloured ovals over the art's own eyes alone; those of a smiley are large."""
    x, y, apart = base.anchors.eyes
    art = look(markup, base.size)
    size = apart * (0.48 if base.anchors.face == "features" else 0.36)
    skin = art.skin(x, y, 0.12 * apart)
    return [_oval(x + side * apart, y, size, 1.1 * size, skin) for side in (-0.5, 0.5)]


def _oval(x: float, y: float, rx: float, ry: float, colour: Lch) -> Piece:
    """An ellipse; its arguments are in the base's unit square."""
    box = Bounds(x - rx, y - ry, x + rx, y + ry)
    return _ellipse(Affine.scale(UNIT).bounds(box), to_hex(colour))


def _ellipse(box: Bounds, colour: str) -> Piece:
    x, y = box.centre
    svg = (
        f'<ellipse cx="{x:.2f}" cy="{y:.2f}" rx="{box.width / 2:.2f}" '
        f'ry="{box.height / 2:.2f}" fill="{colour}"/>'
    )
    return Piece(svg, box.corners)
