"""Animals and things that no emoji shows, drawn for this project (MIT): breeds, birds, machines.

Every drawing fills a view box of 100 units. Their ids are in Unicode's private use area.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from training.library.anchors import Spot
from training.library.drawn_parts import coloured, twice
from training.library.shapes import filled as _shape
from training.library.shapes import stroked as _line


@dataclass(frozen=True, slots=True)
class Creature:
    """A concept with a drawing; `eyes` (centre and distance) are those of a face of its own."""

    concept: str
    name: str
    kind: str
    drawing: str
    keywords: tuple[str, ...] = ()
    eyes: Spot | None = None


_HEAD = "M50 10C76 10 89 28 89 51C89 77 73 94 50 94C27 94 11 77 11 51C11 28 24 10 50 10z"
_EYES = (0.5, 0.45, 0.32)


def _oval(x: float, y: float, rx: float, ry: float, fill: str) -> str:
    return f'<ellipse cx="{x:g}" cy="{y:g}" rx="{rx:g}" ry="{ry:g}" fill="{fill}"/>'


def _eyes(radius: float = 5.2, y: float = 45, apart: float = 32, white: str = "") -> str:
    found = []
    for x in (50 - apart / 2, 50 + apart / 2):
        if white:
            found.append(_oval(x, y, 1.75 * radius, 1.8 * radius, white))
        found += [
            _oval(x, y, radius, 1.2 * radius, "{eye}"),
            _oval(x + 0.3 * radius, y - 0.4 * radius, 0.34 * radius, 0.34 * radius, "#fff"),
        ]
    return "".join(found)


_NOSE = _shape("M41 58Q50 53 59 58Q60 64 50 69Q40 64 41 58z", "{eye}")
_MOUTH = _line("M50 68V74M38 74Q44 82 50 75Q56 82 62 74", "{eye}")
_TONGUE = _shape("M43 77Q50 82 57 77V85Q57 92 50 92Q43 92 43 85z", "#ff7f96")
_SNOUT = _NOSE + _MOUTH
_EARS: Mapping[str, str] = {
    "floppy": "M30 14C10 8 -2 26 2 52C4 66 16 68 20 56C24 42 28 30 38 18z",
    "long": "M28 14C6 10 -4 42 2 74C6 90 22 88 24 74C27 54 28 34 38 18z",
    "pointy": "M12 50Q4 22 10 3Q12 -1 17 2Q34 10 44 22z",
    "tall": "M13 52Q-4 20 4 2Q7 -2 12 1Q36 12 44 24z",
    "button": "M12 40Q4 18 18 12Q34 8 40 18Q30 34 12 40z",
    "fold": "M20 22Q18 8 30 6Q44 8 46 16Q34 26 20 34z",
}
_BEHIND = frozenset({"pointy", "tall"})


def _dog(
    fur: str,
    ears: str = "floppy",
    ear: str = "",
    muzzle: str = "",
    marks: str = "",
    inner: str = "",
    after: str = "",
    eyes: str = "",
) -> str:
    """A dog's head from the front: fur, ears, what is on the fur, muzzle, and what is on top."""
    shape = _EARS[ears]
    own = _shape(shape, ear or fur)
    if inner:
        own += _shape("M16 40Q11 22 15 10Q28 18 36 26z", inner)
    own = twice(own)
    head = _shape(_HEAD, fur)
    snout = _oval(50, 71, 25, 20, muzzle) if muzzle else ""
    face = f'{head}<clipPath id="head"><path d="{_HEAD}"/></clipPath><g clip-path="url(#head)">'
    face += f"{marks}{snout}</g>"
    top = "" if ears in _BEHIND else own
    return (own if ears in _BEHIND else "") + face + top + (eyes or _eyes()) + _SNOUT + after


_BLAZE = "M44 4H56Q55 34 66 56Q76 76 50 96Q24 76 34 56Q45 34 44 4z"
_CHEEKS = "M11 56Q26 48 36 58Q50 66 64 58Q74 48 89 56V98H11z"
_MASK = "M26 66Q30 48 50 50Q70 48 74 66Q76 92 50 94Q24 92 26 66z"


def _brows(tan: str) -> str:
    return twice(_oval(36, 34, 5.4, 4, tan))


def _spots(points: str, fill: str) -> str:
    rows = (point.split(",") for point in points.split())
    return "".join(_oval(float(x), float(y), float(r), 0.9 * float(r), fill) for x, y, r in rows)


