"""Cleans prompts and refuses unsuitable ones."""

import re
import unicodedata
from collections.abc import Iterable

from glin_profanity import Filter

from bot import messages
from bot.config import ModerationSettings
from bot.domain import Refused, Unsuitable

PROMPT_LIMIT = 200
# Listed words that are harmless in descriptions of emoji: "a big black cat".
INNOCENT = ("big black",)
# Joiners and selectors hold an emoji together; a prompt may hold emoji.
KEPT = "\u200d\ufe0e\ufe0f"


class Moderation:
    """Checks prompts for whole words; look-alike and zero-width characters are folded first."""

    def __init__(self, settings: ModerationSettings) -> None:
        # Built at the start: reading the lists takes longer than a request may.
        self._filters = {
            space: _made(settings, settings.spaces.get(space, []))
            for space in ("", *settings.spaces)
        }

    def judge(self, prompt: str, space: str | None) -> str:
        """The cleaned prompt. Raises Refused (empty, too long) or Unsuitable."""
        clean = cleaned(prompt)
        if not clean:
            raise Refused(messages.EMPTY_PROMPT)
        if len(clean) > PROMPT_LIMIT:
            raise Refused(messages.too_long(len(clean), PROMPT_LIMIT))
        plain = "".join(c for c in clean if c not in KEPT)
        own = self._filters.get(space or "", self._filters[""])
        if own.is_profane(plain):
            raise Unsuitable(messages.UNSUITABLE)
        return clean


def cleaned(prompt: str) -> str:
    """The prompt in NFKC, without control or invisible characters or repeated spaces."""
    composed = unicodedata.normalize("NFKC", prompt)
    visible = "".join(
        c if c in KEPT or unicodedata.category(c) not in ("Cf", "Cn", "Co", "Cs") else ""
        for c in composed
    )
    spaced = "".join(" " if unicodedata.category(c) == "Cc" else c for c in visible)
    return re.sub(r"\s+", " ", spaced).strip()


def _made(settings: ModerationSettings, own: Iterable[str]) -> Filter:
    return Filter(
        {
            "languages": settings.languages,
            "word_boundaries": True,
            "normalize_unicode": True,
            "custom_words": _lowered([*settings.refuse, *own]),
            "ignore_words": _lowered([*settings.allow, *INNOCENT]),
        }
    )


def _lowered(words: Iterable[str]) -> list[str]:
    return [word.casefold() for word in words]
