"""A figure inside a thing: in an open vessel, behind glass, in a cracked egg, between bread."""

from collections.abc import Mapping

from model.sketch.drawing.body import DrawingContext
from model.sketch.drawing.geometry import Affine, Bounds
from model.sketch.drawing.look import look
from model.sketch.drawing.pieces import Piece, stack, unit_bounds
from model.sketch.drawing.vessels import BELTS, FISH_BOWL, VESSELS
from model.sketch.library import Part
from model.sketch.scene import STYLES

_CONTAINER, _VISIBLE, _DRIVING = 1.3, 0.74, 0.7
_HALF, _RIM = 0.58, 0.7  # of a drawn vessel
# The front rim of open vessels: its height at the sides and its sag, in shares of the box.
_RIMS: Mapping[str, Mapping[str, tuple[float, float]]] = {
    "1FAA3": {"fluent": (0.14, 0.0), "noto": (0.14, 0.16), "twemoji": (0.14, 0.16)},  # bucket
    "2615": {"fluent": (0.36, 0.34), "noto": (0.45, 0.09), "twemoji": (0.38, 0.22)},  # coffee
    "1F6C1": {"fluent": (0.5, 0.0), "noto": (0.46, 0.03), "twemoji": (0.5, 0.0)},  # bathtub
    "1F9FA": {"fluent": (0.46, 0.0), "noto": (0.42, 0.12), "twemoji": (0.36, 0.2)},  # basket
    "E414": dict.fromkeys(STYLES, (0.27, 0.19)),  # swimming pool
    "E419": dict.fromkeys(STYLES, (0.15, 0.07)),  # cauldron
    "1F5D1": {"fluent": (0.04, 0.0), "noto": (0.1, 0.07), "twemoji": (0.06, 0.0)},  # wastebasket
    "1F6F6": {"fluent": (0.36, 0.02), "noto": (0.36, 0.1), "twemoji": (0.2, 0.04)},  # canoe
    "26F5": {"fluent": (0.65, 0.0), "noto": (0.76, 0.0), "twemoji": (0.64, 0.0)},  # sailboat
    "1F6A4": {"fluent": (0.46, 0.0), "noto": (0.3, 0.0), "twemoji": (0.2, 0.0)},  # speedboat
    "1F6E5": {"fluent": (0.56, 0.0), "noto": (0.5, 0.0), "twemoji": (0.2, 0.0)},  # motor boat
    "1F3CE": {"fluent": (0.42, 0.0), "noto": (0.5, 0.0), "twemoji": (0.44, 0.0)},  # racing car
    "1F6F8": {"fluent": (0.34, 0.02), "noto": (0.42, 0.02), "twemoji": (0.34, 0.04)},  # saucer
}
_ROOMY = 1.75  # the width of a car, in widths of who drives it
# What lets its inside be seen: the middle and half the width of the room in it.
_GLASS: Mapping[str, tuple[float, float, float]] = {
    "1F4A1": (0.5, 0.36, 0.33),
    "1FAD9": (0.5, 0.6, 0.34),
    "1F52E": (0.5, 0.42, 0.33),
    "1FAE7": (0.5, 0.5, 0.3),
    "E404": (0.5, 0.62, 0.3),  # washing machine
    "E41A": (0.5, 0.4, 0.34),  # snow globe
    "E41D": (0.52, 0.61, 0.24),  # the porthole of a submarine
}
_ROOM, _SHEEN = 1.06, 0.2
_EGG, _HOT_DOG = "1F95A", "1F32D"
_CRACK = 0.46
_LEVEL: Mapping[str, float] = {"fluent": 38, "noto": -34, "twemoji": -42}


def inside(context: DrawingContext, part: Part, picture: Piece) -> Piece:
    """The picture in a container, which hides what is below its rim."""
    if part.concept == FISH_BOWL:
        return _in_fish_bowl(context, picture)
    if part.concept in VESSELS:
        return _in_drawn(context, part.concept, picture)
    if part.concept in _GLASS:
        return _behind_glass(context, part, picture)
    if part.concept == _EGG:
        return _in_egg(context, part, picture)
    if part.concept == _HOT_DOG:
        return _in_bun(context, part, picture)
    if part.concept in BELTS:
        return _in_car(context, part, picture)
    if part.concept in _RIMS:
        return _in_vessel(context, part, picture)
    return _in_box(context, part, picture)


