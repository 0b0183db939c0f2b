"""Draws every motion on eight figures: `python -m tests.benchmarks.motion_page FOLDER`.

Writes one animated WebP for each motion: the figures at 56 px, and below them at 32 px, drawn for
that size, half of them on Discord's dark ground. With `--strips` also PNGs of their frames.
"""

import argparse
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from model.image.sheet import DARK, LIGHT
from model.sketch.library import Library
from model.sketch.motion import MOTIONS, Motion, frames
from model.sketch.scene import STYLES, Scene

FIGURES = (
    Scene("1F642"),  # face
    Scene("1F34B", accessories=("sunglasses",)),  # fruit
    Scene("1F415"),  # animal on four legs
    Scene("1F469", accessories=("top hat",)),  # person
    Scene("1F697"),  # vehicle
    Scene("1F5FC"),  # tall thing
    Scene("1F31E"),  # thing with its own face
    Scene("1F431", count=2),  # pair
)
LARGE, SMALL, FPS, STRIP = 56, 32, 10, 12

Loop = npt.NDArray[np.uint8]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--strips", action="store_true", help="also write PNGs of the frames")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    library = Library()
    for motion in MOTIONS.values():
        loops = [
            _loop(library, number, motion, size)
            for size in (LARGE, SMALL)
            for number in range(len(FIGURES))
        ]
        pages = [_page([loop[n] for loop in loops]) for n in range(len(loops[0]))]
        pages[0].save(
            options.folder / f"{motion.name}.webp",
            save_all=True,
            append_images=pages[1:],
            duration=round(1000 * motion.seconds / len(pages)),
            loop=0,
            quality=35,
            method=3,
        )
        if options.strips:
            _strip(loops[: len(FIGURES)]).save(options.folder / f"{motion.name}.png")


def _loop(library: Library, number: int, motion: Motion, size: int) -> Loop:
    """The frames of a figure: uint8 [frames, size, size, 4]."""
    drawn = frames(
        library,
        FIGURES[number],
        STYLES[number % len(STYLES)],
        1,
        motion,
        size=size,
        fps=FPS,
        seen_at=2 * size if size == LARGE else size,
    )
    return np.stack(list(drawn))


def _page(pictures: list[npt.NDArray[np.uint8]]) -> Image.Image:
    """One frame: eight figures, and below them the small ones on one of two grounds."""
    large, small = pictures[: len(FIGURES)], pictures[len(FIGURES) :]
    page = Image.new("RGB", (LARGE * len(large), LARGE + SMALL), LIGHT)
    page.paste(DARK, (page.width // 2, LARGE, *page.size))
    for number, picture in enumerate(large):
        _paste(page, picture, (number * LARGE, 0))
    for number, picture in enumerate(small):
        _paste(page, picture, (number * LARGE + (LARGE - SMALL) // 2, LARGE))
    return page


def _strip(loops: list[Loop]) -> Image.Image:
    """Twelve frames of each figure, a figure in a row."""
    page = Image.new("RGB", (STRIP * LARGE, len(loops) * LARGE), LIGHT)
    for row, loop in enumerate(loops):
        for column in range(STRIP):
            _paste(page, loop[column * len(loop) // STRIP], (column * LARGE, row * LARGE))
    return page


def _paste(page: Image.Image, rgba: npt.NDArray[np.uint8], at: tuple[int, int]) -> None:
    picture = Image.fromarray(rgba)
    page.paste(picture, at, picture)


if __name__ == "__main__":
    main()
