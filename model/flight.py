"""Requests, and what all ways of painting several of them at a time share.

Has no threads of its own: call `round` until the Flight is idle.
"""

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from torch import Tensor

from model.recipe import Recipe

T = TypeVar("T")


class Denoising(Protocol):
    """One picture being denoised.

    `at` of `total` steps are taken; `done` after the last. `denoised` is the x0 predicted at the
    last step, in the latents' own shape, None if it is not known.
    """

    @property
    def at(self) -> int: ...
    @property
    def total(self) -> int: ...
    @property
    def done(self) -> bool: ...
    @property
    def denoised(self) -> Tensor | None: ...


Steps = Generator[Sequence[Denoising], None, T]
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
    rows: Sequence[Denoising] = ()
    ready: bool = False
    alone: bool = True
    next_preview: float = 0.0

    @property
    def predicted(self) -> Tensor | None:
        """The denoised latents predicted for its last row, None before its first step."""
        return self.rows[-1].denoised if self.rows and self.rows[-1].at else None

    def report(self) -> None:
        """Call `on_step` with the steps taken and the steps of its longest row."""
        if self.on_step is not None:
            total = max(row.total for row in self.rows)
            left = max(row.total - row.at for row in self.rows)
            self.on_step(total - left, total)


@dataclass(frozen=True, slots=True)
class Capacity:
    """Maximum number of requests painted at the same time, and of their candidates in all."""

    requests: int = 1
    candidates: int = 0

    def fits(self, active: Sequence[Request[Any]], new: Request[Any]) -> bool:
        """Whether a new request may join. A single request always fits."""
        candidates = sum(each.recipe.candidates for each in (*active, new))
        return not active or (len(active) < self.requests and candidates <= self.candidates)


class Flight(ABC):
    """Active requests, and a FIFO of waiting ones."""

    def __init__(self) -> None:
        self.room = Capacity()
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

    @abstractmethod
    def round(self, between: Callable[[], None] = lambda: None) -> None:
        """Do some work for the active requests.

        If it takes many denoising steps, it calls `between` after each of them.
        """

    def _admit(self) -> None:
        """Drop cancelled requests, and start waiting ones while they fit."""
        for request in [each for each in self._active if each.future.cancelled()]:
            request.steps.close()
            self._active.remove(request)
        self._waiting = deque(each for each in self._waiting if not each.future.cancelled())
        while self._waiting and self.room.fits(self._active, self._waiting[0]):
            self._active.append(self._waiting.popleft())

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

    def _leave(self, request: Request[Any], outcome: object) -> None:
        self._active.remove(request)
        if not request.future.set_running_or_notify_cancel():
            return
        if isinstance(outcome, Exception):
            request.future.set_exception(outcome)
        else:
            request.future.set_result(outcome)
