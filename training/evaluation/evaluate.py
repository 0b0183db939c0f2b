"""Paints the prompt sets with a model and has them judged by the one who does not rank."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import numpy as np
from tqdm.auto import tqdm

from model.errors import BadRequest
from model.image.pixels import Pixels
from model.painter import Painter
from model.pipeline import load
from model.recipe import Candidate, Recipe
from training.data.render import SIDE
from training.evaluation import metrics
from training.evaluation.prompt_sets import PromptSet
from training.evaluation.scorer import Column, Examiner

STRENGTHS = (0.0, 0.25, 0.5, 0.75, 1.0)
PAINTED = 0.25
"""Candidates below this strength are not counted as painted."""
FIXED = (
    "Angry Unicorn",
    "Dancing Lemon with Sunglasses",
    "Cat with a Top Hat",
    "Jealous Face",
)
SEEDS = 4
SKETCH, BEST = "sketch", "best painted of four"


@dataclass(frozen=True, slots=True, eq=False)
class JudgedSet:
    """One prompt set with its columns: by strength, the best of four, the baselines."""

    prompts: PromptSet
    columns: Mapping[str, Column]

    @property
    def titles(self) -> list[str]:
        """Each prompt with its style."""
        pairs = zip(self.prompts.prompts, self.prompts.styles, strict=True)
        return [f"{prompt} ({style})" for prompt, style in pairs]


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """What a model is and scores; `fixed` are titled rows of pictures for the page."""

    facts: Mapping[str, Any]
    sets: tuple[JudgedSet, ...]
    fixed: Sequence[tuple[str, Pixels]]

    @property
    def scores(self) -> dict[str, Any]:
        """All of it as plain data."""
        sets = {
            judged.prompts.name: {label: column.summary for label, column in judged.columns.items()}
            for judged in self.sets
        }
        return {**self.facts, "sets": sets}


class Evaluation:
    """One model before its examiner. Pictures of any size are brought to 128 px first."""

    def __init__(self, painter: Painter, examiner: Examiner, name: str) -> None:
        self._painter = painter
        self.examiner = examiner
        self.name = name

    @classmethod
    def open(
        cls, model: str | Path, examiner: Examiner | None = None, clip: str | None = None
    ) -> Self:
        """Load a model, named as in config.toml; its examiner by default, or the bundled one.

        Raises BadModel, or Unavailable without a data set, the hub or that CLIP.
        """
        painter = Painter.open(load(model))
        return cls(painter, examiner or Examiner.open(painter, clip), str(model))

    def prompt_sets(self, count: int) -> tuple[PromptSet, ...]:
        """The examiner's sets, `count` prompts of each."""
        return self.examiner.prompt_sets(count)

    @property
    def digest(self) -> str:
        """The model's short hash."""
        return self._painter.pipeline.digest[:12]

    def run(self, count: int, strengths: Sequence[float] = STRENGTHS) -> Result:
        """Paint and score `count` prompts of each set from each of `strengths`."""
        sets = tuple(self._judged(prompts, strengths) for prompts in self.prompt_sets(count))
        variety = [metrics.diversity(np.stack(list(self._seeds(prompt)))) for prompt in FIXED]
        manifest = self._painter.pipeline.manifest
        keys = ("steps", "guidance", "solver", "strengths", "receipt")
        facts = {
            "model": self.digest,
            "name": self.name,
            "prompts": count,
            **self.examiner.facts,
            "manifest": {key: getattr(manifest, key) for key in keys},
            "real_gradient_energy": self.examiner.real_energy,
            "diversity": dict(zip(FIXED, variety, strict=True)),
        }
        return Result(facts, sets, list(self._fixed()))

    def _judged(self, prompts: PromptSet, strengths: Sequence[float]) -> JudgedSet:
        drawn = {
            f"strength {strength}" if strength else SKETCH: self.painted(prompts, strength)
            for strength in strengths
        }
        drawn[BEST] = self._best_of_four(prompts)
        drawn |= self.examiner.baselines(prompts)
        columns = {
            label: self.examiner.column(prompts, pictures) for label, pictures in drawn.items()
        }
        return JudgedSet(prompts, columns)

    def painted(
        self,
        prompts: PromptSet,
        strength: float,
        steps: int | None = None,
        guidance: float | None = None,
    ) -> Pixels:
        """One picture for each prompt, all painted from exactly this strength.

        What the model's safety checker withholds is an empty picture.
        """
        drawn = []
        for recipe in self._recipes(prompts, f"{prompts.name}, {strength}"):
            order = replace(
                recipe, candidates=1, num_inference_steps=steps, guidance_scale=guidance
            )
            scene = self._painter.reader.read(recipe.prompt)
            try:
                drawn.append(self._painter.candidates(order, scene, (strength,))[0].rgba)
            except BadRequest:
                drawn.append(self._empty)
        return _stacked(drawn)

    def _best_of_four(self, prompts: PromptSet) -> Pixels:
        """The painted candidate of the default four that the ranking judge puts first."""
        recipes = self._recipes(prompts, f"{prompts.name}, four")
        return _stacked([self._best(recipe) for recipe in recipes])

    def _best(self, recipe: Recipe) -> Pixels:
        painted = (c.rgba for c in self._candidates(recipe) if c.strength >= PAINTED)
        return next(painted, self._empty)

    def _candidates(self, recipe: Recipe) -> Sequence[Candidate]:
        return self._painter.paint(recipe).candidates

    @property
    def _empty(self) -> Pixels:
        return np.zeros(
            (self._painter.pipeline.resolution, self._painter.pipeline.resolution, 4), np.uint8
        )

    def _recipes(self, prompts: PromptSet, label: str) -> Iterator[Recipe]:
        pairs = list(zip(prompts.prompts, prompts.styles, strict=True))
        for seed, (prompt, style) in enumerate(tqdm(pairs, desc=label, unit="prompt")):
            yield Recipe(prompt=prompt, style=style, seed=seed)

    def _fixed(self) -> Iterator[tuple[str, Pixels]]:
        for prompt in FIXED:
            candidates = self._candidates(Recipe(prompt=prompt))
            labels = ", ".join(f"{candidate.strength:g}" for candidate in candidates)
            yield f"{prompt}: {labels}", _stacked([candidate.rgba for candidate in candidates])

    def _seeds(self, prompt: str) -> Iterator[Pixels]:
        for seed in range(SEEDS):
            yield _stacked([self._best(Recipe(prompt=prompt, seed=seed))])[0]


def _stacked(drawn: Sequence[Pixels]) -> Pixels:
    """Pictures of one size as uint8 [n, 128, 128, 4]."""
    return metrics.resized(np.stack(drawn), SIDE)
