"""Relations: on, in, under and next to a thing; eating, throwing, chasing; letters on a sign."""

import numpy as np
import pytest

from model.sketch.drawing.action.sign import draw_sign, readable
from model.sketch.drawing.art.pieces import Piece, Table
from model.sketch.drawing.body.body import DrawingContext
from model.sketch.drawing.compose import compose, rasterize
from model.sketch.drawing.layout.relations import related
from model.sketch.drawing.layout.vessels import BELTS, BOWL, FISH_BOWL, VESSELS
from model.sketch.drawing.vector.geometry import Bounds
from model.sketch.language.describe import describe
from model.sketch.language.signs import letters
from model.sketch.library import Library
from model.sketch.scene import STYLES, Scene

FROG, HORSE, BOX, UMBRELLA, DOG, CAT, PIZZA, TROPHY, PLACARD = (
    "1F438", "1F40E", "1F4E6", "2602", "1F415", "1F408", "1F355", "1F3C6", "1FAA7",
)  # fmt: skip
SQUARE = '<rect width="100" height="100" fill="#f0f"/>'


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


def with_square(library: Library, scene: Scene, style: str, leftwards: bool = False) -> Piece:
    """The relation of a Scene drawn around a square from (0, 0) to (100, 100)."""
    context = DrawingContext(library, style, Table(), "0")
    return related(context, scene, Piece(SQUARE, Bounds(0, 0, 100, 100).corners), leftwards)


@pytest.mark.parametrize("style", STYLES)
def test_a_mount_is_below_and_behind_its_rider(library: Library, style: str) -> None:
    drawn = with_square(library, Scene(FROG, mount=HORSE), style)
    assert drawn.bounds.y1 > 130
    assert drawn.bounds.y0 == pytest.approx(0, abs=12)
    assert drawn.svg.removesuffix("</g>").endswith(SQUARE)


@pytest.mark.parametrize("style", STYLES)
def test_a_container_hides_the_lower_half(library: Library, style: str) -> None:
    drawn = with_square(library, Scene(FROG, inside=BOX), style)
    assert drawn.bounds.y1 > 100
    assert drawn.bounds.y0 == pytest.approx(0, abs=8)
    assert drawn.svg.index(SQUARE) < len(drawn.svg) - len(SQUARE)
    view = f"{drawn.bounds.x0} 0 {drawn.bounds.width} {drawn.bounds.width}"
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}">{drawn.svg}</svg>'
    pixels = rasterize(svg, 100).astype(int)
    square = (np.abs(pixels - (255, 0, 255, 255)).max(axis=-1) < 40).sum(axis=1)
    assert square[4] > 40
    assert square[-8:].max() < square[4] / 2


@pytest.mark.parametrize("style", STYLES)
def test_a_roof_is_above(library: Library, style: str) -> None:
    for shelter in (UMBRELLA, "1F344", "1F333", "1F6F8"):
        drawn = with_square(library, Scene(FROG, over=shelter), style)
        assert drawn.bounds.y0 < -20, shelter
        assert drawn.svg.removesuffix("</g>").endswith(SQUARE)


def test_in_a_row_they_stand_side_by_side(library: Library) -> None:
    for seed in range(4):
        svg = compose(library, Scene(CAT, count=3, act="in a row"), "noto", seed).svg
        alpha = rasterize(svg, 64)[..., 3] > 128
        assert alpha.any(axis=1).sum() < 0.6 * alpha.any(axis=0).sum()


def test_a_neighbour_stands_on_the_same_ground_ahead(library: Library) -> None:
    scene = Scene(DOG, beside=CAT, act="chasing", pose="running")
    right = with_square(library, scene, "fluent")
    left = with_square(library, scene, "fluent", leftwards=True)
    assert right.bounds.x1 > 150
    assert left.bounds.x0 < -50
    assert right.bounds.y1 == pytest.approx(100, abs=6)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("act", ["eating", "throwing"])
@pytest.mark.parametrize("base", [FROG, DOG, "1F34B"])
def test_acts_move_what_is_held(library: Library, style: str, act: str, base: str) -> None:
    held = compose(library, Scene(base, held=(PIZZA,)), style, 0)
    doing = compose(library, Scene(base, held=(PIZZA,), act=act), style, 0)
    assert PIZZA in doing.parts
    assert (rasterize(held.svg, 48) != rasterize(doing.svg, 48)).any()


