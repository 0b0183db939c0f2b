"""Self-contained HTML pages with tables and embedded images."""

import base64
import io
from collections.abc import Iterable, Mapping, Sequence
from html import escape

import numpy as np
from PIL import Image

from model.image.pixels import Pixels

STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem;
  color-scheme: light dark }
table { border-collapse: collapse; margin: .6rem 0 }
th, td { padding: .2rem .8rem; text-align: right; vertical-align: top }
th:first-child, td:first-child, table.words * { text-align: left }
tr:nth-child(even) { background: #8881 }
figure { margin: .6rem 0 } img { background: #fff; max-width: 100% }
.tiles { display: flex; flex-wrap: wrap; gap: 1rem } .tiles figure { margin: 0; max-width: 18rem }
pre { white-space: pre-wrap } svg { max-width: 100%; height: auto }
"""


def page(title: str, body: str) -> str:
    """A complete document; `body` is HTML."""
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{STYLE}</style><h1>{escape(title)}</h1>"
        f"{body}</html>"
    )


def table(head: Sequence[str], rows: Iterable[Sequence[str]], kind: str = "") -> str:
    """A table of plain texts; of the kind "words", all cells are aligned left."""
    titles = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    lines = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    return f'<table class="{kind}"><tr>{titles}</tr>{lines}</table>'


def settings(values: Mapping[str, object]) -> str:
    """A table of names and values."""
    return table(("", ""), [(name, str(value)) for name, value in values.items()], "words")


def figure(title: str, pictures: Pixels) -> str:
    """Images [n, h, w, channels] side by side, with a caption."""
    data = io.BytesIO()
    Image.fromarray(np.concatenate(list(pictures), axis=1)).save(data, "PNG", optimize=True)
    return png_figure(title, data.getvalue())


def png_figure(title: str, png: bytes) -> str:
    """An embedded PNG with a caption."""
    source = base64.b64encode(png).decode()
    return (
        f'<figure><img alt="{escape(title)}" src="data:image/png;base64,{source}">'
        f"<figcaption>{escape(title)}</figcaption></figure>"
    )


def interval(found: Mapping[str, float], digits: int = 2) -> str:
    """A mean with its interval, as text."""
    mean, low, high = (f"{found[key]:.{digits}f}" for key in ("mean", "low", "high"))
    return f"{mean} ({low} to {high})"
