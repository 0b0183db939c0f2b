"""Parts that the emoji sets lack, drawn for this project (MIT) in each style's colours.

Every drawing fills a view box of 100 units. Words in braces are colours of a palette.
"""

import math
from collections.abc import Mapping

from model.sketch.drawing.wear.worn import BODY, BODY_DARK
from training.library.drawn_clothes import LEGS, SHOES, TORSO
from training.library.drawn_hats import HATS, SMALL

# Dark colours have a contrast of at least 1.5 to Discord's dark ground (#313338).
PALETTES: Mapping[str, Mapping[str, str]] = {
    "fluent": {
        "red": "#f8312f", "crimson": "#ca0b4a", "white": "#ffffff", "shade": "#d3d3d3",
        "gold": "#fcd53f", "amber": "#ff822d", "blue": "#5092ff", "navy": "#1c5cd7",
        "purple": "#a56bc9", "plum": "#73479c", "brown": "#a56953", "wood": "#8c5543",
        "pink": "#ff8ec7", "rose": "#f70a8d", "green": "#00d26a", "leaf": "#008463",
        "ink": "#402a32", "night": "#635b66", "glass": "#aeddff", "grey": "#9b9b9b",
        "blush": "#f9546b", "lilac": "#8c42b3", "wheat": "#e5b98a", "teal": "#00a6a6",
        "aqua": "#7fdcd8",
    },
    "noto": {
        "red": "#f44336", "crimson": "#c62828", "white": "#fafafa", "shade": "#cfd8dc",
        "gold": "#ffca28", "amber": "#f79329", "blue": "#40c4ff", "navy": "#0288d1",
        "purple": "#ab47bc", "plum": "#7c3f98", "brown": "#a1725c", "wood": "#8d5f4c",
        "pink": "#f48fb1", "rose": "#ec407a", "green": "#7cb342", "leaf": "#558b2f",
        "ink": "#422b0d", "night": "#616161", "glass": "#81d4fa", "grey": "#9e9e9e",
        "blush": "#ff7043", "lilac": "#8e24aa", "wheat": "#e0b37f", "teal": "#26a69a",
        "aqua": "#80cbc4",
    },
    "twemoji": {
        "red": "#dd2e44", "crimson": "#a0041e", "white": "#f5f8fa", "shade": "#ccd6dd",
        "gold": "#ffcc4d", "amber": "#f4900c", "blue": "#55acee", "navy": "#226699",
        "purple": "#9266cc", "plum": "#744eaa", "brown": "#c1694f", "wood": "#a0522d",
        "pink": "#f4abba", "rose": "#ea596e", "green": "#77b255", "leaf": "#5c913b",
        "ink": "#292f33", "night": "#66757f", "glass": "#bbddf5", "grey": "#99aab5",
        "blush": "#ff7892", "lilac": "#9266cc", "wheat": "#e1b589", "teal": "#3b9a9c",
        "aqua": "#88c9c9",
    },
}  # fmt: skip


def twice(half: str) -> str:
    """A drawing of the left half, and its mirror image at the right."""
    return f'{half}<g transform="matrix(-1 0 0 1 100 0)">{half}</g>'


def _flower(x: float, y: float, petal: str) -> str:
    turns = [math.radians(72 * n - 90) for n in range(5)]
    petals = "".join(
        f'<circle cx="{x + 8 * math.cos(t):.1f}" cy="{y + 8 * math.sin(t):.1f}" r="7" '
        f'fill="{{{petal}}}"/>'
        for t in turns
    )
    return f'{petals}<circle cx="{x:g}" cy="{y:g}" r="5" fill="{{gold}}"/>'


