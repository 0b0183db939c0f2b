"""Desks and tables: figures sit behind them, and their things stand on them."""

import pytest

from model.sketch.drawing.art.pieces import Table
from model.sketch.drawing.body.body import DrawingContext
from model.sketch.drawing.compose import compose
from model.sketch.drawing.figure import draw_figure
from model.sketch.drawing.layout.tables import AT_A_TABLE, at_desk, is_at_a_desk, table_level
from model.sketch.library import Library
from model.sketch.scene import STYLES, Scene

BEAR, GRANDMA, COOK, TOMATO, COMPUTER, LAPTOP, PAWN, TEA = (
    "1F43B", "1F475", "1F9D1-200D-1F373", "1F345", "1F5A5", "1F4BB", "265F", "2615",
)  # fmt: skip


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


@pytest.mark.parametrize("style", STYLES)
def test_a_table_is_below_the_face_and_above_the_feet(library: Library, style: str) -> None:
    context = DrawingContext(library, style, Table(), "0")
    for base in (BEAR, GRANDMA, COOK):
        figure = draw_figure(context, Scene(base, act=AT_A_TABLE), False, 0.0)
        assert figure.body is not None
        x, y, apart = figure.body.part.anchors.eyes
        mouth = figure.place.at((100 * x, 100 * (y + 0.9 * apart)))[1]
        assert mouth < table_level(library, figure) < figure.piece.bounds.y1


@pytest.mark.parametrize("style", STYLES)
def test_a_computer_stands_next_to_its_user_on_one_desk(library: Library, style: str) -> None:
    context = DrawingContext(library, style, Table(), "0")
    for base in (BEAR, TOMATO):
        scene = Scene(base, behind=COMPUTER, held=(LAPTOP,))
        assert is_at_a_desk(scene)
        assert at_desk(context, scene).bounds.width > 80
        parts = compose(library, scene, style, 0).parts
        assert COMPUTER in parts
        assert LAPTOP not in parts  # one computer is enough


@pytest.mark.parametrize("style", STYLES)
def test_who_plays_chess_or_drinks_with_another_sits_at_a_table(
    library: Library, style: str
) -> None:
    chess = compose(library, Scene(BEAR, held=(PAWN,), beside=GRANDMA, act="playing"), style, 0)
    assert {BEAR, GRANDMA, PAWN} <= set(chess.parts)
    assert "#f3e3c3" in chess.svg  # the board
    cups = compose(library, Scene(BEAR, held=(TEA,), count=2, act="drinking"), style, 0).svg
    alone = compose(library, Scene(BEAR, held=(TEA,), act="drinking"), style, 0).svg
    assert "#cf9660" in cups  # the table
    assert "#cf9660" not in alone