def _in_box(context: DrawingContext, part: Part, picture: Piece) -> Piece:
    """The picture behind the part, which hides its lower half."""
    box, own = picture.bounds, unit_bounds(part.anchors)
    scale = _CONTAINER * max(box.width, 0.6 * box.height) / own.width
    visible = _DRIVING if context.library.kind(part.concept) == "vehicle" else _VISIBLE
    rim = box.centre[0], box.y0 + visible * box.height
    top = look(part.body, part.size).top(own.centre[0], 0.14 * own.width)
    place = Affine.onto(rim, (own.centre[0], top), scale)
    front = context.placed(part, place)
    shown = _down_to(picture, front.bounds.y1 - 1)
    return stack([context.table.clipped(picture, _upper(picture, shown.y1, 0), shown), front])


def _in_car(context: DrawingContext, part: Part, picture: Piece) -> Piece:
    """The picture in a car without its roof."""
    box, own = picture.bounds, unit_bounds(part.anchors)
    scale = _ROOMY * max(box.width, 0.7 * box.height) / own.width
    rim = box.y0 + _DRIVING * box.height
    y = own.y0 + BELTS[part.concept][part.style] * own.height
    x = own.centre[0] + 0.04 * own.width
    whole = context.placed(part, Affine.onto((box.centre[0], rim), (x, y), scale))
    car = whole.bounds
    outline = f"M{car.x0 - 9:.1f} {rim:.1f}H{car.x1 + 9:.1f}V{car.y1 + 9:.1f}H{car.x0 - 9:.1f}z"
    body = context.table.clipped(whole, outline, Bounds(car.x0, rim, car.x1, car.y1))
    shown = _down_to(picture, rim + 0.3 * (car.y1 - rim))
    return stack([context.table.clipped(picture, _upper(picture, shown.y1, 0), shown), body])


def _in_drawn(context: DrawingContext, concept: str, picture: Piece) -> Piece:
    """The picture in a vessel drawn for it."""
    context.table.used.append(concept)
    vessel, box = VESSELS[concept], picture.bounds
    half = _HALF * max(box.width, 0.8 * box.height)
    scale, rim = half / 100, box.y0 + _RIM * box.height
    place = Affine.move(box.centre[0], rim) @ Affine.scale(scale)
    hull = vessel.bounds.corners
    back, front = (Piece(svg, hull).moved(place) for svg in (vessel.back, vessel.front))
    bottom = scale * max(vessel.floor, vessel.sag)
    shown = _down_to(picture, rim + bottom)
    outline = _upper(picture, rim if vessel.sag else shown.y1, scale * vessel.sag)
    return stack([back, context.table.clipped(picture, outline, shown), front])


def _in_fish_bowl(context: DrawingContext, picture: Piece) -> Piece:
    """The picture in the water of a round bowl."""
    context.table.used.append(FISH_BOWL)
    vessel, box = VESSELS[FISH_BOWL], picture.bounds
    scale = max(box.width / 180, box.height / 130)
    place = Affine.onto(box.centre, (0, 12), scale)
    hull = vessel.bounds.corners
    back, front = (Piece(svg, hull).moved(place) for svg in (vessel.back, vessel.front))
    return stack([back, picture, front])


def _down_to(picture: Piece, bottom: float) -> Bounds:
    """The bounds of what is drawn, cut off at a height."""
    box = picture.extent
    return Bounds(box.x0, box.y0, box.x1, min(box.y1, bottom))


def _in_vessel(context: DrawingContext, part: Part, picture: Piece) -> Piece:
    """The picture in front of an open vessel, cut off at the vessel's front rim."""
    box, own = picture.bounds, unit_bounds(part.anchors)
    level, sag = _RIMS[part.concept][part.style]
    scale = _CONTAINER * max(box.width, 0.7 * box.height) / own.width
    rim = box.y0 + _VISIBLE * box.height
    y = own.y0 + level * own.height
    place = Affine.onto((box.centre[0], rim), (own.centre[0], y), scale)
    vessel = context.placed(part, place)
    deep = sag * scale * own.height
    shown = _down_to(picture, rim + deep)
    return stack([vessel, context.table.clipped(picture, _upper(picture, rim, deep), shown)])


