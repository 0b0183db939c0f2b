"""A figure inside a thing: in an open vessel, behind glass, in a cracked egg, between bread."""

from collections.abc import Mapping

from model.sketch.drawing.art.pieces import Piece, stack, unit_bounds
from model.sketch.drawing.art.stances import ROCKET
from model.sketch.drawing.body.body import DrawingContext
from model.sketch.drawing.colour.look import look
from model.sketch.drawing.layout.rims import Rim, lower_part, upper_part
from model.sketch.drawing.layout.vehicles import in_car, in_rocket
from model.sketch.drawing.layout.vessels import BELTS, FISH_BOWL, VESSELS
from model.sketch.drawing.vector.geometry import Affine, Bounds
from model.sketch.library import Part
from model.sketch.scene import STYLES

_CONTAINER = 1.3
_HALF = 0.58  # of a drawn vessel
# The front rim of open vessels: its height at the sides and its sag, in shares of the box.
_RIMS: Mapping[str, Mapping[str, tuple[float, float]]] = {
    "1FAA3": {"fluent": (0.14, 0.0), "noto": (0.14, 0.16), "twemoji": (0.14, 0.16)},  # bucket
    "1F6C1": {"fluent": (0.5, 0.0), "noto": (0.46, 0.03), "twemoji": (0.5, 0.0)},  # bathtub
    "1F9FA": {"fluent": (0.46, 0.0), "noto": (0.42, 0.12), "twemoji": (0.36, 0.2)},  # basket
    "E414": dict.fromkeys(STYLES, (0.27, 0.19)),  # swimming pool
    "E419": dict.fromkeys(STYLES, (0.15, 0.07)),  # cauldron
    "1F5D1": {"fluent": (0.04, 0.0), "noto": (0.1, 0.07), "twemoji": (0.06, 0.0)},  # wastebasket
    "26F5": {"fluent": (0.65, 0.0), "noto": (0.76, 0.0), "twemoji": (0.64, 0.0)},  # sailboat
    "1F6A4": {"fluent": (0.46, 0.0), "noto": (0.3, 0.0), "twemoji": (0.2, 0.0)},  # speedboat
    "1F6E5": {"fluent": (0.56, 0.0), "noto": (0.5, 0.0), "twemoji": (0.2, 0.0)},  # motor boat
    "1F3CE": {"fluent": (0.42, 0.0), "noto": (0.5, 0.0), "twemoji": (0.44, 0.0)},  # racing car
    "1F6F8": {"fluent": (0.34, 0.02), "noto": (0.42, 0.02), "twemoji": (0.34, 0.04)},  # saucer
}
_BATH, _FOAM, _FOAM_SHADE = "1F6C1", "#e8f5ff", "#8fc8ee"
# The middle and the radius of bubbles, in widths of the tub.
_BUBBLES = ((0.1, 0.05), (0.2, 0.07), (0.31, 0.055), (0.69, 0.055), (0.8, 0.07), (0.9, 0.05))
# A rim counts as curved if its sag is larger; paws are this far down its curve.
_CURVED, _PAWS = 0.05, 0.72
# Things that show what is inside them: the middle and half the width of the room in them.
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


def inside(context: DrawingContext, part: Part, picture: Piece, rim: Rim) -> Piece:
    """The picture in a container, which hides what is below its `rim`."""
    if part.concept == FISH_BOWL:
        return _in_fish_bowl(context, picture)
    if part.concept in VESSELS:
        return _in_drawn(context, part.concept, picture, rim)
    if part.concept in _GLASS:
        return _behind_glass(context, part, picture)
    if part.concept == ROCKET:
        return in_rocket(context, part, picture)
    if part.concept == _EGG:
        return _in_egg(context, part, picture, rim)
    if part.concept == _HOT_DOG:
        return _in_bun(context, part, picture)
    if part.concept in BELTS:
        return in_car(context, part, picture, rim)
    if part.concept in _RIMS:
        return _in_vessel(context, part, picture, rim)
    return _in_box(context, part, picture, rim)


def _in_box(context: DrawingContext, part: Part, picture: Piece, rim: Rim) -> Piece:
    """The picture behind the part, which hides its lower half."""
    box, own = picture.bounds, unit_bounds(part.anchors)
    scale = _CONTAINER * max(box.width, 0.6 * box.height) / own.width
    at = box.centre[0], rim.level()
    top = look(part.body, part.size).top(own.centre[0], 0.14 * own.width)
    place = Affine.onto(at, (own.centre[0], top), scale)
    front = context.placed(part, place)
    cut = upper_part(context.table, picture, front.bounds.y1 - 1)
    return stack([cut, front, *rim.paws(at[0], at[1])])


