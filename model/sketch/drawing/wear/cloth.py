"""Garments: their flat drawings, and how they are cut."""

from collections.abc import Mapping
from dataclasses import dataclass

from model.sketch.drawing.art.slots import APRON, BODILY
from model.sketch.drawing.colour.look import look, tinted
from model.sketch.drawing.colour.oklch import Lch, to_hex
from model.sketch.drawing.vector.geometry import Affine, Bounds
from model.sketch.library import Library, Size

LONG, SHORT, BARE = "long", "short", "bare"
_SLEEVES: Mapping[str, str] = {
    **dict.fromkeys(
        ("t-shirt", "hawaiian shirt", "polo shirt", "jersey", "scrubs", "dress", "princess dress",
         "armour", "toga"), SHORT,
    ),
    **dict.fromkeys(
        (APRON, "safety vest", "wedding dress", "swimsuit", "bikini", "life jacket", "poncho"), BARE
    ),
}  # fmt: skip
FLARED = frozenset({"dress", "wedding dress", "princess dress", "skirt", "tutu", "kilt",
                     "grass skirt", "poncho", "robe", "graduation gown"})  # fmt: skip
# Robes and the like cover the legs.
_LONG_LEGS = frozenset(
    {"pajamas", "tuxedo", "suit", "santa suit", "tracksuit", "space suit", "onesie", "ninja suit",
     "karate suit", "skeleton suit", "bee suit", "tiger suit", "cow suit", "dinosaur suit",
     "clown suit", "superhero suit", "prison uniform", "police uniform", "army uniform", "scrubs",
     "pumpkin suit", "armour", "chef jacket", "lab coat"}
)  # fmt: skip
_SHADE, _PALE_SHADE, _PALE = 0.14, 0.24, 0.88


@dataclass(frozen=True, slots=True)
class Cloth:
    """A garment's flat drawing in its colour, and how it is cut."""

    name: str
    markup: str
    size: Size

    @property
    def main(self) -> Lch:
        return look(self.markup, self.size).main

    @property
    def colour(self) -> str:
        return to_hex(self.main)

    @property
    def shade(self) -> str:
        """The colour of its edges; a white one is seen on white."""
        return to_hex(self.main.darker(_PALE_SHADE if self.main.light > _PALE else _SHADE))

    @property
    def sleeves(self) -> str:
        return _SLEEVES.get(self.name, LONG)

    @property
    def covers(self) -> bool:
        """Whether it covers the legs if worn on them."""
        return self.name not in ("shorts", "diaper", *FLARED)

    @property
    def legs(self) -> bool:
        """Whether it covers the legs, too."""
        return self.name in _LONG_LEGS

    def fitted(self, frame: Bounds) -> str:
        """The drawing, stretched to a frame."""
        left, top, side, _ = self.size
        place = (
            Affine.move(frame.x0, frame.y0)
            @ Affine.scale(frame.width / side, frame.height / side)
            @ Affine.move(-left, -top)
        )
        return f'<g transform="{place.svg}">{self.markup}</g>'


def cloth(library: Library, style: str, name: str, tint: str | None = None) -> Cloth:
    """A garment by its name, perhaps in one of COLOURS."""
    part = library.worn(style, name)
    markup = part.body if tint is None else tinted(part.body, part.size, tint)
    if name in BODILY:  # its art is no pattern that fills the view box
        left, top, side, _ = part.size
        box = part.anchors.box
        place = (
            Affine.move(left, top)
            @ Affine.scale(1 / box.w, 1 / box.h)
            @ Affine.move(-left - side * box.x, -top - side * box.y)
        )
        markup = f'<g transform="{place.svg}">{markup}</g>'
    return Cloth(name, markup, part.size)
