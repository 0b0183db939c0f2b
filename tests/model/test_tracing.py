"""Tracing: what painting did becomes flat areas in the sketch's colours, in few bytes."""

import re
import subprocess
import sys
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageFilter

from model.image.finish import mottle
from model.image.pixels import Pixels
from model.image.tracing.components import components, numbered
from model.image.tracing.sketched import is_shaded
from model.image.tracing.trace import LOST, Traced, region_error, trace
from model.image.tracing.vectors import LIMIT
from model.sketch.drawing.compose import Sketch, compose, rasterize
from model.sketch.library import Library
from model.sketch.scene import Scene

Draw = Callable[..., Sketch]
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 128">'
FACE = (
    f'{HEAD}<circle cx="64" cy="64" r="56" fill="#fdb02f"/>'
    '<circle cx="46" cy="52" r="6" fill="#402a32"/><circle cx="82" cy="52" r="6" fill="#402a32"/>'
    '<circle cx="44" cy="50" r="2" fill="#fff"/><circle cx="80" cy="50" r="2" fill="#fff"/>'
    '<path d="M44 84q20 18 40 0" fill="none" stroke="#402a32" stroke-width="4"/></svg>'
)


def painted(sketch: Pixels, blur: float = 0.8, noise: float = 4.0) -> Pixels:
    """The sketch as a painter with a soft autoencoder leaves it."""
    soft = np.asarray(Image.fromarray(sketch).filter(ImageFilter.GaussianBlur(blur)))
    side = len(sketch)
    levels = np.random.default_rng(0).normal(0, noise, (side, side, 1))
    rgb = np.clip(soft[..., :3] + levels, 0, 255).astype(np.uint8)
    # Colours of clear pixels blur into the edge: take the sharp ones there.
    rgb = np.where(sketch[..., 3:] > 250, rgb, sketch[..., :3])
    return np.concatenate([rgb, soft[..., 3:]], axis=-1)


def traced(svg: str, side: int = 128) -> tuple[Pixels, Traced]:
    sketch = rasterize(svg, side)
    return sketch, trace(painted(sketch), sketch, svg)


@pytest.fixture(scope="module")
def lemon() -> str:
    scene = Scene("1F34B", pose="dancing", accessories=("sunglasses",))
    return compose(Library(), scene, "fluent", 3).svg


def colours(svg: str) -> set[str]:
    return set(re.findall(r'fill="(#\w{6})"', svg))


def test_is_flat_again_in_the_colours_of_the_sketch(lemon: str) -> None:
    sketch, found = traced(lemon)
    assert mottle(painted(sketch)) > 2
    assert mottle(found.rgba) < 1.2
    assert found.error == region_error(found.rgba, painted(sketch)) < LOST
    opaque = sketch[sketch[..., 3] == 255][:, :3]
    own = {f"#{bytes(colour).hex()}" for colour in np.unique(opaque, axis=0)}
    assert colours(found.svg) <= own


def test_the_same_arguments_give_the_same_bytes_in_another_process(lemon: str) -> None:
    script = (
        "import sys, hashlib; from model.sketch.drawing.vector.raster import rasterize;"
        "from model.image.tracing.trace import trace; svg = sys.argv[1]; x = rasterize(svg);"
        "print(hashlib.sha256(trace(x, x, svg).svg.encode()).hexdigest())"
    )
    command = [sys.executable, "-c", script, lemon]
    runs = {subprocess.run(command, capture_output=True, check=True).stdout for _ in range(2)}
    assert len(runs) == 1


def test_eyes_their_highlights_and_the_mouth_stay() -> None:
    sketch, found = traced(FACE)
    for x, y in ((46, 54), (82, 54), (64, 93)):
        assert found.rgba[y, x, :3].max() < 100, (x, y)
    for x, y in ((44, 50), (80, 50)):
        assert found.rgba[y, x, :3].min() > 180, (x, y)
    assert np.abs(found.rgba.astype(int) - sketch.astype(int)).mean() < 3


def test_a_feature_that_is_half_smeared_is_drawn_whole() -> None:
    sketch = rasterize(FACE, 128)
    smeared = painted(sketch)
    smeared[52:62, 40:46, :3] = (253, 176, 47)  # a quarter of the left eye
    found = trace(smeared, sketch, FACE)
    apart = np.abs(found.rgba[44:62, 38:56].astype(int) - sketch[44:62, 38:56]).mean()
    assert apart < 6


def test_a_feature_that_was_painted_over_is_gone() -> None:
    sketch = rasterize(FACE, 128)
    over = painted(sketch)
    over[42:62, 36:56, :3] = (253, 176, 47)
    found = trace(over, sketch, FACE)
    assert np.abs(found.rgba[46:58, 40:52, :3].astype(int) - (253, 176, 47)).max() < 12


def test_areas_are_numbered_by_label_and_connection() -> None:
    labels = np.array([[1, 1, 2, 1], [2, 1, 2, 1], [2, 1, 1, 1], [2, 2, 3, 1]], np.uint8)
    found = numbered(labels)
    assert len(np.unique(found)) == 4
    assert (found[labels == 1] == found[0, 0]).all()
    assert found[0, 2] != found[3, 0]


