"""A sign with up to four letters, as outlines of an open font."""

from collections.abc import Mapping

from model.sketch.drawing.art.pieces import Piece
from model.sketch.drawing.vector.geometry import Affine, Bounds, Point

LONGEST = 4
"""More letters are too small to read in a chat."""
# By style: the colours of the board, of its rim, of the stick and of the letters.
_COLOURS: Mapping[str, tuple[str, str, str, str]] = {
    "fluent": ("#ffffff", "#9b9b9b", "#8c5543", "#402a32"),
    "noto": ("#fafafa", "#9e9e9e", "#8d5f4c", "#422b0d"),
    "twemoji": ("#f5f8fa", "#99aab5", "#a0522d", "#292f33"),
}
_HIGH, _GAP, _PAD, _WIDE_PAD = 100.0, 8.0, 26.0, 46.0
_LINE = 2  # letters in a row, if there are more than three


def readable(library_letters: Mapping[str, tuple[float, str]], text: str) -> str:
    """The letters of a text that a sign can show."""
    return "".join(one for one in text.upper() if one in library_letters)[:LONGEST]


def draw_sign(
    letters: Mapping[str, tuple[float, str]],
    text: str,
    style: str,
    size: float,
    is_placard: bool = False,
) -> Piece:
    """A board, its longer side `size` long, on a stick with its foot at the origin.

    A placard has all letters in a row and no stick.
    """
    board, rim, wood, ink = _COLOURS[style]
    rows = [text] if is_placard or len(text) < LONGEST else [text[:_LINE], text[_LINE:]]
    widths = [sum(letters[c][0] for c in row) + _GAP * (len(row) - 1) for row in rows]
    side = _WIDE_PAD if is_placard else _PAD
    wide = max(widths) + 2 * side
    high = len(rows) * (_HIGH + _GAP) - _GAP + 2 * _PAD
    scale = size / max(wide, high)
    drawn = []
    for number, (row, width) in enumerate(zip(rows, widths, strict=True)):
        x, y = (wide - width) / 2, _PAD + number * (_HIGH + _GAP)
        for character in row:
            advance, outline = letters[character]
            drawn.append(f'<path transform="translate({x:.1f} {y:.1f})" d="{outline}"/>')
            x += advance + _GAP
    stick = 0.0 if is_placard else 0.55 * high
    pole = f'<path fill="{wood}" d="M{wide / 2 - 9:.1f} {high - 4:.1f}h18v{stick + 4:.1f}h-18z"/>'
    markup = (
        f'<g transform="translate({-scale * wide / 2:.2f} {-scale * (high + stick):.2f}) '
        f'scale({scale:.4f})">'
        f"{pole if stick else ''}"
        f'<rect width="{wide:.1f}" height="{high:.1f}" rx="20" fill="{rim}"/>'
        f'<rect x="8" y="8" width="{wide - 16:.1f}" height="{high - 16:.1f}" rx="14" '
        f'fill="{board}"/><g fill="{ink}">{"".join(drawn)}</g></g>'
    )
    half = scale * wide / 2
    return Piece(markup, Bounds(-half, -scale * (high + stick), half, 0).corners)


def draw_letters(
    letters: Mapping[str, tuple[float, str]], text: str, width: float, middle: Point
) -> Piece:
    """White letters in a row around a point, at most `width` wide."""
    wide = sum(letters[one][0] for one in text) + _GAP * (len(text) - 1)
    scale, x, drawn = min(width / wide, width / _HIGH / 2), 0.0, []
    for character in text:
        advance, outline = letters[character]
        drawn.append(f'<path transform="translate({x:.1f} 0)" d="{outline}"/>')
        x += advance + _GAP
    place = Affine.onto(middle, (wide / 2, _HIGH / 2), scale)
    svg = f'<g transform="{place.svg}" fill="#fff">{"".join(drawn)}</g>'
    return Piece(svg, place.bounds(Bounds(0, 0, wide, _HIGH)).corners)
