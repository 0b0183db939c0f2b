"""The stages of training the bundled model: what each reads, trains and leaves."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import torch
from datasets import Dataset
from diffusers import AutoencoderKL, UNet2DConditionModel

from model.errors import Unavailable
from model.files.acceleration import FOLDER as ACCELERATION
from model.files.folders import BUNDLED
from model.files.manifest import NAME as MANIFEST
from model.files.manifest import Manifest
from model.files.weights import digest
from model.image.pixels import to_network
from model.nets.judge import Judge
from model.nets.text import TextEncoder
from model.sketch.language.parse import Reader
from model.sketch.library import Library
from model.sketch.scene import STYLES
from model.solver import Diffusion
from training.data.dataset import load, newest, pictures
from training.diffusion.lora import save_lora
from training.diffusion.statistics import fold_statistics
from training.diffusion.strength_sheet import strength_sheet
from training.loop.loop import Loop, LoopSettings, Task
from training.loop.receipt import read_receipt, write_receipt
from training.paths import home, write_json
from training.pretrain.autoencoder import AutoencoderTask, new_autoencoder
from training.pretrain.bundle import BundleParts, scheduler, write_bundle
from training.pretrain.corpus import Corpus
from training.pretrain.decoder import DecoderTask
from training.pretrain.distillation import SETTINGS as STUDENT
from training.pretrain.distillation import DistillationTask
from training.pretrain.judges import (
    RANKER_FAMILIES,
    SCORER_FAMILIES,
    JudgeTask,
    new_closer,
    trainable,
)
from training.pretrain.painter import Examples, NoiseLevels, PainterTask, new_painter

SETTINGS = {
    "crops": LoopSettings(updates=2400, batch=8, learning_rate=2e-3, warmup=100, ema=0.99),
    "autoencoder": LoopSettings(updates=1200, batch=8, learning_rate=1e-3, warmup=50, ema=0.99),
    "decoder": LoopSettings(updates=1800, batch=8, learning_rate=4e-4, warmup=50, ema=0.995),
    "painter": LoopSettings(updates=60_000, batch=32, learning_rate=5e-4, warmup=200, ema=0.998),
    "distillation": LoopSettings(updates=400, batch=32, learning_rate=1e-3, warmup=20, ema=0.98),
    "ranker": LoopSettings(updates=4000, batch=96, learning_rate=1e-3, warmup=100, ema=0.99),
    "scorer": LoopSettings(updates=4000, batch=96, learning_rate=1e-3, warmup=100, ema=0.99),
    "closer": LoopSettings(updates=1500, batch=96, learning_rate=5e-4, warmup=100, ema=0.99),
}
FAMILIES = {"ranker": RANKER_FAMILIES, "scorer": SCORER_FAMILIES, "closer": SCORER_FAMILIES}
JUDGES = {"ranker": "judge", "scorer": "scorer", "closer": "scorer/closer"}
"""The judges' folders in a model folder."""
CROP = 64
SHOWN = 12
MEASURED = 512
"""Pictures whose latents give the mean and spread that are folded into the autoencoder."""


