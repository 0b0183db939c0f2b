"""Hands that hold things or make signs are on arms that come out of their figure."""

import numpy as np
import numpy.typing as npt
import pytest

from model.sketch.drawing.action.hands import corner_hands, own_hands, reach_of
from model.sketch.drawing.action.held import Hand, gripped
from model.sketch.drawing.action.mittens import arm_to_hand
from model.sketch.drawing.art.pieces import UNIT, Table
from model.sketch.drawing.art.stances import has_limbs
from model.sketch.drawing.body.body import DrawingContext, draw_body
from model.sketch.drawing.body.limb_ink import hand_ink, limb_ink
from model.sketch.drawing.pose.arms import short_arm
from model.sketch.drawing.pose.poses import Ink
from model.sketch.drawing.vector.raster import SVG_HEAD, rasterize
from model.sketch.library import Library
from model.sketch.scene import STYLES, Scene

SMILEY, TIRED, POTATO, HORSE, BANANA, ROBOT = "1F642", "1F62B", "1F954", "1F434", "1F34C", "1F916"
GOOSE, SNAIL, RACCOON, PENGUIN, OWL = "1FABF", "1F40C", "1F99D", "1F427", "1F989"
THUMBS_UP = "1F44D"
AROUND = 60.0
Pixels = npt.NDArray[np.uint8]


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


def drawn(svg: str) -> Pixels:
    """RGBA of the square UNIT with a margin, a pixel for each unit."""
    side = UNIT + 2 * AROUND
    viewed = f'{SVG_HEAD} viewBox="{-AROUND} {-AROUND} {side} {side}">{svg}</svg>'
    return rasterize(viewed, round(side))


def solid(svg: str) -> npt.NDArray[np.bool_]:
    return np.asarray(drawn(svg)[..., 3] > 128)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    "base", [SMILEY, TIRED, POTATO, HORSE, BANANA, GOOSE, SNAIL, RACCOON, PENGUIN, OWL]
)
def test_an_arm_reaches_from_the_body_to_the_hand(library: Library, style: str, base: str) -> None:
    context = DrawingContext(library, style, Table(), "0")
    body = draw_body(context, Scene(base))
    ink = limb_ink(context, body)
    limbed = has_limbs(library, base, body.part.anchors)
    hand = (own_hands(context, body) if limbed else corner_hands(body))[0]
    root = reach_of(context, body).root(hand.at)
    assert root is not None
    trunk = solid(body.front[0].svg)
    arm = solid(arm_to_hand(root, hand.at, body.size, hand_ink(ink), hand.side).svg)
    assert (arm & trunk).sum() > 20
    assert (arm & ~trunk).sum() > 0.3 * arm.sum()


@pytest.mark.parametrize("style", STYLES)
def test_an_arm_has_its_face_s_colour(library: Library, style: str) -> None:
    context = DrawingContext(library, style, Table(), "0")
    body = draw_body(context, Scene(TIRED))
    fill = hand_ink(limb_ink(context, body)).fill
    hand = np.array([int(fill[at : at + 2], 16) for at in (1, 3, 5)], float)
    x, y, _ = (round(UNIT * value + AROUND) for value in body.part.anchors.eyes)
    face = drawn(body.front[0].svg)[y, x, :3].astype(float)
    assert np.abs(hand - face).max() < 24


def test_an_arm_has_no_edge_at_its_root() -> None:
    edge, fill = short_arm((20, 50), (100, 50), 20, 0, Ink("#ffffff", "#000000", 3))
    around = solid(edge) & ~solid(fill)
    columns = np.flatnonzero(around.any(axis=0)) - AROUND
    assert 30 < columns.min() < 60
    assert columns.max() == pytest.approx(100, abs=2)


@pytest.mark.parametrize("style", STYLES)
def test_a_sign_is_as_large_as_a_hand_and_has_its_colour(library: Library, style: str) -> None:
    context = DrawingContext(library, style, Table(), "0")
    sign = gripped(context, THUMBS_UP, Hand((60, 60), 1), 100.0, ink=Ink("#3fae4a", "#2f8a3a", 1.5))
    assert max(sign.bounds.width, sign.bounds.height) < 60
    shown = drawn(sign.svg)
    red, green, blue = np.median(shown[shown[..., 3] > 250][:, :3].astype(float), axis=0)
    assert green > red + 40
    assert green > blue + 40


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("base", [SMILEY, POTATO, BANANA, ROBOT])
def test_a_hand_before_a_face_leaves_an_eye(library: Library, style: str, base: str) -> None:
    context = DrawingContext(library, style, Table(), "0")
    body = draw_body(context, Scene(base, accessories=("facepalm",)))
    hand = solid(body.front[-1].svg)
    x, y, apart = (UNIT * value for value in body.part.anchors.eyes)
    left, right = (
        hand[round(y + AROUND), round(at + AROUND)] for at in (x - 0.5 * apart, x + 0.5 * apart)
    )
    assert (left, right) == (False, True)
    assert (hand & solid(body.front[0].svg)).sum() > 0.6 * hand.sum()
