"""Opens models on all replicas: to open one is to send its weights and load them there."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from bot.domain import LoraStyle
from bot.engine.cluster.replica import Loaded
from bot.engine.cluster.replicas import Replicas
from bot.engine.cluster.weights import Arm, content
from model.errors import BadModel
from model.files.folders import find
from model.files.lora import LoraFile
from model.pipeline import Extras


class ClusterOpener:
    """A `bot.engine.registry.Opener`. `facts` is what a replica said about each open arm."""

    def __init__(self, replicas: Replicas, extras: Extras, loras: Sequence[LoraStyle] = ()) -> None:
        self.facts: dict[Arm, Loaded] = {}
        self._replicas = replicas
        self._extras = extras
        self._loras = loras

    async def open(self, model: str) -> Arm:
        """Load a model, named as in config.toml. Raises BadModel or Unavailable."""
        arm, folders = await asyncio.to_thread(self._arm, model)
        return await self._load(arm, folders)

    async def proven(self, model: str, wanted: str | None = None) -> Arm:
        """The same, after it has painted a test emoji and its weights have this digest."""
        arm, folders = await asyncio.to_thread(self._arm, model)
        if wanted is not None and arm.model != wanted:
            raise BadModel(
                f"The weights in {model} are not those that were promoted: promote it again."
            )
        return await self._load(replace(arm, proof=True), folders)

    async def close(self, engine: Arm) -> None:
        """Free an arm on all replicas after its last paintings."""
        await self._replicas.unload(engine)

    def short(self, engine: Arm) -> str:
        """The short hash of an arm's weights."""
        return engine.model[:12]

    async def _load(self, arm: Arm, folders: Mapping[str, Path]) -> Arm:
        self.facts[arm] = await self._replicas.load(arm, folders)
        return arm

    def _arm(self, model: str) -> tuple[Arm, dict[str, Path]]:
        """The arm of a model with the extras, and where everything is by digest."""
        extras, sources = self._extras, dict[str, Path]()

        def known(source: Path) -> str:
            found = content(source)
            sources[found] = source
            return found

        loras = [
            replace(style, path=known(LoraFile.find(lora).path))
            for style, lora in zip(self._loras, extras.loras, strict=True)
        ]
        arm = Arm(
            known(find(model)),
            known(find(extras.acceleration)) if extras.acceleration else "",
            known(find(extras.decoder)) if extras.decoder else "",
            tuple(loras),
            extras.steps,
            extras.guidance,
        )
        return arm, sources