_FEATHERS = (
    '<path fill="{white}" stroke="{shade}" stroke-width="2" stroke-linejoin="round" '
    'd="M40 66C34 34 18 14 3 12C1 22 3 28 7 33C3 34 4 43 11 47C8 50 10 58 18 60C18 68 31 74 40 66'
    'z"/><path fill="none" stroke="{shade}" stroke-width="2" stroke-linecap="round" '
    'd="M11 33Q22 38 29 47M14 47Q24 50 31 56"/>'
)
_GAUZE = (
    '<path fill="{glass}" d="M46 52C40 26 18 6 5 12C-4 22 8 52 46 54z"/>'
    '<path fill="{blue}" opacity=".8" d="M46 52C24 50 8 62 12 76C18 90 40 80 46 54z"/>'
    '<path fill="none" stroke="{white}" stroke-width="2.4" stroke-linecap="round" '
    'd="M40 46Q28 26 14 20M38 60Q28 64 22 74"/>'
)
# Part -> its drawing.
DRAWINGS: Mapping[str, str] = {
    "party hat": (
        '<path fill="{red}" d="M50 10L84 90Q50 102 16 90z"/>'
        '<path fill="{gold}" d="M37 40.6L59 31L65.4 46.2L30 58z"/>'
        '<path fill="{blue}" d="M25.6 68L71.2 60L77.7 75.2L18.3 84.6z"/>'
        '<circle cx="50" cy="11" r="10" fill="{gold}"/>'
    ),
    "witch hat": (
        '<ellipse cx="50" cy="83" rx="49" ry="13" fill="{plum}"/>'
        '<path fill="{purple}" d="M24 82Q38 50 42 24Q48 3 70 8Q79 11 71 19Q61 17 62 28'
        'Q66 56 77 82Q50 95 24 82z"/>'
        '<path fill="{amber}" d="M29 69Q50 80 72 68L77 82Q50 95 24 82z"/>'
        '<path fill="none" stroke="{gold}" stroke-width="4" d="M43 73h14v13h-14z"/>'
    ),
    "pirate hat": (
        '<path fill="{night}" d="M4 76Q8 40 31 38Q37 10 50 10Q63 10 69 38Q92 40 96 76'
        'Q74 64 50 64Q26 64 4 76z"/>'
        '<path fill="none" stroke="{gold}" stroke-width="6" stroke-linecap="round" '
        'd="M5 76Q26 64 50 64Q74 64 95 76"/>'
        '<path fill="none" stroke="{white}" stroke-width="4" stroke-linecap="round" '
        'd="M35 56L65 44M35 44L65 56"/>'
        '<circle cx="50" cy="37" r="10.5" fill="{white}"/>'
        '<path fill="{white}" d="M44 42h12v9h-12z"/>'
        '<circle cx="46" cy="37" r="2.6" fill="{night}"/>'
        '<circle cx="54" cy="37" r="2.6" fill="{night}"/>'
    ),
    "beanie": (
        '<circle cx="50" cy="15" r="12" fill="{white}" stroke="{shade}" stroke-width="2"/>'
        '<path fill="{blue}" d="M13 70Q14 20 50 20Q86 20 87 70z"/>'
        '<path fill="none" stroke="{navy}" stroke-width="4" stroke-linecap="round" '
        'd="M36 28Q30 44 30 62M50 26V62M64 28Q70 44 70 62"/>'
        '<path fill="{navy}" d="M18 62H82Q91 62 91 74Q91 87 82 87H18Q9 87 9 74Q9 62 18 62z"/>'
    ),
    "flower crown": (
        '<path fill="none" stroke="{leaf}" stroke-width="7" stroke-linecap="round" '
        'd="M10 62Q50 34 90 62"/>'
        '<path fill="{green}" d="M22 44Q24 34 34 36Q32 46 22 50zM78 44Q76 34 66 36Q68 46 78 50z"/>'
        + _flower(14, 62, "white") + _flower(86, 62, "white")
        + _flower(32, 52, "rose") + _flower(68, 52, "rose") + _flower(50, 46, "pink")
    ),
    "horns": twice(
        '<path fill="{lilac}" d="M13 96Q-8 42 13 4Q16 40 43 66z"/>'
    ),
    "lipstick": (
        '<path fill="{red}" d="M4 46Q26 20 40 26Q50 31 60 26Q74 20 96 46Q78 80 50 80Q22 80 4 46z"/>'
        '<path fill="{crimson}" d="M12 46Q30 42 50 47Q70 42 88 46Q70 56 50 56Q30 56 12 46z"/>'
        '<path fill="none" stroke="{white}" stroke-width="4" stroke-linecap="round" opacity=".7" '
        'd="M36 69Q46 72 56 70"/>'
    ),
    "moustache": twice(
        '<path fill="{ink}" d="M50 42Q40 30 27 36Q17 41 13 50Q9 56 2 50Q3 68 21 68Q42 68 50 54z"/>'
    ),
    "eye patch": (
        '<path fill="none" stroke="{ink}" stroke-width="5" d="M3 28L54 42M84 42L98 34"/>'
        '<path fill="{ink}" d="M52 39H86Q90 68 69 72Q48 68 52 39z"/>'
    ),
    "beard": (
        '<path fill="{wood}" fill-rule="evenodd" d="M4 6Q2 92 50 97Q98 92 96 6Q90 32 74 35'
        'Q60 24 50 29Q40 24 26 35Q10 32 4 6zM34 47Q50 41 66 47Q62 62 50 62Q38 62 34 47z"/>'
    ),
    "bow tie": twice(
        '<path fill="{red}" d="M50 44Q32 26 9 24Q3 50 9 76Q32 74 50 56z"/>'
        '<path fill="none" stroke="{crimson}" stroke-width="4" stroke-linecap="round" '
        'd="M38 46Q28 42 22 41M38 54Q28 58 22 59"/>'
    )
    + '<rect x="39" y="38" width="22" height="24" rx="7" fill="{crimson}"/>',
    "cape": (
        '<path fill="{red}" d="M26 5Q50 0 74 5Q82 52 99 90Q86 85 75 94Q62 87 50 95'
        'Q38 87 25 94Q14 85 1 90Q18 52 26 5z"/>'
        '<path fill="{crimson}" d="M30 8Q29 56 25 94Q22 90 17 88Q27 50 30 8zM70 8Q71 56 75 94'
        'Q78 90 83 88Q73 50 70 8z"/>'
    ),
    "wings": twice(_FEATHERS),
    "fairy wings": twice(_GAUZE),
    "blush": twice('<ellipse cx="14" cy="50" rx="14" ry="10" fill="{blush}"/>'),
    "tail": (
        f'<path fill="none" stroke="{BODY}" stroke-width="20" stroke-linecap="round" '
        'd="M8 84Q70 108 78 62Q84 34 58 20"/>'
        f'<path fill="none" stroke="{BODY_DARK}" stroke-width="20" stroke-linecap="round" '
        'd="M75 36Q70 26 58 20"/>'
    ),
    "apron": (
        '<path fill="none" stroke="{crimson}" stroke-width="5" d="M32 12Q50 -8 68 12"/>'
        '<path fill="{red}" d="M30 8Q50 18 70 8Q70 34 93 40V84Q93 98 78 98H22Q7 98 7 84V40'
        'Q30 34 30 8z"/>'
        '<path fill="{white}" d="M32 56H68V72Q68 84 50 84Q32 84 32 72z"/>'
    ),
    "astronaut helmet": (
        '<rect x="0" y="36" width="16" height="30" rx="6" fill="{grey}"/>'
        '<rect x="84" y="36" width="16" height="30" rx="6" fill="{grey}"/>'
        '<circle cx="50" cy="48" r="41" fill="{glass}24"/>'
        '<circle cx="50" cy="48" r="43" fill="none" stroke="{shade}" stroke-width="9"/>'
        '<circle cx="50" cy="48" r="44.5" fill="none" stroke="{white}" stroke-width="5"/>'
        '<path fill="{shade}" d="M20 84Q50 98 80 84L84 95Q50 104 16 95z"/>'
        '<path fill="none" stroke="#fff" stroke-width="6" stroke-linecap="round" opacity=".85" '
        'd="M20 40Q26 22 42 16"/>'
    ),
    "headband": (
        '<path fill="{crimson}" d="M86 48L99 70L88 68L84 82L78 56z"/>'
        '<path fill="{red}" d="M4 42Q50 26 96 42V60Q50 44 4 60z"/>'
        '<path fill="{white}" d="M4 48.5Q50 32.5 96 48.5V53.5Q50 37.5 4 53.5z"/>'
    ),
    "earrings": twice(
        '<circle cx="6" cy="41" r="3.4" fill="{gold}"/>'
        '<circle cx="6" cy="51" r="7" fill="none" stroke="{amber}" stroke-width="3.6"/>'
        '<circle cx="6" cy="50.4" r="7" fill="none" stroke="{gold}" stroke-width="3.2"/>'
    ),
    "skateboard": (
        '<path fill="{grey}" d="M22 54h18v10h-18zM60 54h18v10h-18z"/>'
        '<path fill="none" stroke="{amber}" stroke-width="9" stroke-linecap="round" '
        'stroke-linejoin="round" d="M5 42L18 52H82L95 42"/>'
        '<circle cx="31" cy="66" r="10" fill="{red}"/><circle cx="69" cy="66" r="10" fill="{red}"/>'
        '<circle cx="31" cy="66" r="4" fill="{white}"/>'
        '<circle cx="69" cy="66" r="4" fill="{white}"/>'
    ),
    "surfboard": (
        '<path fill="{leaf}" d="M74 56L84 72L90 54z"/>'
        '<path fill="{gold}" d="M1 42Q20 62 60 62Q92 62 99 53Q92 44 60 44Q24 46 1 42z"/>'
        '<path fill="{red}" d="M14 51Q40 56 97 51L99 53Q98 55 95 56.5Q40 61 22 55z"/>'
    ),
}  # fmt: skip


def drawing(name: str, style: str) -> str:
    """The SVG markup of a part in a style's colours. Raises KeyError."""
    return coloured({**DRAWINGS, **HATS, **SMALL, **TORSO, **LEGS, **SHOES}[name], style)


def coloured(markup: str, style: str) -> str:
    """Markup with the style's colours in place of their names in braces."""
    for colour, value in PALETTES[style].items():
        markup = markup.replace(f"{{{colour}}}", value)
    return markup