_DOGS: Mapping[str, str] = {
    "corgi": _dog(
        "#e59a4f",
        "tall",
        inner="#f9c9b0",
        marks=_shape(_BLAZE, "#fff") + _shape(_CHEEKS, "#fff"),
        after=_TONGUE,
    ),
    "husky": _dog(
        "#fff",
        "pointy",
        ear="#6d7a86",
        inner="#f4d5d0",
        marks=_shape(
            "M0 0H100V44Q84 36 74 42Q62 48 54 38L50 22L46 38Q38 48 26 42Q16 36 0 44z", "#6d7a86"
        )
        + twice(_oval(37, 33, 4.6, 3.4, "#fff")),
        eyes=_eyes(4.4, 45, 32, "#8fd0f5"),
    ),
    "dalmatian": _dog(
        "#fff",
        "floppy",
        ear="#4d4951",
        marks=_spots(
            "30,24,5 48,18,4 66,22,6 78,40,4 22,58,5 80,62,5 28,78,4 70,82,5 50,32,3 16,44,3 "
            "62,36,3",
            "#4d4951",
        ),
        after=_line(_HEAD, "#d6d6da", 1.6),
    ),
    "pug": _dog(
        "#e6c18f",
        "button",
        ear="#4a3d3b",
        marks=_shape("M22 66Q24 46 50 50Q76 46 78 66Q80 94 50 95Q20 94 22 66z", "#4a3d3b")
        + twice(_oval(33, 46, 12, 12, "#4a3d3b"))
        + _line("M38 26Q50 32 62 26M42 18Q50 22 58 18", "#b98f5c", 2.6),
        eyes=_eyes(6, 47, 36, "#fff"),
    ).replace(_MOUTH, _line("M50 68V74M36 76Q44 82 50 75Q56 82 64 76", "#1f1a1a"))
    + _shape("M45 78Q50 81 55 78V85Q50 91 45 85z", "#ff7f96"),
    "dachshund": _dog("#9a5433", "long", ear="#6e3a22", muzzle="#c98a5c", marks=_brows("#b5703f")),
    "golden retriever": _dog("#e9b25f", "floppy", ear="#c98b3c", muzzle="#f6d9a4", after=_TONGUE),
    "black labrador": _dog(
        "#57535c",
        "floppy",
        ear="#48444c",
        muzzle="#5d5a62",
        after=_TONGUE,
        eyes=_eyes(5, 45, 32, "#c98a4c"),
    ),
    "labrador": _dog("#f0d29a", "floppy", ear="#dcb671", muzzle="#f9e8c6", after=_TONGUE),
    "german shepherd": _dog(
        "#c98d4e",
        "pointy",
        ear="#4a4040",
        inner="#c98d4e",
        marks=_shape("M0 0H100V34Q74 26 62 40Q50 30 38 40Q26 26 0 34z", "#4a4040")
        + _shape(_MASK, "#4a4040"),
    ),
    "shiba": _dog(
        "#e08e3e",
        "pointy",
        inner="#fbe3cd",
        marks=_shape(_CHEEKS, "#fff8ee")
        + _oval(50, 66, 20, 18, "#fff8ee")
        + twice(_oval(35, 32, 5, 3.8, "#fff8ee")),
    ),
    "beagle": _dog("#c98547", "long", ear="#8d5029", marks=_shape(_BLAZE, "#fff"), after=_TONGUE),
    "border collie": _dog(
        "#57535c",
        "fold",
        marks=_shape(_BLAZE, "#fff"),
        after=_TONGUE,
        eyes=_eyes(4.6, 45, 34, "#e3a45b"),
    ),
    "bernese": _dog(
        "#57535c",
        "floppy",
        ear="#48444c",
        marks=_shape("M11 56Q26 52 34 62V98H11zM89 56Q74 52 66 62V98H89z", "#b5652f")
        + _shape(_BLAZE, "#fff")
        + _brows("#b5652f"),
        after=_TONGUE,
    ),
    "doberman": _dog(
        "#57535c",
        "tall",
        inner="#6a5048",
        marks=_brows("#b5703f") + _shape(_MASK, "#b5703f"),
        eyes=_eyes(4.6, 45, 32, "#c98a4c"),
    ),
    "rottweiler": _dog(
        "#57535c",
        "fold",
        marks=_brows("#b5703f") + _shape(_MASK, "#b5703f"),
        eyes=_eyes(4.6, 45, 32, "#c98a4c"),
    ),
    "bulldog": _dog(
        "#e9d3b8",
        "fold",
        ear="#c08a5a",
        marks=_shape("M11 20H44Q50 40 34 56Q20 60 8 50z", "#c08a5a")
        + twice(_oval(34, 74, 20, 20, "#fbf1e4"))
        + _line("M40 24Q50 30 60 24", "#c9a583", 3),
    )
    + _shape("M40 78L43 70L46 79zM60 78L57 70L54 79z", "#fff"),
    "chihuahua": _dog("#d9a066", "tall", inner="#f6c4b4", muzzle="#f6e2c4", eyes=_eyes(7, 46, 36)),
    "poodle": _spots("16,50,15 14,66,14 84,50,15 86,66,14 18,82,11 82,82,11", "#e9e3ea")
    + _dog("#fbf8fb", "button", ear="#fbf8fb").replace(_EARS["button"], "M0 0z")
    + _spots("30,20,14 50,13,15 70,20,14 40,26,11 60,26,11", "#e9e3ea"),
    "pomeranian": _spots(
        "50,14,14 28,20,15 72,20,15 12,42,15 88,42,15 12,66,15 88,66,15 28,84,15 72,84,15 50,88,14",
        "#d9883d",
    )
    + _dog(
        "#ef9f4f", "pointy", inner="#f9d2b4", marks=_oval(50, 78, 30, 26, "#fbe0bf"), after=_TONGUE
    ),
    "samoyed": _spots(
        "50,14,14 28,20,15 72,20,15 12,42,14 88,42,14 12,66,14 88,66,14 28,84,15 72,84,15 50,88,14",
        "#dfe4ea",
    )
    + _dog("#fbfcfd", "pointy", ear="#e8ecf0", inner="#f6cfc9", after=_TONGUE),
    "yorkie": _dog(
        "#c98a4c",
        "pointy",
        inner="#f2c6a6",
        marks=_shape("M11 50Q24 60 26 98H0zM89 50Q76 60 74 98H100z", "#7d7480")
        + _line("M34 60Q26 76 28 94M66 60Q74 76 72 94M42 78V94M58 78V94", "#a86d35", 3),
    )
    + _shape("M50 14L34 4V24zM50 14L66 4V24z", "{rose}")
    + _oval(50, 14, 4, 4, "{crimson}"),
    "shih tzu": _dog(
        "#fbf8f4",
        "long",
        ear="#b98252",
        marks=_shape("M8 6H40Q44 34 30 56Q14 56 8 44zM92 6H60Q56 34 70 56Q86 56 92 44z", "#c79261"),
    )
    + _shape("M50 14L36 5V23zM50 14L64 5V23z", "{rose}"),
}
_CAT_HEAD = (
    "M50 20C60 20 68 22 74 25L90 8Q94 6 95 12L93 46Q98 64 88 78Q74 94 50 94Q26 94 12 78"
    "Q2 64 7 46L5 12Q6 6 10 8L26 25C32 22 40 20 50 20z"
)
_CAT_NOSE = _shape("M44 62Q50 59 56 62Q55 67 50 69Q45 67 44 62z", "#e8798a")
_CAT_FACE = _CAT_NOSE + _line("M50 69V73M40 74Q45 80 50 74Q55 80 60 74", "{eye}", 2.6)
_WHISKERS = _line("M4 62L22 66M4 74L22 73M96 62L78 66M96 74L78 73", "#b9b3b6", 2)


def _cat(fur: str, marks: str = "", inner: str = "#f4b6b6", eyes: str = "") -> str:
    ears = twice(_shape("M12 38L11 18L26 31z", inner))
    return (
        _shape(_CAT_HEAD, fur) + f'<clipPath id="head"><path d="{_CAT_HEAD}"/></clipPath>'
        f'<g clip-path="url(#head)">{marks}</g>{ears}{eyes or _eyes(6, 52, 38)}{_CAT_FACE}'
        f"{_WHISKERS}"
    )


