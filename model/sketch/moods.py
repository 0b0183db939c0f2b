"""Moods and deeds: one character of a pack, changed in what it feels or does alone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from model.errors import BadRequest
from model.sketch.drawing.poses import POSES
from model.sketch.library import Library
from model.sketch.scene import Scene

MOST_MOODS = 20
"""More than a chat's list of emoji shows at once; Telegram's sets take 120, Discord's servers 50."""
THUMBS_UP, CROSS, POPPER, HEART = "1F44D", "274C", "1F389", "2764"


@dataclass(frozen=True, slots=True)
class Mood:
    """What a character feels or does: an expression, a pose, and what it holds or wears for it.

    `motion` is the one that shows it in a moving pack.
    """

    expression: str | None = None
    pose: str | None = None
    held: tuple[str, ...] = ()
    accessories: tuple[str, ...] = ()
    motion: str = "bounce"


DEFAULT: Mapping[str, Mood] = {
    "happy": Mood("happy"),
    "sad": Mood("sad", motion="wobble"),
    "angry": Mood("angry", motion="shake"),
    "love": Mood("in love", held=(HEART,), motion="love"),
    "cry": Mood("sobbing", motion="cry"),
    "laugh": Mood("laughing", motion="laugh"),
    "sleep": Mood("sleeping", pose="sleeping", motion="sleep"),
    "wave": Mood("smiling", pose="waving", motion="wave"),
    "run": Mood("smiling", pose="running", motion="run"),
    "party": Mood("happy", held=(POPPER,), accessories=("party hat",), motion="party"),
    "ok": Mood("winking", held=(THUMBS_UP,), motion="nod"),
    "no": Mood("disappointed", held=(CROSS,), motion="no"),
}
"""The moods of a pack whose list nobody changed."""


def moods(library: Library, text: str = "") -> dict[str, Mood]:
    """The moods that a list with commas names, in its order; the usual twelve for an empty one.

    Each is one of `DEFAULT`, an expression or a pose. Raises BadRequest for others.
    """
    names = list(dict.fromkeys(re.sub(r"\s+", " ", one).strip().lower() for one in text.split(",")))
    names = [name for name in names if name]
    if not names:
        return dict(DEFAULT)
    if len(names) > MOST_MOODS:
        raise BadRequest(f"That is {len(names)} moods: a pack has at most {MOST_MOODS}.")
    return {name: _named(library, name) for name in names}


def in_mood(scene: Scene, mood: Mood) -> Scene:
    """The Scene of a character in a mood. What it did before, it no longer does."""
    pose = None if scene.bottom is not None else mood.pose
    if mood.held:
        scene = replace(scene, held=mood.held, text=None, bottom=None)
    if pose is not None:
        scene = replace(scene, mount=None, inside=None)
    worn = (name for name in mood.accessories if name not in scene.accessories)
    return replace(
        scene,
        expression=mood.expression or scene.expression,
        pose=pose,
        act=None,
        mouth=None,
        accessories=(*scene.accessories, *worn),
        unread=(),
        guessed=(),
    )


def _named(library: Library, name: str) -> Mood:
    if name in DEFAULT:
        return DEFAULT[name]
    if name in library.expressions:
        return Mood(name)
    if name in POSES:
        return Mood(pose=name)
    known = ", ".join([*DEFAULT, *sorted(library.expressions.keys() - DEFAULT.keys()), *POSES])
    raise BadRequest(f"I do not know the mood {name!r:.40}. I know {known}.")
