"""A data set of fifteen composed pictures, for tests that train or score."""

import io
import json
from functools import cache
from pathlib import Path

from datasets import Dataset
from PIL import Image

from model.sketch.drawing.compose import compose, rasterize
from model.sketch.library import Library
from model.sketch.scene import Scene

STYLES = ("fluent", "noto", "twemoji")
FAMILIES = {"fluent": "fluent", "noto": "noto", "twemoji": "twemoji"}
CONCEPTS = ("1F34B", "1F431", "1F984", "1F355", "1F916")


def row(library: Library, concept: str, style: str) -> dict[str, object]:
    scene = Scene(concept)
    data = io.BytesIO()
    Image.fromarray(rasterize(compose(library, scene, style, 0).svg)).save(data, "PNG")
    name = library.concepts[concept].name
    return {
        "image": data.getvalue(),
        "captions": [name, f"a {name}"],
        "style": style,
        "set": style,
        "family": FAMILIES[style],
        "kind": "icon",
        "concept": concept,
        "scene": "",
        "split": "train",
        "weight": 1.0,
        "licence": "MIT",
    }


@cache
def rows() -> list[dict[str, object]]:
    """Five concepts in three styles, composed once per process."""
    library = Library()
    return [row(library, concept, style) for style in STYLES for concept in CONCEPTS]


def write(home: Path) -> None:
    """Write the rows as the newest data set under `home`."""
    folder = home / "data" / "five"
    Dataset.from_list(rows()).save_to_disk(str(folder))
    summary = {"digest": "five", "rows": 15, "seconds": 0.0, "counts": {}, "failures": {}}
    (folder / "summary.json").write_text(json.dumps(summary))