def test_what_the_painting_changed_is_traced_as_it_was_painted() -> None:
    sketch = rasterize(FACE)
    picture = painted(sketch)
    picture[90:112, 54:74, :3] = (30, 90, 220)
    found = trace(picture, sketch, FACE)
    assert np.abs(found.rgba[100, 64, :3].astype(int) - (30, 90, 220)).max() < 24
    assert found.error < LOST


def test_stays_crisp_when_it_is_drawn_larger(lemon: str) -> None:
    _, found = traced(lemon)
    large = rasterize(found.svg, 512)
    partial = (large[..., 3] > 10) & (large[..., 3] < 245)
    assert partial.mean() < 0.03


def test_noise_fits_into_the_limit() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (128, 128, 4), dtype=np.uint8)
    picture[..., 3] = 255
    assert len(trace(picture, rasterize(FACE), FACE).svg) <= LIMIT


def test_clear_stays_clear() -> None:
    svg = f'{HEAD}<path d="M20 20h88v88h-88z M44 44v40h40v-40z" fill="#3366cc"/></svg>'
    sketch, found = traced(svg)
    assert not found.rgba[64, 64, 3]
    assert not found.rgba[:16, :, 3].any()
    assert np.abs(found.rgba[..., 3].astype(int) - sketch[..., 3]).mean() < 3


def test_a_shadow_stays_half_clear() -> None:
    svg = (
        f'{HEAD}<circle cx="64" cy="50" r="40" fill="#3366cc"/>'
        '<ellipse cx="64" cy="112" rx="40" ry="8" fill="#000" opacity=".25"/></svg>'
    )
    _, found = traced(svg)
    assert 40 < found.rgba[112, 64, 3] < 90
    assert found.rgba[50, 64, 3] == 255


def test_white_ink_and_the_ground_keep_their_alpha_where_white_hides_the_difference() -> None:
    ring = 'fill="#fff" stroke="#402a32" stroke-width="8"'
    svg = f'{HEAD}<circle cx="64" cy="64" r="40" {ring}/></svg>'
    sketch = rasterize(svg)
    rgba = painted(sketch)
    rgba[56:72, 40:88, 3] = 0
    rgba[4:12, 4:12] = 255
    found = trace(rgba, sketch, svg).rgba
    assert (found[56:72, 44:84, 3] == 255).all()
    assert (found[:16, :16, 3] == 0).all()
    assert (rgba[64, 64, 3], rgba[8, 8, 3]) == (0, 255), "the painting stays as it is"


def test_only_sketches_with_gradients_are_shaded(lemon: str) -> None:
    assert not is_shaded(lemon)
    assert is_shaded(compose(Library(), Scene("1F525"), "noto", 0).svg)


def test_one_colour_is_one_path() -> None:
    svg = f'{HEAD}<circle cx="64" cy="64" r="50" fill="#ff0000"/></svg>'
    sketch = rasterize(svg)
    found = trace(sketch, sketch, svg)
    assert colours(found.svg) == {"#ff0000"}
    assert found.svg.count("<path") == 1
    assert len(found.svg) < 1000


def test_a_full_frame_has_no_clear_border() -> None:
    svg = f'{HEAD}<path d="M0 0h128v128h-128z" fill="#3366cc"/></svg>'
    _, found = traced(svg)
    assert found.rgba[..., 3].min() == 255


def test_nothing_is_nothing() -> None:
    empty = np.zeros((128, 128, 4), np.uint8)
    found = trace(empty, empty, f"{HEAD}</svg>")
    assert not found.rgba.any()
    assert "<path" not in found.svg
    sketch = rasterize(FACE)
    assert not trace(empty, sketch, FACE).rgba.any()
    assert trace(painted(sketch), empty, f"{HEAD}</svg>").rgba[64, 64, 3] == 255


@pytest.mark.parametrize("side", [8, 16, 256])
def test_takes_other_sizes(side: int) -> None:
    sketch, found = traced(FACE, side)
    assert found.rgba.shape == (side, side, 4)
    assert 'viewBox="0 0 128 128"' in found.svg
    assert np.abs(found.rgba[..., 3].astype(int) - sketch[..., 3]).mean() < 20


def test_components_are_areas_of_one_label_that_touch_along_a_side() -> None:
    grid = np.array([[1, 0, 1, 2], [1, 1, 1, 0], [0, 2, 0, 2]], np.uint8)
    found = list(components(grid, least=1, most=3))
    assert [(area.label, area.row, area.column) for area in found] == [
        (2, 0, 3),
        (2, 2, 1),
        (2, 2, 3),
    ]
    (whole,) = components(grid, least=4, most=9)
    assert (whole.label, whole.row, whole.column) == (1, 0, 0)
    assert (whole.shape == (grid[:2, :3] == 1)).all()
    assert not list(components(grid, least=10, most=20))