@dataclass(frozen=True, slots=True, eq=False)
class PainterData:
    """What a painter learns from, and a sheet of what it has learnt."""

    examples: Examples
    sheet: Callable[[UNet2DConditionModel, Path], None]


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """One training of the bundled model, in `folder`; `source` gives weights to start from."""

    folder: Path
    data: Path
    rows: Dataset
    source: Path | None
    minutes: float | None
    overrides: dict[str, Any]

    @classmethod
    def open(
        cls, name: str, source: Path | None, minutes: float | None, overrides: dict[str, Any]
    ) -> Self:
        """Open a run by name on the newest data set. Raises Unavailable where there is none."""
        data = newest()
        return cls(home() / "runs" / name, data, load(data), source, minutes, overrides)

    def is_finished(self, stage: str) -> bool:
        """True where the stage's output is there."""
        taken = self.source is not None and stage in ("crops", "autoencoder", "decoder")
        return taken or (self.folder / stage / "receipt.json").exists()

    def train_on_crops(self) -> None:
        """The autoencoder on crops: four times as many updates for the same arithmetic."""
        autoencoder = new_autoencoder()
        self._train("crops", self._autoencoder_task(autoencoder, CROP))
        autoencoder.save_pretrained(self.folder / "crops" / "model")

    def train_autoencoder(self) -> None:
        """The autoencoder on whole pictures; its latents then get zero mean and unit spread."""
        autoencoder = AutoencoderKL.from_pretrained(self.folder / "crops" / "model")
        task = self._autoencoder_task(autoencoder, 128)
        self._train("autoencoder", task)
        fold_statistics(autoencoder.eval(), self._measured())
        autoencoder.save_pretrained(self.folder / "autoencoder" / "model")

    def train_decoder(self) -> None:
        """The decoder alone, for sharper edges: latents and with them the painter stay as they are.

        It starts from the decoder that there is, so that it can be taken up again at any time.
        """
        autoencoder = AutoencoderKL.from_pretrained(self._decoder_folder())
        rows = self._split("train")
        count = len(rows) - SHOWN
        shown = pictures(rows, range(count, len(rows)))
        task = DecoderTask(autoencoder, lambda some: pictures(rows, some), count, shown)
        self._train("decoder", task)
        autoencoder.save_pretrained(self.folder / "decoder" / "model")

    def train_painter(self) -> None:
        """The UNet on cached latents and states, in the styles that are offered.

        The first minutes are worth most there; other vendors' styles may follow with the hours.
        """
        painting = self._painting()
        task = PainterTask(self._painter(), painting.examples, NoiseLevels(), painting.sheet)
        self._train("painter", task)
        task.model.save_pretrained(self.folder / "painter" / "model")

    def distil(self) -> None:
        """A LoRA with which the painter takes fewer steps, none with a branch for guidance."""
        painting = self._painting()
        unet = UNet2DConditionModel.from_pretrained(
            self._part("painter", "unet"), torch_dtype=torch.float32
        )
        guidance = Manifest.read(self.source or BUNDLED).guidance
        diffusion = Diffusion.from_dict(dict(scheduler().config))
        task = DistillationTask(unet, painting.examples, diffusion, guidance, painting.sheet)
        self._train("distillation", task)
        folder = self.folder / "distillation" / "model"
        save_lora(unet, folder)
        write_json(folder / MANIFEST, STUDENT)

    def _painting(self) -> PainterData:
        folder = self._autoencoder_folder()
        autoencoder = AutoencoderKL.from_pretrained(folder).eval()
        encoder = TextEncoder.open(BUNDLED)
        rows = self._split("train")
        offered = [row for row, style in enumerate(rows["style"][:]) if style in STYLES]
        corpus = self._corpus(rows.select(offered), styled=True)
        return PainterData(
            corpus.examples(autoencoder, digest(folder)[:12], encoder),
            self._sheet(autoencoder, encoder),
        )

    def _sheet(
        self, autoencoder: AutoencoderKL, encoder: TextEncoder
    ) -> Callable[[UNet2DConditionModel, Path], None]:
        library = Library()
        reader = Reader(library, encoder.embed)
        diffusion = Diffusion.from_dict(dict(scheduler().config))
        return strength_sheet(autoencoder, encoder.states, reader, library, diffusion)

    def train_judge(self, stage: str) -> None:
        """A judge on the pictures of its own design families.

        The scorers, which only examine, learn what is held out as well: they have to know an
        accordion to say whether one was painted. The ranker is a part of the model and does not.
        """
        families = FAMILIES[stage]
        rows = self._split("train") if stage == "ranker" else self.rows
        chosen = [row for row, family in enumerate(rows["family"][:]) if family in families]
        corpus = self._corpus(rows.select(chosen), styled=False)
        judge = self._judge(stage)
        self._train(stage, JudgeTask(stage, judge, corpus.pairs(TextEncoder.open(BUNDLED))))
        (self.folder / stage / "model").mkdir(exist_ok=True)
        judge.save_pretrained(self.folder / stage / "model")

    def bundle(self, out: Path) -> None:
        """All trained parts as one model folder, its defaults kept where it has some.

        A part that this run did not train is the source's, with its receipt.
        """
        parts = BundleParts(
            AutoencoderKL.from_pretrained(self._decoder_folder()),
            UNet2DConditionModel.from_pretrained(self._part("painter", "unet")),
            {
                name: Judge.from_pretrained(self._part(stage, name))
                for stage, name in JUDGES.items()
            },
            self._acceleration(),
        )
        write_bundle(
            out,
            parts,
            replace(Manifest.read(out), image_size=128, alpha=True, receipt=self._receipts()),
        )
        print(f"The model is in {out}.")

    def _receipts(self) -> dict[str, Any]:
        """By stage: the source's, and this run's own in their place."""
        own = {
            stage: receipt for stage in SETTINGS if (receipt := read_receipt(self.folder / stage))
        }
        lost = set() if self._acceleration() else {"distillation"}
        return {
            stage: receipt
            for stage, receipt in {**self._before(), **own}.items()
            if stage not in lost
        }

    def _before(self) -> dict[str, Any]:
        return {} if self.source is None else Manifest.read(self.source).receipt

    def _acceleration(self) -> Path | None:
        """The LoRA that was distilled from the painter, or the source's where that paints still."""
        own = self.folder / "distillation" / "model"
        if own.exists():
            return own
        if self.source is None or (self.folder / "painter" / "model").exists():
            return None
        folder = self.source / ACCELERATION
        return folder if folder.exists() else None

    def _part(self, stage: str, name: str) -> Path:
        """What `stage` trained, or the source's part `name`. Raises Unavailable."""
        own = self.folder / stage / "model"
        if self.source is None or own.exists():
            if not own.exists():
                raise Unavailable(f"There is nothing to bundle yet: run the stage `{stage}` first.")
            return own
        return self.source / name

    def _train(self, stage: str, task: Task) -> None:
        settings = replace(SETTINGS[stage], **self.overrides)
        folder = self.folder / stage
        progress = Loop(task, settings, folder).run(self.minutes)
        write_receipt(folder, settings, progress, self.data.name, self._before().get(stage))

    def _autoencoder_task(self, autoencoder: AutoencoderKL, crop: int) -> AutoencoderTask:
        rows = self._split("train")
        shown = pictures(rows, range(len(rows) - SHOWN, len(rows)))
        return AutoencoderTask(
            autoencoder, lambda some: pictures(rows, some), len(rows) - SHOWN, shown, crop
        )

    def _measured(self) -> Iterator[torch.Tensor]:
        rows = self._split("train")
        step = max(len(rows) // MEASURED, 1)
        some = range(0, len(rows), step)
        for start in range(0, len(some), 32):
            yield to_network(pictures(rows, some[start : start + 32]))

    def _painter(self) -> UNet2DConditionModel:
        if self.source is None:
            return new_painter()
        return UNet2DConditionModel.from_pretrained(self.source / "unet", torch_dtype=torch.float32)

    def _judge(self, stage: str) -> Judge:
        if self.source is None:
            return new_closer() if stage == "closer" else Judge()
        return trainable(Judge.from_pretrained(self.source / JUDGES[stage]))

    def _autoencoder_folder(self) -> Path:
        if self.source is not None:
            return self.source / "vae"
        folder = self.folder / "autoencoder" / "model"
        if not folder.exists():
            raise Unavailable("There is no autoencoder yet: run the stage `autoencoder` first.")
        return folder

    def _decoder_folder(self) -> Path:
        """The autoencoder with the decoder that was trained last."""
        folder = self.folder / "decoder" / "model"
        return folder if folder.exists() else self._autoencoder_folder()

    def _split(self, name: str) -> Dataset:
        splits = self.rows["split"][:]
        return self.rows.select([row for row, split in enumerate(splits) if split == name])

    def _corpus(self, rows: Dataset, *, styled: bool) -> Corpus:
        return Corpus.of(rows, self.data.name, styled=styled)
