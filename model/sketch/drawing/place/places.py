"""Places that a figure can be in: sky, ground, what stands there and what falls from above."""

from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Stand:
    """A concept's art in a place: its middle, its foot and its longer side, in shares of the frame.

    One with `hangs` has its middle at the height `foot`.
    """

    concept: str
    x: float
    foot: float
    size: float
    hangs: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """The colours of the sky (above, below) and of the ground (far, near), and what is there.

    `horizon` is the height of the ground, a share of the frame; without ground the figure floats.
    `air`, from the back to the front, and `land` name drawings in `weather` and `grounds`; what
    `falls` is before all that stands there.
    """

    sky: tuple[str, str]
    ground: tuple[str, str] | None = None
    horizon: float = 0.72
    stands: tuple[Stand, ...] = ()
    air: tuple[str, ...] = ()
    land: str = "hill"
    falls: str = ""


_DAY, SNOWY_SKY = ("#7fcdfb", "#d9f3ff"), ("#8fc6f3", "#d8ecfc")
_GRASS, SNOW, _SAND = ("#7cc464", "#62ac50"), ("#f4f9ff", "#ffffff"), ("#f6dfa9", "#edce8d")
_FLOOR, _WALL = ("#d3a578", "#c39365"), ("#ffe9c9", "#fbdcb0")
NIGHT_SKY = ("#28388c", "#7482da")
SUNSET_SKY, RAINY_SKY = ("#7a55b5", "#ffa45f"), ("#8296b0", "#c3d1de")
SUN, MOON, CLOUD, _WATER, AURORA = "2600", "1F319", "2601", "1F30A", "E42B"


_SUN = Stand(SUN, 0.18, 0.19, 0.26, hangs=True)


def clouds(*spots: tuple[float, float, float]) -> tuple[Stand, ...]:
    """Clouds in the sky, each with its middle and its size in shares of the frame."""
    return tuple(Stand(CLOUD, x, y, size, hangs=True) for x, y, size in spots)


def _grove(tree: str) -> tuple[Stand, ...]:
    """Trees at both sides and a smaller one between them."""
    return (
        Stand(tree, 0.62, 0.74, 0.62),
        Stand(tree, 0.13, 0.8, 0.66),
        Stand(tree, 0.88, 0.82, 0.74),
    )


