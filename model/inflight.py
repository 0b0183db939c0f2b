"""In-flight batching: the rows of all requests share one forward a tick, join and leave between.

As iteration-level scheduling does for language models (Orca, Yu et al., OSDI 2022). Knows no
threads: whoever holds an InFlight calls `round` until it is idle.
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
"""A request's own work in small pieces. After each it yields its rows that the next tick takes."""
OnStep = Callable[[int, int], None]


@dataclass(slots=True, eq=False)
class Request(Generic[T]):
    """One request on its way: what is left of its work, and its rows in a tick.

    `on_step(done, total)` is called after every tick of its rows. `future` is settled at its end;
    cancelling it ends the request between two pieces. `rows` are those of its last tick until it
    is `ready` for the next. `alone` is False once rows of another request have shared a tick with
    its own. `next_preview` is when its next preview is due.
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
        """The clean latents predicted for its last row, None before its first step."""
        return self.rows[-1].before if self.rows and self.rows[-1].at else None


@dataclass(frozen=True, slots=True)
class Capacity:
    """How many requests, and candidates of them in all, are painted side by side."""

    requests: int = 1
    candidates: int = 0

    def fits(self, active: Sequence[Request[Any]], new: Request[Any]) -> bool:
        """Whether one more may join. One that is alone may, whatever its size."""
        candidates = sum(each.recipe.candidates for each in (*active, new))
        return not active or (len(active) < self.requests and candidates <= self.candidates)


class InFlight:
    """The requests being painted, and in the order of their coming those that wait for room."""

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
        """True where nothing is being painted and nothing waits."""
        return not self._active and not self._waiting

    def add(self, request: Request[Any]) -> None:
        """Take a request in; it begins as soon as it and all that came before it have room."""
        self._waiting.append(request)

    def find(self, recipe: Recipe) -> Request[Any] | None:
        """A request for this recipe that is being painted."""
        return next((each for each in self._active if each.recipe == recipe), None)

    def round(self) -> None:
        """A piece of the own work of each request that has some, else a tick of all their rows.

        Between two ticks the work goes on for no longer than the first of them took, or one piece
        each: so it holds the rows that others wait for up by no more than one that joins would.
        """
        self._let_go()
        while self._waiting and self.room.fits(self._active, self._waiting[0]):
            self._active.append(self._waiting.popleft())
        ready = [request for request in self._active if request.ready]
        working = [request for request in self._active if not request.ready]
        if ready and (not working or not (self._has_ticked or self._clock() < self._end)):
            self._tick(ready)
        else:
            self._has_ticked = False
            for request in working:
                self._go_on(request)

    def _let_go(self) -> None:
        """Leave those that nobody waits for any more."""
        for request in [each for each in self._active if each.future.cancelled()]:
            request.steps.close()
            self._active.remove(request)
        self._waiting = deque(each for each in self._waiting if not each.future.cancelled())

    def _go_on(self, request: Request[Any]) -> None:
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
        """The requests that share a forward: all of them, or each by itself."""
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
    """Paint one request with nothing beside it."""
    flight = InFlight(pipeline)
    flight.add(request)
    while not flight.idle:
        flight.round()
    return request.future.result()
