"""Blind tests: pairs in random order, judged before the key is opened."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

SIDES = ("left", "right")


@dataclass(frozen=True, slots=True, eq=False)
class BlindPair(Generic[T]):
    """Two pictures of one prompt. `key` names what stands left and what stands right."""

    title: str
    pictures: tuple[T, T]
    key: tuple[str, str]


def shuffled(
    pairs: Iterable[tuple[str, tuple[T, T]]], names: tuple[str, str], seed: str
) -> list[BlindPair[T]]:
    """Each titled pair in random order; `names` are those of its first and second picture."""
    rng = random.Random(seed)
    found = []
    for title, pictures in pairs:
        left, right = rng.sample((0, 1), 2)
        found.append(
            BlindPair(title, (pictures[left], pictures[right]), (names[left], names[right]))
        )
    return found
