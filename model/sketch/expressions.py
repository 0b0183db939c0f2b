"""Another expression for a Scene; what the old one wore stays on."""

from collections.abc import Mapping
from dataclasses import replace

from model.sketch.library import Library
from model.sketch.scene import Scene

SMILEY = "1F642"
DRESSED_SMILEYS: Mapping[str, str] = {
    "1F60E": "sunglasses", "1F913": "glasses", "1F920": "cowboy hat", "1F973": "party hat",
    "1F607": "halo", "1F9D0": "monocle", "1F637": "face mask",
}  # fmt: skip
"""The accessory that belongs to a smiley and not to what it feels."""


def with_expression(library: Library, scene: Scene, expression: str | None) -> Scene:
    """The Scene with another expression, and in what the old one or the smiley itself wore."""
    if expression == scene.expression:
        return scene
    dresses = (_of_expression(library, scene), DRESSED_SMILEYS.get(scene.base))
    slots = {library.accessories[name].slot for name in scene.accessories}
    worn = [name for name in dresses if name and library.accessories[name].slot not in slots]
    return replace(
        scene,
        base=SMILEY if scene.base in DRESSED_SMILEYS else scene.base,
        expression=expression,
        mouth=None,
        accessories=(*scene.accessories, *dict.fromkeys(worn)),
    )


def without_dress(library: Library, scene: Scene, accessory: str) -> Scene | None:
    """The Scene without what its expression or the smiley itself wears; None if it wears others."""
    if accessory == _of_expression(library, scene):
        return replace(scene, expression=None, mouth=None)
    if accessory == DRESSED_SMILEYS.get(scene.base):
        return replace(scene, base=SMILEY)
    return None


def _of_expression(library: Library, scene: Scene) -> str | None:
    """The accessory that an expression comes with: the sunglasses of "cool"."""
    return DRESSED_SMILEYS.get(library.expressions.get(scene.expression or "", ""))