_MEADOW = Place(_DAY, _GRASS, stands=clouds((0.2, 0.18, 0.3)))
_ROOM = Place(_WALL, _FLOOR, 0.74, land="floor")
_UNDER_WATER = Place(
    ("#7fdcf5", "#1f86c7"), ("#f0d9a0", "#e3c585"), 0.86,
    (Stand("1FAB8", 0.13, 0.93, 0.28),), ("bubbles",), "seabed",
)  # fmt: skip
_POND = Place(_DAY, ("#63bdf0", "#3f9fdc"), 0.7, (_SUN,), land="shore")
_CAMP = Place(
    ("#4a4796", "#f2a57c"), ("#6b8f57", "#587a47"), 0.74,
    (Stand("1F332", 0.12, 0.8, 0.6), Stand("26FA", 0.82, 0.84, 0.46)), ("stars",), "campfire",
)  # fmt: skip
_SUNSET = Place(SUNSET_SKY, _SAND, 0.8, air=("sunset",), land="sea")
_BEACH = Place(_DAY, _SAND, 0.76, (_SUN, Stand("1F334", 0.84, 0.84, 0.7)), land="sea")
_DESERT = Place(
    ("#ffd48f", "#fff0cd"), ("#ecbb70", "#dfa857"), 0.7,
    (_SUN, Stand("1F335", 0.87, 0.84, 0.42)), land="dunes",
)  # fmt: skip
_PEAKS = Place(_DAY, _GRASS, 0.76, clouds((0.17, 0.2, 0.3)), ("peaks",))
_LAKE = Place(
    _DAY,
    _GRASS,
    0.8,
    (*clouds((0.2, 0.16, 0.3)), Stand("1F332", 0.9, 0.84, 0.44)),
    ("peaks",),
    "lake",
)
_SPRING = Place(
    ("#a9d4ee", "#eef6ea"), ("#74cdd2", "#55b7c0"), 0.62,
    (Stand("1F332", 0.1, 0.64, 0.36), Stand("1F333", 0.9, 0.64, 0.4)), land="spring",
)  # fmt: skip
_NORTH = Place(
    ("#141a4a", "#2c4a86"),
    SNOW,
    0.78,
    (Stand("1F332", 0.1, 0.86, 0.4), Stand("1F332", 0.92, 0.84, 0.5)),
    ("stars", "aurora"),
    "drift",
)
_SPACE = Place(
    ("#231f58", "#6a48ad"), stands=(Stand("1FA90", 0.84, 0.18, 0.28, hangs=True),), air=("stars",)
)
CITY = Place(("#9fd4f7", "#e2f3ff"), ("#8d97a3", "#78828f"), 0.84, air=("houses",), land="street")
_RAIN = Place(
    RAINY_SKY, ("#86a892", "#739680"), 0.78,
    clouds((0.28, 0.15, 0.52), (0.74, 0.17, 0.5)), ("rain",), "puddle",
)  # fmt: skip
_SNOWFALL = Place(
    SNOWY_SKY, SNOW, 0.72, (Stand("1F332", 0.12, 0.8, 0.5), Stand("1F332", 0.9, 0.76, 0.42)),
    ("snow",), "drift",
)  # fmt: skip
PLACES: Mapping[str, Place] = {
    "1FA90": _SPACE,
    "1F30C": _SPACE,
    "1F315": Place(
        ("#1b1d4f", "#454a98"), ("#c3c7d4", "#aab0c1"), 0.74,
        (Stand("1F30D", 0.82, 0.19, 0.27, hangs=True),), ("stars",), "craters",
    ),
    MOON: Place(
        NIGHT_SKY, ("#4c8a63", "#3f7855"), 0.78, (Stand(MOON, 0.81, 0.2, 0.28, hangs=True),),
        ("stars",),
    ),
    "1F327": _RAIN,
    "2744": _SNOWFALL,
    "1F3D6": _BEACH,
    "1F3DD": _BEACH,
    "1F332": Place(("#a9dff0", "#e5f7e6"), ("#69ad5b", "#56994b"), 0.74, _grove("1F332")),
    "1F334": Place(
        ("#a6e0b4", "#e6f6cf"), ("#5ba653", "#4a9246"), 0.76, _grove("1F334"), land="leaves"
    ),
    "1F3DC": _DESERT,
    "1F335": _DESERT,
    "1F3DE": replace(_MEADOW, stands=(*_MEADOW.stands, Stand("1F333", 0.85, 0.78, 0.54))),
    "1F33B": replace(
        _MEADOW, stands=(_SUN, Stand("1F33B", 0.11, 0.86, 0.44), Stand("1F33B", 0.89, 0.88, 0.5))
    ),
    "1F69C": replace(_MEADOW, stands=(_SUN, Stand("1F69C", 0.8, 0.82, 0.46))),
    "1F6DD": replace(_MEADOW, stands=(_SUN, Stand("1F6DD", 0.8, 0.84, 0.56))),
    "26F0": _PEAKS,
    "1F5FB": replace(_PEAKS, air=("fuji",)),
    "2668": _SPRING,
    AURORA: _NORTH,
    "1F30B": replace(_PEAKS, air=(), stands=(Stand("1F30B", 0.64, 0.82, 0.84),)),
    "1F3D4": Place(SNOWY_SKY, SNOW, 0.76, (), ("peaks", "snow"), "drift"),
    _WATER: _UNDER_WATER,
    "1F3D9": CITY,
    "26BD": Place(_DAY, _GRASS, 0.6, (Stand("26BD", 0.84, 0.9, 0.2),), land="pitch"),
    "1FAA6": Place(
        NIGHT_SKY, ("#5f7f68", "#4f6d59"), 0.76,
        (Stand(MOON, 0.2, 0.2, 0.26, hangs=True), Stand("1FAA6", 0.84, 0.86, 0.42)), ("stars",),
    ),
    "1F3D5": _CAMP,
    "26FA": replace(_CAMP, stands=(_CAMP.stands[0], Stand("26FA", 0.74, 0.9, 0.6)), land="hill"),
    "1F303": replace(CITY, sky=NIGHT_SKY),
    "1F309": replace(CITY, sky=NIGHT_SKY),
    "1F304": replace(_SUNSET, ground=_GRASS, air=("sunset", "peaks"), land="hill"),
    "1F328": _SNOWFALL,
    "26C8": replace(_RAIN, sky=("#5d6f8c", "#a9b9c9"), stands=(
        *_RAIN.stands, Stand("26A1", 0.16, 0.5, 0.24, hangs=True))),
    "1F307": _SUNSET,
    "1F305": _SUNSET,
    "1F306": _SUNSET,
    CLOUD: Place(
        ("#6dc1fb", "#d4efff"), ("#f3f9ff", "#ffffff"), 0.9,
        clouds((0.18, 0.2, 0.34), (0.82, 0.4, 0.32)), land="cloud",
    ),
    "1FAA8": Place(("#7d675b", "#a88e7d"), ("#c4ab97", "#b3987f"), 0.76, air=("stalactites",)),
    "E423": Place(SNOWY_SKY, SNOW, 0.76, (Stand("E423", 0.66, 0.88, 0.74),), ("snow",), "drift"),
    "E425": replace(
        _ROOM, sky=("#c9b8a6", "#b7a391"), stands=(Stand("E425", 0.76, 0.88, 0.66),)
    ),
    "E418": replace(_ROOM, stands=(Stand("E418", 0.8, 0.88, 0.52),), land="tiles"),
    "1F6BF": Place(
        ("#d5f2f7", "#bfe6ef"), ("#9fc6d6", "#8db5c6"), 0.76,
        (Stand("1F6BF", 0.82, 0.32, 0.46, hangs=True),), land="tiles",
    ),
    "1F6CF": replace(_ROOM, sky=("#d9d4f7", "#c9c2ef"), horizon=0.8, land="bed"),
    "1F4DA": replace(_ROOM, stands=(Stand("1F4DA", 0.82, 0.88, 0.4),), air=("shelves",)),
    "1F52C": replace(_ROOM, sky=("#e3f1f6", "#cfe5ee"), stands=(Stand("1F52C", 0.83, 0.88, 0.42),)),
    "1F6D2": replace(_ROOM, stands=(Stand("1F6D2", 0.82, 0.88, 0.42),), air=("shelves",)),
    "1F37A": replace(
        _ROOM, sky=("#8a5a3c", "#a8704c"), stands=(Stand("1F37A", 0.84, 0.88, 0.36),)
    ),
    "1FAA9": Place(
        ("#4b2a86", "#a445b8"), ("#6d3fa0", "#5b328c"), 0.8,
        (Stand("1FAA9", 0.5, 0.12, 0.24, hangs=True),), ("spotlights",), "floor",
    ),
    "E41E": Place(("#b98a5c", "#d3a878"), _FLOOR, 0.78, (), ("rafters",), "floor"),
}  # fmt: skip
# Buildings and what else stands outside.
_OUTSIDE = frozenset({
    "1F3A0", "1F3A1", "1F3A2", "1F3AA", "1F3D7", "1F3D8", "1F3DA", "1F3DB", "1F3DF", "1F3E0",
    "1F3E1", "1F3E2", "1F3E3", "1F3E4", "1F3E5", "1F3E6", "1F3E8", "1F3E9", "1F3EA", "1F3EB",
    "1F3EC", "1F3ED", "1F3EF", "1F3F0", "1F492", "1F54B", "1F54C", "1F54D", "1F5FC", "1F5FD",
    "1F6D5", "1F6D6", "26E9", "26EA", "26F2", "E413", "E41C", "E41F", "E426", "E428",
})  # fmt: skip


