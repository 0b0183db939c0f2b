"""A person's hair in another colour."""

import numpy as np
import numpy.typing as npt

from model.sketch.drawing.colour.look import RESOLUTION, look
from model.sketch.drawing.colour.oklch import Lch, oklab
from model.sketch.drawing.colour.recolour import COLOURS, dominant, moved, remap
from model.sketch.library import Part

HAIR = "hair"
"""What names the tint of hair in a Scene, as if it were worn."""
_CROWN = 0.16
"""The share of the art's height, from its top, in which there is only hair."""
_ALIKE = 0.025
"""How far apart (OKLab) colours of the same hair may be."""


def dyed(part: Part, markup: str, colour: str) -> str:
    """The markup of a person with hair in a colour of COLOURS.

    Hair is what has the colours of the crown and not those of the skin below the eyes.
    """
    seen = look(part.body, part.size)
    (rows,) = np.nonzero(seen.solid.any(axis=1))
    if not rows.size:
        return markup
    top, end = int(rows[0]), int(rows[0] + _CROWN * RESOLUTION)
    crown = seen.pixels[top:end][seen.solid[top:end]][:, :3]
    main, own = dominant(crown), oklab(crown.astype(np.float64) / 255)
    x, y, apart = part.anchors.eyes
    skin = _lab(seen.skin(x, y + 0.6 * apart, 0.08))
    tint = COLOURS[colour]

    def change(shade: Lch) -> Lch | None:
        lab = _lab(shade)
        near = np.hypot.reduce(own - lab, axis=1).min()
        is_hair = near < _ALIKE and near < np.hypot.reduce(skin - lab)
        return moved(shade, main, tint) if is_hair else None

    return remap(markup, change)


def _lab(colour: Lch) -> npt.NDArray[np.float64]:
    turn = np.radians(colour.hue)
    return np.array([colour.light, colour.chroma * np.cos(turn), colour.chroma * np.sin(turn)])
