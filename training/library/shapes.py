"""SVG markup of the shapes that parts are drawn with."""


def filled(d: str, fill: str) -> str:
    """A filled path; `fill` is an SVG colour or a placeholder in braces."""
    return f'<path fill="{fill}" d="{d}"/>'


def stroked(d: str, stroke: str, width: float = 3) -> str:
    """A round line; `stroke` is an SVG colour or a placeholder in braces."""
    return (
        f'<path fill="none" stroke="{stroke}" stroke-width="{width:g}" stroke-linecap="round" '
        f'stroke-linejoin="round" d="{d}"/>'
    )


def shape(d: str, colour: str) -> str:
    """A filled path in a colour of the palettes of `drawn_parts`, by its name."""
    return filled(d, f"{{{colour}}}")


def line(d: str, colour: str, width: float = 4) -> str:
    """A round line in a colour of the palettes of `drawn_parts`, by its name."""
    return stroked(d, f"{{{colour}}}", width)


def dot(x: float, y: float, radius: float, colour: str) -> str:
    """A disc in a colour of the palettes of `drawn_parts`, by its name."""
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{{{colour}}}"/>'
