"""How figures stand to each other in each act of several: gaps, leans, arms and marks."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from model.sketch.drawing.layout.tables import AT_A_TABLE, BOARD_GAMES
from model.sketch.drawing.place.places import place_of
from model.sketch.library import Library
from model.sketch.scene import Scene

_MOVING = frozenset(
    {"chasing", "jumping over", "in a row", "on the head", "on the back", "throwing"}
)


@dataclass(frozen=True, slots=True)
class Pairing:
    """How two figures stand: the gap in widths, the lean to each other, arms and marks.

    `reach` is where the inner arms meet: a height in shares of the figures, 0 at the top, or
    "round" for arms round each other; None for no inner arms. `first` is the accessory that the
    first one wears for the act, `second` the other's. Of three or more, each is behind its
    neighbour at the left and higher, by `rise` in heights.
    """

    gap: float
    lean: float = 0.0
    reach: float | str | None = None
    marks: str = ""
    first: str = ""
    second: str = ""
    rise: float = 0.0


HIGH = 0.16
"""The height at which hands meet in a high five, in shares of the figures, 0 at the top."""
PAIRINGS: Mapping[str, Pairing] = {
    "hugging": Pairing(-0.2, 9, "round", "heart"),
    "together": Pairing(-0.06, 2, rise=0.14),
    "best friends": Pairing(-0.12, 4, "round"),
    "kissing": Pairing(-0.16, 8, None, "heart"),
    "high fiving": Pairing(0.14, -4, HIGH, "burst"),
    "shaking hands": Pairing(0.14, 2, 0.7),
    "holding hands": Pairing(0.1, 0, 0.8),
    "fighting": Pairing(0.2, 6, 0.55, "collision"),
    "punching": Pairing(0.16, 4, None, "punch"),
    "marrying": Pairing(0.02, 2, 0.84, "wedding", "top hat", "flower crown"),
    "clinking": Pairing(-0.02, 14, None, "burst"),
    "dancing": Pairing(0.14, 0, 0.42, "notes"),
    "talking": Pairing(0.12, 0, None, "speech"),
    "making a heart": Pairing(0.14, 2, 0.12, "big heart"),
    "feeding": Pairing(0.24, 0, None, "food"),
    "pushing": Pairing(0.12, 9, None, "push"),
    "pulling": Pairing(0.4, -9, None, "pull"),
    AT_A_TABLE: Pairing(0.34),
    "facing": Pairing(0.0, 0, rise=0.16),
}
_TUG = replace(PAIRINGS["fighting"], gap=0.42, lean=-7, reach=None, marks="tug")
_WANTED = frozenset({"food", "object", "animal", "body", "plant"})


def fought_over(library: Library, scene: Scene) -> bool:
    """Whether a Scene's figures fight over the thing that it has behind them."""
    concept = scene.behind
    if pairing_act(scene) != "fighting" or concept is None or place_of(concept) is not None:
        return False
    return library.kind(concept) in _WANTED


def pairing_of(library: Library, scene: Scene) -> Pairing:
    """How a Scene's figures stand to each other."""
    act = pairing_act(scene) or "facing"
    return _TUG if fought_over(library, scene) else PAIRINGS[act]


def pairing_act(scene: Scene) -> str | None:
    """The act in PAIRINGS that a Scene's figures stand in; None if its act needs no second one."""
    if scene.act in PAIRINGS:
        return scene.act if scene.beside is not None or scene.count > 1 else None
    games = scene.act == "playing" and bool(BOARD_GAMES & set(scene.held))
    drinks = scene.act == "drinking" and bool(scene.held)
    if (games or drinks) and scene.count == 2 and scene.beside is None:
        return AT_A_TABLE
    if scene.beside is None or scene.act in _MOVING:
        return None
    if games or drinks or (scene.act == "eating" and scene.held):
        return AT_A_TABLE
    return "facing" if scene.act is None else "together"
