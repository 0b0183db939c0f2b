"""A figure inside a thing: in an open vessel, behind glass, in a cracked egg, between bread."""

from collections.abc import Mapping

from model.sketch.drawing.body import DrawingContext
from model.sketch.drawing.geometry import Affine, Bounds
from model.sketch.drawing.look import look
from model.sketch.drawing.pieces import Piece, stack, unit_bounds
from model.sketch.library import Part
from model.sketch.scene import STYLES

_CONTAINER, _VISIBLE, _DRIVING = 1.3, 0.74, 0.7
_CARTON = "1F4E6"
# The colours of an open carton: its front, its shaded flaps, its inside, its tape.
_CARDBOARD, _CARDBOARD_DARK, _INSIDE, _TAPE = "#d7a069", "#b27a45", "#84562f", "#edd3ac"
# The front rim of open vessels: its height at the sides and its sag, in shares of the box.
_RIMS: Mapping[str, Mapping[str, tuple[float, float]]] = {
    "1FAA3": {"fluent": (0.14, 0.0), "noto": (0.14, 0.16), "twemoji": (0.14, 0.16)},  # bucket
    "1F375": {"fluent": (0.38, 0.0), "noto": (0.42, 0.09), "twemoji": (0.4, 0.2)},  # tea
    "2615": {"fluent": (0.36, 0.34), "noto": (0.45, 0.09), "twemoji": (0.38, 0.22)},  # coffee
    "1F6C1": {"fluent": (0.5, 0.0), "noto": (0.46, 0.03), "twemoji": (0.5, 0.0)},  # bathtub
    "1F9FA": {"fluent": (0.46, 0.0), "noto": (0.42, 0.12), "twemoji": (0.36, 0.2)},  # basket
    "E414": dict.fromkeys(STYLES, (0.27, 0.19)),  # swimming pool
    "E419": dict.fromkeys(STYLES, (0.15, 0.07)),  # cauldron
    "1F5D1": {"fluent": (0.04, 0.0), "noto": (0.1, 0.07), "twemoji": (0.06, 0.0)},  # wastebasket
}
# What lets its inside be seen: the middle and half the width of the room in it.
_GLASS: Mapping[str, tuple[float, float, float]] = {
    "1F4A1": (0.5, 0.36, 0.33),
    "1FAD9": (0.5, 0.6, 0.34),
    "1F52E": (0.5, 0.42, 0.33),
    "1FAE7": (0.5, 0.5, 0.3),
    "E404": (0.5, 0.62, 0.3),  # washing machine
    "E40B": (0.5, 0.55, 0.34),  # fish bowl
    "E41A": (0.5, 0.4, 0.34),  # snow globe
}
_ROOM, _SHEEN = 0.86, 0.3
_EGG, _HOT_DOG = "1F95A", "1F32D"
_CRACK = 0.46
_LEVEL: Mapping[str, float] = {"fluent": 38, "noto": -34, "twemoji": -42}


def inside(context: DrawingContext, part: Part, picture: Piece) -> Piece:
    """The picture in a container, which hides what is below its rim."""
    if part.concept in _GLASS:
        return _behind_glass(context, part, picture)
    if part.concept == _EGG:
        return _in_egg(context, part, picture)
    if part.concept == _HOT_DOG:
        return _in_bun(context, part, picture)
    if part.concept == _CARTON:
        return _in_carton(context, part, picture)
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


def _in_carton(context: DrawingContext, part: Part, picture: Piece) -> Piece:
    """The picture in an open carton, which no emoji shows."""
    context.table.used.append(part.concept)
    box = picture.bounds
    half = 0.58 * max(box.width, 0.8 * box.height)
    place = Affine.move(box.centre[0], box.y0 + 0.7 * box.height) @ Affine.scale(half / 100)
    front, back = (Piece(svg, Bounds(-136, -26, 136, 96).corners).moved(place) for svg in _carton())
    shown = _down_to(picture, front.bounds.y1 - 2)
    cut = context.table.clipped(picture, _upper(picture, shown.y1, 0), shown)
    return stack([back, cut, front])


def _carton() -> tuple[str, str]:
    """The front of an open carton with its flaps, and its inside; its rim is from -100 to 100."""
    inside = f'<path d="M-100 0L-86-24H86L100 0V30H-100z" fill="{_INSIDE}"/>'
    front = (
        f'<rect x="-100" width="200" height="95" rx="5" fill="{_CARDBOARD}"/>'
        f'<path d="M-100 84H100V90Q100 95 95 95H-95Q-100 95-100 90z" fill="{_CARDBOARD_DARK}"/>'
        f'<path d="M-14 0H14V42H-14z" fill="{_TAPE}"/>'
        f'<path d="M-100 0L-86-24L-122-16L-134 11zM100 0L86-24L122-16L134 11z" '
        f'fill="{_CARDBOARD_DARK}"/>'
    )
    return front, inside


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
