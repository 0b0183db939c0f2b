"""What must be seen of a sketch is seen: faces, edges between figures alike, cheeks, collars."""

import numpy as np
import numpy.typing as npt
import pytest

from model.sketch.drawing.action.hands import corner_hands, head_of, own_hands, reach_of, seen_of
from model.sketch.drawing.action.held import Hand, things_in_hands
from model.sketch.drawing.art.pieces import UNIT, Piece, Table, stack
from model.sketch.drawing.art.stances import ANIMALS
from model.sketch.drawing.art.wearer import Wearer, is_whole
from model.sketch.drawing.body.body import DrawingContext, draw_body
from model.sketch.drawing.colour.look import RESOLUTION, look
from model.sketch.drawing.colour.oklch import parse_colour
from model.sketch.drawing.colour.rim import WHITE, contrast
from model.sketch.drawing.face.expression import lay_features
from model.sketch.drawing.layout.edges import set_off
from model.sketch.drawing.pose.poses import Ink
from model.sketch.drawing.vector.geometry import Affine, Bounds
from model.sketch.drawing.vector.raster import SVG_HEAD, rasterize
from model.sketch.drawing.wear.cloth import cloth
from model.sketch.drawing.wear.worn import worn
from model.sketch.library import Library
from model.sketch.scene import STYLES, Scene
from training.library.tables import ROOMS

PIZZA, LAPTOP, HEART, CAKE = "1F355", "1F4BB", "2764", "1F382"
SIDE, AROUND = 200, 50.0  # a raster of the square UNIT with a margin


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


def drawn(piece: Piece) -> npt.NDArray[np.uint8]:
    view = f"{-AROUND} {-AROUND} {UNIT + 2 * AROUND} {UNIT + 2 * AROUND}"
    return rasterize(f'{SVG_HEAD} viewBox="{view}">{piece.svg}</svg>', SIDE)


def cover(pieces: list[Piece], box: Bounds) -> float:
    """The share of a box that pieces draw on."""
    rows, columns = (
        slice(round(low + AROUND), round(high + AROUND) + 1)
        for low, high in ((box.y0, box.y1), (box.x0, box.x1))
    )
    alpha = np.maximum.reduce([drawn(piece)[..., 3] for piece in pieces])
    return float((alpha[rows, columns] > 128).mean())


# Whole animals: seen from the side, upright, with the head low, lying; and faces.
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("thing", [PIZZA, LAPTOP, HEART, CAKE])
def test_what_is_held_hides_no_face(library: Library, style: str, thing: str) -> None:
    context = DrawingContext(library, style, Table(), "0")
    for base in ("1F989", "1F406", "1F998", "1F986", "1F999", "1F426"):
        body = draw_body(context, Scene(base))
        hands, free = own_hands(context, body), head_of(body)
        reach = reach_of(context, body)
        pieces = things_in_hands(context, (thing,), hands[:1], 0.84 * body.size, None, free, reach)
        assert cover(pieces, free[0]) < 0.25, base
    for base in ("1F642", "1F43B", "1F954"):
        body = draw_body(context, Scene(base, held=(thing,)))
        right = [Hand(hand.at, hand.side) for hand in corner_hands(body)[1:]]
        reach, free = reach_of(context, body), seen_of(body)
        pieces = things_in_hands(context, (thing,), right, body.size, None, free, reach)
        assert max(cover(pieces, box) for box in seen_of(body)) < 0.2, base


@pytest.mark.parametrize("style", STYLES)
def test_hats_leave_the_eyes_free(library: Library, style: str) -> None:
    for base in ("1F642", "1F986", "1F996", "1F980", "1F992", "1F415", "1F40C", "1F9A6", "1F954"):
        part = library.part(style, base)
        wearer = Wearer(part, part.body)
        x, y, apart = (UNIT * v for v in (*part.anchors.eyes[:2], wearer.apart))
        eyes = Bounds(x - 0.7 * apart, y - 0.2 * apart, x + 0.7 * apart, y + 0.2 * apart)
        for hat in ("cowboy hat", "beanie", "crown", "witch hat", "sombrero", "top hat"):
            piece = worn(library, Table(), style, hat, wearer)
            if piece.bounds.y1 > eyes.y0:
                assert cover([piece], eyes) < 0.3, (base, hat)


