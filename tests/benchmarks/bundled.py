"""The bundled model: plain diffusers with its defaults, and the gain of each optimization."""

import warnings
from collections.abc import Callable, Iterator, Sequence
from itertools import count, cycle
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import torch

from model import pipeline
from model.files.acceleration import Acceleration
from model.files.folders import BUNDLED
from model.image.pixels import Floats, Pixels, from_network, to_network, unblended
from model.painter import Painter
from model.recipe import Candidate, Recipe, conditioning
from model.strengths import strengths
from tests.benchmarks.measure import REPEATS, interleaved, ratios
from training.evaluation.judge_ensemble import JudgeEnsemble
from training.evaluation.metrics import Interval

PROMPTS = ("angry unicorn", "dancing lemon with sunglasses", "a sad robot", "cat with a crown")
CANDIDATES = 4
WEAKEST_SCORED = 0.25
"""Weaker candidates are close to their sketch, so their scores say little about the model."""

Pictures = list[tuple[str, Pixels]]
"""Prompts with their painted pictures, uint8 [side, side, 4]."""
Paint = Callable[[Recipe], Pictures]


class PlainDiffusers:
    """diffusers' own pipeline with the same weights, one picture after another."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from diffusers import StableDiffusionPipeline

            self.pipeline = StableDiffusionPipeline.from_pretrained(folder)
        self.pipeline.set_progress_bar_config(disable=True)

    def paint(self, recipe: Recipe, **settings: float) -> Pictures:
        """Paint the recipe's candidates. Settings that are not given are diffusers' defaults."""
        text = conditioning(recipe.prompt, recipe.style)
        found = []
        for i in range(recipe.candidates):
            generator = torch.Generator().manual_seed(CANDIDATES * recipe.seed + i)
            raw = self.pipeline(text, generator=generator, output_type="np", **settings).images[0]
            rgba = unblended(raw[..., :3], raw[..., 3])
            found.append((recipe.prompt, rgba))
        return found


def painter(folder: Path) -> Painter:
    """This project's painter with its defaults."""
    return Painter.open(pipeline.load(folder))


def undistilled(folder: Path, precision: torch.dtype | None = None) -> Painter:
    """The painter without the model's acceleration; `precision` None is the default precision."""
    chosen = pipeline.precision if precision is None else lambda _: precision
    with (
        mock.patch.object(pipeline, "precision", chosen),
        mock.patch.object(Acceleration, "of", return_value=None),
    ):
        return painter(folder)


def alone(own: Painter, recipe: Recipe) -> Pictures:
    """Paint every candidate from its sketch, one at a time."""
    scene, spread = own.reader.read(recipe.prompt), _spread(own, recipe)
    found = [own.candidates(recipe, scene, [strength])[0] for strength in spread]
    return _painted(recipe, found)


def together(own: Painter, recipe: Recipe) -> Pictures:
    """Paint all candidates in one forward per step and rank them: a complete request."""
    return _painted(recipe, own.paint(recipe).candidates)


def measured(folder: Path = BUNDLED, repeats: int = REPEATS) -> dict[str, Any]:
    """Time and score four candidates, from diffusers' defaults to the shipped configuration.

    Each rung adds one optimization. "x before" compares with the rung before it, "x" with the
    first. Scores come from a judge that ranking does not use.
    """
    plain, shipped = PlainDiffusers(folder), painter(folder)
    single, quick = undistilled(folder, torch.float32), undistilled(folder)
    own = single.pipeline.manifest
    precision = str(quick.pipeline.precision).removeprefix("torch.")
    few = {"num_inference_steps": own.steps, "guidance_scale": own.guidance}
    rungs: dict[str, Paint] = {
        "diffusers, its defaults": plain.paint,
        f"{own.steps} steps, guidance {own.guidance}": lambda recipe: plain.paint(recipe, **few),
        "from sketches": lambda recipe: alone(single, recipe),
        "candidates together": lambda recipe: together(single, recipe),
        f"in {precision}": lambda recipe: together(quick, recipe),
        "few steps, as it ships": lambda recipe: together(shipped, recipe),
    }
    painted: dict[str, Pictures] = {name: [] for name in rungs}
    works = {name: _work(paint, painted[name]) for name, paint in rungs.items()}
    timings = interleaved(works, repeats)
    scorer = JudgeEnsemble.open(folder / _scorer(folder))
    first = before = next(iter(timings.values()))
    found = {}
    for name, timing in timings.items():
        found[name] = {
            **timing.summary(),
            "x before": ratios(before, timing),
            "x": ratios(first, timing),
            "score": _score(scorer, shipped, painted[name]),
        }
        before = timing
    return {"rungs": found, "PSNR of the precision, dB": agreement(single, quick)}


def _scorer(folder: Path) -> str:
    return "scorer" if (folder / "scorer").is_dir() else "judge"


def _work(paint: Paint, painted: Pictures) -> Callable[[], None]:
    recipes = _recipes()
    return lambda: painted.extend(paint(next(recipes)))


def _recipes() -> Iterator[Recipe]:
    for seed, prompt in zip(count(), cycle(PROMPTS), strict=False):
        yield Recipe(prompt, seed=seed, candidates=CANDIDATES)


def _spread(own: Painter, recipe: Recipe) -> tuple[float, ...]:
    unread = len(own.reader.read(recipe.prompt).unread)
    defaults = own.pipeline.manifest.strengths
    return strengths(recipe.wildness, recipe.candidates, unread, defaults)


def _painted(recipe: Recipe, candidates: Sequence[Candidate]) -> Pictures:
    strong = [one for one in candidates if one.strength >= WEAKEST_SCORED]
    return [(recipe.prompt, candidate.rgba) for candidate in strong]


def _score(scorer: JudgeEnsemble, own: Painter, pictures: Pictures) -> dict[str, float]:
    """The mean cosine to the prompts, with the 95 % interval over requests."""
    by_prompt = {prompt: own.pipeline.words.embed([prompt])[0] for prompt, _ in pictures}
    values = [_cosine(scorer, rgba, by_prompt[prompt]) for prompt, rgba in pictures]
    found = Interval.of(values)
    return {"mean": found.mean, "low": found.low, "high": found.high, "pictures": len(values)}


@torch.inference_mode()
def _cosine(scorer: JudgeEnsemble, rgba: Pixels, text: Floats) -> float:
    wanted = scorer.text_features(torch.from_numpy(text)[None])[0]
    return float(scorer.seen(to_network(rgba[None]))[0] @ wanted)


def agreement(single: Painter, shipped: Painter) -> list[float]:
    """PSNR in dB of each painted candidate against single precision, on white and in alpha."""
    found = []
    for seed, prompt in enumerate(PROMPTS):
        recipe = Recipe(prompt, seed=seed, candidates=CANDIDATES)
        pairs = zip(_by_strength(single, recipe), _by_strength(shipped, recipe), strict=True)
        found += [
            psnr(from_network(to_network(one.rgba[None])), from_network(to_network(two.rgba[None])))
            for one, two in pairs
            if not one.is_sketch
        ]
    return found


def _by_strength(own: Painter, recipe: Recipe) -> list[Candidate]:
    return sorted(own.paint(recipe).candidates, key=lambda candidate: candidate.strength)


def psnr(wanted: np.ndarray[Any, Any], found: np.ndarray[Any, Any], peak: float = 1.0) -> float:
    """Peak signal-to-noise ratio in dB; infinite if both are equal."""
    error = float(np.square(wanted.astype(np.float64) - found).mean())
    return float("inf") if error == 0 else float(10 * np.log10(peak**2 / error))
