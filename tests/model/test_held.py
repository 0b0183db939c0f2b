"""Things that figures eat, drink, hold and use are at the mouth and in hands; copies stay apart."""

import random

import numpy as np
import numpy.typing as npt
import pytest

from model.sketch.drawing.action.acts import acted
from model.sketch.drawing.action.at_mouth import hand_radius
from model.sketch.drawing.action.hands import head_of, own_hands, reach_of
from model.sketch.drawing.action.held import things_in_hands
from model.sketch.drawing.action.mittens import mittens
from model.sketch.drawing.action.mouths import mouth
from model.sketch.drawing.action.usage import in_use
from model.sketch.drawing.art.pieces import UNIT, Piece, Table
from model.sketch.drawing.body.body import Body, DrawingContext, draw_body
from model.sketch.drawing.colour.look import look
from model.sketch.drawing.layout.arrange import arrange
from model.sketch.drawing.pose.poses import Ink
from model.sketch.drawing.vector.geometry import Bounds
from model.sketch.drawing.vector.raster import SVG_HEAD, rasterize
from model.sketch.library import Library
from model.sketch.scene import STYLES, Scene

SHARK, DOG, PENGUIN, WHALE, HEDGEHOG, DUCK = "1F988", "1F436", "1F427", "1F40B", "1F994", "1F986"
T_REX, TURTLE, GHOST, SMILEY, APPLE = "1F996", "1F422", "1F47B", "1F642", "1F34E"
PIZZA, COCKTAIL, UMBRELLA, BALLOON, LAPTOP = "1F355", "1F378", "2602", "1F388", "1F4BB"
AROUND = 60.0
INK = Ink("#888888")


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


def alpha(piece: Piece) -> npt.NDArray[np.bool_]:
    """Where a piece is drawn on the square UNIT with a margin, a pixel for each unit."""
    side = UNIT + 2 * AROUND
    svg = f'{SVG_HEAD} viewBox="{-AROUND} {-AROUND} {side} {side}">{piece.svg}</svg>'
    return np.asarray(rasterize(svg, round(side))[..., 3] > 128)


def doing(library: Library, scene: Scene, style: str) -> tuple[DrawingContext, Body]:
    context = DrawingContext(library, style, Table(), "0")
    return context, draw_body(context, scene)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("base", [SHARK, DOG, PENGUIN, WHALE, HEDGEHOG, DUCK, SMILEY])
def test_what_is_eaten_is_at_the_mouth(library: Library, style: str, base: str) -> None:
    scene = Scene(base, held=(PIZZA,), act="eating")
    context, body = doing(library, scene, style)
    (x, y), _ = mouth(context, body)
    rows, columns = np.nonzero(alpha(acted(context, scene, body).front[-1]))
    away = np.hypot(columns + 0.5 - AROUND - x, rows + 0.5 - AROUND - y).min()
    assert away < 0.06 * body.size


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("base", ["1F428", "1F43C", "1F42E", "1F431", "1F9D1"])
def test_an_open_mouth_takes_what_is_eaten(library: Library, style: str, base: str) -> None:
    scene = Scene(base, held=("1F35C",), act="eating")
    context, body = doing(library, scene, style)
    opened, thing = acted(context, scene, body).front
    x, y = (round(AROUND + value) for value in opened.bounds.centre)
    assert alpha(opened)[y, x]
    rows = np.nonzero(alpha(thing)[:, x])[0]
    assert y - 2 <= rows.min() <= y + 8


@pytest.mark.parametrize("style", STYLES)
def test_a_telescope_is_at_the_eye_without_a_patch(library: Library, style: str) -> None:
    scene = in_use(library, Scene("1F989", held=("1F52D",), accessories=("eye patch",)))
    context, body = doing(library, scene, style)
    x, y, apart = body.part.anchors.eyes
    rows, columns = np.nonzero(alpha(acted(context, scene, body).front[0]))
    left, right = (
        np.hypot(columns + 0.5 - AROUND - UNIT * at, rows + 0.5 - AROUND - UNIT * y).min()
        for at in (x - 0.5 * apart, x + 0.5 * apart)
    )
    assert left < 0.1 * UNIT * apart
    assert right > 0.6 * UNIT * apart


