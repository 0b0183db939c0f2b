"""The bot's engine over a Ray cluster."""

import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

from bot.domain import EngineFailed, LoraStyle, Painted, Recipe
from bot.engine.adapter import WATCH_SECONDS
from bot.engine.cluster.handle import Handle
from bot.engine.cluster.opener import ClusterOpener
from bot.engine.cluster.replicas import Replicas
from bot.engine.cluster.stream import ReplicaLost
from bot.engine.cluster.weights import Arm
from bot.engine.registry import Engines
from bot.engine.trial import TrialEngine
from model.files.lora import Lora
from model.pipeline import Extras

log = logging.getLogger(__name__)

LOSSES = 4
"""A request that was on so many lost replicas probably ended them."""
DEADLINE = 60.0
"""A replica hangs if no step ends for so many seconds; longer for a slow model."""


class ClusterEngine(TrialEngine[Arm]):
    """An Engine whose paintings are done by replicas on other machines.

    The candidate model paints a `share` of the recipes, always the same ones, on every replica.
    """

    def __init__(
        self, engines: Engines[Arm], opener: ClusterOpener, replicas: Replicas, share: float
    ) -> None:
        super().__init__(engines, share)
        self._opener = opener
        self._replicas = replicas
        self._painting: dict[Recipe, tuple[Handle, Arm]] = {}

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        model: str,
        *,
        address: str,
        replicas: tuple[int, int],
        follow: bool = False,
        candidate: str = "",
        share: float = 0.0,
        acceleration: str = "",
        decoder: str = "",
        steps: int = 0,
        guidance: float = 0.0,
        loras: Sequence[LoraStyle] = (),
        seconds: float = WATCH_SECONDS,
        deadline: float = DEADLINE,
    ) -> AsyncIterator["ClusterEngine"]:
        """Start `replicas` (least, most) in the Ray cluster at `address`.

        The other parameters are those of EngineAdapter.open. Raises BadModel, Unavailable or
        BadSettings.
        """
        files = tuple(Lora(lora.name, lora.path, lora.weight) for lora in loras)
        extras = Extras(acceleration, decoder, files, steps, guidance)
        trial = candidate if share else ""
        async with Replicas.open(address, *replicas, deadline) as running:
            opener = ClusterOpener(running, extras, loras)
            async with Engines.open(opener, model, follow, trial, seconds) as engines:
                yield cls(engines, opener, running, share)

    @property
    def styles(self) -> Sequence[str]:
        """The styles of the sketches and of the LoRAs."""
        return tuple(self._opener.facts[self._engines.current].fingerprints)

    @property
    def about(self) -> str:
        """The model's hash, licence and attribution."""
        return self._opener.facts[self._engines.current].about

    @property
    def capacity(self) -> int:
        """How many recipes all replicas can paint at once, at least 1."""
        return max(self._replicas.capacity, 1)

    def fingerprint_of(self, wanted: Recipe) -> str:
        """The weights that would paint this recipe now, and their settings, as text."""
        return self._fingerprint(self._engine_of(wanted), wanted)

    async def paint(
        self, wanted: Recipe, progress: Callable[[int, int], None] | None = None
    ) -> Painted:
        """Paint on the replica that has room, and on another one if that is lost.

        Raises EngineFailed for any error inside.
        """
        for _ in range(LOSSES):
            handle, arm = await self._replicas.with_room(lambda: self._engine_of(wanted))
            self._painting[wanted] = handle, arm
            try:
                painted = await handle.paint(arm, wanted, progress)
            except ReplicaLost as error:
                log.warning("Replica %d was lost while painting: %s", handle.number, error)
                continue
            finally:
                self._painting.pop(wanted, None)
            # Replicas differ in precision if their devices do; the bot's cache has one name.
            fingerprint = self._fingerprint(arm, wanted)
            receipt = {**painted.receipt, "replica": handle.number}
            return replace(painted, fingerprint=fingerprint, receipt=receipt)
        raise EngineFailed(f"{LOSSES} replicas were lost while painting this")

    async def preview(self, wanted: Recipe) -> bytes | None:
        """A PNG preview of a recipe that is being painted."""
        if (found := self._painting.get(wanted)) is None:
            return None
        handle, arm = found
        return await handle.preview(arm, wanted)

    async def standing(self) -> list[str]:
        """Lines about the replicas, the promoted model and the one on trial. Raises BadModel."""
        running = sum(handle.live for handle in self._replicas.handles.values())
        lines = [f"replicas: {running} run, {self.capacity} paintings at once"]
        return lines + await super().standing()

    def _fingerprint(self, arm: Arm, wanted: Recipe) -> str:
        return self._opener.facts[arm].fingerprints[wanted.style]
