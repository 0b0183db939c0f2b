"""What may be asked for: a clean prompt, or a neutral refusal."""

import re
import unicodedata
from collections.abc import Iterable

from glin_profanity import Filter

from bot.config import ModerationSettings
from bot.domain import Refused, Unsuitable

PROMPT_LIMIT = 200
# Words of the list that stand in innocent descriptions of emoji: "a big black cat".
INNOCENT = ("big black",)
# Joiners and selectors hold an emoji together; a prompt may hold emoji.
KEPT = "\u200d\ufe0e\ufe0f"


class Moderation:
    """Judges prompts by whole words, look-alikes and zero-width letters folded."""

    def __init__(self, settings: ModerationSettings) -> None:
        # Made at the start, for reading the lists takes longer than a request may.
        self._filters = {
            space: _made(settings, settings.spaces.get(space, []))
            for space in ("", *settings.spaces)
        }

    def judge(self, prompt: str, space: str | None) -> str:
        """The prompt as it is painted. Raises Refused (empty, too long) or Unsuitable."""
        clean = cleaned(prompt)
        if not clean:
            raise Refused('Say what to draw, such as "angry unicorn".')
        if len(clean) > PROMPT_LIMIT:
            raise Refused(f"That has {len(clean)} characters: say it in at most {PROMPT_LIMIT}.")
        plain = "".join(c for c in clean if c not in KEPT)
        own = self._filters.get(space or "", self._filters[""])
        if own.is_profane(plain):
            raise Unsuitable("That is not something this bot draws: try other words.")
        return clean


def cleaned(prompt: str) -> str:
    """NFKC, without control and invisible characters, its white space single."""
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
