"""Contact sheets: labelled candidates on light and dark, or one picture per prompt."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from model.image.export import IN_TEXT, Exportable, sized
from model.image.moving.animated import webp
from model.image.moving.clip import Clip
from model.image.moving.moved import moving
from model.recipe import Candidate, Painting
from model.sketch.drawing.vector.raster import rasterize_part
from model.sketch.language.lexer import EmojiLexer
from model.sketch.redraw import bundled
from model.sketch.scene import STYLES

FONT = Path(__file__).parent / "font" / "DejaVuSans.ttf"
"""A subset: Latin, Greek, Cyrillic, Hebrew and symbols. Emoji are drawn with the library's art."""
CELL, MARGIN, LINE, LETTER = 128, 12, 20, 14
PACK_COLUMNS, PACK_CELL = 4, (2 * CELL + IN_TEXT + MARGIN, CELL + LINE + MARGIN)
SHEET_SECONDS, SHEET_FPS, SHEET_QUALITY = 3.0, 20.0, 65
LIGHT, DARK, BACKGROUND, INK, GREY = "#ffffff", "#313338", "#f4f4f5", "#18181b", "#71717a"


def label(candidate: Candidate) -> str:
    """ "sketch", "the picture" that was sent, or "painted" with the strength."""
    if not candidate.is_sketch:
        return f"painted {candidate.strength:.2f}"
    return "sketch" if candidate.parts else "the picture"


def contact_sheet(paintings: Sequence[Painting]) -> Image.Image:
    """All candidates, best first: one titled row per painting, on light and on dark."""
    columns = max(len(painting.candidates) for painting in paintings)
    height = 2 * LINE + 2 * CELL + 2 * MARGIN
    sheet = _blank_sheet(MARGIN + columns * (CELL + MARGIN), MARGIN + len(paintings) * height)
    for row, painting in enumerate(paintings):
        top = MARGIN + row * height
        _title(sheet, MARGIN, top, painting.recipe.prompt, sheet.width - 2 * MARGIN)
        for column, candidate in enumerate(painting.candidates):
            left = MARGIN + column * (CELL + MARGIN)
            picture = sized(candidate, CELL)
            _tile(sheet, left, top + LINE, picture, LIGHT)
            _tile(sheet, left, top + LINE + CELL, picture, DARK)
            _text(sheet, left, top + LINE + 2 * CELL, label(candidate), GREY, CELL)
    return sheet


