"""The words of a search: each with its other forms, and with the emoji that it is a keyword of.

"mice" also finds "mouse", "puppies" "puppy", "🍋" "lemon", and "fruit" what shows a lemon.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from bot.views import SearchWord
from model.sketch.language.words import IRREGULAR, bare, stem, tokens
from model.sketch.redraw import bundled

SHORTEST = 3
"""Stems with fewer letters are part of too many words."""
_PLURALS = {single: plural for plural, single in IRREGULAR.items()}


def search_words(text: str) -> tuple[SearchWord, ...]:
    """The words of a text, in lower case."""
    return tuple(map(_word, text.casefold().split()))


def _word(word: str) -> SearchWord:
    short = word if word in IRREGULAR else stem(word).removesuffix("y")
    named = _by_emoji().get(bare(word), word)
    forms = [named, IRREGULAR.get(word), _PLURALS.get(word), short]
    usable = dict.fromkeys(each for each in forms if each and len(each) >= min(SHORTEST, len(word)))
    # A form that contains another one finds nothing more.
    shortest = [each for each in usable if not any(o in each for o in usable if o != each)]
    return SearchWord(tuple(shortest), _by_keyword().get(stem(word), ()))


@cache
def _by_emoji() -> Mapping[str, str]:
    """The name of each emoji."""
    return {bare(own.emoji): own.name for own in bundled().concepts.values()}


@cache
def _by_keyword() -> Mapping[str, tuple[str, ...]]:
    """The ids of the emoji that have a keyword, by its stem."""
    found: dict[str, list[str]] = defaultdict(list)
    for concept in bundled().concepts.values():
        for word in {stem(token.casefold()) for each in concept.keywords for token in tokens(each)}:
            found[word].append(concept.id)
    return {word: tuple(ids) for word, ids in found.items()}
