"""Cleans prompts and refuses unsuitable ones."""

import re
from collections.abc import Iterable
from functools import lru_cache

from glin_profanity import Filter

from bot import messages, word_lists
from bot.config import ModerationSettings
from bot.disguises import Disguises, plain_letters
from bot.domain import BadSettings, Refused, Unsuitable
from bot.word_lists import fold, lower, spelt
from model.sketch.language.text import KEPT, cleaned

PROMPT_LIMIT = 200
_GAPS = re.compile(r"[\W_]+")
_STRETCHED = re.compile(r"(.)\1{2,}")
_L_FOR_I = re.compile(r"(?<=[bcdfghjkmnpqrstvwxz])l(?=[bcdfghjkmnpqrstvwxz])")
_INSERTED = re.compile(r"(?<=[^\W\d_a-z])[^\w\s]*[\d_*.\-]+[^\w\s]*(?=[^\W\d_a-z])")
_LEET = str.maketrans("013457@$!", "oieastasi")


class Moderation:
    """Refuses prompts by whole words and by phrases, also in disguise ("f.u.c.k", "n1gger")."""

    def __init__(self, settings: ModerationSettings) -> None:
        """Raises BadSettings for a language without a list."""
        known = (word_lists.ALL, *word_lists.languages())
        for language in settings.languages:
            if language not in known:
                raise BadSettings(messages.unknown_choice("moderation.languages", language, known))
        # Built at the start: reading the lists takes longer than a request may.
        self._filters = {
            space: _Filter(settings, settings.spaces.get(space, []))
            for space in ("", *settings.spaces)
        }

    def judge(self, prompt: str, space: str | None) -> str:
        """The cleaned prompt. Raises Refused (empty, too long) or Unsuitable."""
        clean = cleaned(prompt)
        if not clean:
            raise Refused(messages.EMPTY_PROMPT)
        if len(clean) > PROMPT_LIMIT:
            raise Refused(messages.too_long(len(clean), PROMPT_LIMIT))
        if self._filters.get(space or "", self._filters[""]).refuses(clean):
            raise Unsuitable(messages.UNSUITABLE)
        return clean


class _Filter:
    """The words and phrases that are refused in one server or chat."""

    def __init__(self, settings: ModerationSettings, own: Iterable[str]) -> None:
        refused = list(map(fold, (*settings.refuse, *own)))
        allowed = list(map(fold, settings.allow))
        harmless = (*word_lists.compounds(), *(word for word in allowed if " " in word))
        self._harmless = _phrases(harmless)
        self._stems = word_lists.stems(chosen := word_lists.chosen(settings.languages))
        english = word_lists.english() if word_lists.ENGLISH in chosen else ()
        passing = [*word_lists.ordinary_words(), *settings.allow]
        self._folded = _filter(
            (*english, *refused),
            frozenset(map(fold, passing)) - {*refused},
            leet=True,
        )
        self._disguises = _disguises(frozenset(allowed), bool(english))
        self._foreign = _filter(
            word_lists.foreign(chosen),
            frozenset(map(spelt, (*passing, *map(fold, passing)))),
            leet=False,
        )

    def refuses(self, clean: str) -> bool:
        """Whether a cleaned prompt has a refused word or phrase."""
        bare = "".join(c for c in clean if c not in KEPT)
        aloud = word_lists.read_aloud(bare)
        # An accent tells Vietnamese "cúm" from an English word, so this comes before folding.
        text, heard = (self._harmless.sub(" ", lower(spoken)) for spoken in (bare, aloud))
        readings = {fold(plain_letters(reading)) for reading in (text, heard)}
        return (
            any(map(self._folded_refuses, readings))
            or self._foreign.is_profane(spelt(text))
            or any(map(self._stems.search, (text, _without_insertions(text))))
        )

    def _folded_refuses(self, folded: str) -> bool:
        return bool(
            self._folded.is_profane(folded)
            or self._disguises.found(folded)
            or any(word_lists.phrases().search(text) for text in _spoken(folded))
        )


def _spoken(folded: str) -> set[str]:
    """The words of a folded text, with digits, and an "l" between consonants, read as letters."""
    words = (word if word.isdigit() else word.translate(_LEET) for word in folded.split())
    text = _GAPS.sub(" ", _STRETCHED.sub(r"\1\1", " ".join(words))).strip()
    return {text, _L_FOR_I.sub("i", text)}


def _without_insertions(text: str) -> str:
    """A text without the signs and digits between letters that are not Latin: "씨1발"."""
    return _INSERTED.sub("", text)


@lru_cache(maxsize=64)
def _phrases(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(map(re.escape, phrases), key=len, reverse=True)
    longest_first = [phrase.replace(r"\ ", r"[\s-]+") for phrase in longest_first]
    longest_first += word_lists.compound_patterns()
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)")


@lru_cache(maxsize=64)
def _disguises(allowed: frozenset[str], english: bool) -> Disguises:
    if not english:
        return Disguises((), (), (), (), (), {})
    stems, words, heads = (
        [word for word in word_lists.disguised(kind) if word not in allowed]
        for kind in ("stems", "words", "heads")
    )
    harmless = {*word_lists.disguised("harmless"), *allowed}
    endings = word_lists.disguised("endings")
    return Disguises(stems, words, heads, endings, harmless, word_lists.LOOK_ALIKES)


# Building takes half a second, and most servers and chats have the same words.
@lru_cache(maxsize=64)
def _filter(words: tuple[str, ...], passing: frozenset[str], *, leet: bool) -> Filter:
    return Filter(
        {
            # Without a language the filter would load English.
            "languages": ["none"],
            "custom_words": list(words),
            "ignore_words": list(passing),
            "word_boundaries": True,
            "normalize_unicode": False,
            "detect_leetspeak": leet,
            "obfuscation": "standard",
        }
    )
