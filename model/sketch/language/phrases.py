"""Slang and everyday phrases that are not pictures ("LGTM", "deploy on friday"), and what to draw.

The table is `tables/phrases.txt`. A prompt matches a phrase if its words have the same stems in the
same order; words without a meaning of their own do not count, nor do spelling mistakes. A phrase of
one word must stand as it is written, or in the plural.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache, cached_property

from model.sketch.language import lexicon
from model.sketch.language.spelling import Spelling
from model.sketch.language.vocabulary import CONCEPT, Vocabulary
from model.sketch.language.words import by_phrase, fold, listed, plain, singulars, spans, stem
from model.sketch.library import ALIVE, Library
from model.sketch.scene import UNKNOWN, Scene

TOPICS, SAYINGS, IDIOMS = "topics", "sayings", "idioms"
_MOST_HELD = 2
Key = tuple[str, ...]

# Words that do not count within a phrase, and words around it that show nothing.
EMPTY = listed("""
    a an the my your our his her its their this that it i im ive we you he she they is are am was
    be been being of to at for and so just really very when me mood pov today again rn lol have has
    had do does did get gets got s m
""")
_IDLE = EMPTY | listed("""
    us like feeling vibe vibes energy moment fr literally everyone day days time having after before
    hours hour minutes on in pm too much one more were see says say said mom dad boss all always
    every still yet tfw mfw week month season face how feel feels right now ready tbh ngl irl id
    please pls need want up
""")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase in a prompt: its kind, its words as written, what to draw, and the other words.

    The rest is empty if it has no meaning of its own.
    """

    kind: str
    said: str
    drawing: str
    rest: str

    @property
    def is_varied(self) -> bool:
        """Whether the rest asks for the phrase's picture with a difference ("but with a cat")."""
        return self.rest.strip(" ,").casefold().startswith("but ")


