"""Augmentation: mild, seeded per picture, true to the background and the captions."""

import numpy as np
import numpy.typing as npt
import pytest
import torch

from model.image.pixels import to_network, unblended
from tests.support.small_reading import disc
from training.diffusion.augment import views

RED = (200, 40, 60)
SIDE = 48


@pytest.fixture
def pictures() -> npt.NDArray[np.uint8]:
    """Three pictures; the left half of the last is missing."""
    out = np.stack([disc(RED, SIDE), disc((30, 90, 200), SIDE), disc(RED, SIDE)])
    out[2, :, : SIDE // 2] = 0
    return out


def test_without_a_seed_a_picture_is_as_the_networks_see_it(
    pictures: npt.NDArray[np.uint8],
) -> None:
    assert torch.equal(views(pictures, [True] * 3, [None] * 3), to_network(pictures))


def test_a_view_depends_on_its_own_seed_alone(pictures: npt.NDArray[np.uint8]) -> None:
    state = torch.get_rng_state()
    together = views(pictures, [True] * 3, [7, 8, 9])
    alone = views(pictures[1:2], [True], [8])
    assert torch.equal(together[1], alone[0])
    assert not torch.equal(views(pictures[1:2], [True], [9])[0], alone[0])
    assert torch.equal(torch.get_rng_state(), state), "other random numbers are disturbed"


def test_the_ground_stays_white_and_no_hidden_colour_comes_in(
    pictures: npt.NDArray[np.uint8],
) -> None:
    out = views(np.repeat(pictures[:1], 20, axis=0), [True] * 20, range(20))
    ground = out[:, 3] == -1
    assert ground.float().mean() > 0.4
    assert (out[:, :3].movedim(1, -1)[ground] - 1).abs().max() < 1e-3
    assert out.abs().max() <= 1 + 1e-5
    unit = (out / 2 + 0.5).movedim(1, -1).numpy()
    straight = unblended(unit[..., :3], unit[..., 3])
    inked = straight[straight[..., 3] > 100][:, :3].astype(int)
    assert np.abs(inked - RED).max() < 30


def test_an_opaque_picture_keeps_white_paper() -> None:
    paper = np.full((1, SIDE, SIDE, 4), 255, np.uint8)
    paper[:, 16:32, 16:32, :3] = RED
    out = views(np.repeat(paper, 8, axis=0), [False] * 8, range(8))
    border = torch.cat([out[:, :3, 0], out[:, :3, -1], out[:, :3, :, 0], out[:, :3, :, -1]])
    assert (border - 1).abs().max() < 1e-3


def test_only_what_may_be_mirrored_is(pictures: npt.NDArray[np.uint8]) -> None:
    many = np.repeat(pictures[2:], 40, axis=0)

    def mirrored(flips: bool) -> int:
        ink = views(many, [flips] * 40, range(40))[:, 3] + 1
        left, right = ink[..., : SIDE // 2].sum((1, 2)), ink[..., SIDE // 2 :].sum((1, 2))
        return int((left > right).sum())

    assert mirrored(False) == 0
    assert 10 < mirrored(True) < 30


def test_views_move_and_tint_but_mildly(pictures: npt.NDArray[np.uint8]) -> None:
    out = views(np.repeat(pictures[1:2], 30, axis=0), [True] * 30, range(30))
    ink = out[:, 3] > 0
    original = to_network(pictures[1:2])
    change = ink.sum((1, 2)) / (original[:, 3] > 0).sum()
    assert 0.7 < change.min() < 0.85
    assert 0.97 < change.max() < 1.1
    middle = out[:, :3, SIDE // 2, SIDE // 2] - original[:, :3, SIDE // 2, SIDE // 2]
    assert 0.02 < middle.abs().max() < 0.25
