"""Scores images with a judge that ranking does not use, the same for all models in a comparison.

It also compares them with real emoji from the data set, offers two baselines, and can use CLIP.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import torch
from datasets import Dataset

from model.candidates import CandidatePainter
from model.files.folders import BUNDLED
from model.files.weights import digest
from model.image.finish import mottle
from model.image.pixels import Pixels, to_network
from model.nets.finish import FinishJudge, finish_scores
from model.nets.text import TextEncoder
from model.sketch.library import Library
from training.data.dataset import load, newest, pictures
from training.data.render import RESOLUTION
from training.evaluation import metrics
from training.evaluation.clip_score import ClipScore
from training.evaluation.judge_ensemble import JudgeEnsemble
from training.evaluation.metrics import Floats, Interval
from training.evaluation.prompt_sets import PromptSet, prompt_sets
from training.reports.score_tables import NEAREST, RANDOM

REAL = 500
SCORER = "scorer"


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One image per prompt, uint8 [n, 128, 128, 4], and their scores [n] by name."""

    pictures: Pixels
    scores: Mapping[str, Floats]
    copies: npt.NDArray[np.bool_]

    @property
    def summary(self) -> dict[str, Any]:
        """Means with 95 % intervals, the share of copies, shares of the alpha; plain data."""
        return {
            **{name: asdict(Interval.of(values)) for name, values in self.scores.items()},
            "copies": round(float(self.copies.mean()), 4),
            "alpha": metrics.alpha_shares(self.pictures),
        }


class Scorer:
    """Scores images with the judge in the folder `judge`, whose texts are embedded by `words`.

    `finish` judges how cleanly they are drawn; ranking uses it, too.
    """

    def __init__(
        self,
        judge: Path,
        words: TextEncoder,
        finish: FinishJudge,
        library: Library,
        data: Path,
        clip: ClipScore | None = None,
    ) -> None:
        self._judge = JudgeEnsemble.open(judge)
        self._words = words
        self._finish = finish
        self._library = library
        self._clip = clip
        self._data: Dataset = load(data)
        # As lists: reading the columns of a data set value by value takes minutes.
        splits, kinds = self._data["split"][:], self._data["kind"][:]
        rows = range(len(self._data))
        self._train = [row for row in rows if splits[row] == "train"]
        self._real = [row for row in self._train if kinds[row] == "icon"]
        # All columns of a set have the same texts, and embedding them takes longest.
        self._texts: Callable[[tuple[str, ...]], Floats] = lru_cache(self._text_features)
        self.facts: dict[str, Any] = {
            "scorer": {"folder": str(judge), "digest": digest(judge)[:12]},
            "data": data.name,
            "clip": clip and clip.name,
        }

    @classmethod
    def open(cls, painter: CandidatePainter[Any], clip: str | None = None) -> Self:
        """With the second judge of a model or else the bundled one, and the newest data set.

        Raises BadModel, or Unavailable without a data set or that CLIP.
        """
        pipeline = painter.pipeline
        own = (pipeline.folder / SCORER).is_dir()
        return cls(
            (pipeline.folder if own else BUNDLED) / SCORER,
            pipeline.words if own else TextEncoder.open(BUNDLED),
            painter.finish_judge,
            painter.library,
            newest(),
            ClipScore(clip) if clip else None,
        )

    def prompt_sets(self, count: int) -> tuple[PromptSet, ...]:
        """The prompt sets made from the library, `count` prompts of each."""
        return prompt_sets(self._library, count)

    @cached_property
    def real_energy(self) -> float:
        """The mean gradient energy of real emoji."""
        some = self._real[:: max(len(self._real) // REAL, 1)]
        return float(metrics.gradient_energy(pictures(self._data, some)).mean())

    def column(self, prompts: PromptSet, drawn: Pixels, sketches: Pixels) -> Column:
        """Score one image per prompt and its sketch, uint8 [n, 128, 128, 4]; look for copies."""
        copies = metrics.copies(metrics.thumbnails(drawn), self._known)
        scores = {**self.scores(prompts, drawn), "finish": self.finish(drawn, sketches)}
        return Column(drawn, scores, copies)

    def finish(self, drawn: Pixels, sketches: Pixels) -> Floats:
        """Log-odds [n] that an image is drawn more cleanly than its prompt's sketch."""
        of_drawn, of_sketches = (
            np.array(finish_scores(self._finish, pictures), np.float32)
            for pictures in (drawn, sketches)
        )
        return of_drawn - of_sketches

    def scores(self, prompts: PromptSet, drawn: Pixels) -> dict[str, Floats]:
        """The scores [n] of one image per prompt, uint8 [n, 128, 128, 4], by name."""
        images, texts = self._images(drawn), self._texts(prompts.texts)
        found: dict[str, Floats] = {
            "recall_at_1": metrics.recall_at_1(images, texts).astype(np.float32),
            "conditioning_gap": metrics.conditioning_gap(images, texts),
            "sharpness": metrics.gradient_energy(drawn) / self.real_energy,
            "mottle": np.array([mottle(picture) for picture in drawn], np.float32),
        }
        if self._clip is not None:
            found["clip"] = self._clip(drawn, prompts.prompts)
        return found

    def baselines(self, prompts: PromptSet) -> dict[str, Pixels]:
        """For each prompt, the training image with the nearest caption, and a random one."""
        rows, embeddings = self._captions
        wanted = self._words.embed(prompts.prompts)
        nearest = [rows[int(at)] for at in (wanted @ embeddings.T).argmax(axis=1)]
        chosen = np.random.default_rng(0).choice(self._real, len(prompts.prompts), replace=False)
        return {
            NEAREST: pictures(self._data, nearest),
            RANDOM: pictures(self._data, chosen.tolist()),
        }

    @cached_property
    def _known(self) -> Floats:
        return metrics.thumbnails(pictures(self._data, self._real))

    @cached_property
    def _captions(self) -> tuple[Sequence[int], Floats]:
        """The row of a training image for each plain caption, and the captions' embeddings."""
        captions = self._data["captions"][:]
        rows = {captions[row][0]: row for row in self._train}
        return list(rows.values()), self._words.embed(list(rows))

    @torch.inference_mode()
    def _images(self, drawn: Pixels) -> Floats:
        assert drawn.shape[1] == RESOLUTION
        found: Floats = self._judge.seen(to_network(drawn)).numpy()
        return found

    @torch.inference_mode()
    def _text_features(self, texts: Sequence[str]) -> Floats:
        pooled = torch.from_numpy(self._words.embed(texts))
        found: Floats = self._judge.text_features(pooled).numpy()
        return found