def test_a_skull_keeps_its_holes(library: Library) -> None:
    skull = library.part("noto", "1F480")
    pieces = lay_features(Table(), skull, skull.body, library.features("noto", "sad"))
    x, y, apart = (UNIT * value for value in skull.anchors.eyes)
    nose = drawn(stack(pieces))[round(y + 0.6 * apart + AROUND), round(x + AROUND)]
    assert nose[3] == 255
    assert nose[:3].max() < 120


@pytest.mark.parametrize("style", STYLES)
def test_a_held_thing_stays_in_its_hand(library: Library, style: str) -> None:
    context = DrawingContext(library, style, Table(), "0")
    for base in ("1F989", "1F998", "1F986"):
        body = draw_body(context, Scene(base))
        [hand] = own_hands(context, body)[:1]
        mitten, thing = (
            things_in_hands(context, (LAPTOP,), [hand], body.size, ink, head_of(body))[-1]
            for ink in (Ink("#888888"), None)
        )
        x, y = mitten.bounds.centre
        assert thing.bounds.x0 < x < thing.bounds.x1
        assert thing.bounds.y0 < y < thing.bounds.y1


def test_two_of_one_colour_have_an_edge_between_them(library: Library) -> None:
    context = DrawingContext(library, "noto", Table(), "0")

    def square(x: float, fill: str) -> Piece:
        svg = f'<rect x="{x}" y="20" width="50" height="50" fill="{fill}"/>'
        return Piece(svg, Bounds(x, 20, x + 50, 70).corners)

    for fill, base in (("#aa6644", "1F43B"), ("#222222", "1F4A3")):
        picture = drawn(set_off(context, [square(0, fill), square(30, fill)], base))
        row = picture[round(45 + AROUND), :, :3].astype(int)
        seam, inside = row[round(27 + AROUND) : round(31 + AROUND)], row[round(10 + AROUND)]
        assert np.abs(seam - inside).max() > 30
        assert (picture[round(45 + AROUND), round(82 + AROUND), 3]) == 0  # no edge on the ground


@pytest.mark.parametrize("style", STYLES)
def test_faces_on_things_cross_no_rim(library: Library, style: str) -> None:
    for concept in ROOMS:
        part = library.part(style, concept)
        art, (x, y, apart) = look(part.body, part.size), part.anchors.eyes
        at = [(x - apart / 2, y), (x + apart / 2, y), (x, y + 0.7 * apart)]
        assert all(art.run(*point) is not None for point in at), concept


@pytest.mark.parametrize("style", STYLES)
def test_cheeks_that_blush_are_seen_on_red(library: Library, style: str) -> None:
    part = library.part(style, "1F345")
    pieces = lay_features(Table(), part, part.body, library.features(style, "flushed"))
    red = look(part.body, part.size).main
    fills = {fill for piece in pieces for fill in piece.svg.split('fill="')[1:]}
    colours = [parse_colour(fill[:7]) for fill in fills if fill.startswith("#") and fill[7] == '"']
    warm = [c[0] for c in colours if c is not None and c[0].chroma > 0.09 and c[0].light > 0.3]
    assert any(tone.distance(red) > 0.1 and tone.turn_from(red) < 40 for tone in warm)


@pytest.mark.parametrize("style", STYLES)
def test_collars_are_on_the_animal(library: Library, style: str) -> None:
    for concept in sorted(ANIMALS & library.concepts.keys()):
        part = library.part(style, concept)
        wearer = Wearer(part, part.body)
        if is_whole(part.anchors):
            piece = worn(library, Table(), style, "scarf", wearer)
            box = Affine.scale(RESOLUTION / UNIT).bounds(piece.bounds)
            rows, columns = slice(int(box.y0), int(box.y1)), slice(max(0, int(box.x0)), int(box.x1))
            assert wearer.art.solid[rows, columns].mean() > 0.35, concept
            own = part.anchors.box
            assert piece.bounds.y0 < UNIT * (own.y + 0.8 * own.h), concept


def test_white_clothes_have_an_edge_on_white(library: Library) -> None:
    for style in STYLES:
        for name in ("lab coat", "t-shirt", "wedding dress", "chef jacket"):
            shade = np.array([list(bytes.fromhex(cloth(library, style, name).shade[1:]))], np.uint8)
            assert contrast(shade, WHITE)[0] > 1.5, (style, name)
