"""Turns lexemes into a Scene: modifiers and noun first, then clauses after linking words."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from model.sketch.language import lexicon
from model.sketch.language.clauses import Clause, Draft, clauses, concept_of
from model.sketch.language.clothes import CLOTHES, COSTUMES
from model.sketch.language.describe import is_plural
from model.sketch.language.details import detail, settle
from model.sketch.language.lexer import Lexeme
from model.sketch.language.relations import (
    BESIDE,
    CHASE,
    HIDDEN,
    INSIDE,
    LEAP,
    MOUNT,
    UNDER,
    WITH_PARTNER,
    WITH_THING,
    relate,
)
from model.sketch.language.vocabulary import (
    ACCESSORY,
    ACT,
    BEHIND,
    COLOUR,
    CONCEPT,
    EXPRESSION,
    IMPLIED,
    KEYWORD,
    LINK,
    MATERIAL,
    NOISE,
    NUMBER,
    PERSON,
    POSE,
    TRADE,
    Vocabulary,
)
from model.sketch.language.words import IRREGULAR
from model.sketch.library import ALIVE

MOST_WORN, MOST_HELD = 3, 2
# Concepts that "with" puts behind the base, in addition to all places.
_SCENERY = frozenset({"fire", "collision", "sparkles", "fireworks", "sparkler"})
RAINBOW = "1F308"
_HELD_ANYWHERE = frozenset(
    {"umbrella", "closed umbrella", "umbrella with rain drops", "snowman", "watch", "luggage"}
)


class Grammar:
    """Fills a Draft from clauses."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._concepts = vocabulary.library.concepts
        self._slots = {a.name: a.slot for a in vocabulary.library.accessories.values()}

    def read(self, lexemes: Sequence[Lexeme]) -> Draft:
        draft = Draft()
        for clause in clauses(lexemes):
            if clause.joined and clause.link == "base" and draft.base is None and draft.is_person:
                draft.base = PERSON  # "a pirate and a ninja"
            if clause.link in ("base", "half") and draft.base is None:
                self._base(draft, clause.lexemes)
            elif clause.link == "without" and draft.base is None and not draft.shows_something:
                self._forbidden(draft, clause)
            elif clause.link == "upon" and self._is_bare_accessory(draft):
                self._wearer(draft, clause)
            else:
                self._attached(draft, clause)
        if draft.beside is None and draft.held and any(one.words in _PAIRED for one in lexemes):
            draft.beside, draft.act = draft.held.pop(0), draft.act or "together"
        settle(draft, self._concepts)
        return draft

    def _forbidden(self, draft: Draft, clause: Clause) -> None:
        """A prompt that starts with "no": a sign that forbids what follows."""
        noun = self._noun(clause.lexemes)
        if noun is not None and (concept := concept_of(clause.lexemes[noun])):
            draft.base = _PROHIBITED
            self._hold(draft, concept, clause.lexemes[noun])

    def _base(self, draft: Draft, lexemes: Sequence[Lexeme]) -> None:
        """The head noun, with the lexemes before and after it."""
        head = self._head(lexemes)
        for number, lexeme in enumerate(lexemes):
            if number == head:
                self._take_head(draft, lexeme)
            elif head is not None and _same(lexeme, lexemes[head]):
                if not _is_adjacent(lexemes, number):
                    continue
                draft.count = min(draft.count + 1, lexicon.MOST)
            elif not self._modify(draft, lexeme):
                self._compound(draft, lexeme, head is not None)

    def _is_bare_accessory(self, draft: Draft) -> bool:
        """True for "sunglasses" in "sunglasses on a flamingo"."""
        return (draft.base is None and bool(draft.accessories)) or (
            draft.base in self._vocabulary.worn
        )

    def _wearer(self, draft: Draft, clause: Clause) -> None:
        """Make what a bare accessory is on the base; a clause without a noun is only attached."""
        noun = self._noun(clause.lexemes)
        if noun is None or ACCESSORY in clause.lexemes[noun].senses:
            self._attached(draft, clause)
            return
        if draft.base is not None:
            draft.accessories.append(self._vocabulary.worn[draft.base])
            draft.base = None
        self._base(draft, clause.lexemes)

    def _head(self, lexemes: Sequence[Lexeme]) -> int | None:
        """The index of the head noun: the last noun, or the first among emoji."""
        return _highest(lexemes, self._headness)

    def _headness(self, lexeme: Lexeme) -> int:
        """How likely a lexeme is to be the head noun; 0 if it cannot be."""
        senses = lexeme.senses
        if CONCEPT not in senses:
            plain_keyword = KEYWORD in senses and not any(r in senses for r in _NEVER_HEAD)
            return 2 if plain_keyword else 0
        if NOISE in senses or LINK in senses or NUMBER in senses:
            return 0
        if EXPRESSION in senses or POSE in senses:
            return 1 if lexeme.emoji else 0
        if COLOUR in senses or BEHIND in senses:
            return 1
        if ACCESSORY in senses:
            return 3
        if lexeme.emoji and self._is_scenery(senses[CONCEPT]):
            return 3
        return 4 if TRADE in senses else 5

    def _take_head(self, draft: Draft, lexeme: Lexeme) -> None:
        draft.base, draft.noun = concept_of(lexeme), lexeme.words

    def _modify(self, draft: Draft, lexeme: Lexeme) -> bool:
        """Apply a lexeme as a modifier of the base; False if it is not a modifier."""
        senses = lexeme.senses
        if NUMBER in senses and draft.count == 1:
            draft.count = min(int(senses[NUMBER]), lexicon.MOST)
        elif POSE in senses and draft.pose is None:
            draft.pose = senses[POSE]
        elif EXPRESSION in senses and draft.expression is None:
            draft.expression = senses[EXPRESSION]
        elif COLOUR in senses and draft.colour is None:
            draft.colour = senses[COLOUR]
        elif BEHIND in senses and draft.behind is None:
            draft.behind = senses[BEHIND]
        elif ACT in senses and draft.act in _OVERRULED:
            draft.act = senses[ACT]
            if IMPLIED in senses:
                self._hold(draft, senses[IMPLIED], lexeme)
        elif MATERIAL in senses and draft.material is None:
            draft.material = senses[MATERIAL]
        elif NOISE not in senses and LINK not in senses:
            return False
        return True

    def _compound(self, draft: Draft, lexeme: Lexeme, headed: bool) -> None:
        """A further noun of the base clause: an accessory, a trade, background or a held thing."""
        senses, concept = lexeme.senses, lexeme.senses.get(CONCEPT)
        material = self._vocabulary.material(lexeme.words) if headed else None
        if material in _HARD and draft.material is None:
            draft.material = material
        elif ACCESSORY in senses:
            self._wear(draft, senses[ACCESSORY], lexeme)
        elif TRADE in senses:
            self._ply(draft, senses[TRADE], lexeme)
        elif IMPLIED in senses:
            self._hold(draft, senses[IMPLIED], lexeme)
        elif concept == RAINBOW and headed and draft.colour is None and not lexeme.emoji:
            draft.colour = "rainbow"
        elif concept and headed and self._is_scenery(concept):
            self._put_behind(draft, concept, lexeme)
        elif concept and headed and not self._is_creature(concept):
            self._hold(draft, concept, lexeme)
        else:
            draft.unread.append(lexeme.text)

    def _attached(self, draft: Draft, clause: Clause) -> None:
        """A clause after a linking word: worn, held, behind, excluded or imitated."""
        if clause.link == "without":
            return
        if clause.link == "material":
            self._make_of(draft, clause)
            return
        if clause.joined and clause.link == "base" and self._repeats(draft, clause):
            draft.count = min(draft.count + 1, lexicon.MOST)
            return
        noun = (self._head if clause.link == "half" else self._noun)(clause.lexemes)
        if clause.verb is not None and noun is None:
            self._alone(draft, clause.link, clause.verb)
        details: list[Lexeme] = []
        for number, lexeme in enumerate(clause.lexemes):
            if clause.link == "base" and (variant := self._variant(draft, lexeme)):
                draft.base = variant
            elif number == noun:
                self._place(draft, lexeme, clause.link)
            elif noun is not None and (
                NUMBER in lexeme.senses or (COLOUR in lexeme.senses and number < noun)
            ):
                details.append(lexeme)
            elif COLOUR in lexeme.senses and _is_before_unknown(clause.lexemes, number):
                draft.unread.append(lexeme.text)
            elif clause.link in ("upon", MOUNT) and lexeme.words in _PLACES and noun is not None:
                draft.act = draft.act or _PLACES[lexeme.words]
            elif not self._modify(draft, lexeme):
                self._leftover(draft, lexeme, noun is not None)
        if noun is not None:
            detail(draft, clause.lexemes[noun], details)

    def _make_of(self, draft: Draft, clause: Clause) -> None:
        """The material after "made of"; words that name none stay unread."""
        for lexeme in clause.lexemes:
            material = self._vocabulary.material(lexeme.words)
            if material is not None and draft.material is None:
                draft.material = material
            elif NOISE not in lexeme.senses:
                draft.unread.append(lexeme.text)

    def _alone(self, draft: Draft, link: str, verb: Lexeme) -> None:
        """A verb without a noun: what several figures do, or what the verb else means."""
        if link in WITH_PARTNER and draft.beside is None and draft.count == 1:
            draft.count = 2 if self._is_plural(draft) else 1
        several = draft.beside is not None or draft.count > 1
        if link in WITH_PARTNER and several:
            if draft.act in (None, "together"):
                draft.act = WITH_PARTNER[link]
        elif link in WITH_THING and IMPLIED in verb.senses:
            draft.act = draft.act or WITH_THING[link]
        elif not self._modify(draft, replace(verb, senses=_without_link(verb))):
            draft.unread.append(verb.text)

    def _variant(self, draft: Draft, lexeme: Lexeme) -> str | None:
        """The concept of a base that has more said of it: "a heart but broken"."""
        senses = self._vocabulary.find(f"{lexeme.words} {draft.noun}") if draft.noun else None
        return senses.get(CONCEPT) if senses else None

    def _repeats(self, draft: Draft, clause: Clause) -> bool:
        """True for the second cat in "cat and cat"."""
        concepts = [concept_of(one) for one in clause.lexemes if NOISE not in one.senses]
        return concepts == [draft.base]

    def _leftover(self, draft: Draft, lexeme: Lexeme, has_noun: bool) -> None:
        if IMPLIED in lexeme.senses:
            if not has_noun:
                self._hold(draft, lexeme.senses[IMPLIED], lexeme)
        elif ACCESSORY in lexeme.senses or TRADE in lexeme.senses or lexeme.emoji:
            self._compound(draft, lexeme, True)
        else:
            draft.unread.append(lexeme.text)

    def _noun(self, lexemes: Sequence[Lexeme]) -> int | None:
        """The index of a clause's noun: the last one, names before keywords."""

        def rank(lexeme: Lexeme) -> int:
            if ACCESSORY in lexeme.senses or TRADE in lexeme.senses:
                return 5
            if any(role in lexeme.senses for role in _NEVER_HEAD):
                return 0
            return self._headness(lexeme)

        return _highest(lexemes, rank)

    def _place(self, draft: Draft, lexeme: Lexeme, link: str) -> None:
        """Add a clause's noun in the role that its linking word asks for."""
        senses, concept = lexeme.senses, concept_of(lexeme)
        if link in WITH_PARTNER and self._join(draft, lexeme, link):
            return
        if link == "half" and concept is not None and draft.half is None:
            draft.half = concept
            return
        if EXPRESSION in senses and ACCESSORY in senses and draft.expression is None:
            draft.expression = senses[EXPRESSION]
        elif TRADE in senses and CONCEPT not in senses and link in _RELATIONS:
            draft.unread.append(lexeme.text)
        elif TRADE in senses and (link in ("as", *_CLOTHING) or CONCEPT not in senses):
            self._ply(draft, senses[TRADE], lexeme)
        elif ACCESSORY in senses and not (concept and self._is_thing(senses[ACCESSORY], link)):
            self._wear(draft, senses[ACCESSORY], lexeme)
            draft.pose = draft.pose or ("running" if link == CHASE else None)
        elif (said := self._said_face(lexeme)) and draft.expression is None:
            draft.expression = said
        elif concept is None or (link in ("as", *_CLOTHING) and self._is_dress(concept, link)):
            self._dress(draft, lexeme)
        elif link == "base" and self._is_pair(draft, concept):
            draft.beside, draft.act = concept, draft.act or "together"
        elif relate(draft, self._concepts[concept], link):
            return
        elif link in WITH_THING:
            self._hold(draft, concept, lexeme)
            draft.held.sort(key=lambda one: one != concept)
        elif self._concepts[concept].name in _HELD_ANYWHERE or link in ("hold", "wear", "as"):
            self._hold(draft, concept, lexeme)
        elif self._is_scenery(concept) or (
            link in ("behind", "upon", "in", *_RELATIONS) and link not in WITH_PARTNER
        ):
            self._put_behind(draft, concept, lexeme)
        else:
            self._hold(draft, concept, lexeme)

    def _join(self, draft: Draft, lexeme: Lexeme, link: str) -> bool:
        """Put a verb's noun at the base's side; False if it is a thing that is rather held."""
        concept = concept_of(lexeme)
        trade = lexeme.senses.get(TRADE) if CONCEPT not in lexeme.senses else None
        if draft.beside is not None or (concept is None and trade is None):
            return False
        if trade is not None:
            draft.beside_worn += self._vocabulary.accessories(lexicon.TRADES[trade][0])
            concept = PERSON
        elif concept is None or (
            link in _FOR_CREATURES and not self._is_creature(concept) and concept != draft.base
        ):
            draft.pose = draft.pose or ("dancing" if link == "dance" else None)
            return False
        draft.beside = concept
        if draft.act in (None, "together"):
            draft.act = WITH_PARTNER[link]
        if link == "wave":
            draft.pose = draft.pose or "waving"
        return True

    def _is_plural(self, draft: Draft) -> bool:
        """Whether the base's noun is a plural, as in "cats hugging"."""
        if draft.base is None or is_plural(self._concepts[draft.base].name):
            return False
        return is_plural(draft.noun) or draft.noun in IRREGULAR

    def _said_face(self, lexeme: Lexeme) -> str | None:
        """The expression of "a very tired face" among what a base has."""
        concept = lexeme.senses.get(CONCEPT)
        if concept is None or lexeme.emoji or not lexeme.words.endswith(" face"):
            return None
        return self._vocabulary.face_expression(concept)

    def _is_dress(self, concept: str, link: str) -> bool:
        """Whether a concept after "in", "wearing" or "as" stands for clothes that nothing shows."""
        found = self._concepts[concept]
        if link == "as":
            return self._is_creature(concept)
        return found.kind == "person" or found.name in CLOTHES

    def _dress(self, draft: Draft, lexeme: Lexeme) -> None:
        """Wear what shows a costume, if there is anything."""
        concept = concept_of(lexeme)
        worn = COSTUMES.get(self._concepts[concept].name, "") if concept else ""
        found = self._vocabulary.accessories(worn)
        for name in found:
            self._wear(draft, name, lexeme)
        if not found:
            draft.unread.append(lexeme.text)

    def _is_pair(self, draft: Draft, concept: str) -> bool:
        """Whether a second noun after "and" stands beside the first: both are alive, or neither."""
        if draft.base is None or draft.beside is not None or self._is_scenery(concept):
            return False
        return self._is_creature(draft.base) == self._is_creature(concept)

    def _is_thing(self, name: str, link: str) -> bool:
        """Whether what could be worn is a thing of its own after this link."""
        if self._slots[name] == "feet":
            return link in ("hold", "behind", *WITH_THING)
        return link in ("hold", "behind", *_RELATIONS)

    def _is_scenery(self, concept: str) -> bool:
        found = self._concepts[concept]
        if found.name in _HELD_ANYWHERE:
            return False
        return found.kind in ("place", "sky") or found.name in _SCENERY

    def _is_creature(self, concept: str) -> bool:
        return self._concepts[concept].kind in ALIVE

    def _wear(self, draft: Draft, name: str, lexeme: Lexeme) -> None:
        slots = {self._slots[worn] for worn in draft.accessories}
        if name in draft.accessories:
            return
        if self._slots[name] in slots or len(draft.accessories) >= MOST_WORN:
            draft.unread.append(lexeme.text)
        else:
            draft.accessories.append(name)

    def _hold(self, draft: Draft, concept: str, lexeme: Lexeme) -> None:
        if len(set(draft.held)) >= MOST_HELD:
            draft.unread.append(lexeme.text)
        elif concept not in draft.held:
            draft.held.append(concept)

    def _put_behind(self, draft: Draft, concept: str, lexeme: Lexeme) -> None:
        if draft.behind is None:
            draft.behind = concept
        else:
            self._hold(draft, concept, lexeme)

    def _ply(self, draft: Draft, trade: str, lexeme: Lexeme) -> None:
        """Give the base a trade's clothes, or its tool if there are no clothes."""
        draft.is_person = True
        worn, held = lexicon.TRADES[trade]
        found = self._vocabulary.accessories(worn)
        for name in found:
            self._wear(draft, name, lexeme)
        concept = self._vocabulary.named(held) if held else None
        if concept and (not found or trade in _TOOLS):
            self._hold(draft, concept, lexeme)
        elif not found:
            draft.unread.append(lexeme.text)


