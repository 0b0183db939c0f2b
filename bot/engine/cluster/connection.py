"""The bot's connection to a Ray cluster, and what its machines have."""

import asyncio
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import Any, TypeVar

import ray

from bot.domain import BadSettings
from model.errors import Unavailable

T = TypeVar("T")

ANSWER_SECONDS = 5.0
CONNECT_SECONDS = 60.0
# Ray ends a process that has not reached the cluster's head for a minute, and this is the bot.
os.environ.setdefault("RAY_gcs_rpc_server_reconnect_timeout_s", str(10**8))


class HeadLost(Exception):
    """The cluster that the bot was connected to is gone."""


class Connection:
    """A connection to the cluster at `address`: "host:port", or "auto" for this machine's."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._raylet = ("", 0)
        self._machines: list[dict[str, float]] = []

    async def open(self) -> None:
        """Connect. Raises Unavailable, or BadSettings if the versions do not fit."""
        host, _, port = self.address.rpartition(":")
        if host and not await _answers(host, int(port)):
            raise Unavailable(
                f"There is no Ray cluster at {self.address}: start it with `ray start`, or correct "
                "engine.address."
            )
        try:
            await in_daemon(self._init, CONNECT_SECONDS)
        except TimeoutError as error:
            raise Unavailable(f"The Ray cluster at {self.address} does not answer.") from error
        except (ConnectionError, RuntimeError, ValueError) as error:
            raise self._sentence(error) from error

    async def check(self) -> None:
        """Raises HeadLost if this machine is no longer part of the cluster.

        Its own Ray process is asked, which ends when the head is lost or replaced. Asking a new
        head with the old connection would end the bot.
        """
        if not await _answers(*self._raylet):
            raise HeadLost

    async def close(self) -> None:
        """Disconnect; the cluster ends the replicas."""
        with suppress(TimeoutError):
            await in_daemon(ray.shutdown, CONNECT_SECONDS)

    def resources(self, replicas: int) -> dict[str, float]:
        """What each of so many replicas takes: a GPU if there are any, else a share of the CPUs.

        All CPUs of the smallest machine at most, so that each machine can have a replica. Counts
        the machines that were there when the bot joined.
        """
        if any(machine.get("GPU") for machine in self._machines):
            return {"num_gpus": 1, "num_cpus": 1}
        cpus = [int(machine["CPU"]) for machine in self._machines if machine.get("CPU")]
        return {"num_cpus": max(1, min(sum(cpus) // replicas, *cpus)) if cpus else 1}

    def _init(self) -> None:
        # Its warnings are about its own internals; what matters here is raised.
        logging.getLogger("ray").setLevel(logging.ERROR)
        ray.init(
            self.address, log_to_driver=False, configure_logging=False, ignore_reinit_error=True
        )
        own = ray.get_runtime_context().get_node_id()
        nodes = [node for node in ray.nodes() if node["Alive"]]
        self._machines = [node["Resources"] for node in nodes]
        for node in nodes:
            if node["NodeID"] == own:
                self._raylet = (node["NodeManagerAddress"], node["NodeManagerPort"])

    def _sentence(self, error: Exception) -> Exception:
        text = " ".join(str(error).split())
        if "ersion mismatch" in text:
            return BadSettings(
                f"The Ray cluster at {self.address} runs other versions ({text}): install the "
                "same Ray and Python on all machines."
            )
        return Unavailable(
            f"The bot cannot join the Ray cluster at {self.address} ({text}): run `ray start` on "
            "this machine, as for the others."
        )


async def in_daemon(function: Callable[[], T], seconds: float) -> T:
    """Call a function that may hang in a thread that does not keep the process alive.

    Raises TimeoutError after `seconds`.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def settle(method: Callable[[Any], None], value: Any) -> None:
        if not future.done():
            method(value)

    def call() -> None:
        try:
            value = function()
        except Exception as error:
            loop.call_soon_threadsafe(settle, future.set_exception, error)
        else:
            loop.call_soon_threadsafe(settle, future.set_result, value)

    Thread(target=call, name="ray-call", daemon=True).start()
    async with asyncio.timeout(seconds):
        return await future


async def _answers(host: str, port: int) -> bool:
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            _, writer = await asyncio.open_connection(host, port)
    except (OSError, TimeoutError):
        return False
    writer.close()
    return True
