"""Landscapes without a figure: a city at night, a beach at sunset, a rainbow over the hills."""

from collections.abc import Mapping
from dataclasses import replace

from model.sketch.drawing.place.light import LIGHTS, in_light, moon_at, without
from model.sketch.drawing.place.places import (
    AURORA,
    CITY,
    CLOUD,
    MOON,
    PLACES,
    SUN,
    Place,
    Stand,
    clouds,
)
from model.sketch.scene import TIMES, WEATHERS, Scene

_PALM, _UMBRELLA, _TREE, _CACTUS, _TENT = "1F334", "26F1", "1F332", "1F335", "26FA"
_SKYLINE = replace(CITY, air=("skyline",))
_BEACH = replace(
    PLACES["1F3D6"],
    horizon=0.72,
    stands=(
        Stand(SUN, 0.2, 0.18, 0.24, hangs=True),
        Stand(_PALM, 0.78, 0.9, 0.74),
        Stand(_UMBRELLA, 0.34, 0.93, 0.44),
    ),
)
_PARK = replace(
    PLACES["26F0"],
    stands=(*PLACES["26F0"].stands, Stand(_TREE, 0.16, 0.86, 0.5), Stand(_TREE, 0.86, 0.9, 0.62)),
)
# A base that is a landscape -> how it looks without a figure.
VIEWS: Mapping[str, Place] = {
    "1F3D9": _SKYLINE,
    "1F3D6": _BEACH,
    "1F3DD": _BEACH,
    "1F3DC": replace(
        PLACES["1F3DC"],
        stands=(
            Stand(SUN, 0.2, 0.2, 0.28, hangs=True),
            Stand(_CACTUS, 0.74, 0.9, 0.56),
            Stand(_CACTUS, 0.26, 0.8, 0.3),
        ),
    ),
    "1F3DE": _PARK,
    "26F0": PLACES["26F0"],
    "1F5FB": PLACES["1F5FB"],
    "1F3D4": PLACES["1F3D4"],
    "1F3D5": replace(
        PLACES["1F3D5"],
        stands=(
            Stand(_TREE, 0.1, 0.82, 0.6),
            Stand(_TREE, 0.92, 0.8, 0.54),
            Stand(_TENT, 0.42, 0.92, 0.58),
        ),
    ),
    "1F332": PLACES["1F332"],
    "1F30A": replace(PLACES["1F3D6"], stands=PLACES["1F3D6"].stands[:1], land="ocean"),
    "2668": PLACES["2668"],
    AURORA: PLACES[AURORA],
}
_RAINBOW, _FIREWORKS = "rainbow", "fireworks"
# What is seen in the sky -> the drawing of it.
_DRAWN: Mapping[str, str] = {
    "1F308": _RAINBOW, "1F386": _FIREWORKS, "1F387": _FIREWORKS, "2B50": "stars",
    "1F31F": "stars", "2728": "stars", "1F320": "stars", AURORA: "aurora",
}  # fmt: skip
_SUNS, _MOONS = frozenset({SUN, "1F31E"}), frozenset({"1F315", "1F316", "1F314", "1F31D"})
_SKY = frozenset({CLOUD, *LIGHTS, *_DRAWN, *_SUNS, *_MOONS})
_CLOUDS = ((0.24, 0.18, 0.4), (0.62, 0.12, 0.3), (0.82, 0.26, 0.34))
_NIGHTLY = frozenset({"stars", _FIREWORKS, "aurora"})
# The spots for further things, across, in front of the rest, and the least distance of two.
_SPOTS, _NEAR = (0.3, 0.56, 0.74), 0.21


def view_of(scene: Scene) -> Place | None:
    """The landscape that a Scene without a figure shows; None for other Scenes.

    A landscape alone is shown by its emoji.
    """
    if _has_figure(scene):
        return None
    shown = [one for one in (scene.base, scene.behind, scene.over) if one is not None]
    things = (*scene.held, *((scene.beside,) if scene.beside else ()))
    land = next((one for one in shown if one in VIEWS), None)
    if land is None or not all(one in VIEWS or one in _SKY for one in shown):
        return None
    if len(shown) == 1 and not (things or scene.time or scene.weather):
        return VIEWS[land] if land == AURORA else None
    above = [one for one in shown if one != land]
    lights = [LIGHTS[one] for one in above if one in LIGHTS]
    time = scene.time or next((one for one in lights if one in TIMES), None)
    weather = scene.weather or next((one for one in lights if one in WEATHERS), None)
    if any(one in _MOONS or _DRAWN.get(one) in _NIGHTLY for one in above):
        time = "night"
    place = in_light(VIEWS[land], time, weather)
    for one in above:
        place = _under(place, one)
    return _with_things(place, things)


def _has_figure(scene: Scene) -> bool:
    looks = (scene.expression, scene.pose, scene.colour, scene.accessories, scene.material)
    does = (scene.act, scene.text, scene.mount, scene.inside, scene.hidden, scene.half)
    return any(looks) or any(does)


def _under(place: Place, concept: str) -> Place:
    """The place with a sun, a moon or something drawn in its sky."""
    if (drawn := _DRAWN.get(concept)) is not None:
        if drawn in place.air:
            return place
        air = (*place.air, drawn) if drawn == _RAINBOW else (drawn, *place.air)
        stands = place.stands if drawn != _FIREWORKS else without(place, SUN, MOON)
        return replace(place, air=air, stands=stands)
    if concept in _SUNS | _MOONS:
        own = Stand(concept, moon_at(place), 0.19, 0.26, hangs=True)
        return replace(place, stands=(own, *without(place, SUN, MOON)))
    if concept == CLOUD:
        return replace(place, stands=(*clouds(*_CLOUDS), *without(place, SUN, MOON)))
    return place


def _with_things(place: Place, things: tuple[str, ...]) -> Place:
    """The place with further things in front, without its own things that are in their way."""
    shown = {one.concept for one in place.stands}
    new = [one for one in things if one not in shown]
    asked = [one.x for one in place.stands if one.concept in things]
    spots = sorted(_SPOTS, key=lambda x: any(abs(x - at) < _NEAR for at in asked))
    more = [Stand(one, x, 0.93, 0.36) for one, x in zip(new, spots, strict=False)]
    kept = (
        one
        for one in place.stands
        if one.hangs
        or one.concept in things
        or all(abs(one.x - other.x) >= _NEAR for other in more)
    )
    return replace(place, stands=(*kept, *more))
