"""Words for the reader, from WordNet: narrower words and what they are a kind of, common English.

"corgi" is not the name of an emoji, but a kind of dog, which is.
"""

import json
import lzma
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from model.sketch.language.vocabulary import CONCEPT, Vocabulary
from model.sketch.language.words import phrase
from model.sketch.library import Concept, Library

_LEVELS = 3
_MOST_WORDS = 3
_FILES = {
    "05": "animal",
    "06": "artifact",
    "08": "body",
    "13": "food",
    "18": "person",
    "20": "plant",
}
"""WordNet's files of concrete nouns, by the number in `data.noun`."""
# Kind of a concept -> the files in which its name may be looked up, the preferred one first.
_KINDS: Mapping[str, tuple[str, ...]] = {
    "animal": ("animal",),
    "food": ("food", "plant", "artifact"),
    "plant": ("plant",),
    "body": ("body", "animal"),
    "vehicle": ("artifact",),
    "object": ("artifact",),
}
# The kinds of these look too different from them. A kind of hat must not become another hat.
_TOO_WIDE = frozenset(
    {
        "bug", "insect", "pot", "box", "book", "memo", "label", "sign",
        "wood", "brick", "station", "house", "school", "construction", "window", "door", "link",
        "knot", "hook", "key", "gear", "wheel", "seat", "chair", "pick", "joker", "ring", "leg",
        "foot", "top hat", "hat", "cap", "helmet", "woman s hat", "billed cap", "drum", "ship",
        "horse", "herb", "drink", "candy", "clamp", "axe", "necktie", "dress", "glass", "bank",
        "tree", "evergreen tree", "deciduous tree", "flower", "blossom", "mushroom", "hand",
        "microbe", "coral", "cracker", "weapon", "bow", "money", "gun", "chains", "broken chain",
        "tool", "bomb", "syringe", "cigarette", "kimono", "sari", "pill", "gem stone", "fountain",
        "video game", "slot machine", "birthday cake", "x ray", "coffin", "tooth", "anchor", "cake",
        "briefs", "shorts", "trophy", "magnet", "balloon", "thread", "airplane", "plane",
        "controller", "computer", "potted plant", "ticket", "package", "sushi",
        "wine glass", "wine", "speaker", "medal", "mirror", "tongue", "nose", "mouth", "eye",
        "ear", "bone", "brain",
    }
)  # fmt: skip
_LEVELS_OF = {
    **dict.fromkeys(("worm", "horse", "tree", "ship", "drum", "chair", "beetle"), 1),
    **dict.fromkeys(("bird", "fish"), 12),
}
"""Their kinds look more different, or less, than those of other things."""
# Dress of a faith, and words that offend.
_LEFT_OUT = frozenset(
    {
        "hijab", "khimar", "tudung", "patka", "mantilla", "squaw corn", "wood pussy", "bullshot",
        "bitch", "pismire", "generic", "sour", "stinger", "sinker", "down", "mount", "bitter",
        "generic wine", "prima", "cortland", "jonathan", "living rock", "fingerling", "confect",
        "anterior", "canine", "spawner", "rough fish", "irons", "sidecar", "hog", "urn", "arbor",
    }
)  # fmt: skip
_WORD = re.compile(r"[a-z]+(?:[ '-][a-z]+)*\Z")


@dataclass(frozen=True, slots=True)
class _Synset:
    file: str
    words: Sequence[str]
    hypernyms: Sequence[str]


