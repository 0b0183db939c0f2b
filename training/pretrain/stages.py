"""The stages of pretraining: what each of them reads, trains and writes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import torch
from datasets import Dataset
from diffusers import AutoencoderTiny, UNet2DConditionModel

from model.files.folders import BUNDLED
from model.files.manifest import NAME as MANIFEST
from model.files.manifest import Manifest
from model.files.weights import digest
from model.nets.finish import FinishJudge
from model.nets.judge import Judge
from model.nets.text import TextEncoder
from model.sketch.language.parse import Reader
from model.sketch.library import Library
from model.sketch.scene import STYLES
from model.solver import Diffusion
from training.data.dataset import load, newest, pictures
from training.diffusion.captioned_latents import CaptionedLatents, Weighted
from training.diffusion.denoising import DenoisingTask
from training.diffusion.lora import save_lora
from training.diffusion.objective import Objective
from training.diffusion.strength_sheet import strength_sheet
from training.diffusion.timesteps import TimestepSampling
from training.loop.loop import Loop
from training.loop.receipt import write_receipt
from training.loop.settings import LoopSettings
from training.loop.task import Task
from training.paths import home, write_json
from training.pretrain.autoencoder import AutoencoderTask, PictureSplit, new_autoencoder
from training.pretrain.bundle import BundleParts, scheduler, write_bundle
from training.pretrain.corpus import Corpus
from training.pretrain.decoder import DecoderTask
from training.pretrain.distillation import SETTINGS as STUDENT
from training.pretrain.distillation import DistillationTask
from training.pretrain.finish import FinishTask
from training.pretrain.folders import StageFolders
from training.pretrain.judges import (
    RANKER_FAMILIES,
    SCORER_FAMILIES,
    JudgeTask,
    new_closer,
    trainable,
)
from training.pretrain.painted import painted_requests
from training.pretrain.painter import for_training, new_painter, new_schedule

SETTINGS = {
    "autoencoder": LoopSettings(
        updates=12_000, batch_size=16, learning_rate=1e-3, warmup=100, ema=0.999
    ),
    "decoder": LoopSettings(updates=1800, batch_size=8, learning_rate=4e-4, warmup=50, ema=0.995),
    "painter": LoopSettings(
        updates=60_000, batch_size=64, learning_rate=4e-4, warmup=200, ema=0.9995
    ),
    "distillation": LoopSettings(
        updates=400, batch_size=32, learning_rate=1e-3, warmup=20, ema=0.98
    ),
    "ranker": LoopSettings(updates=4000, batch_size=96, learning_rate=1e-3, warmup=100, ema=0.99),
    "finish": LoopSettings(updates=2000, batch_size=24, learning_rate=2e-3, warmup=200, ema=0.99),
    "scorer": LoopSettings(updates=4000, batch_size=96, learning_rate=1e-3, warmup=100, ema=0.99),
    "closer": LoopSettings(updates=1500, batch_size=96, learning_rate=5e-4, warmup=100, ema=0.99),
}
FAMILIES = {"ranker": RANKER_FAMILIES, "scorer": SCORER_FAMILIES, "closer": SCORER_FAMILIES}
JUDGES = {"ranker": "judge", "scorer": "scorer", "closer": "scorer/closer"}
"""The folder of each judge in a model folder."""
CROP = 64
PAINTED_REQUESTS = 200
"""Random requests that each model paints, for the judge of finish."""
SHOWN = 12


@dataclass(frozen=True, slots=True, eq=False)
class PainterData:
    """Examples for a painter, and a function that paints a contact sheet with it."""

    examples: CaptionedLatents
    sheet: Callable[[UNet2DConditionModel, Path], None]


@dataclass(frozen=True, slots=True, eq=False)
class Pretraining:
    """One pretraining on the data set in the folder `data`; `overrides` are of `LoopSettings`."""

    folders: StageFolders
    data: Path
    rows: Dataset
    minutes: float | None
    overrides: dict[str, Any]

    @classmethod
    def open(
        cls, name: str, source: Path | None, minutes: float | None, overrides: dict[str, Any]
    ) -> Self:
        """Open a run by name on the newest data set. Raises Unavailable if there is no data set."""
        data = newest()
        folders = StageFolders(home() / "runs" / name, source)
        return cls(folders, data, load(data), minutes, overrides)

    def train_autoencoder(self) -> None:
        """Train the autoencoder on crops, because much of a picture is empty."""
        autoencoder = new_autoencoder()
        self._train("autoencoder", AutoencoderTask(autoencoder, self._pictures(), CROP))
        autoencoder.save_pretrained(self.folders.output("autoencoder"))

    def train_decoder(self) -> None:
        """Train the decoder alone, for sharper edges; latents and painter stay valid.

        It starts from the newest decoder, so it can be continued at any time.
        """
        autoencoder = AutoencoderTiny.from_pretrained(
            self.folders.newest_decoder(), use_safetensors=True
        )
        task = DecoderTask(autoencoder, self._pictures())
        self._train("decoder", task)
        autoencoder.save_pretrained(self.folders.output("decoder"))

    def train_painter(self) -> None:
        """Train the UNet on cached latents and hidden states, in the styles on offer."""
        data = self._painter_data()
        assert data.examples.weights is not None
        unet = for_training(self._painter())
        task = DenoisingTask(
            unet,
            data.examples,
            Objective(new_schedule()),
            Weighted(data.examples.weights, SETTINGS["painter"].seed),
            data.sheet,
            timesteps=TimestepSampling(),
        )
        self._train("painter", task)
        unet.save_pretrained(self.folders.output("painter"))

    def distil(self) -> None:
        """Distill the painter into a LoRA that needs fewer steps and no guidance."""
        data = self._painter_data()
        unet = UNet2DConditionModel.from_pretrained(
            self.folders.part("painter", "unet"), torch_dtype=torch.float32, use_safetensors=True
        )
        guidance_scale = Manifest.read(self.folders.source or BUNDLED).guidance
        diffusion = Diffusion.from_dict(dict(scheduler().config))
        task = DistillationTask(unet, data.examples, diffusion, guidance_scale, data.sheet)
        self._train("distillation", task)
        folder = self.folders.output("distillation")
        save_lora(unet, folder)
        write_json(folder / MANIFEST, STUDENT)

    def _painter_data(self) -> PainterData:
        autoencoder = AutoencoderTiny.from_pretrained(
            self.folders.autoencoder(), use_safetensors=True
        ).eval()
        encoder = TextEncoder.open(BUNDLED)
        rows = self._split("train")
        offered = [row for row, style in enumerate(rows["style"][:]) if style in STYLES]
        corpus = self._corpus(rows.select(offered), styled=True)
        return PainterData(
            corpus.examples(autoencoder, encoder, digest(BUNDLED / "text_encoder")),
            self._sheet(autoencoder, encoder),
        )

    def _sheet(
        self, autoencoder: AutoencoderTiny, encoder: TextEncoder
    ) -> Callable[[UNet2DConditionModel, Path], None]:
        library = Library()
        reader = Reader(library, encoder.embed)
        diffusion = Diffusion.from_dict(dict(scheduler().config))
        return strength_sheet(autoencoder, encoder.states, reader, library, diffusion)

    def train_judge(self, stage: str) -> None:
        """Train a judge on the pictures of its design families.

        The scorers, which only evaluate, also see held-out concepts: they must know an accordion to
        tell whether one was painted. The ranker is part of the model and does not see them.
        """
        families = FAMILIES[stage]
        rows = self._split("train") if stage == "ranker" else self.rows
        chosen = [row for row, family in enumerate(rows["family"][:]) if family in families]
        corpus = self._corpus(rows.select(chosen), styled=False)
        judge = self._judge(stage)
        self._train(stage, JudgeTask(stage, judge, corpus.pairs(TextEncoder.open(BUNDLED))))
        self.folders.output(stage).mkdir(exist_ok=True)
        judge.save_pretrained(self.folders.output(stage))

    def train_finish(self) -> None:
        """Train the judge of finish on artificial flaws and on paintings of sketches."""
        source = self.folders.source
        models = [BUNDLED if source is None else source]
        rows = self._split("train")
        offered = [row for row, style in enumerate(rows["style"][:]) if style in STYLES]
        judge = FinishJudge() if source is None else FinishJudge.from_pretrained(source / "finish")
        self._train(
            "finish",
            FinishTask(
                judge.requires_grad_(True),
                lambda some: pictures(rows, [offered[row] for row in some]),
                len(offered),
                painted_requests(models, PAINTED_REQUESTS),
            ),
        )
        self.folders.output("finish").mkdir(exist_ok=True)
        judge.save_pretrained(self.folders.output("finish"))

    def bundle(self, out: Path) -> None:
        """Write all trained parts as one model folder; an existing manifest keeps its defaults.

        Parts that this run did not train come from the source, with their receipts.
        """
        parts = BundleParts(
            AutoencoderTiny.from_pretrained(self.folders.newest_decoder(), use_safetensors=True),
            UNet2DConditionModel.from_pretrained(
                self.folders.part("painter", "unet"), use_safetensors=True
            ),
            {
                name: Judge.from_pretrained(self.folders.part(stage, name))
                for stage, name in JUDGES.items()
            },
            FinishJudge.from_pretrained(self.folders.part("finish", "finish")),
            self.folders.acceleration(),
        )
        write_bundle(
            out,
            parts,
            replace(
                Manifest.read(out),
                image_size=128,
                alpha=True,
                receipt=self.folders.receipts(SETTINGS),
            ),
        )
        print(f"The model is in {out}.")

    def _train(self, stage: str, task: Task) -> None:
        settings = replace(SETTINGS[stage], **self.overrides)
        folder = self.folders.of(stage)
        progress = Loop(task, settings, folder).run(self.minutes)
        before = self.folders.source_receipts().get(stage)
        write_receipt(folder, settings, progress, self.data.name, before)

    def _pictures(self) -> PictureSplit:
        rows = self._split("train")
        count = len(rows) - SHOWN
        shown = pictures(rows, range(count, len(rows)))
        return PictureSplit(lambda some: pictures(rows, some), count, shown)

    def _painter(self) -> UNet2DConditionModel:
        source = self.folders.source
        if source is None:
            return new_painter()
        return UNet2DConditionModel.from_pretrained(
            source / "unet", torch_dtype=torch.float32, use_safetensors=True
        )

    def _judge(self, stage: str) -> Judge:
        source = self.folders.source
        if source is None:
            return new_closer() if stage == "closer" else Judge()
        return trainable(Judge.from_pretrained(source / JUDGES[stage]))

    def _split(self, name: str) -> Dataset:
        splits = self.rows["split"][:]
        return self.rows.select([row for row, split in enumerate(splits) if split == name])

    def _corpus(self, rows: Dataset, *, styled: bool) -> Corpus:
        return Corpus.of(rows, self.data.name, styled=styled)
