"""`python -m training parts-sheet`: every wearable part and relation on five bases, to look at."""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
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
        if not options.parts:
            path = options.out / f"{style}-relations.png"
            _sheet(library, style, _relations()).save(path)
            print(path)


def sheet(library: Library, style: str, names: Sequence[str]) -> Image.Image:
    """A row for each part: on each base, large and small, on white and on Discord's dark ground."""
    rows = {name: [Scene(base, accessories=(name,)) for base in BASES] for name in names}
    return _sheet(library, style, rows)


def _sheet(library: Library, style: str, rows: Mapping[str, Sequence[Scene]]) -> Image.Image:
    large, small = SIZES
    cell = 2 * large + small
    picture = Image.new("RGB", (cell * len(BASES), (large + _LABEL) * len(rows)), "#808080")
    for row, (name, scenes) in enumerate(rows.items()):
        y = row * (large + _LABEL)
        ImageDraw.Draw(picture).text((2, y), name, fill="white")
        for column, scene in enumerate(scenes):
            for size, ground, x, down in _places(column * cell):
                tile = Image.new("RGB", (size, size), ground)
                svg = compose(library, scene, style, seed=0, size=size).svg
                drawn = Image.fromarray(rasterize(svg, size))
                tile.paste(drawn, (0, 0), drawn)
                picture.paste(tile, (x, y + _LABEL + down))
    return picture


def _relations() -> Mapping[str, Sequence[Scene]]:
    """Each relation, act and a sign with each base."""
    kinds = {
        "riding a horse": Scene("", mount="1F40E"),
        "on a bicycle": Scene("", mount="1F6B2"),
        "in a box": Scene("", inside="1F4E6"),
        "in a car": Scene("", inside="1F697"),
        "under an umbrella": Scene("", over="2602"),
        "under a mushroom": Scene("", over="1F344"),
        "next to a dog": Scene("", beside="1F415"),
        "chasing a mouse": Scene("", beside="1F401", act="chasing", pose="running"),
        "eating a pizza": Scene("", held=("1F355",), act="eating"),
        "throwing a ball": Scene("", held=("26BD",), act="throwing"),
        "sign: GG": Scene("", text="GG"),
        "dancing": Scene("", pose="dancing"),
    }
    return {name: [replace(scene, base=base) for base in BASES] for name, scene in kinds.items()}


def _places(left: int) -> Iterator[tuple[int, str, int, int]]:
    """Size, ground and position of each tile of a cell."""
    large, small = SIZES
    for number, ground in enumerate(GROUNDS):
        yield large, ground, left + number * large, 0
        yield small, ground, left + 2 * large, number * small


def _chunks(names: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), size):
        yield names[start : start + size]
