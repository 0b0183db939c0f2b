"""Paints the prompt sets with a model and scores the images."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import numpy as np
from tqdm.auto import tqdm

from model.candidates import CandidatePainter
from model.errors import BadRequest
from model.image.pixels import Pixels
from model.opening import open_painter
from model.recipe import Candidate, Painting, Recipe
from training.data.render import RESOLUTION
from training.evaluation import metrics
from training.evaluation.prompt_sets import PromptSet
from training.evaluation.ranking_constants import RankingConstants, measure_constants
from training.evaluation.scorer import Column, Scorer
from training.reports.score_tables import FIRST, SKETCH

STRENGTHS = (0.25, 0.5, 0.75, 1.0)
PAINTED = 0.25
"""Candidates below this strength do not count as painted."""
FIXED = (
    "Angry Unicorn",
    "Dancing Lemon with Sunglasses",
    "Cat with a Top Hat",
    "Jealous Face",
)
SEEDS = 4
BEST = "best painted of four"


@dataclass(frozen=True, slots=True, eq=False)
class ScoredSet:
    """One prompt set with its columns: one per strength, two of four candidates, the baselines.

    `first` are the candidates that are shown first, one for each prompt.
    """

    prompts: PromptSet
    columns: Mapping[str, Column]
    first: Sequence[Candidate]

    @property
    def painted_first(self) -> float:
        """The share of prompts whose first candidate is painted, not the sketch."""
        return _mean([not candidate.is_sketch for candidate in self.first])

    @property
    def mottle_by_style(self) -> dict[str, dict[str, float]]:
        """For each style the mean mottle of what is shown first, and of its own sketches.

        Without paintings that are shown first, both are the same.
        """
        found = {}
        for style in sorted(set(self.prompts.styles)):
            pairs = zip(self.first, self.prompts.styles, strict=True)
            own = [candidate for candidate, its in pairs if its == style]
            found[style] = {
                FIRST: _mean([candidate.mottle for candidate in own]),
                SKETCH: _mean([candidate.sketch_mottle for candidate in own]),
            }
        return found

    @property
    def titles(self) -> list[str]:
        """Each prompt followed by its style."""
        pairs = zip(self.prompts.prompts, self.prompts.styles, strict=True)
        return [f"{prompt} ({style})" for prompt, style in pairs]


@dataclass(frozen=True, slots=True, eq=False)
class EvaluationResult:
    """Facts about a model and its scores; `fixed` are titled rows of images for the page."""

    facts: Mapping[str, Any]
    sets: tuple[ScoredSet, ...]
    fixed: Sequence[tuple[str, Pixels]]

    @property
    def scores(self) -> dict[str, Any]:
        """The facts and all scores as plain data."""
        sets = {
            scored.prompts.name: {label: column.summary for label, column in scored.columns.items()}
            for scored in self.sets
        }
        shares = {scored.prompts.name: scored.painted_first for scored in self.sets}
        by_style = {scored.prompts.name: scored.mottle_by_style for scored in self.sets}
        return {**self.facts, "painted_first": shares, "mottle_by_style": by_style, "sets": sets}


class Evaluation:
    """One model and the scorer of its images, which are resized to 128 px for scoring."""

    def __init__(self, painter: CandidatePainter[Any], scorer: Scorer, name: str) -> None:
        self._painter = painter
        self.scorer = scorer
        self.name = name

    @classmethod
    def open(cls, model: str | Path, scorer: Scorer | None = None, clip: str | None = None) -> Self:
        """Load a model, named as in config.toml. Its judge or the bundled one scores by default.

        Raises BadModel, or Unavailable without a data set, the hub or that CLIP.
        """
        painter = open_painter(model)
        return cls(painter, scorer or Scorer.open(painter, clip), str(model))

    def prompt_sets(self, count: int) -> tuple[PromptSet, ...]:
        """The prompt sets, `count` prompts of each."""
        return self.scorer.prompt_sets(count)

    def ranking_constants(self) -> RankingConstants:
        """The constants of `model.ranking`, measured with this model."""
        return measure_constants(self._painter)

    @property
    def digest(self) -> str:
        """The model's short hash."""
        digest: str = self._painter.pipeline.digest[:12]
        return digest

    def run(self, count: int, strengths: Sequence[float] = STRENGTHS) -> EvaluationResult:
        """Score `count` prompts of each set: sketched, and painted at each of `strengths`."""
        sets = tuple(self._scored(prompts, strengths) for prompts in self.prompt_sets(count))
        variety = [metrics.diversity(np.stack(list(self._seeds(prompt)))) for prompt in FIXED]
        manifest = self._painter.pipeline.manifest
        keys = ("steps", "guidance", "solver", "strengths", "receipt")
        facts = {
            "model": self.digest,
            "name": self.name,
            "prompts": count,
            **self.scorer.facts,
            "manifest": {key: getattr(manifest, key) for key in keys},
            "real_gradient_energy": self.scorer.real_energy,
            "diversity": dict(zip(FIXED, variety, strict=True)),
        }
        return EvaluationResult(facts, sets, list(self._fixed()))

    def _scored(self, prompts: PromptSet, strengths: Sequence[float]) -> ScoredSet:
        sketches = self.painted(prompts, 0)
        drawn = {SKETCH: sketches}
        for strength in strengths:
            drawn[f"strength {strength}"] = self.painted(prompts, strength)
        four = [self._painter.paint(each) for each in self._recipes(prompts, "four")]
        drawn[BEST] = _stacked([self._best(painting) for painting in four])
        drawn[FIRST] = _stacked([painting.candidates[0].rgba for painting in four])
        drawn |= self.scorer.baselines(prompts)
        columns = {
            label: self.scorer.column(prompts, pictures, sketches)
            for label, pictures in drawn.items()
        }
        return ScoredSet(prompts, columns, [painting.candidates[0] for painting in four])

    def painted(
        self,
        prompts: PromptSet,
        strength: float,
        steps: int | None = None,
        guidance: float | None = None,
    ) -> Pixels:
        """Paint one image per prompt at exactly this strength: uint8 [n, 128, 128, 4].

        An image that the model's safety checker withholds is empty.
        """
        drawn = []
        for recipe in self._recipes(prompts, str(strength)):
            single = replace(
                recipe, candidates=1, num_inference_steps=steps, guidance_scale=guidance
            )
            scene = self._painter.reader.read(recipe.prompt)
            try:
                drawn.append(self._painter.candidates(single, scene, (strength,))[0].rgba)
            except BadRequest:
                drawn.append(self._empty)
        return _stacked(drawn)

    def _best(self, painting: Painting) -> Pixels:
        """The painted candidate that the ranking puts first."""
        painted = (c.rgba for c in painting.candidates if c.strength >= PAINTED)
        return next(painted, self._empty)

    @property
    def _empty(self) -> Pixels:
        return np.zeros(
            (self._painter.pipeline.resolution, self._painter.pipeline.resolution, 4), np.uint8
        )

    def _recipes(self, prompts: PromptSet, label: str) -> Iterator[Recipe]:
        pairs = list(zip(prompts.prompts, prompts.styles, strict=True))
        label = f"{prompts.name}, {label}"
        for seed, (prompt, style) in enumerate(tqdm(pairs, desc=label, unit="prompt")):
            yield Recipe(prompt=prompt, style=style, seed=seed)

    def _fixed(self) -> Iterator[tuple[str, Pixels]]:
        for prompt in FIXED:
            candidates = self._painter.paint(Recipe(prompt=prompt)).candidates
            labels = ", ".join(f"{candidate.strength:g}" for candidate in candidates)
            yield f"{prompt}: {labels}", _stacked([candidate.rgba for candidate in candidates])

    def _seeds(self, prompt: str) -> Iterator[Pixels]:
        for seed in range(SEEDS):
            painting = self._painter.paint(Recipe(prompt=prompt, seed=seed))
            yield _stacked([self._best(painting)])[0]


def _stacked(drawn: Sequence[Pixels]) -> Pixels:
    """Images of one size, resized to uint8 [n, 128, 128, 4]."""
    return metrics.resized(np.stack(drawn), RESOLUTION)


def _mean(values: Sequence[float]) -> float:
    return round(float(np.mean(values)), 4)
