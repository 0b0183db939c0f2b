"""Concepts that are drawn only when named: a person, a faith, a people, a flag, a weapon, a death.

A word that merely resembles such a concept must never show it.
"""

from collections.abc import Set
from functools import lru_cache

from model.sketch.library import Concept, Library

_KINDS = frozenset({"person", "flag"})
_KEYWORDS = frozenset({"religion", "jewish", "muslim", "buddhism", "hinduism", "weapon", "death"})
_IMAGINED = frozenset(
    {"zombie", "vampire", "mage", "elf", "fairy", "genie", "merperson", "mermaid"}
)
# Keywords do not tell these: symbols of a people or a belief, and things of war.
_NAMES = frozenset(
    {
        "prayer beads", "nazar amulet", "hamsa", "folded hands", "palms up together", "moai",
        "love-you gesture", "map of japan", "globe showing europe-africa", "globe showing americas",
        "globe showing asia-australia", "statue of liberty", "tokyo tower", "kimono", "sari",
        "headstone", "bomb", "drop of blood", "syringe", "military helmet", "military medal",
        "middle finger", "noose", "chains", "broken chain", "pine decoration", "tanabata tree",
        "carp streamer", "moon viewing ceremony", "smiling face with halo", "supervillain",
        "raised fist", "oncoming fist", "rightwards pushing hand", "leftwards pushing hand",
    }
)  # fmt: skip


# Symbols of a faith, a people, a country or war. No keyword reaches them, only their names do.
_FAITHS = frozenset({"religion", "jewish", "muslim", "islam", "buddhism", "hinduism", "sikh"})
_SYMBOLS = frozenset(
    {
        "prayer beads", "nazar amulet", "hamsa", "folded hands", "moai", "map of japan", "kimono",
        "sari", "military helmet", "military medal", "person with skullcap", "woman with headscarf",
        "wheel of dharma", "lotus", "smiling face with halo", "palms up together",
    }
)  # fmt: skip
_SYMBOLIC_ENDINGS = ("wearing turban", "with veil")
_OTHER_NAMES = frozenset({"chapel", "masjid", "rosary", "hijab", "gua pi mao"})


# Keywords that stand for a people or a faith: a word near to them is not about food or dress.
PEOPLES = frozenset(
    {
        "african", "american", "arab", "arabic", "asian", "australian", "brazilian", "british",
        "buddhist", "canadian", "chinese", "christian", "christ", "english", "european", "french",
        "gay", "german", "greek", "gypsy", "hawaiian", "hindu", "indian", "irish", "islam",
        "israeli", "italian", "japan", "japanese", "jew", "jewish", "korean", "lesbian", "mexican",
        "muslim", "native", "native american", "pakistani", "persian", "polish", "romany",
        "russian", "scottish", "sikh", "sikhism", "spanish", "thai", "transgender", "turkish",
        "vietnamese", "immigration",
    }
)  # fmt: skip


@lru_cache(maxsize=4)
def named_only(library: Library) -> Set[str]:
    """The ids of the concepts of a library that nearness must not reach."""
    return frozenset(c.id for c in library.concepts.values() if _is_sensitive(c))


@lru_cache(maxsize=4)
def symbols(library: Library) -> Set[str]:
    """The ids of the concepts of a library that no keyword may reach: only a name."""
    return frozenset(c.id for c in library.concepts.values() if _is_symbol(c))


def is_name(word: str, name: str) -> bool:
    """Whether a word names a concept, as a part of its name or as another name of it."""
    return word in _OTHER_NAMES or f" {word} " in f" {name} "


def _is_symbol(concept: Concept) -> bool:
    return (
        concept.kind == "flag"
        or concept.name in _SYMBOLS
        or concept.name.endswith(_SYMBOLIC_ENDINGS)
        or concept.name.startswith(("japanese ", "flag"))
        or not _FAITHS.isdisjoint(concept.keywords)
    )


def _is_sensitive(concept: Concept) -> bool:
    return (
        (concept.kind in _KINDS and concept.name not in _IMAGINED)
        or concept.name in _NAMES
        or concept.name.startswith(("japanese ", "flag"))
        or not _KEYWORDS.isdisjoint(concept.keywords)
    )
