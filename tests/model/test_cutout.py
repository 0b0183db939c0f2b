"""The cutout: white around the figure becomes transparent, white inside stays, edges are soft."""

import numpy as np
import pytest

from model.image.cutout import cut_out
from model.image.pixels import Floats, from_network, to_network
from model.sketch.drawing.vector.raster import rasterize

SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 128">
<circle cx="64" cy="64" r="50" fill="#e8563c"/><circle cx="50" cy="54" r="12" fill="#fff"/>
<circle cx="50" cy="54" r="5" fill="#222"/>
<path d="M20 20 L50 10 L44 40 Z" fill="#2c6ed5"/></svg>"""


def on_white(svg: str, side: int) -> tuple[Floats, Floats]:
    """RGB [side, side, 3] on white, and the true alpha [side, side] in [0, 1]."""
    rgba = rasterize(svg, side)
    picture = from_network(to_network(rgba[None]))[0]
    return picture[..., :3], picture[..., 3]


@pytest.mark.parametrize("side", [64, 128, 256])
def test_the_alpha_is_the_figures_own(side: int) -> None:
    rgb, alpha = on_white(SVG, side)
    found = cut_out(rgb)[..., 3] / 255
    assert np.abs(found - alpha).mean() < 0.01
    assert (found[alpha == 0] == 0).all()
    assert np.mean(found[alpha == 1] == 1) > 0.99


def test_the_white_of_an_eye_stays() -> None:
    rgb, _ = on_white(SVG, 128)
    assert cut_out(rgb)[54, 41].tolist() == [255, 255, 255, 255]


def test_edges_carry_no_white() -> None:
    rgb, _ = on_white(SVG, 128)
    found = cut_out(rgb)
    edge = (found[..., 3] > 64) & (found[..., 3] < 255)
    assert edge.sum() > 100
    assert found[edge][:, :3].min(axis=1).mean() < 100


def test_noise_in_the_white_is_background() -> None:
    rgb, alpha = on_white(SVG, 128)
    noisy = rgb - np.random.default_rng(0).uniform(0, 0.04, rgb.shape).astype(np.float32)
    found = cut_out(np.clip(noisy, 0, 1))[..., 3]
    assert (found[alpha == 0] == 0).mean() > 0.99


def test_a_picture_that_fills_its_frame_stays_opaque() -> None:
    assert (cut_out(np.full((32, 32, 3), 0.4, np.float32))[..., 3] == 255).all()