class Phrases:
    """Finds phrases in prompts."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._known = {key(phrase): phrase for phrase in kinds()}
        self._lengths = sorted({len(one) for one in self._known}, reverse=True)

    def find(self, prompt: str) -> Phrase | None:
        """The phrase that takes the longest stretch of a prompt, the first of those, or None."""
        found = max(self._all(prompt), key=lambda one: one[0], default=None)
        return found and found[1]

    def _all(self, prompt: str) -> Iterator[tuple[int, Phrase]]:
        """All phrases in a prompt, each with its length."""
        written = spans(prompt)
        forms = [_singular(token) for _, _, token in written]
        stems = [self._respelt(token) for _, _, token in written]
        full = [place for place, one in enumerate(stems) if one not in EMPTY]
        idle = [
            forms[place][0].isdigit() or place not in full or _written(token) in _IDLE
            for place, (_, _, token) in enumerate(written)
        ]
        for inside in self._windows(full, len(written)):
            chosen = forms if len(inside) == 1 else stems
            known = self._known.get(tuple(chosen[place] for place in inside))
            first, last = inside[0], inside[-1]
            start, end = written[first][0], written[last][1]
            if known is None or self._is_name(prompt[start:end], known):
                continue
            rest = (
                "" if all(idle[:first] + idle[last + 1 :]) else f"{prompt[:start]} {prompt[end:]}"
            )
            if kinds()[known] != SAYINGS or not rest:
                phrase = Phrase(kinds()[known], prompt[start:end], table()[known], rest)
                yield last - first, phrase

    def _windows(self, full: Sequence[int], count: int) -> Iterator[Sequence[int]]:
        """The places of words that may be a phrase: next to each other, or but for empty ones."""
        for places in (full, range(count)):
            for length in self._lengths:
                for first in range(len(places) - length + 1):
                    yield places[first : first + length]

    def _is_name(self, said: str, known: str) -> bool:
        """Whether words that are not exactly a phrase name a thing, such as a rubber duck."""
        words = " ".join(plain(token) for _, _, token in spans(said))
        return words != known and CONCEPT in (self._vocabulary.find(words) or ())

    def _respelt(self, token: str) -> str:
        own = _stem(token)
        if own in self._stems or self._vocabulary.is_english(fold(token)):
            return own
        found = self._spelling.nearest(own)
        return found[1] if found else own

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(one for phrase in self._known if len(phrase) > 1 for one in phrase)

    @cached_property
    def _spelling(self) -> Spelling:
        return Spelling(self._stems)


@cache
def _sections() -> Mapping[str, Mapping[str, str]]:
    """Kind -> phrase -> what to draw for it."""
    found, kind = dict[str, list[str]](), ""
    for row in lexicon.lines("phrases"):
        if row.startswith("["):
            kind = row.strip("[]")
        else:
            found.setdefault(kind, []).append(row)
    return {kind: by_phrase("\n".join(rows)) for kind, rows in found.items()}


@cache
def table() -> Mapping[str, str]:
    """Every phrase, with what to draw for it."""
    return {phrase: drawn for section in _sections().values() for phrase, drawn in section.items()}


@cache
def kinds() -> Mapping[str, str]:
    """Every phrase, with its kind: TOPICS, SAYINGS or IDIOMS."""
    return {phrase: kind for kind, section in _sections().items() for phrase in section}


def key(phrase: str) -> Key:
    """What a phrase is found by: its one word, or the stems of its words.

    Empty words are left out if at least two others are left.
    """
    tokens = [token for _, _, token in spans(phrase)]
    if len(tokens) == 1:
        return (_singular(tokens[0]),)
    stems = tuple(map(_stem, tokens))
    full = tuple(one for one in stems if one not in EMPTY)
    return full if len(full) > 1 else stems


def _stem(token: str) -> str:
    word = _written(token)
    return word if word in EMPTY else stem(word)


def _singular(token: str) -> str:
    *_, word = singulars(_written(token))
    return word


def _written(token: str) -> str:
    return fold(token).replace("'", "")


def combined(library: Library, shown: Scene, rest: Scene, is_varied: bool) -> Scene:
    """A phrase's Scene with what the rest of the prompt names.

    Somebody in the rest is the one who is shown; so is a thing, unless it varies the phrase's
    picture, or something that the phrase's own figure holds. What the phrase shows is kept
    where the rest says nothing else.
    """
    unread = tuple(word for word in rest.unread if _written(word) not in _LINKS)
    guessed = shown.guessed + rest.guessed
    if not rest.is_understood:
        return replace(shown, unread=unread, guessed=guessed)
    named = _without_face(rest)
    base = _subject(library, shown, rest, is_varied)
    thing = () if base == shown.base or _is_alive(library, shown.base) else (shown.base,)
    others = tuple(one for one in named if one != base)
    own = (*shown.held, *others) if base == shown.base else (*others, *thing, *shown.held)
    kept = {
        field.name: getattr(rest, field.name) or getattr(shown, field.name)
        for field in fields(Scene)
        if field.name not in _OWN
    }
    return replace(
        shown,
        **kept,
        base=base,
        count=(rest if base == rest.base else shown).count,
        colour=rest.colour or (shown.colour if base == shown.base else None),
        accessories=tuple(dict.fromkeys((*shown.accessories, *rest.accessories))),
        held=own[:_MOST_HELD],
        unread=unread,
        guessed=guessed,
    )


def _subject(library: Library, shown: Scene, rest: Scene, is_varied: bool) -> str:
    """The base of a phrase's Scene with the rest of its prompt."""
    figures = [one for one in _without_face(rest) if _is_alive(library, one)]
    if figures:
        return figures[0]
    return shown.base if is_varied or rest.base == UNKNOWN.base else rest.base


def _without_face(rest: Scene) -> Sequence[str]:
    """What a Scene names: its base, unless that only stands in for one, and what it holds."""
    return rest.held if rest.base == UNKNOWN.base else (rest.base, *rest.held)


def _is_alive(library: Library, concept: str) -> bool:
    return library.concepts[concept].kind in ALIVE


_LINKS = _IDLE | {"but", "with"}
_OWN = frozenset({
    "base", "count", "beside_count", "colour", "accessories", "held", "unread", "guessed",
})  # fmt: skip
