"""Clothes on what has no upright body of its own: side-view animals, thin things, heads."""

import pytest

from model.sketch.drawing.art.head_outlines import OUTLINES
from model.sketch.drawing.art.pieces import UNIT, Table
from model.sketch.drawing.art.slots import BODILY
from model.sketch.drawing.art.wearer import Wearer
from model.sketch.drawing.body.body import DrawingContext, draw_body
from model.sketch.drawing.body.profile_heads import cut_head
from model.sketch.drawing.body.trunks import is_necked
from model.sketch.drawing.colour.look import look
from model.sketch.drawing.compose import compose
from model.sketch.drawing.wear.dress import wraps
from model.sketch.drawing.wear.worn import worn
from model.sketch.library import HEAD, Library
from model.sketch.scene import STYLES, Scene

DUCK, GOOSE, HEDGEHOG, TURTLE, MOON, EGG = "1F986", "1FABF", "1F994", "1F422", "1F319", "1F95A"
KANGAROO, WAND = "1F998", "1FA84"
CAT, BEAR, BEAVER, MAN, POTATO = "1F431", "1F43B", "1F9AB", "1F468", "1F954"


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


def context(library: Library, style: str) -> DrawingContext:
    return DrawingContext(library, style, Table(), "0")


def trunk_of(library: Library, scene: Scene, style: str) -> bool:
    outfit = draw_body(context(library, style), scene).outfit
    return outfit is not None and outfit.place is not None


@pytest.mark.parametrize("style", STYLES)
def test_a_cut_head_fills_its_square_and_has_the_eyes(library: Library, style: str) -> None:
    for concept in OUTLINES:
        part = cut_head(library, style, concept + HEAD)
        box, (x, y, _) = part.anchors.box, part.anchors.eyes
        assert part.is_head, concept
        assert part.concept == concept
        assert box.x - 0.02 < x < box.x + box.w + 0.02, concept
        assert box.y - 0.02 < y < box.y + box.h + 0.02, concept
        assert max(box.w, box.h) > 0.8, concept
        assert look(part.body, part.size).solid.mean() > 0.1, concept


@pytest.mark.parametrize("style", STYLES)
def test_an_animal_seen_from_the_side_stands_upright_in_clothes(
    library: Library, style: str
) -> None:
    for base in (DUCK, HEDGEHOG, TURTLE):
        scene = Scene(base, accessories=("suit",))
        sketch = compose(library, scene, style, 0)
        assert sketch.parts[0] == base
        assert trunk_of(library, scene, style), base
    assert not trunk_of(library, Scene(DUCK), style)
    assert not trunk_of(library, Scene(DUCK, accessories=("top hat",)), style)


@pytest.mark.parametrize("style", STYLES)
def test_a_cut_head_looks_where_the_animal_looks(library: Library, style: str) -> None:
    for base in (DUCK, GOOSE):
        wearer = Wearer(part := cut_head(library, style, base + HEAD), part.body)
        assert part.anchors.side == -1
        assert wearer.muzzle is not None
        assert wearer.muzzle < part.anchors.eyes[0]
        nose = worn(library, Table(), style, "clown nose", wearer).bounds
        assert nose.centre[0] < UNIT * part.anchors.eyes[0]


def test_a_long_neck_is_in_the_collar(library: Library) -> None:
    goose, hedgehog = (cut_head(library, "noto", one + HEAD) for one in (GOOSE, HEDGEHOG))
    assert is_necked(Wearer(goose, goose.body))
    assert not is_necked(Wearer(hedgehog, hedgehog.body))


@pytest.mark.parametrize("style", STYLES)
def test_thin_things_have_a_trunk_and_full_ones_wear_clothes_themselves(
    library: Library, style: str
) -> None:
    moon, egg = (library.part(style, one) for one in (MOON, EGG))
    assert not wraps(library, Wearer(moon, moon.body))
    assert wraps(library, Wearer(egg, egg.body))
    assert trunk_of(library, Scene(MOON, accessories=("pajamas",)), style)
    assert not trunk_of(library, Scene(EGG, accessories=("pajamas",)), style)


@pytest.mark.parametrize("style", STYLES)
def test_what_is_worn_below_the_head_brings_a_trunk(library: Library, style: str) -> None:
    for name in sorted(BODILY):
        for base in (BEAR, MAN, DUCK):
            assert trunk_of(library, Scene(base, accessories=(name,)), style), (base, name)
    body = draw_body(context(library, style), Scene(BEAR, accessories=("cape",)))
    assert body.outfit is not None
    assert body.outfit.place is not None
    (cape,) = body.back
    assert cape.bounds.y0 >= body.outfit.place.y0
    assert cape.bounds.width > 1.2 * body.outfit.place.width


def test_who_boxes_or_wields_something_in_a_hat_stands_upright(library: Library) -> None:
    boxer = Scene(KANGAROO, accessories=("boxing gloves",))
    wizard = Scene(HEDGEHOG, accessories=("wizard hat",), held=(WAND,))
    for scene in (boxer, wizard):
        assert trunk_of(library, scene, "noto")
    glove = library.worn("noto", "boxing gloves").body
    assert compose(library, boxer, "noto", 0).svg.count(glove) == 2
    assert not trunk_of(library, Scene(HEDGEHOG, held=(WAND,)), "noto")


@pytest.mark.parametrize("style", STYLES)
def test_an_eye_patch_is_on_one_eye(library: Library, style: str) -> None:
    part = library.part(style, CAT)
    x, y, apart = part.anchors.eyes
    box = worn(library, Table(), style, "eye patch", Wearer(part, part.body)).bounds
    assert box.width < 0.75 * UNIT
    assert abs(box.x0 + 0.69 * box.width - UNIT * (x + apart / 2)) < 3
    assert box.y0 < UNIT * y < box.y1


@pytest.mark.parametrize("style", STYLES)
def test_a_hat_leaves_the_eye_of_an_animal_free(library: Library, style: str) -> None:
    part = library.part(style, BEAVER)
    wearer = Wearer(part, part.body)
    for name in ("hard hat", "top hat", "wizard hat"):
        assert worn(library, Table(), style, name, wearer).bounds.y1 < UNIT * part.anchors.eyes[1]


def test_a_thing_with_a_cape_has_a_face(library: Library) -> None:
    with_cape = compose(library, Scene(POTATO, accessories=("cape",)), "fluent", 0).svg
    assert library.features("fluent", "smiling").body[:60] in with_cape