def _upper(picture: Piece, level: float, sag: float) -> str:
    """The outline of what is above a level that sags in the middle of the picture."""
    box = picture.extent
    left, right, top = box.x0 - 20, box.x1 + 20, box.y0 - 60
    x = box.centre[0]
    return (
        f"M{left:.1f} {top:.1f}H{right:.1f}V{level:.1f}Q{x:.1f} {level + 2 * sag:.1f} "
        f"{left:.1f} {level:.1f}z"
    )


def _behind_glass(context: DrawingContext, part: Part, picture: Piece) -> Piece:
    """The picture, small, within a glass whose sheen is in front of it."""
    box, own = picture.bounds, unit_bounds(part.anchors)
    x, y, half = _GLASS[part.concept]
    side = max(box.width, box.height)
    scale = side / (2 * half * max(own.width, 0.6 * own.height)) / _ROOM
    middle = own.x0 + x * own.width, own.y0 + y * own.height
    place = Affine.onto(box.centre, middle, scale)
    glass = context.placed(part, place)
    sheen = context.table.cut(part, place, context.tinted(part.concept))
    front = Piece(f'<g opacity="{_SHEEN}">{sheen.svg}</g>', sheen.hull)
    return stack([glass, picture, front])


def _in_egg(context: DrawingContext, part: Part, picture: Piece) -> Piece:
    """The picture in the lower half of an egg, cracked in a zigzag."""
    box, own = picture.bounds, unit_bounds(part.anchors)
    scale = 1.12 * max(box.width, 0.7 * box.height) / own.width
    rim = box.y0 + _VISIBLE * box.height
    y = own.y0 + _CRACK * own.height
    place = Affine.onto((box.centre[0], rim), (own.centre[0], y), scale)
    egg = context.placed(part, place)
    shell, teeth = egg.bounds, 7
    step, high = shell.width / teeth, 0.09 * shell.height
    zigzag = "".join(
        f"L{shell.x0 + n * step:.1f} {rim + (high if n % 2 else -high):.1f}"
        for n in range(teeth + 1)
    )
    outline = f"M{shell.x0 - 9:.1f} {rim:.1f}{zigzag}H{shell.x1 + 9:.1f}V{shell.y1 + 9:.1f}"
    lower = Bounds(shell.x0, rim - high, shell.x1, shell.y1)
    front = context.table.clipped(egg, f"{outline}H{shell.x0 - 9:.1f}z", lower)
    shown = _down_to(picture, shell.y1 - 0.2 * shell.height)
    return stack([context.table.clipped(picture, _upper(picture, shown.y1, 0), shown), front])


def _in_bun(context: DrawingContext, part: Part, picture: Piece) -> Piece:
    """The picture between the halves of a bun that lies level."""
    box, own = picture.bounds, unit_bounds(part.anchors)
    scale = 1.5 * max(box.width, 0.8 * box.height) / max(own.width, own.height)
    place = (
        Affine.move(box.centre[0], box.y0 + 0.76 * box.height)
        @ Affine.turn(_LEVEL[part.style])
        @ Affine.scale(scale)
        @ Affine.move(-own.centre[0], -own.centre[1])
    )
    bun = context.placed(part, place)
    whole = bun.bounds
    level = whole.centre[1] + 0.02 * whole.height
    outline = (
        f"M{whole.x0 - 9:.1f} {level:.1f}H{whole.x1 + 9:.1f}V{whole.y1 + 9:.1f}H{whole.x0 - 9:.1f}z"
    )
    lower = Bounds(whole.x0, level, whole.x1, whole.y1)
    shown = _down_to(picture, level + 1)
    cut = context.table.clipped(picture, _upper(picture, level + 1, 0), shown)
    return stack([bun, cut, context.table.clipped(bun, outline, lower)])
