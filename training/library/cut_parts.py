"""Wearable parts cut out of emoji: which shapes of which emoji, by style."""

from collections.abc import Mapping
from dataclasses import dataclass

Region = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Cut:
    """Some shapes of an emoji, by number in document order; all of them if `shapes` is empty.

    Only what lies in the `region` (left, top, right, bottom in the unit square) is kept.
    """

    emoji: str
    shapes: tuple[int, ...] = ()
    region: Region | None = None


_FACE, _MAGE, _CHEF, _SANTA = "1F920", "1F9D9", "1F9D1-200D-1F373", "1F385"
_ANGEL, _DEVIL, _DISGUISE, _MONOCLE = "1F47C", "1F608", "1F978", "1F9D0"
_FAIRY, _MASK, _HURT, _CLOWN = "1F9DA", "1F637", "1F915", "1F921"
_LOVE, _STAR, _MONEY, _DIZZY, _SWEAT = "1F60D", "1F929", "1F911", "1F635", "1F605"
_SMILE, _SOB = "1F60A", "1F62D"

# Part -> style -> its cut. `training.library.drawn_parts` draws the parts that a style lacks here.
CUTS: Mapping[str, Mapping[str, Cut]] = {
    "wizard hat": {
        "fluent": Cut(_MAGE, (0, 1, 3), (0, 0, 1, 0.42)),
        "noto": Cut(_MAGE, (1, 17, 18, 19)),
        "twemoji": Cut(_MAGE, (0, 9)),
    },
    "cowboy hat": {
        "noto": Cut(_FACE, (0, 9, 10)),
        "twemoji": Cut(_FACE, (1, 2, 3), (0, 0, 1, 0.41)),
    },
    "chef hat": {
        "fluent": Cut(_CHEF, (13, 14), (0, 0, 1, 0.3)),
        "noto": Cut(_CHEF, (11, 12, 13)),
        "twemoji": Cut(_CHEF, (9, 10, 11, 16)),
    },
    "santa hat": {
        "fluent": Cut(_SANTA, (0, 12)),
        "noto": Cut(_SANTA, (0, 1, 13)),
        "twemoji": Cut(_SANTA, (2, 10, 11)),
    },
    "halo": {
        "fluent": Cut(_ANGEL, (0,)),
        "noto": Cut(_ANGEL, (14,)),
        "twemoji": Cut(_ANGEL, (4,)),
    },
    "horns": {"noto": Cut(_DEVIL, (0, 1)), "twemoji": Cut(_DEVIL, (1,))},
    "moustache": {
        "noto": Cut(_DISGUISE, (5,)),
    },
    "monocle": {
        "fluent": Cut(_MONOCLE, (2,)),
        "noto": Cut(_MONOCLE, (4, 5, 6, 8)),
        "twemoji": Cut(_MONOCLE, (4, 5)),
    },
    "fairy wings": {"fluent": Cut(_FAIRY, (0, 1)), "noto": Cut(_FAIRY, tuple(range(12)))},
    "face mask": {
        "fluent": Cut(_MASK, (3, 4)),
        "noto": Cut(_MASK, (2, 4, 5, 6)),
        "twemoji": Cut(_MASK, (2,)),
    },
    "bandage": {
        "fluent": Cut(_HURT, (3, 4)),
        "noto": Cut(_HURT, (6, 9, 10)),
        "twemoji": Cut(_HURT, (2, 3, 4)),
    },
    "clown nose": {
        "fluent": Cut(_CLOWN, (4,)),
        "noto": Cut(_CLOWN, (12, 13, 14)),
        "twemoji": Cut(_CLOWN, (16,)),
    },
    "star eyes": {
        "fluent": Cut(_STAR, (1,), (0, 0, 1, 0.5)),
        "noto": Cut(_STAR, (2, 3, 4, 5, 6, 7)),
        "twemoji": Cut(_STAR, (3,)),
    },
    "heart eyes": {
        "fluent": Cut(_LOVE, (3,)),
        "noto": Cut(_LOVE, (3, 4, 5, 6, 7, 8)),
        "twemoji": Cut(_LOVE, (2,)),
    },
    "money eyes": {
        "fluent": Cut(_MONEY, (4,), (0, 0, 1, 0.6)),
        "noto": Cut(_MONEY, (6,), (0, 0.28, 1, 1)),
        "twemoji": Cut(_MONEY, (3,), (0, 0.26, 1, 1)),
    },
    "dizzy eyes": {
        "fluent": Cut(_DIZZY, (1,)),
        "noto": Cut(_DIZZY, (3, 4)),
        "twemoji": Cut(_DIZZY, (2,), (0, 0.36, 1, 1)),
    },
    "sweat drop": {
        "fluent": Cut(_SWEAT, (4,)),
        "noto": Cut(_SWEAT, (6, 7)),
        "twemoji": Cut(_SWEAT, (3,)),
    },
    "blush": {"twemoji": Cut(_SMILE, (1, 2))},
    "tears": {
        "fluent": Cut(_SOB, (1,)),
        "noto": Cut(_SOB, (3, 4, 5, 6)),
        "twemoji": Cut(_SOB, (2,)),
    },
    "zzz": {style: Cut("1F4A4") for style in ("fluent", "noto", "twemoji")},
    "facepalm": {style: Cut("1F91A") for style in ("fluent", "noto", "twemoji")},
    "boxing gloves": {style: Cut("1F94A") for style in ("fluent", "noto", "twemoji")},
}
