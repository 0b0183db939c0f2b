"""Places at another time and in other weather: at night, at sunset, in snow, rain or a storm."""

from collections.abc import Mapping
from dataclasses import replace

from model.sketch.drawing.place.places import (
    CLOUD,
    MOON,
    NIGHT_SKY,
    RAINY_SKY,
    SNOW,
    SNOWY_SKY,
    SUN,
    SUNSET_SKY,
    Place,
    Stand,
    clouds,
)

LIGHTS: Mapping[str, str] = {
    MOON: "night", "1F303": "night", "1F307": "sunset", "1F306": "sunset", "1F305": "sunset",
    "1F304": "sunset", "2744": "snow", "1F328": "snow", "1F327": "rain", "26C8": "storm",
    "1F329": "storm",
}  # fmt: skip
"""Concept -> the time or the weather that it stands for with a place."""
_INDOORS = frozenset({"floor", "tiles", "bed"})
_CLOSED = frozenset({"shelves", "stalactites", "stars", "bubbles"})
_BARE = frozenset({"hill", "leaves", "shore"})
_DARK, _DUSK, _GREY = ("#20204a", 0.42), ("#8a4a6a", 0.3), ("#5f6f80", 0.3)
_STORMY_SKY = ("#4d5c78", "#93a5b8")
_BOLT, _WET_CLOUDS = "26A1", ((0.26, 0.13, 0.5), (0.76, 0.15, 0.48))


def in_light(place: Place, time: str | None, weather: str | None) -> Place:
    """A place at a time in some weather; the inside of a house stays as it is."""
    if place.land in _INDOORS or _CLOSED.intersection(place.air):
        return place
    if weather == "snow":
        place = _in_snow(place)
    elif weather is not None:
        place = _in_rain(place, is_storm=weather == "storm")
    if time == "night":
        return _at_night(place)
    return _at_sunset(place) if time == "sunset" else place


def _at_night(place: Place) -> Place:
    moon = Stand(MOON, moon_at(place), 0.17, 0.22, hangs=True)
    air = ("stars", *(one for one in place.air if one != "stars"))
    cloud = () if place.falls or "rain" in place.air else (CLOUD,)
    stands = (moon, *without(place, SUN, MOON, *cloud))
    return replace(_tinted(place, *_DARK), sky=NIGHT_SKY, stands=stands, air=air)


def moon_at(place: Place) -> float:
    """Where a moon is in the sky of a place, across: between mountains, or at a side."""
    return 0.54 if "peaks" in place.air else 0.2


def _at_sunset(place: Place) -> Place:
    air = ("sunset", *(one for one in place.air if one != "sunset"))
    return replace(
        _tinted(place, *_DUSK), sky=SUNSET_SKY, stands=without(place, SUN, MOON), air=air
    )


def _in_snow(place: Place) -> Place:
    stands = without(place, SUN)
    land = "drift" if place.land in _BARE else place.land
    ground = place.ground and (SNOW if land == "drift" else place.ground)
    return replace(place, sky=SNOWY_SKY, ground=ground, stands=stands, land=land, falls="snow")


def _in_rain(place: Place, *, is_storm: bool) -> Place:
    bolt = (Stand(_BOLT, 0.5, 0.38, 0.36, hangs=True),) if is_storm else ()
    stands = (*clouds(*_WET_CLOUDS), *bolt, *without(place, SUN, MOON, CLOUD))
    sky = _STORMY_SKY if is_storm else RAINY_SKY
    return replace(_tinted(place, *_GREY), sky=sky, stands=stands, falls="rain")


def without(place: Place, *concepts: str) -> tuple[Stand, ...]:
    """The things in a place except for those of these concepts in its sky."""
    return tuple(one for one in place.stands if not (one.hangs and one.concept in concepts))


def _tinted(place: Place, tint: str, share: float) -> Place:
    """The place with its ground mixed with a tint."""
    if place.ground is None:
        return place
    far, near = (_mixed(colour, tint, share) for colour in place.ground)
    return replace(place, ground=(far, near))


def _mixed(colour: str, tint: str, share: float) -> str:
    pairs = zip(bytes.fromhex(colour[1:]), bytes.fromhex(tint[1:]), strict=True)
    return "#" + "".join(f"{round((1 - share) * own + share * other):02x}" for own, other in pairs)
