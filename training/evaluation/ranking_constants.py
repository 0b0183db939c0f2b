"""Measures the constants of `model.ranking`: the judge's noise, and the mottle of sketches."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from tqdm.auto import tqdm

from model.candidates import CandidatePainter
from model.image.finish import mottle
from model.nets.judge import scores
from model.ranking import MEANING_NOISE, MOTTLE_FLOOR
from model.sketch.drawing.compose import compose, rasterize
from model.sketch.scene import STYLES
from training.evaluation.prompt_sets import prompt_sets

SCENES, ARRANGEMENTS = 100, 6


@dataclass(frozen=True, slots=True)
class RankingConstants:
    """What was measured.

    `meaning_noise` is the standard deviation of the ranking judge's logits over the arrangements of
    one scene, `mottle_floor` the mottle of a sketch in grey levels; both are means over scenes.
    """

    meaning_noise: float
    mottle_floor: float

    def __str__(self) -> str:
        """Both beside the values that ranking uses."""
        return (
            f"Ranking: MEANING_NOISE measured {self.meaning_noise:.2f}, in use {MEANING_NOISE:g}; "
            f"MOTTLE_FLOOR measured {self.mottle_floor:.2f}, in use {MOTTLE_FLOOR:g}."
        )


def measure_constants(painter: CandidatePainter[Any]) -> RankingConstants:
    """Over ARRANGEMENTS of SCENES from the three prompt sets in turn, in the default style.

    That is the flattest style: in the others, drawn gradients count as mottle.
    """
    in_turn = zip(*(prompts.texts for prompts in prompt_sets(painter.library, 1)), strict=True)
    texts = [text for turn in in_turn for text in turn][:SCENES]
    scale = float(painter.judge.logit_scale.exp())
    noise, mottles = [], []
    for text in tqdm(texts, desc="ranking's constants", unit="scene"):
        scene = painter.reader.read(text)
        sketches = [
            compose(painter.library, scene, STYLES[0], seed) for seed in range(ARRANGEMENTS)
        ]
        pictures = np.stack([rasterize(each.svg, painter.pipeline.resolution) for each in sketches])
        cosines = scores(painter.judge, pictures, painter.embedding(text))
        noise.append(scale * float(np.std(cosines, ddof=1)))
        mottles += [mottle(picture) for picture in pictures]
    return RankingConstants(float(np.mean(noise)), float(np.mean(mottles)))
