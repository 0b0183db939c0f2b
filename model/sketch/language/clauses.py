"""Splits lexemes into clauses at linking words, and holds the Scene under construction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from model.sketch.drawing.layout.tables import COMPUTERS
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
        acts = self.held or self.act or self.pose or self.behind in COMPUTERS
        return self.person if self.is_person and (does or acts) else SMILEY

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


def _has_article(after: Sequence[Lexeme]) -> bool:
    return bool(after) and after[0].words in _ARTICLES


def _is_unknown_verb(lexeme: Lexeme, after: Sequence[Lexeme]) -> bool:
    """Whether a lexeme is the "sharing" of "cats sharing a pizza", perhaps with a guessed sense.

    A keyword is one only before an article: "crab pinching a toe".
    """
    has_object = _has_article(after)
    guessed = not lexeme.senses or (
        lexeme.sure < 1 and (has_object or lexeme.senses.keys() <= {CONCEPT, KEYWORD})
    )
    guessed = guessed or (has_object and lexeme.senses.keys() == {KEYWORD})
    return lexeme.words.endswith("ing") and len(lexeme.words) > 4 and guessed


def _has_name(lexemes: Sequence[Lexeme]) -> bool:
    """Whether a noun is the name of a concept, not only a keyword of one."""
    return any(_is_noun(one) and CONCEPT in one.senses for one in lexemes)


def _is_between_things(lexeme: Lexeme, before: Sequence[Lexeme], after: Sequence[Lexeme]) -> bool:
    """Whether an unknown word is between two nouns, as "foo" in "cat foo flames"."""
    follows = next((one for one in after if NOISE not in one.senses), None)
    is_after_name = not lexeme.senses and _has_name(before)
    return is_after_name and follows is not None and _is_noun(follows)


def _starts_object(lexeme: Lexeme, before: Sequence[Lexeme], after: Sequence[Lexeme]) -> bool:
    """Whether an article after a noun starts another noun, as in "girl tickles a dog"."""
    own = bool(after) and after[0].words in _BODY  # "laughing its head off"
    return lexeme.words in _ARTICLES and _has_name(before) and not own and any(map(_is_noun, after))


def clauses(lexemes: Sequence[Lexeme]) -> Iterator[Clause]:
    """Split at linking words; a clause joined by "and" keeps the link before it."""
    link, joined, current, verb = "base", False, list[Lexeme](), None
    for number, lexeme in enumerate(lexemes):
        name, after = _link_of(lexemes, number, link, current), lexemes[number + 1 :]
        if name is None and lexeme.senses.get(LINK) == "comma":
            continue
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


def _link_of(
    lexemes: Sequence[Lexeme], number: int, link: str, current: Sequence[Lexeme]
) -> str | None:
    """The link that a lexeme is after the clause's `link` and its lexemes so far, or None."""
    lexeme, after = lexemes[number], lexemes[number + 1 :]
    name, words, has_noun = lexeme.senses.get(LINK), lexeme.words, any(map(_is_noun, current))
    if name == "comma":
        return "and" if has_noun else None
    if words == "of" and current and current[-1].words in _VESSELS:
        return "fill"  # "a box of kittens"
    if words in _ABOUT and current and EXPRESSION in current[-1].senses:
        return "face"  # "scared of mice"
    if words == "to" and link == "hold" and has_noun:
        return "face"  # "giving flowers to a rabbit"
    if words in ("for", "from") and link == "hold" and has_noun and _has_article(after):
        return words  # "a cake for the kids"
    return None if name in VERBS and not _links(lexeme, lexemes, number, current) else name


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
