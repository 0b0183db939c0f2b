"""Turns lexemes into a Scene: modifiers and noun first, then clauses after linking words."""

from collections.abc import Sequence
from dataclasses import replace

from model.sketch.language import lexicon
from model.sketch.language.actors import FAMILY, beside_each_other, halves, in_order, mood_of_other
from model.sketch.language.clauses import Clause, Draft, clauses, concept_of
from model.sketch.language.details import detail, settle
from model.sketch.language.feelings import feel
from model.sketch.language.hair import comb, without_hair
from model.sketch.language.lexer import Lexeme
from model.sketch.language.nouns import Nouns
from model.sketch.language.relations import CONTAINERS, LEAP, MOUNT, TEND, WITH_PARTNER, WITH_THING
from model.sketch.language.roles import Roles, in_light
from model.sketch.language.vocabulary import (
    ACCESSORY,
    ACT,
    BEHIND,
    CHILD,
    COLOUR,
    CONCEPT,
    EXPRESSION,
    IMPLIED,
    LINK,
    MATERIAL,
    MOUTH,
    NOISE,
    NUMBER,
    POSE,
    PROHIBITED,
    TRADE,
    Vocabulary,
)


class Grammar:
    """Fills a Draft from clauses."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._concepts = vocabulary.library.concepts
        self._nouns = Nouns(vocabulary)
        self._roles = Roles(vocabulary, self._nouns)

    def read(self, lexemes: Sequence[Lexeme], base: str | None = None) -> Draft:
        """The draft of a prompt; or of what a prompt adds to a Scene with a known `base`."""
        lexemes = in_order(lexemes, self._vocabulary, self._is_figure)
        parts = halves(lexemes, self._is_figure) if base is None else None
        if parts is not None:
            both = beside_each_other(self.read(parts[0]), self.read(parts[1]), parts)
            if both is not None:
                return both
        draft = Draft(base, "" if base is None else self._concepts[base].name)
        lexemes, hair = without_hair(_rainbow_worn(lexemes))
        for clause in clauses(lexemes):
            if clause.joined and clause.link == "base" and draft.base is None and draft.is_person:
                draft.base = draft.person  # "a pirate and a ninja"
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
        if any(one.text == FAMILY and one.words == "woman" for one in lexemes) and draft.beside:
            self._roles.hold(draft, CHILD, lexemes[0])
        if hair is not None:
            comb(draft, self._vocabulary, hair)
        if lexemes and lexemes[-1].words in _WITHIN and "inside" in map(_link, lexemes):
            self._fill(draft)
        settle(draft, self._concepts)
        return draft

    def _is_figure(self, lexeme: Lexeme) -> bool:
        concept = concept_of(lexeme)
        named = concept is not None and NOISE not in lexeme.senses
        return TRADE in lexeme.senses or (named and self._nouns.is_creature(concept or ""))

    def _fill(self, draft: Draft) -> None:
        """Swap the base of "pumpkin with a candle inside" and the thing that it holds."""
        kind = self._concepts[draft.base].kind if draft.base else ""
        bare = not (draft.expression or draft.accessories or draft.colour or draft.inside)
        if bare and len(draft.held) == 1 and kind in _HOLLOW:
            draft.base, draft.inside, draft.held = draft.held[0], draft.base, []

    def _fill_with(self, draft: Draft, clause: Clause) -> bool:
        """Put what a vessel is full of into it, or hold that in its place; False without a noun."""
        noun = self._nouns.noun(clause.lexemes)
        content = None if noun is None else concept_of(clause.lexemes[noun])
        if noun is None or content is None:
            return False
        for lexeme in clause.lexemes[:noun]:
            if not self._modify(draft, lexeme):
                draft.unread.append(lexeme.text)
        if draft.held:
            draft.held[-1] = content
        elif draft.base is not None and self._concepts[draft.base].name in CONTAINERS:
            draft.base, draft.inside = content, draft.base
        else:
            self._roles.hold(draft, content, clause.lexemes[noun])
        return True

    def _forbidden(self, draft: Draft, clause: Clause) -> None:
        """A prompt that starts with "no": a sign that forbids what follows."""
        noun = self._nouns.noun(clause.lexemes)
        if noun is not None and (concept := concept_of(clause.lexemes[noun])):
            draft.base = PROHIBITED
            self._roles.hold(draft, concept, clause.lexemes[noun])

    def _base(self, draft: Draft, lexemes: Sequence[Lexeme]) -> None:
        """The head noun, with the lexemes before and after it."""
        head = self._nouns.head(lexemes)
        colours = {
            n: lexemes[n - 1] for n in range(1, len(lexemes)) if n != head and _is_dyed(lexemes, n)
        }
        for number, lexeme in enumerate(lexemes):
            if number + 1 in colours:
                continue
            if number == head:
                self._take_head(draft, lexeme)
            elif head is not None and _same(lexeme, lexemes[head]):
                if not _is_adjacent(lexemes, number):
                    continue
                draft.count = min(draft.count + 1, lexicon.MOST)
            elif not self._modify(draft, lexeme):
                self._roles.compound(draft, lexeme, head is not None)
                if number in colours:
                    detail(draft, lexeme, [colours[number]])

    def _is_bare_accessory(self, draft: Draft) -> bool:
        """True for "sunglasses" in "sunglasses on a flamingo", not for a king on a throne."""
        bare = draft.base is None and bool(draft.accessories)
        return not draft.is_person and (bare or draft.base in self._vocabulary.worn)

    def _wearer(self, draft: Draft, clause: Clause) -> None:
        """Make what a bare accessory is on the base; a clause without a noun is only attached."""
        noun = self._nouns.noun(clause.lexemes)
        if noun is None or ACCESSORY in clause.lexemes[noun].senses:
            self._attached(draft, clause)
            return
        if draft.base is not None:
            draft.accessories.append(self._vocabulary.worn[draft.base])
            draft.base = None
        self._base(draft, clause.lexemes)

    def _take_head(self, draft: Draft, lexeme: Lexeme) -> None:
        draft.base, draft.noun = concept_of(lexeme), lexeme.words

    def _modify(self, draft: Draft, lexeme: Lexeme) -> bool:
        """Apply a lexeme as a modifier of the base; False if it is not a modifier."""
        senses = lexeme.senses
        if NUMBER in senses and draft.count == 1:
            draft.count = min(int(senses[NUMBER]), lexicon.MOST)
        elif POSE in senses and draft.pose is None:
            draft.pose = senses[POSE]
        elif EXPRESSION in senses and feel(
            draft, self._vocabulary.library.expressions, senses[EXPRESSION], senses.get(MOUTH)
        ):
            if IMPLIED in senses and not draft.held:
                self._roles.hold(draft, senses[IMPLIED], lexeme)
        elif COLOUR in senses and draft.colour is None:
            draft.colour = senses[COLOUR]
        elif BEHIND in senses and draft.behind is None:
            draft.behind = senses[BEHIND]
        elif BEHIND in senses and in_light(draft, senses[BEHIND]):
            pass
        elif ACT in senses and draft.act in _OVERRULED:
            draft.act = senses[ACT]
            if IMPLIED in senses:
                self._roles.hold(draft, senses[IMPLIED], lexeme)
        elif MATERIAL in senses and draft.material is None:
            draft.material = senses[MATERIAL]
        elif NOISE not in senses and LINK not in senses:
            return False
        return True

    def _attached(self, draft: Draft, clause: Clause) -> None:
        """A clause after a linking word: worn, held, behind, excluded or imitated."""
        if clause.link == "without":
            return
        if clause.link == "material":
            self._make_of(draft, clause)
            return
        if clause.link == "fill" and self._fill_with(draft, clause):
            return
        if clause.joined and clause.link == "base" and self._repeats(draft, clause):
            draft.count = min(draft.count + 1, lexicon.MOST)
            return
        noun = (self._nouns.head if clause.link == "half" else self._nouns.noun)(clause.lexemes)
        if clause.verb is not None and noun is None:
            self._alone(draft, clause.link, clause.verb)
        elif clause.verb is not None and clause.link in _FELT:
            self._modify(draft, replace(clause.verb, senses=_felt(clause.verb)))
        elif clause.link == LEAP and noun is None:
            draft.pose = draft.pose or "jumping"
        details, theirs, beside = list[Lexeme](), list[Lexeme](), draft.beside
        for number, lexeme in enumerate(clause.lexemes):
            if clause.link == "base" and (variant := self._variant(draft, lexeme)):
                draft.base = variant
            elif number == noun:
                self._roles.place(draft, lexeme, clause.link)
            elif noun is not None and (
                NUMBER in lexeme.senses or (COLOUR in lexeme.senses and number <= noun + 1)
            ):
                details.append(lexeme)
            elif clause.link == "hold" and self._is_receiver(clause, number, noun):
                self._roles.join(draft, lexeme, "face")
            elif noun is not None and number < noun and _is_mood(lexeme):
                theirs.append(lexeme)
            elif COLOUR in lexeme.senses and _is_before_unknown(clause.lexemes, number):
                draft.unread.append(lexeme.text)
            elif clause.link in ("upon", MOUNT) and lexeme.words in _PLACES and noun is not None:
                draft.act = draft.act or _PLACES[lexeme.words]
            else:
                self._add(draft, lexeme, noun is not None, clause.link)
        if noun is not None:
            detail(draft, clause.lexemes[noun], details)
        for lexeme in theirs:
            if draft.beside is not None and draft.beside != beside:
                mood_of_other(draft, lexeme)
            else:
                self._add(draft, lexeme, noun is not None, clause.link)

    def _is_receiver(self, clause: Clause, number: int, noun: int | None) -> bool:
        """Whether a lexeme is the kid of "giving the kid a present"."""
        if noun is None or number >= noun or not self._is_figure(clause.lexemes[number]):
            return False
        return any(one.words in ("a", "an", "the") for one in clause.lexemes[number + 1 : noun])

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
            draft.count = 2 if self._nouns.is_plural(draft) else 1
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

    def _add(self, draft: Draft, lexeme: Lexeme, has_noun: bool, link: str) -> None:
        """Add a lexeme that is not its clause's noun."""
        if self._modify(draft, lexeme):
            return
        if IMPLIED in lexeme.senses:
            if not has_noun or link == TEND:
                self._roles.hold(draft, lexeme.senses[IMPLIED], lexeme)
        elif ACCESSORY in lexeme.senses or TRADE in lexeme.senses or lexeme.emoji:
            self._roles.compound(draft, lexeme, True)
        else:
            draft.unread.append(lexeme.text)


