"""The operator's commands: ban, limits, pause; and the summary."""

import math
import time
from collections.abc import Mapping
from statistics import median

from bot import messages
from bot.domain import Actor, Engine, Person, Refused
from bot.jobs.queue import Queue
from bot.language import _
from bot.limits import DAY
from bot.settings.config import Settings
from bot.store import Store
from bot.views import Likes, ModelVotes, Overview

PAUSED = "paused"
ACTIONS = ("ban", "unban", "limit", "pause", "resume", "stats")
HOURS = 24
Z = 1.96
"""The normal quantile of a 95 % interval."""


class Operator:
    """The operator's commands, for the people named in the settings."""

    def __init__(self, store: Store, queue: Queue, engine: Engine, settings: Settings) -> None:
        self._store = store
        self._queue = queue
        self._engine = engine
        self._admins = frozenset(settings.admins.people)

    async def act(
        self, actor: Actor, action: str, target: Person | None = None, value: str | None = None
    ) -> str:
        """Do one of ACTIONS. Raises Refused for others, and if the actor is not an operator."""
        if actor.person.key not in self._admins:
            raise Refused(_(messages.OPERATOR_ONLY))
        if action == "stats":
            return await summary(self._store, self._arms)
        if action in ("pause", "resume"):
            return await self.pause(action == "pause")
        if action not in ACTIONS:
            raise Refused(messages.no_action(ACTIONS))
        if target is None:
            raise Refused(messages.whom(action))
        if action == "limit":
            return await self._limit(target, value)
        await self._store.people.set_banned(target, action == "ban")
        return messages.banned(target, action == "ban")

    async def pause(self, paused: bool) -> str:
        """Start no further painting, or go on."""
        await self._store.notes.set(PAUSED, "yes" if paused else "")
        if paused:
            self._queue.pause()
            return messages.PAINTING_PAUSED
        self._queue.resume()
        return messages.PAINTING_RESUMED

    async def overview(self) -> Overview:
        """Everything that the operator's page shows."""
        now, statistics = time.time(), self._store.statistics
        return Overview(
            paused=self._queue.paused,
            states=await statistics.jobs_by_state(),
            times=await statistics.times(now - DAY),
            hours=await statistics.hours(now, HOURS),
            models=await models(self._store, self._arms),
            disk=await statistics.disk(),
        )

    @property
    def _arms(self) -> dict[str, str]:
        """The role of each model that paints now, by its hash."""
        arms = {self._engine.model: "current"}
        if self._engine.candidate is not None:
            arms[self._engine.candidate] = "candidate"
        return arms

    async def _limit(self, target: Person, value: str | None) -> str:
        if value is None or not value.isdecimal():
            raise Refused(messages.HOW_MANY)
        await self._store.people.set_per_day(target, int(value))
        return messages.per_day(target, int(value))


async def models(store: Store, arms: Mapping[str, str]) -> list[ModelVotes]:
    """The votes on each model, newest first; `arms` names those that paint now."""
    painted = {model: likes(up, down) for model, up, down in await store.votes.painted_by_model()}
    return [
        ModelVotes(model, arms.get(model, ""), likes(up, down), painted.get(model, likes(0, 0)))
        for model, up, down in await store.votes.by_model()
    ]


async def summary(store: Store, arms: Mapping[str, str]) -> str:
    """A summary in lines: emoji made, failures, times, likes by model.

    `arms` names the models that paint now, if they are known.
    """
    states = await store.statistics.jobs_by_state()
    made = states.get("delivered", 0) + states.get("painted", 0)
    lines = [
        f"made {made}, waiting {states.get('waiting', 0)}, failed {states.get('failed', 0)}, "
        f"cancelled {states.get('cancelled', 0)}, refused {await store.statistics.refused()}"
    ]
    if times := await store.statistics.times(time.time() - DAY):
        waited, painted = (median(column) for column in zip(*times, strict=True))
        lines.append(f"last day, medians: waited {waited:.1f} s, painted in {painted:.1f} s")
    for found in await models(store, arms):
        arm = f" ({found.arm})" if found.arm else ""
        line = f"model {found.model}{arm}: {_share(found.likes)}"
        lines.append(line + (f"; painted {_share(found.painted)}" if found.painted.count else ""))
    return "\n".join(lines)


def likes(up: int, down: int) -> Likes:
    """The share of likes with its 95 % interval."""
    return Likes(up, up + down, *wilson(up, up + down))


def _share(found: Likes) -> str:
    return f"{found.up} of {found.count} liked ({found.low:.0%} to {found.high:.0%})"


def wilson(up: int, count: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927); 0 to 1 if nothing was counted."""
    if count == 0:
        return 0.0, 1.0
    share, z2 = up / count, Z * Z
    middle = share + z2 / (2 * count)
    spread = Z * math.sqrt(share * (1 - share) / count + z2 / (4 * count * count))
    whole = 1 + z2 / count
    return max((middle - spread) / whole, 0.0), min((middle + spread) / whole, 1.0)
