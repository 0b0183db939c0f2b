"""Heads of animals and persons get a trunk for what needs one, and stay heads otherwise."""

from dataclasses import replace

import pytest

from model.sketch.drawing.art.pieces import Table
from model.sketch.drawing.art.wearer import Wearer
from model.sketch.drawing.body.bodily import belly_of
from model.sketch.drawing.body.body import Body, DrawingContext, draw_body
from model.sketch.drawing.colour.look import look
from model.sketch.drawing.layout.casting import cast, casts
from model.sketch.drawing.layout.pairings import PAIRINGS
from model.sketch.drawing.layout.pairs import _in_line
from model.sketch.library import Library
from model.sketch.scene import STYLES, Scene

FOX, PANDA, BEAR, CAT, FROG, GRANDMA = "1F98A", "1F43C", "1F43B", "1F431", "1F438", "1F475"
SMILEY, PENGUIN, LEMON, UNICORN = "1F642", "1F427", "1F34B", "1F984"
KNIFE, BOOK, HEART, PIZZA, BOX, BICYCLE, NOTE = (
    "1F5E1", "1F4D6", "2764", "1F355", "1F4E6", "1F6B2", "1F3B5",
)  # fmt: skip
COOK, POLICE, ASTRONAUT = "1F9D1-200D-1F373", "1F46E", "1F9D1-200D-1F680"
BEACH, SPACE = "1F3D6", "1FA90"
HEADS = (FOX, PANDA, BEAR, FROG, GRANDMA)
BODILY = (
    Scene(FOX, held=(KNIFE,)),
    Scene(FOX, held=(BOOK,), act="reading"),
    Scene(FOX, held=(HEART,), act="hugging"),
    Scene(FOX, text="hi"),
    Scene(FOX, mount=BICYCLE),
)


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


def body_of(library: Library, scene: Scene, style: str) -> Body:
    return draw_body(DrawingContext(library, style, Table(), "0"), scene)


def has_trunk(library: Library, scene: Scene, style: str) -> bool:
    outfit = body_of(library, scene, style).outfit
    return outfit is not None and outfit.place is not None


@pytest.mark.parametrize("style", STYLES)
def test_heads_that_hold_read_hug_and_ride_have_a_trunk(library: Library, style: str) -> None:
    for base in HEADS:
        for scene in BODILY:
            assert has_trunk(library, replace(scene, base=base), style), (base, scene)
    for pose in ("dancing", "flexing", "waving", "running", "sitting"):
        assert has_trunk(library, Scene(BEAR, pose=pose), style), pose


@pytest.mark.parametrize("style", STYLES)
def test_heads_that_do_nothing_stay_heads(library: Library, style: str) -> None:
    for scene in (
        Scene(FOX),
        Scene(FOX, expression="angry", accessories=("sunglasses", "top hat")),
        Scene(FOX, held=(NOTE,)),  # floats
        Scene(FOX, held=(PIZZA,), act="eating"),  # at the mouth
        Scene(FOX, held=(KNIFE,), inside=BOX),
        Scene(FOX, held=(KNIFE,), material="gold"),
        Scene(FOX, pose="sleeping"),
        Scene(GRANDMA, pose="waving"),  # becomes the emoji of a person who waves
    ):
        assert not has_trunk(library, scene, style), scene


@pytest.mark.parametrize("style", STYLES)
def test_faces_whole_animals_and_things_keep_their_shape(library: Library, style: str) -> None:
    for base in (SMILEY, PENGUIN, LEMON, UNICORN):
        assert not has_trunk(library, Scene(base, held=(KNIFE,)), style), base


@pytest.mark.parametrize("style", STYLES)
def test_a_trunk_is_small_and_hangs_on_the_head(library: Library, style: str) -> None:
    for base in HEADS:
        body = body_of(library, Scene(base, held=(KNIFE,)), style)
        assert body.outfit is not None
        assert (place := body.outfit.place) is not None
        head = body.bounds
        assert head.y0 < place.y0 < head.y1 < place.y1
        assert 0.5 < head.height / (place.y1 - head.y0) < 0.8


