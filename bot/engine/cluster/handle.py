"""The bot's view of one replica: its life, the weights it has, and the requests it paints."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

import ray
from ray.exceptions import (
    ActorDiedError,
    RayError,
    RayTaskError,
)

from bot.domain import Painted, Recipe
from bot.engine.cluster.connection import Connection, in_daemon
from bot.engine.cluster.replica import Loaded, Replica
from bot.engine.cluster.stream import Progress, ReplicaHangs, ReplicaLost, first_line, follow
from bot.engine.cluster.version import code_version
from bot.engine.cluster.weights import Arm, pieces

log = logging.getLogger(__name__)

CREATE_SECONDS = 60.0
LOAD_SECONDS = 900.0
PREVIEW_SECONDS = 5.0
RESTART_SECONDS = 0.5
REFUSED_SECONDS = 60.0
"""The longest wait before a refused replica is started again."""
TIMES = 8
"""A replica hangs if a step takes longer than so many of its paintings, and than the deadline."""
SENDING = 32
"""Pieces of weights on their way at a time."""
HANGS = "it does not answer"
RECENT = 0.3
"""The weight of the newest painting in the mean of the seconds."""


class Unfit(Exception):
    """The replica cannot be used; the text says why."""


class Handle:
    """One replica. `run` keeps it alive; only then it has `capacity`.

    `folders` are the model folders on this machine by digest, `wanted` returns the arms that each
    replica must load, and `changed` is called when the replica can take more or less.
    """

    def __init__(
        self,
        number: int,
        resources: Mapping[str, float],
        connection: Connection,
        folders: Mapping[str, Path],
        wanted: Callable[[], tuple[Arm, ...]],
        changed: Callable[[], None],
        deadline: float,
    ) -> None:
        self.number = number
        self.live = False
        self.loaded: dict[Arm, Loaded] = {}
        self.refusal = ""
        self.seconds = 0.0
        self._resources = dict(resources)
        self._connection = connection
        self._folders = folders
        self._wanted = wanted
        self._changed = changed
        self._deadline = deadline
        self._streams: set[asyncio.Task[Painted]] = set()
        self._lock = asyncio.Lock()
        self._actor: Any = None
        self._place = ""

    @property
    def active(self) -> int:
        """How many requests it paints now."""
        return len(self._streams)

    @property
    def capacity(self) -> int:
        """How many requests it can paint at once; 0 while it does not run."""
        if not self.live:
            return 0
        return max((loaded.capacity for loaded in self.loaded.values()), default=1)

    @property
    def expected(self) -> float:
        """About how many seconds one more request would take."""
        return self.seconds * (self.active + 1) / max(self.capacity, 1)

    async def run(self) -> None:
        """Keep the replica running until cancelled. Raises HeadLost."""
        wait = 1.0
        try:
            while True:
                await self._connection.check()
                try:
                    self._actor = await in_daemon(self._create, CREATE_SECONDS)
                    await self._keep()
                except TimeoutError:
                    log.warning("The Ray cluster does not start replica %d", self.number)
                except Unfit as error:
                    self.refusal = f"Replica {self.number} ({self._place}) is refused: {error}."
                    log.warning("%s", self.refusal)
                except (ActorDiedError, RayTaskError) as error:
                    self.refusal = f"Replica {self.number} cannot start: {first_line(error)}"
                    log.warning("%s", self.refusal)
                else:
                    wait = 1.0
                self._changed()
                await self._kill(restart=False)
                await asyncio.sleep(wait)
                wait = min(2 * wait, REFUSED_SECONDS)
        finally:
            self._drop()

    async def end(self) -> None:
        """End the process for good."""
        await self._kill(restart=False)

    async def load(self, arm: Arm) -> Loaded:
        """Load an arm, after sending weights that are missing there.

        Raises Unfit, RayError, or TimeoutError if the replica hangs: then `restart` it.
        """
        async with self._lock:
            if arm not in self.loaded:
                async with asyncio.timeout(LOAD_SECONDS):
                    self.loaded[arm] = await self._load(arm)
                self.seconds = self.seconds or self.loaded[arm].seconds
            return self.loaded[arm]

    async def unload(self, arm: Arm) -> None:
        """Free an arm after its last paintings."""
        if self.loaded.pop(arm, None) is None:
            return
        try:
            await self._answer(self._actor.unload.remote(arm))
        except TimeoutError:
            await self.restart(HANGS)
        except RayError:
            pass

    async def restart(self, why: str) -> None:
        """Replace the process, even one that hangs; other replicas paint its requests."""
        log.warning("Replica %d (%s) is restarted: %s", self.number, self._place, why)
        self._drop()
        await self._kill(restart=True)

    async def paint(self, arm: Arm, wanted: Recipe, progress: Progress | None) -> Painted:
        """Paint. Raises EngineFailed, or ReplicaLost if another replica should paint it."""
        start = time.monotonic()
        stream = asyncio.create_task(self._follow(arm, wanted, progress))
        self._streams.add(stream)
        try:
            painted = await asyncio.shield(stream)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
            raise ReplicaLost("it ended") from None
        finally:
            stream.cancel()
            self._streams.discard(stream)
            self._changed()
        self.seconds += RECENT * (time.monotonic() - start - self.seconds)
        return painted

    async def preview(self, arm: Arm, wanted: Recipe) -> bytes | None:
        """A PNG preview of a recipe that it is painting."""
        try:
            async with asyncio.timeout(PREVIEW_SECONDS):
                found: bytes | None = await self._actor.preview.remote(arm, wanted)
        except (RayError, TimeoutError):
            return None
        return found

    def _create(self) -> Any:
        actor = ray.remote(Replica).options(
            max_restarts=-1,
            max_task_retries=0,
            max_concurrency=1000,
            runtime_env={"env_vars": {"OMP_WAIT_POLICY": "PASSIVE"}},
            **self._resources,
        )
        return actor.remote()

    async def _keep(self) -> None:
        """Prepare the replica whenever Ray has started it, until it is unfit or cannot start."""
        while True:
            try:
                await self._prepare()
                await self._actor.stay.remote()
            except (ActorDiedError, RayTaskError):
                raise
            except RayError:
                if self.live:
                    log.warning("Replica %d (%s) ended; Ray restarts it", self.number, self._place)
            except TimeoutError:
                await self.restart(HANGS)
            finally:
                self._drop()
            await self._connection.check()
            await asyncio.sleep(RESTART_SECONDS)

    async def _prepare(self) -> None:
        version, self._place = await self._actor.describe.remote()
        if version != code_version():
            raise Unfit(
                f"it runs Emojismith {version}, the bot {code_version()}; install the same version "
                "on all machines"
            )
        while missing := [arm for arm in self._wanted() if arm not in self.loaded]:
            await self.load(missing[0])
        self.live, self.refusal = True, ""
        log.info("Replica %d (%s) paints %d at once", self.number, self._place, self.capacity)
        self._changed()

    async def _load(self, arm: Arm) -> Loaded:
        try:
            for digest in arm.digests:
                if not await self._answer(self._actor.has.remote(digest)):
                    await self._send(digest)
            loaded: Loaded = await self._answer(self._actor.load.remote(arm))
        except RayTaskError as error:
            raise Unfit(str(error.cause).removesuffix(".")) from error
        return loaded

    async def _send(self, digest: str) -> None:
        """Send a model folder, in pieces that do not need Ray's object store."""
        await self._answer(self._actor.begin.remote(digest))
        files = pieces(self._folders[digest])
        while batch := await asyncio.to_thread(lambda: list(islice(files, SENDING))):
            for sent in [self._actor.write.remote(digest, piece) for piece in batch]:
                await self._answer(sent)
        await self._answer(self._actor.finish.remote(digest))

    async def _answer(self, call: Awaitable[Any]) -> Any:
        """The result of a call, however long it takes, while the replica answers other calls.

        Raises TimeoutError if it hangs, or RayError.
        """
        answer = asyncio.ensure_future(call)
        try:
            while not (await asyncio.wait({answer}, timeout=self._deadline))[0]:
                async with asyncio.timeout(self._deadline):
                    await self._actor.describe.remote()
            return await answer
        finally:
            answer.cancel()

    async def _follow(self, arm: Arm, wanted: Recipe, progress: Progress | None) -> Painted:
        deadline = max(self._deadline, TIMES * self.seconds)
        try:
            return await follow(self._actor, arm, wanted, progress, deadline)
        except ReplicaHangs as error:
            await self.restart(str(error))
            raise

    def _drop(self) -> None:
        """The process is gone: end its paintings, so that others can paint them."""
        self.live = False
        self.loaded.clear()
        own = asyncio.current_task()
        for stream in self._streams - {own}:
            stream.cancel()
        self._changed()

    async def _kill(self, *, restart: bool) -> None:
        with suppress(Exception):
            await in_daemon(lambda: ray.kill(self._actor, no_restart=not restart), LOAD_SECONDS)
