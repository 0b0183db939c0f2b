"""Moods that grow: "angrier", "even more happy", "less sad"."""

import re

from model.errors import BadRequest
from model.sketch.language.vocabulary import EXPRESSION, Vocabulary

LADDERS = (
    ("jealous", "angry", "furious"),
    ("smiling", "happy", "laughing"),
    ("disappointed", "sad", "crying", "sobbing"),
    ("worried", "scared"),
    ("surprised", "shocked"),
    ("tired", "sleepy"),
    ("in love", "adoring"),
    ("silly", "zany"),
    ("yum", "drooling"),
)
"""Expressions in the order of their strength."""
_DEGREE = re.compile(
    r"^(?:even |much |a lot |a bit |a little |still |way )*(more|less|not so) (.+)$"
)
_EVEN = re.compile(r"^(?:even|much|a lot|a bit|a little|still|way) ")
_FORMS = (("ier", "y"), ("iest", "y"), ("er", ""), ("er", "e"), ("est", ""))


def another_mood(vocabulary: Vocabulary, words: str, now: str | None) -> str | None:
    """The expression that words such as "angrier" ask for if the expression is `now`.

    None for other words, and "" if less of the mood leaves none. Raises BadRequest if there is
    no stronger one, or none to make less of.
    """
    degree, mood = _mood(vocabulary, words)
    if mood is None:
        return None
    ladder = next((one for one in LADDERS if mood in one), (mood,))
    if degree == "more":
        if now not in ladder:
            return mood
        if now == ladder[-1]:
            raise BadRequest("It cannot look more {mood} than it does.", mood=mood)
        return ladder[ladder.index(now) + 1]
    if now not in ladder:
        raise BadRequest("It does not look {mood}.", mood=mood)
    return ladder[ladder.index(now) - 1] if now != ladder[0] else ""


def _mood(vocabulary: Vocabulary, words: str) -> tuple[str, str | None]:
    """More or less, and of which expression."""
    if found := _DEGREE.match(words):
        degree = "more" if found[1] == "more" else "less"
        named = [found[2]]
    else:
        word = _EVEN.sub("", words)
        ends = [(word.removesuffix(end), stem) for end, stem in _FORMS if word.endswith(end)]
        degree, named = "more", [f"{head}{stem}" for head, stem in ends]
        named += [one[:-1] for one in named if one[-2:-1] == one[-1:]]  # "sadder"
    senses = (vocabulary.find(one) or {} for one in named)
    return degree, next((one[EXPRESSION] for one in senses if EXPRESSION in one), None)
