"""Random relations of a base to another thing, for training pictures."""

import random
from collections.abc import Mapping, Sequence
from typing import Any

from model.sketch.drawing.colour.materials import MATERIALS
from model.sketch.library import Library

MOUNTS: tuple[str, ...] = (
    "1F40E", "1F6B2", "1F6F5", "1F3CD", "1F680", "1F409", "1F418", "2601", "1F6CB", "1F42A",
    "1F996", "1F40B", "1F422", "1F6F4", "1F344", "1F6BD", "1F984", "1F433",
)  # fmt: skip
CONTAINERS: tuple[str, ...] = (
    "1F4E6", "1F697", "1F6C1", "1F5D1", "2615", "1F6F8", "1F6D2", "1F392", "1FAA3", "1F3A9",
    "1F68C", "1F381", "1F37A", "1F9FA", "26F5", "1F95A", "1FAD9", "1F4A1", "1F375",
)  # fmt: skip
SHELTERS: tuple[str, ...] = (
    "2602", "1F344", "1F333", "1F334", "1F327", "1F384", "1F6F8", "2601", "1F332",
)  # fmt: skip
NEIGHBOURS: tuple[str, ...] = (
    "1F415", "1F408", "1F401", "1F407", "1F400", "1F986", "1F384", "1F335", "1F33B", "1F916",
    "1F47B", "1F355", "1F34E", "1F98B", "1F427", "1F416", "1F418", "1F34C", "1F6B2", "1F3C6",
)  # fmt: skip
WORDS: tuple[str, ...] = (
    "GG", "EZ", "LOL", "NO", "YES", "OK", "HI", "BYE", "WOW", "OMG", "WTF", "HELP", "NOPE", "YAY",
    "BRB", "AFK", "RIP", "TOP", "NEW", "VIP", "GO", "100", "2", "WIN", "GGWP", "LOVE", "HUG",
)  # fmt: skip
SCREENS: tuple[str, ...] = ("1F333", "1F4E6", "1FAB4", "1FAA8", "1F332", "1F335", "1F381", "1F33B")
TOGETHER: tuple[str, ...] = (
    "hugging", "kissing", "high fiving", "shaking hands", "holding hands", "fighting", "punching",
    "marrying", "pushing", "pulling", "feeding", "talking", "facing", "together", "best friends",
    "making a heart",
)  # fmt: skip
ALONE: tuple[str, ...] = (
    "knitting", "praying", "bowing", "melting", "lifting weights", "jumping rope", "in a puddle",
    "upside down",
)  # fmt: skip
WITH: tuple[str, ...] = (
    "eating", "throwing", "drinking", "hugging", "carrying", "juggling", "on the back",
    "on the head",
)  # fmt: skip
_KINDS = (
    "mount", "inside", "over", "hidden", "beside", "chasing", "with", "text", "together", "alone",
    "material", "half",
)  # fmt: skip
_WEIGHTS = (3, 3, 2, 1, 1, 1, 5, 2, 4, 3, 2, 1)

_AMONG: Mapping[str, Sequence[str]] = {
    "mount": MOUNTS, "inside": CONTAINERS, "over": SHELTERS, "hidden": SCREENS,
}  # fmt: skip


def random_relation(
    library: Library, rng: random.Random, base: str, things: Sequence[str]
) -> Mapping[str, Any]:
    """The fields of a Scene for one relation of `base`; `things` can be eaten or thrown."""
    kind = rng.choices(_KINDS, _WEIGHTS)[0]
    if kind == "text":
        return {"text": rng.choice(WORDS)}
    if kind == "material":
        return {"material": rng.choice(sorted(MATERIALS))}
    if kind == "alone":
        return {"act": rng.choice(ALONE)}
    if kind == "with":
        return {"act": rng.choice(WITH), "held": (_one(library, rng, base, things),)}
    other = _one(library, rng, base, _AMONG.get(kind, NEIGHBOURS))
    if kind in ("chasing", "together"):
        return {"beside": other, "act": kind if kind == "chasing" else rng.choice(TOGETHER)}
    return {kind: other}


def _one(library: Library, rng: random.Random, base: str, among: Sequence[str]) -> str:
    return rng.choice([one for one in among if one in library.concepts and one != base])
