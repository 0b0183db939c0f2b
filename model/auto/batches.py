"""Request-level batching: each round is one pipeline call, shared by requests that are alike."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from model.auto.calls import Call, batches, run
from model.auto.model import AutoModel
from model.flight import Flight, Request


class Stopped(Exception):
    """All requests of a pipeline call were cancelled."""


class RequestBatches(Flight):
    """Active requests, and a FIFO of waiting ones, painted by pipeline calls.

    Between two denoising steps requests may be added, cancelled and previewed.
    """

    def __init__(self, model: AutoModel) -> None:
        super().__init__()
        self._model = model
        self._seen: dict[Request[Any], list[Call]] = {}

    def round(self, between: Callable[[], None] = lambda: None) -> None:
        """Do a piece of each request's own work, or else one pipeline call."""
        self._admit()
        self._seen = {request: self._seen.get(request, []) for request in self._active}
        working = [request for request in self._active if not request.ready]
        for request in working:
            self._work(request)
        if self._active and not working:
            self._call(between)

    def _call(self, between: Callable[[], None]) -> None:
        """One pipeline call for the oldest request and those with calls of the same kind."""
        first = _pending(self._active[0])[0]
        shared: dict[Request[Any], list[Call]] = {}
        for request in self._active if batches(self._model, first) else self._active[:1]:
            alike = [call for call in _pending(request) if call.key == first.key]
            if alike:
                shared[request] = alike if batches(self._model, first) else alike[:1]
        for request in shared:
            self._remember(request)
            request.ready = False
            request.alone = request.alone and len(shared) == 1
        self._run(shared, between)

    def _run(self, shared: dict[Request[Any], list[Call]], between: Callable[[], None]) -> None:
        def stepped() -> None:
            for request in shared:
                self._report(request)
            between()
            if all(request.future.cancelled() for request in shared):
                raise Stopped

        try:
            run(self._model, [call for own in shared.values() for call in own], stepped)
        except Stopped:
            return
        except Exception as error:
            for request in shared:
                self._leave(request, error)

    def _remember(self, request: Request[Any]) -> None:
        """Count all calls of a request, those of its second try included, for its progress."""
        seen = self._seen[request]
        seen += [call for call in _calls(request) if call not in seen]

    def _report(self, request: Request[Any]) -> None:
        if request.on_step is not None:
            seen = self._seen[request]
            request.on_step(sum(call.at for call in seen), sum(call.total for call in seen))


def _calls(request: Request[Any]) -> Sequence[Call]:
    return [cast(Call, row) for row in request.rows]


def _pending(request: Request[Any]) -> list[Call]:
    """Its calls that are not painted, the farthest from its sketch first."""
    return [call for call in reversed(_calls(request)) if not call.done]
