"""Puts the words of a clause into English order: "Kaffee trinkender Bär" is a bear drinking coffee.

Each function takes the units of a stretch without commas.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from model.sketch.language.clauses import VERBS
from model.sketch.language.translation.dictionary import Unit
from model.sketch.language.translation.tables import IGNORED, Table
from model.sketch.language.vocabulary import (
    ACCESSORY,
    ACT,
    BEHIND,
    COLOUR,
    CONCEPT,
    EXPRESSION,
    KEYWORD,
    LINK,
    NOISE,
    NUMBER,
    POSE,
    TRADE,
    Senses,
    Vocabulary,
)

Units = list[Unit]
_DESCRIBING = frozenset({EXPRESSION, POSE, COLOUR, NOISE, NUMBER, ACT})
_NAMING = frozenset({CONCEPT, KEYWORD, ACCESSORY, TRADE})
_PLACES = frozenset({"place", "sky"})
_DOING = VERBS | {"hold", "wear", "eat", "throw", "chase", "leap", "mount", "inside"}
_OF = (IGNORED, "of")
_WITH, _IN = Unit("", "with"), Unit("", "in")


class Order:
    """Reorders units by a language's grammar."""

    def __init__(self, table: Table, vocabulary: Vocabulary) -> None:
        self._table, self._vocabulary = table, vocabulary
        rules: dict[str, Callable[[Units], Units]] = {
            "head-final": self.head_final,
            "relative": self.relative,
            "verb-final": self.verb_final,
            "verb-first": self.verb_first,
        }
        self._rules = [rules[name] for name in table.rule("order")]
        self._of = frozenset(table.rule("of"))

    def english(self, units: Sequence[Unit]) -> Units:
        """The units in English order, without particles."""
        ordered = self._with_clothes(self._compounds(list(units)))
        for rule in self._rules:
            ordered = rule(ordered)
        return [unit for unit in ordered if unit.english or not unit.case]

    def _senses(self, unit: Unit) -> Senses:
        words = unit.english
        return self._vocabulary.find(words) or self._vocabulary.find(words.split(" ")[-1]) or {}

    def _link(self, unit: Unit) -> str | None:
        """The grammar's name of a linking word, except "and"."""
        words = unit.english
        senses = self._vocabulary.find(words) or self._vocabulary.find(words.split(" ")[0]) or {}
        link = senses.get(LINK)
        return link if link not in ("and", "comma") else None

    def _is_verb(self, unit: Unit) -> bool:
        return self._link(unit) in _DOING

    def _is_noun(self, unit: Unit) -> bool:
        if unit.case or self._link(unit) or unit.english == IGNORED:
            return False
        senses = self._senses(unit)
        if not senses.keys() & _NAMING:
            return not senses
        return not senses.keys() & _DESCRIBING

    def _compounds(self, units: Units) -> Units:
        """Two nouns that are one thing in English, joined: "chapeau de sorcière"."""
        found, at = Units(), 0
        while at < len(units):
            joined = self._compound(units, at) if self._of else None
            found.append(joined[0] if joined else units[at])
            at += joined[1] if joined else 1
        return found

    def _compound(self, units: Units, at: int) -> tuple[Unit, int] | None:
        """The compound that starts at a unit, and the number of its units."""
        for gap in (2, 1):
            between = units[at + 1 : at + gap]
            if at + gap >= len(units) or (not between and "-" not in self._of):
                continue
            if between and between[0].text.casefold() not in self._of:
                continue
            first, last = units[at], units[at + gap]
            for words in (f"{last.english} {first.english}", f"{first.english} of {last.english}"):
                senses = self._vocabulary.find(words) if first.english and last.english else None
                if senses and not senses.keys() & {LINK, NOISE}:
                    text = " ".join(unit.text for unit in units[at : at + gap + 1])
                    return Unit(text, words, min(first.sure, last.sure)), gap + 1
        return None

    def _with_clothes(self, units: Units) -> Units:
        """The units, with "of" before clothes as "with": "cachorro de óculos"."""
        found = Units()
        for number, unit in enumerate(units):
            rest = (self._senses(other) for other in units[number + 1 :])
            thing = next((senses for senses in rest if senses.keys() & _NAMING), {})
            is_of = unit.english in _OF and unit.text.casefold() in self._of
            found.append(replace(unit, english="with") if is_of and ACCESSORY in thing else unit)
        return found

    def verb_first(self, units: Units) -> Units:
        """ "Wearing a hat a cat": a verb at the start, its thing, and then who does it."""
        start = next((n for n, one in enumerate(units) if self._link(one)), None)
        if start is None or any(map(self._is_noun, units[:start])):
            return units
        nouns = [n for n in range(start, len(units)) if self._is_noun(units[n])]
        if len(nouns) < 2:
            return units
        thing = nouns[0]
        who = self._phrase(units, thing + 1)
        if not any(map(self._is_noun, units[thing + 1 : who])):
            return units
        return [*units[:start], *units[thing + 1 : who], *units[start : thing + 1], *units[who:]]

    def _phrase(self, units: Units, at: int) -> int:
        """The end of the noun and its adjectives that start at a place."""
        end = at
        while end < len(units) and not self._link(units[end]) and not self._is_and(units[end]):
            end += 1
        return end

    def _is_and(self, unit: Unit) -> bool:
        return self._senses(unit).get(LINK) in ("and", "comma")

    def relative(self, units: Units) -> Units:
        """Put what stands before a relative word and has a verb after the noun it describes."""
        marks = self._table.rule("relative")
        units = self._prepositions(units)
        for at in reversed(range(len(units))):
            if units[at].text not in marks:
                continue
            start = next((n for n in range(at) if self._link(units[n])), None)
            end = self._phrase(units, at + 1)
            if start is None or end == at + 1:
                continue
            if any(unit.is_known and self._is_noun(unit) for unit in units[:start]):
                continue
            before, clause = units[:start], units[start:at]
            units = [*before, *units[at + 1 : end], *clause, *units[end:]]
        units = [unit for unit in units if unit.text not in marks]
        return self.verb_first(units)

    def _prepositions(self, units: Units) -> Units:
        """ "At table on" is "on table", and "at sea" is "in sea"."""
        after, found = self._table.rule("place"), Units()
        for number, unit in enumerate(units):
            if unit.text in after and found and self._is_noun(found[-1]):
                found.insert(self._start_of_noun(found), unit)
            elif unit.case == "place" and number + 1 < len(units):
                thing = units[number + 1]
                follows = units[number + 2].text if number + 2 < len(units) else ""
                if self._is_noun(thing) and follows not in after:
                    found.append(replace(_IN, text=unit.text))
            else:
                found.append(unit)
        return found

    def _start_of_noun(self, units: Units) -> int:
        """Where the last noun starts, with its adjectives."""
        at = len(units) - 1
        while at > 0 and not self._link(units[at - 1]) and not self._is_noun(units[at - 1]):
            at -= 1
        return at

    def verb_final(self, units: Units) -> Units:
        """Put a clause's last word, and participles before a noun, before what they act on."""
        endings = self._table.rule("attributive")
        for at, unit in enumerate(units):
            is_participle = self._is_verb(unit) and unit.text.endswith(endings)
            if endings and is_participle and at + 1 < len(units) and self._is_noun(units[at - 1]):
                start = self._clause_start(units, at)
                end = self._phrase(units, at + 1)
                return [
                    *units[:start], *units[at + 1 : end], unit, *units[start:at], *units[end:]
                ]  # fmt: skip
        if len(units) > 1 and self._is_verb(units[-1]) and self._is_noun(units[-2]):
            start = self._clause_start(units, len(units) - 1)
            if start or not any(map(self._is_noun, units[: len(units) - 2])):
                return [*units[:start], units[-1], *units[start:-1]]
        return units

    def _clause_start(self, units: Units, verb: int) -> int:
        """Where the things that a verb at the end acts on start: after the first other noun."""
        nouns = [n for n in range(verb) if self._is_noun(units[n])]
        links = [n for n in range(verb) if self._link(units[n])]
        if links and links[-1] < nouns[-1]:
            return links[-1]
        return nouns[-2] + 1 if len(nouns) > 1 else 0

    def head_final(self, units: Units) -> Units:
        """Put what stands before a noun after it: "hat wearing cat" is "cat wearing hat"."""
        return _HeadFinal(self._table, self._link, self._is_noun, self._is_place).english(units)

    def _is_place(self, unit: Unit) -> bool:
        senses = self._senses(unit)
        concept = senses.get(CONCEPT)
        concepts = self._vocabulary.library.concepts
        return BEHIND in senses or (concept is not None and concepts[concept].kind in _PLACES)


