"""A discrete-event simulation of the bot's queue: waiting times for a load and replicas.

People ask, the database stores each request, the fair queue chooses whose turn it is, and replicas
paint several requests side by side. Times are in seconds; only the database and the replicas take
any.
"""

import math
import random
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import simpy

Process = Generator[simpy.Event, Any, None]
Arrivals = Callable[[random.Random], Iterator[float]]
"""Endless times at which requests arrive, in order."""

DAY = 86_400.0
SWING = 0.8
"""How much more than on average is asked in the evening, and less at night."""
DONE = 1e-9


@dataclass(frozen=True, slots=True)
class Costs:
    """What a request costs.

    `services` are measured seconds of requests painted alone, one of which is drawn for each;
    `slots` requests share a replica and are painted `gain` times as fast together as one after
    another. `write` is the time that the database needs for one request in all; it is spent in
    equal parts when the request arrives and when it is painted.
    """

    services: Sequence[float]
    slots: int = 1
    gain: float = 1.0
    write: float = 0.0

    @property
    def capacity(self) -> float:
        """The most requests a second of one replica."""
        return self.gain * len(self.services) / sum(self.services)

    def speed(self, active: int) -> float:
        """How much of its work alone each of `active` requests does in a second."""
        if active <= 1 or self.slots <= 1:
            return 1.0
        return (1 + (self.gain - 1) * (active - 1) / (self.slots - 1)) / active


@dataclass(slots=True)
class Job:
    """One request; `left` is the work that is left, in seconds alone on a replica."""

    person: int
    asked: float
    left: float
    painted: simpy.Event
    begun: float = math.inf
    done: float = math.inf

    @property
    def wait(self) -> float:
        """Seconds from the request to the emoji."""
        return self.done - self.asked


class FairQueue:
    """The oldest job of the person served least recently, as in `bot.store.turns`."""

    def __init__(self) -> None:
        self._waiting: dict[int, deque[Job]] = {}
        self._served: dict[int, int] = {}
        self._turn = 0

    def add(self, job: Job) -> None:
        """Add a job."""
        self._waiting.setdefault(job.person, deque()).append(job)

    def next(self) -> Job | None:
        """Take the next job, if there is one."""
        if not self._waiting:
            return None
        person = min(
            self._waiting,
            key=lambda who: (self._served.get(who, 0), self._waiting[who][0].asked),
        )
        job = self._waiting[person].popleft()
        if not self._waiting[person]:
            del self._waiting[person]
        self._turn += 1
        self._served[person] = self._turn
        return job


class _Replica:
    """Paints up to `costs.slots` jobs, which share its speed."""

    def __init__(self, env: simpy.Environment, costs: Costs, ended: Callable[[Job], None]) -> None:
        self._env, self._costs, self._ended = env, costs, ended
        self.active: list[Job] = []
        self._woken = env.event()
        env.process(self._run())

    def start(self, job: Job) -> None:
        """Paint a job too."""
        self.active.append(job)
        if not self._woken.triggered:
            self._woken.succeed()

    def _run(self) -> Process:
        since = self._env.now
        while True:
            self._woken = self._env.event()
            events: list[simpy.Event] = [self._woken]
            speed = self._costs.speed(len(self.active))
            if self.active:
                least = min(job.left for job in self.active)
                events.append(self._env.timeout(least / speed))
            yield self._env.any_of(events)
            # A job that has just come has done nothing yet: `speed` is that of the ones before.
            elapsed, since = self._env.now - since, self._env.now
            for job in self.active:
                job.left -= max(min(elapsed, since - job.begun), 0.0) * speed
            for job in [job for job in self.active if job.left <= DONE]:
                self.active.remove(job)
                self._ended(job)


