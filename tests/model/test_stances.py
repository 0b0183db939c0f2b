"""Poses of persons and of animals with a body: no drawn limbs, the person in that pose."""

import numpy as np
import pytest

from model.sketch.drawing.art.stances import has_limbs, posed_person, rise
from model.sketch.drawing.compose import compose, rasterize
from model.sketch.drawing.pose.poses import POSES
from model.sketch.library import Library
from model.sketch.scene import STYLES, Scene

HORSE, DOG, LEMON, PERSON, MAN, ASTRONAUT = (
    "1F40E", "1F415", "1F34B", "1F9D1", "1F468", "1F9D1-200D-1F680",
)  # fmt: skip
HEADS = {HORSE: "1F434", DOG: "1F436"}
HANDY = {"waving", "flexing", "cheering", "pointing", "shrugging", "meditating", "sleeping"}
LIMB = 'stroke-linecap="round" stroke-linejoin="round"/><circle'


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("base", [HORSE, DOG, PERSON])
@pytest.mark.parametrize("pose", POSES)
def test_no_limbs_are_drawn_on_a_body(library: Library, style: str, base: str, pose: str) -> None:
    drawn = compose(library, Scene(base, pose=pose), style, 0)
    assert LIMB in compose(library, Scene(LEMON, pose=pose), style, 0).svg
    if base in (HORSE, DOG) and pose in HANDY:  # the animal's head has hands
        assert drawn.parts[0] == HEADS[base]
    elif base == PERSON and pose == "flying":  # no emoji of a person flies: the head gets a trunk
        assert drawn.parts[0] == PERSON
    else:
        assert LIMB not in drawn.svg


@pytest.mark.parametrize("pose", POSES)
def test_a_person_becomes_the_emoji_in_the_pose(library: Library, pose: str) -> None:
    assert posed_person(library, PERSON, pose) in library.concepts
    assert posed_person(library, ASTRONAUT, pose) == ASTRONAUT


def test_the_right_dancer(library: Library) -> None:
    assert compose(library, Scene(PERSON, pose="dancing"), "noto", 0).parts == ("1F483",)
    assert compose(library, Scene(MAN, pose="dancing"), "noto", 0).parts == ("1F57A",)
    assert compose(library, Scene(MAN, pose="running"), "noto", 0).parts == ("1F3C3-200D-2642",)


def test_a_dancing_horse_rises_on_its_hind_legs(library: Library) -> None:
    for style in STYLES:
        anchors = library.part(style, HORSE).anchors
        angle = rise(anchors, HORSE, "dancing", 5.0)
        looks_left = anchors.eyes[0] < anchors.box.x + anchors.box.w / 2
        assert (angle > 20) if looks_left else (angle < -20)
        assert rise(anchors, HORSE, "standing", 5.0) == 0


def test_heads_and_things_get_limbs(library: Library) -> None:
    assert not any(has_limbs(library, concept) for concept in (LEMON, "1F431", "1F438", "1F984"))


@pytest.mark.parametrize("style", STYLES)
def test_an_expression_takes_the_place_of_a_things_own_face(library: Library, style: str) -> None:
    for concept in ("1F31E", "1F31D", "26C4", "1F383", "1F47B", "1F480", "1F916", "1F47D"):
        bare, whole = library.faceless(style, concept), library.part(style, concept)
        assert bare.anchors.face == "none"
        assert len(bare.body) < len(whole.body)
        assert bare.anchors.eyes == whole.anchors.eyes
        svg = compose(library, Scene(concept, expression="angry"), style, 0).svg
        assert whole.body not in svg
        assert np.asarray(rasterize(svg, 48))[..., 3].any()
    assert library.faceless(style, LEMON) is library.part(style, LEMON)
