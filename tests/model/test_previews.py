"""Previews: by a small decoder or by a linear map of Stable Diffusion's latents; rate-limited."""

from pathlib import Path

import numpy as np
import pytest
import torch

from model.codec import decode, preview, with_transparency
from model.flight import Capacity, Request
from model.image.pixels import Pixels
from model.inflight import InFlight
from model.painter import Painter
from model.pipeline import Pipeline, load
from model.previews import SHARE, Previews
from model.recipe import Recipe


@pytest.fixture(scope="module")
def pipeline(tiny_model: Path) -> Pipeline:
    return load(tiny_model)


def noise(pipeline: Pipeline) -> torch.Tensor:
    return torch.randn(pipeline.latent_shape, generator=torch.Generator().manual_seed(3))


def test_a_small_decoder_decodes(pipeline: Pipeline) -> None:
    latents = noise(pipeline)
    assert (
        preview(pipeline, latents)
        == with_transparency(pipeline.manifest, decode(pipeline, latents))
    ).all()


def test_stable_diffusions_latents_are_mapped_linearly(tiny_opaque_model: Path) -> None:
    opened = load(tiny_opaque_model)
    latents = torch.zeros(opened.latent_shape)
    latents[0, :4] = 1
    picture = preview(opened, latents)
    assert picture.shape == (8, 8, 4)
    assert picture.dtype == np.uint8
    # Zero is grey; the first channel alone brightens, red the most.
    assert (picture[4:] == [128, 128, 128, 255]).all()
    assert (picture[:4] == [172, 157, 169, 255]).all()


def test_previews_take_their_share_of_each_requests_time(
    tiny_model: Path,
) -> None:
    painter, now, took = Painter.open(load(tiny_model)), [100.0], 0.5
    flight, recipes = InFlight(painter.pipeline), [Recipe("lemon", seed=seed) for seed in range(2)]
    flight.room = Capacity(2, 8)
    for recipe in recipes:
        flight.add(Request(recipe, painter.painting(recipe)))
    picture = np.zeros((1, 1, 4), np.uint8)

    def slow(*_: object) -> Pixels:
        now[0] += took
        return picture

    some = Previews(slow, clock=lambda: now[0])
    flight.round()
    one, other = (flight.find(recipe) for recipe in recipes)
    assert one is not None
    assert other is not None
    assert some.of(one) is None
    while one.predicted is None or other.predicted is None:
        flight.round()
    for wait, seen in ((0.0, True), (took / SHARE - took - 0.1, False), (0.2, True), (1.0, False)):
        now[0] += wait
        assert (some.of(one) is picture) == seen
    assert some.of(other) is picture
