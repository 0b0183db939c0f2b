"""Finite verbs, which are read like their participles: "drinks" and "drank" as "drinking"."""

from collections.abc import Iterator, Mapping

_IRREGULAR: Mapping[str, str] = {
    "ate": "eating", "eaten": "eating", "beat": "beating up", "beaten": "beating up",
    "bit": "biting", "bitten": "biting", "blew": "blowing", "bought": "buying",
    "brought": "bringing", "built": "building", "caught": "catching", "drank": "drinking",
    "drew": "drawing", "drove": "driving", "driven": "driving", "fed": "feeding",
    "fell": "falling", "flew": "flying", "fought": "fighting", "found": "finding",
    "gave": "giving", "held": "holding", "hid": "hiding", "hit": "hitting", "lay": "lying",
    "made": "making", "met": "meeting", "ran": "running", "ridden": "riding", "rode": "riding",
    "sang": "singing", "sat": "sitting", "shot": "shooting", "slept": "sleeping",
    "slid": "sliding", "sold": "selling", "spat": "spitting", "stole": "stealing",
    "stolen": "stealing", "stood": "standing", "swam": "swimming", "swept": "sweeping",
    "swung": "swinging", "threw": "throwing", "thrown": "throwing", "won": "winning",
    "wore": "wearing", "worn": "wearing", "wrote": "writing",
}  # fmt: skip


def participles(word: str, is_infinitive: bool = False) -> Iterator[str]:
    """The present participles that a finite verb or a past participle may belong to."""
    if is_infinitive:
        yield f"{word}ing"
        yield f"{word[:-1]}ing"
        yield f"{word}{word[-1]}ing"
    elif irregular := _IRREGULAR.get(word):
        yield irregular
    elif len(word) > 4 and word.endswith("ied"):
        yield f"{word[:-3]}ying"
    elif len(word) > 4 and word.endswith("ed"):
        yield f"{word[:-2]}ing"
    elif len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        yield f"{word[:-1]}ing"
        yield f"{word[:-2]}ing"
        yield f"{word[:-1]}{word[-2]}ing"
        yield f"{word[:-3]}ying"
