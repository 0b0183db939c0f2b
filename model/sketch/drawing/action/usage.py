"""The act that a held thing suggests if none is named: a book is read, a guitar is played."""

from collections.abc import Mapping
from dataclasses import replace

from model.sketch.drawing.action.held import SMALL
from model.sketch.library import Library
from model.sketch.scene import Scene

_HUGGED = frozenset({"1F476", "1F9F8"})  # a baby, a teddy bear
_USES: Mapping[str, str] = {
    **dict.fromkeys(("1F4BB", "2328", "1F3AE"), "typing"),  # laptop, keyboard, game controller
    **dict.fromkeys(("1F4D6", "1F4F0", "1F5DE", "1F5FA"), "reading"),  # book, newspapers, map
    **dict.fromkeys(  # instruments
        ("1F3B8", "1FA95", "1F3BB", "1F3B7", "1F3BA", "1FA97", "1F941", "1F3B9", "1FA98", "1FA88"),
        "playing",
    ),
    **dict.fromkeys(_HUGGED, "hugging"),
    "1F52D": "looking through",  # telescope
}


def in_use(library: Library, scene: Scene) -> Scene:
    """The Scene with the act that goes with the only thing held, if the figure does nothing else.

    Animals are hugged, unless they are small.
    """
    others = scene.act or scene.pose or scene.text or scene.inside or scene.hidden or scene.mount
    if len(scene.held) != 1 or others:
        return scene
    [concept] = scene.held
    act = _USES.get(concept)
    if act is None and library.kind(concept) == "animal" and concept not in SMALL:
        act = "hugging"
    return replace(scene, act=act)
