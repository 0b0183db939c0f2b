"""Adds what a change says to a Scene: it takes the place of what was there in the same role."""

from collections import Counter
from dataclasses import replace
from typing import Any

from model.errors import BadRequest
from model.sketch.drawing.colour.hair import HAIR
from model.sketch.expressions import with_expression
from model.sketch.language.clauses import Draft
from model.sketch.language.relations import WITH_PARTNER, WITH_THING
from model.sketch.library import Library
from model.sketch.scene import Scene

MOST_WORN, MOST_HELD = 5, 2
_PLACES = ("mount", "inside", "hidden")
"""Only one of these is drawn well at a time."""
_FREE = ("in a row", "melting", "upside down", "in a puddle")
"""Acts that need no pose of their own."""


def merged(library: Library, scene: Scene, draft: Draft) -> Scene:
    """The Scene with all that the draft says; what it does not speak of stays as it is.

    Raises BadRequest for more than it can wear or hold.
    """
    base = scene.base if draft.base is None else draft.base
    if base == scene.base:
        scene = with_expression(library, scene, draft.expression or scene.expression)
        base = scene.base
    scene = replace(
        scene,
        base=base,
        expression=draft.expression or scene.expression,
        mouth=draft.mouth if draft.expression else scene.mouth,
        count=draft.count if draft.count > 1 else scene.count,
        pose=draft.pose or scene.pose,
        colour=draft.colour or scene.colour,
        material=draft.material or scene.material,
        behind=draft.behind or scene.behind,
        time=draft.time or scene.time,
        weather=draft.weather or scene.weather,
        over=draft.over or scene.over,
        half=draft.half or scene.half,
        accessories=_dressed(library, scene, draft),
        held=_hands(scene, draft),
        tints=tuple({**dict(scene.tints), **dict(draft.tints)}.items()),
    )
    scene = _doing(_related(scene, draft), draft)
    return awake(scene) if draft.expression and not draft.pose else scene


def awake(scene: Scene) -> Scene:
    """The Scene without sleep, which would close the eyes of another expression."""
    return replace(scene, pose=None) if scene.pose == "sleeping" else scene


def _dressed(library: Library, scene: Scene, draft: Draft) -> tuple[str, ...]:
    """What is worn: a new hat takes the old one's place."""
    worn = list(scene.accessories)
    for name in draft.accessories:
        slot = library.accessories[name].slot
        at = next((i for i, own in enumerate(worn) if library.accessories[own].slot == slot), None)
        if at is None:
            worn.append(name)
        else:
            worn[at] = name
    if len(worn) > MOST_WORN:
        raise BadRequest(
            # Translators: {thing} is English, such as "top hat"; people may say it so.
            "It wears {count} things already. Take one off first, such as “without the {thing}”.",
            count=MOST_WORN,
            thing=worn[0],
        )
    return tuple(worn)


def _hands(scene: Scene, draft: Draft) -> tuple[str, ...]:
    """What is held: new things first, for which a hand is free; a single thing is in the other."""
    new = Counter(draft.held)
    held = [*draft.held, *(one for one in scene.held if one not in new)]
    if len(set(held)) > MOST_HELD:
        raise BadRequest("Its hands are full. Take something away first, or say “instead of”.")
    return tuple(held) if new else scene.held


def _related(scene: Scene, draft: Draft) -> Scene:
    for field in _PLACES:
        if concept := getattr(draft, field):
            others: dict[str, Any] = {other: None for other in _PLACES if other != field}
            scene = replace(scene, **{**others, field: concept})
    if draft.beside is not None:
        scene = replace(
            scene,
            beside=draft.beside,
            beside_count=draft.beside_count,
            beside_worn=tuple(draft.beside_worn),
            act=draft.act,
        )
    return scene


def _doing(scene: Scene, draft: Draft) -> Scene:
    """A new act ends the old pose, and a new pose the old act."""
    if draft.act is not None:
        keeps = draft.pose or draft.act in _FREE
        return replace(scene, act=draft.act, pose=scene.pose if keeps else None)
    if draft.pose is not None and scene.beside is None and scene.act not in _FREE:
        return replace(scene, act=None)
    return scene


def tidied(scene: Scene) -> Scene:
    """The Scene without acts that lack their thing, and without colours of what is not there."""
    act, beside = scene.act, scene.beside
    if (act in WITH_THING.values() and not scene.held) or (
        act in (*WITH_PARTNER.values(), "together", "best friends", "chasing")
        and beside is None
        and scene.count == 1
        and not scene.held
    ):
        act = None
    if act in ("on the back", "on the head") and not (scene.held or scene.mount):
        act = None
    there = {*scene.accessories, *scene.held, scene.mount, scene.inside, scene.over, scene.hidden}
    there |= {HAIR, scene.base, beside, scene.behind, scene.top, scene.bottom, scene.half}
    return replace(
        scene,
        act=act,
        tints=tuple(one for one in scene.tints if one[0] in there),
        beside_count=scene.beside_count if beside else 1,
        beside_worn=scene.beside_worn if beside else (),
    )
