"""Renders SVG to pixels (resvg)."""

import io
from xml.etree import ElementTree

import numpy as np
import numpy.typing as npt
import resvg_py
from PIL import Image

from model.sketch.library import Size

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
SVG_HEAD = f'<svg xmlns="{SVG}" xmlns:xlink="{XLINK}"'


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


def markup(element: ElementTree.Element) -> str:
    """An element as SVG markup, with SVG as its default namespace.

    Prefixes belong to the whole process, and other libraries register theirs: hence each time.
    """
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    return ElementTree.tostring(element, "unicode")
