"""How accessories sit: the size of the art against the anchor, and which point of it lies there."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fit:
    """`width` is the art's width over the anchor's measure (eyes: the pupils' distance; head and
    neck: the width there; ears, mouth, front: the base's width). The point `at` of the art's box
    (0..1 across, 0..1 down) lies on the anchor. `most` limits the art's height to a share of the
    base's height. `behind` draws it behind the base.
    """

    width: float
    at: tuple[float, float]
    most: float = 0.75
    behind: bool = False


SLOTS: Mapping[str, Fit] = {
    "eyes": Fit(2.3, (0.5, 0.5)),
    "head": Fit(1.25, (0.5, 0.86)),
    "neck": Fit(1.2, (0.5, 0.3)),
    "ears": Fit(1.36, (0.5, 0.7), most=1.5, behind=True),
    "mouth": Fit(0.5, (0.5, 0.5)),
    "front": Fit(0.5, (0.5, 0.5)),
}
FITS: Mapping[str, Fit] = {
    "glasses": Fit(2.15, (0.5, 0.5)),
    "sunglasses": Fit(2.2, (0.5, 0.5)),
    "goggles": Fit(2.5, (0.5, 0.5)),
    "crown": Fit(1.0, (0.5, 0.9)),
    "top hat": Fit(1.25, (0.5, 0.88)),
    "helmet": Fit(1.25, (0.5, 0.7)),
    "military helmet": Fit(1.25, (0.5, 0.62)),
    "graduation cap": Fit(1.35, (0.5, 0.68)),
    "ribbon bow": Fit(0.8, (0.5, 0.7)),
    "necktie": Fit(0.7, (0.5, 0.1)),
    "medal": Fit(0.5, (0.5, 0.1)),
}


def fit_of(name: str, slot: str) -> Fit:
    """The accessory's own fit, or that of its slot."""
    return FITS.get(name, SLOTS[slot])