def prompts_sheet(paintings: Sequence[Painting], columns: int = 4) -> Image.Image:
    """The best candidate of each painting, on light and on dark, under its prompt."""
    columns = min(columns, len(paintings))
    rows = -(-len(paintings) // columns)
    wide, high = 2 * CELL + MARGIN, CELL + 2 * LINE + MARGIN
    sheet = _blank_sheet(MARGIN + columns * wide, MARGIN + rows * high)
    for i, painting in enumerate(paintings):
        left, top = MARGIN + i % columns * wide, MARGIN + i // columns * high
        best = painting.candidates[0]
        picture = sized(best, CELL)
        _title(sheet, left, top, painting.recipe.prompt, 2 * CELL)
        _tile(sheet, left, top + LINE, picture, LIGHT)
        _tile(sheet, left + CELL, top + LINE, picture, DARK)
        _text(sheet, left, top + LINE + CELL, label(best), GREY, 2 * CELL)
    return sheet


def moving_sheet(paintings: Sequence[Painting], motion: str, columns: int = 3) -> bytes:
    """The best sketch of each painting in motion, as in `prompts_sheet`: an animated WebP.

    The motions take as long as they need, but begin again together after SHEET_SECONDS.
    """
    columns, fps = min(columns, len(paintings)), SHEET_FPS
    rows = -(-len(paintings) // columns)
    wide, high = 2 * CELL + MARGIN, CELL + LINE + MARGIN
    blank = _blank_sheet(MARGIN + columns * wide, MARGIN + rows * high)
    corners = [
        (MARGIN + i % columns * wide, MARGIN + i // columns * high) for i in range(len(paintings))
    ]
    loops = []
    for painting, (left, top) in zip(paintings, corners, strict=True):
        _title(blank, left, top, painting.recipe.prompt, 2 * CELL)
        loops.append(moving(painting.to_move, painting.receipt, motion, CELL, fps))
    count = round(SHEET_SECONDS * fps)
    sheets = [blank.copy() for _ in range(count)]
    for loop, (left, top) in zip(loops, corners, strict=True):
        rounds = max(round(count / len(loop)), 1)
        for at, sheet in enumerate(sheets):
            picture = Image.fromarray(loop[at * rounds * len(loop) // count % len(loop)])
            _tile(sheet, left, top + LINE, picture, LIGHT)
            _tile(sheet, left + CELL, top + LINE, picture, DARK)
    frames = np.stack([np.asarray(sheet.convert("RGBA")) for sheet in sheets])
    return webp(Clip(frames, fps), SHEET_QUALITY)


def pack_sheet_size(count: int) -> tuple[int, int]:
    """The width and the height in pixels of the sheet of so many pictures."""
    columns = min(PACK_COLUMNS, count)
    rows = -(-count // PACK_COLUMNS)
    return MARGIN + columns * PACK_CELL[0], MARGIN + rows * PACK_CELL[1]


def pack_sheet(pictures: Mapping[str, Exportable]) -> Image.Image:
    """Named pictures at 128 px and, as between words, at 32 px, each on light and on dark."""
    sheet, (wide, high) = _blank_sheet(*pack_sheet_size(len(pictures))), PACK_CELL
    for i, (name, picture) in enumerate(pictures.items()):
        left, top = MARGIN + i % PACK_COLUMNS * wide, MARGIN + i // PACK_COLUMNS * high
        _title(sheet, left, top, name, wide - MARGIN)
        large, small = sized(picture, CELL), sized(picture, IN_TEXT)
        for column, ground in enumerate((LIGHT, DARK)):
            _tile(sheet, left + column * CELL, top + LINE, large, ground)
            at = left + 2 * CELL, top + LINE + column * IN_TEXT
            sheet.paste(ground, (*at, at[0] + IN_TEXT, at[1] + IN_TEXT))
            sheet.paste(small, at, small)
    return sheet


def _blank_sheet(width: int, height: int) -> Image.Image:
    return Image.new("RGB", (width, height), BACKGROUND)


def _tile(sheet: Image.Image, left: int, top: int, picture: Image.Image, ground: str) -> None:
    sheet.paste(ground, (left, top, left + CELL, top + CELL))
    sheet.paste(picture, (left, top), picture)


def _title(sheet: Image.Image, left: int, top: int, text: str, width: int) -> None:
    _text(sheet, left, top, text, INK, width)


def _text(sheet: Image.Image, left: int, top: int, text: str, colour: str, width: int) -> None:
    draw, font = ImageDraw.Draw(sheet), _font()
    while _width(runs := _emoji().split(text)) > width:
        text = text[:-2] + "…"
    for run, concept in runs:
        if concept is None:
            draw.text((left, top + 2), run, colour, font)
        else:
            art = _letter(concept)
            sheet.paste(art, (left, top + 2), art)
        left += _width([(run, concept)])


def _width(runs: Sequence[tuple[str, str | None]]) -> int:
    """The pixels that runs of text and emoji take in a line."""
    return sum(LETTER if concept else round(_font().getlength(run)) for run, concept in runs)


def _letter(concept: str) -> Image.Image:
    """An emoji as large as a letter."""
    part = bundled().part(STYLES[0], concept)
    return Image.fromarray(rasterize_part(part.body, part.size, LETTER))


@cache
def _emoji() -> EmojiLexer:
    return EmojiLexer(bundled())


@cache
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), 12)
