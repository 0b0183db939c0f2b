"""What lies over its like has an edge: tears, accessories, capes, white sleeves, patched heads."""

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest

from model.sketch.drawing.art.pieces import UNIT, Piece, Table, stack
from model.sketch.drawing.art.wearer import Wearer
from model.sketch.drawing.body.body import DrawingContext, draw_body
from model.sketch.drawing.colour.look import RESOLUTION, Look, look
from model.sketch.drawing.colour.merging import ALIKE, edge_distances
from model.sketch.drawing.colour.oklch import oklab
from model.sketch.drawing.colour.rim import outline, rim, rim_colour
from model.sketch.drawing.compose import compose
from model.sketch.drawing.face.expression import lay_features
from model.sketch.drawing.place.views import view_of
from model.sketch.drawing.pose.poses import Ink, Joints, Limbwear, Pose, draw_limbs
from model.sketch.drawing.vector.geometry import Affine
from model.sketch.drawing.vector.optical import OpticalSize
from model.sketch.drawing.vector.raster import SVG_HEAD, rasterize
from model.sketch.drawing.wear.worn import worn
from model.sketch.library import Library, Part
from model.sketch.scene import STYLES, Scene

LAPTOP, TOMATO, STRAWBERRY, POTATO, WOMAN, CORGI, WATERMELON = (
    "1F4BB", "1F345", "1F353", "1F954", "1F469", "E000", "1F349",
)  # fmt: skip
BEACH, PALM, UMBRELLA, CRAB = "1F3D6", "1F334", "26F1", "1F980"
Pixels = npt.NDArray[np.uint8]


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


def drawn(*pieces: Piece) -> Pixels:
    svg = stack(pieces).svg
    return rasterize(f'{SVG_HEAD} viewBox="-25 -25 {UNIT + 50} {UNIT + 50}">{svg}</svg>', 150)


def base(part: Part) -> Piece:
    return Table().cut(part, Affine.scale(UNIT))


def along_the_edge(front: Pixels, back: Pixels) -> npt.NDArray[np.float64]:
    """The distances (OKLab) of the colours at each side of the outline of what is in front."""
    edge = outline(front[..., 3]) & (back[..., 3] > 200)
    one, other = (oklab(pixels[edge][:, :3] / 255) for pixels in (front, back))
    distances: npt.NDArray[np.float64] = np.linalg.norm(one - other, axis=1)
    return distances


def spread(art: Look, x: float, y: float, radius: float) -> float:
    """The spread of colour (standard deviation, OKLab) in a square around a point."""
    left, right, top, bottom = (
        int((at + way * radius) * RESOLUTION) for at in (x, y) for way in (-1, 1)
    )
    near = slice(top, bottom + 1), slice(left, right + 1)
    lab = oklab(art.pixels[near][art.solid[near]][:, :3] / 255)
    return float(np.sqrt(lab.var(axis=0).sum()))


def test_distances_are_measured_where_something_is_behind() -> None:
    size = (0.0, 0.0, 10.0, 10.0)
    red, reddish, half = (
        look(f'<rect width="{width}" height="10" fill="{fill}"/>', size)
        for width, fill in ((10, "#f03030"), (10, "#e83434"), (5, "#3030f0"))
    )
    onto = Affine(0.5, 0, 0, 0.5, 0.25, 0.25)
    assert edge_distances(red, reddish, onto).max() < ALIKE
    assert edge_distances(red, half, onto).min() > ALIKE
    assert len(edge_distances(red, half, onto)) < len(edge_distances(red, reddish, onto))


@pytest.mark.parametrize("style", ["fluent", "twemoji"])
def test_tears_are_seen_on_a_blue_screen(library: Library, style: str) -> None:
    part, features = library.part(style, LAPTOP), library.features(style, "crying")
    crying = lay_features(Table(), part, part.body, features)
    tear_edge = drawn(crying[-2])
    assert np.median(along_the_edge(tear_edge, drawn(base(part)))) > ALIKE


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(("name", "tint"), [("bow tie", "red"), ("scarf", "red"), ("cape", None)])
def test_accessories_are_seen_on_their_like(
    library: Library, style: str, name: str, tint: str | None
) -> None:
    for concept in (TOMATO, STRAWBERRY):
        part = library.part(style, concept)
        piece = worn(library, Table(), style, name, Wearer(part, part.body), tint)
        front, back = drawn(piece), drawn(base(part))
        if name == "cape":
            front, back = back, front
        assert np.median(along_the_edge(front, back)) > ALIKE, concept


@pytest.mark.parametrize("style", STYLES)
def test_a_vampire_has_a_black_cape_with_a_red_lining(library: Library, style: str) -> None:
    context = DrawingContext(library, style, Table(), "0")
    for concept in (TOMATO, POTATO):
        [cape] = draw_body(context, Scene(concept, accessories=("cape", "fangs"))).back
        pixels = drawn(cape)
        lab = oklab(pixels[pixels[..., 3] > 200][:, :3] / 255)
        is_red = np.hypot(lab[:, 1], lab[:, 2]) > 0.12
        assert 0.08 < is_red.mean() < 0.5, concept
        assert np.median(lab[~is_red][:, 0]) < 0.56, concept


def test_white_sleeves_and_trousers_have_a_rim() -> None:
    wear = Limbwear(sleeve="#ffffff", sleeves="long", leg="#ffffff")
    joints = Joints(((20, 50), (80, 50)), ((40, 90), (60, 90)), 100)
    limbs = draw_limbs(
        Pose(arms=((-32, -14), (32, 14))), joints, Ink("#aa5522"), OpticalSize(), wear
    )
    edge = rim_colour("#ffffff")
    assert edge is not None
    assert all(edge in limb.svg for limb in (*limbs.arms, *limbs.legs))


def test_a_white_patch_at_the_edge_of_a_head_has_a_rim(library: Library) -> None:
    corgi = library.part("fluent", CORGI)
    assert "stroke=" in rim(corgi.body, corgi.size, 2.0)


@pytest.mark.parametrize("style", STYLES)
def test_a_face_collides_with_no_seeds(library: Library, style: str) -> None:
    part = library.faceless(style, WATERMELON)
    art, (x, y, apart) = look(part.body, part.size), part.anchors.eyes
    for at in ((x - apart / 2, y), (x + apart / 2, y), (x, y + 0.7 * apart)):
        assert art.light(*at, 0.3 * apart) > 0.4
        assert spread(art, *at, 0.3 * apart) < 0.05


def test_a_chin_is_below_the_mouth(library: Library) -> None:
    for style in STYLES:
        part, features = library.part(style, WOMAN), library.features(style, "tired")
        pieces = lay_features(Table(), part, part.body, features, is_person=True)
        box = part.anchors.box
        assert pieces[-1].bounds.y1 < UNIT * (box.y + 0.95 * box.h), style


def test_things_on_a_beach_hide_nothing_that_was_asked_for() -> None:
    for things in ((PALM, CRAB), (UMBRELLA, CRAB), (CRAB,)):
        place = view_of(Scene(BEACH, held=things))
        assert place is not None
        near = [one for one in place.stands if not one.hangs]
        assert {one.concept for one in near} >= set(things)
        places = sorted(one.x for one in near)
        assert all(b - a > 0.2 for a, b in pairwise(places))


def test_a_beach_does_not_hug_the_animal_on_it(library: Library) -> None:
    sketch = compose(library, Scene(BEACH, held=(CRAB,)), "noto", 0)
    assert "frame" in sketch.svg
    assert UMBRELLA not in sketch.parts
