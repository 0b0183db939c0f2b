"""In-flight batching: requests join and leave between denoising steps and share their forwards.

The same as iteration-level scheduling of language models (Orca, Yu et al., OSDI 2022). Has no
threads of its own: call `round` until the InFlight is idle.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from torch import Tensor

from model.pipeline import Pipeline
from model.recipe import Recipe
from model.rows import Row, tick

T = TypeVar("T")
Steps = Generator[Sequence[Row], None, T]
"""A request's own work in small pieces. After each piece it yields the rows to denoise next."""
OnStep = Callable[[int, int], None]


@dataclass(slots=True, eq=False)
class Request(Generic[T]):
    """One request: its remaining work and its current rows.

    `on_step(done, total)` is called after every denoising step. `future` holds the result;
    cancelling it ends the request at the next piece of work. `ready` is True once `rows` are those
    of the next step; until then they are those of the last one. `alone` is False once another
    request has taken part in one of its steps. `next_preview` is the time, in the seconds of
    Previews' clock, from which the next preview may be made.
    """

    recipe: Recipe
    steps: Steps[T]
    on_step: OnStep | None = None
    future: Future[T] = field(default_factory=Future)
    rows: Sequence[Row] = ()
    ready: bool = False
    alone: bool = True
    next_preview: float = 0.0

    @property
    def predicted(self) -> Tensor | None:
        """The denoised latents predicted for its last row, None before its first step."""
        return self.rows[-1].denoised if self.rows and self.rows[-1].at else None


@dataclass(frozen=True, slots=True)
class Capacity:
    """Maximum number of requests painted at the same time, and of their candidates in all."""

    requests: int = 1
    candidates: int = 0

    def fits(self, active: Sequence[Request[Any]], new: Request[Any]) -> bool:
        """Whether a new request may join. A single request always fits."""
        candidates = sum(each.recipe.candidates for each in (*active, new))
        return not active or (len(active) < self.requests and candidates <= self.candidates)


class InFlight:
    """Active requests, and a FIFO of waiting ones."""

    def __init__(self, pipeline: Pipeline, clock: Callable[[], float] | None = None) -> None:
        self.room = Capacity()
        self._clock = clock or pipeline.now
        self._end = 0.0
        self._has_ticked = True
        self._pipeline = pipeline
        self._active: list[Request[Any]] = []
        self._waiting: deque[Request[Any]] = deque()

    @property
    def idle(self) -> bool:
        """True if no request is active or waiting."""
        return not self._active and not self._waiting

    def add(self, request: Request[Any]) -> None:
        """Queue a request. It starts once it and all requests before it fit."""
        self._waiting.append(request)

    def find(self, recipe: Recipe) -> Request[Any] | None:
        """The active request for this recipe, if any."""
        return next((each for each in self._active if each.recipe == recipe), None)

    def round(self) -> None:
        """Do one piece of each request's own work, or else one denoising step of all ready rows.

        Between two steps, own work takes no longer than the last step did, or one piece per
        request, so it does not hold up the requests that are ready.
        """
        self._drop_cancelled()
        while self._waiting and self.room.fits(self._active, self._waiting[0]):
            self._active.append(self._waiting.popleft())
        ready = [request for request in self._active if request.ready]
        working = [request for request in self._active if not request.ready]
        if ready and (not working or not (self._has_ticked or self._clock() < self._end)):
            self._tick(ready)
        else:
            self._has_ticked = False
            for request in working:
                self._work(request)

    def _drop_cancelled(self) -> None:
        """Drop cancelled requests."""
        for request in [each for each in self._active if each.future.cancelled()]:
            request.steps.close()
            self._active.remove(request)
        self._waiting = deque(each for each in self._waiting if not each.future.cancelled())

    def _work(self, request: Request[Any]) -> None:
        """Do the next piece of a request's own work."""
        try:
            rows = next(request.steps)
        except StopIteration as end:
            self._leave(request, end.value)
        except Exception as error:
            self._leave(request, error)
        else:
            request.ready = bool(rows)
            request.rows = rows or request.rows

    def _tick(self, ticking: Sequence[Request[Any]]) -> None:
        """One denoising step for every row of these requests."""
        start = self._clock()
        stepped = [request for batch in self._batches(ticking) for request in self._forward(batch)]
        if not stepped:
            return
        now = self._clock()
        self._end, self._has_ticked = now + (now - start), True
        for request in stepped:
            request.ready = False
            request.alone = request.alone and len(ticking) == 1
            if request.on_step is not None:
                total = max(len(row.schedule) for row in request.rows)
                left = max(len(row.schedule) - row.at for row in request.rows)
                request.on_step(total - left, total)

    def _batches(self, ticking: Sequence[Request[Any]]) -> Iterable[Sequence[Request[Any]]]:
        """Requests grouped by the forward they share: all in one, or one each."""
        return [ticking] if self._pipeline.shares_forwards else [[request] for request in ticking]

    def _forward(self, batch: Sequence[Request[Any]]) -> Sequence[Request[Any]]:
        """One forward of these requests' rows. Returns them, or none if it failed."""
        try:
            tick(self._pipeline, [row for request in batch for row in request.rows])
        except Exception as error:
            for request in batch:
                self._leave(request, error)
            return ()
        return batch

    def _leave(self, request: Request[Any], outcome: object) -> None:
        self._active.remove(request)
        if not request.future.set_running_or_notify_cancel():
            return
        if isinstance(outcome, Exception):
            request.future.set_exception(outcome)
        else:
            request.future.set_result(outcome)


def alone(pipeline: Pipeline, request: Request[T]) -> T:
    """Paint one request by itself."""
    flight = InFlight(pipeline)
    flight.add(request)
    while not flight.idle:
        flight.round()
    return request.future.result()
