"""Worn parts: each is at its place on round, four-legged and tall things, faces and persons."""

import numpy as np
import pytest

from model.sketch.drawing.art.pieces import UNIT, Table
from model.sketch.drawing.art.wearer import Wearer, is_whole
from model.sketch.drawing.body.body import DrawingContext, draw_body
from model.sketch.drawing.compose import compose, rasterize
from model.sketch.drawing.vector.geometry import Bounds
from model.sketch.drawing.wear.worn import FEET, HANDS, worn
from model.sketch.library import Library
from model.sketch.scene import STYLES, Scene

TANGERINE, DOG, CACTUS, SMILEY, PERSON = "1F34A", "1F415", "1F335", "1F642", "1F9D1"
BASES = (TANGERINE, DOG, CACTUS, SMILEY, PERSON)


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


def placed(library: Library, style: str, name: str, base: str) -> tuple[Bounds, Wearer]:
    """The bounds of a worn part in the unit square of its base."""
    part = library.part(style, base)
    wearer = Wearer(part, part.body)
    box = worn(library, Table(), style, name, wearer).bounds
    return Bounds(box.x0 / UNIT, box.y0 / UNIT, box.x1 / UNIT, box.y1 / UNIT), wearer


def parts_of(library: Library, *slots: str) -> list[str]:
    return [name for name, part in library.accessories.items() if part.slot in slots]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("base", BASES)
def test_hats_are_on_the_head(library: Library, style: str, base: str) -> None:
    for name in parts_of(library, "head"):
        box, wearer = placed(library, style, name, base)
        x, y, _ = wearer.anchors.head
        assert box.x0 < x < box.x1, name
        assert box.centre[1] < wearer.anchors.eyes[1] + 0.4 * wearer.apart, name
        assert box.y0 < y + 0.02, name


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("base", BASES)
def test_what_belongs_on_the_face_is_on_it(library: Library, style: str, base: str) -> None:
    for name in parts_of(library, "eyes", "eye", "lip", "mouth", "chin", "nose", "cheeks"):
        box, wearer = placed(library, style, name, base)
        x, y, _ = wearer.anchors.eyes
        apart, muzzle = wearer.apart, wearer.muzzle
        reach = 0.7 * apart if muzzle is None else abs(muzzle - x) + 0.1
        assert abs(box.centre[0] - x) < reach, name
        assert y - apart < box.centre[1] < y + 1.8 * apart, name
        if library.accessories[name].slot in ("lip", "mouth", "chin", "nose"):
            assert box.centre[1] > y, name


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("base", BASES)
def test_the_others_are_around_the_body(library: Library, style: str, base: str) -> None:
    for name in parts_of(library, "throat", "front", "back", "all round", "lobes", "rump"):
        box, wearer = placed(library, style, name, base)
        own = wearer.anchors.box
        assert box.x0 < own.x + own.w, name
        assert box.x1 > own.x, name
        assert box.y0 < own.y + own.h, name
    bow, wearer = placed(library, style, "bow tie", base)
    assert bow.centre[1] > wearer.anchors.eyes[1]
    helmet, _ = placed(library, style, "astronaut helmet", base)
    assert helmet.x0 < wearer.anchors.eyes[0] < helmet.x1
    if not is_whole(wearer.anchors):
        wings, _ = placed(library, style, "wings", base)
        assert wings.width > wearer.anchors.box.w


@pytest.mark.parametrize("style", STYLES)
def test_every_part_changes_the_picture(library: Library, style: str) -> None:
    for base in (TANGERINE, DOG):
        plain = rasterize(compose(library, Scene(base), style, 0).svg, 64).astype(float)
        for name in library.accessories:
            drawn = rasterize(compose(library, Scene(base, accessories=(name,)), style, 0).svg, 64)
            assert (np.abs(drawn - plain).max(axis=-1) > 24).sum() > 25, (base, name)


@pytest.mark.parametrize("style", STYLES)
def test_a_board_is_under_the_feet(library: Library, style: str) -> None:
    for name in parts_of(library, FEET):
        svg = compose(library, Scene(CACTUS, accessories=(name,)), style, 0).svg
        alpha = rasterize(svg, 64)[..., 3] > 128
        rows = np.flatnonzero(alpha.any(axis=1))
        widths = alpha.sum(axis=1)
        assert widths[rows[-16:]].max() > widths[rows[: len(rows) // 2]].max(), name


def test_a_glove_is_on_each_hand(library: Library) -> None:
    assert parts_of(library, HANDS) == ["boxing gloves"]
    svg = compose(library, Scene(TANGERINE, accessories=("boxing gloves",)), "twemoji", 0).svg
    glove = library.worn("twemoji", "boxing gloves").body
    assert svg.count(glove) == 2


def test_a_tail_has_the_colour_of_its_wearer(library: Library) -> None:
    svg = compose(library, Scene(DOG, colour="blue", accessories=("tail",)), "fluent", 0).svg
    assert "#b0d1e" not in svg


@pytest.mark.parametrize("style", STYLES)
def test_a_hat_on_a_crescent_moon_leaves_its_face_free(library: Library, style: str) -> None:
    for moon in ("1F319", "1F31B", "1F31C"):
        box, wearer = placed(library, style, "nightcap", moon)
        _, y, apart = wearer.anchors.eyes
        assert box.y1 < y - 0.4 * apart, moon
        assert box.y0 < wearer.anchors.box.y + 0.1, moon


@pytest.mark.parametrize("style", STYLES)
def test_a_crown_rises_from_behind_the_eyes_of_a_frog(library: Library, style: str) -> None:
    context = DrawingContext(library, style, Table(), "0")
    body = draw_body(context, Scene("1F438", accessories=("crown",)))
    (crown,) = body.back
    top = body.part.anchors.head[1]
    assert crown.bounds.y0 < UNIT * body.part.anchors.box.y
    assert crown.bounds.y1 > UNIT * top


@pytest.mark.parametrize("style", STYLES)
def test_a_space_suit_shows_below_its_helmet(library: Library, style: str) -> None:
    context = DrawingContext(library, style, Table(), "0")
    body = draw_body(context, Scene(DOG, accessories=("astronaut helmet", "space suit")))
    assert body.outfit is not None
    assert body.outfit.place is not None
    helmet = body.front[-1].bounds
    assert body.outfit.place.y1 > helmet.y1 + 0.1 * UNIT
    assert body.outfit.place.width > 0.5 * helmet.width
