"""The simulation of each taste: votes, a refresh from them, images before and after."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.domain import Engine
from bot.engine.adapter import EngineAdapter
from bot.settings.config import DatabaseSettings, ModelSettings, Settings
from model.opening import open_painter
from training.evaluation.scorer import Scorer
from training.feedback import explain, read_feedback
from training.paths import write_json
from training.refresh.run import Refresh
from training.runs.folder import DONE
from training.runs.plan import Plan
from training.simulation.cached_engine import CachedEngine
from training.simulation.measure import AIMED, ColumnChange, Images, Recall, measure, paint_prompts
from training.simulation.prompts import styled_prompts
from training.simulation.tastes import TASTES
from training.simulation.voters import Crowd, hold_vote

DATABASE, VOTES = "votes.db", "votes.json"


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """The result for one taste. `facts` name the weights, the votes and the training."""

    taste: str
    facts: Mapping[str, Any]
    columns: Mapping[str, ColumnChange]
    before: Images
    after: Images

    @property
    def succeeded(self) -> bool:
        """Whether the aim was reached: liked more in the column AIMED, R@1 kept in all."""
        kept = all(column.keeps_recall for column in self.columns.values())
        return kept and self.columns[AIMED].is_liked_more

    def to_dict(self) -> dict[str, Any]:
        """The result as plain data, without the images."""
        columns = {name: asdict(column) for name, column in self.columns.items()}
        return {"taste": self.taste, **self.facts, "succeeded": self.succeeded, "columns": columns}


class Simulation:
    """For each taste, lets people vote on `requests` emoji and compares `prompts` held-out prompts.

    Every step is cached in the folder `out`.
    """

    def __init__(
        self, plan: Plan, origins: Mapping[str, str], requests: int, prompts: int, out: Path
    ) -> None:
        self._plan = plan
        self._origins = origins
        self._out = out
        painter = open_painter(plan.model)
        self._requests = styled_prompts(painter.library, requests, held_out=False)
        self.held_out = styled_prompts(painter.library, prompts, held_out=True)
        self._recall = Recall(Scorer.open(painter), self.held_out, self._requests)

    async def vote(self, tastes: Sequence[str]) -> None:
        """Let the crowd of each taste vote. Raises Unavailable."""
        async with EngineAdapter.open(self._plan.model) as adapter:
            engine = CachedEngine(adapter, self._out / "paintings")
            for taste in tastes:
                if self._threshold(taste, engine.model) is None:
                    await self._vote(engine, taste)

    async def _vote(self, engine: Engine, taste: str) -> None:
        folder = self._out / taste
        folder.mkdir(parents=True, exist_ok=True)
        for half_made in folder.glob(f"{DATABASE}*"):
            half_made.unlink()
        crowd = await hold_vote(folder / DATABASE, engine, self._requests, TASTES[taste])
        write_json(
            folder / VOTES,
            {
                "model": engine.model,
                "requests": len(self._requests),
                "threshold": crowd.threshold,
            },
        )

    def _threshold(self, taste: str, model: str) -> float | None:
        """The threshold of the crowd that voted on these requests and weights, if it did."""
        path = self._out / taste / VOTES
        if not path.exists():
            return None
        votes = json.loads(path.read_text(encoding="utf-8"))
        same = (votes["model"], votes["requests"]) == (model, len(self._requests))
        return float(votes["threshold"]) if same else None

    def learn(self, taste: str) -> Outcome:
        """Refresh from the votes without promoting, and compare. Raises EmojismithError."""
        folder = self._out / taste
        threshold = json.loads((folder / VOTES).read_text(encoding="utf-8"))["threshold"]
        feedback = read_feedback(folder / DATABASE, opt_out=False)
        print(f"{taste}: {explain(feedback)}", flush=True)
        settings = Settings(
            model=ModelSettings(path=self._plan.model),
            database=DatabaseSettings(path=str(folder / DATABASE)),
        )
        model = Refresh(settings, self._plan, self._origins, feedback).train()
        before, after = (
            paint_prompts(weights, self.held_out, self._out / "held-out")
            for weights in (self._plan.model, model)
        )
        columns = measure(Crowd(TASTES[taste], threshold), self._recall, before, after)
        receipt = json.loads((model.parent / DONE).read_text(encoding="utf-8"))
        facts = {
            "threshold": threshold,
            "requests": len(self._requests),
            "model": str(model),
            **receipt,
        }
        outcome = Outcome(taste, facts, columns, before, after)
        write_json(folder / "result.json", outcome.to_dict())
        return outcome
