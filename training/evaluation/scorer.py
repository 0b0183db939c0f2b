"""Who scores pictures, the same for every model that is compared: it ranks nothing and paints not.

The second judge, the data's real emoji, two baselines, and CLIP where there is one.
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

from model.files.folders import BUNDLED
from model.files.weights import digest
from model.image.pixels import Pixels, to_network
from model.nets.text import TextEncoder
from model.painter import Painter
from model.sketch.library import Library
from training.data.dataset import load, newest, pictures
from training.data.render import SIDE
from training.evaluation import metrics
from training.evaluation.clip_score import ClipScore
from training.evaluation.judge_ensemble import Panel
from training.evaluation.metrics import Floats, Interval
from training.evaluation.prompt_sets import PromptSet, prompt_sets

REAL = 500
SCORER = "scorer"
NEAREST, RANDOM = "nearest caption", "random"


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One picture for each prompt, uint8 [n, 128, 128, 4], and their scores [n] by name."""

    pictures: Pixels
    scores: Mapping[str, Floats]
    copies: npt.NDArray[np.bool_]

    @property
    def summary(self) -> dict[str, Any]:
        """Means with 95 % intervals, the share of copies and the alpha's shares: plain data."""
        return {
            **{name: asdict(Interval.of(values)) for name, values in self.scores.items()},
            "copies": round(float(self.copies.mean()), 4),
            "alpha": metrics.alpha_sanity(self.pictures),
        }


class Examiner:
    """Scores pictures with the second judge in `scorer`, which reads with `words`."""

    def __init__(
        self,
        scorer: Path,
        words: TextEncoder,
        library: Library,
        data: Path,
        clip: ClipScore | None = None,
    ) -> None:
        self._scorer = Panel.open(scorer)
        self._words = words
        self._library = library
        self._clip = clip
        self._data: Dataset = load(data)
        # As lists: value by value, a data set's columns take minutes.
        splits, kinds = self._data["split"][:], self._data["kind"][:]
        rows = range(len(self._data))
        self._train = [row for row in rows if splits[row] == "train"]
        self._real = [row for row in self._train if kinds[row] == "icon"]
        # Every column of a set has the same texts, and to embed them takes longest.
        self._texts: Callable[[tuple[str, ...]], Floats] = lru_cache(self._text_features)
        self.facts: dict[str, Any] = {
            "scorer": {"folder": str(scorer), "digest": digest(scorer)[:12]},
            "data": data.name,
            "clip": clip and clip.name,
        }

    @classmethod
    def open(cls, painter: Painter, clip: str | None = None) -> Self:
        """The second judge of a model, else the bundled one; the newest data set.

        Raises BadModel, or Unavailable without a data set or that CLIP.
        """
        pipeline = painter.pipeline
        own = (pipeline.folder / SCORER).is_dir()
        return cls(
            (pipeline.folder if own else BUNDLED) / SCORER,
            pipeline.words if own else TextEncoder.open(BUNDLED),
            painter.library,
            newest(),
            ClipScore(clip) if clip else None,
        )

    def prompt_sets(self, count: int) -> tuple[PromptSet, ...]:
        """The sets in the words of the library, `count` prompts of each."""
        return prompt_sets(self._library, count)

    @cached_property
    def real_energy(self) -> float:
        """The mean gradient energy of real emoji."""
        some = self._real[:: max(len(self._real) // REAL, 1)]
        return float(metrics.gradient_energy(pictures(self._data, some)).mean())

    def column(self, prompts: PromptSet, drawn: Pixels) -> Column:
        """Score one picture for each prompt, and look whether it is a copy."""
        copies = metrics.copies(metrics.thumbnails(drawn), self._known)
        return Column(drawn, self.scores(prompts, drawn), copies)

    def scores(self, prompts: PromptSet, drawn: Pixels) -> dict[str, Floats]:
        """The scores [n] of one picture for each prompt by name."""
        images, texts = self._images(drawn), self._texts(prompts.texts)
        found: dict[str, Floats] = {
            "recall_at_1": metrics.recalled(images, texts).astype(np.float32),
            "conditioning_gap": metrics.conditioning_gap(images, texts),
            "sharpness": metrics.gradient_energy(drawn) / self.real_energy,
        }
        if self._clip is not None:
            found["clip"] = self._clip(drawn, prompts.prompts)
        return found

    def baselines(self, prompts: PromptSet) -> dict[str, Pixels]:
        """The training picture with the nearest caption, and a random one, for each prompt."""
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
        """A training picture for every plain caption, and the captions' embeddings."""
        captions = self._data["captions"][:]
        rows = {captions[row][0]: row for row in self._train}
        return list(rows.values()), self._words.embed(list(rows))

    @torch.inference_mode()
    def _images(self, drawn: Pixels) -> Floats:
        assert drawn.shape[1] == SIDE
        found: Floats = self._scorer.seen(to_network(drawn)).numpy()
        return found

    @torch.inference_mode()
    def _text_features(self, texts: Sequence[str]) -> Floats:
        pooled = torch.from_numpy(self._words.embed(texts))
        found: Floats = self._scorer.text_features(pooled).numpy()
        return found
