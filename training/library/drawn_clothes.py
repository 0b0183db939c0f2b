"""Clothes, drawn for this project (MIT) as flat cloth that the composer cuts to the wearer.

A drawing covers a square of 100 units: the neck is at the middle of its upper edge, the front's
middle at 50, the hem below. Words in braces are colours of a palette of `drawn_parts`.
"""

from collections.abc import Mapping

from training.library.shapes import dot
from training.library.shapes import line as _line
from training.library.shapes import shape as _shape


def _cloth(colour: str) -> str:
    return _shape("M0 0H100V100H0z", colour)


def _dots(points: str, colour: str, radius: float = 3.4) -> str:
    pairs = (point.split(",") for point in points.split())
    return "".join(dot(float(x), float(y), radius, colour) for x, y in pairs)


def _blossoms(points: str, petals: str, heart: str = "gold") -> str:
    found = []
    for point in points.split():
        x, y = map(float, point.split(","))
        around = ((0, -6), (5.7, -1.9), (3.5, 4.9), (-3.5, 4.9), (-5.7, -1.9))
        found += [_dots(f"{x + dx:g},{y + dy:g}", petals, 4.4) for dx, dy in around]
        found.append(_dots(f"{x:g},{y:g}", heart, 3))
    return "".join(found)


def _stripes(colour: str, width: float, *places: float, across: bool = False) -> str:
    lines = (f"M0 {at:g}H100" if across else f"M{at:g} 0V100" for at in places)
    return "".join(_line(d, colour, width) for d in lines)


_COLLAR = "M50 16L34 -2H22L37 27zM50 16L66 -2H78L63 27z"
_LAPELS = "M50 62L28 -2H14L22 24L16 30L46 74zM50 62L72 -2H86L78 24L84 30L54 74z"
_V = "M28 -2H72L50 60z"
_WIDE_V = "M24 -2H76L50 48z"


def _suit(cloth: str, lapel: str, tie: str) -> str:
    return (
        _cloth(cloth) + _shape(_V, "white") + tie + _shape(_LAPELS, lapel)
        + _line("M50 70V100", lapel, 3) + _dots("50,82 50,94", "shade", 2.6)
    )  # fmt: skip


_TIE = _shape("M44 8H56L53 18L58 46L50 58L42 46L47 18z", "red")
_BOW = _shape("M50 14L36 5V25zM50 14L64 5V25z", "crimson") + _dots("50,15", "red", 4.4)
_FUR = "white"
_BELT_BLACK = _shape("M0 58H100V72H0z", "ink") + (
    '<rect x="41" y="55" width="18" height="20" rx="3" fill="none" stroke="{gold}" '
    'stroke-width="5"/>'
)


def _costume(cloth: str, belly: str, more: str = "") -> str:
    """A creature's costume: its colour with a lighter belly and what marks it."""
    return (
        _cloth(cloth)
        + f'<ellipse cx="50" cy="62" rx="27" ry="40" fill="{{{belly}}}"/>'
        + more
        + _line("M50 0V30", "shade", 3)
    )


