"""Paints held-out prompts before and after training, and measures how the raters like them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from safetensors.numpy import load_file, save_file
from tqdm.auto import tqdm

from model.candidates import CandidatePainter
from model.image.pixels import Pixels
from model.opening import open_painter
from model.recipe import Recipe
from training.data.render import RESOLUTION
from training.evaluation import metrics
from training.evaluation.metrics import Floats, Interval
from training.evaluation.prompt_sets import POOL, PromptSet
from training.evaluation.scorer import Scorer
from training.simulation.prompts import StyledPrompt
from training.simulation.voters import Crowd

STRENGTHS = (0.6, 1.0)
BEST, ALL = "default strengths, ranked first", "default strengths, all four"
AIM, AIMED = 0.1, "strength 0.6"
"""The aim: how much the like rate should rise, and in which column."""

Images = Mapping[str, Pixels]
"""The images of each prompt, uint8 [prompts, images, 128, 128, 4], by column."""


@dataclass(frozen=True, slots=True)
class Change:
    """A rate before and after, and the paired difference."""

    before: Interval
    after: Interval
    more: Interval

    @classmethod
    def of(cls, before: Floats, after: Floats) -> Self:
        """From one value per prompt, both [prompts]."""
        return cls(*(Interval.of(values) for values in (before, after, after - before)))


@dataclass(frozen=True, slots=True)
class ColumnChange:
    """One column before and after: the like rate without noise, and R@1."""

    liked: Change
    recall: Change

    @property
    def keeps_recall(self) -> bool:
        """Whether R@1 after is not below its interval before."""
        return self.recall.after.mean >= self.recall.before.low

    @property
    def is_liked_more(self) -> bool:
        """Whether the like rate rose by at least AIM, with an interval above zero."""
        return self.liked.more.mean >= AIM and self.liked.more.low > 0


def paint_prompts(model: str | Path, prompts: Sequence[StyledPrompt], cache: Path) -> Images:
    """Paint each prompt with this model, with its index as the seed. Cached in the folder `cache`.

    Raises BadModel or Unavailable.
    """
    painter = open_painter(model)
    path = cache / f"{painter.pipeline.digest[:12]}-{len(prompts)}.safetensors"
    if not path.exists():
        columns = _columns(painter, prompts)
        cache.mkdir(parents=True, exist_ok=True)
        making = cache / f"making-{path.name}"
        save_file(columns, making)
        making.rename(path)
    return load_file(path)


def _columns(painter: CandidatePainter[Any], prompts: Sequence[StyledPrompt]) -> dict[str, Pixels]:
    rows = list(_rows(painter, prompts))
    return {name: np.stack([row[name] for row in rows]) for name in rows[0]}


def _rows(
    painter: CandidatePainter[Any], prompts: Sequence[StyledPrompt]
) -> Iterator[dict[str, Pixels]]:
    name = painter.pipeline.digest[:12]
    for seed, styled in enumerate(tqdm(prompts, desc=f"held out, {name}", unit="prompt")):
        recipe = Recipe(styled.prompt, styled.style, seed)
        four = _resized([candidate.rgba for candidate in painter.paint(recipe).candidates])
        scene = painter.reader.read(styled.prompt)
        single = {
            f"strength {strength:g}": _resized(
                [painter.candidates(recipe, scene, (strength,))[0].rgba]
            )
            for strength in STRENGTHS
        }
        yield {BEST: four[:1], ALL: four, **single}


def _resized(pictures: Sequence[Pixels]) -> Pixels:
    return metrics.resized(np.stack(pictures), RESOLUTION)


class Recall:
    """R@1 by the second judge: each held-out prompt among POOL texts, filled up with others."""

    def __init__(
        self, scorer: Scorer, held_out: Sequence[StyledPrompt], others: Sequence[StyledPrompt]
    ) -> None:
        prompts = tuple(styled.prompt for styled in held_out)
        texts = tuple(dict.fromkeys((*prompts, *(other.prompt for other in others))))[:POOL]
        styles = tuple(styled.style for styled in held_out)
        self._scorer = scorer
        self._prompts = PromptSet("held-out prompts", prompts, styles, texts)

    def __call__(self, pictures: Pixels) -> Floats:
        """The share of each prompt's images that R@1 counts: [prompts]."""
        found = [
            self._scorer.scores(self._prompts, pictures[:, at])["recall_at_1"]
            for at in range(pictures.shape[1])
        ]
        shares: Floats = np.stack(found).mean(axis=0)
        return shares


def measure(crowd: Crowd, recall: Recall, before: Images, after: Images) -> dict[str, ColumnChange]:
    """The like rate and R@1 of each column, before and after."""
    return {
        name: ColumnChange(
            Change.of(_liked(crowd, before[name]), _liked(crowd, after[name])),
            Change.of(recall(before[name]), recall(after[name])),
        )
        for name in before
    }


def _liked(crowd: Crowd, pictures: Pixels) -> Floats:
    """The share of each prompt's images that the raters like: [prompts]."""
    likes = np.array([[crowd.likes(rgba) for rgba in row] for row in pictures], np.float32)
    shares: Floats = likes.mean(axis=1)
    return shares
