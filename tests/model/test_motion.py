"""Motions: frames, their loop, and the vector layers that draw the same."""

import numpy as np
import pytest

from model.sketch.drawing.raster import SVG_HEAD, rasterize
from model.sketch.library import Library
from model.sketch.motion import MOTIONS, frames, layers, move_picture
from model.sketch.scene import Scene

LEMON = Scene("1F34B", pose="dancing", accessories=("sunglasses",))


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


def test_equal_arguments_give_equal_frames_that_loop(library: Library) -> None:
    motion = MOTIONS["bounce"]
    first, again = (
        np.stack(list(frames(library, LEMON, "noto", 1, motion, size=48, fps=20))).astype(np.int16)
        for _ in range(2)
    )
    assert first.shape == (round(20 * motion.seconds), 48, 48, 4)
    assert (first == again).all()


def test_layers_draw_the_frames(library: Library) -> None:
    motion = MOTIONS["bounce"]
    drawn = layers(library, LEMON, "noto", 1, motion, fps=5)
    for number, frame in enumerate(frames(library, LEMON, "noto", 1, motion, size=64, fps=5)):
        groups = "".join(
            f'<g transform="{x.places[number].svg}">{x.markup[number % len(x.markup)]}</g>'
            for x in drawn
        )
        same = rasterize(f'{SVG_HEAD} viewBox="0 0 128 128">{groups}</svg>', 64)
        assert np.abs(same.astype(np.int16) - frame).mean() < 1


def test_a_picture_moves_as_a_whole() -> None:
    picture = np.zeros((40, 40, 4), np.uint8)
    picture[10:30, 15:25] = 200, 30, 30, 255
    moved = list(move_picture(picture, MOTIONS["bounce"], size=32, fps=20))
    assert all(frame.shape == (32, 32, 4) and frame[..., 3].max() == 255 for frame in moved)
    assert (moved[0] != moved[len(moved) // 4]).any()
