"""The clothes of a figure: pieces on its body, and the colours of its limbs."""

from collections.abc import Mapping
from dataclasses import dataclass

from model.sketch.drawing.art.pieces import Piece, Table
from model.sketch.drawing.art.slots import APRON, BODILY, GARMENTS, LEGS, SHOES, TIE, TORSO, slot_of
from model.sketch.drawing.art.wearer import Wearer
from model.sketch.drawing.body.bodily import belly_of, needs_trunk
from model.sketch.drawing.body.busts import bust_limbs, bust_trunk, drawn_trunk, has_shoulders
from model.sketch.drawing.body.trunks import apron_on, bare_trunk, is_necked, on_trunk, trunk_of
from model.sketch.drawing.colour.oklch import Lch, to_hex
from model.sketch.drawing.pose.poses import SHOE, TROUSERS, Limbwear
from model.sketch.drawing.vector.geometry import Bounds
from model.sketch.drawing.wear.cloth import FLARED, Cloth, cloth
from model.sketch.drawing.wear.dress import is_bodied, is_head, wrapped, wraps
from model.sketch.library import Library
from model.sketch.scene import Scene


@dataclass(frozen=True, slots=True)
class Outfit:
    """The clothes of one figure.

    `front` lies on the base. `trunk` is drawn below a head, in `place`; in front of a long neck, it
    is in `front`. `limbs` is None for a base with limbs of its own; `shoes` then lie on its feet
    already.
    """

    front: tuple[Piece, ...] = ()
    trunk: tuple[Piece, ...] = ()
    place: Bounds | None = None
    limbs: Limbwear | None = None
    shoes: Cloth | None = None


def is_dressed(library: Library, scene: Scene) -> bool:
    """Whether a Scene's figures wear something on the trunk."""
    return any(slot_of(library, name) == TORSO or name in BODILY for name in scene.accessories)


def outfit_of(
    library: Library,
    table: Table,
    style: str,
    scene: Scene,
    wearer: Wearer,
    tints: Mapping[str, str],
) -> Outfit | None:
    """The clothes of a Scene's figures, in colours by name; None if they wear none."""
    worn = _garments(library, style, scene, tints)
    if needs_trunk(library, scene, wearer):
        if has_shoulders(wearer) and not worn:
            return _below_bust(table, wearer)
        return _below_head(library, table, worn, wearer, scene)
    if not worn:
        return None
    if is_bodied(library, wearer) or _has_own_limbs(library, wearer):
        worn.pop(APRON, None)
        return Outfit(tuple(wrapped(table, library, c, wearer, s) for s, c in worn.items()))
    thin = set(worn) - {SHOES} and not wraps(library, wearer)
    wide = any(one.name in FLARED for one in worn.values())
    if is_head(library, wearer) or thin or wide or APRON in worn:
        return _below_head(library, table, worn, wearer, scene)
    on_body = {slot: one for slot, one in worn.items() if slot != SHOES}
    front = tuple(wrapped(table, library, one, wearer, slot) for slot, one in on_body.items())
    return Outfit(front, limbs=_limbs(worn, None), shoes=worn.get(SHOES))


def _garments(
    library: Library, style: str, scene: Scene, tints: Mapping[str, str]
) -> dict[str, Cloth]:
    """What a Scene's figures wear on the body, by slot; clothes hide the shirt of a tie."""
    worn: dict[str, Cloth] = {}
    for name in sorted(scene.accessories, key=lambda name: name != TIE):
        if (slot := slot_of(library, name)) in (*GARMENTS, APRON):
            worn[slot] = cloth(library, style, name, tints.get(name))
    return worn


def _has_own_limbs(library: Library, wearer: Wearer) -> bool:
    return library.kind(wearer.part.concept) == "animal" and not is_head(library, wearer)


def _below_bust(table: Table, wearer: Wearer) -> Outfit:
    """A bust's own clothes, from the neck to the hips."""
    trunk, limbs = drawn_trunk(table, wearer), bust_limbs(wearer, to_hex(_skin(wearer)))
    return Outfit((), (trunk,), bust_trunk(wearer), limbs)


def _skin(wearer: Wearer) -> Lch:
    """The colour of a person's face just below the eyes."""
    x, y, apart = wearer.anchors.eyes
    return wearer.art.skin(x, y + 0.4 * apart, 0.2 * apart)


def _below_head(
    library: Library, table: Table, worn: dict[str, Cloth], wearer: Wearer, scene: Scene
) -> Outfit:
    """A head's trunk in its clothes."""
    concept = wearer.part.concept
    is_person = library.kind(concept) == "person"
    tone = _skin(wearer) if is_person else wearer.art.main
    skin = to_hex(tone)
    is_cased = any(slot_of(library, name) in _CASES for name in scene.accessories)
    place = bust_trunk(wearer)
    if not has_shoulders(wearer):
        place = trunk_of(wearer, scene.pose == _MUSCULAR, is_low=is_cased)
    limbs = worn
    if is_person and TORSO not in worn:
        worn = {**worn, TORSO: _plain("plain shirt", _SHIRTS.get(concept, _SHIRT))}
        limbs = {LEGS: _plain("plain trousers", TROUSERS), **worn}
    if TORSO in worn:
        pieces = [on_trunk(table, worn[TORSO], place, skin)]
    else:
        pieces = [bare_trunk(place, tone, belly_of(wearer))]
    if APRON in worn:
        pieces.append(apron_on(table, worn[APRON], place))
    if LEGS in worn:
        low = Bounds(place.x0, place.y0 + 0.56 * place.height, place.x1, place.y1 + 2)
        pieces.append(on_trunk(table, worn[LEGS], low, skin, below=True))
    wear, shoes = _limbs(limbs, skin if is_person else None), worn.get(SHOES)
    if is_necked(wearer) or concept in _TAILED:
        return Outfit(tuple(pieces), (), place, wear, shoes)
    return Outfit((), tuple(pieces), place, wear, shoes)


def _plain(name: str, colour: str) -> Cloth:
    """A garment of one colour."""
    return Cloth(name, f'<path fill="{colour}" d="M0 0H100V100H0z"/>', (0, 0, 100, 100))


_MUSCULAR = "flexing"
_CASES = frozenset({"all round"})  # slots of helmets that are larger than the head
_SHIRT, _SANTA = "#4f8fd6", "#d23232"
_TAILED = frozenset({"1F990", "1F99E"})  # shrimp and lobster, whose tail is in their clothes
_ROYAL = "#9350c4"
_SHIRTS: Mapping[str, str] = {
    **dict.fromkeys(("1F385", "1F936"), _SANTA),
    **dict.fromkeys(("1F478", "1F934", "1FAC5"), _ROYAL),
}


def _limbs(worn: dict[str, Cloth], skin: str | None) -> Limbwear:
    torso = worn.get(TORSO)
    legs = worn.get(LEGS)
    if legs is None and torso is not None and torso.legs:
        legs = torso
    covered = legs is not None and legs.covers
    return Limbwear(
        skin,
        torso.colour if torso is not None else None,
        torso.sleeves if torso is not None else "bare",
        legs.colour if covered and legs is not None else None,
        SHOE if covered and skin is not None else None,
    )
