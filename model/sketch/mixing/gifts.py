"""The rules of a mix: what one emoji can give to another, and how well that looks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from model.sketch.drawing.art.borrowed import BOTTOMS, TOPS, distance, families
from model.sketch.drawing.colour.oklch import Lch
from model.sketch.drawing.compose import COLOURS
from model.sketch.language.words import bare
from model.sketch.library import ALIVE, Concept, Library
from model.sketch.mixing import traits
from model.sketch.scene import STYLES

_NO_FACE = frozenset({"hand", "flag", "person", "body"})
_NO_LIMBS = frozenset({"flag", "place", "hand", "body"})
_HELD_KINDS = frozenset({"food", "object", "plant"})
_SHAPES = frozenset("❤♥💔💕💖💗💙💚💛🧡💜🖤🤍🤎💝💘💞💓❣⭐🌟🔴🟠🟡🟢🔵🟣⚪⚫💩❄")
_EYEWEAR = frozenset("🕶👓🥽")
_RABBIT = "1F430"
_KNOWN_BY_FACE = frozenset("🙈🙉🙊💀☠")
"""What is no longer itself with another face."""
_OWN_LIMBS = frozenset("🐙🦑🦀🦞🦂🕷🐍🐌🎊🎉💫✨🌈🌊💦💨🎵🎶❗❓‼💯")
"""What has many arms, or no body that could have any."""
_FAINT = frozenset({"smiling", "happy"})
"""Expressions of which an animal's own face differs little."""
_WITH_CLOSED_EYES = ("praying", "bowing")
_THIN = frozenset("🌈🌙🌛🌜🎵🎶❗❓‼💯✨💫")
"""What is too thin to have ears or leaves at its top."""
_NO_SMILEYS = frozenset("🥰👹👺👻👽👾👿💀💩🤖😈🤡🙃🤣😶🫥🫨🫠☠🤠🥳🤯😇😵😷")
# How different the main colours of two things must be for a change of colour to show.
_APART = 0.2


@dataclass(frozen=True, slots=True)
class Gift:
    """One change of a base's Scene: `says` it in words that follow the base's name.

    `takes` are the fields and the places of the body that it needs for itself; `good` is how well
    such mixes look, 0 to 1; `kind` is the rule's name.
    """

    kind: str
    good: float
    says: str
    changes: Mapping[str, Any]
    takes: frozenset[str] = field(default_factory=frozenset)


@lru_cache(maxsize=65536)
def gifts(library: Library, base: str, giver: str) -> tuple[Gift, ...]:
    """All that `giver` can give to `base`, both concept ids."""
    to, of = library.concepts[base], library.concepts[giver]
    rules = (_faces, _mouths, _wears, _made, _borrows, _does, _holds, _rides, _stands, _joins)
    return tuple(gift for rule in rules for gift in rule(library, to, of))


def _gift(kind: str, good: float, says: str, *takes: str, **changes: Any) -> Gift:
    return Gift(kind, good, says, changes, frozenset({*changes, *takes}))


def takes_face(library: Library, base: Concept) -> bool:
    """Whether an expression can be drawn on the art of a concept."""
    face = library.part(STYLES[0], base.id).anchors.face
    if base.kind in _NO_FACE or face in ("hollow", "features") or bare(base.emoji) in _EYEWEAR:
        return False
    return base.kind != "symbol" or bare(base.emoji) in _SHAPES


def _faces(library: Library, base: Concept, giver: Concept) -> Iterator[Gift]:
    """The expression of one on the other."""
    name = traits.expression_of(library, giver.id)
    if name is None or not takes_face(library, base):
        return
    is_face = giver.kind == "face" or "cat" in giver.name
    words = f"has the face of {giver.shown}" if is_face else f"is {name} because of {giver.shown}"
    good = (1.0 if is_face else 0.62) - _lost(library, base, name)
    worn = traits.worn_of(library, giver.id) if is_face else ()
    worn = tuple(each for each in worn if each not in _SHOWN_BY_FACE)
    yield _gift(
        "face", good, words, "face", *_slots(library, worn), expression=name, accessories=worn
    )


def _lost(library: Library, base: Concept, expression: str) -> float:
    """How much worse another face is on what is known by its own, or already looks so."""
    if bare(base.emoji) in _KNOWN_BY_FACE:
        return 0.45
    own = library.part(STYLES[0], base.id).anchors.face == "own"
    if base.kind == "face" or (own and traits.expression_of(library, base.id) is not None):
        return 0.25
    return 0.4 if own and expression in _FAINT else 0.0


