"""One fine-tune from its plan to a model folder with card, receipt and report."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from accelerate import PartialState
from diffusers import UNet2DConditionModel

from model.sketch.parse import Reader
from training.finetune.export import write_model
from training.finetune.folder import DONE, held, run_folder, write_json
from training.finetune.lora import add_lora
from training.finetune.machine import ran_on
from training.finetune.material import Material
from training.finetune.objective import Objective
from training.finetune.parts import Parts
from training.finetune.plan import Plan, told
from training.finetune.task import FinetuneTask
from training.loop import Loop
from training.painted_sheet import strength_sheet

MODEL = "model"


def finetune(plan: Plan, origins: Mapping[str, str], minutes: float | None = None) -> Path | None:
    """Train, or go on with what was interrupted; the run's folder, None in the other processes.

    Raises EmojismithError, and KeyboardInterrupt after a checkpoint.
    """
    state = PartialState()
    if state.is_main_process:
        print(told(plan, origins), flush=True)
    parts = Parts.open(plan.model, plan.side, state.device)
    objective = Objective.of(parts.scheduler, plan.snr_gamma, plan.zero_snr)
    material = Material.of(plan, parts)
    folder = run_folder("finetune", plan, parts.digest, material.reading.digest)
    with held(folder):
        if (folder / DONE).exists():
            print(f"Finished before, with the very same settings and data: {folder / MODEL}")
            return folder
        if plan.lora_rank:
            add_lora(parts.unet, plan.lora_rank)
        loop = Loop(
            _task(plan, parts, objective, material),
            plan.settings(len(material.reading.rows), state.num_processes),
            folder,
        )
        progress = loop.run(minutes)
        if not state.is_main_process:
            return None
        receipt = {
            "plan": plan.model_dump(mode="json"),
            "base": {"model": plan.model, "digest": parts.digest},
            "data": data_facts(material),
            "samples": progress.samples,
            "updates": progress.updates,
            "hours": round(progress.seconds / 3600, 4),
            **ran_on(loop),
        }
        write_finetuned(plan, parts, {"finetune": receipt}, folder)
        write_json(folder / DONE, receipt)
    return folder


def write_finetuned(plan: Plan, parts: Parts, receipt: dict[str, Any], folder: Path) -> Path:
    """The trained UNet as the model folder of a run."""
    before = parts.manifest
    manifest = replace(before, image_size=parts.side, receipt={**before.receipt, **receipt})
    scheduler = {**parts.scheduler, "rescale_betas_zero_snr": True} if plan.zero_snr else None
    return write_model(parts.folder, parts.unet, manifest, folder / MODEL, scheduler)


def painted_sheet(parts: Parts) -> Callable[[UNet2DConditionModel, Path], None]:
    """Paints fixed prompts with these parts, at the size that is trained."""
    library = parts.library
    return strength_sheet(
        parts.autoencoder,
        parts.states,
        Reader(library, parts.words.embed),
        library,
        parts.diffusion,
        parts.side,
    )


def _task(plan: Plan, parts: Parts, objective: Objective, material: Material) -> FinetuneTask:
    return FinetuneTask(
        parts.unet,
        material.pictures,
        objective,
        painted_sheet(parts),
        seed=plan.seed,
        caption_dropout=plan.caption_dropout,
        offset_noise=plan.offset_noise,
    )


def data_facts(material: Material) -> dict[str, Any]:
    """What a receipt says of the data."""
    reading = material.reading
    return {
        "digest": reading.digest,
        "pictures": len(reading.rows),
        "left_out": dict(reading.skipped),
        "enlarged": sum(reading.rows["enlarged"]),
        "captions_cut_off": material.cut_off,
        "licence": reading.licence,
        "attribution": reading.attribution,
    }