def _rainbow_worn(lexemes: Sequence[Lexeme]) -> list[Lexeme]:
    """The lexemes, in which the rainbow of a "rainbow scarf" is a colour."""
    worn = [ACCESSORY in one.senses and COLOUR not in one.senses for one in lexemes[1:]]
    return [
        replace(one, senses={COLOUR: "rainbow"}) if one.words == "rainbow" and is_worn else one
        for one, is_worn in zip(lexemes, [*worn, False], strict=False)
    ]


def _is_mood(lexeme: Lexeme) -> bool:
    """Whether a lexeme before a noun may say how that one feels or moves."""
    said = bool(lexeme.senses.keys() & {EXPRESSION, POSE})
    return said and NOISE not in lexeme.senses and not lexeme.emoji


def _link(lexeme: Lexeme) -> str | None:
    return lexeme.senses.get(LINK)


def _is_before_unknown(lexemes: Sequence[Lexeme], number: int) -> bool:
    """Whether a colour belongs to the unknown word after it: "holding a green potion"."""
    return number + 1 < len(lexemes) and not lexemes[number + 1].senses


def _is_dyed(lexemes: Sequence[Lexeme], number: int) -> bool:
    """Whether a colour stands before something to wear: "red hat cat"."""
    worn = ACCESSORY in lexemes[number].senses and COLOUR not in lexemes[number].senses
    return worn and COLOUR in lexemes[number - 1].senses and not lexemes[number - 1].emoji


