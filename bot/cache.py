"""When two requests are identical, so that one painting answers both."""

import hashlib
import json
import re
from collections.abc import Iterator

from bot.domain import Recipe


def cache_key(recipe: Recipe, fingerprint: str) -> str:
    """The key of a recipe: 64 hex digits, equal if the pictures are.

    `fingerprint` is `Engine.fingerprint_of` for the recipe.
    """
    decides = (
        normalised(recipe.prompt),
        recipe.style,
        recipe.seed,
        recipe.candidates,
        recipe.wildness,
        fingerprint,
        *filter(None, (recipe.scene, recipe.picture)),
        *_hint(recipe),
    )
    return hashlib.sha256(json.dumps(decides).encode()).hexdigest()


def _hint(recipe: Recipe) -> Iterator[str]:
    """The language that decides how the prompt is read, if it is read."""
    if recipe.language and not recipe.scene:
        yield f"in {recipe.language}"


# Before or after these words, capitals are letters that a picture shows: "robot saying NO". They
# are those of model/sketch/language/signs.py, which this module may not import.
_SHOWS_LETTERS = re.compile(r"\b(?:says?|saying|sign|placard|banner|poster|flag)\b", re.IGNORECASE)


def normalised(prompt: str) -> str:
    """A cleaned prompt in lower case, except for letters whose case changes the picture.

    "2x" is read as a number and "2X" is not; the lower case of a sigma depends on its position.
    """
    if _SHOWS_LETTERS.search(prompt):
        return prompt
    return re.sub(r"[^XΣ]+|(?<!\d)X(?!\d)", lambda found: found[0].lower(), prompt)
