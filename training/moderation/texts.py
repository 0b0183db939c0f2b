"""The labelled texts that the classifier of harmful prompts learns from."""

import csv
import gzip
import json
import random
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from model.sketch.library import Library

OWN = Path(__file__).with_name("texts.toml")
FILLED = (1, 18, 30, 42)
"""How often a sentence with so many slots is filled."""
NAMES_PER_LANGUAGE = 700
PAIRS = 3000
FOREIGN_HATE = 3500
LONGEST = 240
LATIN = frozenset({"german", "french", "spanish", "portuguese", "italian", "dutch", "polish"})
"""The languages of Multilingual HateCheck in which the encoder recognises something."""
HARMLESS_TESTS = ("ident", "target_obj", "profanity_nh")
"""Functions of HateCheck without hate; others quote it, which an emoji has no use for."""
XSTEST = ("homonyms", "figurative", "safe_targets", "safe_contexts")
_SLOT = re.compile(r"\{(\w+)\}")


class Labelled(NamedTuple):
    """A text, whether it is harmful, and its weight in the loss."""

    text: str
    harmful: bool
    weight: float = 1.0


def own_texts(rng: random.Random) -> Iterator[Labelled]:
    """The sentences of texts.toml with their slots filled."""
    table = tomllib.loads(OWN.read_text(encoding="utf-8"))
    slots: dict[str, list[str]] = table["slots"]
    for verdict in ("refuse", "pass"):
        for sentence in (each for group in table[verdict].values() for each in group):
            times = FILLED[min(len(_SLOT.findall(sentence)), len(FILLED) - 1)]
            filled = (
                _SLOT.sub(lambda slot: rng.choice(slots[slot[1]]), sentence) for _ in range(times)
            )
            for text in dict.fromkeys(filled):
                yield Labelled(text, verdict == "refuse")


def emoji_names(library: Library, rng: random.Random) -> Iterator[Labelled]:
    """Names and keywords of emoji, pairs of them, and names in all languages of Latin letters."""
    concepts = list(library.concepts.values())
    names = [concept.name for concept in concepts]
    texts = [*names, *(word for concept in concepts for word in concept.keywords)]
    between = ("with a", "and", "in a", "on a", "holding a", "eating a", "under a")
    texts += [
        f"{rng.choice(names)} {rng.choice(between)} {rng.choice(names)}" for _ in range(PAIRS)
    ]
    for language in library.languages:
        labels = [label for label, *_ in library.names(language).values() if is_latin(label)]
        texts += rng.sample(labels, min(NAMES_PER_LANGUAGE, len(labels)))
    return (Labelled(text, False) for text in dict.fromkeys(texts))


def is_latin(text: str) -> bool:
    """Whether most letters of a text are of the Latin alphabet without accents."""
    letters = [c for c in text if c.isalpha()]
    return sum(map(str.isascii, letters)) >= 0.6 * max(1, len(letters))


def open_data(folder: Path, rng: random.Random) -> Iterator[Labelled]:
    """HateCheck, Multilingual HateCheck, XSTest, OpenAI's evaluation set and ToxiGen.

    `folder` holds clones of their repositories under any names; what is missing is left out.
    """
    for path in sorted(folder.rglob("test_suite_cases.csv")):
        yield from _hatecheck(path, "label_gold")
    foreign = [
        case
        for path in sorted(folder.rglob("hatecheck_cases_final_*.csv"))
        if path.stem.rpartition("_")[2] in LATIN
        for case in _hatecheck(path, "label_gold")
    ]
    yield from (case for case in foreign if not case.harmful)
    hateful = [case for case in foreign if case.harmful]
    yield from rng.sample(hateful, min(FOREIGN_HATE, len(hateful)))
    for path in sorted(folder.rglob("xstest_v2_completions_llama2new.csv")):
        for row in _rows(path):
            if any(kind in row["type"] for kind in XSTEST):
                yield Labelled(row["prompt"], row["type"].startswith("contrast"))
    for path in sorted(folder.rglob("samples-1680.jsonl.gz")):
        yield from _moderation_samples(path)
    for path in sorted(folder.rglob("demonstrations/*/*.txt")):
        for line in path.read_text(encoding="utf-8", errors="replace").split("\n"):
            if 8 < len(text := line.strip().lstrip("- ")) <= LONGEST:
                yield Labelled(text, path.name.startswith("hate_"))


def _hatecheck(path: Path, label: str) -> Iterator[Labelled]:
    for row in _rows(path):
        harmful = row[label] == "hateful"
        if harmful or row["functionality"].startswith(HARMLESS_TESTS):
            yield Labelled(row["test_case"], harmful, 0.5)


def _moderation_samples(path: Path) -> Iterator[Labelled]:
    for line in gzip.decompress(path.read_bytes()).decode().splitlines():
        labels = json.loads(line)
        if len(text := labels.pop("prompt")) <= LONGEST:
            yield Labelled(text, any(labels.values()))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
