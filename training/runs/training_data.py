"""The data of a run: pictures that are read, augmented and encoded once, and their captions."""

from dataclasses import dataclass
from typing import Self

from model.errors import BadRequest
from training.diffusion.captioned_latents import CaptionedLatents
from training.diffusion.captions import Captions
from training.diffusion.hidden_states import HiddenStates
from training.diffusion.latents import LatentViews
from training.diffusion.parts import ModelParts
from training.processes import processes
from training.reading import Reading, read
from training.runs.plan import Plan


@dataclass(frozen=True, slots=True, eq=False)
class TrainingData:
    """The pictures of a plan as examples; `truncated` captions are too long for the encoder."""

    reading: Reading
    examples: CaptionedLatents
    truncated: int

    @classmethod
    def of(cls, plan: Plan, parts: ModelParts) -> Self:
        """Read and encode everything that is not cached, in one process while the others wait.

        Raises BadRequest if the plan's data source is missing or wrong, Unavailable if it cannot be
        reached or the disk is full.
        """
        if not plan.data:
            raise BadRequest(
                "Name the data to train on: --data kaggle:FOLDER, --data open, --data folder:PATH "
                "or --data hub:OWNER/NAME."
            )
        with processes().main_process_first():
            reading = read(plan.data, parts.resolution, plan.count, plan.vendors)
            return cls._encoded(plan, parts, reading)

    def summary(self) -> list[str]:
        """Lines to print: pictures, rows left out and why, truncated captions."""
        cut = f"{self.truncated:7,}  captions are longer than the text encoder reads"
        return [*self.reading.summary(), *([cut] if self.truncated else [])]

    @classmethod
    def _encoded(cls, plan: Plan, parts: ModelParts, reading: Reading) -> Self:
        captions = Captions.of(reading.rows, styled=True)
        hidden_states = HiddenStates(captions.texts, parts.hidden_states, parts.digest)
        latents = LatentViews(
            reading.pictures,
            reading.rows["flips"],
            reading.digest,
            parts.autoencoder,
            plan.views,
            plan.seed,
        )
        hidden_states.fill()
        latents.fill()
        examples = CaptionedLatents(
            latents=latents.sample,
            hidden_states=hidden_states.__getitem__,
            captions=captions.by_row,
            shape=parts.latent_shape,
            views=plan.views,
        )
        return cls(reading, examples, hidden_states.truncated(parts.length))
