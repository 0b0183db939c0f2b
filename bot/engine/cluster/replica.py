"""The Ray actor that paints: the local engine, in a process of its own on any machine."""

import asyncio
import os
import pickle
import socket
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace

from bot.domain import EngineFailed, Painted, Recipe, Withheld
from bot.engine.adapter import EngineAdapter
from bot.engine.cluster.version import code_version
from bot.engine.cluster.weights import PIECE, Arm, Piece, WeightStore
from model.errors import BadModel

WARM_UP = Recipe("angry unicorn", "fluent", 1, 2, 75)

Event = tuple[str, int, int] | tuple[str, bytes] | tuple[str, str]
"""("step", done, total), ("piece", bytes of the pickled Painted), ("failed", why), or
("unloaded", arm)."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a loaded arm says about itself.

    `fingerprints` are those of `Engine.fingerprint_of` by style; `seconds` is how long it painted a
    small test emoji.
    """

    model: str
    about: str
    fingerprints: dict[str, str]
    capacity: int
    seconds: float


@dataclass(slots=True)
class _Open:
    adapter: EngineAdapter
    loaded: Loaded
    closing: AsyncExitStack = field(default_factory=AsyncExitStack)


class Replica:
    """Paints with one or two models. All methods run in the event loop of its process."""

    def __init__(self) -> None:
        self._store = WeightStore()
        self._open: dict[Arm, _Open] = {}

    async def describe(self) -> tuple[str, str]:
        """The code version, and the name of the machine and process."""
        return code_version(), f"{socket.gethostname()}, process {os.getpid()}"

    async def stay(self) -> None:
        """Never returns: the call fails when this process ends."""
        await asyncio.Event().wait()

    async def has(self, digest: str) -> bool:
        """Whether the weights are stored on this machine."""
        return self._store.has(digest)

    async def begin(self, digest: str) -> None:
        """Start to receive weights."""
        self._store.begin(digest)

    async def write(self, digest: str, piece: Piece) -> None:
        """Receive a piece of weights."""
        self._store.write(digest, piece)

    async def finish(self, digest: str) -> None:
        """Store received weights. Raises BadModel."""
        await asyncio.to_thread(self._store.finish, digest)

    async def load(self, arm: Arm) -> Loaded:
        """Load an arm whose weights are stored, and paint a test emoji.

        Raises BadModel if the weights are not those of the arm, or paint nothing plausible.
        """
        if arm not in self._open:
            self._open[arm] = await self._load(arm)
        return self._open[arm].loaded

    async def unload(self, arm: Arm) -> None:
        """Free an arm once its last paintings are finished."""
        if arm in self._open:
            await self._open.pop(arm).closing.aclose()

    async def paint(self, arm: Arm, wanted: Recipe) -> AsyncIterator[Event]:
        """Paint, with an event for each step. Cancelling stops the painting."""
        if arm not in self._open:
            yield "unloaded", arm.model
            return
        steps: asyncio.Queue[tuple[int, int] | None] = asyncio.Queue()
        adapter = self._open[arm].adapter
        painting = asyncio.ensure_future(
            adapter.paint(wanted, lambda done, total: steps.put_nowait((done, total)))
        )
        painting.add_done_callback(lambda _: steps.put_nowait(None))
        try:
            while (step := await steps.get()) is not None:
                yield "step", *step
            for event in result_events(await painting):
                yield event
        except Withheld as error:
            yield "withheld", str(error)
        except EngineFailed as error:
            yield "failed", str(error)
        finally:
            painting.cancel()

    async def preview(self, arm: Arm, wanted: Recipe) -> bytes | None:
        """A PNG preview of a recipe that this replica is painting."""
        found = self._open.get(arm)
        return None if found is None else await found.adapter.preview(wanted)

    async def _load(self, arm: Arm) -> _Open:
        for digest in arm.digests:
            self._store.used(digest)

        def path(digest: str) -> str:
            return str(self._store.folder(digest)) if digest else ""

        async with AsyncExitStack() as stack:
            opening = EngineAdapter.open(
                path(arm.model),
                acceleration=path(arm.acceleration),
                decoder=path(arm.decoder),
                steps=arm.steps,
                guidance=arm.guidance,
                loras=[replace(lora, path=path(lora.path)) for lora in arm.loras],
            )
            adapter = await stack.enter_async_context(opening)
            if adapter.model != arm.model[:12]:
                self._store.remove(arm.model)
                raise BadModel(
                    f"it has other weights ({adapter.model}) than the bot ({arm.model[:12]})"
                )
            if arm.proof:
                await adapter.prove()
            start = time.perf_counter()
            await adapter.paint(WARM_UP)
            seconds = time.perf_counter() - start
            fingerprints = {
                style: adapter.fingerprint_of(replace(WARM_UP, style=style))
                for style in adapter.styles
            }
            loaded = Loaded(adapter.model, adapter.about, fingerprints, adapter.capacity, seconds)
            return _Open(adapter, loaded, stack.pop_all())


def result_events(painted: Painted) -> list[tuple[str, bytes]]:
    """The last events of a painting: its result in pieces."""
    data = pickle.dumps(painted)
    return [("piece", data[at : at + PIECE]) for at in range(0, len(data), PIECE)]
