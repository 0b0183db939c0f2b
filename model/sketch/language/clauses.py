"""Splits lexemes into clauses at linking words, and holds the Scene under construction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from model.sketch.language.lexer import Lexeme
from model.sketch.language.vocabulary import (
    ACCESSORY,
    ACT,
    COLOUR,
    CONCEPT,
    EXPRESSION,
    IMPLIED,
    KEYWORD,
    LINK,
    NOISE,
    NUMBER,
    PERSON,
    POSE,
    SMILEY,
    TRADE,
)
from model.sketch.scene import Scene

VERBS = frozenset({
    "drink", "brush", "read", "play", "type", "knit", "juggle", "carry", "hug", "kiss",
    "high five", "shake hands", "hold hands", "fight", "punch", "marry", "push", "pull", "feed",
    "clink", "dance", "talk", "make a heart", "wave", "face", "love", "tend", "breathe", "fart",
})  # fmt: skip
"""Links that are verbs and may stand without a noun."""


_COMPUTERS = frozenset({"1F5A5", "1F4BB"})
_CRYING = frozenset({"crying", "throwing up"})
_ABOUT = frozenset({"of", "at", "about", "by", "to"})
_VESSELS = frozenset(
    {"box", "basket", "bucket", "jar", "bag", "bowl", "cup", "mug", "pot", "teacup", "backpack"}
)
_BODY = frozenset({
    "head", "tail", "nose", "teeth", "eyes", "mouth", "face", "arms", "hair", "tongue", "ears",
    "feet", "butt", "paws", "hands", "back", "belly", "wings",
})  # fmt: skip
_ARTICLES = frozenset({"a", "an", "the", "its", "his", "her", "my", "some"})


@dataclass(slots=True)
class Draft:
    """A Scene under construction."""

    base: str | None = None
    noun: str = ""
    expression: str | None = None
    pose: str | None = None
    colour: str | None = None
    accessories: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    behind: str | None = None
    count: int = 1
    mount: str | None = None
    inside: str | None = None
    over: str | None = None
    beside: str | None = None
    act: str | None = None
    text: str | None = None
    hidden: str | None = None
    beside_count: int = 1
    beside_worn: list[str] = field(default_factory=list)
    tints: list[tuple[str, str]] = field(default_factory=list)
    material: str | None = None
    half: str | None = None
    mouth: str | None = None
    time: str | None = None
    weather: str | None = None
    is_person: bool = False
    person: str = PERSON
    tool: str | None = None
    unread: list[str] = field(default_factory=list)
    guessed: list[str] = field(default_factory=list)

    @property
    def shows_something(self) -> bool:
        """Whether a face with what was read is better than nothing."""
        parts = (self.expression, self.accessories, self.pose, self.held)
        others = (self.mount, self.inside, self.over, self.beside, self.hidden, self.act)
        return any(parts) or any(others)

    @property
    def stand_in(self) -> str:
        """The base if none is named: a person of a trade who does or holds something, or a face."""
        does = self.mount or self.inside or self.over or self.beside or self.hidden
        works = self.behind is not None and self.behind in _COMPUTERS
        acts = self.held or self.act or self.pose
        return self.person if self.is_person and (does or works or acts) else SMILEY

    def finish(self, base: str) -> Scene:
        return Scene(
            base=base,
            expression=self.expression,
            pose=self.pose,
            colour=self.colour,
            accessories=tuple(self.accessories),
            held=tuple(self.held),
            behind=self.behind,
            count=self.count,
            mount=self.mount,
            inside=self.inside,
            over=self.over,
            beside=self.beside,
            act=self.act,
            text=self.text,
            hidden=self.hidden,
            beside_count=self.beside_count,
            beside_worn=tuple(self.beside_worn),
            tints=tuple(self.tints),
            material=self.material,
            half=self.half,
            mouth=self.mouth,
            time=self.time,
            weather=self.weather,
            unread=tuple(self.unread),
            guessed=tuple(self.guessed),
        )


@dataclass(frozen=True, slots=True)
class Clause:
    """The lexemes after a linking word, up to the next one or "and"."""

    link: str
    lexemes: Sequence[Lexeme]
    joined: bool = False
    verb: Lexeme | None = None


def concept_of(lexeme: Lexeme) -> str | None:
    """The concept that a lexeme names or is a keyword of."""
    return lexeme.senses.get(CONCEPT) or lexeme.senses.get(KEYWORD)


def _is_noun(lexeme: Lexeme) -> bool:
    """Whether a list may start with a lexeme: "happy, fluffy cat" has none before its comma."""
    modifies = lexeme.senses.keys() & {EXPRESSION, POSE, COLOUR, NOISE, NUMBER}
    return concept_of(lexeme) is not None and not modifies


def _may_act(lexeme: Lexeme) -> bool:
    return _is_noun(lexeme) or TRADE in lexeme.senses


def _is_unknown_verb(lexeme: Lexeme, after: Sequence[Lexeme]) -> bool:
    """Whether a lexeme is the "sharing" of "cats sharing a pizza", perhaps with a guessed sense.

    A keyword is one only before an article: "crab pinching a toe".
    """
    has_object = bool(after) and after[0].words in _ARTICLES
    guessed = not lexeme.senses or (
        lexeme.sure < 1 and (has_object or lexeme.senses.keys() <= {CONCEPT, KEYWORD})
    )
    guessed = guessed or (has_object and lexeme.senses.keys() == {KEYWORD})
    return lexeme.words.endswith("ing") and len(lexeme.words) > 4 and guessed


def _is_between_things(lexeme: Lexeme, before: Sequence[Lexeme], after: Sequence[Lexeme]) -> bool:
    """Whether an unknown word is between two nouns, as "foo" in "cat foo flames"."""
    follows = next((one for one in after if NOISE not in one.senses), None)
    named = any(_is_noun(one) and CONCEPT in one.senses for one in before)
    return not lexeme.senses and named and follows is not None and _is_noun(follows)


def _is_given(before: Sequence[Lexeme], after: Sequence[Lexeme]) -> bool:
    """Whether "for" or "from" follows a thing and may name a figure: "a cake for the kids"."""
    return any(map(_is_noun, before)) and bool(after) and after[0].words in _ARTICLES


def _starts_object(lexeme: Lexeme, before: Sequence[Lexeme], after: Sequence[Lexeme]) -> bool:
    """Whether an article after a noun starts another noun, as in "girl tickles a dog"."""
    named = any(_is_noun(one) and CONCEPT in one.senses for one in before)
    own = bool(after) and after[0].words in _BODY  # "laughing its head off"
    return lexeme.words in _ARTICLES and named and not own and any(map(_is_noun, after))


def clauses(lexemes: Sequence[Lexeme]) -> Iterator[Clause]:
    """Split at linking words; a clause joined by "and" keeps the link before it."""
    link, joined, current, verb = "base", False, list[Lexeme](), None
    for number, lexeme in enumerate(lexemes):
        name = lexeme.senses.get(LINK)
        if name in VERBS and not _links(lexeme, lexemes, number, current):
            name = None
        if name == "comma":
            name = "and" if any(map(_is_noun, current)) else None
            if name is None:
                continue
        after = lexemes[number + 1 :]
        if lexeme.words in _ABOUT and current and EXPRESSION in current[-1].senses:
            name = "face"  # "scared of mice"
        if lexeme.words == "of" and current and current[-1].words in _VESSELS:
            name = "fill"  # "a box of kittens"
        if lexeme.words == "to" and link == "hold" and any(map(_is_noun, current)):
            name = "face"  # "giving flowers to a rabbit"
        if lexeme.words in ("for", "from") and link == "hold" and _is_given(current, after):
            name = lexeme.words
        if name is None and _is_unknown_verb(lexeme, after) and any(map(_may_act, current)):
            yield Clause(link, current, joined, verb)
            link, joined, current = "do", False, [Lexeme(lexeme.text, lexeme.words)]
            verb = None
            continue
        if name is None and _is_between_things(lexeme, current, after):
            yield Clause(link, [*current, lexeme], joined, verb)
            link, joined, current, verb = "with", False, [], None
            continue
        if name is None and link == "base" and _starts_object(lexeme, current, after):
            yield Clause(link, current, joined, verb)
            link, joined, current, verb = "do", False, [], None
        if name is None:
            current.append(lexeme)
            continue
        if current or name != "and":
            yield Clause(link, current, joined, verb)
            current = []
        joined, verb = name == "and", lexeme if name in VERBS else None
        if (name == "hold" or name in VERBS) and IMPLIED in lexeme.senses:
            current.append(Lexeme(lexeme.text, lexeme.words, {IMPLIED: lexeme.senses[IMPLIED]}))
        if not joined or (link == "without" and lexeme.words in ("but", ",")):
            link = "with" if joined else name
    yield Clause(link, current, joined, verb)


def _links(
    lexeme: Lexeme, lexemes: Sequence[Lexeme], number: int, current: Sequence[Lexeme]
) -> bool:
    """Whether a verb links two things: not in "kissing frog", nor in "crying, kissing"."""
    if not lexeme.senses.keys() & {EXPRESSION, POSE, ACT, TRADE}:
        return True
    if not any(concept_of(one) or {TRADE, ACCESSORY} & one.senses.keys() for one in current):
        return False
    after = lexemes[number + 1 :]
    follows = next((one for one in after if LINK in one.senses or concept_of(one)), None)
    if lexeme.words in _CRYING:
        return follows is not None and LINK not in follows.senses
    plural = any(NUMBER in one.senses for one in lexemes[:number])
    joined = any(one.senses.get(LINK) == "and" for one in lexemes[:number])
    return plural or joined or (follows is not None and LINK not in follows.senses)
