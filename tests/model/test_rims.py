"""Rims: a face is above the rim of its figure's container, with paws on the rim."""

import pytest

from model.sketch.drawing.art.pieces import UNIT, Table
from model.sketch.drawing.body.body import DrawingContext
from model.sketch.drawing.compose import compose
from model.sketch.drawing.figure import Figure, draw_figure
from model.sketch.drawing.layout.rims import Rim, plain_rim, rim_of
from model.sketch.library import Library
from model.sketch.scene import STYLES, Scene

BOX, BRANCH, TRACTOR, ROCKET = "1F4E6", "E427", "1F69C", "1F680"
CAT, FROG, ELEPHANT, HEDGEHOG, SLOTH, BIRD = (
    "1F431", "1F438", "1F418", "1F994", "1F9A5", "1F426",
)  # fmt: skip


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


def contained(library: Library, base: str, style: str, **more: object) -> tuple[Figure, Rim]:
    context = DrawingContext(library, style, Table(), "0")
    scene = Scene.from_dict({"base": base, "inside": BOX, **more})
    figure = draw_figure(context, scene, False, 0.0)
    return figure, rim_of(context, scene, figure)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("base", [CAT, FROG, ELEPHANT, HEDGEHOG])
def test_the_eyes_are_above_the_rim(library: Library, base: str, style: str) -> None:
    figure, rim = contained(library, base, style)
    assert figure.body is not None
    _, eyes = figure.place.at((0, UNIT * figure.body.part.anchors.eyes[1]))
    assert min(rim.level(), rim.level(curved=True)) > eyes + 0.09 * rim.height


@pytest.mark.parametrize("style", STYLES)
def test_a_head_holds_on_to_the_rim_unless_its_hands_are_full(library: Library, style: str) -> None:
    assert len(contained(library, CAT, style)[1].paws(0, 0)) == 2
    assert contained(library, CAT, style, held=["1F355"])[1].paws(0, 0) == []
    assert contained(library, ELEPHANT, style)[1].paws(0, 0) == []


def test_the_rim_of_what_is_not_known_hides_a_quarter(library: Library) -> None:
    figure, _ = contained(library, CAT, "noto")
    box = figure.piece.bounds
    assert plain_rim(figure.piece).level() == pytest.approx(box.y1 - 0.26 * box.height)


@pytest.mark.parametrize("style", STYLES)
def test_a_sloth_hangs_on_its_own_branch(library: Library, style: str) -> None:
    assert BRANCH not in compose(library, Scene(SLOTH, mount=BRANCH), style, 0).parts
    assert BRANCH in compose(library, Scene(BIRD, mount=BRANCH), style, 0).parts


@pytest.mark.parametrize("style", STYLES)
def test_who_is_on_a_tractor_sits_in_it(library: Library, style: str) -> None:
    on, inside = Scene(FROG, mount=TRACTOR), Scene(FROG, inside=TRACTOR)
    assert compose(library, on, style, 0).svg == compose(library, inside, style, 0).svg


@pytest.mark.parametrize("style", STYLES)
def test_who_is_in_a_rocket_looks_out_of_its_window(library: Library, style: str) -> None:
    sketch = compose(library, Scene(FROG, inside=ROCKET), style, 0)
    assert "-window" in sketch.svg
    assert set(sketch.parts) >= {FROG, ROCKET}
