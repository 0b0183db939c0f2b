"""The open emoji sets (npm packages): their icons, and the names of emoji.

`training/library/emoji-sets/package-lock.json` pins the packages; `npm ci` installs them.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from model.errors import Unavailable
from model.sketch.drawing.vector.raster import SVG_HEAD
from training.data.names import NamedEmoji, Names, concept_id, has_skin_tone, spoken

FOLDER = Path(__file__).resolve().parents[1] / "library" / "emoji-sets"
_TONE = re.compile(r"-(light|medium-light|medium|medium-dark|dark)(-skin-tone)?\b")


@dataclass(frozen=True, slots=True)
class EmojiSet:
    """One npm package. The sets of one `family` show the same designs in different finishes."""

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
    """One image of a set as a square SVG; `emoji` is None if no emoji has its name."""

    set: EmojiSet
    name: str
    emoji: NamedEmoji | None
    svg: str
    licence: str


class Packages:
    """The packages installed in a folder with a package-lock.json."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self.lock = folder / "package-lock.json"
        self._modules = folder / "node_modules"

    def install(self) -> None:
        """Run npm if packages are missing. Raises Unavailable if npm is missing or fails."""
        if all(self._path(set_.package, "icons.json").exists() for set_ in SETS):
            return
        npm = shutil.which("npm")
        if npm is None:
            raise Unavailable(
                "The emoji sets are not installed and npm was not found: install Node.js "
                "(https://nodejs.org), which includes npm, or copy a node_modules folder with "
                f"the sets into {self._folder}."
            )
        print(f"Installing the emoji sets with npm into {self._modules} ...", flush=True)
        command = [npm, "ci", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=self._folder, capture_output=True, text=True)
        if done.returncode:
            said = (done.stderr.strip() or done.stdout.strip() or "no error message").splitlines()
            raise Unavailable(f"npm could not install the emoji sets in {self._folder}: {said[0]}")

    @cached_property
    def names(self) -> Names:
        """The English names, keywords and groups of all emoji, and a search by name."""
        slugs: dict[str, str] = {}
        for set_ in SETS:
            slugs |= {slug: code for code, slug in self._read(set_.package, "chars.json").items()}
        return Names.read(self._modules / "emojibase-data", slugs)

    def licence(self, package: str) -> str:
        """The SPDX identifier of a set's licence."""
        spdx: str = self._read(package, "info.json")["license"]["spdx"]
        return spdx

    def credit(self, package: str) -> str:
        """A set's name, author and licence."""
        info = self._read(package, "info.json")
        return f"{info['name']} by {info['author']['name']} ({info['license']['spdx']})"

    def icons(self, set_: EmojiSet) -> Iterator[Icon]:
        """A set's icons, without skin tones and without repeated images under other names."""
        data = self._read(set_.package, "icons.json")
        codes = {slug: code for code, slug in self._read(set_.package, "chars.json").items()}
        licence, drawn = self.licence(set_.package), set()
        for name, icon in data["icons"].items():
            concept = concept_id(codes[name]) if name in codes else self.names.find(name)
            toned = has_skin_tone(concept) if concept else bool(_TONE.search(f"-{name}"))
            if not toned and icon["body"] not in drawn:
                drawn.add(icon["body"])
                yield Icon(set_, name, self._emoji(name, concept), square_svg(icon, data), licence)

    def _emoji(self, name: str, concept: str | None) -> NamedEmoji | None:
        """The emoji in CLDR; one that is newer than CLDR gets the icon's name."""
        if concept is None:
            return None
        unlisted = NamedEmoji(concept, spoken(name.replace("-", " ")), (), "unlisted", "unlisted")
        return self.names.emoji.get(concept, unlisted)

    def _path(self, package: str, file: str) -> Path:
        return self._modules / "@iconify-json" / package / file

    def _read(self, package: str, file: str) -> dict[str, Any]:
        data: dict[str, Any] = json.loads(self._path(package, file).read_bytes())
        return data


def square_svg(icon: Mapping[str, Any], defaults: Mapping[str, Any]) -> str:
    """A complete SVG of an iconify icon, its view box extended to a square."""

    def number(key: str, otherwise: float) -> float:
        return float(icon.get(key, defaults.get(key, otherwise)))

    width, height = number("width", 16), number("height", 16)
    side = max(width, height)
    left, top = number("left", 0) - (side - width) / 2, number("top", 0) - (side - height) / 2
    return f'{SVG_HEAD} viewBox="{left:g} {top:g} {side:g} {side:g}">{icon["body"]}</svg>'
