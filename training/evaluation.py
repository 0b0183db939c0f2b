"""Paints the prompt sets with a model and has them judged by the one who does not rank."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import torch
from datasets import Dataset
from tqdm.auto import tqdm

from model.judge import Judge
from model.painter import Painter
from model.pipeline import load
from model.pixels import Pixels, to_network
from model.recipe import Candidate, Recipe
from training import scores
from training.data.dataset import load as load_data
from training.data.dataset import pictures
from training.prompt_sets import PromptSet, prompt_sets
from training.scores import Interval

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
REAL = 500
SCORER = "scorer"


@dataclass(frozen=True, slots=True)
class Result:
    """Scores as plain data, and the pictures that the page shows: titled rows of RGBA."""

    scores: dict[str, Any]
    pictures: dict[str, list[tuple[str, Pixels]]]


class Evaluation:
    """One model against the second judge, the data's real emoji and two baselines."""

    def __init__(self, painter: Painter, scorer: Judge, data: Dataset) -> None:
        self._painter = painter
        self._scorer = scorer
        self._rows = rows = range(len(data))
        splits, kinds = data["split"], data["kind"]
        self._data = data
        self._real = [row for row in rows if splits[row] == "train" and kinds[row] == "icon"]

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Load the model, its second judge and the newest data set."""
        scorer = Judge.from_pretrained(folder / SCORER)
        return cls(Painter.open(load(folder)), scorer, load_data())

    @cached_property
    def real_energy(self) -> float:
        """The mean gradient energy of real emoji."""
        some = self._real[:: max(len(self._real) // REAL, 1)]
        return float(scores.gradient_energy(pictures(self._data, some)).mean())

    def prompt_sets(self, count: int) -> tuple[PromptSet, ...]:
        """The sets in the words of the model's library, `count` prompts of each."""
        return prompt_sets(self._painter.library, count)

    @property
    def digest(self) -> str:
        """The model's short hash."""
        return self._painter.pipeline.digest[:12]

    def run(self, count: int) -> Result:
        """Paint and score `count` prompts of each set."""
        known = scores.thumbnails(pictures(self._data, self._real))
        shown: dict[str, list[tuple[str, Pixels]]] = {}
        sets = {}
        for prompts in self.prompt_sets(count):
            sets[prompts.name] = self._set(prompts, known, shown)
        shown["fixed prompts"] = list(self._fixed())
        variety = [scores.diversity(np.stack(list(self._seeds(prompt)))) for prompt in FIXED]
        return Result(
            {
                "model": self.digest,
                "manifest": {
                    key: getattr(self._painter.pipeline.manifest, key)
                    for key in ("steps", "guidance", "solver", "strengths", "receipt")
                },
                "real_gradient_energy": self.real_energy,
                "diversity": dict(zip(FIXED, variety, strict=True)),
                "sets": sets,
            },
            shown,
        )

    def _set(
        self,
        prompts: PromptSet,
        known: npt.NDArray[np.float32],
        shown: dict[str, list[tuple[str, Pixels]]],
    ) -> dict[str, Any]:
        """Scores of one set: by strength, for the best painted of the default four, baselines."""
        texts = self._texts(prompts.texts)
        found: dict[str, Any] = {}
        columns: dict[str, Pixels] = {}
        for strength in STRENGTHS:
            label = "sketch" if strength == 0 else f"strength {strength}"
            columns[label] = self.painted(prompts, strength)
        columns["best painted of four"] = self._best_of_four(prompts)
        columns["nearest caption"] = self._retrieved(prompts)
        columns["random"] = self._random(len(prompts.prompts))
        for label, drawn in columns.items():
            images = self._images(drawn)
            found[label] = {
                "recall_at_1": vars_of(Interval.of(scores.recalled(images, texts))),
                "conditioning_gap": scores.conditioning_gap(images, texts),
                "sharpness": self.sharpness(drawn),
                "copies": round(float(scores.copies(scores.thumbnails(drawn), known).mean()), 4),
                "alpha": scores.alpha_sanity(drawn),
            }
        titles = [
            f"{prompt} ({style})"
            for prompt, style in zip(prompts.prompts, prompts.styles, strict=True)
        ]
        rows = zip(titles, np.stack(list(columns.values()), axis=1), strict=True)
        shown[f"{prompts.name}: {', '.join(columns)}"] = list(rows)
        return found

    def painted(
        self,
        prompts: PromptSet,
        strength: float,
        steps: int | None = None,
        guidance: float | None = None,
    ) -> Pixels:
        """One picture for each prompt, all painted from exactly this strength."""
        drawn = []
        for recipe in self._recipes(prompts, f"{prompts.name}, {strength}"):
            order = replace(recipe, candidates=1, steps=steps, guidance=guidance)
            scene = self._painter.reader.read(recipe.prompt)
            drawn.append(self._painter.candidates(order, scene, (strength,))[0].rgba)
        return np.stack(drawn)

    def recall(self, prompts: PromptSet, drawn: Pixels) -> Interval:
        """R@1 of the set's texts, one picture for each prompt."""
        return Interval.of(scores.recalled(self._images(drawn), self._texts(prompts.texts)))

    def sharpness(self, drawn: Pixels) -> float:
        """Gradient energy over that of real emoji."""
        return round(float(scores.gradient_energy(drawn).mean()) / self.real_energy, 4)

    def _best_of_four(self, prompts: PromptSet) -> Pixels:
        """The painted candidate of the default four that the ranking judge puts first."""
        recipes = self._recipes(prompts, f"{prompts.name}, four")
        return np.stack([_best(self._painter.paint(recipe).candidates) for recipe in recipes])

    def _recipes(self, prompts: PromptSet, label: str) -> Iterator[Recipe]:
        pairs = list(zip(prompts.prompts, prompts.styles, strict=True))
        for seed, (prompt, style) in enumerate(tqdm(pairs, desc=label, unit="prompt")):
            yield Recipe(prompt=prompt, style=style, seed=seed)

    def _retrieved(self, prompts: PromptSet) -> Pixels:
        """The training picture with the caption nearest to the prompt."""
        rows, embeddings = self._captions
        wanted = self._painter.pipeline.words.embed(prompts.prompts)
        nearest = (wanted @ embeddings.T).argmax(axis=1)
        return pictures(self._data, [rows[int(at)] for at in nearest])

    @cached_property
    def _captions(self) -> tuple[Sequence[int], npt.NDArray[np.float32]]:
        """A training picture for every plain caption, and the captions' embeddings."""
        splits, captions = self._data["split"], self._data["captions"]
        rows = {captions[row][0]: row for row in self._rows if splits[row] == "train"}
        return list(rows.values()), self._painter.pipeline.words.embed(list(rows))

    def _random(self, count: int) -> Pixels:
        chosen = np.random.default_rng(0).choice(self._real, count, replace=False)
        return pictures(self._data, chosen.tolist())

    def _fixed(self) -> Iterator[tuple[str, Pixels]]:
        for prompt in FIXED:
            candidates = self._painter.paint(Recipe(prompt=prompt)).candidates
            labels = ", ".join(f"{candidate.strength:g}" for candidate in candidates)
            yield f"{prompt}: {labels}", np.stack([candidate.rgba for candidate in candidates])

    def _seeds(self, prompt: str) -> Iterator[Pixels]:
        for seed in range(SEEDS):
            yield _best(self._painter.paint(Recipe(prompt=prompt, seed=seed)).candidates)

    @torch.inference_mode()
    def _images(self, drawn: Pixels) -> npt.NDArray[np.float32]:
        found: npt.NDArray[np.float32] = self._scorer.image_features(to_network(drawn)).numpy()
        return found

    @torch.inference_mode()
    def _texts(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        pooled = torch.from_numpy(self._painter.pipeline.words.embed(texts))
        found: npt.NDArray[np.float32] = self._scorer.text_features(pooled).numpy()
        return found


def vars_of(interval: Interval) -> dict[str, float]:
    """An interval as plain data."""
    return {"mean": interval.mean, "low": interval.low, "high": interval.high}


def _best(candidates: Sequence[Candidate]) -> Pixels:
    """The best-ranked candidate that was really painted."""
    return next(candidate.rgba for candidate in candidates if candidate.strength >= PAINTED)
