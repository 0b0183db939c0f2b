"""Renders SVG to pixels (resvg)."""

import io

import numpy as np
import numpy.typing as npt
import resvg_py
from PIL import Image

from model.sketch.library import Size

SVG_HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def rasterize(svg: str, resolution: int = 128) -> npt.NDArray[np.uint8]:
    """A square SVG as uint8 [resolution, resolution, 4], straight (not premultiplied) alpha."""
    png = resvg_py.svg_to_bytes(
        svg_string=svg, width=resolution, height=resolution, skip_system_fonts=True
    )
    with Image.open(io.BytesIO(png)) as picture:
        return np.asarray(picture.convert("RGBA"))


def rasterize_part(body: str, size: Size, resolution: int) -> npt.NDArray[np.uint8]:
    """As `rasterize`, of a part's body with its view box."""
    left, top, side, _ = size
    view = f'{SVG_HEAD} viewBox="{left} {top} {side} {side}">{body}</svg>'
    return rasterize(view, resolution)
