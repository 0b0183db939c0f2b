"""Cleans prompts and refuses unsuitable ones."""

import re
from collections.abc import Iterable
from functools import lru_cache

from glin_profanity import Filter

from bot import messages, word_lists
from bot.config import ModerationSettings
from bot.domain import BadSettings, Refused, Unsuitable
from bot.word_lists import fold, spelt
from model.sketch.language.text import KEPT, cleaned

PROMPT_LIMIT = 200
_GAPS = re.compile(r"[\W_]+")
_STRETCHED = re.compile(r"(.)\1{2,}")
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
        self._harmless = (*word_lists.compounds(), *(word for word in allowed if " " in word))
        chosen = word_lists.chosen(settings.languages)
        english = word_lists.english() if word_lists.ENGLISH in chosen else ()
        passing = [*word_lists.ordinary_words(), *settings.allow]
        self._folded = _filter(
            (*english, *refused),
            frozenset(map(fold, passing)) - {*refused},
            self._harmless,
            leet=True,
        )
        self._foreign = _filter(
            word_lists.foreign(chosen),
            frozenset(map(spelt, (*passing, *map(fold, passing)))),
            self._harmless,
            leet=False,
        )

    def refuses(self, clean: str) -> bool:
        """Whether a cleaned prompt has a refused word or phrase."""
        text = "".join(c for c in clean if c not in KEPT)
        folded = fold(text)
        return (
            self._folded.is_profane(folded)
            or self._foreign.is_profane(spelt(text))
            or bool(word_lists.phrases().search(self._spoken(folded)))
        )

    def _spoken(self, folded: str) -> str:
        """The words of a folded text, digits in them read as letters, without harmless phrases."""
        for phrase in self._harmless:
            folded = folded.replace(phrase, " ")
        words = (word if word.isdigit() else word.translate(_LEET) for word in folded.split())
        return _GAPS.sub(" ", _STRETCHED.sub(r"\1\1", " ".join(words))).strip()


# Building takes half a second, and most servers and chats have the same words.
@lru_cache(maxsize=64)
def _filter(
    words: tuple[str, ...], passing: frozenset[str], harmless: tuple[str, ...], *, leet: bool
) -> Filter:
    return Filter(
        {
            # Without a language the filter would load English.
            "languages": ["none"],
            "custom_words": list(words),
            "ignore_words": list(passing),
            "whitelist": list(harmless),
            "word_boundaries": True,
            "normalize_unicode": False,
            "detect_leetspeak": leet,
            "obfuscation": "standard",
        }
    )
