"""Which figures contain writing, such as clocks, banknotes and signs."""

import re

from model.sketch.drawing.body.body import Body, DrawingContext
from model.sketch.scene import Scene

_LETTERED_KINDS = frozenset({"symbol", "flag"})
_LETTERED_FACES = frozenset({"sleeping", "sleepy", "rich", "money", "swearing"})
_LETTERED_PARTS = frozenset({"zzz", "money eyes"})
_LETTERED_NAME = re.compile(
    r"\b(clock|o.clock|thirty|watch|calendar|date|medal|button|bank|banknote|money|ticket|sign|"
    r"receipt|chart|atm|abacus|pill|die|bus stop|police|ambulance|engine|hospital|hotel|newspaper|"
    r"mahjong|symbols?|input|letters?|station|convenience|credit|stethoscope|scroll|notes?)\b"
)
_SHAPE_NAME = re.compile(r"\b(hearts?|stars?|sparkles?|circle|square|collision)\b")


def is_readable(context: DrawingContext, scene: Scene, body: Body) -> bool:
    """Whether the figure contains writing, which must not be mirrored."""
    concepts = context.library.concepts
    shown = [concepts[c] for c in (body.part.concept, *scene.held) if c in concepts]
    lettered = scene.expression in _LETTERED_FACES or _LETTERED_PARTS & set(scene.accessories)
    return bool(lettered or scene.text) or any(
        (concept.kind in _LETTERED_KINDS and not _SHAPE_NAME.search(concept.name))
        or _LETTERED_NAME.search(concept.name)
        for concept in shown
    )
