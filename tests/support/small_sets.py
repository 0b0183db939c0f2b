"""Emoji set packages like the real ones, with a few icons each."""

import json
from pathlib import Path
from typing import Any

from training.data.emoji_sets import SETS, Packages

DISC = '<circle cx="8" cy="8" r="7" fill="#{}"/>'


def put(path: Path, data: Any) -> None:
    """Write data as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data))


def write(folder: Path) -> Packages:
    """Write the packages of all emoji sets to `folder`."""
    names = folder / "node_modules" / "emojibase-data"
    emoji = [
        {"hexcode": "1F34B", "label": "lemon", "tags": ["citrus"], "group": 4, "subgroup": 42},
        {"hexcode": "1F44B", "label": "waving hand", "group": 1, "subgroup": 16},
        {"hexcode": "1F6F5", "label": "motor scooter", "group": 5, "subgroup": 54},
    ]
    put(names / "en" / "data.json", emoji)
    groups = {"4": "food-drink", "1": "people-body", "5": "travel-places"}
    subgroups = {"42": "food-fruit", "16": "hand-fingers-open", "54": "transport-ground"}
    put(names / "meta" / "groups.json", {"groups": groups, "subgroups": subgroups})
    put(names / "meta" / "unicode-names.json", {"1F44B": "WAVING HAND SIGN"})
    for file in ("emojibase", "cldr", "joypixels", "iamcal", "github", "emojibase-legacy"):
        put(names / "en" / "shortcodes" / f"{file}.json", {"1F6F5": ["motor_scooter", "scooter"]})
    icons = {
        "lemon": {"body": DISC.format("ffd93b")},
        "lemon-again": {"body": DISC.format("ffd93b")},
        "waving-hand": {"body": DISC.format("ffcc4d"), "width": 32},
        "waving-hand-dark-skin-tone": {"body": DISC.format("553311")},
        "scooter": {"body": DISC.format("dd2e44")},
        "nothing-known": {"body": DISC.format("000000")},
    }
    info = {"name": "Discs", "author": {"name": "Ann"}, "license": {"spdx": "MIT"}}
    for set_ in SETS:
        base = folder / "node_modules" / "@iconify-json" / set_.package
        put(base / "icons.json", {"icons": icons, "width": 16, "height": 16})
        put(base / "chars.json", {"1f34b": "lemon"})
        put(base / "info.json", info)
    (folder / "package-lock.json").write_text("{}")
    return Packages(folder)
