"""Faces on things: inside the outline, legible, on a plain area; two moods at once; cracks."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from model.sketch.drawing.art.pieces import UNIT, Piece, Table, stack
from model.sketch.drawing.compose import compose
from model.sketch.drawing.face.expression import lay_features
from model.sketch.drawing.vector.geometry import Affine
from model.sketch.drawing.vector.raster import SVG_HEAD, rasterize, rasterize_part
from model.sketch.language.parse import Reader
from model.sketch.library import Library
from model.sketch.scene import STYLES, Scene
from training.library.anchors import RESOLUTION, measure
from training.library.subpaths import split_paths

AVOCADO, BANANA, CAKE, CUP, EGG, EGGPLANT, LAPTOP, ONION, SUSHI, CLOUD = (
    "1F951", "1F34C", "1F382", "2615", "1F95A", "1F346", "1F4BB", "1F9C5", "1F363", "2601",
)  # fmt: skip
SMILEY, SMILE, GRIN, WAIL, SHOUT = "1F642", "1F642", "1F600", "1F62D", "1F632"


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


def no_embeddings(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """Nothing resembles anything."""
    return np.zeros((len(texts), 384), np.float32)


@pytest.fixture(scope="module")
def reader(library: Library) -> Reader:
    return Reader(library, no_embeddings)


def drawn(piece: Piece) -> npt.NDArray[np.uint8]:
    """What a piece shows in the square of a base and around it."""
    view = f"-20 -20 {UNIT + 40} {UNIT + 40}"
    return rasterize(f'{SVG_HEAD} viewBox="{view}">{piece.svg}</svg>', 140)


def face(library: Library, style: str, concept: str, expression: str) -> npt.NDArray[np.uint8]:
    part, features = library.part(style, concept), library.features(style, expression)
    return drawn(stack(lay_features(Table(), part, part.body, features)))


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("expression", ["angry", "laughing"])
def test_faces_stay_inside_of_the_outline(library: Library, style: str, expression: str) -> None:
    for concept in (AVOCADO, BANANA, CAKE, CUP, LAPTOP, ONION, SUSHI, CLOUD):
        part = library.part(style, concept)
        whole = drawn(Table().rimmed(part, Affine.scale(UNIT), part.body))[..., 3] > 128
        shown = face(library, style, concept, expression)[..., 3] > 128
        assert shown.sum() > 60, concept
        assert (shown & ~whole).sum() < 0.05 * shown.sum(), concept


@pytest.mark.parametrize(("concept", "is_light"), [(EGGPLANT, True), (EGG, False)])
def test_lines_are_light_on_what_is_dark(library: Library, concept: str, is_light: bool) -> None:
    shown = face(library, "twemoji", concept, "angry")
    lines = shown[shown[..., 3] > 200][:, :3].mean(axis=1)
    assert (np.median(lines) > 200) == is_light


def test_a_face_goes_on_the_plain_part(library: Library) -> None:
    rgba = np.zeros((RESOLUTION, RESOLUTION, 4), dtype=np.uint8)
    rgba[8:88, 8:88] = (240, 200, 90, 255)
    rgba[8:40, 8:88:4, :3] = 40  # stripes on the upper part
    eyes = measure(rgba, may_have_face=False)[1]
    assert isinstance(eyes, list)
    x, y, apart = eyes
    assert abs(x - 0.5) < 0.05
    assert y > 0.45
    assert apart > 0.15


def test_paths_are_split_into_outlines_that_look_the_same() -> None:
    body = '<path fill="#123" d="M2 2h6v6h-6zm2 2v2h2v-2zm10-2a3 3 0 1 0 0 6a3 3 0 0 0 0-6"/>'
    split = split_paths(body)
    assert split.count("<path") == 2  # the square with its hole, and the disc
    size = (0.0, 0.0, 20.0, 20.0)
    assert np.array_equal(rasterize_part(split, size, 60), rasterize_part(body, size, 60))


@pytest.mark.parametrize(
    ("prompt", "expression", "mouth"),
    [
        ("exhausted but smiling", "tired", SMILE),
        ("smiling but exhausted", "tired", SMILE),
        ("evil laughing banana", "angry", GRIN),
        ("smiling through tears", "crying", SMILE),
        ("angry and crying onion", "angry", WAIL),
        ("yelling potato", "furious", SHOUT),
        ("screaming toast", "scared", SHOUT),
        ("laughing and crying pineapple", "laughing", None),
        ("angry cat", "angry", None),
    ],
)
def test_two_moods(reader: Reader, prompt: str, expression: str, mouth: str | None) -> None:
    scene = reader.read(prompt)
    assert (scene.expression, scene.mouth, scene.unread) == (expression, mouth, ())


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("base", [SMILEY, BANANA])
def test_the_mouth_of_another_mood_is_drawn(library: Library, style: str, base: str) -> None:
    def shown(expression: str, mouth: str | None) -> npt.NDArray[np.int_]:
        scene = Scene(base, expression=expression, mouth=mouth)
        return rasterize(compose(library, scene, style, 0).svg, 64).astype(int)

    both = shown("angry", GRIN)
    for other in (shown("angry", None), shown("happy", None)):
        assert (np.abs(both - other).max(axis=2) > 60).sum() > 20


@pytest.mark.parametrize("style", STYLES)
def test_broken_things_have_a_crack(library: Library, reader: Reader, style: str) -> None:
    scene = reader.read("broken egg")
    assert (scene.base, scene.material, scene.unread) == (EGG, "broken", ())
    art = rasterize(compose(library, scene, style, 0).svg, 96)
    whole = rasterize(compose(library, Scene(EGG), style, 0).svg, 96)
    dark = [(one[..., 3] > 128) & (one[..., :3].max(axis=2) < 90) for one in (art, whole)]
    assert dark[0].sum() > 120 + dark[1].sum()
    outline = (art[..., 3] > 128) ^ (whole[..., 3] > 128)
    assert outline.sum() < 100
