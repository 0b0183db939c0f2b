"""Reads a prompt into a Scene: by keywords first, then by nearest meaning.

If nothing was understood, the Scene is a neutral face: the nearest of meanings that are all far
says nothing about what was meant.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import numpy as np
import numpy.typing as npt

from model.sketch.drawing.pose.poses import POSES
from model.sketch.language import lexicon
from model.sketch.language.borrowing import borrowed
from model.sketch.language.grammar import Grammar
from model.sketch.language.lexer import Lexeme, Lexer
from model.sketch.language.lexicon import MOST
from model.sketch.language.named_only import PEOPLES
from model.sketch.language.nearest import FILE, Meaning, Nearest
from model.sketch.language.phrases import IDIOMS, Phrase, Phrases, combined
from model.sketch.language.signs import letters
from model.sketch.language.translation.translator import Translation, Translator
from model.sketch.language.vocabulary import (
    BANNER,
    CONCEPT,
    KEYWORD,
    NOISE,
    NUMBER,
    PLACARD,
    PROHIBITED,
    Vocabulary,
)
from model.sketch.language.words import lower
from model.sketch.library import Library
from model.sketch.scene import UNKNOWN, Scene

Embed = Callable[[Sequence[str]], npt.NDArray[np.float32]]
# Minimum cosine of all-MiniLM-L6-v2 for a meaning to be used: "kitten" has 0.79 with "cat", wrong
# meanings stay below about 0.5.
NEAR = 0.66
# How much larger a share of the prompt another language must know than English.
_FOREIGN_AHEAD = 0.1
_MOST_KEPT = 4096
BUNDLED = Path(__file__).parents[2] / "bundled" / "library"


class Reader:
    """Reads prompts into Scenes. Loads the phrases' embeddings from the library's folder."""

    def __init__(self, library: Library, embed: Embed, folder: Path | None = None) -> None:
        """`embed` maps texts to float32 [texts, 384] of unit length. Raises BadModel."""
        self._embed = embed
        self._library = library
        self._nearest = Nearest.open((folder or BUNDLED) / FILE)
        self._vocabulary = Vocabulary(library, self._nearest.keywords(KEYWORD))
        self._lexer = Lexer(self._vocabulary)
        self._translator = Translator(library, self._vocabulary)
        self._grammar = Grammar(self._vocabulary)
        self._phrases = Phrases(self._vocabulary)
        self._guesses: dict[str, Meaning | None] = {}
        self.read = lru_cache(maxsize=1024)(self._read)

    def _read(self, prompt: str, language: str | None = None) -> Scene:
        """The Scene of a prompt; `unread` has the words that could not be matched.

        `language` is the code of a language that the person may write in.
        """
        translation = self._translated(prompt, language)
        if translation is None:
            return self._read_english(prompt)
        scene = self._read_english(translation.english, translation.unknown)
        unread = map(translation.original, scene.unread)
        guessed = (*translation.guessed, *map(lower, map(translation.original, scene.guessed)))
        return replace(
            scene, unread=tuple(dict.fromkeys(unread)), guessed=tuple(dict.fromkeys(guessed))
        )

    def _translated(self, prompt: str, language: str | None) -> Translation | None:
        """The prompt in English, if it is in a language that knows more of its words.

        The language that the person may write in need not know more, unless English is clear.
        """
        _, unsigned = letters(prompt)
        phrase = self._phrases.find(unsigned)
        known = self._known_in_english(unsigned, phrase)
        if phrase is not None or self._translator.is_clearly_english(unsigned, language):
            language = None
        if known == 1:
            return self._translator.hinted(prompt, language)
        found = self._translator.best(prompt, language)
        if found is None:
            return None
        if found.language == language:
            return found if found.known >= known else None
        return found if found.known > known + _FOREIGN_AHEAD else None

    def _known_in_english(self, prompt: str, phrase: Phrase | None) -> float:
        """The share of a prompt's letters in known words or in its phrase."""
        if phrase is None:
            return _known(self._lexer.lex(prompt))
        rest = self._lexer.lex(phrase.rest)
        length = sum(len(lexeme.words) for lexeme in rest)
        return (len(phrase.said) + _known(rest) * length) / (len(phrase.said) + length)

    def _read_english(self, prompt: str, foreign: frozenset[str] = frozenset()) -> Scene:
        """The Scene of a prompt in English, where `foreign` words are not guessed."""
        text, rest = letters(prompt)
        if text is not None:
            scene = Scene(BANNER if "banner" in prompt.lower() else PLACARD)
            if rest.strip(" .!?,"):
                scene = self._read_english(rest, foreign)
            return replace(scene, text=text)
        phrase = self._phrases.find(prompt)
        if phrase is None:
            return self._with_borrowed(prompt, foreign) or self._read_plainly(prompt, foreign)
        if phrase.kind == IDIOMS and phrase.rest and not phrase.is_varied:
            return self._ordinary(prompt, phrase, foreign) or self._drawn(phrase, foreign)
        return self._drawn(phrase, foreign)

    def _with_borrowed(self, prompt: str, foreign: frozenset[str]) -> Scene | None:
        """The Scene of a prompt that gives something a part of another: "girl with cat ears"."""
        plain, rest = borrowed(self._vocabulary, Scene(UNKNOWN.base), prompt.lower())
        if plain.top is None and plain.bottom is None:
            return None
        scene = self._read_plainly(rest, foreign)
        has_own = scene.base in (plain.top, plain.bottom, UNKNOWN.base)
        return None if has_own else replace(scene, top=plain.top, bottom=plain.bottom)

    def _ordinary(self, prompt: str, phrase: Phrase, foreign: frozenset[str]) -> Scene | None:
        """The Scene of a longer prompt in which an idiom is rather meant literally, or None.

        It is if the prompt, or the idiom alone, can be read without it.
        """
        ordinary = self._read_plainly(prompt, foreign)
        if ordinary.is_understood and not ordinary.unread and not ordinary.guessed:
            return ordinary
        alone = self._read_plainly(phrase.said)
        is_meant = alone.is_understood and not alone.guessed and alone.base != PROHIBITED
        return ordinary if is_meant else None

    def _drawn(self, phrase: Phrase, foreign: frozenset[str]) -> Scene:
        """What a friend would draw for a phrase, with what the rest of the prompt names."""
        scene = self._read_plainly(phrase.drawing)
        if phrase.rest:
            rest = self._read_english(phrase.rest, foreign)
            scene = combined(self._library, self._pictured(scene), rest, phrase.is_varied)
        said = (phrase.said.casefold(),) if phrase.kind == IDIOMS else ()
        return replace(scene, guessed=(*scene.guessed, *said))

    def _pictured(self, shown: Scene) -> Scene:
        """A phrase's Scene, with what its emoji expresses as an expression or a pose."""
        name = self._library.concepts[shown.base].name
        expression = shown.expression or self._vocabulary.face_expression(shown.base)
        pose = next((pose for pose in POSES if name == f"person {pose}"), shown.pose)
        return replace(shown, expression=expression, pose=pose)

    def _read_plainly(self, prompt: str, foreign: frozenset[str] = frozenset()) -> Scene:
        """The Scene of a prompt that is no slang."""
        lexemes = self._lexer.lex(prompt, foreign)
        if not foreign:
            lexemes = self._guessed(lexemes)
        draft = self._grammar.read(lexemes)
        draft.guessed += [
            one.words for one in lexemes if _is_guess(one) and one.text not in draft.unread
        ]
        if draft.base is not None:
            return draft.finish(draft.base)
        if draft.shows_something:
            return draft.finish(draft.stand_in)
        said = [lexeme for lexeme in lexemes if NOISE not in lexeme.senses]
        whole = None if foreign or len(said) < 2 else self._meanings([prompt])[prompt]
        if whole is not None and whole.role in (CONCEPT, KEYWORD):
            return Scene(whole.value, guessed=tuple(lexeme.words for lexeme in said))
        return replace(UNKNOWN, unread=tuple(lexeme.text for lexeme in said))

    def _guessed(self, lexemes: Sequence[Lexeme]) -> list[Lexeme]:
        """The lexemes with unknown words replaced by the nearest meaning, several by one or each.

        Words without a meaning of their own, such as "from", mean nothing alone.
        """
        groups = groupby(lexemes, lambda lexeme: bool(lexeme.senses))
        runs = [(known, list(group)) for known, group in groups]
        unknown = [run for known, run in runs if not known]
        single = [one.words for run in unknown for one in run]
        empty = lexicon.table("function_words")
        found = self._meanings(
            [*map(_words, unknown), *(one for one in single if one not in empty)]
        )
        return [one for known, run in runs for one in (run if known else _meant(run, found))]

    def _meanings(self, texts: Sequence[str]) -> dict[str, Meaning | None]:
        """The nearest meaning of each text, if it is near enough and need not be named."""
        if len(self._guesses) > _MOST_KEPT:
            self._guesses.clear()
        if new := [text for text in dict.fromkeys(texts) if text not in self._guesses]:
            nearest = self._nearest.best(self._embed(new))
            self._guesses |= zip(new, map(self._guess, nearest), strict=True)
        return {text: self._guesses[text] for text in texts}

    def _guess(self, best: Meaning) -> Meaning | None:
        if best.score < NEAR or best.phrase in PEOPLES:
            return None
        return best if self._vocabulary.guessable({best.role: best.value}) else None


def _words(run: Sequence[Lexeme]) -> str:
    return " ".join(lexeme.words for lexeme in run)


def _meant(run: list[Lexeme], meanings: Mapping[str, Meaning | None]) -> list[Lexeme]:
    """A run of unknown words as one lexeme with their meaning, or else each with its own."""
    if best := meanings.get(_words(run)):
        text = " ".join(lexeme.text for lexeme in run)
        return [Lexeme(text, _words(run), {best.role: best.value}, sure=best.score)]
    if len(run) == 1:
        return run
    return [part for lexeme in run for part in _meant([lexeme], meanings)]


def _is_guess(lexeme: Lexeme) -> bool:
    """Whether a lexeme is shown as something else than it says: by resemblance, or fewer."""
    return (lexeme.sure < 1 and bool(lexeme.senses)) or int(lexeme.senses.get(NUMBER, 1)) > MOST


def _known(lexemes: Sequence[Lexeme]) -> float:
    """The share of the letters in known words, weighted by how sure each match is."""
    letters = sum(len(lexeme.words) for lexeme in lexemes)
    known = sum(len(lexeme.words) * lexeme.sure for lexeme in lexemes if lexeme.senses)
    return known / letters if letters else 1
