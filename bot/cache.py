"""When two requests are identical, so that one painting answers both."""

import hashlib
import json
import re

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
    )
    return hashlib.sha256(json.dumps(decides).encode()).hexdigest()


def normalised(prompt: str) -> str:
    """A cleaned prompt in lower case, except for letters whose case changes the picture.

    "2x" is read as a number and "2X" is not; the lower case of a sigma depends on its position.
    """
    return re.sub(r"[^XΣ]+|(?<!\d)X(?!\d)", lambda found: found[0].lower(), prompt)
