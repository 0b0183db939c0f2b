"""What a figure does with a thing: eats it, throws it, or holds up a sign."""

from model.sketch.drawing.body import Body, DrawingContext
from model.sketch.drawing.geometry import Affine, Bounds, Point
from model.sketch.drawing.pieces import UNIT, Piece
from model.sketch.drawing.sign import draw_sign, readable
from model.sketch.drawing.worn import Wearer
from model.sketch.scene import Scene

EATING, THROWING, CHASING, IN_A_ROW = "eating", "throwing", "chasing", "in a row"
PLACARD = "1FAA7"
_BITE, _THROWN, _SIGN = 0.42, 0.42, 0.62
_TRAIL = "#8a8f9c"


def in_hands(scene: Scene) -> tuple[str, ...]:
    """The held things that are in a hand, not at the mouth or in the air."""
    return scene.held[1:] if scene.act in (EATING, THROWING) else scene.held


def needs_arms(scene: Scene) -> bool:
    """Whether a base without hands gets arms for what it does."""
    return bool(in_hands(scene)) or scene.act == THROWING or bool(scene.text)


def acted(context: DrawingContext, scene: Scene, body: Body) -> list[Piece]:
    """What is at the mouth or in the air, in the coordinates of the upright body."""
    if scene.act == EATING and scene.held:
        return [_at_mouth(context, scene.held[0], body)]
    if scene.act == THROWING and scene.held:
        return _thrown(context, scene.held[0], body)
    return []


def _at_mouth(context: DrawingContext, concept: str, body: Body) -> Piece:
    wearer = Wearer(body.part, body.markup)
    x, y, _ = body.part.anchors.eyes
    muzzle, apart = wearer.muzzle, wearer.apart
    size = _BITE * body.size
    if muzzle is not None:
        at = Affine.scale(UNIT).at((muzzle, y + 0.7 * apart))
        out = 0.25 * size * (1 if muzzle > x else -1)
        return context.thing(concept, (at[0] + out, at[1] + 0.2 * size), size)
    at = Affine.scale(UNIT).at((x, y + 1.0 * apart))
    return context.thing(concept, (at[0], at[1] + 0.3 * size), size)


def _thrown(context: DrawingContext, concept: str, body: Body) -> list[Piece]:
    """The thing beyond an upper corner, ahead of the body, with the trail of its flight."""
    box, size = body.bounds, _THROWN * body.size
    x, y = box.x1 + 0.75 * size, box.y0 - 0.05 * box.height
    muzzle = Wearer(body.part, body.markup).muzzle
    ahead = Affine()
    if muzzle is not None and UNIT * muzzle < box.centre[0]:
        ahead = Affine.mirror(box.centre[0])
    trail = []
    for shift in (-0.28, 0.0, 0.28):
        start = x - 0.62 * size + 0.5 * shift * size, y + (0.5 + 0.5 * shift) * size
        dash = _dash(start, (start[0] - 0.22 * size, start[1] + 0.26 * size), 0.05 * size)
        trail.append(dash.moved(ahead))
    return [*trail, context.thing(concept, ahead.at((x, y)), size)]


def _dash(start: Point, end: Point, width: float) -> Piece:
    svg = (
        f'<path d="M{start[0]:.2f} {start[1]:.2f}L{end[0]:.2f} {end[1]:.2f}" fill="none" '
        f'stroke="{_TRAIL}" stroke-width="{width:.2f}" stroke-linecap="round"/>'
    )
    return Piece(svg, Bounds.around((start, end), width).corners)


def sign_of(context: DrawingContext, scene: Scene, size: float) -> Piece | None:
    """The sign of a Scene with its foot at the origin, if it has readable letters."""
    letters = context.library.letters
    text = readable(letters, scene.text or "")
    return draw_sign(letters, text, context.style, _SIGN * size) if text else None
