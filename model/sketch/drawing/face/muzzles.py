"""Mouths of animal heads with an expression: the own one is covered, another is below the nose."""

from collections.abc import Mapping

from model.sketch.drawing.art.pieces import UNIT, Piece
from model.sketch.drawing.art.wearer import Wearer
from model.sketch.drawing.colour.oklch import to_hex
from model.sketch.drawing.vector.geometry import Bounds

_Room = tuple[float, float, float]
_Rooms = Mapping[str, tuple[_Room | None, _Room | None, _Room | None]]
_STYLES = ("fluent", "noto", "twemoji")
# Where the mouth is in each style, in eye distances: its top and its bottom below the eyes, and
# half its width; None where the art has no room for another.
_ROOMS: _Rooms = {
    "1F431": ((0.52, 1.18, 0.7), (0.34, 0.64, 0.52), (0.7, 1.02, 0.6)),
    "1F43B": ((0.66, 1.08, 0.52), (0.6, 0.9, 0.32), (1.2, 1.66, 0.42)),
    "1F436": ((1.06, 2.8, 0.7), (0.62, 1.2, 0.54), None),
    "1F43C": ((0.62, 1.08, 0.52), (0.7, 1.1, 0.58), (1.28, 1.68, 0.34)),
    "1F430": ((0.6, 1.08, 0.52), (0.66, 1.16, 0.4), (0.48, 0.86, 0.34)),
    "1F439": ((0.63, 0.98, 0.42), (0.62, 1.02, 0.42), (0.9, 1.12, 0.3)),
    "1F98A": ((0.72, 1.02, 0.36), (1.13, 1.38, 0.42), None),
    "1F981": ((0.85, 1.2, 0.36), (0.84, 1.22, 0.36), (1.26, 1.62, 0.34)),
    "1F42F": ((0.9, 1.25, 0.36), (0.62, 1.14, 0.46), (1.26, 1.6, 0.36)),
    "1F42D": ((0.75, 1.0, 0.28), (0.48, 0.8, 0.3), None),
    "1F43A": ((1.05, 1.64, 0.42), (1.22, 1.48, 0.38), None),
    "1F437": ((1.28, 1.56, 0.36), (0.46, 0.64, 0.5), None),
    "1F428": (None, (0.6, 1.0, 0.44), None),
    "1F438": ((0.82, 1.12, 0.42), (0.53, 0.96, 0.66), (0.72, 0.94, 0.32)),
    "1F99D": ((0.7, 1.06, 0.5), None, (0.64, 0.9, 0.32)),
}
_DOG, _CAT = (0.78, 1.16, 0.46), (0.43, 0.74, 0.34)
"""Those of the breeds, which are drawn alike in all styles."""
# The same for eating alone, on heads where a mouth with an expression would not be seen.
_EATING: _Rooms = {
    "1F428": ((0.8, 0.95, 0.26), None, (0.84, 1.0, 0.26)),
    "1F436": (None, None, (1.14, 1.6, 0.42)),
    "1F98A": (None, None, (1.32, 1.54, 0.24)),
    "1F42D": (None, None, (1.22, 1.48, 0.26)),
    "1F43A": (None, None, (1.3, 1.5, 0.24)),
    "1F437": (None, None, (0.66, 0.78, 0.16)),
    "1F42E": ((1.3, 1.74, 0.4), (1.36, 1.76, 0.4), (1.5, 1.96, 0.36)),
    "1F435": ((0.72, 1.36, 0.52), (0.7, 1.1, 0.56), (1.22, 1.66, 0.48)),
    "1F9F8": ((0.5, 0.76, 0.3), (0.64, 0.96, 0.36), (0.6, 0.92, 0.36)),
}
_PERSON = (0.74, 1.1, 0.46)
_WIDEST = 0.44
"""Eyes of persons that are further apart, in widths of the art, are not those of the face."""
_FANGED = ("1F9DB", "1F9DF")  # vampires and zombies: their mouths stay
_LIPPED = frozenset({"1F435"})
"""Heads with large lips, which stay around an open mouth."""
_FROWN, _FLAT, _OPEN, _GRIN = "frown", "flat", "open", "grin"
_MOUTHS: Mapping[str, str] = {
    **dict.fromkeys(
        ("angry", "furious", "sad", "disappointed", "pensive", "worried", "crying", "sobbing",
         "tearful", "anguished", "sick", "disgusted", "confused", "pleading", "scared"), _FROWN,
    ),
    **dict.fromkeys(
        ("bored", "neutral", "speechless", "suspicious", "jealous", "rolling eyes", "grimacing",
         "tired"), _FLAT,
    ),
    **dict.fromkeys(("surprised", "shocked", "sleepy"), _OPEN),
    "laughing": _GRIN,
}  # fmt: skip
_LAUGHING = frozenset({"happy", "grinning", "silly"})
_DARK, _PALE, _TONGUE = "#3a2226", "#fff3d6", "#f0607a"
_ROUND = 0.75  # how high the rounded corners of a cover are, in half its heights
_DIM = 0.42  # the lightness of a muzzle below which a line on it is pale


