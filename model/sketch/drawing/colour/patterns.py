"""Patterns of materials: markup for the square from 0 to 100, varied by a random generator."""

import random


def _dots(
    rng: random.Random, number: int, low: float, high: float, *inks: str, flat: float = 1.0
) -> str:
    """Round spots that do not touch each other."""
    found: list[tuple[float, float, float]] = []
    for _ in range(40 * number):
        x, y, r = rng.uniform(0, 100), rng.uniform(0, 100), rng.uniform(low, high)
        if all((x - u) ** 2 + (y - v) ** 2 > (1.15 * (r + s)) ** 2 for u, v, s in found):
            found.append((x, y, r))
        if len(found) == number:
            break
    return "".join(
        f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{r:.1f}" ry="{flat * r:.1f}" '
        f'fill="{inks[n % len(inks)]}"/>'
        for n, (x, y, r) in enumerate(found)
    )


def _lines(paths: list[str], ink: str, width: float) -> str:
    return (
        f'<path d="{"".join(paths)}" fill="none" stroke="{ink}" stroke-width="{width}" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )


def crust(rng: random.Random) -> str:
    cuts = [f"M{x} {y}q9 -7 18 -3" for x, y in ((18, 24), (44, 18), (66, 30), (30, 52), (58, 60))]
    return _lines(cuts, "#a5642a", 4) + _dots(rng, 26, 0.9, 1.8, "#fbe6bd")


def grain(rng: random.Random) -> str:
    waves = [f"M-2 {y}q16 {rng.uniform(-5, 5):.1f} 34 0t34 0t38 0" for y in range(6, 100, 11)]
    knots = "".join(
        f'<ellipse cx="{x}" cy="{y}" rx="7" ry="4" fill="none" stroke="#7a4a23" stroke-width="2"/>'
        for x, y in ((32, 38), (70, 71))
    )
    return _lines(waves, "#7a4a23", 1.8) + knots


def cracks(rng: random.Random) -> str:
    cracks = ["M20 8l8 14l-5 9l9 12", "M78 30l-9 10l6 9l-10 13", "M38 66l7 8l-3 9l8 10"]
    return _dots(rng, 24, 1.0, 2.6, "#6f757f", "#b4bac4") + _lines(cracks, "#565c67", 2.2)


def facets(rng: random.Random) -> str:
    shapes = ("0,0 34,0 8,46", "34,0 66,22 38,52", "100,0 66,22 78,58", "8,46 38,52 20,100",
              "78,58 100,40 100,100 62,100", "38,52 62,100 34,88")  # fmt: skip
    inks = ("#ffffff", "#7fc6f5", "#ffffff", "#5aa9e6", "#ffffff", "#8ad0f8")
    return "".join(
        f'<polygon points="{points}" fill="{ink}" fill-opacity="0.42"/>'
        for points, ink in zip(shapes, inks, strict=True)
    )


def crack(rng: random.Random) -> str:
    """A crack from the upper edge, wide there, with branches."""
    left = "57,-5 49,20 60,34 42,51 53,63 46,84"
    right = "59,62 50,51 69,33 58,19 71,-5"
    branches = "49,20 52,27 28,36", "69,33 65,37 86,50", "42,51 44,55 22,62", "59,62 57,66 76,80"
    shapes = "".join(f'<polygon points="{one}"/>' for one in (f"{left} {right}", *branches))
    edge = "M71 -5L58 19L69 33L50 51L59 62L46 84"
    return (
        f'<g fill="#2a2d34">{shapes}</g>'
        f'<path d="{edge}" fill="none" stroke="#fff" stroke-width="1.8" stroke-opacity="0.75"/>'
    )


def holes(rng: random.Random) -> str:
    return _dots(rng, 15, 3.2, 7.5, "#e09c12", flat=0.9)


def toppings(rng: random.Random) -> str:
    return _dots(rng, 9, 7, 9, "#d8392b") + _dots(rng, 10, 1.6, 2.4, "#3f8f3a", "#2f2a28")


def squares(rng: random.Random) -> str:
    lines = [f"M{at} -2V102M-2 {at}H102" for at in range(12, 100, 25)]
    shine = [f"M{at + 5} {y + 5}h9" for at in range(12, 88, 25) for y in range(12, 88, 25)]
    return _lines(lines, "#3f2113", 2.4) + _lines(shine, "#94603f", 2.2)


def sprinkles(rng: random.Random) -> str:
    inks, dashes = ("#ff5fa2", "#45c4ff", "#ffd23f", "#8a5bff"), ""
    for number in range(30):
        x, y, turn = rng.uniform(0, 100), rng.uniform(0, 100), rng.uniform(0, 180)
        dashes += (
            f'<rect x="{x:.1f}" y="{y:.1f}" width="6" height="2.4" rx="1.2" '
            f'fill="{inks[number % 4]}" transform="rotate({turn:.0f} {x:.1f} {y:.1f})"/>'
        )
    return dashes


def stitches(rng: random.Random) -> str:
    rows = [f"M{x} {y}l4 4l4 -4" for y in range(0, 100, 8) for x in range(-2, 100, 10)]
    return _lines(rows, "#ffffff", 1.6)


def shine(rng: random.Random) -> str:
    return (
        '<path d="M-10 62L62 -10L78 -10L-10 78z" fill="#fff" fill-opacity="0.42"/>'
        '<path d="M30 110L110 30L110 38L38 110z" fill="#fff" fill-opacity="0.32"/>'
    )


def rivets(rng: random.Random) -> str:
    seams = ["M-2 34H102M-2 68H102M50 -2V34M30 34V68M72 34V68M50 68V102"]
    dots = "".join(
        f'<circle cx="{x}" cy="{y}" r="1.8" fill="#555d6b"/>'
        for y in (29, 39, 63, 73)
        for x in range(8, 100, 14)
    )
    return shine(rng) + _lines(seams, "#6b7382", 1.8) + dots


def ripples(rng: random.Random) -> str:
    waves = [f"M-4 {y}q8 -7 16 0t16 0t16 0t16 0t16 0t16 0t16 0" for y in range(14, 100, 17)]
    return _lines(waves, "#c8ecff", 2.6)


def flames(rng: random.Random) -> str:
    return "".join(
        f'<path d="M{x} 104C{x - 10} 80 {x + 8} 72 {x} 46C{x + 16} 62 {x + 20} 84 {x + 12} 104z" '
        'fill="#ffd23f" fill-opacity="0.75"/>'
        for x in (4, 28, 52, 76)
    )


def stars(rng: random.Random) -> str:
    return _dots(rng, 34, 0.7, 2.0, "#ffffff", "#ffe9a8", "#b8d4ff")


def seeds(rng: random.Random) -> str:
    return _dots(rng, 20, 1.8, 2.4, "#2b1a1e", flat=1.5)


def bubbles(rng: random.Random) -> str:
    return _dots(rng, 12, 2, 4.5, "#ffffff66") + shine(rng)


def veins(rng: random.Random) -> str:
    lines = [f"M50 {y}L{50 - x} {y - 14}M50 {y}L{50 + x} {y - 14}" for y, x in
             ((24, 26), (46, 40), (68, 44), (90, 42))]  # fmt: skip
    return _lines(["M50 4V98", *lines], "#2f7d32", 1.8)


def stripes(rng: random.Random) -> str:
    return "".join(
        f'<path d="M{x} -10H{x + 14}L{x - 46} 110H{x - 60}z" fill="#fff"/>'
        for x in range(6, 180, 29)
    )


def spots(rng: random.Random) -> str:
    return _dots(rng, 22, 3.5, 6.5, "#ffffff")


def folds(rng: random.Random) -> str:
    return (
        '<polygon points="0,0 52,40 0,100" fill="#8e99ab" fill-opacity="0.28"/>'
        '<polygon points="100,0 52,40 100,74" fill="#fff" fill-opacity="0.5"/>'
        '<polygon points="52,40 100,74 60,100 30,100" fill="#8e99ab" fill-opacity="0.16"/>'
    )


def puffs(rng: random.Random) -> str:
    return _dots(rng, 16, 6, 10, "#ffffff", "#e4edf7")
