"""Hair: a person of another kind, or the same with hair in another colour."""

from collections.abc import Iterator, Mapping, Sequence

from model.sketch.drawing.colour.hair import HAIR
from model.sketch.language.clauses import Draft
from model.sketch.language.lexer import Lexeme
from model.sketch.language.vocabulary import COLOUR, LINK, NOISE, PERSON, Vocabulary

_HAIR = frozenset({"hair", "hairs", "haired", "hairdo", "hairstyle", "wig", "curls", "locks"})
_KINDS: Mapping[str, str] = {
    **dict.fromkeys(("blonde", "blond", "blondie"), "blond hair"),
    **dict.fromkeys(("curly", "curls", "afro", "wavy", "frizzy"), "curly hair"),
    **dict.fromkeys(("bald", "balding", "hairless"), "bald"),
    **dict.fromkeys(("redhead", "ginger", "redheaded", "ginger haired"), "red hair"),
    "brunette": "brown hair",
}
_ADULTS: Mapping[str, str] = {
    "girl": "woman", "woman": "woman", "boy": "man", "man": "man", "person": "person",
    "old man": "man", "old woman": "woman", "child": "person", "baby": "person",
}  # fmt: skip
_OTHER_NAMES: Mapping[str, str] = {"grey": "white", "silver": "white", "yellow": "blond"}
_TINTS: Mapping[str, str] = {"blond": "gold"}
_RAINBOW = "rainbow"
_PLAIN = frozenset({"long", "short", "straight", "spiky", "messy", "fluffy", "big", "dyed"})


def without_hair(lexemes: Sequence[Lexeme]) -> tuple[list[Lexeme], str | None]:
    """The lexemes that do not speak of hair, and what hair is wanted: "pink hair", "bald"."""
    kept: list[Lexeme] = []
    wanted: str | None = None
    for number, lexeme in enumerate(lexemes):
        words = lexeme.words
        if words in _KINDS and (words != "ginger" or _haired(lexemes, number)):
            wanted = wanted or _KINDS[words]
            continue
        if words in _HAIR and (colour := _colour_before(kept)):
            wanted = f"{colour} hair"
            continue
        if words in _HAIR and wanted is not None:
            continue
        kept.append(lexeme)
    return (_linked(kept) if wanted else _uncombed(lexemes)), wanted


def _uncombed(lexemes: Sequence[Lexeme]) -> list[Lexeme]:
    """The lexemes with plain hair unread, which is no comb: "with long hair"."""
    is_plain = [
        one.words == "hair" or (one.words in _PLAIN and _haired(lexemes, number))
        for number, one in enumerate(lexemes)
    ]
    return [
        Lexeme(one.text, one.words) if plain and NOISE not in one.senses else one
        for one, plain in zip(lexemes, is_plain, strict=True)
    ]


def comb(draft: Draft, vocabulary: Vocabulary, wanted: str) -> None:
    """Give the base its hair: as another person of the library, or in a colour."""
    names = {one.id: one.name for one in vocabulary.library.concepts.values()}
    name = names.get(draft.base or "", "")
    kind = wanted.removesuffix(" hair")
    kind = _OTHER_NAMES.get(kind, kind)
    is_tint = kind not in ("curly", "bald") and name in ("girl", "boy", "old man", "old woman")
    adult = _ADULTS.get(name, name or "person")
    other = vocabulary.named(f"{adult}: {kind}{'' if kind == 'bald' else ' hair'}")
    if kind == _RAINBOW:
        draft.unread.append(wanted)
    elif other is not None and not is_tint:
        draft.base = other
    elif draft.base is None:
        draft.base = PERSON
        draft.tints.append((HAIR, _TINTS.get(kind, kind)))
    elif name in _ADULTS and kind not in ("curly", "bald"):
        draft.tints.append((HAIR, _TINTS.get(kind, kind)))
    else:
        draft.unread.append(kind if kind in ("curly", "bald") else wanted)


def _haired(lexemes: Sequence[Lexeme], number: int) -> bool:
    return number + 1 < len(lexemes) and lexemes[number + 1].words in _HAIR


def _colour_before(kept: list[Lexeme]) -> str | None:
    """Take the colour at the end of the lexemes away, also the one of "long pink"."""
    while kept and kept[-1].words in _PLAIN and len(kept) > 1 and COLOUR in kept[-2].senses:
        kept.pop()
    at = len(kept) - 1
    if at >= 0 and kept[at].words in _PLAIN:
        return None
    if at >= 0 and kept[at].words == _RAINBOW:
        kept.pop()
        return _RAINBOW
    if at < 0 or COLOUR not in kept[at].senses:
        return None
    colour = kept.pop().senses[COLOUR]
    if kept and kept[-1].words in _PLAIN:
        kept.pop()
    return colour


def _linked(kept: Sequence[Lexeme]) -> list[Lexeme]:
    """The lexemes without links that have lost their noun: the "with" of "with pink hair"."""
    return list(_still_linked(kept))


def _still_linked(kept: Sequence[Lexeme]) -> Iterator[Lexeme]:
    for number, lexeme in enumerate(kept):
        rest = [one for one in kept[number + 1 :] if NOISE not in one.senses or LINK in one.senses]
        if lexeme.senses.get(LINK) == "with" and rest and rest[0].senses.get(LINK) in ("and",):
            yield lexeme
        elif lexeme.senses.get(LINK) in ("with", "and") and (not rest or LINK in rest[0].senses):
            continue
        else:
            yield lexeme