def _is_before_unknown(lexemes: Sequence[Lexeme], number: int) -> bool:
    """Whether a colour belongs to the unknown word after it: "holding a green potion"."""
    return number + 1 < len(lexemes) and not lexemes[number + 1].senses


def _without_link(lexeme: Lexeme) -> dict[str, str]:
    return {role: value for role, value in lexeme.senses.items() if role != LINK}


def _is_adjacent(lexemes: Sequence[Lexeme], number: int) -> bool:
    """Whether the same noun stands next to a lexeme."""
    near = (lexemes[at] for at in (number - 1, number + 1) if 0 <= at < len(lexemes))
    return any(_same(one, lexemes[number]) for one in near)


def _highest(lexemes: Sequence[Lexeme], rank: Callable[[Lexeme], int]) -> int | None:
    """The index of the highest rank: the last such lexeme, or the first among emoji.

    None if all ranks are 0.
    """
    best: tuple[int, int] | None = None
    for number, lexeme in enumerate(lexemes):
        order = -number if lexeme.emoji else number
        if (own := rank(lexeme)) and (best is None or (own, order) > best):
            best = (own, order)
    return None if best is None else abs(best[1])


def _same(one: Lexeme, other: Lexeme) -> bool:
    """Whether two lexemes name the same thing."""
    return one.senses == other.senses and concept_of(one) is not None


# Trades that are recognised only with their tool, in addition to their clothes.
_TOOLS = frozenset({"wizard", "mage", "witch", "magician", "detective", "rockstar", "rock star"})
_PAIRED = frozenset({"side by side", "together", "each other", "best friends"})
_PROHIBITED = "1F6AB"
# After these a person stands for clothes that no part shows: "in a kimono".
_CLOTHING = ("in", "wear")
_RELATIONS = (BESIDE, CHASE, HIDDEN, INSIDE, LEAP, MOUNT, UNDER, *WITH_THING, *WITH_PARTNER)
# Materials whose names before a noun are never things that it holds.
_HARD = frozenset({"chocolate", "ice", "wood", "stone", "crystal", "brick", "metal"})
_FOR_CREATURES = frozenset({"hug", "feed", "hold hands", "dance", "love", "wave"})
# What a further act says more exactly: "carrying a house on its back".
_OVERRULED = (None, "together", "carrying")
_PLACES = {"head": "on the head", "back": "on the back"}
_NEVER_HEAD = (NOISE, LINK, NUMBER, EXPRESSION, POSE, COLOUR, BEHIND)