# Accessories that the expression's own features show.
_SHOWN_BY_FACE = frozenset({
    "sunglasses", "glasses", "heart eyes", "star eyes", "money eyes", "dizzy eyes", "tears",
    "blush", "zzz", "sweat drop",
})  # fmt: skip


def _mouths(library: Library, base: Concept, giver: Concept) -> Iterator[Gift]:
    """The eyes of one smiley and the mouth of another."""
    if is_smiley(base) and is_smiley(giver):
        yield _gift("mouth", 0.9, f"has the mouth of {giver.shown}", "face", "half", mouth=giver.id)


def is_smiley(concept: Concept) -> bool:
    """Whether an emoji is a round face, upright and with nothing before it."""
    return concept.kind == "face" and bare(concept.emoji) not in _NO_SMILEYS


def _slots(library: Library, worn: tuple[str, ...]) -> list[str]:
    return [library.accessories[name].slot for name in worn]


def _wears(library: Library, base: Concept, giver: Concept) -> Iterator[Gift]:
    """What one wears, or what it is, worn by the other."""
    worn, has = traits.worn_of(library, giver.id), traits.worn_of(library, base.id)
    new = tuple(name for name in worn if name not in has)
    if not new or base.kind == "flag" or _is_flat(base):
        return
    slots = _slots(library, new)
    if base.kind in ("hand", "body") and not set(slots) <= {"head", "wrist"}:
        return
    is_itself = library.accessories[new[0]].concept == giver.id
    names = " and the ".join(new)
    if is_itself:
        words = f"wears {giver.shown}"
    elif giver.kind in ALIVE:
        words = f"has the {names} of {giver.shown}"
    else:
        words = f"wears the {names} that goes with {giver.shown}"
    good = 0.95 if is_itself else 0.85 if giver.kind in ALIVE else 0.7
    if base.kind in ("hand", "body", "person") or bare(base.emoji) in _THIN:
        good -= 0.3
    elif _SHOWN_BY_FACE.issuperset(new) and giver.kind == "face" and takes_face(library, base):
        good -= 0.25  # Nearly the same as its face.
    yield _gift("wear", good, words, *slots, accessories=new)


def _is_flat(base: Concept) -> bool:
    """Whether a symbol is a sign, on which nothing can be worn."""
    return base.kind == "symbol" and bare(base.emoji) not in _SHAPES


def _made(library: Library, base: Concept, giver: Concept) -> Iterator[Gift]:
    """The colours or the material of one in the shape of the other."""
    if base.kind == "flag":
        return
    emoji = bare(giver.emoji)
    good = 0.5 if base.kind in ("person", "hand", "body") else 0.72
    has_material = traits.MATERIALS.get(bare(base.emoji))
    for name in traits.MATERIALS.get(emoji, ()):
        if has_material != (name,):
            yield _gift(
                "material",
                good,
                f"is made of {name} like {giver.shown}",
                "colour",
                "like",
                material=name,
            )
    for name in traits.COLOURS.get(emoji, ()):
        if name in COLOURS and name not in traits.COLOURS.get(bare(base.emoji), ()):
            yield _gift(
                "colour", good, f"turns {name} like {giver.shown}", "material", "like", colour=name
            )
    if are_apart(library, base.id, giver.id) and not (is_smiley(base) and is_smiley(giver)):
        words = f"is in the colours of {giver.shown}"
        yield _gift("like", good - 0.1, words, "colour", "material", like=giver.id)


@lru_cache(maxsize=65536)
def are_apart(library: Library, base: str, giver: str) -> bool:
    """Whether a base would look different in the main colour of another thing, in each style."""
    return all(
        distance(_main(library, base, style), _main(library, giver, style)) > _APART
        for style in STYLES
    )


@lru_cache(maxsize=4096)
def _main(library: Library, concept: str, style: str) -> Lch:
    part = library.part(style, concept)
    return families(part.body, part.size)[0]


def _borrows(library: Library, base: Concept, giver: Concept) -> Iterator[Gift]:
    """Part for part: the ears, leaves, wheels or arms of one at the other."""
    if base.kind in ("flag", "person", "hand", "body") or _is_flat(base):
        return
    if bare(base.emoji) in _THIN:
        return
    top, bottom = TOPS.get(giver.id), BOTTOMS.get(giver.id)
    own = TOPS.get(base.id)
    if top is not None and not (own and own.name == top.name == "ears" and giver.id != _RABBIT):
        yield _gift("top", 0.82, f"has the {top.name} of {giver.shown}", "head", top=giver.id)
    if bottom is not None and base.kind != "vehicle":
        words = f"has the {bottom.name} of {giver.shown}"
        yield _gift("bottom", 0.8, words, "pose", "act", "mount", "inside", "held", bottom=giver.id)


