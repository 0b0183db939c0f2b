"""Cleans prompts and refuses unsuitable ones."""

import re
from collections.abc import Iterable
from functools import lru_cache

from glin_profanity import Filter

from bot import messages
from bot.domain import BadSettings, HarmModel, Refused, Unsuitable
from bot.language import _, sentence
from bot.moderation import frames, readings, word_lists
from bot.moderation.disguises import Disguises
from bot.moderation.word_lists import fold, lower, spelt
from bot.settings.config import ModerationSettings
from model.errors import BadRequest
from model.sketch.language.text import KEPT, cleaned
from model.sketch.language.translation.tables import known_share

PROMPT_LIMIT = 200
# The model knows sentences; single words are for the lists.
_FEWEST_WORDS = 2
_LATIN_SHARE = 0.6
# From here on words of another language make a prompt no English sentence.
_FOREIGN_SHARE = 0.6
_ENGLISH = re.compile(
    r"\b(?:the|you|your|i|my|and|with|of|is|are|to|will|him|her|them|he|she|they)\b"
)


class Moderation:
    """Refuses prompts by words and phrases, also in disguise ("f.u.c.k"), and by their meaning."""

    def __init__(self, settings: ModerationSettings, harm: HarmModel | None = None) -> None:
        """Judges meanings only with a model. Raises BadSettings for a language without a list."""
        known = (word_lists.ALL, *word_lists.languages())
        for language in settings.languages:
            if language not in known:
                raise BadSettings(messages.unknown_choice("moderation.languages", language, known))
        # Built at the start: reading the lists takes longer than a request may.
        self._filters = {
            space: _Filter(settings, settings.spaces.get(space, []))
            for space in ("", *settings.spaces)
        }
        self._harm = harm
        # Compiles the patterns of the phrases.
        word_lists.has_phrase("")

    def judge(self, prompt: str, space: str | None) -> str:
        """The cleaned prompt. Raises Refused (empty, too long) or Unsuitable."""
        clean = cleaned(prompt)
        if not clean:
            raise Refused(_(messages.EMPTY_PROMPT))
        if len(clean) > PROMPT_LIMIT:
            raise Refused(messages.too_long(len(clean), PROMPT_LIMIT))
        words = self._filters.get(space or "", self._filters[""])
        if words.refuses(clean) or self._means_harm(words, clean):
            raise Unsuitable(_(messages.UNSUITABLE))
        return clean

    def _means_harm(self, words: "_Filter", clean: str) -> bool:
        if self._harm is None:
            return False
        sentences = words.readings(clean)
        return bool(sentences) and self._harm.harmful(sentences)

    def refusal(self, error: BadRequest) -> Refused:
        """An error as a refusal; it may repeat what somebody typed, but nothing unsuitable."""
        if self._filters[""].refuses(cleaned(str(error))):
            return Unsuitable(_(messages.UNSUITABLE))
        return Refused(sentence(error))


class _Filter:
    """The words and phrases that are refused in one server or chat."""

    def __init__(self, settings: ModerationSettings, own: Iterable[str]) -> None:
        refused = list(map(fold, (*settings.refuse, *own)))
        allowed = list(map(fold, settings.allow))
        harmless = (*word_lists.compounds(), *(word for word in allowed if " " in word))
        self._harmless = _phrases(harmless)
        self._unjudged = _phrases((*word_lists.compounds(), *allowed))
        self._chosen = word_lists.chosen(settings.languages)
        self._stems = word_lists.stems(self._chosen)
        self._english = word_lists.ENGLISH in self._chosen
        english = word_lists.english() if self._english else ()
        passing = [*word_lists.ordinary_words(), *settings.allow]
        self._folded = _filter(
            (*english, *refused),
            frozenset(map(fold, passing)) - {*refused},
            leet=True,
        )
        self._disguises = _disguises(frozenset(allowed), bool(english))
        self._names = _hidden_names(frozenset(allowed), bool(english))
        self._foreign = _filter(
            word_lists.foreign(self._chosen),
            frozenset(map(spelt, (*passing, *map(fold, passing)))),
            leet=False,
        )

    def refuses(self, clean: str) -> bool:
        """Whether a cleaned prompt has a refused word or phrase."""
        bare = "".join(c for c in clean if c not in KEPT)
        # An accent tells Vietnamese "cúm" from an English word, so this comes before folding.
        text, heard = (
            self._harmless.sub(" ", lower(said)) for said in (bare, readings.aloud(bare))
        )
        folded = {fold(readings.plain_letters(reading)) for reading in (text, heard)}
        folded |= set(map(readings.unspaced, folded))
        spelling = readings.spelling(text)
        return (
            any(map(self._folded_refuses, folded))
            or any(self._foreign.is_profane(spelt(reading)) for reading in {text, spelling})
            or any(map(self._stems.search, {text, spelling, *readings.unmasked(text)}))
            or self._hides_a_name(lower(bare), folded | {spelling})
        )

    def readings(self, clean: str) -> list[str]:
        """How a cleaned prompt may be read as an English sentence; none if it is not one."""
        if not self._english:
            return []
        bare = "".join(c for c in clean if c not in KEPT)
        text = self._unjudged.sub(" ", lower(bare))
        spoken = readings.spoken(readings.unspaced(fold(readings.plain_letters(text))))
        found = dict.fromkeys(" ".join(said.split()) for said in (text, *sorted(spoken)))
        return list(filter(_is_sentence, found))

    def _folded_refuses(self, folded: str) -> bool:
        return bool(
            self._folded.is_profane(folded)
            or self._disguises.found(folded)
            or any(map(word_lists.has_phrase, readings.spoken(folded)))
            or frames.has_frame(folded, self._chosen)
        )

    def _hides_a_name(self, written: str, readings_of_it: Iterable[str]) -> bool:
        """Whether a name that may be written is there, but not as it is written."""
        plain = any(word.startswith(word_lists.disguised("names")) for word in written.split())
        return not plain and any(map(self._names.found, readings_of_it))


def _is_sentence(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    latin = sum(map(str.isascii, letters)) >= _LATIN_SHARE * max(1, len(letters))
    if not latin or sum(len(word) > 1 for word in text.split()) < _FEWEST_WORDS:
        return False
    return bool(_ENGLISH.search(text)) or known_share(text) < _FOREIGN_SHARE


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


@lru_cache(maxsize=64)
def _hidden_names(allowed: frozenset[str], english: bool) -> Disguises:
    names = [word for word in word_lists.disguised("names") if english and word not in allowed]
    harmless = {*word_lists.disguised("harmless")} - {*names}
    return Disguises((), names, (), (), harmless, word_lists.LOOK_ALIKES)


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
