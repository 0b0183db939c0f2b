"""Filled shapes as markup, for what the composer draws itself."""


def path(d: str, fill: str, extra: str = "") -> str:
    """A filled path; `extra` are further attributes."""
    return f'<path d="{d}" fill="{fill}"{extra}/>'


def dot(x: float, y: float, radius: float, fill: str) -> str:
    """A disc."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{fill}"/>'
