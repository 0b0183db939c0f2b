"""Hats, helmets and small things on faces, drawn for this project (MIT) like `drawn_parts`."""

from collections.abc import Mapping

from model.sketch.drawing.wear.worn import BODY, BODY_DARK
from training.library.shapes import dot as _dot
from training.library.shapes import line as _line
from training.library.shapes import shape as _shape


def _brim(colour: str, y: float = 82, rx: float = 49, ry: float = 12) -> str:
    return f'<ellipse cx="50" cy="{y:g}" rx="{rx:g}" ry="{ry:g}" fill="{{{colour}}}"/>'


HATS: Mapping[str, str] = {
    "straw hat": (
        _brim("wheat", 80, 49, 13)
        + _line("M6 80Q50 96 94 80M10 74Q50 88 90 74", "brown", 2)
        + _shape("M24 76Q26 30 50 28Q74 30 76 76Q50 88 24 76z", "wheat")
        + _line("M32 40Q50 48 68 40M28 52Q50 60 72 52", "brown", 2)
        + _shape("M25 62Q50 74 75 62V74Q50 87 25 74z", "red")
    ),
    "nightcap": (
        _shape("M14 78Q18 30 50 22Q84 16 96 56Q98 62 92 64Q82 46 74 50Q84 64 86 78z", "blue")
        + _line("M30 40L36 76M50 26L52 76M66 26L72 76", "glass", 6)
        + _shape("M16 70H84Q92 70 92 80Q92 90 84 90H16Q8 90 8 80Q8 70 16 70z", "white")
        + _dot(92, 66, 8.5, "white")
    ),
    "cowboy hat": (
        _shape("M2 60Q4 46 16 54Q30 68 50 68T84 54Q96 46 98 60Q92 88 50 90Q8 88 2 60z", "wood")
        + _shape("M23 70Q24 24 38 22Q50 34 62 22Q76 24 77 70Q50 84 23 70z", "brown")
        + _shape("M23 60Q50 74 77 60V70Q50 84 23 70z", "ink")
    ),
    "detective hat": (
        _shape("M3 82Q-2 66 22 60L32 82Q16 88 3 82zM97 82Q102 66 78 60L68 82Q84 88 97 82z", "brown")
        + _shape("M15 76Q13 32 50 28Q87 32 85 76Q50 90 15 76z", "wheat")
        + _line("M34 32Q27 54 28 80M66 32Q73 54 72 80M50 28V84M18 52Q50 60 82 52", "brown", 3)
        + _line("M15 74Q50 88 85 74", "brown", 6)
        + _shape("M32 33Q50 26 68 33L66 50Q50 58 34 50z", "brown")
        + _shape("M50 29Q34 42 28 30Q26 16 50 29Q74 16 72 30Q66 42 50 29z", "wood")
        + _dot(50, 29, 5, "wood")
    ),
    "fedora": (
        _brim("wood")
        + _shape("M22 80Q22 40 32 24Q42 12 50 22Q58 12 68 24Q78 40 78 80Q50 92 22 80z", "brown")
        + _shape("M22 66Q50 78 78 66V80Q50 92 22 80z", "ink")
    ),
    "bowler hat": (
        _brim("ink", 82, 48, 10)
        + _shape("M18 80Q16 22 50 22Q84 22 82 80Q50 92 18 80z", "night")
        + _shape("M18 68Q50 80 82 68V80Q50 92 18 80z", "ink")
    ),
    "beret": (
        _shape("M8 62Q2 34 40 28Q76 20 94 44Q100 62 80 70Q40 84 8 62z", "crimson")
        + _shape("M14 64Q50 84 84 66L82 76Q50 92 18 74z", "red")
        + _line("M50 28Q50 18 56 14", "crimson", 5)
        + _line("M26 46Q44 34 66 36", "red", 5)
    ),
    "sombrero": (
        _shape("M0 66Q-2 88 50 90Q102 88 100 66Q90 82 50 82Q10 82 0 66z", "red")
        + _brim("gold", 72, 48, 13)
        + _shape("M28 72Q34 20 50 18Q66 20 72 72Q50 84 28 72z", "wheat")
        + _line("M30 62Q50 72 70 62", "red", 6)
        + _line("M33 50L40 56L46 50L52 56L58 50L66 56", "green", 4)
        + _line("M6 72Q20 82 50 82Q80 82 94 72", "green", 3.4)
    ),
    "fez": (
        _shape("M24 84L32 30H68L76 84Q50 96 24 84z", "red")
        + '<ellipse cx="50" cy="30" rx="18" ry="6" fill="{crimson}"/>'
        + _line("M50 30Q74 26 80 46V60", "ink", 4)
        + _shape("M75 56H85L87 76H73z", "gold")
    ),
    "sailor hat": (
        _shape("M20 60Q18 26 50 24Q82 26 80 60z", "white")
        + _shape("M8 58Q50 42 92 58L86 82Q50 70 14 82z", "white")
        + _line("M9 60Q50 45 91 60M14 81Q50 70 86 81", "blue", 5)
        + _line("M50 52V66M43 60Q50 70 57 60", "navy", 4)
    ),
    "police hat": (
        _shape("M4 44Q10 16 50 14Q90 16 96 44Q84 58 50 58Q16 58 4 44z", "navy")
        + _shape("M16 54Q50 64 84 54V70Q50 80 16 70z", "blue")
        + _shape("M20 70Q50 80 80 70Q82 86 50 90Q18 86 20 70z", "ink")
        + _shape("M50 24l5 9 10 1.6-7 7 1.6 10-9.6-4.6-9.6 4.6 1.6-10-7-7 10-1.6z", "gold")
    ),
    "jester hat": (
        _shape("M50 76L12 80Q2 50 8 26Q28 24 40 44z", "purple")
        + _shape("M50 76L88 80Q98 50 92 26Q72 24 60 44z", "green")
        + _shape("M26 80Q30 40 50 18Q70 40 74 80z", "red")
        + _dot(8, 24, 7, "gold")
        + _dot(92, 24, 7, "gold")
        + _dot(50, 16, 7, "gold")
        + _shape("M10 76Q50 88 90 76V88Q50 100 10 88z", "gold")
    ),
    "bucket hat": (
        _shape("M2 86Q14 62 26 58H74Q86 62 98 86Q50 98 2 86z", "leaf")
        + _shape("M24 66L30 30Q50 22 70 30L76 66Q50 76 24 66z", "green")
        + _shape("M24 58Q50 70 76 58V66Q50 76 24 66z", "wood")
        + _line("M70 52Q82 44 80 34", "grey", 3)
        + _shape("M66 50L76 46L72 60z", "red")
    ),
    "elf hat": (
        _shape("M16 80Q26 40 62 18Q86 8 92 30Q70 30 84 80z", "green")
        + _shape("M12 76L24 88L34 74L44 90L54 74L64 90L74 74L86 86L90 74Q50 62 12 76z", "red")
        + _dot(92, 32, 8, "gold")
    ),
    "leprechaun hat": (
        _brim("leaf")
        + _shape("M24 82L28 22Q50 14 72 22L76 82Q50 92 24 82z", "green")
        + _shape("M25 62Q50 72 75 62L76 78Q50 88 24 78z", "ink")
        + '<rect x="40" y="62" width="20" height="19" rx="3" fill="none" stroke="{gold}" '
        'stroke-width="5"/>'
    ),
    "tinfoil hat": (
        _shape("M10 86L50 8L90 86Q50 98 10 86z", "shade")
        + _shape("M50 8L58 30L48 46L62 60L54 92Q72 92 90 86z", "grey")
        + _line("M50 8L42 36L50 54L36 70M30 52L24 74M70 56L76 78", "white", 4)
    ),
    "viking helmet": (
        _shape("M20 60Q-4 52 4 10Q14 34 32 42zM80 60Q104 52 96 10Q86 34 68 42z", "wheat")
        + _shape("M16 80Q16 28 50 26Q84 28 84 80z", "grey")
        + _shape("M44 26H56V80H44z", "shade")
        + _shape("M12 72H88V86H12z", "brown")
        + _dot(24, 79, 3.4, "gold")
        + _dot(50, 79, 3.4, "gold")
        + _dot(76, 79, 3.4, "gold")
    ),
    "knight helmet": (
        _shape("M50 16Q60 -2 84 6Q76 12 78 24Q64 14 50 24z", "red")
        + _shape("M14 88Q8 22 50 20Q92 22 86 88Q84 76 72 74H28Q16 76 14 88z", "grey")
        + _shape("M50 20Q92 22 86 88Q84 76 72 74H50z", "shade")
        + _line("M24 50H76M24 62H76", "night", 5)
        + _line("M50 22V74", "white", 4)
    ),
    "hard hat": (
        _shape("M8 80Q4 70 14 68H86Q96 70 92 80Q50 90 8 80z", "amber")
        + _shape("M14 72Q14 22 50 20Q86 22 86 72Q50 80 14 72z", "gold")
        + _shape("M42 18H58V72Q50 74 42 72z", "amber")
        + _line("M28 34Q24 50 24 68M72 34Q76 50 76 68", "amber", 4)
    ),
    "firefighter helmet": (
        _shape("M0 84Q4 68 18 66H82Q96 68 100 84Q76 76 50 76Q24 76 0 84z", "crimson")
        + _shape("M14 72Q14 20 50 18Q86 20 86 72Q50 80 14 72z", "red")
        + _line("M30 24Q26 46 26 70M70 24Q74 46 74 70", "crimson", 4)
        + _shape("M50 30L66 36V54Q62 68 50 72Q38 68 34 54V36z", "gold")
        + _shape("M50 38Q58 48 55 55Q53 61 50 61Q44 60 44 54Q46 50 48 51Q47 44 50 38z", "red")
    ),
    "helmet": (
        _shape("M10 78Q8 24 50 20Q92 24 90 78Q50 88 10 78z", "red")
        + _shape("M42 19Q50 17 58 19V80Q50 82 42 80z", "white")
        + _shape("M10 72Q50 82 90 72V82Q50 92 10 82z", "crimson")
        + _line("M24 36Q20 50 20 62", "white", 5)
    ),
    "propeller hat": (
        _shape("M14 82Q14 36 50 34Q86 36 86 82z", "red")
        + _shape("M38 36Q32 60 34 82H66Q68 60 62 36Q50 32 38 36z", "gold")
        + _shape("M8 80Q50 70 92 80V88Q50 78 8 88z", "blue")
        + _shape("M47 18H53V36H47z", "wood")
        + _shape("M50 18Q20 4 10 16Q24 26 50 18zM50 18Q80 4 90 16Q76 26 50 18z", "green")
    ),
    "nurse hat": (
        _shape("M10 84Q6 50 20 30Q50 18 80 30Q94 50 90 84Q50 68 10 84z", "white")
        + _line("M10 83Q50 67 90 83", "shade", 4)
        + _shape("M45 34H55V44H65V54H55V64H45V54H35V44H45z", "red")
    ),
    "ushanka": (
        _shape("M2 64Q2 46 16 44L26 94Q8 98 4 84zM98 64Q98 46 84 44L74 94Q92 98 96 84z", "wood")
        + _shape("M14 64Q14 18 50 18Q86 18 86 64z", "brown")
        + _shape("M12 46Q50 30 88 46Q94 58 86 70Q50 58 14 70Q6 58 12 46z", "wood")
        + _shape("M50 42l3.6 7.4 8 1-6 5.6 1.6 8-7.2-4-7.2 4 1.6-8-6-5.6 8-1z", "red")
    ),
    "bonnet": (
        _shape("M6 86Q-4 20 50 16Q104 20 94 86Q84 40 50 38Q16 40 6 86z", "pink")
        + _line("M6 84Q10 36 50 34Q90 36 94 84", "white", 8)
    ),
}
# On faces, at the feet, and around everything.
SMALL: Mapping[str, str] = {
    "ninja mask": (
        _shape("M2 26Q50 8 98 26L94 88Q50 112 6 88zM16 42Q14 62 34 62H66Q86 62 84 42Q50 34 16 42z",
        "night").replace("<path", '<path fill-rule="evenodd"')
        + _line("M6 22Q50 6 94 22", "red", 9)
    ),
    "eye mask": (
        _shape("M4 40Q26 18 50 34Q74 18 96 40Q94 72 70 70Q58 68 50 56Q42 68 30 70Q6 72 4 40zM20 46"
        "Q28 58 42 50Q34 38 20 46zM80 46Q72 58 58 50Q66 38 80 46z", "night").replace(
        "<path", '<path fill-rule="evenodd"')
    ),
    "fangs": _shape("M20 22H42L31 84zM58 22H80L69 84z", "white").replace(
        "/>", ' stroke="{shade}" stroke-width="4" stroke-linejoin="round"/>'
    ),
    "braces": (
        _shape("M4 24Q50 36 96 24Q94 82 50 84Q6 82 4 24z", "ink")
        + _shape("M10 30Q50 41 90 30Q89 58 50 60Q11 58 10 30z", "white")
        + _line("M10 44Q50 56 90 44", "grey", 4)
        + "".join(
            f'<rect x="{x - 5}" y="{y}" width="10" height="10" rx="2" fill="{{blue}}"/>'
            for x, y in ((22, 41), (41, 45), (59, 45), (78, 41))
        )
    ),
    "freckles": "".join(
        _dot(x, y, 4.2, "brown")
        for x, y in ((6, 46), (18, 56), (30, 46), (70, 46), (82, 56), (94, 46), (18, 40), (82, 40))
    ),
    "plaster": (
        '<g transform="rotate(-24 50 50)"><rect x="4" y="32" width="92" height="36" rx="18" '
        'fill="{wheat}"/><rect x="34" y="32" width="32" height="36" fill="{white}" opacity=".7"/>'
        + _dot(42, 44, 3, "brown") + _dot(58, 44, 3, "brown") + _dot(42, 57, 3, "brown")
        + _dot(58, 57, 3, "brown") + "</g>"
    ),
    "sunburn": (
        '<ellipse cx="14" cy="52" rx="14" ry="11" fill="{red}" opacity=".8"/>'
        '<ellipse cx="86" cy="52" rx="14" ry="11" fill="{red}" opacity=".8"/>'
        '<ellipse cx="50" cy="48" rx="12" ry="9" fill="{red}" opacity=".8"/>'
    ),
    "pacifier": (
        '<ellipse cx="50" cy="40" rx="44" ry="26" fill="{blue}"/>'
        '<circle cx="50" cy="72" r="18" fill="none" stroke="{white}" stroke-width="9"/>'
        + _dot(50, 42, 15, "gold")
    ),
    "tongue": (
        _shape("M14 8Q50 22 86 8V52Q86 94 50 94Q14 94 14 52z", "pink")
        + _line("M50 22V64", "rose", 6)
    ),
    "mud": "".join(
        f'<ellipse cx="{x}" cy="{y}" rx="{r}" ry="{0.8 * r:g}" fill="{{wood}}"/>'
        for x, y, r in ((16, 66, 11), (28, 80, 14), (44, 88, 8), (70, 82, 13), (84, 68, 9),
                        (58, 78, 6), (12, 82, 6), (30, 12, 7), (80, 16, 6))
    ),
    "headphones": (
        '<path fill="none" stroke="{night}" stroke-width="9" stroke-linecap="round" '
        'd="M11 66Q6 8 50 8Q94 8 89 66"/>'
        '<rect x="0" y="50" width="22" height="38" rx="10" fill="{red}"/>'
        '<rect x="78" y="50" width="22" height="38" rx="10" fill="{red}"/>'
        '<rect x="16" y="54" width="9" height="30" rx="4.5" fill="{night}"/>'
        '<rect x="75" y="54" width="9" height="30" rx="4.5" fill="{night}"/>'
    ),
    "scarf": (
        _shape("M60 44L82 40L90 92Q80 98 70 94z", "crimson") + _line("M73 94V99M80 95V99M87 92V98",
        "crimson", 4) + _shape("M2 18Q50 44 98 18Q100 40 92 48Q50 70 8 48Q0 40 2 18z", "red")
        + _line("M20 30L18 48M40 36L39 56M62 36L64 56M82 28L85 46M76 62L84 60M79 78L87 76",
        "white", 5)
    ),
    "stethoscope": (
        _line("M18 2Q14 44 50 50Q86 44 82 2", "blue", 7) + _line("M50 50Q50 74 62 78", "blue", 7)
        + _dot(70, 82, 13, "grey") + _dot(70, 82, 7.5, "white") + _dot(18, 4, 5, "night")
        + _dot(82, 4, 5, "night")
    ),
    "melt": (
        f'<path fill="{BODY_DARK}" d="M2 62Q0 44 18 44Q26 34 44 38Q60 30 74 40Q94 38 98 54Q102 '
        f'76 80 78Q50 88 24 78Q4 80 2 62z"/><path fill="{BODY}" d="M7 58Q8 48 22 50Q30 40 46 44Q'
        '60 38 72 46Q90 46 92 56Q92 70 76 71Q50 78 26 71Q8 72 7 58z"/>'
        '<path fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round" opacity=".7" '
        'd="M14 60Q20 54 30 55M70 64Q78 64 84 60"/>'
    ),
    "ice casing": (
        '<rect x="6" y="10" width="88" height="84" rx="12" fill="{glass}" opacity=".3"/>'
        '<rect x="6" y="10" width="88" height="84" rx="12" fill="none" stroke="{blue}" '
        'stroke-width="4"/>'
        + _line("M16 70V28Q16 20 24 20H40M82 80V64", "white", 5)
        + _shape("M2 18Q8 2 26 8Q40 0 54 7Q72 0 84 8Q98 6 98 20Q92 32 84 22Q76 34 66 24Q56 36 46 24"
        "Q36 34 28 23Q14 34 2 18z", "white")
    ),
}  # fmt: skip
