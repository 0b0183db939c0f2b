"""Moods and deeds: one character as a pack of Scenes that differ in what it feels or does."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from model.errors import BadRequest
from model.sketch.drawing.action.acts import PLACARD
from model.sketch.drawing.art.fit import HAT_SLOTS
from model.sketch.drawing.art.stances import is_person, posed_person
from model.sketch.drawing.pose.poses import POSES
from model.sketch.expressions import DRESSED_SMILEYS, SMILEY, with_expression
from model.sketch.library import Library
from model.sketch.scene import Scene

MOST_MOODS = 20
"""The most pictures of a pack. Twelve are usual; every person shares the queue."""
THUMBS_UP, CROSS, POPPER, WAVING_HAND, FLAG = "1F44D", "274C", "1F389", "1F44B", "1F3C1"
_COLOURED_SMILEYS = frozenset({"1F608", "1F47F", "1F921", "1F976", "1F975"})
_BOARDS = frozenset({"skateboard", "surfboard"})
_ALIKE = 0.75
"""Words more alike than this are misspelt moods, less alike ones are of another language."""
_STANDING, _ASLEEP, _BY_HAND = "standing", "sleeping", ("waving",)


@dataclass(frozen=True, slots=True)
class Mood:
    """What a character feels or does: an expression, a pose, and what it holds or wears for it.

    `seated` is held instead where there is no room for the pose, as on a bicycle. `motion` shows
    the mood in a moving pack; "asked" is the one that suits the Scene.
    """

    expression: str | None = None
    pose: str | None = None
    held: tuple[str, ...] = ()
    accessories: tuple[str, ...] = ()
    seated: tuple[str, ...] = ()
    motion: str = "asked"


DEFAULT: Mapping[str, Mood] = {
    "happy": Mood("happy"),
    "sad": Mood("sad", motion="wobble"),
    "angry": Mood("angry", motion="shake"),
    "love": Mood("in love"),
    "cry": Mood("sobbing"),
    "laugh": Mood("laughing"),
    "sleep": Mood("sleeping", pose=_ASLEEP),
    "wave": Mood("smiling", pose="waving", seated=(WAVING_HAND,)),
    "run": Mood("smiling", pose="running", seated=(FLAG,)),
    "party": Mood("happy", held=(POPPER,), accessories=("party hat",)),
    "ok": Mood("winking", held=(THUMBS_UP,), motion="nod"),
    "no": Mood("disappointed", held=(CROSS,), motion="no"),
}
"""The moods of a pack, if nobody names others."""


def moods(library: Library, text: str = "") -> dict[str, Mood]:
    """The moods that a list with commas names, in its order; the default ones for an empty list.

    Each is one of `DEFAULT`, an expression or a pose. Raises BadRequest for others.
    """
    names = list(dict.fromkeys(re.sub(r"\s+", " ", one).strip().lower() for one in text.split(",")))
    names = [name for name in names if name]
    if not names:
        return dict(DEFAULT)
    if len(names) > MOST_MOODS:
        raise BadRequest(
            "That is {count} moods: a pack has at most {most}.", count=len(names), most=MOST_MOODS
        )
    return {name: _named(library, name) for name in names}


def in_mood(library: Library, scene: Scene, mood: Mood) -> Scene:
    """The Scene of a character in a mood. What it did before, it no longer does.

    Who had arms and legs keeps them; who rides or sits in something stays there.
    """
    scene = _plain(library, scene)
    held, expression = mood.held, mood.expression or scene.expression
    pose = mood.pose or (_STANDING if scene.pose is not None else None)
    if _is_seated(scene) or (pose in _BY_HAND and _has_no_hands(library, scene.base)):
        pose, held = None, held or mood.seated
    elif pose == _ASLEEP and scene.pose is not None and _lies_without_limbs(library, scene):
        pose = _STANDING
    if pose == _ASLEEP == expression:
        expression = None  # The pose closes the eyes and writes the letters.
    if scene.half is not None and expression is not None and not held:
        held = (library.expressions[expression],)  # Two halves have no face to change.
    scene = with_expression(library, scene, expression)
    if scene.expression == "in love" and "sunglasses" in scene.accessories:
        scene = replace(scene, expression="adoring")  # Nobody sees hearts behind them.
    return replace(
        scene,
        pose=pose,
        act=None,
        mouth=None,
        held=held or scene.held,
        text=None if held else scene.text,
        accessories=_worn(library, scene, mood),
        unread=(),
        guessed=(),
    )


def _plain(library: Library, scene: Scene) -> Scene:
    """What changes its face: a yellow smiley without its own expression, in what it wears.

    A smiley also holds a sign that stands alone. Others come back as they are.
    """
    if scene.base == PLACARD and scene.text:
        return replace(scene, base=SMILEY)
    concept = library.concepts[scene.base]
    is_smiley = concept.kind == "face" and "face" in concept.name.split()
    if not is_smiley or concept.id in _COLOURED_SMILEYS:
        return scene
    name = DRESSED_SMILEYS.get(concept.id)
    added = () if name is None or name in scene.accessories else (name,)
    return replace(scene, base=SMILEY, accessories=(*scene.accessories, *added))


def _is_seated(scene: Scene) -> bool:
    """Whether a character is on or in something, where it cannot strike a pose."""
    placed = scene.mount or scene.inside or scene.over or scene.hidden or scene.beside
    placed = placed or scene.bottom
    return bool(placed) or not _BOARDS.isdisjoint(scene.accessories)


def _has_no_hands(library: Library, base: str) -> bool:
    """Whether a base is a person whose emoji shows no hands in another pose either."""
    return is_person(library, base) and posed_person(library, base, "waving") == base


def _lies_without_limbs(library: Library, scene: Scene) -> bool:
    """Whether a base would sleep without the arms and legs that it has in other moods."""
    return library.kind(scene.base) in ("animal", "face")


def _worn(library: Library, scene: Scene, mood: Mood) -> tuple[str, ...]:
    """The accessories with those of the mood. A second hat is not put on the first."""
    slots = {library.accessories[name].slot for name in scene.accessories}
    added = [
        name
        for name in mood.accessories
        if name not in scene.accessories and library.accessories[name].slot not in HAT_SLOTS & slots
    ]
    return (*scene.accessories, *added)


def _named(library: Library, name: str) -> Mood:
    if name in DEFAULT:
        return DEFAULT[name]
    if name in library.expressions:
        return Mood(name)
    if name in POSES:
        return Mood(pose=name)
    near = get_close_matches(name, {*DEFAULT, *library.expressions, *POSES}, n=1, cutoff=_ALIKE)
    typed, usual = repr(name)[:40], ", ".join(DEFAULT)
    if near:
        # Translators: {usual} are the names of moods, which people type.
        raise BadRequest(
            "I do not know the mood {typed}. Did you mean {near}? The usual ones are {usual}; "
            "expressions such as dizzy and poses such as flexing work too.",
            typed=typed,
            near=repr(near[0]),
            usual=usual,
        )
    raise BadRequest(
        "I do not know the mood {typed}. The usual ones are {usual}; expressions such as dizzy and "
        "poses such as flexing work too.",
        typed=typed,
        usual=usual,
    )
