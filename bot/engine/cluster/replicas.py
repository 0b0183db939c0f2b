"""All replicas of a bot: kept running, scaled with the load, and given the same weights."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from ray.exceptions import RayError

from bot.domain import BadSettings
from bot.engine.cluster.connection import Connection, HeadLost
from bot.engine.cluster.handle import HANGS, Handle, Unfit
from bot.engine.cluster.replica import Loaded
from bot.engine.cluster.weights import Arm
from model.errors import BadModel, EmojismithError, Unavailable

log = logging.getLogger(__name__)

START_SECONDS = 600.0
RECONNECT_SECONDS = 2.0
SCALE_SECONDS = 1.0
FULL_SECONDS = 10.0
"""After so long without room, one replica more is started."""
IDLE_SECONDS = 600.0
"""After so long with a whole replica idle, it is ended."""


class Replicas:
    """Between `least` and `most` replicas, and the arms that each of them loads."""

    def __init__(self, connection: Connection, least: int, most: int, deadline: float) -> None:
        self.handles: dict[int, Handle] = {}
        self._connection = connection
        self._least, self._most = least, most
        self._deadline = deadline
        self._arms: list[Arm] = []
        self._folders: dict[str, Path] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._changed = asyncio.Event()

    @classmethod
    @asynccontextmanager
    async def open(
        cls, address: str, least: int, most: int, deadline: float
    ) -> AsyncIterator["Replicas"]:
        """Join the cluster and start replicas. Raises Unavailable or BadSettings."""
        connection = Connection(address)
        await connection.open()
        replicas = cls(connection, least, most, deadline)
        running = asyncio.create_task(replicas._run())
        try:
            yield replicas
        finally:
            running.cancel()
            await asyncio.wait({running})
            await connection.close()

    @property
    def capacity(self) -> int:
        """How many requests all running replicas can paint at once."""
        return sum(handle.capacity for handle in self.handles.values())

    async def with_room(self, wanted: Callable[[], Arm]) -> tuple[Handle, Arm]:
        """Wait until a replica has room for the arm that is wanted then.

        Of several, it is the one where the request takes least time.
        """
        while True:
            arm = wanted()
            free = [
                handle
                for handle in self.handles.values()
                if handle.active < handle.capacity and arm in handle.loaded
            ]
            if free:
                return min(free, key=lambda handle: handle.expected), arm
            await self._wait()

    async def load(self, arm: Arm, folders: Mapping[str, Path]) -> Loaded:
        """Load an arm wherever a replica runs; the others load it as they start.

        `folders` are its model folders on this machine by digest. Raises BadModel or Unavailable.
        """
        self._folders |= folders
        self._arms.append(arm)
        try:
            async with asyncio.timeout(START_SECONDS):
                return await self._first_loaded(arm)
        except BaseException as error:
            self._arms.remove(arm)
            if isinstance(error, TimeoutError):
                raise Unavailable(
                    f"No replica started at {self._connection.address} in {START_SECONDS:.0f} s: "
                    "`ray status` says what is missing."
                ) from error
            raise

    async def unload(self, arm: Arm) -> None:
        """Free an arm everywhere after its last paintings, unless it was loaded twice."""
        self._arms.remove(arm)
        if arm not in self._arms:
            await asyncio.gather(*(each.unload(arm) for each in self.handles.values()))

    async def _first_loaded(self, arm: Arm) -> Loaded:
        while True:
            running = [handle for handle in self.handles.values() if handle.live]
            found = await asyncio.gather(
                *(handle.load(arm) for handle in running), return_exceptions=True
            )
            loaded = [each for each in found if isinstance(each, Loaded)]
            for handle, failure in zip(running, found, strict=True):
                match failure:
                    case Unfit() if not loaded:
                        raise BadModel(f"{failure}.")
                    case Unfit():
                        await handle.restart(str(failure))
                    case TimeoutError():
                        await handle.restart(HANGS)
                    case BaseException() if not isinstance(failure, RayError):
                        raise failure
            if loaded:
                return loaded[0]
            refusals = [handle.refusal for handle in self.handles.values()]
            if refusals and all(refusals):
                raise Unavailable(refusals[0])
            await self._wait()

    async def _run(self) -> None:
        """Keep the replicas running; after the head is lost, join the cluster again."""
        while True:
            try:
                async with asyncio.TaskGroup() as group:
                    for number in range(self._least):
                        self._add(group, number)
                    group.create_task(self._scale(group))
            except* HeadLost:
                log.warning("The Ray cluster at %s is lost; waiting", self._connection.address)
            except* Exception:
                log.exception("The replicas failed; they are started again")
            self.handles.clear()
            self._notify()
            await self._connection.close()
            await self._reconnect()

    async def _reconnect(self) -> None:
        said = ""
        while True:
            try:
                await self._connection.open()
            except (BadSettings, EmojismithError) as error:
                if str(error) != said:
                    log.warning("%s", said := str(error))
                await asyncio.sleep(RECONNECT_SECONDS)
            else:
                log.info("The bot has joined the Ray cluster again")
                return

    def _add(self, group: asyncio.TaskGroup, number: int) -> None:
        handle = Handle(
            number=number + 1,
            resources=self._connection.resources(self._most),
            connection=self._connection,
            folders=self._folders,
            wanted=lambda: tuple(self._arms),
            changed=self._notify,
            deadline=self._deadline,
        )
        self.handles[number] = handle
        self._tasks[number] = group.create_task(handle.run())

    async def _scale(self, group: asyncio.TaskGroup) -> None:
        """Start a replica when all are full for a while, and end one that is idle for long."""
        full = idle = time.monotonic()
        while True:
            await asyncio.sleep(SCALE_SECONDS)
            now, handles = time.monotonic(), self.handles
            if any(handle.active < max(handle.capacity, 1) for handle in handles.values()):
                full = now
            if all(handle.active for handle in handles.values()):
                idle = now
            if now - full > FULL_SECONDS and len(handles) < self._most:
                self._add(group, min(set(range(self._most)) - set(handles)))
                full = now
            elif now - idle > IDLE_SECONDS and len(handles) > self._least:
                number = next(n for n in sorted(handles, reverse=True) if not handles[n].active)
                ending = handles.pop(number)
                self._tasks.pop(number).cancel()
                group.create_task(ending.end())
                idle = now

    def _notify(self) -> None:
        self._changed.set()

    async def _wait(self) -> None:
        self._changed.clear()
        await self._changed.wait()
