"""Mixes of two to four emoji: a base, and what the others give it."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from model.sketch.library import Library
from model.sketch.mixing.gifts import Gift, gifts
from model.sketch.scene import Scene

MOST_PARENTS = 4
# With several givers, the best gifts of each are tried together.
_BEST = 7
# How much the seed may change the order, and what a repeated rule or base costs.
_CHANCE, _SAME_RULE, _SAME_BASE = 0.16, 0.22, 0.07


@dataclass(frozen=True, slots=True)
class Mix:
    """A Scene of several emoji; `says` what it does ("🍋 wears 🎩"), `good` how well it looks."""

    scene: Scene
    says: str
    good: float
    rules: tuple[str, ...]


def mixes(library: Library, parents: Sequence[str], seed: int = 0) -> list[Mix]:
    """All mixes of two to four different concepts, the best first; the seed varies the order.

    Neighbours in the list differ in their base or in what it is given, so that a few of them
    show different ideas.
    """
    rng = random.Random(f"{seed} {parents}")
    found = {mix.scene: mix for base in parents for mix in _of_base(library, base, parents)}
    left = [(mix.good + rng.uniform(0, _CHANCE), mix) for mix in found.values()]
    ordered: list[Mix] = []
    rules: Counter[str] = Counter()
    bases: Counter[str] = Counter()
    while left:
        best = max(left, key=lambda one: one[0] - _repeats(one[1], rules, bases))
        left.remove(best)
        ordered.append(best[1])
        rules.update(best[1].rules)
        bases[best[1].scene.base] += 1
    return ordered


def _repeats(mix: Mix, rules: Counter[str], bases: Counter[str]) -> float:
    same = sum(rules[rule] for rule in mix.rules) / len(mix.rules)
    return _SAME_RULE * same + _SAME_BASE * bases[mix.scene.base]


def _of_base(library: Library, base: str, parents: Sequence[str]) -> Iterator[Mix]:
    offers = [
        sorted(gifts(library, base, giver), key=lambda gift: -gift.good)[
            : _BEST if len(parents) > 2 else None
        ]
        for giver in parents
        if giver != base
    ]
    for chosen in product(*offers):
        scene = _given(Scene(base), chosen)
        if scene is not None:
            says = " and ".join(gift.says for gift in chosen)
            good = sum(gift.good for gift in chosen) / len(chosen)
            yield Mix(
                scene, f"{library.concepts[base].shown} {says}", good, tuple(g.kind for g in chosen)
            )


def _given(scene: Scene, chosen: Sequence[Gift]) -> Scene | None:
    """The Scene with all gifts; None if two of them need the same place."""
    taken: set[str] = set()
    for gift in chosen:
        mine = gift.takes - {"accessories"}
        if taken & mine:
            return None
        taken |= mine
        changes: dict[str, Any] = dict(gift.changes)
        if "accessories" in changes:
            changes["accessories"] = (*scene.accessories, *changes["accessories"])
        scene = replace(scene, **changes)
    return scene
