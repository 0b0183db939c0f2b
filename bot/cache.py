"""When two requests are the same: the key by which what was painted for one answers the other."""

import hashlib
import json
import re

from bot.domain import Recipe


def cache_key(recipe: Recipe, fingerprint: str) -> str:
    """64 hex digits; alike where the pictures are. `fingerprint` is the engine's, of the recipe."""
    decides = (
        normalised(recipe.prompt),
        recipe.style,
        recipe.seed,
        recipe.candidates,
        recipe.wildness,
        fingerprint,
    )
    return hashlib.sha256(json.dumps(decides).encode()).hexdigest()


def normalised(prompt: str) -> str:
    """A prompt that moderation has cleaned, in small letters, where no picture depends on them.

    Some stay: to the reader "2x" is a number and "2X" is not, and the small letter of a sigma
    depends on its place in the word.
    """
    return re.sub(r"[^XΣ]+|(?<!\d)X(?!\d)", lambda found: found[0].lower(), prompt)
