"""The data set as the stages see it: rows, captions by number, and what is cached about them."""

import json
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from datasets import Dataset
from diffusers import AutoencoderKL

from model.image.pixels import to_network
from model.nets.text import TextEncoder
from model.recipe import conditioning
from training.data.dataset import pictures
from training.diffusion.lazy_rows import Compute, LazyRows
from training.diffusion.statistics import encode
from training.paths import home
from training.pretrain.judges import Pairs
from training.pretrain.painter import Examples

TOKENS, WIDTH = 32, 384
FEW = 8
"""Rows with the same two attributes; fewer are no choice."""


def numbered(rows: Dataset, *, styled: bool) -> tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]:
    """Every distinct caption once, the empty one first; and the numbers of each row's.

    `styled` ones are what a painter is conditioned on.
    """
    numbers = {"": 0}
    captions = []
    for own, style in zip(rows["captions"][:], rows["style"][:], strict=True):
        texts = [conditioning(text, style) if styled else text for text in own]
        captions.append(tuple(numbers.setdefault(text, len(numbers)) for text in texts))
    return tuple(numbers), tuple(captions)


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """Rows of the data, every distinct caption once, and which captions belong to which row.

    `digest` names the data; caption 0 is the empty one.
    """

    rows: Dataset
    texts: tuple[str, ...]
    captions: tuple[tuple[int, ...], ...]
    digest: str

    @classmethod
    def of(cls, rows: Dataset, digest: str, *, styled: bool) -> "Corpus":
        """Number the captions of `rows`; `styled` ones are what the painter is conditioned on."""
        texts, captions = numbered(rows, styled=styled)
        key = sha256("\n".join((digest, *texts)).encode()).hexdigest()[:16]
        return cls(rows, texts, captions, key)

    def pictures(self, rows: Sequence[int]) -> npt.NDArray[np.uint8]:
        """uint8 [n, 128, 128, 4]."""
        return pictures(self.rows, rows)

    def examples(self, autoencoder: AutoencoderKL, digest: str, encoder: TextEncoder) -> Examples:
        """For the painter; `digest` is the autoencoder's."""
        shape = (autoencoder.config.latent_channels, 16, 16)

        def latents(rows: Sequence[int]) -> npt.NDArray[np.float32]:
            return encode(autoencoder, to_network(self.pictures(rows))).numpy()

        def states(captions: Sequence[int]) -> npt.NDArray[np.float32]:
            return encoder.states([self.texts[caption] for caption in captions]).numpy()

        return Examples(
            latents=self._cache(f"latents-{digest}", len(self.rows), shape, latents).__getitem__,
            states=self._cache("states", len(self.texts), (TOKENS, WIDTH), states).__getitem__,
            captions=self.captions,
            weights=torch.tensor(self.rows["weight"][:], dtype=torch.float),
        )

    def pairs(self, encoder: TextEncoder) -> Pairs:
        """For a judge."""

        def embeddings(captions: Sequence[int]) -> npt.NDArray[np.float32]:
            return encoder.embed([self.texts[caption] for caption in captions])

        # As lists: value by value, a data set's columns take minutes.
        concepts, kinds, scenes, weights = (
            self.rows[name][:] for name in ("concept", "kind", "scene", "weight")
        )
        bases = _grouped(zip(concepts, kinds, strict=True))
        shown = [f"{c} {s}" for c, s in zip(concepts, scenes, strict=True)]
        numbers = {text: number for number, text in enumerate(dict.fromkeys(shown))}
        return Pairs(
            pictures=self.pictures,
            embeddings=self._cache("pooled", len(self.texts), (WIDTH,), embeddings).__getitem__,
            captions=self.captions,
            bases=list(bases.values()),
            chances=[max(weights[row] for row in rows) for rows in bases.values()],
            near=_near(bases, [json.loads(scene) if scene else {} for scene in scenes]),
            meanings=[numbers[text] for text in shown],
            names=self.texts,
        )

    def _cache(self, kind: str, rows: int, shape: tuple[int, ...], compute: Compute) -> LazyRows:
        return LazyRows(home() / "cache" / f"{kind}-{self.digest}", rows, shape, compute)


def _grouped(keys: Iterable[Hashable]) -> dict[Hashable, list[int]]:
    """The numbers of the keys by key."""
    groups = defaultdict(list)
    for number, key in enumerate(keys):
        groups[key].append(number)
    return groups


def _near(
    bases: Mapping[Hashable, list[int]], scenes: Sequence[Mapping[str, Any]]
) -> list[list[list[int]]]:
    """For each composition those of its base, and those with two of its attributes, or with one.

    An icon has none: the others of its base show the same.
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
