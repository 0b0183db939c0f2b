"""The colour of drawn limbs: a shade of the body's own, seen on a dark and on a white ground."""

from collections.abc import Mapping

from model.sketch.drawing.body.body import Body, DrawingContext
from model.sketch.drawing.colour.oklch import Lch, parse_colour, to_hex
from model.sketch.drawing.colour.rim import rim_colour
from model.sketch.drawing.pose.poses import Ink

# Animals whose limbs have another colour than their heads.
_OWN: Mapping[str, str] = {"1F43C": "#3d3a45", "1F414": "#fcb72a"}
_PENGUIN = "1F427"
_DARK, _SHADE, _SHADED, _EDGE = 0.4, 0.09, 0.25, 1.5


def limb_ink(context: DrawingContext, body: Body, colour: str | None = None) -> Ink:
    """The ink of a body's limbs; `colour` is the Scene's, which no animal's own colour replaces."""
    art, box = body.art, body.part.anchors.box
    main = art.main
    if body.is_whole or body.part.concept == _PENGUIN:  # its flippers are not white
        level = box.y + 0.56 * box.h
        spot = body.wearer.edges(level)[0] + 0.08 * box.w, level, 0.05
        light, main = art.light(*spot), art.skin(*spot)
        if light < main.light - _SHADED:  # all of it is too dark for `skin`
            main = Lch(light, 0.01, 260.0)
    if context.library.kind(body.part.concept) == "face":  # an open mouth changes the main colour
        x, y, apart = body.part.anchors.eyes
        main = art.skin(x, y, 0.3 * apart)
    own = _OWN.get(body.part.concept) if colour is None else None
    if own is not None and (parsed := parse_colour(own)) is not None:
        main = parsed[0]
    return _ink(context, main, own)


def skin_ink(context: DrawingContext, body: Body) -> Ink:
    """The ink of a person's hands: the colour of the face."""
    return _ink(context, body.wearer.skin)


def _ink(context: DrawingContext, main: Lch, own: str | None = None) -> Ink:
    light = main.light + (_SHADE if main.light < _DARK else -_SHADE)
    fill = own or to_hex(_at_light(main, light))
    return Ink(fill, rim_colour(fill), context.table.optical.rim)


def hand_ink(ink: Ink) -> Ink:
    """The ink of a hand before the body: as light as the body, with a darker edge."""
    parsed = parse_colour(ink.fill)
    if parsed is None:
        return ink
    limb = parsed[0]
    if limb.light < _DARK:
        return Ink(ink.fill, to_hex(limb.darker(_SHADE)), _EDGE)
    edge = to_hex(limb.darker(0.5 * _SHADE))
    return Ink(to_hex(_at_light(limb, limb.light + _SHADE)), edge, _EDGE)


def _at_light(colour: Lch, light: float) -> Lch:
    """A lighter or darker shade of a colour, with chroma in proportion, so that a yellow fits."""
    return Lch(light, colour.chroma * light / max(colour.light, _SHADE), colour.hue)
