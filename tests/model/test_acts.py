"""Acts: what one figure does with a thing, and how two figures stand to each other."""

import numpy as np
import pytest

from model.sketch.drawing.colour.materials import MATERIALS
from model.sketch.drawing.compose import compose, rasterize
from model.sketch.drawing.layout.pairings import PAIRINGS
from model.sketch.language.describe import describe
from model.sketch.library import Library
from model.sketch.scene import ACTS, STYLES, Scene

FROG, DOG, CAT, CAT_FACE, BEAR, PENGUIN, LEMON, PERSON = (
    "1F438", "1F415", "1F408", "1F431", "1F43B", "1F427", "1F34B", "1F9D1",
)  # fmt: skip
BALLOON, BOOK, HEART, EGG, JAR, BUCKET, HORSE, TREE, BED = (
    "1F388", "1F4D6", "2764", "1F95A", "1FAD9", "1FAA3", "1F40E", "1F333", "1F6CF",
)  # fmt: skip


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


def differ(library: Library, one: Scene, other: Scene, style: str = "fluent") -> bool:
    pictures = [rasterize(compose(library, scene, style, 0).svg, 32) for scene in (one, other)]
    return bool((np.abs(pictures[0].astype(int) - pictures[1]) > 40).any())


@pytest.mark.parametrize("act", ACTS)
def test_every_act_has_a_picture_of_its_own(library: Library, act: str) -> None:
    style = STYLES[len(act) % len(STYLES)]
    for base in (FROG, DOG):
        if act in PAIRINGS:
            scene = Scene(base, beside=BEAR, act=act)
            assert act == "facing" or differ(library, scene, Scene(base, beside=BEAR), style)
        elif act in ("in a row", "chasing"):
            continue
        elif act == "jumping over":
            jump = Scene(base, mount=TREE, act=act)
            assert differ(library, jump, Scene(base, mount=TREE), style)
        else:
            doing = Scene(base, held=(BALLOON,), act=act)
            assert differ(library, doing, Scene(base, held=(BALLOON,)), style)


@pytest.mark.parametrize("style", STYLES)
def test_a_head_without_legs_jumps_rope(library: Library, style: str) -> None:
    head = Scene("1F437", pose="sleeping", act="jumping rope")
    assert differ(library, head, Scene("1F437", pose="sleeping"), style)


@pytest.mark.parametrize("style", STYLES)
def test_two_who_hug_overlap_and_two_who_fight_do_not(library: Library, style: str) -> None:
    def gap(act: str) -> int:
        pair = Scene(BEAR, count=2, act=act)
        alpha = rasterize(compose(library, pair, style, 0).svg, 64)[..., 3] > 128
        return int(alpha.any(axis=0).sum() / alpha.any(axis=1).sum() * 100)

    assert gap("hugging") < gap("shaking hands")
    assert HEART in compose(library, Scene(BEAR, beside=DOG, act="kissing"), style, 0).parts


def test_an_animal_shows_its_head_if_its_face_or_its_hands_matter(library: Library) -> None:
    def shown(scene: Scene) -> str:
        return compose(library, scene, "fluent", 0).parts[0]

    assert shown(Scene(CAT)) == CAT
    assert shown(Scene(CAT, pose="running")) == CAT
    assert shown(Scene(CAT, held=(BOOK,), act="reading")) == CAT_FACE
    assert shown(Scene(CAT, expression="angry")) == "1F63E"  # the pouting cat
    assert shown(Scene(CAT, held=(BALLOON,), act="on the back")) == CAT


def test_what_is_held_several_times_is_drawn_several_times(library: Library) -> None:
    body = library.part("fluent", BALLOON).body
    for number in (1, 3, 5):
        svg = compose(library, Scene(FROG, held=(BALLOON,) * number), "fluent", 0).svg
        assert svg.count(body[:60]) == number


def test_a_sleeper_without_arms_still_holds_things(library: Library) -> None:
    scene = Scene(BEAR, pose="sleeping", held=(BALLOON,))
    assert BALLOON in compose(library, scene, "fluent", 0).parts


def test_colours_of_other_things(library: Library) -> None:
    for scene in (
        Scene(FROG, held=(BALLOON,)),
        Scene(FROG, mount=HORSE),
        Scene(FROG, inside=BUCKET),
        Scene(FROG, beside=CAT),
        Scene(FROG, accessories=("top hat",)),
    ):
        thing = (*scene.held, scene.mount, scene.inside, scene.beside, *scene.accessories)
        key = next(one for one in thing if one)
        tinted = Scene(**{**scene.to_dict(), "tints": ((key, "green"),)})
        assert differ(library, scene, tinted), key
        assert "green" in describe(library, tinted)


@pytest.mark.parametrize("material", sorted(MATERIALS))
def test_materials_fill_the_outline(library: Library, material: str) -> None:
    plain, made = Scene(CAT_FACE), Scene(CAT_FACE, material=material)
    assert differ(library, plain, made)
    covers = [
        (rasterize(compose(library, scene, "noto", 0).svg, 64)[..., 3] > 128).sum()
        for scene in (plain, made)
    ]
    assert 0.75 < covers[0] / covers[1] < 1.3


@pytest.mark.parametrize("style", STYLES)
def test_hybrids_use_both(library: Library, style: str) -> None:
    for half in (BEAR, "1F9DC"):
        assert {CAT, half} & set(compose(library, Scene(CAT, half=half), style, 0).parts) >= {half}


@pytest.mark.parametrize("style", STYLES)
def test_places_show_both(library: Library, style: str) -> None:
    for scene in (
        Scene(FROG, inside=EGG),
        Scene(FROG, inside=JAR),
        Scene(FROG, inside=BUCKET),
        Scene(FROG, hidden=TREE),
        Scene(FROG, over=BED),
        Scene(FROG, mount="1F9F9"),
        Scene(PENGUIN, mount=HORSE, act="on the head"),
    ):
        sketch = compose(library, scene, style, 0)
        pixels = rasterize(sketch.svg, 48)
        assert (pixels[..., 3] > 128).mean() > 0.15
        assert len(sketch.parts) == 2


def test_captions_say_what_is_done(library: Library) -> None:
    assert describe(library, Scene(CAT, beside=BEAR, act="hugging")) == "cat hugging a bear"
    assert describe(library, Scene(CAT, held=(BOOK,), act="reading")) == "cat reading an open book"
    assert describe(library, Scene(FROG, act="bowing")) == "frog bowing"
    assert describe(library, Scene(FROG, held=(BALLOON,) * 3)) == "frog holding three balloons"
    assert describe(library, Scene(CAT, material="bread")) == "cat made of bread"
    assert describe(library, Scene(CAT, half=BEAR)) == "half cat half bear"
    assert describe(library, Scene(FROG, hidden=TREE)) == "frog behind a deciduous tree"