# Worn on the trunk.
TORSO: Mapping[str, str] = {
    "raincoat": (
        _cloth("gold")
        + _shape("M22 -2Q50 44 78 -2H90Q52 66 10 -2z", "amber")
        + _line("M50 28V100", "amber", 5)
        + _line("M14 66H34M66 66H86", "amber", 5)
        + _dots("50,42 50,60 50,78", "wood", 3.6)
    ),
    "shirt": (
        _cloth("blue")
        + _shape("M36 -2H64L50 16z", "glass")
        + _shape(_COLLAR, "white")
        + _line("M50 18V100", "navy", 3)
        + _dots("50,36 50,56 50,76 50,94", "white", 3)
        + _line("M62 46H80V58H62z", "navy", 3)
    ),
    "t-shirt": (
        _cloth("white")
        + _line("M30 -2Q50 26 70 -2", "grey", 6)
        + _line("M0 96H100", "shade", 6)
        + _shape("M50 78Q28 62 30 48Q34 36 50 48Q66 36 70 48Q72 62 50 78z", "red")
    ),
    "hawaiian shirt": (
        _cloth("red")
        + _shape("M34 -2H66L50 30z", "white")
        + _shape(_COLLAR, "crimson")
        + _line("M50 30V100", "crimson", 3)
        + _blossoms("16,28 80,34 30,56 72,66 14,84 46,90 90,92", "white")
        + _shape(
            "M24 42q8-8 14 0q-8 6-14 0zM60 48q8-8 14 0q-8 6-14 0zM24 72q8-8 14 0q-8 6-14 0z"
            "M60 84q8-8 14 0q-8 6-14 0z",
            "green",
        )
    ),
    "polo shirt": (
        _cloth("green")
        + _shape("M38 -2H62L50 20z", "white")
        + _shape(_COLLAR, "leaf")
        + _line("M50 20V50", "leaf", 4)
        + _dots("50,30 50,42", "white", 2.6)
    ),
    "embroidered shirt": (
        _cloth("white")
        + _line("M32 -2Q50 20 68 -2", "red", 7)
        + _shape("M38 12H62V100H38z", "shade")
        + _line(
            "M38 22L50 34L62 22M38 46L50 58L62 46M38 70L50 82L62 70M38 94L50 106L62 94", "red", 5
        )
        + _line("M38 34L50 22L62 34M38 58L50 46L62 58M38 82L50 70L62 82", "crimson", 4)
        + _dots("50,28 50,52 50,76", "ink", 3)
        + _line("M0 84L8 92L16 84L24 92L32 84M68 84L76 92L84 84L92 92L100 84", "red", 4.5)
        + _line("M0 92L8 84L16 92L24 84L32 92M68 92L76 84L84 92L92 84L100 92", "ink", 3)
    ),
    "pajamas": (
        _cloth("blue")
        + _stripes("glass", 5, 8, 24, 40, 60, 76, 92)
        + _shape("M36 -2H64L50 16z", "white")
        + _shape(_COLLAR, "white")
        + _line("M50 16V100", "navy", 3)
        + _dots("50,34 50,58 50,82", "white", 4)
        + _line("M62 48H82V62H62z", "white", 3.4)
    ),
    "kimono": (
        _cloth("crimson")
        + _blossoms("16,26 86,30 24,92 78,90", "pink", "white")
        + _shape("M36 -2H62L46 28z", "white")
        + _line("M30 -4L66 52", "white", 9)
        + _line("M70 -4L36 52", "gold", 9)
        + _shape("M0 52H100V76H0z", "gold")
        + _shape("M0 61H100V67H0z", "amber")
        + '<rect x="38" y="48" width="24" height="32" rx="7" fill="{amber}"/>'
    ),
    "bathrobe": (
        _cloth("glass")
        + _shape(_WIDE_V, "shade")
        + _line("M26 -4L50 48L50 100", "white", 12)
        + _line("M74 -4L50 48", "white", 12)
        + _shape("M0 60H100V72H0z", "white")
        + _line("M0 60H100M0 72H100", "blue", 2)
        + _line("M48 72L40 96M54 72L62 94", "white", 7)
        + '<rect x="43" y="58" width="15" height="16" rx="5" fill="{white}" stroke="{blue}" '
        'stroke-width="2"/>'
    ),
    "tuxedo": (
        _suit("night", "ink", _BOW)
        + _dots("50,34 50,46", "ink", 2.4)
        + _shape("M66 44L80 40L82 46L68 50z", "red")
    ),
    "suit": _suit("navy", "blue", _TIE),
    "santa suit": (
        _cloth("red")
        + _shape("M42 0H58V100H42z", _FUR)
        + _shape("M20 -4Q50 26 80 -4V8Q50 42 20 8z", _FUR)
        + _BELT_BLACK
        + _shape("M0 90H100V100H0z", _FUR)
    ),
    "sweater": (
        _cloth("green")
        + _line("M28 -2Q50 22 72 -2", "leaf", 9)
        + _line("M0 40L10 52L20 40L30 52L40 40L50 52L60 40L70 52L80 40L90 52L100 40", "white", 5)
        + _dots("5,64 20,64 35,64 50,64 65,64 80,64 95,64", "red", 3.6)
        + _shape("M0 88H100V100H0z", "leaf")
        + _stripes("green", 2, 10, 20, 30, 40, 60, 70, 80, 90)
    ),
    "christmas sweater": (
        _cloth("red")
        + _line("M28 -2Q50 22 72 -2", "leaf", 9)
        + _shape("M50 24L62 44H56L68 62H54V72H46V62H32L44 44H38z", "green")
        + _dots("50,24", "gold", 4)
        + _dots("14,36 86,36 20,70 80,70", "white", 3.6)
        + _shape("M0 86H100V100H0z", "leaf")
        + _line("M0 82L10 76L20 82L30 76L40 82L50 76L60 82L70 76L80 82L90 76L100 82", "white", 4)
    ),
    "hoodie": (
        _cloth("purple")
        + _line("M18 -6Q50 40 82 -6", "plum", 16)
        + _line("M42 18V44M58 18V42", "white", 4)
        + _dots("42,46 58,44", "white", 3)
        + _shape("M26 66H74L84 92H16z", "plum")
        + _shape("M0 95H100V100H0z", "plum")
    ),
    "jacket": (
        _cloth("blue")
        + _shape("M34 -2H66L54 24V100H46V24z", "white")
        + _shape(_COLLAR, "navy")
        + _line("M44 26V100M56 26V100", "navy", 4)
        + _line("M12 46H34V62M66 62V46H88", "navy", 4)
        + _shape("M0 92H100V100H0z", "navy")
    ),
    "leather jacket": (
        _cloth("night")
        + _shape("M32 -2H68L52 40V100H48V40z", "white")
        + _shape("M46 46L26 -2H12L20 26L14 32L44 68zM54 46L74 -2H88L80 26L86 32L56 68z", "ink")
        + _line("M46 60V100", "grey", 4)
        + _line("M14 70L30 62M86 70L70 62", "grey", 4)
        + _dots("24,16 76,16", "grey", 3)
    ),
    "coat": (
        _cloth("brown")
        + _shape("M38 -2H62L50 26z", "white")
        + _shape("M50 40L28 -2H10L22 30zM50 40L72 -2H90L78 30z", "wood")
        + _line("M50 40V100", "wood", 4)
        + _dots("38,54 62,54 38,72 62,72 38,90 62,90", "ink", 3.6)
    ),
    "trench coat": (
        _cloth("wheat")
        + _shape("M38 -2H62L50 26z", "white")
        + _shape("M50 40L28 -2H8L22 32zM50 40L72 -2H92L78 32z", "brown")
        + _line("M52 40V100", "brown", 4)
        + _shape("M0 64H100V75H0z", "wood")
        + '<rect x="42" y="61" width="17" height="17" rx="3" fill="none" stroke="{gold}" '
        'stroke-width="4"/>' + _dots("36,52 66,52 36,90 66,90", "wood", 3.4)
    ),
    "lab coat": (
        _cloth("white")
        + _shape(_V, "blue")
        + _shape("M44 8H56L53 16L57 46L50 56L43 46L47 16z", "navy")
        + _shape(_LAPELS, "shade")
        + _line("M50 66V100", "grey", 3)
        + _line("M64 66H84V84H64z", "grey", 3)
        + _line("M70 58V66M77 60V66", "red", 4)
    ),
    "scrubs": (
        _cloth("teal")
        + _shape("M30 -2H70L50 40z", "white")
        + _line("M30 -2L50 40L70 -2", "aqua", 7)
        + _line("M62 54H84V72H62z", "aqua", 4)
    ),
    "safety vest": (
        _cloth("amber")
        + _shape("M36 -2H64L52 30V100H48V30z", "white")
        + _line("M22 0V100M78 0V100", "gold", 9)
        + _line("M0 66H46M54 66H100", "gold", 9)
        + _line("M22 0V100M78 0V100M0 66H46M54 66H100", "white", 3)
    ),
    "dress": (
        _cloth("rose")
        + _line("M26 -2Q50 40 74 -2", "crimson", 6)
        + _shape("M0 54H100V64H0z", "crimson")
        + _dots("18,24 82,24 34,42 66,42", "white", 3)
        + _dots("12,78 34,88 54,76 76,88 92,76", "white", 3.4)
    ),
    "wedding dress": (
        _cloth("white")
        + _line("M22 -2Q36 24 50 14Q64 24 78 -2", "shade", 5)
        + _shape("M0 52H100V60H0z", "shade")
        + _dots("20,30 35,36 50,30 65,36 80,30", "shade", 2.6)
        + _line("M14 100Q20 74 30 60M50 100V60M86 100Q80 74 70 60", "shade", 3)
    ),
    "princess dress": (
        _cloth("pink")
        + _line("M22 -2Q50 34 78 -2", "white", 8)
        + _shape("M50 12L66 44H34z", "white")
        + _shape("M0 52H100V60H0z", "gold")
        + _line("M16 100Q22 74 32 60M84 100Q78 74 68 60", "rose", 4)
        + _dots("50,72 38,90 62,90", "gold", 3.2)
    ),
    "jersey": (
        _cloth("red")
        + _line("M30 -2L50 18L70 -2", "white", 7)
        + _stripes("white", 7, 8, 92)
        + _shape("M34 40H66V50L52 90H39L53 52H34z", "white")
    ),
    "tracksuit": (
        _cloth("navy")
        + _shape("M36 -2H64V12H36z", "white")
        + _line("M50 8V100", "white", 4)
        + _line("M14 0V100M24 0V100M76 0V100M86 0V100", "white", 4)
    ),
    "armour": (
        _cloth("grey")
        + _shape("M50 4L92 10V56Q80 84 50 92Q20 84 8 56V10z", "shade")
        + _shape("M50 4L92 10V56Q80 84 50 92z", "white")
        + _line("M50 4V92", "grey", 4)
        + _line("M20 12Q50 34 80 12", "grey", 4)
        + _dots("18,24 82,24 18,50 82,50", "night", 3)
        + _line("M24 70Q50 86 76 70", "grey", 4)
    ),
    "overalls": (
        _cloth("red")
        + _stripes("white", 5, 10, 28, across=True)
        + _shape("M24 34H76V56H100V100H0V56H24z", "blue")
        + _line("M28 36L16 -2M72 36L84 -2", "blue", 10)
        + _dots("29,38 71,38", "gold", 5)
        + _line("M36 48H64V66H36z", "navy", 4)
        + _line("M50 80V100", "navy", 4)
    ),
    "police uniform": (
        _cloth("navy")
        + _shape("M38 -2H62L50 20z", "white")
        + _shape(_COLLAR, "blue")
        + _shape("M46 14H54L57 44L50 54L43 44z", "ink")
        + _line("M50 54V100", "blue", 3)
        + _shape("M72 34l3.5 7 7.5 1-5.5 5.5 1.5 7.5-7-3.6-7 3.6 1.5-7.5-5.5-5.5 7.5-1z", "gold")
        + _shape("M0 84H100V96H0z", "ink")
        + _dots("50,90", "gold", 5)
    ),
    "army uniform": (
        _cloth("leaf")
        + _shape(
            "M8 12q14-8 22 2t-4 16-22 0zM60 20q16-6 22 4t-10 14-18-6z"
            "M14 60q18-8 24 4t-8 16-22-6zM62 66q16-10 26 2t-4 18-26-4zM40 38q10-6 16 2t-6 12-14-4z",
            "wood",
        )
        + _shape(
            "M34 4q12-4 16 4t-8 10-12-6zM80 48q12-4 14 6t-10 10-12-8zM38 84q12-8 18 2t-8 12-14-4z",
            "green",
        )
        + _shape(_COLLAR, "leaf")
        + _line("M50 20V100", "wood", 3)
    ),
    "ninja suit": (
        _cloth("night")
        + _shape("M36 -2H62L48 22z", "ink")
        + _line("M28 -4L66 58", "ink", 9)
        + _line("M72 -4L36 56", "ink", 9)
        + _shape("M0 58H100V72H0z", "red")
        + _line("M56 70L68 92", "red", 8)
    ),
    "karate suit": (
        _cloth("white")
        + _shape("M36 -2H62L48 22z", "shade")
        + _line("M28 -4L66 58M72 -4L36 56", "shade", 8)
        + _shape("M0 60H100V72H0z", "ink")
        + _line("M48 70L38 94M54 70L64 92", "ink", 8)
    ),
    "chef jacket": (
        _cloth("white")
        + _shape("M32 -2Q50 20 68 -2V8Q50 34 32 8z", "red")
        + _line("M34 20L40 100", "shade", 3)
        + _dots("48,38 66,38 48,58 66,58 48,78 66,78", "ink", 3.4)
    ),
    "space suit": (
        _cloth("white")
        + _shape("M16 -6Q50 30 84 -6V6Q50 44 16 6z", "grey")
        + '<rect x="28" y="42" width="44" height="28" rx="6" fill="{shade}"/>'
        + _dots("38,52", "red", 4.4)
        + _dots("50,52", "gold", 4.4)
        + _dots("62,52", "green", 4.4)
        + _line("M36 63H64", "blue", 4)
        + _shape("M0 82H100V92H0z", "blue")
        + _line("M12 20V60M88 20V60", "red", 5)
    ),
    "robe": (
        _cloth("plum")
        + _shape(_WIDE_V, "purple")
        + _line("M26 -4L50 48L50 100M74 -4L50 48", "gold", 6)
        + _line("M16 40l3 5 6 1-4 4 1 6-6-3M84 62l3 5 6 1-4 4 1 6-6-3", "gold", 3)
        + _dots("20,76 78,30 82,92 24,20", "gold", 3.4)
    ),
    "graduation gown": (
        _cloth("night")
        + _shape("M34 -2H66L50 24z", "white")
        + _line("M34 -2L50 28L66 -2M50 28V100", "ink", 5)
        + _line("M24 -4L40 84M76 -4L60 84", "gold", 7)
    ),
    "poncho": (
        _cloth("red")
        + _stripes("gold", 7, 24, 76, across=True)
        + _stripes("green", 7, 36, 88, across=True)
        + _line("M0 56L10 48L20 56L30 48L40 56L50 48L60 56L70 48L80 56L90 48L100 56", "white", 6)
        + _shape("M36 -2H64L50 22z", "crimson")
    ),
    "toga": (
        _cloth("white")
        + _line("M84 -4L10 70M96 10L22 92M100 36L44 100", "shade", 5)
        + _line("M76 -6L2 62", "gold", 6)
    ),
    "prison uniform": (
        _cloth("white")
        + _stripes("night", 9, 6, 26, 46, 66, 86, across=True)
        + '<rect x="32" y="32" width="36" height="18" rx="3" fill="{white}" stroke="{night}" '
        'stroke-width="3"/>' + _line("M40 41H60", "night", 4)
    ),
    "skeleton suit": (
        _cloth("night")
        + _line("M50 6V92", "white", 6)
        + _line("M24 22Q50 10 76 22M22 40Q50 28 78 40M26 58Q50 48 74 58", "white", 6)
        + _line("M34 84Q50 74 66 84", "white", 8)
    ),
    "bee suit": (_cloth("gold") + _stripes("ink", 15, 30, 60, 90, across=True)),
    "tiger suit": (
        _costume(
            "amber",
            "white",
            _line("M0 30H18M0 54H22M0 78H18M100 30H82M100 54H78M100 78H82", "ink", 8),
        )
    ),
    "cow suit": (
        _cloth("white")
        + _shape(
            "M8 10q20-10 26 8t-14 22-22-10zM66 30q18-12 28 6t-10 26-26-10z"
            "M16 66q18-8 24 8t-14 20-22-10zM60 82q14-8 20 4t-10 14-18-8z",
            "ink",
        )
        + _line("M50 0V50", "shade", 3)
    ),
    "dinosaur suit": _costume("green", "gold", _line("M30 50H70M27 64H73M30 78H70", "amber", 3.4)),
    "onesie": _costume("pink", "white"),
    "pumpkin suit": (
        _cloth("amber")
        + _line("M20 0Q6 50 20 100M50 0V100M80 0Q94 50 80 100", "brown", 4)
        + _shape(
            "M30 44l8-12 8 12zM54 44l8-12 8 12zM26 60Q50 70 74 60Q66 84 50 84Q34 84 26 60z", "ink"
        )
        + _shape("M30 -2L40 14L50 2L60 14L70 -2z", "leaf")
    ),
    "clown suit": (
        _cloth("gold")
        + _shape("M50 0H100V100H50z", "red")
        + _dots("22,30 26,64 14,86", "blue", 7)
        + _dots("78,30 74,64 86,86", "white", 7)
        + _dots("50,40 50,64 50,88", "green", 5.4)
        + _line("M6 2Q16 14 26 4Q36 16 50 6Q64 16 74 4Q84 14 94 2", "white", 10)
    ),
    "superhero suit": (
        _cloth("blue")
        + _line("M22 -4Q50 26 78 -4", "red", 8)
        + _shape("M50 62L28 34L36 24H64L72 34z", "gold")
        + _shape("M50 30l3.6 7.4 8 1-6 5.6 1.6 8-7.2-4-7.2 4 1.6-8-6-5.6 8-1z", "red")
        + _shape("M0 78H100V88H0z", "gold")
        + _shape("M0 88H100V100H0z", "red")
    ),
    "swimsuit": (
        _shape("M20 -4H34Q36 26 50 26Q64 26 66 -4H80Q80 22 100 34V100H0V34Q20 22 20 -4z", "rose")
        + _dots("18,50 42,44 66,50 86,60 30,68 56,72 76,84 16,86 44,92", "white", 4)
    ),
    "bikini": (
        _shape(
            "M30 -4H36L42 14Q36 32 22 30Q12 26 12 18zM70 -4H64L58 14Q64 32 78 30Q88 26 88 18z",
            "rose",
        )
        + _line("M0 26H100M42 22H58", "rose", 5)
        + _shape("M0 70H100V80Q66 84 58 100H42Q34 84 0 80z", "rose")
        + _dots("28,20 72,20 30,75 70,75", "white", 3)
    ),
    "life jacket": (
        _cloth("amber")
        + _shape("M38 -2H62L54 24V100H46V24z", "white")
        + _line("M6 40H94M6 72H94", "ink", 7)
        + '<rect x="42" y="34" width="16" height="12" rx="3" '
        'fill="{grey}"/><rect x="42" y="66" width="16" height="12" rx="3" fill="{grey}"/>'
    ),
}
# Worn below the trunk.
LEGS: Mapping[str, str] = {
    "jeans": (
        _cloth("blue") + _shape("M0 0H100V16H0z", "navy") + _line("M50 16V100", "navy", 5)
        + _line("M8 20Q10 42 30 40M92 20Q90 42 70 40", "gold", 3) + _dots("50,8", "gold", 4)
    ),
    "trousers": _cloth("brown") + _shape("M0 0H100V14H0z", "wood") + _line("M50 14V100", "wood", 5),
    "shorts": (
        _cloth("red") + _shape("M0 0H100V14H0z", "white") + _line("M50 14V100", "crimson", 5)
        + _line("M12 14V100M88 14V100", "white", 7)
    ),
    "skirt": _cloth("rose") + _shape("M0 0H100V14H0z", "crimson")
    + _line("M14 100L24 14M38 100L42 14M62 100L58 14M86 100L76 14", "crimson", 4),
    "tutu": _cloth("pink") + _shape("M0 0H100V16H0z", "rose")
    + _line("M4 100L20 16M20 100L32 16M36 100L43 16M50 100V16M64 100L57 16M80 100L68 16"
    "M96 100L80 16", "white", 4),
    "kilt": _cloth("red") + _stripes("leaf", 9, 18, 50, 82) + _stripes("leaf", 9, 30, 68,
    across=True) + _stripes("gold", 2.4, 18, 50, 82) + _stripes("gold", 2.4, 30, 68, across=True)
    + _shape("M0 0H100V12H0z", "ink"),
    "grass skirt": _cloth("green") + _line("M6 100L12 10M22 100L26 10M38 100L40 10M54 100V10"
    "M70 100L66 10M86 100L80 10", "leaf", 6) + _shape("M0 0H100V12H0z", "gold")
    + _blossoms("20,8 50,8 80,8", "rose"),
    "diaper": _cloth("white") + _shape("M0 0H100V18H0z", "shade") + _dots("14,9 86,9", "blue", 6)
    + _line("M0 100Q50 60 100 100", "shade", 5),
}  # fmt: skip
# Worn on feet: the upper part, with its cuff along the upper edge and the sole along the lower one.
SHOES: Mapping[str, str] = {
    "boots": _cloth("wood") + _shape("M0 0H100V26H0z", "brown") + _shape("M0 84H100V100H0z", "ink"),
    "rain boots": _cloth("gold") + _shape("M0 0H100V22H0z", "amber")
    + _shape("M0 84H100V100H0z", "amber"),
    "cowboy boots": _cloth("brown") + _shape("M0 0H100V20H0z", "amber")
    + _line("M10 40Q50 64 90 40", "gold", 7) + _shape("M0 86H100V100H0z", "wood"),
    "sneakers": _cloth("red") + _shape("M0 0H100V20H0z", "crimson")
    + _shape("M0 68H100V100H0z", "white") + _line("M30 36H70M30 54H70", "white", 8),
    "slippers": _cloth("pink") + _shape("M0 0H100V36H0z", "white")
    + _shape("M0 84H100V100H0z", "rose"),
    "socks": _cloth("white") + _shape("M0 0H100V16H0z", "shade")
    + _shape("M0 22H100V36H0zM0 48H100V62H0z", "red"),
    "high heels": _cloth("red") + _shape("M0 84H100V100H0z", "crimson"),
    "ballet shoes": _cloth("pink") + _line("M0 30L100 60M100 30L0 60", "rose", 8),
    "sandals": _shape("M0 30H100V52H0zM36 0H64V60H36z", "wood")
    + _shape("M0 80H100V100H0z", "brown"),
    "roller skates": _cloth("white") + _shape("M0 0H100V20H0z", "shade")
    + _line("M26 36H74M26 52H74", "rose", 8) + _shape("M0 78H100V92H0z", "rose"),
    "ice skates": _cloth("white") + _shape("M0 0H100V20H0z", "shade")
    + _line("M26 36H74M26 52H74", "blue", 8) + _shape("M0 84H100V100H0z", "grey"),
}  # fmt: skip