@pytest.mark.parametrize("style", STYLES)
def test_mouths_are_on_the_art(library: Library, style: str) -> None:
    for base in (SHARK, PENGUIN, WHALE, HEDGEHOG, "1F40D", "1F985", "1F9A5"):
        context, body = doing(library, Scene(base), style)
        (x, y), _ = mouth(context, body)
        near = look(body.markup, body.part.size).nearest(x / UNIT, y / UNIT)
        assert np.hypot(near[0] - x / UNIT, near[1] - y / UNIT) < 0.04, base


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    "scene",
    [
        Scene(DOG, held=(PIZZA,), act="eating"),
        Scene(SMILEY, held=(COCKTAIL,), act="drinking"),
        Scene(GHOST, held=("1F3BB",), act="playing"),
        Scene(SMILEY, held=(LAPTOP,), act="typing"),
    ],
)
def test_hands_grasp_what_they_hold(library: Library, style: str, scene: Scene) -> None:
    context, body = doing(library, scene, style)
    deed = acted(context, scene, body)
    assert deed.hands is not None
    thing, radius = alpha(deed.front[-1]), hand_radius(body)
    for hand in mittens(deed.hands, body.hand_size, INK):
        paw = alpha(hand)
        assert 0.15 < (paw & thing).sum() / paw.sum() < 0.95
        assert hand.bounds.width < 4 * radius


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("thing", [UMBRELLA, BALLOON, "1FA84"])
def test_what_is_held_high_leaves_the_eyes_free(library: Library, style: str, thing: str) -> None:
    for base in (T_REX, TURTLE, HEDGEHOG, DUCK):
        context, body = doing(library, Scene(base), style)
        reach, hands = reach_of(context, body), own_hands(context, body)[:1]
        size = 0.84 * body.size
        *_, held, _ = things_in_hands(context, (thing,), hands, size, INK, head_of(body), reach)
        x, y, apart = (UNIT * value for value in body.part.anchors.eyes)
        eyes = Bounds(x - 0.6 * apart, y - 0.3 * apart, x + 0.6 * apart, y + 0.3 * apart)
        rows, columns = (
            slice(round(low + AROUND), round(high + AROUND) + 1)
            for low, high in ((eyes.y0, eyes.y1), (eyes.x0, eyes.x1))
        )
        assert alpha(held)[rows, columns].mean() < 0.45, base


@pytest.mark.parametrize("number", [2, 3, 5, 6, 9])
def test_copies_do_not_touch(library: Library, number: int) -> None:
    for base in (APPLE, DUCK, PIZZA):
        _, body = doing(library, Scene(base), "fluent")
        copies = arrange([body.front[0]] * number, random.Random(0))
        drawn = np.sum([hulled(piece) for piece in copies], axis=0)
        assert drawn.max() == 1, base


def hulled(piece: Piece) -> npt.NDArray[np.int_]:
    """A piece on a raster of eight by eight times its size."""
    svg = f'{SVG_HEAD} viewBox="-400 -400 800 800">{piece.svg}</svg>'
    return (rasterize(svg, 400)[..., 3] > 200).astype(int)


def test_things_are_used(library: Library) -> None:
    assert in_use(library, Scene(SMILEY, held=(LAPTOP,))).act == "typing"
    assert in_use(library, Scene(DOG, held=("1F3B8",))).act == "playing"
    assert in_use(library, Scene("1F475", held=("1F408",))).act == "hugging"
    assert in_use(library, Scene(DOG, held=("1F3B8",), pose="dancing")).act is None
    assert in_use(library, Scene(DOG, held=("1F41E",))).act is None
    assert in_use(library, Scene(DOG, held=(LAPTOP, LAPTOP))).act is None
