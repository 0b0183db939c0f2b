"""Clothes fit heads, animals, persons and things; expressions leave an animal's muzzle alone."""

import numpy as np
import numpy.typing as npt
import pytest

from model.sketch.drawing.art.pieces import UNIT, Table
from model.sketch.drawing.art.pupils import pupils
from model.sketch.drawing.art.slots import SHOES, TORSO
from model.sketch.drawing.art.wearer import Wearer
from model.sketch.drawing.compose import compose, rasterize
from model.sketch.drawing.face.animal_face import animal_face
from model.sketch.drawing.vector.raster import SVG_HEAD
from model.sketch.drawing.wear.cloth import cloth
from model.sketch.drawing.wear.dress import is_bodied, is_head, wrapped
from model.sketch.library import Library
from model.sketch.scene import STYLES, Scene

BEAR, DOG, PENGUIN, BANANA, SMILEY, PERSON = "1F43B", "1F415", "1F427", "1F34C", "1F642", "1F9D1"
BASES = (BEAR, DOG, PENGUIN, BANANA, SMILEY, PERSON)


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


def drawn(library: Library, scene: Scene, style: str = "fluent") -> npt.NDArray[np.int16]:
    return rasterize(compose(library, scene, style, 0).svg, 64).astype(np.int16)


def share_of(pixels: npt.NDArray[np.int16], rgb: tuple[int, int, int]) -> float:
    """The share of the opaque pixels that are close to a colour."""
    solid = pixels[pixels[..., 3] > 128][:, :3]
    return float((np.abs(solid - rgb).max(axis=1) < 30).mean())


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("base", BASES)
def test_a_raincoat_is_seen_on_every_kind_of_figure(
    library: Library, style: str, base: str
) -> None:
    blue = drawn(
        library, Scene(base, accessories=("raincoat",), tints=(("raincoat", "blue"),)), style
    )
    plain = drawn(library, Scene(base), style)
    main = cloth(library, style, "raincoat", "blue").colour
    rgb = (int(main[1:3], 16), int(main[3:5], 16), int(main[5:7], 16))
    assert share_of(blue, rgb) > share_of(plain, rgb) + 0.06


def test_heads_get_a_trunk_and_bodies_keep_theirs(library: Library) -> None:
    kinds = {}
    for base in BASES:
        part = library.part("fluent", base)
        wearer = Wearer(part, part.body)
        kinds[base] = is_head(library, wearer), is_bodied(library, wearer)
    assert kinds[BEAR] == kinds[SMILEY] == kinds[PERSON] == (True, False)
    assert kinds[DOG] == kinds[PENGUIN] == (False, True)
    assert kinds[BANANA] == (False, False)


def test_clothes_leave_the_face_free(library: Library) -> None:
    for base in (DOG, PENGUIN):
        part = library.part("noto", base)
        wearer = Wearer(part, part.body)
        coat = cloth(library, "noto", "raincoat")
        piece = wrapped(Table(), library, coat, wearer, TORSO)
        svg = f'{SVG_HEAD} viewBox="0 0 {UNIT} {UNIT}">{piece.svg}</svg>'
        alpha = rasterize(svg, 100)[..., 3] > 128
        for x, y, _ in pupils(part):
            assert not alpha[int(100 * y), int(100 * x)], base
        assert alpha.mean() > 0.08


@pytest.mark.parametrize("style", STYLES)
def test_boots_are_at_the_feet(library: Library, style: str) -> None:
    names = [name for name, one in library.accessories.items() if one.slot == SHOES]
    assert "rain boots" in names
    for base in (BANANA, DOG):
        shod = drawn(library, Scene(base, accessories=("rain boots",)), style)
        plain = drawn(library, Scene(base), style)
        rows = np.flatnonzero((shod[..., 3] > 128).any(axis=1))
        low = shod[rows[-14] : rows[-1] + 1]
        assert share_of(low, (250, 200, 60)) > share_of(plain, (250, 200, 60)) * 0.5
        assert share_of(low, (250, 200, 60)) > 0.08


@pytest.mark.parametrize("style", STYLES)
def test_an_animals_expression_is_at_its_eyes(library: Library, style: str) -> None:
    part = library.part(style, DOG)
    found = pupils(part)
    assert found
    x, y, _ = part.anchors.eyes
    assert all(abs(px - x) < 0.12 and abs(py - y) < 0.08 for px, py, _ in found)
    wearer = Wearer(part, part.body)
    for expression in ("angry", "sleepy", "happy", "in love"):
        piece = animal_face(style, wearer, expression)
        assert piece is not None
        assert piece.bounds.width < 0.6 * UNIT, expression
        assert abs(piece.bounds.centre[0] - UNIT * x) < 0.16 * UNIT, expression
        assert len(piece.svg) > 100
    assert animal_face(style, wearer, "silly") is None


def test_things_in_clothes_smile(library: Library) -> None:
    svg = compose(library, Scene(BANANA, accessories=("pajamas",)), "fluent", 0).svg
    plain = compose(library, Scene(BANANA, accessories=("crown",)), "fluent", 0).svg
    smile = library.features("fluent", "smiling").body[:60]
    assert smile in svg
    assert smile not in plain
    assert TORSO in {library.accessories["pajamas"].slot}


@pytest.mark.parametrize("style", STYLES)
def test_breeds_and_birds_are_drawn_in_every_style(library: Library, style: str) -> None:
    names = {concept.name: concept.id for concept in library.concepts.values()}
    shown = {}
    for name in ("corgi", "husky", "dalmatian", "pug", "axolotl", "pigeon", "unicycle", "gnome"):
        pixels = drawn(library, Scene(names[name]), style)
        assert (pixels[..., 3] > 128).mean() > 0.2
        shown[name] = pixels
    assert share_of(shown["dalmatian"], (87, 83, 92)) > 0.08
    assert share_of(shown["corgi"], (229, 154, 79)) > 0.2
    assert share_of(shown["axolotl"], (255, 159, 185)) > 0.3
