"""Finite verbs, which are read like their participles: "drinks" and "drank" as "drinking"."""

from collections.abc import Iterator

from model.sketch.language import lexicon


def participles(word: str, is_infinitive: bool = False) -> Iterator[str]:
    """The present participles that a finite verb or a past participle may belong to."""
    if is_infinitive:
        yield f"{word}ing"
        yield f"{word[:-1]}ing"
        yield f"{word}{word[-1]}ing"
    elif irregular := lexicon.table("past_forms").get(word):
        yield irregular
    elif len(word) > 4 and word.endswith("ied"):
        yield f"{word[:-3]}ying"
    elif len(word) > 4 and word.endswith("ed"):
        yield f"{word[:-2]}ing"
    elif len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        yield f"{word[:-1]}ing"
        yield f"{word[:-2]}ing"
        yield f"{word[:-1]}{word[-2]}ing"
        yield f"{word[:-3]}ying"
