"""One fine-tune: from its plan to a model folder with card, receipt and report."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from training.diffusion.captioned_latents import Shuffled
from training.diffusion.denoising import DenoisingTask
from training.diffusion.lora import add_lora, save_lora
from training.diffusion.objective import Objective
from training.diffusion.parts import ModelParts
from training.loop.loop import Loop
from training.loop.run_page import RunFacts, typed, write_run_report
from training.paths import write_json
from training.processes import processes
from training.reports.model_card import write_card
from training.runs.folder import DONE, lock_folder, run_folder
from training.runs.outputs import MODEL, PAINTS, REPORT, card_of, sheet_painter, write_run_model
from training.runs.plan import Plan, format_plan
from training.runs.receipt import receipt_of
from training.runs.training_data import TrainingData

LORA = "lora"
"""The folder of the LoRA alone, in a run that trains one; the model has it merged."""
LIMITS = (
    "This run did not score it: `python -m training evaluate A B` compares it with its base.",
    PAINTS,
)


def finetune(plan: Plan, origins: Mapping[str, str], minutes: float | None = None) -> Path | None:
    """Train, or resume an interrupted run. Returns its folder, None in all but the main process.

    Raises EmojismithError, and KeyboardInterrupt after a checkpoint.
    """
    state = processes()
    if state.is_main_process:
        print(format_plan(plan, origins), flush=True)
    parts = ModelParts.open(plan.model, plan.resolution, state.device)
    objective = Objective.of(parts.scheduler, plan.snr_gamma, plan.zero_snr)
    data = TrainingData.of(plan, parts)
    if state.is_main_process:
        print("\n".join(data.summary()), flush=True)
    folder = run_folder("finetune", plan, parts.digest, data.reading.digest)
    with lock_folder(folder):
        if (folder / DONE).exists():
            print(f"Finished before, with the same settings and data: {folder / MODEL}")
            return folder
        if plan.lora_rank:
            add_lora(parts.unet, plan.lora_rank)
        rows = len(data.reading.rows)
        task = _task(plan, parts, objective, data)
        loop = Loop(task, plan.settings(rows, state.num_processes), folder)
        loop.run(minutes)
        if not state.is_main_process:
            return None
        receipt = receipt_of(plan, parts, data, loop)
        if plan.lora_rank:
            save_lora(parts.unet, folder / LORA)
        model = write_run_model(plan, parts, {"finetune": receipt}, folder)
        write_card(model, card_of("A fine-tune on emoji", plan, parts.manifest, receipt, LIMITS))
        write_run_report(folder, _report(plan, receipt), folder / REPORT)
        if loop.finished:
            write_json(folder / DONE, receipt)
    return folder


def _task(plan: Plan, parts: ModelParts, objective: Objective, data: TrainingData) -> DenoisingTask:
    return DenoisingTask(
        parts.unet,
        data.examples,
        objective,
        Shuffled(len(data.examples.captions), plan.seed),
        sheet_painter(parts),
        caption_dropout=plan.caption_dropout,
        noise_offset=plan.noise_offset,
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
