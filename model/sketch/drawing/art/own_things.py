"""Adapts a Scene to what the art of its base already shows, such as a thing in its hand."""

from collections.abc import Mapping, Set
from dataclasses import replace

from model.sketch.scene import STYLES, Scene

_ALL = frozenset(STYLES)
# Kinds of persons -> what their art holds -> the styles that show it.
_OWN: Mapping[str, tuple[frozenset[str], Set[str]]] = {
    "1F575": (frozenset({"1F50D", "1F50E"}), frozenset({"fluent", "noto"})),
    "1F9DC": (frozenset({"1F531"}), frozenset({"noto"})),
    "1F9DC-200D-2642": (frozenset({"1F531"}), frozenset({"fluent", "noto"})),
    "1F9DA": (frozenset({"1FA84"}), frozenset({"fluent", "noto"})),
    "1F9D9": (frozenset({"1FA84"}), _ALL),
    **dict.fromkeys(
        ("1F9D1-200D-1F3A8", "1F469-200D-1F3A8", "1F468-200D-1F3A8"),
        (frozenset({"1F3A8", "1F58C"}), _ALL),
    ),
    **dict.fromkeys(
        ("1F9D1-200D-1F527", "1F469-200D-1F527", "1F468-200D-1F527"), (frozenset({"1F527"}), _ALL)
    ),
    **dict.fromkeys(
        ("1F9D1-200D-1F4BB", "1F469-200D-1F4BB", "1F468-200D-1F4BB"), (frozenset({"1F4BB"}), _ALL)
    ),
    **dict.fromkeys(
        ("1F9D1-200D-1F3A4", "1F469-200D-1F3A4", "1F468-200D-1F3A4"), (frozenset({"1F3A4"}), _ALL)
    ),
}

# Busts whose art has a thing before the body: they wear their trade's clothes instead.
_WORN: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("twemoji", "1F680"): ("astronaut helmet", "space suit"),
}

_SLOTH, _BRANCHES = "1F9A5", frozenset({"E427", "1FAB5", "1F333"})


def in_clothes(scene: Scene, style: str) -> Scene:
    """The Scene with a plain person in a trade's clothes, if a set shows no whole figure of it."""
    person, _, trade = scene.base.partition("-200D-")
    worn = _WORN.get((style, trade))
    if worn is None or scene == Scene(scene.base):
        return scene
    names = tuple(name for name in worn if name not in scene.accessories)
    return replace(scene, base=person, accessories=(*scene.accessories, *names))


def without_own(scene: Scene, style: str) -> Scene:
    """The Scene without what the base's art in a style has: things in its hand, a branch."""
    if scene.base == _SLOTH and scene.mount in _BRANCHES:
        scene = replace(scene, mount=None)
    kind = scene.base.split("-200D-264")[0]
    things, styles = _OWN.get(scene.base) or _OWN.get(kind) or (frozenset(), frozenset())
    if style not in styles or scene.act is not None:
        return scene
    return replace(scene, held=tuple(one for one in scene.held if one not in things))