@pytest.mark.parametrize("style", STYLES)
def test_a_sign_has_the_letters_and_is_never_mirrored(library: Library, style: str) -> None:
    outline = library.letters["G"][1]
    for seed in range(4):
        for base in (TROPHY, DOG, PLACARD):
            svg = compose(library, Scene(base, text="GG"), style, seed).svg
            assert svg.count(f'd="{outline}"') == 2
            assert "matrix(-1" not in svg


def test_signs_show_four_letters_in_two_rows(library: Library) -> None:
    assert readable(library.letters, "ggwp!?") == "GGWP"
    one, two = (draw_sign(library.letters, text, "noto", 60).bounds for text in ("GG", "GGEZ"))
    assert one.width > one.height * 0.8
    assert two.height > two.width
    assert max(one.width, two.width) <= 60.01


@pytest.mark.parametrize(
    ("prompt", "text", "rest"),
    [
        ("cat holding a sign that says NO", "NO", "cat"),
        ('frog saying "hi"', "HI", "frog"),
        ("GG EZ trophy", "GGEZ", "trophy"),
        ("gg", "GG", ""),
        ("robot saying NO", "NO", "robot"),
        ("a stop sign", None, "a stop sign"),
        ("cat with a hat", None, "cat with a hat"),
        ('cat with a sign "toolong"', None, 'cat with a sign "toolong"'),
    ],
)
def test_letters_are_taken_out_of_the_prompt(prompt: str, text: str | None, rest: str) -> None:
    found, left = letters(prompt)
    assert (found, " ".join(left.split())) == (text, rest)


def test_relations_have_captions(library: Library) -> None:
    assert describe(library, Scene(FROG, mount=HORSE)) == "frog riding a horse"
    assert describe(library, Scene(CAT, inside=BOX)) == "cat in a package"
    assert describe(library, Scene(FROG, over=UMBRELLA)) == "frog under an umbrella"
    assert describe(library, Scene(FROG, held=(PIZZA,), act="eating")) == "frog eating a pizza"
    chase = Scene(DOG, beside=CAT, act="chasing", pose="running")
    assert describe(library, chase) == "running dog chasing a cat"
    assert describe(library, Scene(TROPHY, text="GG")) == "trophy with a sign that says GG"


def test_old_scenes_keep_their_form() -> None:
    scene = Scene(FROG, held=(PIZZA,))
    assert scene.to_dict() == {"base": FROG, "held": (PIZZA,)}
    related_scene = Scene(FROG, mount=HORSE, act="eating", text="GG")
    assert Scene.from_dict(related_scene.to_dict()) == related_scene


@pytest.mark.parametrize("style", STYLES)
def test_a_driver_looks_out_of_a_car_without_its_roof(library: Library, style: str) -> None:
    for car in BELTS:
        drawn = with_square(library, Scene(FROG, inside=car), style)
        assert drawn.bounds.y0 == pytest.approx(0, abs=1), car
        assert drawn.bounds.width > 150, car


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("vessel", [*VESSELS, "1F6C1", "1FAA3", "1F6F6"])
def test_vessels_are_wider_than_what_is_in_them(library: Library, vessel: str, style: str) -> None:
    box = with_square(library, Scene(FROG, inside=vessel), style).bounds
    assert box.x0 < 0
    assert box.x1 > 100
    assert box.y1 > 95


def test_a_fish_in_a_bowl_is_in_water(library: Library) -> None:
    assert FISH_BOWL in compose(library, Scene("1F41F", inside=BOWL), "noto", 0).parts
    assert FISH_BOWL not in compose(library, Scene(CAT, inside=BOWL), "noto", 0).parts


def test_a_rider_s_legs_are_behind_the_flank(library: Library) -> None:
    for rider, expected in ((CAT, 1), (FROG, 0)):
        svg = compose(library, Scene(rider, mount=HORSE), "twemoji", 0).svg
        assert svg.count("<clipPath") == expected
