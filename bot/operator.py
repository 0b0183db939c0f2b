"""What only the operator does: ban, limits, pause; and the summary."""

import math
import time
from collections.abc import Mapping
from statistics import median

from bot.config import Settings
from bot.domain import Actor, Engine, Person, Refused
from bot.limits import DAY
from bot.queue import Queue
from bot.store import Store
from bot.views import Likes, ModelVotes, Overview

PAUSED = "paused"
ACTIONS = ("ban", "unban", "limit", "pause", "resume", "stats")
HOURS = 24
Z = 1.96
"""Of a 95 % interval."""


class Operator:
    """The operator's commands, for the people named in the settings."""

    def __init__(self, store: Store, queue: Queue, engine: Engine, settings: Settings) -> None:
        self._store = store
        self._queue = queue
        self._engine = engine
        self._admins = frozenset(settings.admins.people)

    async def act(self, actor: Actor, action: str, target: Person | None, value: str | None) -> str:
        """Do one of ACTIONS. Raises Refused for others, and for people who are no operators."""
        if actor.person.key not in self._admins:
            raise Refused("Only the operator of this bot can do that.")
        if action == "stats":
            return await summary(self._store, self._arms)
        if action in ("pause", "resume"):
            return await self.pause(action == "pause")
        if action not in ACTIONS:
            raise Refused(f"There is no such action: {', '.join(ACTIONS)}.")
        if target is None:
            raise Refused(f"Say whom: {action} PERSON.")
        if action == "limit":
            return await self._limit(target, value)
        await self._store.people.set_banned(target, action == "ban")
        return f"{target.key} is {'shut out' if action == 'ban' else 'let in again'}."

    async def pause(self, paused: bool) -> str:
        """Begin no further painting, or go on."""
        await self._store.notes.set(PAUSED, "yes" if paused else "")
        if paused:
            self._queue.pause()
            return "Painting is paused: requests are taken and wait."
        self._queue.resume()
        return "Painting goes on."

    async def overview(self) -> Overview:
        """All that the operator's page shows."""
        now, notes = time.time(), self._store.notes
        return Overview(
            paused=self._queue.paused,
            states=await notes.jobs_by_state(),
            times=await notes.times(now - DAY),
            hours=await notes.hours(now, HOURS),
            models=await models(self._store, self._arms),
            disk=await notes.disk(),
        )

    @property
    def _arms(self) -> dict[str, str]:
        """What paints now, by its hash."""
        arms = {self._engine.model: "current"}
        if self._engine.candidate is not None:
            arms[self._engine.candidate] = "candidate"
        return arms

    async def _limit(self, target: Person, value: str | None) -> str:
        if value is None or not value.isdecimal():
            raise Refused("Say how many emoji a day: limit PERSON 20.")
        await self._store.people.set_per_day(target, int(value))
        return f"{target.key} may ask for {value} emoji a day."


async def models(store: Store, arms: Mapping[str, str]) -> list[ModelVotes]:
    """The votes on each model, the newest first; `arms` names those that paint now."""
    painted = {model: likes(up, down) for model, up, down in await store.votes.painted_by_model()}
    return [
        ModelVotes(model, arms.get(model, ""), likes(up, down), painted.get(model, likes(0, 0)))
        for model, up, down in await store.votes.by_model()
    ]


async def summary(store: Store, arms: Mapping[str, str]) -> str:
    """Emoji made, likes by model, times, refused and failed, in lines.

    `arms` names the models that paint now, as far as they are known.
    """
    states = await store.notes.jobs_by_state()
    made = states.get("delivered", 0) + states.get("painted", 0)
    lines = [
        f"made {made}, waiting {states.get('waiting', 0)}, failed {states.get('failed', 0)}, "
        f"cancelled {states.get('cancelled', 0)}, refused {await store.notes.refused()}"
    ]
    if times := await store.notes.times(time.time() - DAY):
        waited, painted = (median(column) for column in zip(*times, strict=True))
        lines.append(f"last day, medians: waited {waited:.1f} s, painted in {painted:.1f} s")
    for found in await models(store, arms):
        arm = f" ({found.arm})" if found.arm else ""
        line = f"model {found.model}{arm}: {_share(found.likes)}"
        lines.append(line + (f"; painted {_share(found.painted)}" if found.painted.count else ""))
    return "\n".join(lines)


def likes(up: int, down: int) -> Likes:
    """Counted votes with their interval."""
    return Likes(up, up + down, *wilson(up, up + down))


def _share(found: Likes) -> str:
    return f"{found.up} of {found.count} liked ({found.low:.0%} to {found.high:.0%})"


def wilson(up: int, count: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927); all is possible where nothing was counted."""
    if count == 0:
        return 0.0, 1.0
    share, z2 = up / count, Z * Z
    middle = share + z2 / (2 * count)
    spread = Z * math.sqrt(share * (1 - share) / count + z2 / (4 * count * count))
    whole = 1 + z2 / count
    return max((middle - spread) / whole, 0.0), min((middle + spread) / whole, 1.0)
