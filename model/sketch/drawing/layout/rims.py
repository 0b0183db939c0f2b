"""How deep a figure is in a container, and its paws on the rim."""

from dataclasses import dataclass

from model.sketch.drawing.action.mittens import mittens
from model.sketch.drawing.art.pieces import UNIT, Piece, Table
from model.sketch.drawing.art.stances import PROFILES, front_side, has_limbs, is_person, shown_base
from model.sketch.drawing.art.wearer import Wearer
from model.sketch.drawing.body.body import DrawingContext
from model.sketch.drawing.body.limb_ink import hand_ink
from model.sketch.drawing.figure import Figure
from model.sketch.drawing.vector.geometry import Bounds
from model.sketch.drawing.wear.dress import is_head
from model.sketch.scene import Scene

# The share of a picture that is seen above a rim; of a head and of a whole animal, what is hidden
# below a straight rim and below one that hangs in the middle.
_VISIBLE = 0.74
_HEAD, _WHOLE = (0.1, 0.2), (0.4, 0.5)
_APART, _PAW = 0.29, 0.8
# How far below the eyes a rim is at least, in heights of the body.
_BELOW_EYES = 0.16
_GROUP = (0.16, 0.2)


@dataclass(frozen=True, slots=True)
class Rim:
    """Where a container's rim crosses a picture.

    `foot` is the lower edge of the body in the picture and `height` how high the body is; `hidden`
    are the shares of it below a straight and below a curved rim. It looks to a `side`: -1 left,
    1 right, 0 ahead. A `figure` that holds on to the rim has its paws at both sides, `half` their
    distance from the middle.
    """

    foot: float
    height: float
    hidden: tuple[float, float]
    side: int = 0
    half: float = 0.0
    figure: Figure | None = None

    def level(self, *, curved: bool = False) -> float:
        """The height of the rim at its ends."""
        return self.foot - self.hidden[curved] * self.height

    def paws(self, x: float, y: float) -> list[Piece]:
        """Two paws that hold on to a rim around a point; none if no figure holds on."""
        if self.figure is None or self.figure.ink is None:
            return []
        hands = ((x - self.half, y), (x + self.half, y))
        return mittens(hands, _PAW * self.height, hand_ink(self.figure.ink))


def rim_of(context: DrawingContext, scene: Scene, figure: Figure) -> Rim:
    """The rim for a figure: below the chin of a head, above the legs of a whole animal."""
    body = figure.body
    if body is None:
        return plain_rim(figure.piece)
    concept, box = body.part.concept, figure.place.bounds(body.bounds)
    side = front_side(context.library, concept, body.part.anchors)
    side = -side if figure.place.a < 0 else side
    if scene.pose is not None or figure.below is not None:
        return plain_rim(figure.piece, side)
    if not is_head(context.library, Wearer(body.part, body.part.body)):
        limbed = has_limbs(context.library, concept, body.part.anchors)
        if limbed and not is_person(context.library, concept):
            _, eyes = figure.place.at((0.0, UNIT * body.part.anchors.eyes[1]))
            most = max((box.y1 - eyes) / box.height - _BELOW_EYES, 0.1)
            return Rim(box.y1, box.height, (min(_WHOLE[0], most), min(_WHOLE[1], most)), side)
        return plain_rim(figure.piece, side)
    is_busy = bool(scene.held or scene.text or scene.act or concept in PROFILES or side)
    holder = None if is_busy else figure
    return Rim(box.y1, box.height, _HEAD, side, _APART * box.width, holder)


def rim_of_group(context: DrawingContext, scene: Scene, picture: Piece) -> Rim:
    """The rim for several figures."""
    part = context.part(shown_base(context.library, scene))
    if not is_head(context.library, Wearer(part, part.body)):
        return plain_rim(picture)
    box = picture.bounds
    return Rim(box.y1, box.height, _GROUP)


def plain_rim(picture: Piece, side: int = 0) -> Rim:
    """The rim for a picture of which nothing is known: it hides a quarter."""
    box = picture.bounds
    return Rim(box.y1, box.height, (1 - _VISIBLE, 1 - _VISIBLE), side)


def upper_part(table: Table, picture: Piece, level: float, sag: float = 0.0) -> Piece:
    """The picture cut off at a level, which hangs in the middle by `sag`."""
    box = picture.extent
    shown = Bounds(box.x0, box.y0, box.x1, min(box.y1, level + sag))
    if not sag:
        level = shown.y1
    left, right, top, x = box.x0 - 20, box.x1 + 20, box.y0 - 60, box.centre[0]
    outline = (
        f"M{left:.1f} {top:.1f}H{right:.1f}V{level:.1f}Q{x:.1f} {level + 2 * sag:.1f} "
        f"{left:.1f} {level:.1f}z"
    )
    return table.clipped(picture, outline, shown)


def lower_part(table: Table, thing: Piece, level: float) -> Piece:
    """The part of a thing below a level, to be drawn in front of a figure."""
    box = thing.bounds
    left, right, bottom = box.x0 - 9, box.x1 + 9, box.y1 + 9
    outline = f"M{left:.1f} {level:.1f}H{right:.1f}V{bottom:.1f}H{left:.1f}z"
    return table.clipped(thing, outline, Bounds(box.x0, level, box.x1, box.y1))
