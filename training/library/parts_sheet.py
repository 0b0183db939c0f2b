"""`python -m training parts-sheet`: parts and relations on bases or all animals, to look at."""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageDraw

from model.sketch.drawing.compose import compose
from model.sketch.drawing.vector.raster import rasterize
from model.sketch.library import FOLDER, Library
from model.sketch.scene import STYLES, Scene

# A round fruit, an animal on four legs, a tall thing, a face and a person.
BASES = ("1F34A", "1F415", "1F335", "1F642", "1F9D1")
GROUNDS = ("#ffffff", "#313338")
SIZES = (128, 32)
_LABEL, _ROWS = 14, 12
_TILE, _TILES, _NAME = 64, 22, 70
# What a sweep puts every animal on or in: the field of the Scene, and its concepts.
SWEEPS: Mapping[str, tuple[str, Sequence[str]]] = {
    "mounts": ("mount", (
        "1F40E", "1F404", "1F418", "1F422", "1F998", "1F995", "1F409", "1F42B", "1F427", "1F986",
        "1F40B", "1F40C", "1F6B2", "1F6F5", "1F680", "E400", "1FA91", "1F6CB",
    )),
    "containers": ("inside", (
        "1F4E6", "1FAA3", "1F375", "2615", "1F6C1", "1F9FA", "E414", "E419", "1F5D1", "1F4A1",
        "1FAD9", "1F52E", "E40B", "E404", "1F95A", "1F32D", "1F697", "1F963", "1F6F6",
    )),
    "places": ("behind", (
        "1F327", "2744", "1F3D6", "1F332", "1F30A", "1FA90", "1F315", "1F319", "1F334", "1F3DC",
        "1F3D9", "1F3D5", "2601", "1F307", "1FAA8", "E418", "1F6CF", "1F333",
    )),
}  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `python -m training parts-sheet`."""
    parser.add_argument("--out", type=Path, required=True, help="folder for the sheets")
    parser.add_argument("--library", type=Path, default=FOLDER, help="parts library to show")
    parser.add_argument("--parts", nargs="*", help="only these parts (default: all)")
    parser.add_argument(
        "--sweep",
        choices=sorted(SWEEPS),
        help="instead: every animal on these mounts, in these containers or in these places",
    )


def run(options: argparse.Namespace) -> None:
    """Write one PNG for each style and each dozen of parts."""
    library = Library(options.library)
    names = options.parts or list(library.accessories)
    options.out.mkdir(parents=True, exist_ok=True)
    if options.sweep:
        _sweep(library, options.sweep, options.out)
        return
    for style in STYLES:
        for number, chosen in enumerate(_chunks(names, _ROWS)):
            path = options.out / f"{style}-{number}.png"
            sheet(library, style, chosen).save(path)
            print(path)
        if not options.parts:
            path = options.out / f"{style}-relations.png"
            _sheet(library, style, _relations()).save(path)
            print(path)


def _sweep(library: Library, name: str, folder: Path) -> None:
    """Write contact sheets: a row for each animal, a column for each thing, small tiles."""
    field, things = SWEEPS[name]
    animals = [key for key in library.concepts if library.kind(key) == "animal"]
    for style in STYLES:
        for number, chosen in enumerate(_chunks(animals, _TILES)):
            path = folder / f"{name}-{style}-{number}.png"
            rows = [
                [Scene.from_dict({"base": base, field: thing}) for thing in things]
                for base in chosen
            ]
            _contact_sheet(library, style, rows).save(path)
            print(path)


def _contact_sheet(library: Library, style: str, rows: Sequence[Sequence[Scene]]) -> Image.Image:
    """Tiles on white and on the dark ground in turn, the base's name at the left."""
    picture = Image.new("RGB", (_NAME + _TILE * len(rows[0]), _TILE * len(rows)), "#808080")
    for y, scenes in enumerate(rows):
        name = library.concepts[scenes[0].base].name
        ImageDraw.Draw(picture).text((1, y * _TILE + 24), name[:11], fill="white")
        for x, scene in enumerate(scenes):
            tile = Image.new("RGB", (_TILE, _TILE), GROUNDS[(x + y) % 2])
            drawn = Image.fromarray(rasterize(compose(library, scene, style, 0, _TILE).svg, _TILE))
            tile.paste(drawn, (0, 0), drawn)
            picture.paste(tile, (_NAME + x * _TILE, y * _TILE))
    return picture


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
