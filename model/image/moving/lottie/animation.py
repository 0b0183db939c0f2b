"""Moving layers of SVG as one Lottie animation."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from model.errors import BadRequest
from model.image.moving.lottie.keyframes import Json, animated, animated_path, constant
from model.image.moving.lottie.maps import grouped
from model.image.moving.lottie.shapes import Colour, Gradient, Shape, shapes
from model.sketch.motion import Layer

CANVAS, FRAME = 512, 128
"""The size of the animation, and of the frame in which layers are placed."""
TICKS = 60
"""Ticks a second: the frame rate of Telegram's animated stickers."""
_CAPS = {"butt": 1, "round": 2, "square": 3}
_JOINS = {"miter": 1, "round": 2, "bevel": 3}


def animation(layers: Sequence[Layer], fps: float, tolerance: float) -> Json:
    """Layers with a place for each frame, the first at the back, as Lottie's JSON.

    Positions may be off by `tolerance`, in units of the frame of 128. Raises BadRequest for what
    Telegram's animated stickers cannot have.
    """
    step, count = round(TICKS / fps), len(layers[0].places)
    # The first item is the one in front.
    items = [_layer(layer, count, step, tolerance) for layer in reversed(layers)]
    scale = 100 * CANVAS / FRAME
    place = {
        "o": constant(100),
        "r": constant(0),
        "p": constant([0, 0, 0]),
        "a": constant([0, 0, 0]),
        "s": constant([scale, scale, 100]),
    }
    end = count * step
    shown = {"ty": 4, "ddd": 0, "ind": 1, "ip": 0, "op": end, "st": 0, "bm": 0, "sr": 1, "ao": 0}
    head = {"tgs": 1, "v": "5.5.2", "fr": TICKS, "ip": 0, "op": end, "w": CANVAS, "h": CANVAS}
    only = {**shown, "ks": place, "shapes": items}
    return {**head, "nm": "emoji", "ddd": 0, "assets": [], "layers": [only]}


def _layer(layer: Layer, count: int, step: int, tolerance: float) -> Json:
    """A group of the layer's shapes; the first frame comes again at the end of the loop."""
    drawn = [shapes(markup) for markup in layer.markup]
    frames = drawn if len(drawn) == 1 else [*drawn, drawn[0]]
    places = [*layer.places, layer.places[0]]
    largest = max(place.size for place in places) or 1.0
    fine = tolerance / largest
    moving = zip(*frames, strict=True)
    items = [_shape(each, step, fine) for each in reversed(list(moving))]
    assert len(places) == count + 1
    return grouped(items, places, step, tolerance)


def _shape(frames: Sequence[Shape], step: int, tolerance: float) -> Json:
    first = frames[0]
    digits = max(1, int(np.ceil(-np.log10(tolerance))) + 1)
    items: list[Json] = []
    for number, closed in enumerate(first.closed):
        paths = [frame.contours[number] for frame in frames]
        if len({len(path) for path in paths}) > 1:
            raise BadRequest(
                "An animated sticker cannot redraw lines as this motion does: a video (webm) can."
            )
        items.append({"ty": "sh", "ks": animated_path(paths, closed, step, tolerance, digits)})
    if first.stroke is not None:
        items.append(_stroke(frames, step, digits))
    if first.fill is not None:
        items.append(_fill(frames, step, tolerance, digits))
    return grouped(items, [first.place], step, tolerance)


def _stroke(frames: Sequence[Shape], step: int, digits: int) -> Json:
    strokes = [frame.stroke for frame in frames if frame.stroke is not None]
    first = strokes[0]
    widths = np.array([[stroke.width] for stroke in strokes])
    return {
        "ty": "st",
        "c": _colours([stroke.colour for stroke in strokes], step),
        "o": _percent([stroke.opacity for stroke in strokes], step),
        "w": animated(widths, step, 0.02 * float(widths.max()), digits),
        "lc": _CAPS[first.cap],
        "lj": _JOINS[first.join],
        "ml": first.miter,
    }


def _fill(frames: Sequence[Shape], step: int, tolerance: float, digits: int) -> Json:
    rule = {"r": 2 if frames[0].even_odd else 1}
    opacity = {"o": _percent([frame.opacity for frame in frames], step)}
    gradients = [frame.fill for frame in frames if isinstance(frame.fill, Gradient)]
    if not gradients:
        colours = [frame.fill for frame in frames if isinstance(frame.fill, tuple)]
        return {"ty": "fl", "c": _colours(colours, step), **opacity, **rule}
    first = gradients[0]
    ends = [np.array([[z.real, z.imag] for z in (each.start, each.end)]) for each in gradients]
    start = animated(np.array([end[0] for end in ends]), step, tolerance, digits)
    to = animated(np.array([end[1] for end in ends]), step, tolerance, digits)
    stops = np.array([_stops(each) for each in gradients])
    colours_at = {"p": len(first.stops), "k": animated(stops, step, 0.01, 3)}
    kind = {"t": 2, **_focus(first)} if first.radial else {"t": 1}
    return {"ty": "gf", "s": start, "e": to, "g": colours_at, **kind, **opacity, **rule}


def _focus(gradient: Gradient) -> dict[str, Any]:
    """Where a radial gradient begins: percent of the radius, and degrees."""
    if gradient.focus is None:
        return {"h": constant(0), "a": constant(0)}
    radius, off = gradient.end - gradient.start, gradient.focus - gradient.start
    share = min(abs(off) / max(abs(radius), 1e-9), 0.99)
    angle = np.degrees(np.angle(off / radius)) if share else 0.0
    return {"h": constant(round(100 * share, 1)), "a": constant(round(float(angle), 1))}


def _stops(gradient: Gradient) -> list[float]:
    """Lottie's flat list: offsets with colours, then offsets with opacities if any is clear."""
    colours = [number for stop in gradient.stops for number in stop[:4]]
    if all(stop[4] == 1 for stop in gradient.stops):
        return colours
    return colours + [number for stop in gradient.stops for number in (stop[0], stop[4])]


def _colours(colours: Sequence[Colour], step: int) -> Json:
    return animated(np.array([(*colour, 1.0) for colour in colours]), step, 0.01, 3)


def _percent(shares: Sequence[float], step: int) -> Json:
    return animated(np.array([[100 * share] for share in shares]), step, 1.0, 1)
