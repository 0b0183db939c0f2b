"""The steps of a refresh: train on votes, compare with what paints now, promote."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.config import Settings
from model.files.folders import find
from model.files.manifest import Manifest
from model.files.promotion import promote, promoted
from training.data.build import Options, build
from training.diffusion.lora import add_lora
from training.diffusion.objective import Objective
from training.diffusion.parts import ModelParts
from training.evaluation.comparison import Comparison, compare
from training.evaluation.comparison_page import write_comparison
from training.evaluation.evaluate import STRENGTHS
from training.feedback import Feedback, Method, method_for, rows_of
from training.finetune.folder import DONE, held, run_folder
from training.finetune.material import Material, replayed
from training.finetune.plan import Plan, told
from training.finetune.receipt import receipt_of
from training.finetune.run import MODEL, PAINTS, card_of, painted_sheet, write_finetuned
from training.loop.loop import Loop
from training.loop.run_page import RunFacts, typed, write_run_report
from training.paths import write_json
from training.processes import processes
from training.refresh.reward import Learnt, Reward, learnt
from training.refresh.task import RefreshTask
from training.refresh.vote_pictures import examples_of
from training.refresh.votes import RefreshSettings
from training.reports.model_card import CardFacts, write_card
from training.reports.verdict import Verdict

FEW_PROMPTS = "A reward is not fitted: the votes are on too few prompts to tell what it is worth."


class Refreshing:
    """One refresh. It starts from the base's own weights with all votes there are.

    So whatever was learnt from votes before can be unlearnt, and nothing drifts.
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
        self._recipe = RefreshSettings(method_for(feedback))

    def train(self, minutes: float | None = None) -> Path:
        """The folder of the refreshed model, once the main process has written it.

        It goes on with what was interrupted.
        """
        plan, state = self._plan, processes()
        if state.is_main_process:
            print(told(plan, self._origins), flush=True)
        parts = ModelParts.open(plan.model, plan.side, state.device)
        objective = Objective.of(parts.scheduler, plan.snr_gamma, plan.zero_snr)
        material = Material.of(plan, parts)
        folder = run_folder(
            "refresh", plan, self._recipe, parts.digest, material.reading.digest, self._digest
        )
        with held(folder):
            if not (folder / DONE).exists():
                self._train(parts, objective, material, folder, minutes)
        return folder / MODEL

    def _train(
        self,
        parts: ModelParts,
        objective: Objective,
        material: Material,
        folder: Path,
        minutes: float | None,
    ) -> None:
        plan, state = self._plan, processes()
        add_lora(parts.unet, plan.lora_rank)
        votes = examples_of(parts, self._rows)
        liking = learnt(votes)
        if state.is_main_process:
            print(liking.trust if liking else FEW_PROMPTS, flush=True)
        task = RefreshTask(
            parts.unet,
            votes,
            lambda count, generator: replayed(material.pictures, count, generator),
            objective,
            self._recipe,
            painted_sheet(parts),
            _trusted(liking),
        )
        # Half of each batch is base data, so an epoch of the votes takes twice as many samples.
        settings = plan.settings(2 * len(self._rows.rows), state.num_processes)
        loop = Loop(task, settings, folder)
        loop.run(minutes)
        if not state.is_main_process:
            return
        receipt = {
            **receipt_of(plan, parts, material, loop),
            "votes": self._counts,
            "recipe": asdict(self._recipe),
            "terms": _terms(self._feedback, liking),
            "reward": liking and asdict(liking.trust),
            "beta": task.beta.value,
            "winners": task.winners.ratio,
        }
        write_card(write_finetuned(plan, parts, {"refresh": receipt}, folder), self._card(receipt))
        if loop.finished:
            write_json(folder / DONE, receipt)

    def judge(self, model: Path, prompts: int, strengths: Sequence[float] = STRENGTHS) -> Verdict:
        """Paint and score before and after on the same prompts, and write both reports."""
        build(Options())
        comparison = compare(
            self.current,
            model,
            prompts,
            strengths,
            database=self._database,
        )
        folder = model.parent
        write_comparison(comparison, folder / "comparison")
        self._report(folder, comparison)
        print(f"{folder / 'report.html'}\n{folder / 'comparison' / 'report.html'}")
        return comparison.verdict

    @cached_property
    def current(self) -> Path:
        """What paints now: the promoted weights, or the base's."""
        now = promoted(self._base)
        return Path(now.model) if now else find(self._base)

    def promote(self, model: Path) -> str:
        """Let the new weights paint; a bot that runs takes them up. Says how to go back."""
        new = promote(model, self._base)
        return (
            f"Promoted {new.digest[:12]}: a running bot takes it up. "
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
        write_run_report(folder, facts, folder / "report.html")
        card = self._card(receipt)
        scores, verdict = comparison.after.scores, comparison.verdict
        write_card(folder / MODEL, replace(card, scores=scores, verdict=verdict))

    def _card(self, receipt: Mapping[str, Any]) -> CardFacts:
        votes = self._feedback.votes
        base = Manifest.read(find(self._plan.model))
        card = card_of(f"A refresh from {votes} votes", self._plan, base, receipt, (PAINTS,))
        source = f"{votes} votes of people who agreed that they train the model; beside them"
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
        """Of the votes, so that new ones get a run of their own."""
        total = hashlib.sha256()
        for row in self._rows.rows:
            total.update(row.png + repr(replace(row, png=b"")).encode())
        total.update(repr(self._rows.pairs).encode())
        return total.hexdigest()


def _trusted(liking: Learnt | None) -> Reward | None:
    return liking.reward if liking and liking.trust.holds else None


def _terms(feedback: Feedback, liking: Learnt | None) -> list[str]:
    """What the loss is the sum of."""
    terms = ["denoising of base data"]
    if method_for(feedback) is Method.KTO:
        terms += ["Diffusion-KTO", *(["Diffusion-DPO"] if feedback.pairs else [])]
    else:
        terms += ["reward-weighted denoising"]
    return terms + (["learnt reward"] if _trusted(liking) else [])