def muzzle_mouth(wearer: Wearer, expression: str, is_mixed: bool = False) -> list[Piece]:
    """The mouth of an animal's head with an expression, in front of the art's own.

    With `is_mixed`, the eyes have another expression: the mouth alone says that it laughs.
    """
    shape, room = _MOUTHS.get(expression), _room(wearer)
    if is_mixed and expression in _LAUGHING:
        shape = _GRIN
    if shape is None or room is None:
        return []
    return [_in_room(wearer, room, shape)]


def eating_mouth(wearer: Wearer, is_person: bool) -> list[Piece]:
    """An open mouth below the nose, in front of the art's own; none where its place is unknown."""
    room = _open_room(wearer, is_person)
    is_covered = wearer.part.concept not in _LIPPED
    return [] if room is None else [_in_room(wearer, room, _OPEN, is_covered)]


def mouth_level(wearer: Wearer, is_person: bool) -> float | None:
    """The height of the middle of a mouth in the unit square; None where it is unknown."""
    room = _open_room(wearer, is_person)
    if room is None:
        return None
    _, y, apart = wearer.anchors.eyes
    return y + (room[0] + room[1]) / 2 * apart


def _in_room(wearer: Wearer, room: _Room, shape: str, is_covered: bool = True) -> Piece:
    """A mouth of a shape in its room, in which the art's own may be covered."""
    x, y, apart = wearer.anchors.eyes
    top, bottom, half = room
    middle, high = y + (top + bottom) / 2 * apart, (bottom - top) * apart
    skin = wearer.art.skin(x - 0.9 * half * apart, middle, 0.16 * apart)
    ink = _PALE if skin.light < _DIM else _DARK
    cx, cy, rx, ry = (UNIT * v for v in (x, middle, (half + 0.05) * apart, 0.5 * high))
    cover = (
        f'<rect x="{cx - rx:.2f}" y="{cy - ry - 0.6:.2f}" width="{2 * rx:.2f}" '
        f'height="{2 * ry + 1.2:.2f}" rx="{min(rx, 1.1 * ry):.2f}" ry="{_ROUND * ry:.2f}" '
        f'fill="{to_hex(skin)}"/>'
    )
    size = UNIT * apart
    mouth = _mouth(shape, cx, cy, min(rx, 0.42 * size), min(ry, 0.26 * size), size, ink)
    svg = cover + mouth if is_covered else mouth
    return Piece(svg, Bounds(cx - rx, cy - ry, cx + rx, cy + ry).corners)


def _open_room(wearer: Wearer, is_person: bool) -> _Room | None:
    """Where an open mouth is; None where it is unknown."""
    if is_person:
        anchors = wearer.anchors
        is_plain = not wearer.part.concept.startswith(_FANGED)
        return _PERSON if is_plain and anchors.eyes[2] < _WIDEST * anchors.box.w else None
    return _measured(_EATING, wearer) or _room(wearer)


def _room(wearer: Wearer) -> _Room | None:
    concept = wearer.part.concept
    if concept.startswith("E0"):
        return _DOG
    if concept.startswith("E10"):
        return _CAT
    return _measured(_ROOMS, wearer)


def _measured(table: _Rooms, wearer: Wearer) -> _Room | None:
    """The room that a table has for an animal in its style."""
    rooms = table.get(wearer.part.concept)
    return None if rooms is None else rooms[_STYLES.index(wearer.part.style)]


def _mouth(shape: str, x: float, y: float, rx: float, ry: float, size: float, ink: str) -> str:
    """A mouth around a point, `rx` and `ry` being half its width and height."""
    if shape == _OPEN:
        return (
            f'<ellipse cx="{x:.2f}" cy="{y:.2f}" rx="{0.55 * rx:.2f}" ry="{ry:.2f}" '
            f'fill="{_DARK}"/><ellipse cx="{x:.2f}" cy="{y + 0.5 * ry:.2f}" '
            f'rx="{0.34 * rx:.2f}" ry="{0.4 * ry:.2f}" fill="{_TONGUE}"/>'
        )
    left, right = x - 0.8 * rx, x + 0.8 * rx
    if shape == _GRIN:
        low = y + 1.6 * ry
        return (
            f'<path d="M{left:.2f} {y - 0.6 * ry:.2f}H{right:.2f}Q{right:.2f} {low:.2f} {x:.2f} '
            f'{low:.2f}Q{left:.2f} {low:.2f} {left:.2f} {y - 0.6 * ry:.2f}z" fill="{_DARK}"/>'
            f'<ellipse cx="{x:.2f}" cy="{y + 0.95 * ry:.2f}" rx="{0.4 * rx:.2f}" '
            f'ry="{0.5 * ry:.2f}" fill="{_TONGUE}"/>'
        )
    bend = 1.3 * ry if shape == _FROWN else 0.0
    d = f"M{left:.2f} {y + 0.5 * bend:.2f}Q{x:.2f} {y - bend:.2f} {right:.2f} {y + 0.5 * bend:.2f}"
    return (
        f'<path d="{d}" fill="none" stroke="{ink}" stroke-width="{0.1 * size:.2f}" '
        'stroke-linecap="round"/>'
    )
