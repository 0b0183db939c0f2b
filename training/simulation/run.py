"""One taste after another: votes, a refresh from them, pictures before and after."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.config import DatabaseSettings, ModelSettings, Settings
from bot.domain import Engine
from bot.engine.adapter import EngineAdapter
from model.painter import Painter
from model.pipeline import load
from training.evaluation.scorer import Examiner
from training.feedback import read_feedback, why
from training.finetune.folder import DONE
from training.finetune.plan import Plan
from training.paths import write_json
from training.refresh.steps import Refreshing
from training.simulation.cached_engine import Kept
from training.simulation.measure import AIMED, Drawn, Measured, Recall, drawn, measured
from training.simulation.prompts import wishes
from training.simulation.tastes import TASTES
from training.simulation.voters import Crowd, hold_vote

DATABASE, VOTES = "votes.db", "votes.json"


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What became of one taste. `facts` say which weights, which votes and how they were learnt."""

    taste: str
    facts: Mapping[str, Any]
    columns: Mapping[str, Measured]
    before: Drawn
    after: Drawn

    @property
    def succeeded(self) -> bool:
        """Whether the aim was reached: liked more where it is aimed at, R@1 kept everywhere."""
        kept = all(column.keeps_recall for column in self.columns.values())
        return kept and self.columns[AIMED].is_liked_more

    def to_dict(self) -> dict[str, Any]:
        """Plain data, without the pictures."""
        columns = {name: asdict(column) for name, column in self.columns.items()}
        return {"taste": self.taste, **self.facts, "succeeded": self.succeeded, "columns": columns}


class Simulation:
    """`requests` are voted on, then `prompts` held-out ones are compared, for each taste.

    All that was done is kept in `out`, and done once.
    """

    def __init__(
        self, plan: Plan, origins: Mapping[str, str], requests: int, prompts: int, out: Path
    ) -> None:
        self._plan = plan
        self._origins = origins
        self._out = out
        painter = Painter.open(load(plan.model))
        self._asked = wishes(painter.library, requests, held_out=False)
        self.held_out = wishes(painter.library, prompts, held_out=True)
        self._recall = Recall(Examiner.open(painter), self.held_out, self._asked)

    async def vote(self, tastes: Sequence[str]) -> None:
        """Let the crowds vote. Raises Unavailable."""
        async with EngineAdapter.open(self._plan.model) as adapter:
            engine = Kept(adapter, self._out / "paintings")
            for taste in tastes:
                if self._threshold(taste, engine.model) is None:
                    await self._vote(engine, taste)

    async def _vote(self, engine: Engine, taste: str) -> None:
        folder = self._out / taste
        folder.mkdir(parents=True, exist_ok=True)
        for half_made in folder.glob(f"{DATABASE}*"):
            half_made.unlink()
        crowd = await hold_vote(folder / DATABASE, engine, self._asked, TASTES[taste])
        write_json(
            folder / VOTES,
            {
                "model": engine.model,
                "requests": len(self._asked),
                "threshold": crowd.threshold,
            },
        )

    def _threshold(self, taste: str, model: str) -> float | None:
        """What the crowd that has voted on these requests and weights likes more than."""
        path = self._out / taste / VOTES
        if not path.exists():
            return None
        votes = json.loads(path.read_text(encoding="utf-8"))
        same = (votes["model"], votes["requests"]) == (model, len(self._asked))
        return float(votes["threshold"]) if same else None

    def learn(self, taste: str) -> Outcome:
        """Refresh from the votes, nothing promoted, and compare. Raises EmojismithError."""
        folder = self._out / taste
        threshold = json.loads((folder / VOTES).read_text(encoding="utf-8"))["threshold"]
        feedback = read_feedback(folder / DATABASE, opt_out=False)
        print(f"{taste}: {why(feedback)}", flush=True)
        settings = Settings(
            model=ModelSettings(path=self._plan.model),
            database=DatabaseSettings(path=str(folder / DATABASE)),
        )
        model = Refreshing(settings, self._plan, self._origins, feedback).train()
        before, after = (
            drawn(weights, self.held_out, self._out / "held-out")
            for weights in (self._plan.model, model)
        )
        columns = measured(Crowd(TASTES[taste], threshold), self._recall, before, after)
        receipt = json.loads((model.parent / DONE).read_text(encoding="utf-8"))
        facts = {
            "threshold": threshold,
            "requests": len(self._asked),
            "model": str(model),
            **receipt,
        }
        outcome = Outcome(taste, facts, columns, before, after)
        write_json(folder / "result.json", outcome.to_dict())
        return outcome
