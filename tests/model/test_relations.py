"""Relations: on, in, under and next to a thing; eating, throwing, chasing; letters on a sign."""

import re
from dataclasses import replace

import numpy as np
import pytest

from model.sketch.drawing.action.acts import acted
from model.sketch.drawing.action.sign import draw_sign, readable
from model.sketch.drawing.art.pieces import Piece, Table
from model.sketch.drawing.body.body import DrawingContext, draw_body
from model.sketch.drawing.compose import compose, rasterize
from model.sketch.drawing.layout.pairings import fought_over
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
DUCK, SEAGULL, FISH = "1F986", "E301", "1F41F"
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


@pytest.mark.parametrize("style", STYLES)
def test_ducks_in_a_row_look_to_one_side(library: Library, style: str) -> None:
    for seed in range(4):
        svg = compose(library, Scene(DUCK, count=3, act="in a row"), style, seed).svg
        places = re.findall(r"matrix\((-?[\d.]+) ", svg)
        assert sum(place.startswith("-") for place in places) in (0, 3), seed


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("who", [CAT, SEAGULL])
def test_what_is_fought_over_is_between_them(library: Library, style: str, who: str) -> None:
    fight = Scene(who, count=2, act="fighting", behind=FISH, tints=((FISH, "pink"),))
    assert fought_over(library, fight)
    without = rasterize(compose(library, replace(fight, behind=None), style, 0).svg, 64)
    seen = rasterize(compose(library, fight, style, 0).svg, 64).astype(int)
    assert (without[..., 3] > 0).any()
    pink = (seen[..., 0] > 200) & (seen[..., 2] > 140) & (seen[..., 1] < 170)
    columns = np.nonzero(pink)[1]
    assert len(columns) > 20
    assert 24 < columns.mean() < 40
    assert np.ptp(columns) < 34
    assert not fought_over(library, replace(fight, behind="1F3F0"))
    assert not fought_over(library, replace(fight, behind="1F525"))


@pytest.mark.parametrize("style", STYLES)
def test_who_lifts_weights_has_a_trunk_and_the_bar_behind(library: Library, style: str) -> None:
    scene = Scene("1F43F", act="lifting weights")
    context = DrawingContext(library, style, Table(), "0")
    body = draw_body(context, scene)
    assert body.part.is_head
    deed = acted(context, scene, body)
    assert deed.back
    assert not deed.front


def test_a_tree_is_taller_than_who_is_under_it(library: Library) -> None:
    for style in STYLES:
        box = with_square(library, Scene(FROG, over="1F333"), style).bounds
        assert box.y0 < -80
        assert box.y1 < 106


def test_a_desk_hides_the_legs(library: Library) -> None:
    for style in STYLES:
        svg = compose(library, Scene("E416", behind="1F4BB"), style, 0).svg
        alpha = rasterize(svg, 64)[..., 3] > 128
        low = alpha[int(np.nonzero(alpha.any(axis=1))[0].max()) - 3]
        columns = np.nonzero(low)[0]
        assert low.sum() == np.ptp(columns) + 1


def test_a_surfer_is_on_a_wave(library: Library) -> None:
    for style in STYLES:
        svg = compose(library, Scene("1F385", accessories=("surfboard",)), style, 0).svg
        pixels = rasterize(svg, 64).astype(int)
        rows = np.nonzero(pixels[..., 3].any(axis=1))[0]
        foot = pixels[rows.max() - 2]
        assert (foot[..., 2] > foot[..., 0] + 60).sum() > 30


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
