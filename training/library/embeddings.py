"""Sentence embeddings of all phrases that the reader knows, to find the nearest meaning."""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import save_file

from model.sketch.language.nearest import FILE
from model.sketch.language.vocabulary import CONCEPT, KEYWORD, Vocabulary
from model.sketch.language.words import phrase
from model.sketch.library import Concept, Library

Embed = Callable[[Sequence[str]], npt.NDArray[np.float32]]
# Keywords that are too general for one concept.
_VAGUE = frozenset({"face", "emoji", "symbol", "sign", "object", "tool", "button", "new", "type"})
# Concepts that differ from a plain one by a detail; only the plain one is used.
_VARIANT = re.compile(
    r"^(man|woman|men|women|older) .|:|family|waxing|waning|quarter|facing right|o.clock|-thirty|"
    r"button|keycap"
)
_SHORTEST = 3
_LEAST_LIKENESS = 0.28
_MOST_WORDS = 4


def build(library: Library, embed: Embed, out: Path) -> Path:
    """Write `embeddings.safetensors` (int8 [phrases, 384], unit length times 127) into `out`.

    Its metadata has the phrases and their senses ("role:value"), one per line. Each keyword is
    assigned to the concept with the nearest name.
    """
    known = Vocabulary(library, ())
    entries = [(words, KEYWORD, value) for words, value in _keywords(library, known, embed)]
    for words, role, value in known.described():
        spoken = words.count(" ") < _MOST_WORDS
        if spoken and (role != CONCEPT or not _is_variant(library.concepts[value])):
            entries.append((words, role, value))
    entries = sorted(set(entries), key=lambda entry: (len(entry[0]), entry))
    rows = np.rint(127 * embed([words for words, _, _ in entries])).astype(np.int8)
    about = {
        "phrases": "\n".join(words for words, _, _ in entries),
        "senses": "\n".join(f"{role}:{value}" for _, role, value in entries),
    }
    path = out / FILE
    save_file({"embeddings": rows}, path, metadata=about)
    return path


def _is_variant(concept: Concept) -> bool:
    """True for concepts that people only mean if they name them: variants, signs, flags."""
    sign = concept.kind in ("symbol", "flag") and "heart" not in concept.name
    return sign or bool(_VARIANT.search(concept.name))


def _keywords(library: Library, known: Vocabulary, embed: Embed) -> Iterator[tuple[str, str]]:
    """Each keyword that is not a name, once, with the concept that it describes best."""
    owners: dict[str, list[str]] = {}
    for concept in library.concepts.values():
        if _is_variant(concept):
            continue
        for keyword in dict.fromkeys(map(phrase, concept.keywords)):
            if len(keyword) >= _SHORTEST and keyword not in _VAGUE and not known.find(keyword):
                owners.setdefault(keyword, []).append(concept.id)
    ids = sorted({concept for found in owners.values() for concept in found})
    names = dict(zip(ids, embed([library.concepts[i].name for i in ids]), strict=True))
    for (keyword, concepts), row in zip(owners.items(), embed(list(owners)), strict=True):
        likeness = [float(names[concept] @ row) for concept in concepts]
        best = int(np.argmax(likeness))
        if likeness[best] >= _LEAST_LIKENESS:
            yield keyword, concepts[best]
