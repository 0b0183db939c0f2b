"""Where the mouth of a figure is, and the side of the art that it is at."""

from collections.abc import Mapping

from model.sketch.drawing.art.head_outlines import ALL, OUTLINES
from model.sketch.drawing.art.pieces import UNIT
from model.sketch.drawing.art.stances import front_side, is_person
from model.sketch.drawing.body.body import Body, DrawingContext
from model.sketch.drawing.face.muzzles import mouth_level
from model.sketch.drawing.vector.geometry import Affine, Point
from model.sketch.scene import STYLES

_Spot = tuple[float, float, int]
# Mouths whose place does not follow from the eyes, in shares of the view box, with their side.
_SPOTS: Mapping[str, tuple[_Spot | None, _Spot | None, _Spot | None]] = {
    "1F40A": ((0.26, 0.87, -1), (0.1, 0.83, -1), (0.05, 0.63, -1)),  # crocodile
    "1F40B": ((0.06, 0.6, -1), (0.05, 0.58, -1), (0.05, 0.76, -1)),  # whale
    "1F433": ((0.06, 0.66, -1), (0.08, 0.62, -1), (0.06, 0.76, -1)),
    "1F40C": ((0.1, 0.3, -1), (0.12, 0.45, -1), None),  # snail
    "1F40D": ((0.62, 0.2, -1), (0.08, 0.27, -1), (0.33, 0.19, -1)),  # snake
    "1F40F": (None, (0.22, 0.62, -1), (0.1, 0.68, -1)),  # ram
    "1F411": (None, (0.22, 0.56, -1), None),
    "1F414": ((0.06, 0.6, -1), (0.1, 0.5, -1), (0.44, 0.5, 0)),  # chicken
    "1F417": ((0.06, 0.55, -1), (0.06, 0.55, -1), None),  # boar
    "1F418": (None, (0.27, 0.75, -1), None),  # elephant
    "1F41F": ((0.12, 0.62, -1), (0.06, 0.62, -1), (0.05, 0.7, -1)),  # fish
    "1F420": ((0.06, 0.57, -1), (0.06, 0.5, -1), (0.04, 0.53, -1)),
    "1F421": ((0.06, 0.53, -1), (0.1, 0.55, -1), None),
    "1F424": ((0.06, 0.38, -1), (0.05, 0.4, -1), None),  # chick
    "1F427": (None, (0.08, 0.17, -1), (0.74, 0.14, 1)),  # penguin
    "1F42C": ((0.08, 0.36, -1), None, (0.03, 0.63, -1)),  # dolphin
    "1F432": ((0.1, 0.66, -1), (0.5, 0.76, 0), None),  # dragon
    "1F985": (None, None, (0.06, 0.42, -1)),  # eagle
    "1F986": (None, (0.1, 0.27, -1), None),  # duck
    "1F988": ((0.14, 0.53, -1), (0.2, 0.4, -1), (0.16, 0.46, -1)),  # shark
    "1F98D": (None, (0.2, 0.3, -1), None),  # gorilla
    "1F98F": (None, (0.1, 0.68, -1), (0.15, 0.75, -1)),  # rhinoceros
    "1F993": (None, None, (0.1, 0.8, -1)),  # zebra
    "1F994": ((0.1, 0.72, -1), None, None),  # hedgehog
    "1F99B": ((0.08, 0.63, -1), None, None),  # hippopotamus
    "1F99D": (None, (0.08, 0.56, -1), None),  # raccoon
    "1F9A1": (None, (0.06, 0.6, -1), (0.04, 0.6, -1)),  # badger
    "1F9A3": (None, (0.1, 0.58, -1), (0.1, 0.62, -1)),  # mammoth
    "1F9A4": (None, (0.1, 0.15, -1), (0.15, 0.15, -1)),  # dodo
    "1F9A5": ((0.27, 0.58, 0), (0.22, 0.5, 0), (0.63, 0.62, 0)),  # sloth
    "1F9A6": ((0.2, 0.52, 0), (0.24, 0.42, 0), None),  # otter
    "1F9A8": (None, None, (0.08, 0.62, -1)),  # skunk
    "1F9AD": ((0.13, 0.53, -1), (0.35, 0.33, 0), None),  # seal
    "1FABF": ((0.1, 0.18, -1), None, None),  # goose
}


def known_mouth(body: Body) -> tuple[Point, int] | None:
    """As `mouth`; None if its place follows from the eyes."""
    part = body.part
    spots, style = _SPOTS.get(part.concept), STYLES.index(part.style)
    if part.is_head and OUTLINES[part.concept][style] != ALL:
        return None  # the spots are measured on the whole art
    spot = None if spots is None else spots[style]
    if spot is None:
        return None
    x, y = body.art.nearest(spot[0], spot[1])
    return (UNIT * x, UNIT * y), spot[2]


def mouth(context: DrawingContext, body: Body) -> tuple[Point, int]:
    """The mouth, and the side that it is at: 0 for a face seen from the front."""
    if (known := known_mouth(body)) is not None:
        return known
    wearer, box = body.wearer, body.part.anchors.box
    x, y, apart = body.part.anchors.eyes
    if side := front_side(context.library, body.part.concept, body.part.anchors):
        level = y + (0.7 * wearer.apart if body.is_whole else 1.2 * apart)
        edges = wearer.edges(level)
        return Affine.scale(UNIT).at((edges[side > 0], level)), side
    middle = mouth_level(wearer, is_person(context.library, body.part.concept))
    if middle is None:
        middle = min(y + 0.95 * wearer.apart, box.y + 0.84 * box.h)
    return Affine.scale(UNIT).at((x, middle)), 0