_TABBY = "M50 16V38M38 16L41 34M62 16L59 34M0 52L18 56M0 66L16 67M100 52L82 56M100 66L84 67"
_CATS: Mapping[str, str] = {
    "ginger cat": _cat("#f0a04b", _line(_TABBY, "#cf7425", 6) + _oval(50, 80, 24, 18, "#fde3c4")),
    "tabby cat": _cat(
        "#a39a8e",
        _line(_TABBY, "#5f574f", 6) + _oval(50, 80, 24, 18, "#ece6dd"),
        eyes=_eyes(5, 52, 38, "#b7d66a"),
    ),
    "calico cat": _cat(
        "#fff",
        _shape("M0 0H46Q48 36 30 50Q14 54 0 44z", "#e8913f")
        + _shape("M100 0H62Q58 30 74 46Q88 50 100 40z", "#57535c")
        + _oval(86, 84, 16, 12, "#e8913f")
        + _line(_CAT_HEAD, "#d6d6da", 1.6),
    ),
    "siamese cat": _cat(
        "#f2e3cd",
        _shape("M26 50Q30 42 50 44Q70 42 74 50Q78 84 50 90Q22 84 26 50z", "#6b5148")
        + _shape("M0 0H24L24 30L0 46zM100 0H76L76 30L100 46z", "#6b5148"),
        inner="#8d6e63",
        eyes=_eyes(4.6, 52, 38, "#6db8f0"),
    ),
    "tuxedo cat": _cat(
        "#57535c",
        _shape("M50 34Q58 52 66 60Q80 78 50 98Q20 78 34 60Q42 52 50 34z", "#fff"),
        inner="#8a7f88",
        eyes=_eyes(4.8, 50, 40, "#c9d95b"),
    ),
    "grey cat": _cat("#8d97a5", _oval(50, 80, 22, 16, "#a9b2be"), eyes=_eyes(5, 52, 38, "#e8c14f")),
    "white cat": _cat(
        "#fdfdfd", _line(_CAT_HEAD, "#cfd3d8", 2.4), eyes=_eyes(5, 52, 38, "#7cc4f0")
    ),
    "persian cat": _spots("12,60,14 88,60,14 20,80,14 80,80,14 50,90,16", "#d8cfc6")
    + _cat("#efe7de", "", eyes=_eyes(6, 54, 42, "#e2a94b")),
    "sphynx cat": _cat(
        "#eab9a4",
        _line("M34 30Q50 36 66 30M38 24Q50 29 62 24M22 84Q34 88 40 84", "#cf957f", 2.4),
        inner="#d98f85",
        eyes=_eyes(6, 52, 40, "#9bd0d8"),
    ),
}
_GILL = "".join(
    _line(f"M18 {y}Q4 {y - 6} {x} {z}", "#e0557f", 6)
    for y, x, z in ((36, -2, 18), (50, -4, 46), (64, -1, 74))
)
_HEADS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "axolotl": (
        '<g transform="translate(9 9) scale(.82)">'
        + twice(_GILL)
        + _shape(
            "M50 14C80 14 92 34 92 54C92 80 74 90 50 90C26 90 8 80 8 54C8 34 20 14 50 14z",
            "#ff9fb9",
        )
        + _oval(50, 76, 30, 12, "#ffc2d2")
        + _eyes(5, 48, 46)
        + twice(_oval(22, 62, 7, 4.6, "#ff7698"))
        + _line("M34 62Q50 76 66 62", "#a3375a", 3.4)
        + "</g>",
        ("salamander", "amphibian"),
    ),
    "red panda": (
        twice(
            _shape("M10 34Q4 6 18 6Q34 8 40 22z", "#c8562a")
            + _shape("M14 30Q10 14 18 12Q28 14 32 22z", "#fff3e6")
        )
        + _shape(_HEAD, "#d8622f")
        + twice(
            _shape("M14 62Q18 44 32 50Q42 62 36 84Q20 82 14 62z", "#fff3e6")
            + _oval(34, 33, 9, 5, "#fff3e6")
            + _shape("M28 52Q34 70 44 80L36 86Q24 72 22 58z", "#8d3a1c")
        )
        + _oval(50, 72, 19, 16, "#fff3e6")
        + _eyes(5, 46, 34)
        + _SNOUT,
        ("panda", "firefox"),
    ),
    "capybara": (
        twice(_shape("M16 22Q10 6 22 6Q32 8 32 18z", "#7d5539"))
        + _shape(
            "M50 12Q80 12 84 36Q92 58 88 76Q84 95 50 95Q16 95 12 76Q8 58 16 36Q20 12 50 12z",
            "#a8774e",
        )
        + _shape("M26 62Q50 52 74 62Q82 70 80 80Q76 92 50 92Q24 92 20 80Q18 70 26 62z", "#8d6140")
        + _eyes(4.6, 40, 46)
        + twice(_line("M20 36Q27 32 34 36", "#6b4529", 4) + _oval(42, 68, 3.4, 2.6, "{eye}"))
        + _line("M50 74V80M38 83Q50 90 62 83", "{eye}", 3),
        ("rodent",),
    ),
    "reindeer": (
        _line("M30 70L26 96M42 72V97M62 72L60 97M72 68L76 96", "#8d5f3c", 7)
        + _line("M26 92L25 97M42 93V97M60 93L59 97M76 92L77 97", "#4f3a2c", 7)
        + _line(
            "M66 22Q54 16 54 0M57 12Q46 12 42 2M72 20Q76 8 88 4M78 11Q76 4 78 -2", "#6e4a2e", 4.4
        )
        + _shape(
            "M16 62Q6 56 12 48Q20 52 22 56Q34 44 54 50Q60 46 60 34Q60 22 72 20Q82 20 86 30Q98 "
            "34 96 42Q94 48 82 47Q78 52 78 60Q78 76 62 78H34Q18 78 16 62z",
            "#b07c50",
        )
        + _shape("M60 46Q66 58 78 54Q80 72 66 76Q54 66 60 46z", "#e9cfa8")
        + _shape("M62 24Q52 20 48 28Q52 36 62 32z", "#8d5f3c")
        + _shape("M62 46Q70 54 79 50V57Q70 60 60 52z", "#e8303f")
        + _oval(76, 31, 3.2, 3.8, "{eye}")
        + _oval(77, 29.6, 1.1, 1.1, "#fff")
        + _oval(94, 38, 5.4, 5, "#e8303f")
        + _oval(92.6, 36.4, 1.6, 1.3, "#fff"),
        ("deer", "rudolph", "christmas"),
    ),
    "walrus": (
        _shape(_HEAD, "#a1765d")
        + twice(_shape("M32 70H44L42 99Q36 100 34 92z", "#fdf6e4"))
        + twice(
            _oval(37, 66, 17, 14, "#c49a80")
            + _spots("30,64,1.8 38,70,1.8 34,72,1.8 42,64,1.8", "#7d5641")
        )
        + _eyes(4.6, 42, 34)
        + _oval(50, 57, 8, 5.4, "{eye}"),
        ("sea lion",),
    ),
    "meerkat": (
        twice(_oval(13, 42, 7, 9, "#8d6a46"))
        + _shape(
            "M50 10Q80 10 82 42Q80 58 66 66Q62 94 50 95Q38 94 34 66Q20 58 18 42Q20 10 50 10z",
            "#d9b380",
        )
        + twice(_oval(34, 42, 10, 11, "#6b5037"))
        + _eyes(5, 42, 32)
        + _oval(50, 80, 11, 12, "#efdabb")
        + _oval(50, 76, 6, 5, "{eye}")
        + _line("M43 86Q50 91 57 86", "{eye}", 2.6),
        (),
    ),
    "ferret": (
        twice(_oval(18, 26, 10, 11, "#a98a6a"))
        + _shape(_HEAD, "#f1e4cf")
        + _shape(
            "M11 40Q30 32 50 42Q70 32 89 40Q88 58 70 58Q58 58 50 50Q42 58 30 58Q12 58 11 40z",
            "#7a5b45",
        )
        + _eyes(4.8, 46, 34)
        + _oval(50, 64, 7, 5, "#e8798a")
        + _line("M50 68V73M41 75Q46 80 50 75Q54 80 59 75", "{eye}", 2.6),
        ("weasel",),
    ),
}


def _bird(
    body: str,
    wing: str,
    beak: str,
    more: str = "",
    belly: str = "",
    legs: str = "#e8873a",
    big_beak: str = "M76 26L96 31L76 37z",
) -> str:
    """A bird from the side, facing right."""
    return (
        _line("M44 82V96M38 96H50M58 82V96M52 96H64", legs, 3.6)
        + _shape("M24 56L-1 66Q6 76 24 74z", wing)
        + _shape(big_beak, beak)
        + _shape(
            "M62 10Q82 12 82 34Q84 62 70 76Q58 88 42 86Q20 84 16 62Q20 44 40 42Q44 12 62 10z", body
        )
        + (_shape("M80 42Q82 64 68 77Q58 86 46 86Q66 70 66 46z", belly) if belly else "")
        + more
        + _shape("M16 62Q30 44 50 52Q60 64 44 76Q28 80 16 62z", wing)
        + _oval(67, 27, 4, 4.4, "{eye}")
        + _oval(68.2, 25.4, 1.4, 1.4, "#fff")
    )


