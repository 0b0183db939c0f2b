"""Animated stickers, drawn by another library, and what they cannot show."""

import gzip
import io
import json
import math
from typing import Any

import numpy as np
import pytest
from lottie.exporters.svg import export_svg
from lottie.parsers.tgs import parse_tgs

from model.errors import BadRequest
from model.image.moving.limits import STICKER_TGS, Limits
from model.image.moving.lottie.paths import Contour, contours
from model.image.moving.lottie.shapes import shapes
from model.image.moving.tgs import SAMPLED_FPS, tgs
from model.image.pixels import Pixels
from model.sketch.drawing.vector.geometry import Affine
from model.sketch.drawing.vector.raster import SVG_HEAD, rasterize
from model.sketch.library import Library
from model.sketch.motion import MOTIONS, Layer, frames, layers
from model.sketch.scene import Scene

LEMON = Scene("1F34B", pose="dancing", accessories=("sunglasses",))
CAT = Scene("1F431", expression="crying")
LIBRARY = Library()
FORBIDDEN = {"masksProperties", "ef", "tm", "t"}
"""Masks, effects, time remapping, texts."""


def drawn(data: bytes, ticks: list[int], size: int = 64) -> list[Pixels]:
    """What the `lottie` package draws at these ticks."""
    animation, found = parse_tgs(io.BytesIO(data)), []
    for tick in ticks:
        svg = io.StringIO()
        export_svg(animation, svg, frame=tick)
        found.append(rasterize(svg.getvalue(), size))
    return found


def on_white(rgba: Pixels) -> np.ndarray:
    alpha = rgba[..., 3:] / 255
    return rgba[..., :3] * alpha + 255 * (1 - alpha)


@pytest.mark.parametrize(
    ("scene", "style", "motion"),
    [(LEMON, "fluent", "dance"), (CAT, "noto", "cry"), (LEMON, "twemoji", "party")],
)
def test_another_library_draws_the_same_frames(scene: Scene, style: str, motion: str) -> None:
    moves = MOTIONS[motion]
    file = tgs(layers(LIBRARY, scene, style, 7, moves, fps=SAMPLED_FPS))
    own = list(frames(LIBRARY, scene, style, 7, moves, size=64, fps=SAMPLED_FPS))
    assert (file.fps, file.resolution, file.frames) == (60, 512, 2 * len(own))
    assert len(file.data) <= STICKER_TGS.bytes
    at = [0, len(own) // 3, len(own) - 1]
    for place, theirs in zip(at, drawn(file.data, [2 * place for place in at]), strict=True):
        assert np.abs(on_white(theirs) - on_white(own[place])).mean() < 1
    told = json.loads(gzip.decompress(file.data))
    assert (told["tgs"], told["fr"], told["w"], told["h"]) == (1, 60, 512, 512)
    assert (told["ip"], told["op"]) == (0, file.frames)
    assert not any(FORBIDDEN & set(layer) for layer in told["layers"])
    assert file == tgs(layers(LIBRARY, scene, style, 7, moves, fps=SAMPLED_FPS))


def test_a_part_that_is_sheared_is_turned_twice() -> None:
    markup = ('<rect x="20" y="30" width="40" height="20" fill="#4466ee"/>',)
    places = tuple(
        Affine.turn(9 * at, (64, 64)) @ Affine.scale(1 + 0.4 * math.sin(at), 1) @ Affine.turn(33)
        for at in range(8)
    )
    file = tgs([Layer(markup, places)])
    for at, theirs in zip((0, 3, 7), drawn(file.data, [0, 6, 14]), strict=True):
        body = f'<g transform="{places[at].svg}">{markup[0]}</g>'
        own = rasterize(f'{SVG_HEAD} viewBox="0 0 128 128">{body}</svg>', 64)
        assert np.abs(on_white(theirs) - on_white(own)).mean() < 1


GRADIENT = (
    '<radialGradient id="g" cx="50" cy="50" r="30" gradientUnits="userSpaceOnUse" '
    'gradientTransform="matrix(1 0 0 .5 0 25)"><stop offset="0" stop-color="#fff"/>'
    '<stop offset="1" stop-color="#e33" stop-opacity=".4"/></radialGradient>'
)


@pytest.mark.parametrize(
    "markup",
    [
        f'{GRADIENT}<circle cx="50" cy="50" r="40" fill="url(#g)"/>',
        '<linearGradient id="l"><stop offset="10%"/><stop offset="1" stop-color="red"/>'
        '</linearGradient><rect x="9" y="9" width="90" height="50" rx="12" fill="url(#l)"/>',
        '<g opacity=".5" fill="none" stroke="#383" stroke-width="7" stroke-linejoin="round">'
        '<path d="M10 90q30-70 50 0t50-20"/></g>',
        '<path fill-rule="evenodd" d="M64 8 98 114 8 48h112l-90 66zM64 40a20 20 0 1 1-.01 0z"/>',
        '<path d="M20 60a30 18 25 01 60 10.5l9-3c5 9-20 30-40 20s-20-9-29-27.5z" fill="teal"/>',
        '<polygon points="10,10 60,100 110,10" transform="rotate(9) scale(.9)"/>',
    ],
)
def test_a_kind_of_shape_looks_as_in_svg(markup: str) -> None:
    file = tgs([Layer((markup,), (Affine(),) * 2)])
    own = rasterize(f'{SVG_HEAD} viewBox="0 0 128 128">{markup}</svg>', 128)
    (theirs,) = drawn(file.data, [0], 128)
    assert np.abs(on_white(theirs) - on_white(own)).mean() < 1


@pytest.mark.parametrize(
    ("markup", "why"),
    [
        ('<g clip-path="url(#c)"><circle r="5"/></g>', "masks, clips or filters"),
        ('<path d="M0 0h9" stroke="url(#g)"/>', "lines with gradients"),
        ('<path d="M0 0h9" stroke-dasharray="2"/>', "dashed lines"),
        ('<image href="x.png"/>', "<image>"),
        ('<g transform="skewX(9)"><circle r="5"/></g>', "the transform 'skewX'"),
    ],
)
def test_what_a_sticker_cannot_show_is_named(markup: str, why: str) -> None:
    with pytest.raises(BadRequest, match="cannot show") as raised:
        shapes(markup)
    assert why in str(raised.value)


def test_what_does_not_fit_is_refused() -> None:
    circle = ('<circle cx="50" cy="50" r="40"/>',)
    with pytest.raises(BadRequest, match="takes over 3 s"):
        tgs([Layer(circle, (Affine(),) * 91)])
    with pytest.raises(BadRequest, match="too many parts"):
        tgs([Layer(circle, (Affine(),) * 9)], within=Limits(512, 60, 100, 3, 180))
    redrawn = ('<path d="M0 0h9v9z"/>', '<path d="M0 0h9v9h-9z"/>')
    with pytest.raises(BadRequest, match="redraw"):
        tgs([Layer(redrawn, (Affine(),) * 2)])


def test_a_contour_that_ends_where_it_began_has_no_vertex_twice() -> None:
    (square,) = contours("path", {"d": "m1 1h4v4h-4v-4z"})
    assert isinstance(square, Contour)
    assert (square.closed, len(square.vertices)) == (True, 4)
    with pytest.raises(KeyError):
        contours("text", dict[str, Any]())
