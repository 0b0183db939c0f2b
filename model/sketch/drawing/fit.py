"""How accessories fit: the art's size relative to the anchor, and the point placed there."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fit:
    """Size and position of an accessory.

    `width` is the art's width relative to the anchor's measure (eyes: the pupils' distance; head
    and neck: the width there; ears, mouth and front: the base's width). The point `at` of the art's
    box (0 to 1 across, 0 to 1 down) is placed on the anchor. `most` is the maximum height as a
    share of the base's. `behind` draws it behind the base.
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
    """The accessory's own fit, or its slot's."""
    return FITS.get(name, SLOTS[slot])
