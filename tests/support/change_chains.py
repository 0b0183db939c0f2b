"""The chains of changes in tests/model/changes.txt."""

from collections.abc import Iterator
from pathlib import Path

from model.sketch.redraw import bundled

IDS = {own.name: own.id for own in reversed(list(bundled().concepts.values()))}
"""The concepts by their names, with which chains begin."""
_FILE = Path(__file__).parents[1] / "model" / "changes.txt"


def chains() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each chain's emoji, and its changes with what comes of them."""
    name, steps = "", list[tuple[str, str]]()
    for line in _FILE.read_text("utf-8").splitlines():
        if line.startswith("    "):
            words, _, expected = line.strip().partition(" = ")
            steps.append((words, expected))
        elif line and not line.startswith("#"):
            if steps:
                yield name, steps
            name, steps = line, []
    yield name, steps
