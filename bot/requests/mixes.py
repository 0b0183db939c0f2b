"""Mixes of emoji: what people type to be mixed, and the emoji that pickers offer."""

from collections.abc import Iterator
from functools import cached_property

from bot.moderation.prompts import Moderation
from model.errors import BadRequest
from model.sketch.language.words import bare
from model.sketch.mixing.mixer import bundled_mixer
from model.sketch.mixing.most_used import MOST_USED
from model.sketch.redraw import bundled

Offer = tuple[str, str]
"""An emoji and its English name."""


class Mixes:
    """Turns what people name into the prompt of a mix, such as "🍋+😎"."""

    def __init__(self, moderation: Moderation) -> None:
        self._moderation = moderation
        self._mixer = bundled_mixer()

    def prompt(self, text: str) -> str:
        """The prompt of a mix of the emoji in a text. Raises Refused for other words."""
        try:
            return self._mixer.prompt(self._mixer.named(text))
        except BadRequest as error:
            raise self._moderation.refusal(error) from error

    def checked(self, prompt: str) -> str | None:
        """The same for a prompt that asks for a mix; None for any other prompt."""
        try:
            parents = self._mixer.parents(prompt)
        except BadRequest as error:
            raise self._moderation.refusal(error) from error
        return None if parents is None else self._mixer.prompt(parents)

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """All emoji that can be mixed, the most used ones first."""
        concepts = {bare(own.emoji): own for own in bundled().concepts.values()}
        first = {bare(emoji): concepts[bare(emoji)] for emoji in MOST_USED}
        return tuple((own.shown, own.name) for own in {**first, **concepts}.values())

    def matching(self, typed: str) -> Iterator[Offer]:
        """The emoji whose name contains the words that somebody types, or that they typed."""
        wanted = bare(typed)
        same, words = wanted.strip(), wanted.casefold().split()
        for emoji, name in self.offers:
            if all(word in name for word in words) or same == bare(emoji):
                yield emoji, name
