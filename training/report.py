"""An evaluation as `scores.json` and one self-contained HTML page."""

import base64
import io
import json
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from model.pixels import Pixels
from training.evaluation import Result
from training.paths import writing

STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem;
  color-scheme: light dark }
table { border-collapse: collapse } th, td { padding: .2rem .8rem; text-align: right }
th:first-child, td:first-child { text-align: left } tr:nth-child(even) { background: #8881 }
figure { margin: .6rem 0 } img { background: #fff; max-width: 100% }
"""


def write_report(result: Result, out: Path) -> None:
    """Write both files into `out`. Raises Unavailable when the disk is full."""
    with writing(out):
        text = json.dumps(result.scores, indent=2, ensure_ascii=False)
        (out / "scores.json").write_text(text + "\n", encoding="utf-8")
        (out / "report.html").write_text(_page(result), encoding="utf-8")


def _page(result: Result) -> str:
    tables = "".join(
        f"<h2>{escape(name)}</h2>{_table(rows)}" for name, rows in result.scores["sets"].items()
    )
    pictures = "".join(
        f"<h2>{escape(name)}</h2>{''.join(_figure(title, row) for title, row in rows)}"
        for name, rows in result.pictures.items()
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        f"<title>Scores of {result.scores['model']}</title><style>{STYLE}</style>"
        f"<h1>Scores of {result.scores['model']}</h1>"
        "<p>R@1 of 100: how often the second judge, which ranks nothing, finds a picture's own "
        "words among 100; with 95 % bootstrap intervals. Sharpness: gradient energy over that of "
        f"real emoji.</p>{tables}{pictures}</html>"
    )


def _table(rows: dict[str, Any]) -> str:
    head = (
        "<tr><th></th><th>R@1</th><th>95 %</th><th>gap</th><th>sharpness</th><th>copies</th></tr>"
    )
    return f"<table>{head}{''.join(_line(label, row) for label, row in rows.items())}</table>"


def _line(label: str, row: dict[str, Any]) -> str:
    recall = row["recall_at_1"]
    cells = (
        f"{recall['mean']:.2f}",
        f"{recall['low']:.2f}&ndash;{recall['high']:.2f}",
        f"{row['conditioning_gap']:.3f}",
        f"{row['sharpness']:.2f}",
        f"{row['copies']:.2f}",
    )
    return f"<tr><td>{escape(label)}</td>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _figure(title: str, pictures: Pixels) -> str:
    strip = Image.fromarray(np.concatenate(list(pictures), axis=1))
    data = io.BytesIO()
    strip.save(data, "PNG", optimize=True)
    source = base64.b64encode(data.getvalue()).decode()
    return (
        f'<figure><img alt="{escape(title)}" src="data:image/png;base64,{source}">'
        f"<figcaption>{escape(title)}</figcaption></figure>"
    )
