"""Generated inputs by kind. No input may raise, take long or take much memory."""

import resource
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.fuzz import answers, api, attached, bodies, mixes, models, pictures, prompts


@dataclass(frozen=True, slots=True)
class Kind:
    """`one(seed)` tries one input and raises for a fault. Limits are per input, in CPU seconds.

    `reached` tells which share of the inputs came to the code that they are meant for.
    """

    one: Callable[[int], None]
    count: int
    seconds: float
    megabytes: int
    reached: Callable[[], float] = lambda: 1.0


LEAST_REACHED = 0.6
# The quickest first, so that most kinds are whole where time runs out.
KINDS = {
    "mixes": Kind(mixes.one, mixes.PAIRS, 3, 600),
    "bodies": Kind(bodies.one, 5_000, 1, 300, bodies.reached),
    "api": Kind(api.one, api.ROUNDS, 60, 600),
    "answers": Kind(answers.one, 5_000, 2, 300),
    "attached": Kind(attached.one, 1_000, 8, 900),
    "pictures": Kind(pictures.one, 2_000, 5, 800),
    "models": Kind(models.one, 500, 20, 1_500),
    "damages": Kind(models.every, 273, 20, 1_500),
    "prompts": Kind(prompts.one, 10_000, 2, 300),
}


def run(kind: Kind, seeds: Iterable[int]) -> list[str]:
    """The faults of these inputs: errors, and what went over the limits."""
    faults = []
    kind.one(-1)  # loads what is loaded once
    before = _peak()
    for seed in seeds:
        started = time.process_time()
        try:
            kind.one(seed)
        except Exception as error:
            faults.append(f"{seed}: {error!r:.300}")
        if (took := time.process_time() - started) > kind.seconds:
            faults.append(f"{seed}: took {took:.1f} s")
        if (used := _peak() - before) > kind.megabytes:
            faults.append(f"{seed}: took {used} MB")
            before = _peak()
    if (share := kind.reached()) < LEAST_REACHED:
        faults.append(f"only {share:.0%} came further than a refusal")
    return faults


def run_named(name: str, seeds: Iterable[int]) -> list[str]:
    """The faults of inputs of one kind. Another process finds it here, but not in `__main__`."""
    return run(KINDS[name], seeds)


def _peak() -> int:
    """The most memory that this process has used, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
