"""Captions of icons: name, keywords, colours and finish, in varied subsets and orders.

Captions do not contain the name of the style: `model.recipe.conditioning` prepends it.
"""

import random
import re
from collections.abc import Mapping, Sequence

from model.sketch.language.describe import a
from training.data.names import NamedEmoji, spoken

VARIANTS = 5
# The prompts in the README are held out, and one of them says "jealous".
_NEVER = frozenset({"jealous"})
_FINISHES: Mapping[str, tuple[str, ...]] = {
    "fluent": ("flat", "simple"),
    "fluent-3d": ("3d", "glossy"),
    "noto": ("shaded", "simple"),
    "noto-v1": ("shaded", "old"),
    "twemoji": ("flat", "simple"),
    "emojione": ("flat", "simple"),
    "fxemoji": ("flat", "simple"),
}


def icon_captions(
    emoji: NamedEmoji, style: str, colours: Sequence[str], rng: random.Random
) -> tuple[str, ...]:
    """Up to VARIANTS different captions, the plain name first."""
    name = spoken(emoji.name)
    words = [word for word in map(spoken, emoji.keywords) if _is_useful(word, name)]
    captions = [name]
    for _ in range(VARIANTS * 3):
        if len(captions) == VARIANTS:
            break
        caption = _variant(name, words, style, colours, rng)
        if caption not in captions:
            captions.append(caption)
    return tuple(captions)


def _variant(
    name: str, words: Sequence[str], style: str, colours: Sequence[str], rng: random.Random
) -> str:
    """One caption: the name alone, with a colour, with keywords, or one or two keywords."""
    tint = [rng.choice(colours)] if colours and colours[0] not in name else []
    finish = [rng.choice(_FINISHES[style])]
    some = rng.sample(words, min(len(words), rng.choice((1, 1, 2, 3))))
    kind = rng.random()
    if kind < 0.28:
        return " ".join([*tint, name])
    if kind < 0.40:
        return " ".join([*finish, *tint, name])
    if kind < 0.62:
        return ", ".join(rng.sample([name, *some], 1 + len(some)))
    if kind < 0.74:
        return ", ".join([name, *some, *colours[:2]])
    if kind < 0.82 and colours:
        return f"{name}, {' and '.join(colours[:2])}"
    return " ".join(some[:2]) if len(some) > 1 else a(name)


def _is_useful(word: str, name: str) -> bool:
    """Whether a keyword adds something to the name and consists of letters."""
    return word != name and word not in _NEVER and bool(re.search(r"[a-z]{2}", word))
