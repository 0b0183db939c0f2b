"""Builds the parts library from the open emoji sets: concepts, names, parts with anchors."""

import json
import lzma
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from model.sketch.drawing.vector.raster import SVG_HEAD, rasterize
from model.sketch.scene import STYLES
from training.data.emoji_sets import FOLDER, SETS, Icon, Packages
from training.data.names import NamedEmoji, concept_id
from training.library.anchors import RESOLUTION, Spot, measure
from training.library.creatures import CREATURES, Creature, creature_markup
from training.library.cut_parts import CUTS
from training.library.drawn_parts import drawing
from training.library.faces import FACES, person_eyes
from training.library.subpaths import split_paths
from training.library.svg import cut, in_view, without, without_base
from training.library.tables import (
    ACCESSORIES,
    ANCHORS,
    BASE_AMONG,
    CLOTHES,
    EXPRESSIONS,
    EYES,
    FEATURES_OF,
    KINDS,
    NO_FEATURES,
    ROOMS,
    SEEDS,
    WORN_PARTS,
)

LISTS = Path(__file__).with_name("word-lists") / "node_modules"
# The group of a creature's or a thing's kind.
_GROUPS: Mapping[str, str] = {
    "animal": "animals-nature", "food": "food-drink", "object": "objects",
    "vehicle": "travel-places", "place": "travel-places",
}  # fmt: skip
# Languages that emojibase lacks.
_CLDR = ("tr", "ar", "fa", "he", "el", "id", "cs", "ro")
LETTERS = Path(__file__).with_name("letters.json")
"""Outlines of capitals, digits and signs, 100 units high, from Fredoka Bold (SIL OFL 1.1)."""
_VIEW = re.compile(r'viewBox="(\S+) (\S+) (\S+) \S+">(.*)</svg>$', re.DOTALL)


def build(packages: Packages, out: Path) -> None:
    """Write concepts, names and one file of parts per style into `out`; deterministic."""
    out.mkdir(parents=True, exist_ok=True)
    concepts = {one.concept: _named(one) for one in CREATURES}
    for style in STYLES:
        icons = [icon for icon in _icons(packages, style) if icon.emoji and _belongs(icon.emoji)]
        concepts |= {icon.emoji.concept: icon.emoji for icon in icons if icon.emoji}
        bodies = {icon.emoji.concept: _part(icon, style) for icon in icons if icon.emoji}
        bodies |= {one.concept: _creature(one, style) for one in CREATURES}
        faces = {icon.emoji.concept: icon for icon in icons if icon.emoji}
        features = {
            face: _features(faces[FEATURES_OF.get(face, face)])
            for face in EXPRESSIONS.values()
            if face in faces
        }
        worn = {name: _worn(name, style, faces) for name in WORN_PARTS}
        faceless = {key: _faceless(faces[key], style) for key in FACES if style in FACES[key]}
        faceless |= {key: _seedless(faces[key], style) for key in SEEDS}
        parts = {"bodies": bodies, "features": features, "worn": worn, "faceless": faceless}
        _save(out / f"parts-{style}.json.xz", parts)
    _save(
        out / "concepts.json.xz",
        {
            "styles": STYLES,
            "concepts": {key: _concept(emoji) for key, emoji in sorted(concepts.items())},
            "expressions": EXPRESSIONS,
            "accessories": {
                **ACCESSORIES,
                **{name: (CLOTHES.get(name), slot) for name, slot in WORN_PARTS.items()},
            },
            "letters": json.loads(LETTERS.read_text(encoding="utf-8")),
        },
    )
    for language, names in _localized(frozenset(concepts)).items():
        _save(out / "names" / f"{language}.json.xz", names)


def _icons(packages: Packages, style: str) -> Iterator[Icon]:
    chosen = next(set_ for set_ in SETS if set_.style == style)
    return packages.icons(chosen)


def _named(creature: Creature) -> NamedEmoji:
    group = _GROUPS[creature.kind]
    return NamedEmoji(creature.concept, creature.name, creature.keywords, group, creature.kind)


def _creature(creature: Creature, style: str) -> list[Any]:
    """A drawn creature or thing: body, view box and anchors."""
    body = creature_markup(creature, style)
    svg = f'{SVG_HEAD} viewBox="0 0 100 100">{body}</svg>'
    anchors = measure(
        rasterize(svg, RESOLUTION),
        may_have_face=False,
        eyes=creature.eyes,
        room=_room(creature.concept, style),
    )
    return [body, 0.0, 0.0, 100.0, anchors]


def _belongs(emoji: NamedEmoji) -> bool:
    """Whether sketches use it: not flags and families."""
    return emoji.subgroup not in ("country-flag", "subdivision-flag", "family", "unlisted")


def _concept(emoji: NamedEmoji) -> list[Any]:
    character = "".join(chr(int(part, 16)) for part in emoji.concept.split("-"))
    return [emoji.name.lower(), emoji.group, emoji.keywords, character, _kind(emoji)]


def _kind(emoji: NamedEmoji) -> str:
    return KINDS.get(emoji.subgroup) or KINDS.get(emoji.group, "object")


