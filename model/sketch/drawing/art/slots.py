"""The slots of clothes, and which accessories need a trunk under the head."""

from collections.abc import Mapping

from model.sketch.library import Library

TORSO, LEGS, SHOES = "torso", "legs", "shoes"
GARMENTS = frozenset({TORSO, LEGS, SHOES})
"""The slots of clothes, whose shape depends on the wearer."""
APRON, CAPE, TIE, STETHOSCOPE = "apron", "cape", "necktie", "stethoscope"
BODILY = frozenset({APRON, CAPE, TIE, STETHOSCOPE})
"""Accessories that need a trunk under the head, as clothes do."""
_SLOTS: Mapping[str, str] = {TIE: TORSO, APRON: APRON}


def slot_of(library: Library, name: str) -> str:
    """The slot of an accessory, where a tie is a garment, as it comes with a shirt."""
    return _SLOTS.get(name) or library.accessories[name].slot
