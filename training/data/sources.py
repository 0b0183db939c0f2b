"""The pinned open emoji sets (npm packages): their icons, and what each emoji is called.

The packages are pinned by `training/emoji-sets/package-lock.json`; `npm ci` puts them in place.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from model.errors import Unavailable
from model.sketch.raster import SVG_HEAD
from training.data.names import Names, concept_id, has_skin_tone

FOLDER = Path(__file__).resolve().parents[1] / "emoji-sets"
_TONE = re.compile(r"-(light|medium-light|medium|medium-dark|dark)(-skin-tone)?\b")


@dataclass(frozen=True, slots=True)
class EmojiSet:
    """One npm package. Sets of one `family` show the same designs in different finishes."""

    package: str
    style: str
    family: str


SETS = (
    EmojiSet("fluent-emoji-flat", "fluent", "fluent"),
    EmojiSet("fluent-emoji", "fluent-3d", "fluent"),
    EmojiSet("noto", "noto", "noto"),
    EmojiSet("noto-v1", "noto-v1", "noto"),
    EmojiSet("twemoji", "twemoji", "twemoji"),
    EmojiSet("emojione", "emojione", "emojione"),
    EmojiSet("fxemoji", "fxemoji", "fxemoji"),
)


@dataclass(frozen=True, slots=True)
class Icon:
    """One picture of a set; `concept` is None where no emoji fits the icon's name."""

    set: EmojiSet
    name: str
    concept: str | None
    svg: str


def ensure_packages() -> Path:
    """The folder of the installed packages; installs them with npm where they are missing.

    Raises Unavailable where npm is missing or fails.
    """
    modules = FOLDER / "node_modules"
    if all((package_folder(set_.package) / "icons.json").exists() for set_ in SETS):
        return modules
    npm = shutil.which("npm")
    if npm is None:
        raise Unavailable(
            "The emoji sets are not installed and npm was not found: install Node.js "
            f"(https://nodejs.org), which brings npm, or put a copy of node_modules into {FOLDER}."
        )
    print(f"Installing the emoji sets with npm into {modules} ...", flush=True)
    done = subprocess.run(
        [npm, "ci", "--no-audit", "--no-fund"], cwd=FOLDER, capture_output=True, text=True
    )
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip() or "no message").splitlines()[-1]
        raise Unavailable(f"npm could not install the emoji sets in {FOLDER}: {last}")
    return modules


def package_folder(package: str) -> Path:
    """Where an iconify set lies."""
    return FOLDER / "node_modules" / "@iconify-json" / package


@lru_cache(maxsize=1)
def emoji_names() -> Names:
    """Every emoji's English name, keywords and group, and the ways to find one by a name."""
    slugs: dict[str, str] = {}
    for set_ in SETS:
        slugs |= {slug: code for code, slug in _read(set_.package, "chars.json").items()}
    return Names.read(FOLDER / "node_modules" / "emojibase-data", slugs)


def icons(set_: EmojiSet) -> Iterator[Icon]:
    """All icons of a set but variants with a skin tone and a picture's further names."""
    data = _read(set_.package, "icons.json")
    codes = {slug: code for code, slug in _read(set_.package, "chars.json").items()}
    names = emoji_names()
    drawn = set()
    for name, icon in data["icons"].items():
        concept = concept_id(codes[name]) if name in codes else names.find(name)
        toned = has_skin_tone(concept) if concept else bool(_TONE.search(f"-{name}"))
        if not toned and icon["body"] not in drawn:
            drawn.add(icon["body"])
            yield Icon(set_, name, concept, square_svg(icon, data))


@lru_cache(maxsize=len(SETS))
def licence(package: str) -> str:
    """The SPDX name of a set's licence."""
    spdx: str = _read(package, "info.json")["license"]["spdx"]
    return spdx


def square_svg(icon: Mapping[str, Any], defaults: Mapping[str, Any]) -> str:
    """A whole SVG of an iconify icon, its view box widened to a square."""

    def number(key: str, otherwise: float) -> float:
        return float(icon.get(key, defaults.get(key, otherwise)))

    width, height = number("width", 16), number("height", 16)
    side = max(width, height)
    left, top = number("left", 0) - (side - width) / 2, number("top", 0) - (side - height) / 2
    return f'{SVG_HEAD} viewBox="{left:g} {top:g} {side:g} {side:g}">{icon["body"]}</svg>'


def _read(package: str, file: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((package_folder(package) / file).read_bytes())
    return data
