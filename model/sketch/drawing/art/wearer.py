"""Who wears something: a base as drawn, and where it faces."""

from dataclasses import dataclass

from model.sketch.drawing.art.stances import PROFILES
from model.sketch.drawing.colour.look import Look, look
from model.sketch.drawing.colour.oklch import Lch
from model.sketch.library import Anchors, Part

# If the eyes are closer together than this, in widths of the art, it shows a whole body.
WHOLE = 0.2
LEAST_EYES = 0.16
"""Minimum distance of the eyes for eyewear, in widths of the base, so that it stays visible."""
# If the eyes are further from the middle, in widths of the art, the animal is seen from the side.
_SIDEWAYS = 0.14
# Of PROFILES, what a set shows from the front.
_FACING = frozenset({("twemoji", "1F414"), ("noto", "1F432")})


def is_whole(anchors: Anchors) -> bool:
    """True for a whole animal or person, whose head is a small part of the art."""
    return anchors.face == "own" and anchors.eyes[2] < WHOLE * anchors.box.w


@dataclass(frozen=True, slots=True)
class Wearer:
    """A base part as drawn, with its markup after recolouring.

    One that `is_wrapped` wears clothes on its own outline, below its face.
    """

    part: Part
    markup: str
    is_wrapped: bool = False

    @property
    def anchors(self) -> Anchors:
        return self.part.anchors

    @property
    def art(self) -> Look:
        return look(self.markup, self.part.size)

    def edges(self, y: float) -> tuple[float, float]:
        """The left and right end of the art at the height `y`; of its box where it is empty."""
        box = self.anchors.box
        return self.art.edges(y) or (box.x, box.x + box.w)

    @property
    def apart(self) -> float:
        """The distance of the eyes, at least what eyewear needs."""
        return max(self.anchors.eyes[2], LEAST_EYES * self.anchors.box.w)

    @property
    def skin(self) -> Lch:
        """The colour of a person's face below the eyes."""
        x, y, apart = self.anchors.eyes
        return self.art.skin(x, y + 0.5 * apart, 0.3 * apart)

    @property
    def muzzle(self) -> float | None:
        """The x of the nose of an animal seen from the side; None if it faces us."""
        (x, y, _), apart = self.anchors.eyes, self.apart
        box, side = self.anchors.box, self.anchors.side
        concept = self.part.concept
        profile = concept in PROFILES and (self.part.style, concept) not in _FACING
        if not profile and not self._is_sideways and not side:
            return None
        left, right = self.edges(y + 0.4 * apart)
        if side:
            return left if side < 0 else right
        return left if profile or x < box.x + box.w / 2 else right

    @property
    def _is_sideways(self) -> bool:
        box = self.anchors.box
        off = abs(self.anchors.eyes[0] - box.x - box.w / 2)
        return is_whole(self.anchors) and off >= _SIDEWAYS * box.w

    def face_width(self, y: float) -> float:
        """The width of the head at the height `y` (unit square)."""
        if is_whole(self.anchors):
            return 2.5 * self.apart
        left, right = self.edges(y)
        x = self.anchors.eyes[0]
        wide = max(2 * min(x - left, right - x), 2.2 * self.apart)
        return min(wide, 3.1 * self.apart, right - left)