def _part(icon: Icon, style: str) -> list[Any]:
    """Body, view box and anchors: measured, then corrected by the tables."""
    assert icon.emoji is not None
    x, y, side, body = _viewed(icon.svg)
    body = in_view(body, (x, y, side))
    may_have_face = _kind(icon.emoji) in ("animal", "face", "person", "creature")
    anchors = measure(
        rasterize(icon.svg, RESOLUTION),
        may_have_face=may_have_face,
        eyes=_known_eyes(icon, style),
        room=_room(icon.emoji.concept, style),
    )
    if icon.emoji.concept in EXPRESSIONS.values():
        anchors[-1] = "features"
    for at, value in ANCHORS.get((style, icon.emoji.concept), {}).items():
        anchors[at] = value
    return [body, x, y, side, anchors]


def _room(concept: str, style: str) -> Spot | None:
    """Where a face fits on a thing, if the tables say it."""
    rooms = ROOMS.get(concept)
    return None if rooms is None else rooms[STYLES.index(style)]


def _known_eyes(icon: Icon, style: str) -> Spot | None:
    """The eyes by the tables, or those of a person by their colour."""
    assert icon.emoji is not None
    concept = icon.emoji.concept
    if (eyes := EYES.get((style, concept))) is not None:
        return eyes
    if (face := FACES.get(concept, {}).get(style)) is not None:
        return face.eyes
    if _kind(icon.emoji) != "person":
        return None
    x, y, side, body = _viewed(icon.svg)
    return person_eyes(body, (x, y, side), style)


def _faceless(icon: Icon, style: str) -> list[Any]:
    """A thing without its own face, with room for an expression."""
    assert icon.emoji is not None
    _, x, y, side, anchors = _part(icon, style)
    body = without(_viewed(icon.svg)[3], FACES[icon.emoji.concept][style].shapes)
    return [body, x, y, side, [*anchors[:-1], "none"]]


def _seedless(icon: Icon, style: str) -> list[Any]:
    """A thing without the seeds in the place of an expression."""
    assert icon.emoji is not None
    body, *rest = _part(icon, style)
    return [without(split_paths(body), SEEDS[icon.emoji.concept][style]), *rest]


def _features(icon: Icon) -> list[Any]:
    """A face without its circle, with the anchors of the whole face."""
    x, y, side, body = _viewed(icon.svg)
    assert icon.emoji is not None
    others = NO_FEATURES.get((icon.set.style, icon.emoji.concept))
    if others is None:
        features = without_base(body, (x, y, side), BASE_AMONG[icon.set.style])
    else:
        features = without(body, others)
    features = split_paths(features)
    whole = measure(rasterize(icon.svg, RESOLUTION), may_have_face=True)
    svg = f'{SVG_HEAD} viewBox="{x:g} {y:g} {side:g} {side:g}">{features}</svg>'
    anchors = measure(rasterize(svg, RESOLUTION), may_have_face=False)
    box = whole[0]
    assert isinstance(box, list)
    left, top, width, height = box
    anchors[1] = [
        round(left + 0.5 * width, 3), round(top + 0.4 * height, 3), round(0.36 * width, 3)
    ]  # fmt: skip
    anchors[-1] = "features"
    return [features, x, y, side, anchors]


def _worn(name: str, style: str, icons: Mapping[str, Icon]) -> list[Any]:
    """A wearable part: cut out of an emoji, or drawn if the style's emoji have none."""
    chosen = CUTS.get(name, {}).get(style)
    if chosen is None:
        x, y, side, body = 0.0, 0.0, 100.0, drawing(name, style)
    else:
        x, y, side, whole = _viewed(icons[chosen.emoji].svg)
        body = cut(whole, (x, y, side), chosen.shapes, chosen.region)
    svg = f'{SVG_HEAD} viewBox="{x:g} {y:g} {side:g} {side:g}">{body}</svg>'
    return [body, x, y, side, measure(rasterize(svg, RESOLUTION), may_have_face=False)]


def _localized(concepts: frozenset[str]) -> dict[str, dict[str, list[str]]]:
    """By language and concept: the name, then the keywords (CLDR, from emojibase)."""
    found = {}
    for file in sorted((FOLDER / "node_modules" / "emojibase-data").glob("*/compact.json")):
        entries = {concept_id(entry["hexcode"]): entry for entry in json.loads(file.read_bytes())}
        found[file.parent.name] = {
            concept: [entries[concept]["label"], *entries[concept].get("tags", ())]
            for concept in sorted(concepts & entries.keys())
        }
    return {**found, **{language: _from_cldr(concepts, language) for language in _CLDR}}


def _from_cldr(concepts: frozenset[str], language: str) -> dict[str, list[str]]:
    """The same in a language that emojibase lacks, from CLDR itself."""
    path = LISTS / "cldr-annotations-full" / "annotations" / language / "annotations.json"
    rows = json.loads(path.read_bytes())["annotations"]["annotations"]
    entries = {
        concept_id("-".join(f"{ord(c):X}" for c in emoji)): row for emoji, row in rows.items()
    }
    return {
        concept: list(
            dict.fromkeys([*entries[concept].get("tts", ()), *entries[concept]["default"]])
        )
        for concept in sorted(concepts & entries.keys())
        if entries[concept].get("default")
    }


def _viewed(svg: str) -> tuple[float, float, float, str]:
    found = _VIEW.search(svg)
    assert found is not None
    x, y, side = (float(number) for number in found.groups()[:3])
    return x, y, side, found.group(4)


def _save(path: Path, data: Mapping[str, Any]) -> None:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(lzma.compress(text.encode(), preset=9))
