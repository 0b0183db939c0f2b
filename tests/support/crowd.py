"""People who all ask at once, served by the whole bot without a platform."""

import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bot.container import Container
from bot.domain import Engine
from bot.settings.config import Settings
from tests.support.people import request
from tests.support.recording_courier import RecordingCourier
from tests.support.web_load import unfairness

FREE = Settings.model_validate(
    {
        "limits": {"burst": 10**6, "per_hour": 1e6, "per_day": 10**6},
        "queue": {"per_person": 1000, "total": 10**5},
    }
)


@dataclass(frozen=True, slots=True)
class Served:
    """What the people got.

    `lead` is how many emoji one of them was ahead of another at most. The engine could paint
    `at_once` requests at once as they began.
    """

    requests: int
    delivered: int
    twice: int
    failed: int
    seconds: float
    lead: int
    at_once: int


async def serve(
    engine: Engine, database: Path, people: int, each: int, courier: RecordingCourier
) -> Served:
    """Store `each` requests of `people` in a new database, then paint and deliver all."""
    async with Container.open(database, engine, FREE) as stack:
        for number in range(people * each):
            who = f"person {number % people}"
            asked = request("angry lemon", who, seed=number, candidates=2, wildness=75)
            await stack.service.ask(asked)
        start, at_once = time.perf_counter(), engine.capacity
        async with stack.serve(courier):
            await courier.ended(people * each)
        seconds = time.perf_counter() - start
    served = Counter(job.id for job, _ in courier.emoji)
    return Served(
        requests=people * each,
        delivered=len(served),
        twice=sum(count > 1 for count in served.values()),
        failed=len(courier.words),
        seconds=seconds,
        lead=unfairness([job.person.id for job, _ in courier.emoji]),
        at_once=at_once,
    )