_DIVERS = frozenset({"1F9DC", "E41D"})  # a mermaid, a submarine
_SWIMMERS = frozenset({"vehicle", "person"})
# Birds and animals of rivers swim on the water, all others in it.
_BIRDS = frozenset({
    "1F986", "1F9A2", "1FABF", "1F413", "1F414", "1F427", "1F9A9", "1F426", "1F985", "1F989",
    "1F9AB", "E301", "E307", "E411", "1F438", "1F9A6", "E202", "1F99B", "1F40A",
})  # fmt: skip


def place_of(concept: str, base: str = "", kind: str = "") -> Place | None:
    """What a concept behind a base of a kind shows as a place; None for a thing.

    Buildings stand in a meadow, or at the shore of a lake. Birds, persons and boats are on the
    water, all others in it.
    """
    if concept == _WATER and (base in _BIRDS or (kind in _SWIMMERS and base not in _DIVERS)):
        return _POND
    if concept == _WATER and base in _OUTSIDE:
        return _LAKE
    if concept in _OUTSIDE:
        return replace(_MEADOW, stands=(*_MEADOW.stands, Stand(concept, 0.66, 0.84, 0.78)))
    return PLACES.get(concept)


def is_building(concept: str) -> bool:
    """Whether a base is a building, which stands upright on the ground."""
    return concept in _OUTSIDE
