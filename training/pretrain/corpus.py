"""The data set as the stages see it: rows, their captions, and cached encodings of both."""

import json
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import torch
from datasets import Dataset

from model.nets.text import TextEncoder
from training.data.dataset import pictures
from training.diffusion.autoencoder import Autoencoder
from training.diffusion.captioned_latents import CaptionedLatents
from training.diffusion.captions import Captions
from training.diffusion.hidden_states import HiddenStates
from training.diffusion.latents import LatentViews
from training.diffusion.lazy_rows import LazyRows
from training.paths import home
from training.pretrain.judges import Pairs

WIDTH = 384
FEW = 8
"""With fewer rows that share two attributes, rows that share one are used."""


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """Rows of a data set and their captions; `digest` identifies both."""

    rows: Dataset
    captions: Captions
    digest: str

    @classmethod
    def of(cls, rows: Dataset, digest: str, *, styled: bool) -> Self:
        """Number the captions of `rows`; `digest` identifies the data set.

        If `styled`, captions include the style, as the UNet gets them.
        """
        captions = Captions.of(rows, styled=styled)
        key = sha256("\n".join((digest, *captions.texts)).encode()).hexdigest()[:16]
        return cls(rows, captions, key)

    def pictures(self, rows: Sequence[int]) -> npt.NDArray[np.uint8]:
        """uint8 [n, 128, 128, 4]."""
        return pictures(self.rows, rows)

    def examples(
        self, autoencoder: Autoencoder, encoder: TextEncoder, encoder_digest: str
    ) -> CaptionedLatents:
        """Examples for a painter: the posteriors' modes, drawn by the rows' weights."""
        hidden_states = HiddenStates(self.captions.texts, encoder.states, encoder_digest)
        unflipped = [False] * len(self.rows)
        views = LatentViews(self.pictures, unflipped, self.digest, autoencoder, count=1)

        def modes(rows: Sequence[int], numbers: Sequence[int], noise: torch.Tensor) -> torch.Tensor:
            return views.sample(rows, numbers, torch.zeros_like(noise))

        return CaptionedLatents(
            latents=modes,
            hidden_states=hidden_states.__getitem__,
            captions=self.captions.by_row,
            shape=(autoencoder.config.latent_channels, 16, 16),
            weights=self._weights(),
        )

    def _weights(self) -> torch.Tensor:
        """How often each row is drawn, float32 [rows]: icons as often as compositions."""
        weights = torch.tensor(self.rows["weight"][:], dtype=torch.float)
        icons = torch.tensor([kind == "icon" for kind in self.rows["kind"][:]])
        for group in (icons, ~icons):
            weights[group] /= weights[group].sum()
        return weights

    def pairs(self, encoder: TextEncoder) -> Pairs:
        """Examples for a judge."""

        def embeddings(captions: Sequence[int]) -> npt.NDArray[np.float32]:
            return encoder.embed([self.captions.texts[caption] for caption in captions])

        texts, folder = self.captions.texts, home() / "cache" / f"pooled-{self.digest}"
        # As lists: reading a data set's columns value by value takes minutes.
        concepts, kinds, scenes, weights = (
            self.rows[name][:] for name in ("concept", "kind", "scene", "weight")
        )
        bases = _grouped(zip(concepts, kinds, strict=True))
        shown = [f"{c} {s}" for c, s in zip(concepts, scenes, strict=True)]
        numbers = {text: number for number, text in enumerate(dict.fromkeys(shown))}
        return Pairs(
            pictures=self.pictures,
            embeddings=LazyRows(folder, len(texts), (WIDTH,), embeddings).__getitem__,
            captions=self.captions.by_row,
            bases=list(bases.values()),
            chances=[max(weights[row] for row in rows) for rows in bases.values()],
            near=_near(bases, [json.loads(scene) if scene else {} for scene in scenes]),
            meanings=[numbers[text] for text in shown],
            names=texts,
        )


def _grouped(keys: Iterable[Hashable]) -> dict[Hashable, list[int]]:
    """The positions of each key."""
    groups = defaultdict(list)
    for number, key in enumerate(keys):
        groups[key].append(number)
    return groups


def _near(
    bases: Mapping[Hashable, list[int]], scenes: Sequence[Mapping[str, Any]]
) -> list[list[list[int]]]:
    """For each composite: the rows with its base, and those with its first two attributes, or one.

    Icons get none, because other icons of the base show the same.
    """
    attributes = [
        tuple(sorted(f"{key} {value}" for key, value in scene.items() if key != "base"))
        for scene in scenes
    ]
    by_two = _grouped(some[:2] for some in attributes)
    by_one = _grouped(some[:1] for some in attributes)
    near: list[list[list[int]]] = [[] for _ in scenes]
    for rows in bases.values():
        for row in rows:
            if some := attributes[row]:
                alike = by_two[some[:2]]
                near[row] = [rows, alike if len(alike) >= FEW else by_one[some[:1]]]
    return near
