"""Prompts with several actors: "mouse chased by a cat", "a couple", "cat sings while dog dances".

The lexemes are put in the order of a plain sentence, or are split into one part for each actor.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from model.sketch.language.clauses import VERBS, Draft, concept_of
from model.sketch.language.lexer import Lexeme
from model.sketch.language.relations import CHASE
from model.sketch.language.vocabulary import (
    COLOUR,
    CONCEPT,
    EXPRESSION,
    IMPLIED,
    LINK,
    NOISE,
    NUMBER,
    PASSIVE,
    POSE,
    TRADE,
    Vocabulary,
)

FAMILY = "family"
"""The text of lexemes for parents, who have a child with them."""
ESCAPE = "escape"
"""The link of "running away from": a creature after it chases."""
_MUTUAL = frozenset({
    None, "together", "facing", "best friends", "hugging", "kissing", "high fiving", "fighting",
    "shaking hands", "holding hands", "marrying", "talking",
})  # fmt: skip
"""Acts that look the same whoever of the two is named first."""
_MODIFYING = frozenset({NOISE, NUMBER, EXPRESSION, POSE, COLOUR})
_COUPLES = {
    "gay": ("man", "man"), "lesbian": ("woman", "woman"), "old": ("old man", "old woman"),
    "elderly": ("old man", "old woman"),
}  # fmt: skip
_DEEDS = frozenset({EXPRESSION, POSE, IMPLIED})
_JOINS = frozenset({"and", "while", "as", "but", "&", "+"})
_ACTIVE = frozenset({"wear", "hold", "carry", "mount", "inside", "chase", "eat", "throw", *VERBS})
Creature = Callable[[Lexeme], bool]


def in_order(
    lexemes: Sequence[Lexeme], vocabulary: Vocabulary, is_creature: Creature
) -> list[Lexeme]:
    """The lexemes with a couple as two people, and without passives."""
    return _active(_family(_couple(lexemes, vocabulary), vocabulary), is_creature)


def _family(lexemes: Sequence[Lexeme], vocabulary: Vocabulary) -> list[Lexeme]:
    """The lexemes with parents in place of a "family", or with three of an animal."""
    at = next((n for n, one in enumerate(lexemes) if one.words in ("family", "family of")), None)
    if at is None:
        return list(lexemes)
    is_sized = any(NUMBER in one.senses for one in lexemes[at + 1 : at + 2])
    if lexemes[at].words == "family of" and not is_sized:
        return list(lexemes)
    if at and CONCEPT in lexemes[at - 1].senses:
        persons = [Lexeme(FAMILY, "three", {NUMBER: "3"})]
    else:
        said = ("man", "and", "woman")
        persons = [Lexeme(FAMILY, words, vocabulary.find(words) or {}) for words in said]
    return [*lexemes[:at], *persons, *lexemes[at + 1 + is_sized :]]


def _couple(lexemes: Sequence[Lexeme], vocabulary: Vocabulary) -> list[Lexeme]:
    """The lexemes with a man and a woman in place of a "couple" that is not one of things."""
    found = list(lexemes)
    for at, one in enumerate(lexemes):
        if one.words != "couple" or _is_counted(lexemes, at):
            continue
        kind = lexemes[at - 1].words if at else ""
        persons = _COUPLES.get(kind, ("man", "woman"))
        joined = Lexeme("and", "and", vocabulary.find("and") or {})
        first, second = (Lexeme(one.text, name, vocabulary.find(name) or {}) for name in persons)
        found[at - (kind in _COUPLES) : at + 1] = [first, joined, second]
        return found
    return found


def _is_counted(lexemes: Sequence[Lexeme], at: int) -> bool:
    """Whether a "couple" is a number: it follows a noun, or one follows it."""
    before = any(CONCEPT in one.senses for one in lexemes[:at] if LINK not in one.senses)
    after = next((one for one in lexemes[at + 1 :] if one.senses.keys() - _MODIFYING), None)
    return before or (after is not None and CONCEPT in after.senses)


def _active(lexemes: Sequence[Lexeme], is_creature: Creature) -> list[Lexeme]:
    """The lexemes of "mouse chased by a cat" in the order of "a cat chasing mouse"."""
    at = next((n for n, one in enumerate(lexemes) if _is_passive(one)), None)
    if at is None:
        return list(lexemes)
    verb, end = lexemes[at], at + 1
    while end < len(lexemes) and LINK not in lexemes[end].senses:
        end += 1
    agent = lexemes[at + 1 : end]
    if not any(map(is_creature, agent)):
        moves = [replace(verb, senses={POSE: "running"})] if verb.senses[LINK] == ESCAPE else []
        return [*lexemes[:at], *moves, replace(verb, senses={LINK: "behind"}), *lexemes[at + 1 :]]
    link = CHASE if verb.senses[LINK] == ESCAPE else verb.senses[LINK]
    active = replace(verb, senses={LINK: link})
    patient = [
        one for one in lexemes[:at] if one.words not in ("is", "are", "was", "being", "gets")
    ]
    return [*agent, active, *patient, *lexemes[end:]]


def _is_passive(lexeme: Lexeme) -> bool:
    return PASSIVE in lexeme.senses or lexeme.senses.get(LINK) == ESCAPE


def halves(
    lexemes: Sequence[Lexeme], is_creature: Creature
) -> tuple[Sequence[Lexeme], Sequence[Lexeme]] | None:
    """The two parts of a prompt in which each of two actors does something, or None."""
    for at, one in enumerate(lexemes):
        if one.words not in _JOINS or not any(map(is_creature, lexemes[:at])):
            continue
        first, second = lexemes[:at], lexemes[at + 1 :]
        noun = next((n for n, one in enumerate(second) if not _only_modifies(one)), len(second))
        acts = any(map(_acts_or_feels, second[noun + 1 : noun + 2]))
        if noun < len(second) and is_creature(second[noun]) and acts and any(map(_acts, first)):
            return first, second
    return None


def _only_modifies(lexeme: Lexeme) -> bool:
    return bool(lexeme.senses) and lexeme.senses.keys() <= _MODIFYING


def _acts(lexeme: Lexeme) -> bool:
    return lexeme.senses.get(LINK) in _ACTIVE or POSE in lexeme.senses or IMPLIED in lexeme.senses


def _acts_or_feels(lexeme: Lexeme) -> bool:
    return _acts(lexeme) or EXPRESSION in lexeme.senses


def beside_each_other(
    first: Draft, second: Draft, lexemes: tuple[Sequence[Lexeme], Sequence[Lexeme]]
) -> Draft | None:
    """The drafts of two actors as one, in which who holds something is the base.

    `lexemes` are those of each: what only the other one does stays unread. None if a draft has no
    single figure or already has another one at its side.
    """
    if (second.held or second.beside) and not (first.held or first.beside):
        first, second, lexemes = second, first, (lexemes[1], lexemes[0])
    for draft in (first, second):
        draft.base = draft.base or (draft.person if draft.is_person else None)
    if first.base is None or second.base is None or first.beside or first.count > 1:
        return None
    first.beside, first.beside_count = second.base, min(second.count, 4)
    first.beside_worn, first.act = list(second.accessories), first.act or "together"
    shown = {value for one in lexemes[0] for value in one.senses.values()}
    for one in lexemes[1]:
        named = concept_of(one) not in (None, second.base) and TRADE not in one.senses
        does = bool(_DEEDS & one.senses.keys()) or one.senses.get(LINK) in _ACTIVE - {"wear"}
        if (named or does) and shown.isdisjoint(one.senses.values()) and not _is_worn(one, second):
            first.unread.append(one.text)
    first.unread += second.unread
    first.behind, first.tints = first.behind or second.behind, [*first.tints, *second.tints]
    if second.colour:
        first.tints.append((second.base, second.colour))
    return first


def _is_worn(lexeme: Lexeme, draft: Draft) -> bool:
    return lexeme.senses.get("accessory") in draft.accessories


def mood_of_other(draft: Draft, lexeme: Lexeme) -> None:
    """Note the mood or the pose of who is at the base's side: "doctor with a sick dog".

    Only a base shows its mood, so that the two change places; else it stays unread.
    """
    lone = draft.count == draft.beside_count == 1 and draft.act in _MUTUAL
    plain = not (draft.expression or draft.pose or draft.held or draft.mount or draft.inside)
    if not (lone and plain) or draft.base is None or draft.beside is None:
        draft.unread.append(lexeme.text)
        return
    if draft.act in (None, "together"):
        draft.act = "facing"  # together, both have the mood
    own = draft.base
    draft.base, draft.beside, draft.noun = draft.beside, own, ""
    draft.accessories, draft.beside_worn = draft.beside_worn, draft.accessories
    tints = dict(draft.tints)
    colour, draft.colour = draft.colour, tints.pop(draft.base, None)
    draft.tints = [*tints.items(), *([(own, colour)] if colour else [])]
    draft.expression, draft.pose = lexeme.senses.get(EXPRESSION), lexeme.senses.get(POSE)