def _does(library: Library, base: Concept, giver: Concept) -> Iterator[Gift]:
    """What one does, done by the other."""
    emoji, own = bare(giver.emoji), bare(base.emoji)
    if base.kind in _NO_LIMBS or _is_flat(base) or base.kind == "person" or own in _OWN_LIMBS:
        return
    for pose in traits.POSES.get(emoji, ()):
        yield _gift(
            "pose", 0.8, f"is {pose} like {giver.shown}", "act", "bottom", "mount", pose=pose
        )
    for act in traits.ACTS.get(emoji, ()):
        if base.kind == "face" and act in _WITH_CLOSED_EYES:
            continue
        yield _gift("act", 0.85, f"is {act} like {giver.shown}", "pose", "held", "bottom", act=act)


def _holds(library: Library, base: Concept, giver: Concept) -> Iterator[Gift]:
    """One held or eaten by the other, or on its head."""
    emoji = bare(giver.emoji)
    is_hand = giver.kind == "hand"
    holdable = is_hand or giver.kind in _HELD_KINDS or emoji in traits.HELD
    if not holdable or base.kind in _NO_LIMBS or _is_flat(base):
        return
    alive = base.kind in ALIVE
    good = 0.74 if alive else 0.4 if base.kind == "vehicle" else 0.55
    if emoji in traits.CONTAINERS | traits.OVER:
        good -= 0.2
    words = f"{'shows' if is_hand else 'holds'} {giver.shown}"
    yield _gift("hold", good, words, "act", "bottom", held=(giver.id,))
    if giver.kind == "food" and base.kind in ("animal", "face"):
        yield _gift(
            "eat", 0.66, f"eats {giver.shown}", "bottom", "pose", held=(giver.id,), act="eating"
        )
    words = f"has {giver.shown} on {'its head' if alive else 'top'}"
    yield _gift("on head", 0.4, words, "pose", "head", held=(giver.id,), act="on the head")


def _rides(library: Library, base: Concept, giver: Concept) -> Iterator[Gift]:
    """One ridden by the other, or with the other in it."""
    emoji = bare(giver.emoji)
    if base.kind in ("flag", "place", "hand") or _is_flat(base):
        return
    if emoji in traits.RIDDEN:
        yield _gift(
            "ride", 0.78, f"rides {giver.shown}", "inside", "bottom", "over", mount=giver.id
        )
    if emoji in traits.CONTAINERS:
        yield _gift(
            "in", 0.7, f"sits in {giver.shown}", "mount", "bottom", "over", "pose", inside=giver.id
        )


def _stands(library: Library, base: Concept, giver: Concept) -> Iterator[Gift]:
    """One in front of the other or under it."""
    emoji = bare(giver.emoji)
    if (emoji in traits.BEHIND or giver.kind in ("place", "sky")) and emoji not in traits.OVER:
        good = 0.6 if are_apart(library, base.id, giver.id) else 0.3
        yield _gift("behind", good, f"is in front of {giver.shown}", behind=giver.id)
    if emoji in traits.OVER:
        yield _gift("over", 0.7, f"is under {giver.shown}", "mount", "inside", over=giver.id)


def _joins(library: Library, base: Concept, giver: Concept) -> Iterator[Gift]:
    """What any two can be: halves of one, side by side, friends."""
    whole = (
        "face",
        "top",
        "bottom",
        "like",
        "material",
        "colour",
        "pose",
        "act",
        "head",
        "eyes",
        "held",
    )
    if base.id > giver.id:
        return  # The same with the two exchanged.
    yield _gift("half", 0.45, f"is half {giver.shown}", *whole, half=giver.id)
    if base.kind in ALIVE and giver.kind in ALIVE:
        says = f"hugs {giver.shown}"
        yield _gift(
            "hug", 0.4, says, "pose", "held", "mount", "inside", beside=giver.id, act="hugging"
        )
    else:
        says = f"is next to {giver.shown}"
        yield _gift("beside", 0.15, says, "pose", "mount", "inside", beside=giver.id)