def _in_drawn(context: DrawingContext, concept: str, picture: Piece, rim: Rim) -> Piece:
    """The picture in a vessel drawn for it."""
    context.table.used.append(concept)
    vessel, box = VESSELS[concept], picture.bounds
    half = _HALF * max(box.width, 0.8 * box.height)
    scale, level = half / 100, rim.level(curved=vessel.sag > 0)
    place = Affine.move(box.centre[0], level) @ Affine.scale(scale)
    hull = vessel.bounds.corners
    back, front = (Piece(svg, hull).moved(place) for svg in (vessel.back, vessel.front))
    deep = scale * vessel.sag
    cut = upper_part(context.table, picture, level + scale * vessel.floor, deep)
    return stack([back, cut, front, *rim.paws(box.centre[0], level + _PAWS * deep)])


def _in_fish_bowl(context: DrawingContext, picture: Piece) -> Piece:
    """The picture in the water of a round bowl."""
    context.table.used.append(FISH_BOWL)
    vessel, box = VESSELS[FISH_BOWL], picture.bounds
    scale = max(box.width / 180, box.height / 130)
    place = Affine.onto(box.centre, (0, 12), scale)
    hull = vessel.bounds.corners
    back, front = (Piece(svg, hull).moved(place) for svg in (vessel.back, vessel.front))
    return stack([back, picture, front])


def _in_vessel(context: DrawingContext, part: Part, picture: Piece, rim: Rim) -> Piece:
    """The picture in front of an open vessel, cut off at the vessel's front rim."""
    box, own = picture.bounds, unit_bounds(part.anchors)
    height, sag = _RIMS[part.concept][part.style]
    scale = _CONTAINER * max(box.width, 0.7 * box.height) / own.width
    level = rim.level(curved=sag > _CURVED)
    y = own.y0 + height * own.height
    place = Affine.onto((box.centre[0], level), (own.centre[0], y), scale)
    vessel = context.placed(part, place)
    deep = sag * scale * own.height
    cut = upper_part(context.table, picture, level, deep)
    foam = [_foam(vessel.bounds, level)] if part.concept == _BATH else []
    return stack([vessel, cut, *foam, *rim.paws(box.centre[0], level + _PAWS * deep)])


def _foam(tub: Bounds, level: float) -> Piece:
    """Bubbles of soap along the front rim of a bathtub."""
    shade = light = ""
    for x, radius in _BUBBLES:
        at, size = tub.x0 + x * tub.width, radius * tub.width
        middle = f'<circle cx="{at:.2f}" cy="{level - 0.3 * size:.2f}"'
        shade += f'{middle} r="{1.14 * size:.2f}" fill="{_FOAM_SHADE}"/>'
        light += f'{middle} r="{size:.2f}" fill="{_FOAM}"/>'
    top = level - 1.5 * max(radius for _, radius in _BUBBLES) * tub.width
    return Piece(shade + light, Bounds(tub.x0, top, tub.x1, level).corners)


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


def _in_egg(context: DrawingContext, part: Part, picture: Piece, edge: Rim) -> Piece:
    """The picture in the lower half of an egg, cracked in a zigzag."""
    box, own = picture.bounds, unit_bounds(part.anchors)
    scale = 1.12 * max(box.width, 0.7 * box.height) / own.width
    rim = edge.level()
    y = own.y0 + _CRACK * own.height
    place = Affine.onto((box.centre[0], rim), (own.centre[0], y), scale)
    egg = context.placed(part, place)
    shell, teeth = egg.bounds, 7
    step, high = shell.width / teeth, 0.07 * shell.height
    zigzag = "".join(
        f"L{shell.x0 + n * step:.1f} {rim + (high if n % 2 else -high):.1f}"
        for n in range(teeth + 1)
    )
    outline = f"M{shell.x0 - 9:.1f} {rim:.1f}{zigzag}H{shell.x1 + 9:.1f}V{shell.y1 + 9:.1f}"
    lower = Bounds(shell.x0, rim - high, shell.x1, shell.y1)
    front = context.table.clipped(egg, f"{outline}H{shell.x0 - 9:.1f}z", lower)
    cut = upper_part(context.table, picture, shell.y1 - 0.2 * shell.height)
    return stack([cut, front])


def _in_bun(context: DrawingContext, part: Part, picture: Piece) -> Piece:
    """The picture between the halves of a bun that lies level."""
    box, own = picture.bounds, unit_bounds(part.anchors)
    scale = 1.5 * max(box.width, 0.8 * box.height) / max(own.width, own.height)
    at = box.centre[0], box.y0 + 0.76 * box.height
    bun = context.placed(part, Affine.onto(at, own.centre, scale, _LEVEL[part.style]))
    whole = bun.bounds
    level = whole.centre[1] + 0.02 * whole.height
    cut = upper_part(context.table, picture, level + 1)
    return stack([bun, cut, lower_part(context.table, bun, level)])
