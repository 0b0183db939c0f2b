"""Sketches composed again for the size at which a file is seen."""

import pytest

from model.image.export import IN_TEXT, SEEN_AT
from model.sketch.drawing.compose import compose
from model.sketch.library import Library
from model.sketch.redraw import redrawn
from model.sketch.scene import Scene

SCENE = Scene("1F34B", pose="dancing", accessories=("sunglasses",))
RECEIPT = {"scene": SCENE.to_dict(), "style": "noto"}


@pytest.fixture(scope="module")
def sketch() -> str:
    return compose(Library(), SCENE, "noto", 7).svg


def test_a_sketch_is_composed_for_the_size(sketch: str) -> None:
    small = compose(Library(), SCENE, "noto", 7, IN_TEXT).svg
    assert redrawn(sketch, RECEIPT, 7, IN_TEXT) == small != sketch
    assert redrawn(sketch, RECEIPT, 7, 128) == sketch


def test_what_is_not_this_sketch_stays_as_it_is(sketch: str) -> None:
    assert redrawn("<svg/>", RECEIPT, 7, IN_TEXT) == "<svg/>"
    assert redrawn(sketch, RECEIPT, 8, IN_TEXT) == sketch
    assert redrawn("", RECEIPT, 7, IN_TEXT) == ""


@pytest.mark.parametrize("scene", [None, {"base": "no such concept"}, {"base": "1F34B", "old": 1}])
def test_receipts_of_other_versions_are_no_error(sketch: str, scene: object) -> None:
    receipt = {"style": "noto"} if scene is None else {"style": "noto", "scene": scene}
    assert redrawn(sketch, receipt, 7, IN_TEXT) == sketch


def test_forms_between_words_are_seen_at_32_px() -> None:
    assert SEEN_AT == {"emoji": 32, "png100": 32}
