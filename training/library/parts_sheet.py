"""`python -m training parts-sheet`: pictures of every wearable part on five bases, to look at."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image, ImageDraw

from model.sketch.drawing.compose import compose
from model.sketch.drawing.raster import rasterize
from model.sketch.library import FOLDER, Library
from model.sketch.scene import STYLES, Scene

# A round fruit, an animal on four legs, a tall thing, a face and a person.
BASES = ("1F34A", "1F415", "1F335", "1F642", "1F9D1")
GROUNDS = ("#ffffff", "#313338")
SIZES = (128, 32)
_LABEL, _ROWS = 14, 12


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `python -m training parts-sheet`."""
    parser.add_argument("--out", type=Path, required=True, help="folder for the sheets")
    parser.add_argument("--library", type=Path, default=FOLDER, help="parts library to show")
    parser.add_argument("--parts", nargs="*", help="only these parts (default: all)")


def run(options: argparse.Namespace) -> None:
    """Write one PNG for each style and each dozen of parts."""
    library = Library(options.library)
    names = options.parts or list(library.accessories)
    options.out.mkdir(parents=True, exist_ok=True)
    for style in STYLES:
        for number, chosen in enumerate(_chunks(names, _ROWS)):
            path = options.out / f"{style}-{number}.png"
            sheet(library, style, chosen).save(path)
            print(path)


def sheet(library: Library, style: str, names: Sequence[str]) -> Image.Image:
    """A row for each part: on each base, large and small, on white and on Discord's dark ground."""
    large, small = SIZES
    cell = 2 * large + small
    picture = Image.new("RGB", (cell * len(BASES), (large + _LABEL) * len(names)), "#808080")
    for row, name in enumerate(names):
        y = row * (large + _LABEL)
        ImageDraw.Draw(picture).text((2, y), name, fill="white")
        for column, base in enumerate(BASES):
            scene = Scene(base, accessories=(name,))
            svg = compose(library, scene, style, seed=0).svg
            for size, ground, x, down in _places(column * cell):
                tile = Image.new("RGB", (size, size), ground)
                drawn = Image.fromarray(rasterize(svg, size))
                tile.paste(drawn, (0, 0), drawn)
                picture.paste(tile, (x, y + _LABEL + down))
    return picture


def _places(left: int) -> Iterator[tuple[int, str, int, int]]:
    """Size, ground and position of each tile of a cell."""
    large, small = SIZES
    for number, ground in enumerate(GROUNDS):
        yield large, ground, left + number * large, 0
        yield small, ground, left + 2 * large, number * small


def _chunks(names: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), size):
        yield names[start : start + size]
