"""How accessories fit: the art's size relative to the anchor, and the point placed there."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fit:
    """Size and position of an accessory.

    `width` is the art's width relative to the anchor's measure (eyes: the pupils' distance; head
    and neck: the width there; ears, mouth and front: the base's width). The point `at` of the art's
    box (0 to 1 across, 0 to 1 down) is placed on the anchor. `most` is the maximum height as a
    share of the base's. `behind` draws it behind the base. A `sided` part is mirrored at the left.
    """

    width: float
    at: tuple[float, float]
    most: float = 0.75
    behind: bool = False
    sided: bool = False


SLOTS: Mapping[str, Fit] = {
    "eyes": Fit(2.3, (0.5, 0.5)),
    "head": Fit(1.25, (0.5, 0.86)),
    "neck": Fit(1.2, (0.5, 0.3)),
    "ears": Fit(1.0, (0.5, 0.68), most=1.5),
    "eye": Fit(0.9, (0.5, 0.5)),
    "brow": Fit(1.04, (0.5, 0.45)),
    "nose": Fit(0.58, (0.5, 0.5)),
    "lip": Fit(1.15, (0.5, 0.5)),
    "mouth": Fit(0.9, (0.5, 0.5)),
    "chin": Fit(2.1, (0.5, 0.45)),
    "cheeks": Fit(2.2, (0.5, 0.5)),
    "temple": Fit(0.4, (0.5, 0.5)),
    "lobes": Fit(1.06, (0.5, 0.0)),
    "front": Fit(0.62, (0.5, 0.0)),
    "throat": Fit(0.6, (0.5, 0.45)),
    "back": Fit(1.7, (0.5, 0.5), most=1.2, behind=True),
    "rump": Fit(0.5, (0.0, 0.95), behind=True, sided=True),
    "cheek": Fit(0.7, (0.5, 0.5)),
    "spots": Fit(0.8, (0.5, 0.5)),
    "ground": Fit(1.5, (0.5, 0.4), behind=True),
    "casing": Fit(1.12, (0.5, 0.54), most=2.0),
    "all round": Fit(1.3, (0.5, 0.48), most=2.0),
}
HAT_SLOTS = frozenset({"head"})
HANGING_SLOTS = frozenset({"neck", "throat", "front", "lobes"})
BACK_SLOTS = frozenset({"back", "rump"})
FACE_SLOTS = frozenset({"eyes", "eye", "brow", "nose", "lip", "mouth", "chin", "cheeks", "temple"})
"""In motion, accessories of these slots move by themselves."""
HEAD_SLOTS = HAT_SLOTS | FACE_SLOTS | {"ears", "lobes"}
"""Accessories of these slots go with a head that moves."""
# By name, or by style and name where the art of one style differs.
FITS: Mapping[str, Fit] = {
    "glasses": Fit(2.15, (0.5, 0.5)),
    "sunglasses": Fit(2.2, (0.5, 0.5)),
    "goggles": Fit(2.5, (0.5, 0.5)),
    "noto goggles": Fit(2.6, (0.5, 0.6)),
    "fluent diving mask": Fit(3.4, (0.31, 0.26), most=1.2),
    "noto diving mask": Fit(2.8, (0.45, 0.45), most=1.2),
    "twemoji diving mask": Fit(3.0, (0.4, 0.43), most=1.2),
    "crown": Fit(1.0, (0.5, 0.9), most=0.5),
    "top hat": Fit(1.25, (0.5, 0.88), most=0.55),
    "helmet": Fit(1.15, (0.5, 0.8)),
    "military helmet": Fit(1.25, (0.5, 0.62)),
    "graduation cap": Fit(1.35, (0.5, 0.64)),
    "ribbon bow": Fit(0.8, (0.5, 0.7)),
    "party hat": Fit(0.72, (0.5, 0.93), most=0.55),
    "wizard hat": Fit(1.4, (0.5, 0.84)),
    "witch hat": Fit(1.4, (0.5, 0.86)),
    "cowboy hat": Fit(1.5, (0.5, 0.72), most=0.55),
    "fluent cowboy hat": Fit(1.5, (0.5, 0.72), most=0.75),
    "chef hat": Fit(1.2, (0.5, 0.9)),
    "pirate hat": Fit(1.3, (0.5, 0.8)),
    "santa hat": Fit(1.15, (0.48, 0.76)),
    "fluent santa hat": Fit(1.2, (0.42, 0.34), most=1.2),
    "noto santa hat": Fit(1.35, (0.45, 0.54), most=1.2),
    "twemoji santa hat": Fit(1.3, (0.4, 0.36), most=1.2),
    "cap": Fit(1.4, (0.46, 0.82)),
    "beanie": Fit(1.05, (0.5, 0.78)),
    "flower crown": Fit(1.1, (0.5, 0.62)),
    "halo": Fit(0.85, (0.5, 1.3)),
    "horns": Fit(0.95, (0.5, 0.72)),
    "bandage": Fit(1.05, (0.5, 0.35)),
    "lipstick": Fit(0.36, (0.5, 0.5)),
    "face mask": Fit(1.0, (0.5, 0.45)),
    "monocle": Fit(0.95, (0.42, 0.3)),
    "eye patch": Fit(2.6, (0.69, 0.62)),
    "star eyes": Fit(2.1, (0.5, 0.5)),
    "heart eyes": Fit(2.1, (0.5, 0.5)),
    "money eyes": Fit(1.7, (0.5, 0.5)),
    "dizzy eyes": Fit(1.7, (0.5, 0.5)),
    "facepalm": Fit(1.2, (0.2, 0.5), most=0.6),
    "tears": Fit(1.5, (0.5, 0.0)),
    "zzz": Fit(1.1, (0.1, 0.9)),
    "cape": Fit(1.6, (0.5, 0.3), most=1.1, behind=True),
    "wings": Fit(2.0, (0.5, 0.6), most=1.0, behind=True),
    "fairy wings": Fit(1.9, (0.5, 0.55), most=1.2, behind=True),
    "nightcap": Fit(1.15, (0.46, 0.84)),
    "detective hat": Fit(1.3, (0.5, 0.84)),
    "fedora": Fit(1.4, (0.5, 0.84)),
    "bowler hat": Fit(1.3, (0.5, 0.84)),
    "beret": Fit(1.2, (0.5, 0.84)),
    "sombrero": Fit(1.7, (0.5, 0.84)),
    "fez": Fit(1.0, (0.5, 0.92)),
    "sailor hat": Fit(1.1, (0.5, 0.84)),
    "police hat": Fit(1.25, (0.5, 0.82)),
    "jester hat": Fit(1.25, (0.5, 0.84)),
    "bucket hat": Fit(1.35, (0.5, 0.82)),
    "elf hat": Fit(1.15, (0.5, 0.84)),
    "leprechaun hat": Fit(1.35, (0.5, 0.84)),
    "tinfoil hat": Fit(1.1, (0.5, 0.86)),
    "viking helmet": Fit(1.4, (0.5, 0.82)),
    "knight helmet": Fit(1.3, (0.5, 0.5)),
    "hard hat": Fit(1.2, (0.5, 0.8)),
    "firefighter helmet": Fit(1.3, (0.5, 0.8)),
    "propeller hat": Fit(1.1, (0.5, 0.84)),
    "nurse hat": Fit(0.95, (0.5, 0.84)),
    "ushanka": Fit(1.35, (0.5, 0.5)),
    "bonnet": Fit(1.25, (0.5, 0.42)),
    "ninja mask": Fit(3.6, (0.5, 0.46), most=1.3),
    "eye mask": Fit(2.3, (0.5, 0.47)),
    "fangs": Fit(0.3, (0.5, 0.2)),
    "braces": Fit(0.5, (0.5, 0.4)),
    "pacifier": Fit(0.42, (0.5, 0.45)),
    "tongue": Fit(0.24, (0.5, 0.1)),
    "stethoscope": Fit(0.85, (0.5, 0.12), most=0.4),
    "scarf": Fit(1.08, (0.5, 0.36)),
    "necktie": Fit(0.7, (0.5, 0.1)),
    "medal": Fit(0.5, (0.5, 0.1)),
}


def fit_of(name: str, slot: str, style: str = "") -> Fit:
    """The accessory's own fit (in a style, if it has one there), or its slot's."""
    return FITS.get(f"{style} {name}") or FITS.get(name) or SLOTS[slot]