def _without_link(lexeme: Lexeme) -> dict[str, str]:
    return {role: value for role, value in lexeme.senses.items() if role != LINK}


def _felt(lexeme: Lexeme) -> dict[str, str]:
    return {k: value for k, value in lexeme.senses.items() if k in (EXPRESSION, MOUTH)}


def _is_adjacent(lexemes: Sequence[Lexeme], number: int) -> bool:
    """Whether the same noun stands next to a lexeme."""
    near = (lexemes[at] for at in (number - 1, number + 1) if 0 <= at < len(lexemes))
    return any(_same(one, lexemes[number]) for one in near)


def _same(one: Lexeme, other: Lexeme) -> bool:
    """Whether two lexemes name the same thing."""
    return one.senses == other.senses and concept_of(one) is not None


_WITHIN = frozenset({"inside", "inside of", "within", "it", "in", "in it"})
_HOLLOW = frozenset({"food", "object", "plant", "vehicle"})
# Links whose verb shows a mood, too: "yelling at a cloud", "vomiting a rainbow".
_FELT = ("face", "breathe")
_PAIRED = frozenset({"side by side", "together", "each other", "best friends"})
# What a further act says more exactly: "carrying a house on its back".
_OVERRULED = (None, "together", "carrying")
_PLACES = {"head": "on the head", "back": "on the back"}
