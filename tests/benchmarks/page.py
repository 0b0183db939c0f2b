"""The results as an HTML page with SVG bars, and as a short text."""

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

WIDTH, ROW, LABEL, GAP = 800, 24, 340, 160
WIDE = 8
"""With more numbers than this a table is written vertically."""
STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
svg { max-width: 100%; height: auto } text { font-size: 13px; fill: currentColor }
rect { fill: #4a7bd0 } table { border-collapse: collapse; margin: 1rem 0 }
td, th { padding: .2rem .7rem; text-align: right; border-bottom: 1px solid #8884 }
td:first-child, th:first-child { text-align: left } .note { color: #a40 }
@media (prefers-color-scheme: dark) { body { background: #161616; color: #ddd } }
"""
NOISY = "Other processes used the cores in every round: compare CPU seconds."


def html(found: Mapping[str, Any]) -> str:
    """The complete page."""
    body = [f"<p>{escape(_words(found['machine']))}</p>"]
    for name, render in SECTIONS.items():
        if name in found:
            body.append(f"<h2>{escape(TITLES[name])}</h2>")
            body.append(render(found[name]))
    return _document("Speed", body)


def plain(title: str, found: Mapping[str, Any]) -> str:
    """A page with a table of every entry, and the machine above."""
    body = [f"<p>{escape(_words(found['machine']))}</p>"]
    for name, own in found.items():
        if name != "machine":
            words = {key: value for key, value in own.items() if isinstance(value, str)}
            note = f"<p>{escape(_words(words))}</p>" if words else ""
            body.append(f"<h2>{escape(name.capitalize())}</h2>{note}{_plain(own)}")
    return _document(title, body)


def _document(title: str, body: Sequence[str]) -> str:
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width"><style>'
        f"{STYLE}</style><h1>{escape(title)}</h1>{''.join(body)}</html>\n"
    )


def text(found: Mapping[str, Any]) -> str:
    """The most important figures, one per line."""
    lines = [_words(found["machine"])]
    for name, own in found.get("bundled", {}).get("rungs", {}).items():
        lines.append(
            f"{name:>28}: {own['median s']:7.2f} s median, {own['best s']:7.2f} s best, "
            f"{own['CPU s']:7.2f} CPU s, x {own['x']['median']:.1f} ({own['x']['CPU']:.1f} by CPU)"
        )
    for name, own in found.get("sd14", {}).get("steps", {}).items():
        lines.append(
            f"{name:>28}: {own['best s']:7.2f} s a step, x {own['x']['best']:.2f} "
            f"({own['x']['best CPU']:.2f} by CPU), {own['share of the peak']:.0%} of the peak"
        )
    for name, own in found.get("moving", {}).get("forms", {}).items():
        lines.append(
            f"{'moving ' + name:>28}: {own['median s']:7.2f} s median, "
            f"{own['best s']:7.2f} s best, {own['CPU s']:7.2f} CPU s, "
            f"{own['MiB more than a still']:.0f} MiB more than a still"
        )
    if busy := found.get("busy"):
        lines.append(
            f"{'beside a busy process':>28}: {busy['times as long']:7.2f} times as long as alone, "
            f"at most {busy['limit']} is right"
        )
    return "\n".join(lines)


def bars(values: Mapping[str, float], unit: str) -> str:
    """Horizontal bars; the longest has the full width."""
    most = max(values.values(), default=0.0) or 1.0
    rows = []
    for place, (name, value) in enumerate(values.items()):
        y, wide = place * ROW, (WIDTH - LABEL - GAP) * value / most
        rows.append(
            f'<text x="0" y="{y + 16}">{escape(name)}</text>'
            f'<rect x="{LABEL}" y="{y + 4}" width="{wide:.1f}" height="{ROW - 8}"/>'
            f'<text x="{LABEL + wide + 6:.1f}" y="{y + 16}">{_short(value)} {unit}</text>'
        )
    high = ROW * len(values)
    return f'<svg viewBox="0 0 {WIDTH} {high}" width="{WIDTH}" role="img">{"".join(rows)}</svg>'


def table(rows: Mapping[str, Mapping[str, Any]]) -> str:
    """One row per name. The columns are the numbers of the first row."""
    columns = [key for key, value in next(iter(rows.values())).items() if _is_number(value)]
    head = "".join(f"<th>{escape(column)}</th>" for column in ("", *columns))
    lines = []
    for name, row in rows.items():
        cells = "".join(f"<td>{_short(row.get(column))}</td>" for column in columns)
        lines.append(f"<tr><td>{escape(name)}</td>{cells}</tr>")
    return f"<table><tr>{head}</tr>{''.join(lines)}</table>"


def _bundled(own: Mapping[str, Any]) -> str:
    rungs = own["rungs"]
    gains = {name: {**one["x"], "score": one["score"]["mean"]} for name, one in rungs.items()}
    chart = bars({name: one["CPU s"] for name, one in rungs.items()}, "CPU s")
    return _note(rungs) + chart + table(rungs) + table(gains)


def _steps(own: Mapping[str, Any]) -> str:
    steps = own["steps"]
    chart = bars({name: one["best s"] for name, one in steps.items()}, "s")
    return _note(steps) + chart + table(steps) + f"<p>{_alike(own)}</p>"


def _alike(own: Mapping[str, Any]) -> str:
    psnr = own["PSNR of the precision, dB"]
    if psnr == math.inf:
        return "Both paint in float32, the same to the bit."
    return f"PSNR {psnr:.1f} dB against float32"


def _serving(own: Mapping[str, Any]) -> str:
    facts = {name: value for name, value in own.items() if _is_number(value)}
    parts = [table({"": facts})]
    for load, arms in own["loads"].items():
        parts.append(f"<h3>{escape(load)}</h3>")
        parts.append(bars({name: one["emoji p95 s"] for name, one in arms.items()}, "s (p95)"))
        parts.append(table(arms))
    return "".join(parts)


def _roofline(own: Mapping[str, Any]) -> str:
    parts, times = own["parts"], own["times"]
    whole = {name: count * parts[name]["best CPU s"] * 1000 for name, count in times.items()}
    shares = {name: 100 * share for name, share in own["operators of the UNet"].items()}
    return _note(parts) + bars(whole, "CPU ms a request") + table(parts) + bars(shares, "%")


def _plain(own: Mapping[str, Any]) -> str:
    numbers = {name: value for name, value in own.items() if _is_number(value)}
    groups = {name: value for name, value in own.items() if isinstance(value, Mapping)}
    stacked = {name: {"": value} for name, value in numbers.items()}
    parts = [table(stacked if len(numbers) > WIDE else {"": numbers})] if numbers else []
    for name, group in groups.items():
        parts.append(f"<h3>{escape(name)}</h3>{_plain(group)}")
    return "".join(parts)


def _note(timings: Mapping[str, Mapping[str, Any]]) -> str:
    quiet = all(one["quiet"] for one in timings.values())
    return "" if quiet else f'<p class="note">{NOISY}</p>'


def _words(facts: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in facts.items())


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _short(value: object) -> str:
    if not isinstance(value, int | float):
        return ""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


SECTIONS = {
    "bundled": _bundled,
    "sd14": _steps,
    "serving": _serving,
    "start": _plain,
    "busy": _plain,
    "bot": _plain,
    "moving": _plain,
    "roofline": _roofline,
}
TITLES = {
    "bundled": "Four candidates, from plain diffusers to the shipped configuration",
    "sd14": "One step of Stable Diffusion v1.4's architecture at 256 px",
    "serving": "Concurrent requests",
    "start": "Start of a process",
    "busy": "A request while another process is busy",
    "bot": "The bot with a fake engine",
    "moving": "From words to a moving file",
    "roofline": "Time of a request by part",
}
