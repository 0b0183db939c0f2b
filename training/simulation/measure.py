"""What held-out prompts look like before and after, and what the raters' taste says of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from safetensors.numpy import load_file, save_file
from tqdm.auto import tqdm

from model.image.pixels import Pixels
from model.painter import Painter
from model.pipeline import load
from model.recipe import Recipe
from training.data.render import SIDE
from training.evaluation import metrics
from training.evaluation.metrics import Floats, Interval
from training.evaluation.prompt_sets import POOL, PromptSet
from training.evaluation.scorer import Examiner
from training.simulation.prompts import Wish
from training.simulation.voters import Crowd

STRENGTHS = (0.6, 1.0)
BEST, ALL = "default strengths, ranked first", "default strengths, all four"
AIM, AIMED = 0.1, "strength 0.6"
"""How much the like rate shall rise, and where."""

Drawn = Mapping[str, Pixels]
"""By column the pictures of each prompt, uint8 [prompts, pictures, 128, 128, 4]."""


@dataclass(frozen=True, slots=True)
class Change:
    """A rate before and after, and the paired difference."""

    before: Interval
    after: Interval
    more: Interval

    @classmethod
    def of(cls, before: Floats, after: Floats) -> Self:
        """From one value for each prompt, [prompts] both."""
        return cls(*(Interval.of(values) for values in (before, after, after - before)))


@dataclass(frozen=True, slots=True)
class Measured:
    """One column before and after: the like rate without noise, and R@1."""

    liked: Change
    recall: Change

    @property
    def keeps_recall(self) -> bool:
        """Whether R@1 is not below the interval that it had before."""
        return self.recall.after.mean >= self.recall.before.low

    @property
    def is_liked_more(self) -> bool:
        """Whether the rise is the one that is aimed at, and no chance."""
        return self.liked.more.mean >= AIM and self.liked.more.low > 0


def drawn(model: str | Path, wishes: Sequence[Wish], kept: Path) -> Drawn:
    """Paint each wish, with its place as the seed, by this model; `kept` in a file for next time.

    Raises BadModel or Unavailable.
    """
    pipeline = load(model)
    path = kept / f"{pipeline.digest[:12]}-{len(wishes)}.safetensors"
    if not path.exists():
        columns = _drawn(Painter.open(pipeline), wishes)
        kept.mkdir(parents=True, exist_ok=True)
        making = kept / f"making-{path.name}"
        save_file(columns, making)
        making.rename(path)
    return load_file(path)


def _drawn(painter: Painter, wishes: Sequence[Wish]) -> dict[str, Pixels]:
    rows = list(_rows(painter, wishes))
    return {name: np.stack([row[name] for row in rows]) for name in rows[0]}


def _rows(painter: Painter, wishes: Sequence[Wish]) -> Iterator[dict[str, Pixels]]:
    name = painter.pipeline.digest[:12]
    for seed, wish in enumerate(tqdm(wishes, desc=f"held out, {name}", unit="prompt")):
        recipe = Recipe(wish.prompt, wish.style, seed)
        four = _sized([candidate.rgba for candidate in painter.paint(recipe).candidates])
        scene = painter.reader.read(wish.prompt)
        single = {
            f"strength {strength:g}": _sized(
                [painter.candidates(recipe, scene, (strength,))[0].rgba]
            )
            for strength in STRENGTHS
        }
        yield {BEST: four[:1], ALL: four, **single}


def _sized(pictures: Sequence[Pixels]) -> Pixels:
    return metrics.resized(np.stack(pictures), SIDE)


class Recall:
    """R@1 by the second judge: each wish among its fellows and other prompts, `POOL` texts."""

    def __init__(self, examiner: Examiner, wishes: Sequence[Wish], others: Sequence[Wish]) -> None:
        prompts = tuple(wish.prompt for wish in wishes)
        texts = tuple(dict.fromkeys((*prompts, *(wish.prompt for wish in others))))[:POOL]
        styles = tuple(wish.style for wish in wishes)
        self._examiner = examiner
        self._prompts = PromptSet("held-out prompts", prompts, styles, texts)

    def __call__(self, pictures: Pixels) -> Floats:
        """The share of each prompt's pictures that are recalled: [prompts]."""
        found = [
            self._examiner.scores(self._prompts, pictures[:, at])["recall_at_1"]
            for at in range(pictures.shape[1])
        ]
        shares: Floats = np.stack(found).mean(axis=0)
        return shares


def measured(crowd: Crowd, recall: Recall, before: Drawn, after: Drawn) -> dict[str, Measured]:
    """Each column before and after."""
    return {
        name: Measured(
            Change.of(_liked(crowd, before[name]), _liked(crowd, after[name])),
            Change.of(recall(before[name]), recall(after[name])),
        )
        for name in before
    }


def _liked(crowd: Crowd, pictures: Pixels) -> Floats:
    """The share of each prompt's pictures that are liked: [prompts]."""
    likes = np.array([[crowd.likes(rgba) for rgba in row] for row in pictures], np.float32)
    shares: Floats = likes.mean(axis=1)
    return shares