_BIRDS: Mapping[str, str] = {
    "pigeon": _bird(
        "#8796a8",
        "#aab6c4",
        "#5b5560",
        _shape("M43 36Q60 46 82 38Q82 52 74 56Q56 58 41 46z", "#4fa58c")
        + _shape("M42 46Q58 56 78 50Q76 60 66 62Q50 60 41 52z", "#9a6fc0"),
        legs="#e8707a",
    )
    + _line("M24 66L42 58M28 72L47 64", "#5d6a7a", 3.4),
    "seagull": _bird(
        "#fbfcfd", "#9aa7b4", "#f5b82e", _line("M94 33L90 34", "#e8303f", 3), belly="#e3e8ec"
    ),
    "robin": _bird(
        "#9a7350",
        "#7d5a3c",
        "#8a7a55",
        _shape("M58 22Q80 22 82 38Q82 62 66 72Q52 70 50 44Q50 30 58 22z", "#ee6a33"),
        legs="#7d5a3c",
    ),
    "sparrow": _bird(
        "#b98e62",
        "#8a603a",
        "#6b5a45",
        _shape("M46 18Q60 4 78 20Q64 22 52 32z", "#8a5a36") + _oval(72, 40, 8, 6, "#4a3d35"),
        belly="#ecdcc4",
        legs="#b98e62",
    ),
    "canary": _bird("#ffd84a", "#f0b62e", "#f08a2e"),
    "blue jay": _bird(
        "#4b93de",
        "#2f6cb8",
        "#4d4951",
        _shape("M50 16L44 -2L68 10z", "#2f6cb8") + _line("M44 40Q62 50 82 42", "#2b3442", 4),
        belly="#eef3f8",
        legs="#4a4a55",
    ),
    "toucan": _bird(
        "#57535c",
        "#48444c",
        "#f59a23",
        _shape("M56 24Q80 20 80 40Q78 56 62 58Q52 44 56 24z", "#fdf3d0"),
        legs="#5aa0c8",
        big_beak="M74 18Q100 14 101 40Q88 34 74 40z",
    ),
    "puffin": _bird(
        "#57535c",
        "#48444c",
        "#f0702e",
        _oval(68, 28, 11, 12, "#fdfdfd"),
        belly="#fdfdfd",
        big_beak="M76 20Q96 22 95 36Q86 40 76 38z",
    )
    + _line("M83 22Q87 30 83 38", "#f7c948", 3.4),
    "woodpecker": _bird(
        "#57535c",
        "#48444c",
        "#8a8f98",
        _shape("M48 18Q60 2 80 18Q66 20 52 30z", "#e8303f")
        + _line("M26 58L44 56M30 66L46 66", "#fff", 3.4),
        belly="#f7f1e6",
        legs="#7d7480",
        big_beak="M78 25L102 31L78 35z",
    ),
}
_RUBBER = "#4d4951"
_THINGS: Mapping[str, tuple[str, str, str]] = {
    "unicycle": (
        _line("M50 66L50 24", "#7d8894", 6) + f'<circle cx="50" cy="70" r="24" fill="none" '
        f'stroke="{_RUBBER}" stroke-width="8"/><circle cx="50" cy="70" r="20" fill="none" '
        'stroke="#b8c2cc" stroke-width="2.4"/>'
        + _line("M50 50V90M30 70H70M36 56L64 84M64 56L36 84", "#b8c2cc", 1.8)
        + _oval(50, 70, 5, 5, "#e8303f")
        + _line("M50 70L62 78M58 80H68", "#7d8894", 4)
        + _shape("M30 8Q50 22 70 8Q72 22 56 27H44Q28 22 30 8z", "#e8303f"),
        "vehicle",
        "cycle",
    ),
    "light stick": (
        '<g transform="rotate(24 50 50)">'
        + _shape("M43 52H57L55 98H45z", "#f4f5f7")
        + _line("M50 60V92", "#c9cdd6", 3)
        + '<circle cx="50" cy="28" r="30" fill="#ff8ec7" '
        'opacity=".35"/><circle cx="50" cy="30" r="22" fill="#ff8ec7"/>'
        + _oval(50, 30, 15, 15, "#ffc4e1")
        + _shape("M50 41L39 29Q38 21 45 21Q49 22 50 26Q51 22 55 21Q62 21 61 29z", "#fff")
        + _shape("M40 50H60V58H40z", "#b56bd6")
        + "</g>",
        "object",
        "concert",
    ),
    "meatball": (
        _oval(50, 56, 40, 38, "#8a4b2c")
        + _shape(
            "M14 44Q20 18 50 18Q82 18 87 46Q84 60 74 54Q70 68 "
            "60 58Q54 74 44 60Q34 70 28 56Q16 60 14 44z",
            "#d8382c",
        )
        + _oval(36, 32, 8, 4, "#f2766a")
        + _spots("34,78,3 54,84,3 70,72,3", "#6b361d")
        + _line("M24 66Q30 72 38 72M60 80Q68 78 74 70", "#a8623f", 3),
        "food",
        "meat",
    ),
    "marshmallow": (
        _shape("M14 30Q14 14 50 14Q86 14 86 30L88 74Q86 92 50 92Q14 92 12 74z", "#f3e4ea")
        + _oval(50, 30, 36, 15, "#fffafc")
        + _shape("M12 74Q14 92 50 92Q86 92 88 74Q70 84 50 84Q30 84 12 74z", "#e2cbd4"),
        "food",
        "sweet",
    ),
    "washing machine": (
        '<rect x="8" y="4" width="84" height="92" rx="9" fill="#e3e8ec"/>'
        '<rect x="8" y="4" width="84" height="22" rx="9" fill="#c3ccd4"/>'
        + _oval(24, 15, 5.4, 5.4, "#7d8894")
        + '<rect x="40" y="10" width="34" height="10" rx="3" '
        'fill="#5d6a76"/>'
        + _oval(82, 15, 3.4, 3.4, "#58c26a")
        + '<circle cx="50" cy="60" r="30" fill="#9aa7b4"/><circle cx="50" cy="60" r="24" '
        'fill="#7fc4ef"/>'
        + _shape("M27 64Q38 54 50 62Q62 70 73 60Q74 84 50 84Q28 84 27 64z", "#4a9bd8")
        + _spots("40,52,3 60,50,4 52,58,2.6", "#fff"),
        "object",
        "laundry",
    ),
    "toaster": (
        _shape("M30 30V12Q30 4 40 4H60Q70 4 70 12V30z", "#d99a50")
        + _shape("M35 30V14Q35 9 42 9H58Q65 9 65 14V30z", "#f0c684")
        + _shape("M8 44Q8 26 26 26H74Q92 26 92 44V88H8z", "#c3ccd4")
        + _shape("M22 26H78V32Q50 36 22 32z", "#5d6a76")
        + '<rect x="90" y="42" width="8" height="12" '
        'rx="3" fill="#5d6a76"/>'
        + _shape("M8 80H92V92Q92 96 86 96H14Q8 96 8 92z", "#7d8894")
        + _oval(80, 88, 4, 4, "#e8303f"),
        "object",
        "bread",
    ),
    "fridge": (
        '<rect x="18" y="2" width="64" height="92" rx="8" fill="#dbe4ea"/>'
        + _line("M18 36H82", "#9aa7b4", 3)
        + _line("M28 16V28M28 44V62", "#7d8894", 5)
        + _shape("M24 94H36V98H24zM64 94H76V98H64z", "#5d6a76")
        + '<rect x="56" y="46" width="14" '
        'height="14" fill="#ffd84a"/>' + _oval(62, 20, 4, 4, "#e8303f"),
        "object",
        "kitchen",
    ),
    "microwave": (
        '<rect x="2" y="20" width="96" height="62" rx="8" fill="#c3ccd4"/><rect x="10" y="28" '
        'width="60" height="46" rx="6" fill="#4a5560"/><rect x="16" y="34" width="48" height="34" '
        'rx="4" fill="#f5c04a"/>'
        + _oval(40, 60, 18, 4, "#8a6a3a")
        + '<rect x="76" y="28" width="16" '
        'height="10" rx="2" fill="#58c26a"/>'
        + _spots("80,48,3 88,48,3 80,58,3 88,58,3 80,68,3 88,68,3", "#5d6a76")
        + _shape("M12 82H24V88H12zM76 82H88V88H76z", "#5d6a76"),
        "object",
        "kitchen",
    ),
    "pepper shaker": (
        _shape("M28 34L22 92Q22 98 30 98H70Q78 98 78 92L72 34z", "#5d5a62")
        + _shape("M24 34Q24 6 50 6Q76 6 76 34z", "#c3ccd4")
        + _spots("40,20,2.6 50,15,2.6 60,20,2.6 50,25,2.6", "#4a4a55")
        + _shape(
            "M42 52H54Q62 52 62 60Q62 69 54 69H48V82H42zM48 57V64H53Q56 64 56 60.500Q56 57 53 57z",
            "#fff",
        ),
        "object",
        "spice",
    ),
    "peanut butter jar": (
        _shape("M20 24H80Q86 30 86 40V88Q86 97 76 97H24Q14 97 14 88V40Q14 30 20 24z", "#c98a46")
        + '<rect x="16" y="6" width="68" height="18" rx="5" fill="#e8303f"/>'
        + _line("M28 10V20M40 10V20M52 10V20M64 10V20M75 10V20", "#b91e2e", 2.4)
        + _shape("M14 44H86V80H14z", "#fdf3dc")
        + _shape(
            "M40 54Q50 46 60 54Q62 60 58 62Q62 66 60 70Q50 78 40 70Q38 66 42 62Q38 60 40 54z",
            "#b5763f",
        ),
        "food",
        "spread",
    ),
    "jam jar": (
        _shape("M20 24H80Q86 30 86 40V88Q86 97 76 97H24Q14 97 14 88V40Q14 30 20 24z", "#b52a6e")
        + '<rect x="16" y="6" width="68" height="18" rx="5" fill="#6a3d9a"/>'
        + _shape("M14 44H86V80H14z", "#fdf3f8")
        + _spots("44,58,6 56,58,6 50,67,6 40,68,5 60,68,5", "#7d2fa0")
        + _shape("M50 50q6-8 12-4q-4 6-12 4z", "#5fa844"),
        "food",
        "spread",
    ),
    "fish bowl": (
        _shape("M30 12H70L74 22Q98 36 96 62Q92 96 50 96Q8 96 4 62Q2 36 26 22z", "#cfeafa")
        + _shape(
            "M5 50Q28 42 50 50Q72 58 95 50Q99 70 86 84Q74 96 50 96Q26 96 14 84Q1 70 5 50z",
            "#69b7ec",
        )
        + _shape("M34 68Q48 54 64 66L76 58V80L64 72Q48 84 34 68z", "#f58a2e")
        + _oval(43, 67, 2.6, 2.6, "#2b2226")
        + _shape("M18 88Q50 80 82 88Q70 97 50 97Q30 97 18 88z", "#e8c88a")
        + _line("M30 14H70", "#8fc9ea", 5)
        + _line("M16 50Q18 36 30 30", "#fff", 4),
        "object",
        "goldfish",
    ),
    "pillow": (
        _shape(
            "M6 28Q14 16 26 26Q50 20 74 26Q86 16 94 28Q96 34 91 42Q95 58 91 70Q96 80 88 88Q78 94 "
            "70 86Q50 91 30 86Q22 94 12 88Q4 80 9 70Q5 58 9 42Q4 34 6 28z",
            "#dfe7f5",
        )
        + _line(
            "M24 34Q34 40 40 38M76 34Q66 40 60 38M24 78Q34 72 40 74M76 78Q66 72 60 74", "#b6c3da", 3
        ),
        "object",
        "bed",
    ),
    "sock": (
        _shape("M34 4H70V46Q72 56 82 64Q94 76 84 88Q72 100 54 88L38 72Q30 62 32 50z", "#5b9be8")
        + _shape("M34 4H70V18H34z", "#fff")
        + _shape("M33 28H70V36H33zM33 44H70Q71 50 74 54L34 56Q32 50 33 44z", "#fff")
        + _shape("M84 88Q94 76 82 64Q74 66 72 78Q72 86 78 92z", "#e8303f"),
        "object",
        "clothing",
    ),
    "kidney bean": (
        _shape(
            "M28 14Q56 0 78 22Q98 48 80 78Q62 102 38 88Q24 76 40 64Q54 54 44 44Q24 40 18 30Q16 20"
            " 28 14z",
            "#a8402f",
        )
        + _line("M40 16Q60 12 72 30", "#d67a66", 5),
        "food",
        "bean",
    ),
    "gingerbread man": (
        _shape(
            "M50 4Q66 4 68 20Q68 28 63 33H84Q94 34 94 43Q94 52 84 52H67L76 84Q78 95 68 97Q58 98 55"
            " 88L50 74L45 88Q42 98 32 97Q22 95 24 84L33 52H16Q6 52 6 43Q6 34 16 33H37Q32 28 32 20"
            "Q34 4 50"
            " 4z",
            "#b5763f",
        )
        + _line(
            "M10 40Q13 43 16 40M84 40Q87 43 90 40M27 88Q31 85 35 89M65 89Q69 85 73 88", "#fff", 3
        )
        + _oval(43, 18, 2.8, 3.2, "{eye}")
        + _oval(57, 18, 2.8, 3.2, "{eye}")
        + _line("M43 26Q50 31 57 26", "#fff", 2.6)
        + _oval(50, 44, 3.6, 3.6, "#e8303f")
        + _oval(50, 58, 3.6, 3.6, "#58c26a"),
        "food",
        "cookie",
    ),
    "gnome": (
        _shape("M14 98Q12 62 34 58H66Q88 62 86 98z", "#3d78c4")
        + _shape("M22 48Q18 84 50 97Q82 84 78 48Q64 56 50 54Q36 56 22 48z", "#fbfcfd")
        + _oval(50, 49, 26, 14, "#f6c9a0")
        + _shape("M22 48Q18 76 44 92Q30 66 40 58zM78 48Q82 76 56 92Q70 66 60 58z", "#dfe4ea")
        + _shape("M38 55Q50 50 62 55Q58 62 50 59Q42 62 38 55z", "#fbfcfd")
        + _shape("M20 44Q30 28 50 -2Q70 28 80 44Q50 34 20 44z", "#e8303f")
        + _line("M20 45Q50 35 80 45", "#b91e2e", 5)
        + _oval(41, 46, 2.8, 3.4, "{eye}")
        + _oval(59, 46, 2.8, 3.4, "{eye}")
        + _oval(50, 51, 6.5, 5.2, "#f0a07c"),
        "object",
        "garden",
    ),
    "rubber duck": (
        _shape(
            "M8 56Q14 54 24 58Q40 60 44 48Q30 40 32 24Q38 4 58 6Q78 8 78 28Q78 40 70 48Q94 52 92 74"
            "Q88 96 50 96Q12 96 8 56z",
            "#ffd23f",
        )
        + _shape("M34 70Q52 58 70 68Q70 86 52 86Q38 84 34 70z", "#f0b62e")
        + _shape("M74 22L98 24Q98 36 76 38Q70 30 74 22z", "#f5802e")
        + _oval(60, 22, 4.4, 5, "{eye}")
        + _oval(61.4, 20, 1.5, 1.5, "#fff"),
        "object",
        "bath",
    ),
    "treasure chest": (
        _shape("M6 46Q6 14 28 12H72Q94 14 94 46z", "#a8653a")
        + _shape("M6 46H94V90H6z", "#8a4f2c")
        + _shape("M14 46Q20 30 34 40Q44 28 54 40Q66 28 76 40Q86 36 88 46z", "#ffd23f")
        + _shape("M6 46H94V54H6z", "#f0b62e")
        + _shape("M20 12H30V90H20zM70 12H80V90H70z", "#f0b62e")
        + '<rect x="40" y="48" width="20" height="20" rx="4" fill="#ffd23f"/>'
        + _oval(50, 56, 3.4, 3.4, "#5d3a1f")
        + _shape("M48.600 56H51.400L53 64H47z", "#5d3a1f"),
        "object",
        "gold",
    ),
    "lighthouse": (
        _shape("M14 98Q12 88 26 86H74Q88 88 86 98z", "#8a7f78")
        + _shape("M36 38H64L72 88H28z", "#fbfcfd")
        + _shape(
            "M34.500 48H65.500L67.500 60H32.500zM30.700 72H69.300L71.500 86H28.500z", "#e8303f"
        )
        + _shape("M64 38L72 88H62L57 38z", "#00000018")
        + '<rect x="38" y="20" width="24" height="16" fill="#ffe27a"/>'
        + _line("M46 20V36M54 20V36", "#5d6a76", 2)
        + _shape("M33 34H67V40H33z", "#5d6a76")
        + _shape("M34 21Q50 -2 66 21z", "#e8303f")
        + _oval(50, 6, 3, 3, "#5d6a76")
        + _shape("M62 22L96 12V40L62 34zM38 22L4 12V40L38 34z", "#ffe27a99")
        + _shape("M45 98V90Q45 84 50 84Q55 84 55 90V98z", "#5d3a1f"),
        "object",
        "sea",
    ),
    "swimming pool": (
        _shape("M2 42Q2 20 50 20Q98 20 98 42L92 78Q88 94 50 94Q12 94 8 78z", "#3d78c4")
        + _shape("M5 60Q50 84 95 60L93.500 71Q50 94 6.500 71z", "#fbfcfd")
        + '<ellipse cx="50" cy="42" rx="48" ry="20" fill="#8fc9ea"/>'
        + '<ellipse cx="50" cy="43" rx="41" ry="14.500" fill="#4a9bd8"/>'
        + _line("M24 40Q30 36 36 40M44 47Q52 43 60 47M64 38Q70 35 76 39", "#bfe4f8", 3),
        "object",
        "pool",
    ),
    "potion": (
        _shape(
            "M40 14H60V40Q90 50 90 72Q88 97 50 97Q12 97 10 72Q10 50 40 40z",
            "#d8ecf5",
        )
        + _shape("M15 64Q32 56 50 64Q68 72 85 64Q90 92 50 92Q10 92 15 64z", "#a13fd0")
        + _spots("34,76,5 52,82,4 64,74,6 46,70,3", "#d79af0")
        + '<rect x="36" y="12" width="28" height="8" rx="4" fill="#a9c6d4"/>'
        + _shape("M41 2H59L57 14H43z", "#b5763f")
        + _line("M22 62Q26 52 38 48", "#fff", 4)
        + _spots("70,30,4 78,16,3", "#d79af0"),
        "object",
        "magic",
    ),
    "skeleton": (
        _line("M50 40V72", "#cfd6dc", 6)
        + _line(
            "M36 48Q22 52 20 66L16 78M64 48Q78 52 80 66L84 78M42 74L38 86L37 96M58 74L62 86L63 96",
            "#e9eef2",
            6,
        )
        + _line("M32 96H40M60 96H68", "#e9eef2", 5)
        + _line("M38 47Q50 42 62 47M37 54Q50 49 63 54M39 61Q50 57 61 61", "#e9eef2", 5)
        + _shape("M37 70Q50 64 63 70Q62 80 54 78L50 74L46 78Q38 80 37 70z", "#e9eef2")
        + _shape(
            "M50 2Q72 2 72 22Q72 30 65 33V39Q65 42 61 42H39Q35 42 35 39V33Q28 30 28 22Q28 2 50 2z",
            "#f4f7f9",
        )
        + twice(_oval(41, 21, 5.5, 6.500, "{eye}"))
        + _shape("M50 28L53 33H47z", "{eye}")
        + _line("M43 37V41M50 37V41M57 37V41", "#9aa7b4", 2),
        "animal",
        "bones",
    ),
    "watering can": (
        _shape("M30 40H76V84Q76 92 68 92H38Q30 92 30 84z", "#3fa66a")
        + _shape("M30 62L12 42L6 46L30 82z", "#358c59")
        + _shape("M2 42L14 34L18 40L6 50z", "#58c26a")
        + _line("M76 50Q96 48 94 66Q92 80 76 82", "#358c59", 6)
        + _line("M36 40Q40 18 66 22Q74 26 72 40", "#358c59", 5)
        + _shape("M30 40H76V50H30z", "#58c26a")
        + _spots("6,58,2.600 2,68,2.600 11,66,2.600 6,78,2.600", "#5db4f0"),
        "object",
        "garden",
    ),
    "stove": (
        '<rect x="8" y="30" width="84" height="66" rx="6" fill="#dbe4ea"/>'
        + '<rect x="8" y="30" width="84" height="16" rx="5" fill="#9aa7b4"/>'
        + _spots("22,38,4 36,38,4 64,38,4 78,38,4", "#4a5560")
        + '<rect x="18" y="54" width="64" height="32" rx="5" fill="#4a5560"/>'
        + '<rect x="24" y="60" width="52" height="20" rx="3" fill="#f5a04a"/>'
        + _line("M22 51H78", "#7d8894", 3)
        + _shape("M26 12H66V26Q66 30 60 30H32Q26 30 26 26z", "#e8303f")
        + _line("M66 16H84", "#5d3a1f", 5)
        + _shape("M22 8H70V14H22z", "#b91e2e")
        + _oval(46, 6, 4, 3, "#b91e2e"),
        "object",
        "kitchen",
    ),
    "cauldron": (
        _shape("M14 26H86Q98 50 88 72Q76 94 50 94Q24 94 12 72Q2 50 14 26z", "#4a4a58")
        + _shape("M20 86L14 98H24L32 90zM80 86L86 98H76L68 90z", "#6b6b7c")
        + '<ellipse cx="50" cy="26" rx="44" ry="12" fill="#6b6b7c"/>'
        + '<ellipse cx="50" cy="26" rx="37" ry="8.500" fill="#7bd04a"/>'
        + _spots("38,24,6 54,20,8 66,26,5", "#a8ea78")
        + _line("M18 50Q20 66 30 78", "#6b6b7c", 5),
        "object",
        "witch",
    ),
    "snow globe": (
        _oval(50, 42, 41, 41, "#cfeafa")
        + _shape("M14 60Q50 46 86 60Q76 83 50 83Q24 83 14 60z", "#fbfcfd")
        + _spots("30,24,3 50,14,3 70,26,3 24,44,3 76,46,3 42,34,3 60,38,3", "#fff")
        + _line("M20 34Q24 18 38 12", "#fff", 4)
        + _shape("M22 76H78L86 96H14z", "#a8653a")
        + _shape("M20 76H80V84H20z", "#c98a46"),
        "object",
        "snow",
    ),
    "pocket": (
        _shape("M8 8H92V66Q92 72 88 76L56 94Q50 98 44 94L12 76Q8 72 8 66z", "#4f7fc4")
        + _shape("M8 8H92V26H8z", "#3f68a8")
        + _line("M14 30V64Q14 69 18 72L47 88Q50 90 53 88L82 72Q86 69 86 64V30", "#f2c14e", 2.4)
        + _line("M12 13H88M12 21H88", "#f2c14e", 2)
        + _spots("16,17,3 84,17,3", "#e8a21e"),
        "object",
        "clothing",
    ),
    "windmill": (
        _shape("M36 38H64L72 98H28z", "#f0e2c8")
        + _shape("M50 38H64L72 98H50z", "#dcc8a4")
        + _shape("M32 40Q36 18 50 18Q64 18 68 40z", "#b5493f")
        + _shape("M43 98V80Q43 73 50 73Q57 73 57 80V98z", "#8a5a34")
        + _oval(50, 56, 5, 5, "#7fc4ea")
        + "".join(
            f'<g transform="rotate({turn} 50 34)">'
            + _shape("M48.6 34V2H51.4V34z", "#8a5a34")
            + _shape("M51.4 3H62V27H51.4z", "#f7f3ea")
            + _line("M51.4 11H62M51.4 19H62M56.7 3V27M51.4 3H62V27H51.4z", "#b98f5c", 1.4)
            + "</g>"
            for turn in (18, 108, 198, 288)
        )
        + _oval(50, 34, 4.4, 4.4, "#6e4326"),
        "place",
        "mill",
    ),
    "submarine": (
        _shape("M38 34V20Q38 14 44 14H58Q64 14 64 20V34z", "#e2a21c")
        + _line("M52 14V5H62", "#8d949e", 4)
        + _shape("M2 46L12 52V72L2 78Q-1 62 2 46z", "#d9822b")
        + _shape("M8 62Q8 32 46 31H60Q98 33 98 62Q98 90 60 92H46Q8 91 8 62z", "#fcc53a")
        + _shape("M9 68Q30 76 52 76Q78 76 97 67Q94 90 60 92H46Q12 91 9 68z", "#e2a21c")
        + _oval(52, 61, 21, 21, "#c07f14")
        + _oval(52, 61, 16.5, 16.5, "#8fd8f7")
        + _line("M42 58Q44 51 51 49", "#fff", 3)
        + _oval(86, 58, 5, 5, "#8fd8f7"),
        "vehicle",
        "sea",
    ),
    "attic": (
        _shape("M50 4L98 60H86V96H14V60H2z", "#b5493f")
        + _shape("M50 20L80 56V90H20V56z", "#e8c79b")
        + _line("M50 20L80 56V90H20V56z", "#8a5a34", 5)
        + _oval(50, 50, 12, 12, "#8a5a34")
        + _oval(50, 50, 8.6, 8.6, "#aee0fb")
        + _line("M50 42V58M42 50H58", "#8a5a34", 2.4)
        + _shape("M30 72H48V90H30z", "#c98a46")
        + _shape("M30 72H48V78H30z", "#a8653a"),
        "place",
        "loft",
    ),
    "barn": (
        _shape("M50 6L80 24L92 50V96H8V50L20 24z", "#c8453b")
        + _line("M6 52L20 23L50 6L80 23L94 52", "#f4efe6", 6)
        + _shape("M40 34H60V50H40z", "#6e2620")
        + _line("M40 34H60V50H40z", "#f4efe6", 3)
        + _shape("M28 60H72V96H28z", "#a5352d")
        + _line("M28 96V60H72V96M28 60L72 96M72 60L28 96", "#f4efe6", 3.6),
        "place",
        "farm",
    ),
    "banner": (
        _shape("M2 14H9V94H2zM91 14H98V94H91z", "#a8653a")
        + _oval(5.5, 12, 5.5, 5.5, "{gold}")
        + _oval(94.5, 12, 5.5, 5.5, "{gold}")
        + _shape("M5 24Q50 34 95 24V74Q50 84 5 74z", "{red}")
        + _shape("M5 24Q50 34 95 24V29Q50 39 5 29zM5 69Q50 79 95 69V74Q50 84 5 74z", "{gold}"),
        "object",
        "streamer",
    ),
    "love potion": (
        _shape("M38 6H62V14H38z", "#b5763f")
        + _shape("M41 14H59V36Q88 46 88 70Q88 97 50 97Q12 97 12 70Q12 46 41 36z", "#d9f0fb")
        + _shape("M17 62Q34 54 50 62Q68 70 83 60Q85 66 85 70Q85 94 50 94Q15 94 15 70z", "#ff6fae")
        + _shape("M50 87Q34 77 36 69Q39 62 46 65L50 69L54 65Q61 62 64 69Q66 77 50 87z", "#fff")
        + _shape("M84 22Q78 18 79 14Q81 11 84 14Q87 11 89 14Q90 18 84 22z", "#ff4f9a")
        + _line("M47 18V30M24 60Q27 52 34 48", "#fff", 3.4),
        "object",
        "elixir",
    ),
    "lily pad": (
        _oval(50, 62, 49, 24, "#8fd0f5")
        + _shape(
            "M50 58L86 44Q98 56 92 68Q80 82 50 82Q8 80 8 60Q8 40 50 38Q64 38 76 41z", "#3f9d54"
        )
        + _shape(
            "M50 54L86 40Q98 52 92 64Q80 78 50 78Q8 76 8 56Q8 36 50 34Q64 34 76 37z", "#66c46f"
        )
        + _line("M50 54L20 46M50 54L26 68M50 54L60 73M50 54L84 60M50 54L48 39", "#4caf5a", 2.4),
        "object",
        "pond",
    ),
    "igloo": (
        _shape("M4 88Q4 24 50 24Q96 24 96 88z", "#e9f4fc")
        + _line("M8 66H92M16 46H84M34 28V46M62 26V46M24 46V66M50 46V66M76 46V66", "#a9c9e4", 3)
        + _shape("M22 90V74Q22 54 40 54Q58 54 58 74V90z", "#c7deef")
        + _shape("M29 90V76Q29 62 40 62Q51 62 51 76V90z", "#4d6f8f")
        + _shape("M0 86Q50 80 100 86V94Q50 98 0 94z", "#d2e6f4"),
        "place",
        "snow",
    ),
    "throne": (
        _shape("M24 10Q50 -6 76 10L80 66H20z", "{gold}")
        + _shape("M30 17Q50 4 70 17L73 62H27z", "#b3263a")
        + _oval(50, 8, 5, 5, "#4ea3f0")
        + _shape("M14 62H86V76H14z", "#cf3348")
        + _shape("M6 44H20V84H6zM80 44H94V84H80z", "{gold}")
        + _shape("M4 40H22V48H4zM78 40H96V48H78z", "#e0a526")
        + _shape("M14 76H86V86H14z", "#e0a526")
        + _shape("M16 86H27V98H16zM73 86H84V98H73z", "#b9821a"),
        "object",
        "king",
    ),
    "fireplace": (
        _shape("M6 8H94V20H6z", "#8a5a34")
        + _shape("M12 20H88V94H12z", "#b5573f")
        + _line("M12 36H26M12 54H26M12 72H26M74 36H88M74 54H88M74 72H88M34 28H66", "#8f3f2c", 3)
        + _shape("M28 94V54Q28 38 50 38Q72 38 72 54V94z", "#3d2a2a")
        + _shape(
            "M50 48Q66 62 64 76Q62 88 50 88Q38 88 36 76Q36 68 42 62Q44 68 47 68Q46 58 50 48z",
            "#ff8a2b",
        )
        + _shape("M50 66Q58 74 57 80Q55 87 50 87Q45 87 43 80Q44 73 50 66z", "#ffd54a")
        + _line("M36 90L64 85M36 85L64 90", "#8a5a34", 4.4)
        + _shape("M4 92H96V99H4z", "#8f8078"),
        "place",
        "hearth",
    ),
    "sandcastle": (
        _shape("M4 94Q50 78 96 94V98H4z", "#d9b066")
        + _shape("M16 50H22V44H28V50H34V44H40V92H16zM60 92V44H66V50H72V44H78V50H84V92z", "#eccb82")
        + _shape("M32 36H40V30H46V36H54V30H60V36H68V92H32z", "#f6dfa9")
        + _shape("M43 92V74Q43 66 50 66Q57 66 57 74V92z", "#b98f4c")
        + _shape("M24 62H31V70H24zM69 62H76V70H69z", "#b98f4c")
        + _line("M50 30V6", "#8a5a34", 3)
        + _shape("M51 6L70 12L51 19z", "#f0483e"),
        "object",
        "beach",
    ),
    "branch": (
        _line("M2 60Q30 50 52 54T98 44", "#8a5a34", 11)
        + _line("M30 54Q22 62 20 74M66 51Q76 42 80 30", "#8a5a34", 6)
        + _line("M4 57Q30 47 52 51T96 41", "#a9714a", 3)
        + _shape("M20 72Q6 74 4 90Q20 92 24 78zM21 72Q34 74 36 88Q22 88 19 78z", "#5aa447")
        + _shape("M80 32Q70 22 76 8Q90 14 84 30zM82 33Q88 20 99 24Q98 36 84 36z", "#5aa447")
        + _shape("M92 48Q98 58 92 68Q82 62 88 50z", "#7cc45c"),
        "object",
        "twig",
    ),
    "log cabin": (
        _shape("M66 6H78V34H66z", "#8d8078")
        + _shape("M16 46H84V94H16z", "#a9673c")
        + _line("M18 56H82M18 66H82M18 76H82M18 86H82", "#8a4f2c", 2.6)
        + _spots("15,51,5 15,61,5 15,71,5 15,81,5 15,90,5", "#c98a52")
        + _spots("85,51,5 85,61,5 85,71,5 85,81,5 85,90,5", "#c98a52")
        + _shape("M50 8L98 50L92 57L50 22L8 57L2 50z", "#6e3f24")
        + _shape("M50 21L84 49H16z", "#c07d4a")
        + _shape("M43 95V70Q43 63 50 63Q57 63 57 70V95z", "#5d3a1f")
        + _shape("M23 62H37V77H23zM63 62H77V77H63z", "#5d3a1f")
        + _shape("M25 64H35V75H25zM65 64H75V75H65z", "#ffe08a")
        + _line("M30 64V75M25 69.5H35M70 64V75M65 69.5H75", "#5d3a1f", 1.6)
        + _oval(54, 81, 1.5, 1.5, "#ffd23f"),
        "place",
        "cabin",
    ),
    "rowboat": (
        _shape("M4 36Q50 50 96 36L92 44H8z", "#6e4326")
        + _line("M66 30L90 86", "#e0b37f", 4)
        + _shape("M86 76L96 78L99 92L90 95z", "#e0b37f")
        + _shape("M2 34Q50 52 98 34Q96 66 78 76H22Q4 66 2 34z", "#b5733f")
        + _shape("M2 34Q50 52 98 34L97.4 42Q50 60 2.6 42z", "#f3e3c3")
        + _line("M8 54Q50 70 92 54M14 64Q50 77 86 64", "#8f5429", 2.4)
        + _shape(
            "M0 78Q12 68 25 76Q38 84 50 76Q62 68 75 76Q88 84 100 74V86Q96 96 84 96H16Q4 96 0 86z",
            "#4aa3e0",
        )
        + _line("M12 85Q20 80 28 85M44 88Q52 83 60 88M72 86Q80 81 88 86", "#bfe4f8", 2.6),
        "vehicle",
        "dinghy",
    ),
    "iceberg": (
        _shape("M14 60L24 34L38 26L46 8L62 4L72 26L86 36L92 60z", "#eaf6fd")
        + _shape("M46 8L62 4L72 26L58 34zM24 34L38 26L42 44L30 60H14z", "#ffffff")
        + _shape("M58 34L72 26L86 36L92 60H66z", "#bfe0f3")
        + _shape("M6 62H96L84 80L66 96H40L22 82z", "#7cc4ec")
        + _shape("M6 62H50L44 96H40L22 82z", "#a3d8f4")
        + _line("M0 62Q12 56 25 62T50 62T75 62T100 60", "#4aa3e0", 4),
        "place",
        "ice",
    ),
    "northern lights": (
        '<rect width="100" height="100" rx="20" fill="#1c2456"/>'
        + _shape(
            "M10 66Q22 30 14 8Q30 20 34 46Q44 20 38 4Q56 16 56 46Q68 22 64 6Q84 18 80 44Q88"
            " 34 90 22Q96 48 86 66z",
            "#3fd6a0",
        )
        + _shape(
            "M22 66Q34 44 34 46Q36 56 50 62Q56 46 56 46Q62 58 72 60Q80 44 80 44Q84 56 80 66z",
            "#8af0c4",
        )
        + _spots("14,22,1.600 50,10,1.600 78,12,1.600 92,12,1.600 26,12,1.200", "#fff")
        + _shape(
            "M0 72L18 58L30 68L48 52L66 70L82 60L100 74V80Q100 100 80 100H20Q0 100 0 80z", "#10173c"
        )
        + _shape("M0 82Q30 74 52 80T100 80Q100 100 80 100H20Q0 100 0 82z", "#e6f1ff"),
        "place",
        "aurora",
    ),
}
_EYE: Mapping[str, str] = {"fluent": "#402a32", "noto": "#34302c", "twemoji": "#292f33"}


