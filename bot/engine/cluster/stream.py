"""Follows one painting on a replica: the events that its actor yields."""

import asyncio
import pickle
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any

import ray
from ray.exceptions import RayError

from bot.domain import EngineFailed, Painted, Recipe, Withheld
from bot.engine.cluster.replica import Event
from bot.engine.cluster.weights import Arm

Progress = Callable[[int, int], None]


class ReplicaLost(Exception):
    """The replica ended, hung or was restarted while it painted; another one should paint."""


class ReplicaHangs(ReplicaLost):
    """The replica did not answer before the deadline."""


async def follow(
    actor: Any, arm: Arm, wanted: Recipe, progress: Progress | None, deadline: float
) -> Painted:
    """Paint a recipe on the actor of a `Replica`; each event must come within `deadline` seconds.

    Cancelling stops the painting there. Raises EngineFailed, ReplicaLost or ReplicaHangs.
    """
    generator = actor.paint.options(num_returns="streaming").remote(arm, wanted)
    data = bytearray()
    try:
        async for event in _events(generator, deadline):
            match event:
                case ("step", int(done), int(total)):
                    if progress is not None:
                        progress(done, total)
                case ("piece", bytes(piece)):
                    data += piece
                case ("failed", str(why)):
                    raise EngineFailed(why)
                case ("withheld", str(why)):
                    raise Withheld(why)
                case _:
                    raise ReplicaLost("it was restarted")
    except TimeoutError as error:
        raise ReplicaHangs(f"no step in {deadline:.0f} s") from error
    except RayError as error:
        raise ReplicaLost(first_line(error)) from error
    except asyncio.CancelledError:
        with suppress(Exception):
            ray.cancel(generator)
        raise
    painted: Painted = pickle.loads(data)
    return painted


async def _events(generator: Any, deadline: float) -> AsyncIterator[Event]:
    while True:
        try:
            async with asyncio.timeout(deadline):
                event: Event = await (await anext(generator))
        except StopAsyncIteration:
            return
        yield event


def first_line(error: BaseException) -> str:
    """The first line of an error's text; of the cause, if it was raised in a replica."""
    cause = getattr(error, "cause", None) or error
    return str(cause).strip().partition("\n")[0]
