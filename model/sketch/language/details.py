"""Colours and numbers of what a base holds, wears or stands by; and acts that lack their thing."""

from collections.abc import Iterator, Mapping, Sequence

from model.sketch.language import lexicon
from model.sketch.language.clauses import Draft, concept_of
from model.sketch.language.lexer import Lexeme
from model.sketch.language.vocabulary import ACCESSORY, COLOUR, NUMBER
from model.sketch.library import Concept

_MOST_HELD, _MOST_BESIDE = 5, 4
# Numbers that are not drawn are said; a pair of glasses is one thing.
_INEXACT = frozenset(
    {"pair of", "couple of", "couple", "both", "pair", "double", "several", "some", "few"}
)
# How many things one emoji shows.
_SHOWN: Mapping[str, int] = {
    "cherries": 2, "crossed swords": 2, "socks": 2, "clinking beer mugs": 2, "clinking glasses": 2,
    "beans": 3, "ballet shoes": 2, "footprints": 2, "eyes": 2, "chopsticks": 2, "gloves": 2,
    "two hearts": 2, "bubbles": 3, "shopping bags": 2, "maracas": 2, "skis": 2, "bells": 2,
    "people wrestling": 2,
}  # fmt: skip
_UMBRELLAS = frozenset({"umbrella", "umbrella with rain drops", "closed umbrella"})
_PACKS = frozenset({"backpack"})
_PEPPERS = frozenset({"bell pepper", "hot pepper"})
_PATTERNS = frozenset({"striped", "spotted"})
_DROWSY = frozenset({"sleepy", "sleeping"})
_HANDS: Mapping[str, str] = {
    "zombie": "green", "alien": "green", "monster": "purple", "skeleton": "white", "ghost": "white",
}  # fmt: skip
_PLACES = frozenset({"on the head", "on the back"})


def detail(draft: Draft, noun: Lexeme, details: Sequence[Lexeme]) -> None:
    """Note the colour and the number of a clause's noun; what cannot be drawn stays unread."""
    concept, worn = concept_of(noun), noun.senses.get(ACCESSORY)
    for lexeme in details:
        if (colour := lexeme.senses.get(COLOUR)) is not None:
            key = worn if worn in draft.accessories else concept
            if key is not None and key in _tinted(draft):
                draft.tints.append((key, colour))
            else:
                draft.unread.append(lexeme.text)
        elif not _counted(draft, concept, int(lexeme.senses[NUMBER])) and _is_exact(lexeme.words):
            draft.unread.append(lexeme.text)


def _is_exact(words: str) -> bool:
    """Whether words are an exact number above one, which is missed if it is not drawn."""
    return lexicon.numbers().get(words, 0) > 1 and words not in _INEXACT


def _tinted(draft: Draft) -> Iterator[str | None]:
    """What may have a colour of its own."""
    yield from draft.accessories
    yield from draft.held
    yield from (draft.beside, draft.mount, draft.inside, draft.over, draft.hidden, draft.behind)


def _counted(draft: Draft, concept: str | None, number: int) -> bool:
    """Hold or stand by so many; False if only one is drawn."""
    if concept is not None and concept in draft.held and number <= _MOST_HELD:
        draft.held += [concept] * (number - draft.held.count(concept))
    elif concept == draft.beside and number <= _MOST_BESIDE:
        draft.beside_count = number
    else:
        return False
    return True


def _season(draft: Draft, concepts: Mapping[str, Concept]) -> None:
    """The pepper that comes with salt is a shaker, a dark one."""
    beside = concepts[draft.beside].name if draft.beside else ""
    if draft.base and concepts[draft.base].name == "salt" and beside in _PEPPERS:
        draft.beside = draft.base
        draft.tints.append((draft.base, "grey"))


def _whiten(draft: Draft) -> None:
    """Santa's beard is white."""
    tinted = {key for key, _ in draft.tints}
    if {"beard", "santa hat"} <= set(draft.accessories) and "beard" not in tinted:
        draft.tints.append(("beard", "white"))


def _count_once(draft: Draft, concepts: Mapping[str, Concept]) -> None:
    """Do not count twice what an emoji shows several of: "two cherries" is one emoji."""
    if draft.base and draft.count == _SHOWN.get(concepts[draft.base].name):
        draft.count = 1
    for concept in set(draft.held):
        number = draft.held.count(concept)
        if number > 1 and number == _SHOWN.get(concepts[concept].name):
            draft.held = [*(one for one in draft.held if one != concept), concept]


def _colour_hand(draft: Draft) -> None:
    """A zombie's hand is green, a ghost's white."""
    whose, _, last = draft.noun.rpartition(" ")
    if last in ("hand", "hands") and draft.colour is None:
        draft.colour = _HANDS.get(whose)


def settle(draft: Draft, concepts: Mapping[str, Concept]) -> None:
    """Change what only the whole prompt shows: umbrellas overhead, who dances with whom."""
    if draft.tool is not None and not (draft.held or draft.act or draft.pose or draft.mount):
        draft.held.append(draft.tool)
    if draft.act == "carrying" and draft.held and concepts[draft.held[0]].name in _UMBRELLAS:
        draft.act, draft.over = None, draft.over or draft.held.pop(0)
    elif draft.act in _PLACES and not (draft.held or draft.mount):
        draft.act = None
    elif draft.act == "dancing" or (draft.act == "together" and draft.pose == "dancing"):
        draft.act, draft.pose = "dancing", "dancing"
    elif draft.act == "best friends":
        draft.expression = draft.expression or "happy"
    elif draft.act is None and (packs := [c for c in draft.held if concepts[c].name in _PACKS]):
        draft.act = "on the back"
        draft.held.sort(key=lambda one: one != packs[0])
    if draft.material in _PATTERNS:
        draft.unread = [word for word in draft.unread if word.lower() != "white"]
    if "zzz" in draft.accessories and (draft.pose == "sleeping" or draft.expression in _DROWSY):
        draft.accessories.remove("zzz")  # it is drawn with the eyes
    _season(draft, concepts)
    _whiten(draft)
    _colour_hand(draft)
    _count_once(draft, concepts)
    if draft.beside is None and draft.count == 1 and draft.act in ("together", "best friends"):
        draft.act = None
