"""Names, keywords and groups of emoji from emojibase (Unicode CLDR), by concept.

A concept is an upper-case hexcode without the variation selector FE0F, parts joined by "-".
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.data.name_aliases import ALIASES

_SKIN_TONES = frozenset({"1F3FB", "1F3FC", "1F3FD", "1F3FE", "1F3FF"})
_SHORTER = (
    (re.compile(r"^flag: (.+)$"), r"flag of \1"),
    (re.compile(r"^keycap: (.+)$"), r"keycap \1"),
    (re.compile(r"^(.+): facing right$"), r"\1 facing right"),
    (re.compile(r"^(.+): (.+)$"), r"\1 with \2"),
)


@dataclass(frozen=True, slots=True)
class NamedEmoji:
    """One emoji as CLDR describes it; group and subgroup are emojibase's keys."""

    concept: str
    name: str
    keywords: tuple[str, ...]
    group: str
    subgroup: str


class Names:
    """All emoji by concept, and a search by the names that icon sets use."""

    def __init__(self, emoji: Mapping[str, NamedEmoji], found: Mapping[str, str]) -> None:
        self.emoji = emoji
        self._found = found

    @classmethod
    def read(cls, folder: Path, slugs: Mapping[str, str]) -> "Names":
        """Read the emojibase-data package; `slugs` maps more names to hexcodes."""
        keys = json.loads((folder / "meta" / "groups.json").read_bytes())
        data = json.loads((folder / "en" / "data.json").read_bytes())
        emoji = {e.concept: e for e in (_emoji(entry, keys) for entry in data)}
        found = dict(ALIASES)
        for name, code in _known_names(folder, data, slugs):
            found.setdefault(squashed(name), concept_id(code))
        return cls(emoji, found)

    def find(self, name: str) -> str | None:
        """The concept that an icon with this name shows; None if no emoji has such a name."""
        for candidate in map(squashed, (name, *_rewritten(name))):
            if len(candidate) > 1 and candidate in self._found:
                return self._found[candidate]
        return None


def concept_id(hexcode: str) -> str:
    """The concept of a hexcode: upper case, without FE0F."""
    return "-".join(part for part in hexcode.upper().split("-") if part != "FE0F")


def has_skin_tone(concept: str) -> bool:
    """True for variants with a skin tone and for the tones themselves."""
    return not _SKIN_TONES.isdisjoint(concept.split("-"))


def spoken(name: str) -> str:
    """A CLDR name as people type it, in lower case."""
    text = name.replace("“", "").replace("”", "").replace("\u2019", "'")
    for pattern, plain in _SHORTER:
        text = pattern.sub(plain, text)
    return text.lower()


def squashed(name: str) -> str:
    """A name reduced to lower-case letters and digits."""
    return re.sub(r"[^a-z0-9]", "", name.lower().replace("&", "and"))


def _emoji(entry: Mapping[str, Any], keys: Mapping[str, Any]) -> NamedEmoji:
    group = keys["groups"].get(str(entry.get("group")), "component")
    subgroup = keys["subgroups"].get(str(entry.get("subgroup")), "regional-indicator")
    tags = tuple(entry.get("tags", ()))
    return NamedEmoji(concept_id(entry["hexcode"]), entry["label"], tags, group, subgroup)


def _known_names(
    folder: Path, data: Iterable[Mapping[str, Any]], slugs: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Pairs of name and hexcode, most trusted source first."""
    for entry in data:
        for form in (entry, *entry.get("skins", ())):
            yield form["label"], form["hexcode"]
    yield from slugs.items()
    unicode_names = json.loads((folder / "meta" / "unicode-names.json").read_bytes())
    yield from ((name, code) for code, name in unicode_names.items())
    for file in ("emojibase", "cldr", "joypixels", "iamcal", "github", "emojibase-legacy"):
        codes = json.loads((folder / "en" / "shortcodes" / f"{file}.json").read_bytes())
        for code, names in codes.items():
            yield from ((name, code) for name in ([names] if isinstance(names, str) else names))


def _rewritten(name: str) -> Iterator[str]:
    """Other spellings of a name in old sets."""
    yield name.replace("flag-for-flag-", "flag-").replace("flag-for-", "flag-")
    yield name.replace("digit-", "keycap-")
    yield re.sub(r"^(black|white)", "", name)
    yield re.sub(r"side$", "", name)
    yield re.sub(r"^flag-for-(.+)$", r"\1", name)
    yield name.replace("-cat-face", "-cat")
    yield f"{name}-face"
    yield f"{name}face"
    yield f"{name}-button"
