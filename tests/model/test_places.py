"""Places: who is in one is within its frame, which no ground swallows."""

import numpy as np
import pytest

from model.sketch.drawing.art.pieces import Piece, Table
from model.sketch.drawing.body.body import DrawingContext
from model.sketch.drawing.colour.rim import outline, swallowed
from model.sketch.drawing.compose import compose, rasterize
from model.sketch.drawing.layout.scenery import in_place
from model.sketch.drawing.place.light import in_light
from model.sketch.drawing.place.places import PLACES, place_of
from model.sketch.drawing.place.views import view_of
from model.sketch.drawing.vector.geometry import Bounds
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


CITY, NIGHT, BEACH, SUNSET, STORM, CABIN, WOODS = (
    "1F3D9", "1F319", "1F3D6", "1F307", "26C8", "E428", "1F332",
)  # fmt: skip


@pytest.mark.parametrize(
    ("base", "behind"), [(CITY, NIGHT), (BEACH, SUNSET), (STORM, CITY), ("1F308", "26F0")]
)
def test_a_landscape_in_another_light_is_one_picture(
    library: Library, base: str, behind: str
) -> None:
    for style in STYLES:
        sketch = compose(library, Scene(base, behind=behind), style, 1)
        pixels = rasterize(sketch.svg, 64)
        assert sketch.parts[:2] == (base, behind)
        assert (pixels[..., 3] > 128).mean() > 0.8


def test_a_landscape_alone_or_with_a_face_is_its_emoji() -> None:
    assert view_of(Scene(BEACH)) is None
    assert view_of(Scene(BEACH, behind=SUNSET, expression="happy")) is None
    assert view_of(Scene(BEACH, behind=SUNSET)) is not None


def test_the_light_of_a_place_leaves_rooms_as_they_are() -> None:
    city, room = PLACES[CITY], PLACES["1F6CF"]
    assert in_light(city, "night", None).sky != in_light(city, "sunset", None).sky != city.sky
    assert in_light(city, None, "snow").falls == "snow"
    assert in_light(room, "night", "storm") == room


@pytest.mark.parametrize("style", STYLES)
def test_a_cabin_in_snowy_woods_stands_upright_and_snow_falls(library: Library, style: str) -> None:
    plain = compose(library, Scene(CABIN, behind=WOODS), style, 0)
    snowy = compose(library, Scene(CABIN, behind=WOODS, weather="snow"), style, 0)
    white = [(rasterize(one.svg, 64)[48:, :, :3] > 225).all(2).mean() for one in (plain, snowy)]
    assert white[1] > white[0] + 0.15


@pytest.mark.parametrize("style", STYLES)
def test_who_bathes_in_a_hot_spring_is_in_the_water(library: Library, style: str) -> None:
    pixels = rasterize(compose(library, Scene("E202", behind="2668"), style, 0).svg, 64)
    red, _, blue = (int(value) for value in pixels[49, 32, :3])
    assert blue > red + 40  # water in front of the body
    assert int(pixels[26, 32, 0]) > int(pixels[26, 32, 2])  # brown fur above it
