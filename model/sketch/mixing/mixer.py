"""Finds the emoji of a mix in a text: "🍋+😎" as a prompt, or what somebody typed to be mixed."""

from collections.abc import Iterator
from functools import cache, cached_property

from model.errors import BadRequest
from model.sketch.language.lexer import EmojiLexer
from model.sketch.language.words import bare
from model.sketch.library import Library
from model.sketch.mixing.mix import MOST_PARENTS, Mix, mixes
from model.sketch.redraw import bundled

PLUS = "+"
_LONGEST_NAME, _SHOWN = 7, 30
_SPACES = str.maketrans(dict.fromkeys("+,:_&", " "))


class Mixer:
    """Reads and makes mixes with a library's emoji."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def parents(self, prompt: str) -> tuple[str, ...] | None:
        """The concepts that a prompt of emoji with a plus between them mixes; None for others.

        Raises BadRequest if there are too many, or twice the same.
        """
        if PLUS not in prompt:
            return None
        runs = self._lexer.split(prompt)
        found = [concept for _, concept in runs if concept]
        words = "".join(text for text, concept in runs if not concept)
        if len(found) < 2 or words.strip(f" {PLUS}") or PLUS not in words:
            return None
        return _checked(found)

    def named(self, text: str) -> tuple[str, ...]:
        """The concepts that somebody asks to mix, as emoji or by their English names.

        Raises BadRequest for other words, and unless there are two to four different ones.
        """
        return _checked(list(self.concepts(text)))

    def concepts(self, text: str) -> Iterator[str]:
        """The concepts that a text names, in order. Raises BadRequest for other words."""
        for run, concept in self._lexer.split(text):
            yield from [concept] if concept else self._names(run.translate(_SPACES).split())

    def prompt(self, parents: tuple[str, ...]) -> str:
        """The prompt of a mix, such as "🍋+😎"."""
        return PLUS.join(self._library.concepts[each].shown for each in parents)

    def words(self, parents: tuple[str, ...]) -> str:
        """The names of what is mixed, for networks that read English."""
        return " and ".join(self._library.concepts[each].name for each in parents)

    def in_words(self, prompt: str) -> str:
        """A prompt with its emoji by their names: "lemon and dog face" for the mix "🍋+🐶"."""
        concepts = self._library.concepts
        said = (concepts[own].name if own else text for text, own in self._lexer.split(prompt))
        named = ("and" if one.strip() == PLUS else one for one in said)
        return " ".join(" ".join(named).split())

    def mixes(self, parents: tuple[str, ...], seed: int) -> list[Mix]:
        """See `mix.mixes`."""
        return mixes(self._library, parents, seed)

    def _names(self, words: list[str]) -> Iterator[str]:
        at = 0
        while at < len(words):
            for length in range(min(_LONGEST_NAME, len(words) - at), 0, -1):
                name = " ".join(words[at : at + length]).casefold()
                if name in self._ids:
                    yield self._ids[name]
                    at += length
                    break
            else:
                raise BadRequest(
                    "“{word}” is no emoji that I know. Name two to four different emoji to mix, "
                    "such as 🍋 😎.",
                    word=words[at][:_SHOWN],
                )

    @cached_property
    def _ids(self) -> dict[str, str]:
        return {bare(each.name).casefold(): each.id for each in self._library.concepts.values()}

    @cached_property
    def _lexer(self) -> EmojiLexer:
        return EmojiLexer(self._library)


@cache
def bundled_mixer() -> Mixer:
    """Mixes emoji of the parts library that ships."""
    return Mixer(bundled())


def _checked(found: list[str]) -> tuple[str, ...]:
    if len(found) > MOST_PARENTS:
        raise BadRequest(
            "That is {count} emoji. Name two to four different emoji to mix, such as 🍋 😎.",
            count=len(found),
        )
    if len(set(found)) != len(found):
        raise BadRequest(
            "An emoji cannot be mixed with itself. Name two to four different emoji to mix, such "
            "as 🍋 😎."
        )
    if len(found) < 2:
        raise BadRequest("Name two to four different emoji to mix, such as 🍋 😎.")
    return tuple(found)
