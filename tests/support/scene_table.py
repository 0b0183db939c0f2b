"""Prompts with the expected Scenes, and the share that the reader gets right.

`python -m tests.support.scene_table tests/model/prompts.toml` prints the prompts that it misreads.
"""

import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from model.sketch.library import Library
from model.sketch.scene import Scene

BUNDLED = Path(__file__).parents[2] / "model" / "bundled"
_OTHERS = ("mount", "inside", "over", "beside", "hidden", "half", "top", "bottom")
_WORDS = (
    *("base", "behind", "expression", "pose", "colour", "text_shown", "material", "time"),
    *_OTHERS,
)
_LISTS = ("accessories", "held", "unread")


@dataclass(frozen=True, slots=True)
class PromptRow:
    """A prompt and descriptions of the Scenes that are right for it."""

    text: str
    wanted: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Miss:
    """A misread prompt, and the names of what was read."""

    row: PromptRow
    read: Mapping[str, Any]


def rows(path: Path) -> list[PromptRow]:
    """The rows of a table. A comment in the file explains the format."""
    found = []
    for entry in tomllib.loads(path.read_text())["prompts"]:
        text, other = entry.pop("text"), entry.pop("or", None)
        found.append(PromptRow(text, (entry, other) if other else (entry,)))
    return found


def misses(
    library: Library, read: Callable[[str], Scene], table: Sequence[PromptRow]
) -> Iterator[Miss]:
    """Yield the rows that a reader gets wrong."""
    for row in table:
        scene = named(library, read(row.text))
        if not any(fits(library, scene, wanted) for wanted in row.wanted):
            yield Miss(row, {key: value for key, value in scene.items() if value not in (None, ())})


def named(library: Library, scene: Scene) -> dict[str, Any]:
    """A Scene's fields, with names in place of concept ids."""
    fields = asdict(scene)
    fields["text_shown"] = fields.pop("text")
    fields["base"] = library.concepts[scene.base].name
    fields["held"] = tuple(library.concepts[one].name for one in scene.held)
    for key in ("behind", *_OTHERS):
        if fields[key]:
            fields[key] = library.concepts[fields[key]].name
    return fields


def fits(library: Library, scene: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Whether a Scene with names matches a description."""
    words = all(_is_one(library, scene[key], wanted.get(key, "?")) for key in _WORDS)
    if "act" in wanted and scene["act"] != wanted["act"]:
        return False
    lists = all(_are_all(library, scene[key], wanted.get(key, ())) for key in _LISTS)
    return words and lists and scene["count"] == wanted.get("count", 1)


def _is_one(library: Library, value: str | None, wanted: str) -> bool:
    if value is None:
        return wanted.endswith("?")
    options = wanted.removesuffix("?").split("|")
    if "a face" in options:
        options += [library.concepts[face].name for face in library.expressions.values()]
    return "anything" in options or value in options


def _are_all(library: Library, values: Sequence[str], wanted: Sequence[str]) -> bool:
    left = list(values)
    for entry in wanted:
        match = next((value for value in left if _is_one(library, value, entry)), None)
        if match is not None:
            left.remove(match)
        elif not entry.endswith("?"):
            return False
    return not left


def main(paths: Sequence[str]) -> None:
    """Print the misread prompts of each table and the share that is right."""
    from model.nets.text import TextEncoder
    from model.sketch.language.parse import Reader

    library = Library()
    reader = Reader(library, TextEncoder.open(BUNDLED).embed)
    for path in paths:
        table = rows(Path(path))
        missed = list(misses(library, reader.read, table))
        for miss in missed:
            print(f"{miss.row.text!r}: wanted {dict(miss.row.wanted[0])}, read {dict(miss.read)}")
        right = len(table) - len(missed)
        print(f"{path}: {right} of {len(table)} right ({right / len(table):.1%})")


if __name__ == "__main__":
    main(sys.argv[1:])