def _all() -> Iterator[Creature]:
    """Each table has a range of ids, in its order: append to a table, do not insert."""
    for n, (name, drawing) in enumerate(_DOGS.items()):
        yield Creature(f"{0xE000 + n:X}", name, "animal", drawing, ("dog", "puppy"), _EYES)
    for n, (name, drawing) in enumerate(_CATS.items()):
        eyes = (0.5, 0.52, 0.38)
        yield Creature(f"{0xE100 + n:X}", name, "animal", drawing, ("cat", "kitten"), eyes)
    for n, (name, (drawing, keywords)) in enumerate(_HEADS.items()):
        eyes = _HEAD_EYES.get(name, _EYES)
        yield Creature(f"{0xE200 + n:X}", name, "animal", drawing, keywords, eyes)
    for n, (name, drawing) in enumerate(_BIRDS.items()):
        yield Creature(f"{0xE300 + n:X}", name, "animal", drawing, ("bird",), (0.67, 0.27, 0.13))
    for n, (name, (drawing, kind, keyword)) in enumerate(_THINGS.items()):
        eyes_of = _THING_EYES.get(name)
        yield Creature(f"{0xE400 + n:X}", name, kind, drawing, (keyword,), eyes_of)


_HEAD_EYES: Mapping[str, Spot] = {
    "axolotl": (0.5, 0.48, 0.38),
    "capybara": (0.5, 0.4, 0.46),
    "reindeer": (0.73, 0.31, 0.12),
    "walrus": (0.5, 0.42, 0.34),
    "meerkat": (0.5, 0.42, 0.32),
}
_THING_EYES: Mapping[str, Spot] = {
    "gingerbread man": (0.5, 0.18, 0.14),
    "gnome": (0.5, 0.46, 0.18),
    "rubber duck": (0.6, 0.22, 0.14),
    "skeleton": (0.5, 0.21, 0.18),
}
CREATURES: tuple[Creature, ...] = tuple(_all())


def creature_markup(creature: Creature, style: str) -> str:
    """The SVG of a creature in a style."""
    return coloured(creature.drawing.replace("{eye}", _EYE[style]), style)
