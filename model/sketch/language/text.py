"""The normal form of a prompt: visible text in NFKC, with emoji exactly as they were typed."""

import re
import unicodedata
from functools import cache

from model.sketch.library import Library

# Joiners and selectors hold an emoji together.
KEPT = "\u200d\ufe0e\ufe0f"
# Flags of regions end in invisible tag characters.
_TAGS = "\U000e0020-\U000e007f"
# Unicode reserves these blocks for pictographs, also for those that Python's table lacks.
_PICTOGRAPHS = "\U0001f000-\U0001faff"


def cleaned(prompt: str) -> str:
    """The prompt in NFKC, without control or invisible characters or repeated spaces.

    Emoji stay as typed: NFKC would turn some into letters, and new ones look unassigned.
    """
    kept: list[str] = []
    at = 0
    for emoji in _emoji().finditer(prompt):
        kept += [_visible(prompt[at : emoji.start()]), emoji[0]]
        at = emoji.end()
    kept.append(_visible(prompt[at:]))
    return re.sub(r"\s+", " ", "".join(kept)).strip()


def _visible(text: str) -> str:
    """The text in NFKC, with spaces for control characters and without invisible ones."""
    composed = unicodedata.normalize("NFKC", text)
    return "".join(
        " " if kind == "Cc" else c
        for c in composed
        if (kind := unicodedata.category(c)) not in ("Cf", "Cn", "Co", "Cs") or c in KEPT
    )


@cache
def _emoji() -> re.Pattern[str]:
    """One emoji or part of a sequence, with its selectors and tags."""
    shipped = {c for concept in Library().concepts.values() for c in concept.emoji}
    symbols = "".join(sorted(c for c in shipped if not c.isascii() and c not in KEPT))
    return re.compile(f"[{re.escape(symbols)}{_PICTOGRAPHS}][{KEPT}{_TAGS}]*")
