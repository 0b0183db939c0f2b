"""Places: who is in one is within its frame, which no ground swallows."""

import numpy as np
import pytest

from model.sketch.drawing.body import DrawingContext
from model.sketch.drawing.compose import compose, rasterize
from model.sketch.drawing.geometry import Bounds
from model.sketch.drawing.pieces import Piece, Table
from model.sketch.drawing.places import PLACES, place_of
from model.sketch.drawing.rim import outline, swallowed
from model.sketch.drawing.scenery import in_place
from model.sketch.library import Library
from model.sketch.scene import STYLES, Scene

FROG, DUCK, FISH, RAIN, WATER, SCHOOL = "1F438", "1F986", "1F41F", "1F327", "1F30A", "1F3EB"
BOXES = (Bounds(0, 0, 100, 100), Bounds(0, 0, 200, 60), Bounds(0, 0, 40, 120))


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


@pytest.mark.parametrize("concept", [*PLACES, SCHOOL])
def test_the_figure_is_within_the_frame(library: Library, concept: str) -> None:
    context = DrawingContext(library, "noto", Table(), "0")
    place = place_of(concept)
    assert place is not None
    for box in BOXES:
        for is_aloft in (False, True):
            frame = in_place(context, place, Piece("", box.corners), is_aloft).bounds
            side = max(frame.width, frame.height)
            assert frame.x0 < box.x0 - 0.08 * side
            assert frame.x1 > box.x1 + 0.08 * side
            assert frame.y0 < box.y0 - 0.08 * side
            assert frame.y1 > box.y1 + 0.02 * side


@pytest.mark.parametrize("style", STYLES)
def test_the_frame_is_seen_on_dark_and_on_white(library: Library, style: str) -> None:
    for concept in PLACES:
        pixels = rasterize(compose(library, Scene(FROG, behind=concept), style, 0).svg, 96)
        edge = pixels[outline(pixels[..., 3])][:, :3]
        assert swallowed(edge).mean() < 0.2, concept


def test_birds_are_on_the_water_and_fish_in_it(library: Library) -> None:
    assert place_of(WATER, DUCK, "animal") != place_of(WATER, FISH, "animal")
    assert place_of(WATER, "1F6A4", "vehicle") == place_of(WATER, DUCK, "animal")


@pytest.mark.parametrize("style", STYLES)
def test_a_place_is_all_around(library: Library, style: str) -> None:
    pixels = rasterize(compose(library, Scene(FROG, behind=RAIN), style, 3).svg, 64)
    opaque = pixels[..., 3] > 128
    assert opaque.mean() > 0.83
    assert np.all(opaque[32, 4:60])