class Simulation:
    """One run: `people` ask at the times of `arrivals`, each as often as the others."""

    def __init__(self, costs: Costs, replicas: int, seed: int = 0) -> None:
        self.jobs: list[Job] = []
        self._costs = costs
        self._random = random.Random(seed)
        self._env = simpy.Environment()
        self._database = simpy.Resource(self._env)
        self._queue = FairQueue()
        self._replicas = [_Replica(self._env, costs, self._painted) for _ in range(replicas)]

    def open_load(self, arrivals: Arrivals, people: int, requests: int) -> list[float]:
        """The waiting times of requests that arrive whatever the others wait."""
        self._env.process(self._arrive(arrivals, people, requests))
        self._env.run()
        return [job.wait for job in self.jobs]

    def closed_load(self, people: int, each: int) -> list[float]:
        """The waiting times if each of `people` asks again as soon as they are served."""
        for person in range(people):
            self._env.process(self._ask_again(person, each))
        self._env.run()
        return [job.wait for job in self.jobs]

    def _arrive(self, arrivals: Arrivals, people: int, requests: int) -> Process:
        times = arrivals(self._random)
        for _ in range(requests):
            yield self._env.timeout(max(next(times) - self._env.now, 0.0))
            self._env.process(self._ask(self._random.randrange(people)))

    def _ask_again(self, person: int, each: int) -> Process:
        for _ in range(each):
            yield from self._ask(person)

    def _ask(self, person: int) -> Process:
        """Store a request, wait until it is painted, and store the pictures."""
        service = self._random.choice(self._costs.services)
        job = Job(person, self._env.now, service, self._env.event())
        self.jobs.append(job)
        yield from self._write()
        self._queue.add(job)
        self._hand_out()
        yield job.painted
        yield from self._write()
        job.done = self._env.now

    def _write(self) -> Process:
        with self._database.request() as turn:
            yield turn
            yield self._env.timeout(self._costs.write / 2)

    def _painted(self, job: Job) -> None:
        job.painted.succeed()
        self._hand_out()

    def _hand_out(self) -> None:
        """Give the replica with most room the next job while one has any."""
        while True:
            replica = min(self._replicas, key=lambda each: len(each.active))
            if len(replica.active) >= self._costs.slots or (job := self._queue.next()) is None:
                return
            job.begun = self._env.now
            replica.start(job)


def poisson(rate: float) -> Arrivals:
    """Requests that do not depend on each other, `rate` a second on average."""

    def times(source: random.Random) -> Iterator[float]:
        now = 0.0
        while True:
            now += source.expovariate(rate)
            yield now

    return times


def bursts(rate: float, size: int = 8) -> Arrivals:
    """The same rate, but `size` people ask at once, as after an announcement."""

    def times(source: random.Random) -> Iterator[float]:
        for now in poisson(rate / size)(source):
            yield from [now] * size

    return times


def daily(rate: float, period: float = DAY) -> Arrivals:
    """The same mean rate, 1.8 times as high in the evening and 0.2 times at night."""

    def times(source: random.Random) -> Iterator[float]:
        peak = rate * (1 + SWING)
        for now in poisson(peak)(source):
            if source.random() * peak < rate * _of_day(now / period):
                yield now

    return times


def overflow(load: float) -> list[float]:
    """Waiting times of a day's requests, if the evening brings more than can be painted.

    What arrives and what is painted are taken as flows, so this holds for any number of replicas.
    `load` is the day's mean, as a share of their capacity. Work left at night waits for the next
    morning; the second day is returned.
    """
    steps, backlog = 1440, 0.0
    waits: list[float] = []
    for step in range(2 * steps):
        arriving = load * _of_day(step / steps) * DAY / steps
        backlog = max(backlog + arriving - DAY / steps, 0.0)
        if step >= steps:
            waits += [backlog] * round(10 * _of_day(step / steps))
    return waits


def _of_day(share: float) -> float:
    """The rate at a share of the day, compared with the mean."""
    return 1 + SWING * math.sin(2 * math.pi * share)


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which this share of the values lies."""
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]
