"""Where the parts of a pretraining are: its stages' folders, and the model that it starts from."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from model.errors import Unavailable
from model.files.acceleration import FOLDER as ACCELERATION
from model.files.manifest import Manifest
from training.loop.receipt import NAME as RECEIPT
from training.loop.receipt import read_receipt

OF_AUTOENCODER = ("autoencoder", "decoder")


@dataclass(frozen=True, slots=True)
class StageFolders:
    """`root` has a folder for each stage; `source` is a model folder, None: train from scratch."""

    root: Path
    source: Path | None

    def of(self, stage: str) -> Path:
        """The folder of a stage, with its checkpoints, sheets and receipt."""
        return self.root / stage

    def output(self, stage: str) -> Path:
        """Where a stage writes what it trained."""
        return self.root / stage / "model"

    def is_finished(self, stage: str) -> bool:
        """Whether the stage has written its output, or the source has it."""
        from_source = self.source is not None and stage in OF_AUTOENCODER
        return from_source or (self.of(stage) / RECEIPT).exists()

    def part(self, stage: str, name: str) -> Path:
        """The output of `stage`, or the source's part `name`. Raises Unavailable."""
        own = self.output(stage)
        if own.exists():
            return own
        if self.source is None:
            raise Unavailable(f"There is nothing to bundle yet: run the stage `{stage}` first.")
        return self.source / name

    def autoencoder(self) -> Path:
        """The autoencoder whose latents the painter is trained on. Raises Unavailable."""
        if self.source is not None:
            return self.source / "vae"
        own = self.output("autoencoder")
        if not own.exists():
            raise Unavailable("There is no autoencoder yet: run the stage `autoencoder` first.")
        return own

    def newest_decoder(self) -> Path:
        """The same autoencoder, with the newest decoder. Raises Unavailable."""
        own = self.output("decoder")
        return own if own.exists() else self.autoencoder()

    def acceleration(self) -> Path | None:
        """The distilled LoRA of this run, or the source's if the painter is still the source's."""
        own = self.output("distillation")
        if own.exists():
            return own
        if self.source is None or self.output("painter").exists():
            return None
        folder = self.source / ACCELERATION
        return folder if folder.exists() else None

    def source_receipts(self) -> dict[str, Any]:
        """The receipts of the source by stage; empty without a source."""
        return {} if self.source is None else Manifest.read(self.source).receipt

    def receipts(self, stages: Iterable[str]) -> dict[str, Any]:
        """This run's receipts by stage, and the source's for other stages."""
        own = {stage: receipt for stage in stages if (receipt := read_receipt(self.of(stage)))}
        receipts = {**self.source_receipts(), **own}
        if self.acceleration() is None:
            receipts.pop("distillation", None)
        return receipts