@dataclass(slots=True)
class _HeadFinal:
    """Reads a clause whose verbs and adjectives stand before the nouns that they describe."""

    table: Table
    link: Callable[[Unit], str | None]
    is_noun: Callable[[Unit], bool]
    is_place: Callable[[Unit], bool]
    subject: Units = field(default_factory=Units)
    things: Units = field(default_factory=Units)
    noun: Units = field(default_factory=Units)
    relations: Units = field(default_factory=Units)
    kept: Units = field(default_factory=Units)

    def english(self, units: Units) -> Units:
        joining = self.table.rule("joining")
        for number, unit in enumerate(units):
            after = units[number + 1].text if number + 1 < len(units) else ""
            if unit.case and not unit.english:
                self._close(unit.case)
            elif self.link(unit):
                self._relate(unit)
                if after in joining or unit.text.endswith(joining):
                    self.kept, self.relations = [*self.kept, *self.relations], Units()
            else:
                self.noun.append(unit)
        return self._finished()

    def _close(self, case: str) -> None:
        """End a noun at its particle."""
        if not self.noun or case == "of":
            return
        closed = [*self.noun, *self.relations]
        if case == "subject":
            self.subject += [*closed, *self.kept]
            self.kept = Units()
        elif case == "place":
            self.things += [_IN if any(map(self.is_place, self.noun)) else _WITH, *closed]
        else:
            self.things += closed
        self.noun, self.relations = Units(), Units()

    def _relate(self, unit: Unit) -> None:
        """A verb or a word such as "in" takes the nouns before it."""
        things = [*self.things, *self.noun]
        if things and things[0] in (_IN, _WITH):
            things = things[1:]
        if not things and self.relations and self.relations[0].case:
            things, self.relations = self.relations[1:], Units()
        self.relations = [*self.relations, unit, *things]
        self.noun, self.things = Units(), Units()

    def _finished(self) -> Units:
        """The clause, with its last noun or its subject first."""
        if not self.noun and not self.subject:
            self._find_subject()
        rest = [*self.relations, *self.kept, *self._others()]
        return [*self.subject, *self.noun, *rest]

    def _others(self) -> Units:
        """Things that no verb took: "with" them, if nothing says how."""
        if not self.things or self.things[0] in (_IN, _WITH) or not (self.noun or self.subject):
            return self.things
        return [_WITH, *self.things]

    def _find_subject(self) -> None:
        """The first of two nouns before a last verb does what it says: "kedi pizza yiyor"."""
        nouns = [n for n, unit in enumerate(self.relations) if self.is_noun(unit)]
        if len(nouns) > 1:
            at = nouns[0]
            self.subject = self.relations[1 : at + 1]
            self.relations = [self.relations[0], *self.relations[at + 1 :]]
