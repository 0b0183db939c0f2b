"""What is held touches the hand, and what is dark is seen on a dark ground."""

import numpy as np
import numpy.typing as npt
import pytest

from model.sketch.drawing.action.hands import own_hands
from model.sketch.drawing.action.held import Hand, gripped
from model.sketch.drawing.art.pieces import UNIT, Table
from model.sketch.drawing.art.wearer import Wearer
from model.sketch.drawing.body.body import DrawingContext, draw_body
from model.sketch.drawing.colour.look import look
from model.sketch.drawing.colour.rim import DARK, WHITE, contrast, lifted, outline
from model.sketch.drawing.compose import compose, rasterize
from model.sketch.drawing.vector.geometry import Affine
from model.sketch.drawing.vector.raster import SVG_HEAD
from model.sketch.drawing.wear.worn import worn
from model.sketch.library import Library
from model.sketch.scene import STYLES, Scene

FISHING_POLE, BAG, KITE, NOTE, MICROPHONE = "1F3A3", "1F45C", "1FA81", "1F3B5", "1F3A4"
THINGS = (FISHING_POLE, BAG, KITE, MICROPHONE, "1F388", "1F5DD", "1F94F", "1F9F2", "2602", "1F355")
CLAWED = ("1F980", "1F99E", "1F419", "1F991", "1F982")
DARK_ONES = ("1F427", "1F408-200D-2B1B", "1F577", "1F41C", "1F4A3", "1F98D", "1F577")


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("side", [-1, 1])
def test_a_hand_is_on_what_it_holds(library: Library, style: str, side: int) -> None:
    context = DrawingContext(library, style, Table(), "0")
    for concept in THINGS:
        piece = gripped(context, concept, Hand((50.0, 50.0), side), 100)
        svg = f'{SVG_HEAD} viewBox="44 44 12 12">{piece.svg}</svg>'
        assert (rasterize(svg, 24)[..., 3] > 128).any(), concept


@pytest.mark.parametrize("style", STYLES)
def test_claws_that_hold_are_on_the_body(library: Library, style: str) -> None:
    context = DrawingContext(library, style, Table(), "0")
    for concept in CLAWED:
        body = draw_body(context, Scene(concept))
        art = look(body.markup, body.part.size)
        for hand in own_hands(context, body):
            x, y = Affine.scale(1 / UNIT).at(hand.at)
            assert art.nearest(x, y) == (x, y), concept


@pytest.mark.parametrize("style", STYLES)
def test_persons_without_hands_get_one(library: Library, style: str) -> None:
    for person in ("1F474", "1F46E", "1F9D1-200D-1F3EB"):
        held = compose(library, Scene(person, held=("1F355",)), style, 0).svg
        assert "M-72-62C" in held, person  # the palm of a drawn hand


@pytest.mark.parametrize("style", STYLES)
def test_notes_float_and_are_in_no_hand(library: Library, style: str) -> None:
    for base in ("1F436", "1F34B", "1F411"):
        svg = compose(library, Scene(base, held=(NOTE,)), style, 0).svg
        assert "M-72-62C" not in svg
        assert compose(library, Scene(base, held=(MICROPHONE, NOTE)), style, 0).parts.count(NOTE)


@pytest.mark.parametrize("style", STYLES)
def test_dark_things_are_lighter_than_the_dark_ground(library: Library, style: str) -> None:
    for concept in DARK_ONES:
        part = library.part(style, concept)
        pixels = look(lifted(part.body, part.size), part.size).pixels
        edge = pixels[outline(pixels[..., 3])][:, :3]
        assert (contrast(edge, DARK) < 1.45).mean() < 0.25, concept
        assert (contrast(edge, WHITE) < 1.45).mean() < 0.5, concept


@pytest.mark.parametrize("style", STYLES)
def test_flames_have_another_colour_than_who_is_in_them(library: Library, style: str) -> None:
    def fire(base: str) -> npt.NDArray[np.uint8]:
        return rasterize(compose(library, Scene(base, behind="1F525"), style, 0).svg, 48)

    cat, frog = (fire(base)[2:10].mean(axis=(0, 1)) for base in ("1F408", "1F438"))
    assert np.abs(cat - frog).max() > 8


# A frog's eyes, a snail's, a long neck, feelers, a whole animal, a face, a person, a thing.
WEARERS = ("1F438", "1F40C", "1F992", "1F41D", "1F415", "1F43B", "1F9D1", "1F34B")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("hat", ["crown", "top hat", "beanie", "fez"])
def test_hats_touch_their_wearers(library: Library, style: str, hat: str) -> None:
    for base in WEARERS:
        part = library.part(style, base)
        wearer = Wearer(part, part.body)
        piece = worn(library, Table(), style, hat, wearer)
        alpha = rasterize(f'{SVG_HEAD} viewBox="-60 -60 220 220">{piece.svg}</svg>', 110)[..., 3]
        rows, columns = np.nonzero(alpha > 128)
        art = look(part.body, part.size)
        x, y = (2 * (values + 0.5) - 60 for values in (columns, rows))
        inside = (x >= 0) & (x < UNIT) & (y >= 0) & (y < UNIT)
        scale = len(art.solid) / UNIT
        on = art.solid[(y[inside] * scale).astype(int), (x[inside] * scale).astype(int)]
        assert on.any(), base
