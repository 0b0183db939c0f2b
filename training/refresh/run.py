"""One refresh: train on votes, compare with the current weights, promote."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.settings.config import Settings
from model.files.folders import find
from model.files.manifest import Manifest
from model.files.promotion import promote, promoted
from training.diffusion.lora import add_lora
from training.diffusion.objective import Objective
from training.diffusion.parts import ModelParts
from training.evaluation.comparison import Comparison, compare
from training.evaluation.comparison_page import write_comparison
from training.evaluation.evaluate import STRENGTHS
from training.feedback import Feedback, Method, method_for, rows_of
from training.loop.loop import Loop
from training.loop.run_page import RunFacts, typed, write_run_report
from training.paths import write_json
from training.processes import processes
from training.refresh.encode_votes import encode_votes
from training.refresh.reward import FittedReward, Reward, fit_reward
from training.refresh.task import RefreshTask
from training.refresh.vote_examples import RefreshSettings
from training.reports.model_card import CardFacts, write_card
from training.reports.verdict import Verdict
from training.runs.folder import DONE, lock_folder, run_folder
from training.runs.outputs import MODEL, PAINTS, REPORT, card_of, sheet_painter, write_run_model
from training.runs.plan import Plan, format_plan
from training.runs.receipt import receipt_of
from training.runs.training_data import TrainingData

TOO_FEW_PROMPTS = "No reward is fitted: the votes are on too few prompts to tell how good it is."


class Refresh:
    """One refresh. It starts from the base model, with all votes.

    So what earlier refreshes learnt can be unlearnt, and errors do not add up.
    """

    def __init__(
        self, settings: Settings, plan: Plan, origins: Mapping[str, str], feedback: Feedback
    ) -> None:
        self._base = settings.model.path
        self._database = Path(settings.database.path)
        self._plan = plan
        self._origins = origins
        self._feedback = feedback
        self._rows = rows_of(feedback, held_out=False)
        self._settings = RefreshSettings(method_for(feedback))

    def train(self, minutes: float | None = None) -> Path:
        """Train, or resume an interrupted run. Returns the folder of the refreshed model.

        Only the main process writes it. Raises EmojismithError, and KeyboardInterrupt after a
        checkpoint.
        """
        plan, state = self._plan, processes()
        if state.is_main_process:
            print(format_plan(plan, self._origins), flush=True)
        parts = ModelParts.open(plan.model, plan.resolution, state.device)
        objective = Objective.of(parts.scheduler, plan.snr_gamma, plan.zero_snr)
        data = TrainingData.of(plan, parts)
        folder = run_folder(
            "refresh", plan, self._settings, parts.digest, data.reading.digest, self._digest
        )
        with lock_folder(folder):
            if not (folder / DONE).exists():
                self._train(parts, objective, data, folder, minutes)
        return folder / MODEL

    def _train(
        self,
        parts: ModelParts,
        objective: Objective,
        data: TrainingData,
        folder: Path,
        minutes: float | None,
    ) -> None:
        plan, state = self._plan, processes()
        add_lora(parts.unet, plan.lora_rank)
        votes = encode_votes(parts, self._rows)
        fitted = fit_reward(votes)
        if state.is_main_process:
            print(fitted.trust if fitted else TOO_FEW_PROMPTS, flush=True)
        task = RefreshTask(
            parts.unet,
            votes,
            data.examples.draw,
            objective,
            self._settings,
            sheet_painter(parts),
            _trusted(fitted),
        )
        # Half of each batch is base data, so an epoch of the votes takes twice as many samples.
        settings = plan.settings(2 * len(self._rows.rows), state.num_processes)
        loop = Loop(task, settings, folder)
        loop.run(minutes)
        if not state.is_main_process:
            return
        receipt = {**receipt_of(plan, parts, data, loop), **self._learnt(task, fitted)}
        write_card(write_run_model(plan, parts, {"refresh": receipt}, folder), self._card(receipt))
        if loop.finished:
            write_json(folder / DONE, receipt)

    def _learnt(self, task: RefreshTask, fitted: FittedReward | None) -> dict[str, Any]:
        """The part of the receipt that only a refresh has."""
        return {
            "votes": self._counts,
            "recipe": asdict(self._settings),
            "terms": _terms(self._feedback, fitted),
            "reward": fitted and asdict(fitted.trust),
            "beta": task.beta.value,
            "winners": task.winners.ratio,
        }

    def compare(self, model: Path, prompts: int, strengths: Sequence[float] = STRENGTHS) -> Verdict:
        """Score the current and the new weights on the same prompts and seeds; write both reports.

        Raises Unavailable without a data set.
        """
        comparison = compare(self.current, model, prompts, strengths, database=self._database)
        folder = model.parent
        write_comparison(comparison, folder / "comparison")
        self._report(folder, comparison)
        print(f"{folder / REPORT}\n{folder / 'comparison' / REPORT}")
        return comparison.verdict

    @cached_property
    def current(self) -> Path:
        """The folder of the weights in use: the promoted model, or the base model."""
        now = promoted(self._base)
        return Path(now.model) if now else find(self._base)

    def promote(self, model: Path) -> str:
        """Promote the new weights; a running bot loads them. Returns a sentence to print."""
        new = promote(model, self._base)
        return (
            f"Promoted {new.digest[:12]}: a running bot loads it. "
            "`python -m training rollback` goes back."
        )

    def _report(self, folder: Path, comparison: Comparison) -> None:
        receipt = Manifest.read(folder / MODEL).receipt["refresh"]
        facts = RunFacts(
            title=f"Refresh from {self._feedback.votes} votes",
            commands=[typed()],
            settings=self._plan.model_dump(mode="json"),
            data={key: receipt[key] for key in ("votes", "terms", "reward")},
            before=comparison.before.scores,
            after=comparison.after.scores,
            verdict=comparison.verdict,
        )
        write_run_report(folder, facts, folder / REPORT)
        card = self._card(receipt)
        scores, verdict = comparison.after.scores, comparison.verdict
        write_card(folder / MODEL, replace(card, scores=scores, verdict=verdict))

    def _card(self, receipt: Mapping[str, Any]) -> CardFacts:
        votes = self._feedback.votes
        base = Manifest.read(find(self._plan.model))
        card = card_of(f"A refresh from {votes} votes", self._plan, base, receipt, (PAINTS,))
        source = f"{votes} votes of people who agreed that they train the model, and"
        return replace(card, attribution=f"{source} {card.attribution}")

    @property
    def _counts(self) -> dict[str, Any]:
        feedback = self._feedback
        return {
            "method": method_for(feedback).value,
            "votes": feedback.votes,
            "dislikes": feedback.dislikes,
            "pairs": len(feedback.pairs),
            "trained_on": len(self._rows.rows),
            **feedback.left_out,
        }

    @property
    def _digest(self) -> str:
        """A hash of the votes, so that new votes start a new run."""
        total = hashlib.sha256()
        for row in self._rows.rows:
            total.update(row.png + repr(replace(row, png=b"")).encode())
        total.update(repr(self._rows.pairs).encode())
        return total.hexdigest()


def _trusted(fitted: FittedReward | None) -> Reward | None:
    return fitted.reward if fitted and fitted.trust.holds else None


def _terms(feedback: Feedback, fitted: FittedReward | None) -> list[str]:
    """The terms of the loss."""
    terms = ["denoising of base data"]
    if method_for(feedback) is Method.KTO:
        terms += ["Diffusion-KTO", *(["Diffusion-DPO"] if feedback.pairs else [])]
    else:
        terms += ["reward-weighted denoising"]
    return terms + (["learnt reward"] if _trusted(fitted) else [])
