"""Sentence embeddings of all phrases that the reader knows, for nearest meaning."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import save_file

from model.sketch.library import Library
from model.sketch.nearest import FILE
from model.sketch.vocabulary import KEYWORD, LINK, NOISE, NUMBER, Vocabulary
from model.sketch.words import phrase

Embed = Callable[[Sequence[str]], npt.NDArray[np.float32]]
# Keywords that say nothing about one concept.
_VAGUE = frozenset(
    [
        "face",
        "emoji",
        "symbol",
        "sign",
        "object",
        "tool",
        "button",
        "new",
        "thing",
        "type",
        "person",
        "place",
    ]
)
_KINDS_WITHOUT_KEYWORDS = frozenset({"flag"})
_SHORTEST = 3
_LEAST_LIKENESS = 0.12


def build(library: Library, embed: Embed, out: Path) -> Path:
    """Write `embeddings.safetensors` (fp16 [phrases, 384], unit length) into the folder `out`.

    Its metadata holds the phrases and their senses ("role:value"), one a line. Each keyword goes
    to the concept whose name it is nearest to.
    """
    entries = [(words, KEYWORD, value) for words, value in _keywords(library, embed)]
    entries += Vocabulary(library, ()).described()
    entries = list(dict.fromkeys(entries))
    rows = embed([words for words, _, _ in entries]).astype(np.float16)
    about = {
        "phrases": "\n".join(words for words, _, _ in entries),
        "senses": "\n".join(f"{role}:{value}" for _, role, value in entries),
    }
    path = out / FILE
    save_file({"embeddings": rows}, path, metadata=about)
    return path


def _keywords(library: Library, embed: Embed) -> Iterator[tuple[str, str]]:
    """Each keyword once, with the concept that it names best."""
    known = Vocabulary(library, ())
    owners: dict[str, list[str]] = {}
    for concept in library.concepts.values():
        if concept.kind in _KINDS_WITHOUT_KEYWORDS or ":" in concept.name:
            continue
        for keyword in dict.fromkeys(map(phrase, concept.keywords)):
            if _says_something(keyword, known):
                owners.setdefault(keyword, []).append(concept.id)
    ids = sorted({concept for found in owners.values() for concept in found})
    names = dict(zip(ids, embed([library.concepts[i].name for i in ids]), strict=True))
    for (keyword, concepts), row in zip(owners.items(), embed(list(owners)), strict=True):
        likeness = [float(names[concept] @ row) for concept in concepts]
        best = int(np.argmax(likeness))
        if likeness[best] >= _LEAST_LIKENESS:
            yield keyword, concepts[best]


def _says_something(keyword: str, known: Vocabulary) -> bool:
    if len(keyword) < _SHORTEST or keyword in _VAGUE:
        return False
    senses = known.find(keyword) or {}
    return not any(role in senses for role in (NOISE, LINK, NUMBER))
