"""What a fine-tune learns from: pictures read, augmented and encoded once, and their captions."""

from dataclasses import dataclass
from typing import Self

import torch

from model.errors import BadRequest
from training.diffusion.latents import LatentViews
from training.diffusion.parts import ModelParts
from training.diffusion.text_states import TextStates
from training.finetune.plan import Plan
from training.finetune.task import Pictures
from training.pretrain.corpus import numbered
from training.processes import processes
from training.reading import Reading, read


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """The pictures of one plan, ready to be learnt from; `cut_off` captions were too long."""

    reading: Reading
    pictures: Pictures
    cut_off: int

    @classmethod
    def of(cls, plan: Plan, parts: ModelParts) -> Self:
        """Read and encode what is not cached yet; one process does, the others wait for it.

        Raises BadRequest for a source that is none, Unavailable for one that is out of reach.
        """
        if not plan.data:
            raise BadRequest(
                "Say what to learn from: --data kaggle:FOLDER, --data open, --data folder:PATH or "
                "--data hub:OWNER/NAME."
            )
        with processes().main_process_first():
            reading = read(plan.data, parts.side, plan.count, plan.vendors)
            return cls._encoded(plan, parts, reading)

    def summary(self) -> list[str]:
        """Lines for a person: pictures, what was left out and why, captions cut off."""
        cut = f"{self.cut_off:7,}  captions are longer than the text encoder reads"
        return [*self.reading.summary(), *([cut] if self.cut_off else [])]

    @classmethod
    def _encoded(cls, plan: Plan, parts: ModelParts, reading: Reading) -> Self:
        texts, captions = numbered(reading.rows, styled=True)
        states = TextStates(texts, parts.states, parts.digest, parts.length)
        latents = LatentViews(
            reading.pictures,
            reading.rows["flips"],
            reading.digest,
            parts.autoencoder,
            plan.views,
            plan.seed,
        )
        states.fill()
        latents.fill()
        known = states.__getitem__
        pictures = Pictures(latents.sample, known, captions, plan.views, parts.latent_shape)
        return cls(reading, pictures, states.cut)


def replayed(
    pictures: Pictures, rows: int, generator: torch.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """So many random pictures: latents [n, c, h, w] and states [n, tokens, width]."""
    chosen = torch.randint(len(pictures.captions), (rows,), generator=generator).tolist()
    views = torch.randint(pictures.views, (rows,), generator=generator).tolist()
    which = torch.rand(rows, generator=generator).tolist()
    captions = [
        own[int(at * len(own))]
        for own, at in zip((pictures.captions[row] for row in chosen), which, strict=True)
    ]
    noise = torch.randn(rows, *pictures.shape, generator=generator)
    return pictures.latents(chosen, views, noise), pictures.states(captions)