def build(library: Library, wordnet: Path, out: Path) -> Path:
    """Write `words.json.xz` into `out`: narrower words by concept, and common English words.

    `wordnet` is the folder with WordNet's database files.
    """
    synsets = _nouns(wordnet / "data.noun")
    senses = _index(wordnet / "index.noun", synsets)
    known = Vocabulary(library, ())
    found: dict[str, list[str]] = defaultdict(list)
    anchors = dict(_anchors(library, known, synsets, senses))
    for lemma, offsets in sorted(senses.items()):
        word = phrase(lemma.replace("_", " "))
        if _is_usable(lemma, word, synsets, senses) and not known.find(word):
            concept = _nearest(offsets[0], synsets, anchors)
            if concept and word not in _LEFT_OUT:
                found[concept].append(word)
    data = {
        "narrower": {key: "|".join(words) for key, words in sorted(found.items())},
        "english": " ".join(sorted(_common(wordnet / "index.sense"))),
    }
    path = out / "words.json.xz"
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    path.write_bytes(lzma.compress(text.encode(), preset=9))
    return path


def _nouns(path: Path) -> dict[str, _Synset]:
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("  "):
            continue
        fields = line.split(" ")
        count = int(fields[3], 16)
        words = fields[4 : 4 + 2 * count : 2]
        pointers = fields[5 + 2 * count :]
        up = [pointers[i + 1] for i in range(len(pointers) - 1) if pointers[i] == "@"]
        found[fields[0]] = _Synset(_FILES.get(fields[1], ""), words, up)
    return found


def _index(path: Path, synsets: Mapping[str, _Synset]) -> dict[str, Sequence[str]]:
    """Each lemma's synsets, the most frequent sense first."""
    found: dict[str, Sequence[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("  "):
            fields = line.split()
            offsets, seen = fields[-int(fields[2]) :], int(fields[-int(fields[2]) - 1])
            # Without a frequency, "dalmatian" is rather the dog than somebody from Dalmatia.
            found[fields[0]] = (
                offsets if seen else sorted(offsets, key=lambda one: synsets[one].file == "person")
            )
    return found


def _common(path: Path) -> set[str]:
    """The words that WordNet's authors met in texts."""
    found = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        lemma, _, rest = line.partition("%")
        if int(rest.rsplit(" ", 1)[1]) and _WORD.match(lemma) and len(lemma) > 2:
            found.add(lemma)
    return found


def _anchors(
    library: Library,
    known: Vocabulary,
    synsets: Mapping[str, _Synset],
    senses: Mapping[str, Sequence[str]],
) -> Iterator[tuple[str, tuple[str, int]]]:
    """The synset of each name, with its concept and how many levels of kinds it stands for."""
    for words, role, value in known.described():
        concept = library.concepts[value] if role == CONCEPT else None
        if concept is None or (found := _synset(words, concept, synsets, senses)) is None:
            continue
        levels = 0 if words in _TOO_WIDE else _LEVELS
        yield found, (value, _LEVELS_OF.get(words, levels))


def _synset(
    words: str,
    concept: Concept,
    synsets: Mapping[str, _Synset],
    senses: Mapping[str, Sequence[str]],
) -> str | None:
    for file in _KINDS.get(concept.kind, ()):
        for offset in senses.get(words.replace(" ", "_"), ()):
            if synsets[offset].file == file:
                return offset
    return None


def _is_usable(
    lemma: str,
    word: str,
    synsets: Mapping[str, _Synset],
    senses: Mapping[str, Sequence[str]],
) -> bool:
    """Whether people say a word: not Latin names of species."""
    first = synsets[senses[lemma][0]]
    parts = lemma.split("_")
    latin = len(parts) > 1 and parts[-1] not in senses
    genus = any(one.startswith("genus_") for one in first.words)
    return bool(
        first.file not in ("", "person") and not latin and not genus and len(word) > 2
        and word.count(" ") < _MOST_WORDS and word.replace(" ", "").isalpha()
    )  # fmt: skip


def _nearest(
    offset: str, synsets: Mapping[str, _Synset], anchors: Mapping[str, tuple[str, int]]
) -> str | None:
    """The concept of the nearest wider synset that has one, if it is near enough."""
    level, now = 0, [offset]
    while now and level <= max(_LEVELS_OF.values()):
        for one in now:
            if one in anchors:
                concept, levels = anchors[one]
                return concept if level <= levels else None
        now = [up for one in now for up in synsets[one].hypernyms]
        level += 1
    return None
