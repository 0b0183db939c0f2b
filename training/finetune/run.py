"""One fine-tune from its plan to a model folder with card, receipt and report."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from diffusers import UNet2DConditionModel

from model.files.manifest import Manifest
from model.sketch.language.parse import Reader
from training.diffusion.lora import add_lora
from training.diffusion.objective import Objective
from training.diffusion.parts import ModelParts
from training.diffusion.strength_sheet import strength_sheet
from training.finetune.export import write_model
from training.finetune.folder import DONE, held, run_folder
from training.finetune.material import Material
from training.finetune.plan import Plan, told
from training.finetune.receipt import receipt_of
from training.finetune.task import FinetuneTask
from training.loop.loop import Loop
from training.loop.run_page import RunFacts, typed, write_run_report
from training.paths import write_json
from training.processes import processes
from training.reports.model_card import CardFacts, base_of, write_card

MODEL, REPORT = "model", "report.html"
PAINTS = "It paints emoji on a white ground or with alpha, as its base does, and little else."
LIMITS = (
    "It was not scored by this run: `python -m training evaluate A B` compares it with its base.",
    PAINTS,
)


def finetune(plan: Plan, origins: Mapping[str, str], minutes: float | None = None) -> Path | None:
    """Train, or go on with what was interrupted; the run's folder, None in the other processes.

    Raises EmojismithError, and KeyboardInterrupt after a checkpoint.
    """
    state = processes()
    if state.is_main_process:
        print(told(plan, origins), flush=True)
    parts = ModelParts.open(plan.model, plan.side, state.device)
    objective = Objective.of(parts.scheduler, plan.snr_gamma, plan.zero_snr)
    material = Material.of(plan, parts)
    if state.is_main_process:
        print("\n".join(material.summary()), flush=True)
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
        loop.run(minutes)
        if not state.is_main_process:
            return None
        receipt = receipt_of(plan, parts, material, loop)
        model = write_finetuned(plan, parts, {"finetune": receipt}, folder)
        write_card(model, card_of("A fine-tune on emoji", plan, parts.manifest, receipt, LIMITS))
        write_run_report(folder, _report(plan, receipt), folder / REPORT)
        if loop.finished:
            write_json(folder / DONE, receipt)
    return folder


def write_finetuned(plan: Plan, parts: ModelParts, receipt: dict[str, Any], folder: Path) -> Path:
    """The trained UNet as the model folder of a run."""
    before = parts.manifest
    manifest = replace(before, image_size=parts.side, receipt={**before.receipt, **receipt})
    scheduler = {**parts.scheduler, "rescale_betas_zero_snr": True} if plan.zero_snr else None
    return write_model(parts.folder, parts.unet, manifest, folder / MODEL, scheduler)


def painted_sheet(parts: ModelParts) -> Callable[[UNet2DConditionModel, Path], None]:
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


def card_of(
    title: str,
    plan: Plan,
    base: Manifest,
    receipt: Mapping[str, Any],
    limits: Sequence[str],
) -> CardFacts:
    """What the card says of a model that was trained by `plan` from the model of `base`."""
    data = receipt["data"]
    return CardFacts(
        title=title,
        base=base_of(plan.model, base),
        attribution=f"{data['attribution']} ({data['licence']})",
        settings=receipt["plan"],
        receipt=receipt,
        limits=limits,
    )


def _report(plan: Plan, receipt: dict[str, Any]) -> RunFacts:
    data = receipt["data"]
    return RunFacts(
        title=f"Fine-tune of {plan.model}",
        commands=[typed()],
        settings=receipt["plan"],
        data={key: value for key, value in data.items() if key != "left_out"},
        left_out=data["left_out"],
        memory={key: receipt[key] for key in receipt if "memory" in key},
    )


def _task(plan: Plan, parts: ModelParts, objective: Objective, material: Material) -> FinetuneTask:
    return FinetuneTask(
        parts.unet,
        material.pictures,
        objective,
        painted_sheet(parts),
        seed=plan.seed,
        caption_dropout=plan.caption_dropout,
        offset_noise=plan.offset_noise,
    )