def test_a_belly_is_lighter_than_the_head(library: Library) -> None:
    for base, is_lighter in ((FROG, True), (CAT, False)):
        part = library.part("twemoji", base)
        belly = belly_of(Wearer(part, part.body))
        assert (belly is not None) == is_lighter, base
        assert belly is None or belly.light > look(part.body, part.size).main.light


@pytest.mark.parametrize("style", STYLES)
def test_a_rider_in_a_shirt_has_no_bare_arms(library: Library, style: str) -> None:
    outfit = body_of(library, Scene(GRANDMA, mount=BICYCLE), style).outfit
    assert outfit is not None
    assert outfit.limbs is not None
    assert outfit.limbs.sleeves == "long"
    assert outfit.limbs.leg != outfit.limbs.skin


@pytest.mark.parametrize("style", STYLES)
def test_the_trunks_of_those_who_hug_nearly_touch(library: Library, style: str) -> None:
    context = DrawingContext(library, style, Table(), "0")
    scene = Scene(CAT, act="hugging", count=2)
    figures = [cast(context, scene, right, 0.0, scene) for right in (True, False)]
    left, right = (one.below for one in _in_line(figures, PAIRINGS["hugging"].gap, 0.0))
    assert left is not None
    assert right is not None
    assert abs(right.x0 - left.x1) < 0.25 * left.width


@pytest.mark.parametrize("style", STYLES)
def test_who_flexes_has_a_broad_trunk(library: Library, style: str) -> None:
    slim, broad = (
        body_of(library, Scene(BEAR, pose=pose), style).outfit for pose in ("waving", "flexing")
    )
    assert slim is not None
    assert slim.place is not None
    assert broad is not None
    assert broad.place is not None
    assert broad.place.width > 1.2 * slim.place.width
    assert broad.place.height == pytest.approx(slim.place.height)


@pytest.mark.parametrize("style", STYLES)
def test_busts_of_trades_are_whole_figures_where_they_do_something(
    library: Library, style: str
) -> None:
    for base in (COOK, POLICE, ASTRONAUT):
        assert not has_trunk(library, Scene(base), style), base
        for scene in (Scene(base, held=(PIZZA,)), Scene(base, pose="dancing")):
            body = body_of(library, scene, style)
            assert body.outfit is not None, (base, scene)
            assert body.outfit.place is not None, (base, scene)
            assert body.outfit.place.y1 > body.bounds.y1, base  # hips below the art's straight edge


@pytest.mark.parametrize("style", STYLES)
def test_a_head_in_a_place_with_ground_stands_on_legs(library: Library, style: str) -> None:
    for base in (PANDA, GRANDMA):
        assert has_trunk(library, Scene(base, behind=BEACH), style)
        assert not has_trunk(library, Scene(base, behind=SPACE), style)


@pytest.mark.parametrize("style", STYLES)
def test_figures_of_a_pair_stand_on_one_line_and_are_equally_tall(
    library: Library, style: str
) -> None:
    context = DrawingContext(library, style, Table(), "0")
    scene = Scene(GRANDMA, beside=COOK, act="facing")
    figures = [
        cast(context, one, right, 0.0, scene)
        for one, right in zip(casts(library, scene, PAIRINGS["facing"]), (True, False), strict=True)
    ]
    assert all(figure.below is not None for figure in figures)
    assert all(abs(figure.piece.bounds.y1) < 1 for figure in figures)
    left, right = (figure.piece.bounds.height for figure in figures)
    assert 0.7 < left / right < 1.4


def test_if_one_animal_of_a_pair_shows_its_head_the_other_does_too(library: Library) -> None:
    one, other = casts(
        library, Scene("1F408", expression="angry", beside="1F415"), PAIRINGS["facing"]
    )
    assert (one.base, other.base) == (CAT, "1F436")
    one, other = casts(library, Scene("1F408", beside="1F415"), PAIRINGS["facing"])
    assert (one.base, other.base) == ("1F408", "1F415")
