"""In-flight batching: requests join and leave between denoising steps and share their forwards.

The same as iteration-level scheduling of language models (Orca, Yu et al., OSDI 2022).
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

from model.flight import Flight, Request
from model.pipeline import Pipeline
from model.rows import Row, tick


class InFlight(Flight):
    """Batches the rows of all active requests."""

    def __init__(self, pipeline: Pipeline, clock: Callable[[], float] | None = None) -> None:
        super().__init__()
        self._clock = clock or pipeline.now
        self._end = 0.0
        self._has_ticked = True
        self._pipeline = pipeline

    def round(self, between: Callable[[], None] = lambda: None) -> None:
        """Do one piece of each request's own work, or else one denoising step of all ready rows.

        Between two steps, own work takes no longer than the last step did, or one piece per
        request, so it does not hold up the requests that are ready.
        """
        self._admit()
        ready = [request for request in self._active if request.ready]
        working = [request for request in self._active if not request.ready]
        if ready and (not working or not (self._has_ticked or self._clock() < self._end)):
            self._tick(ready)
        else:
            self._has_ticked = False
            for request in working:
                self._work(request)

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
            request.report()

    def _batches(self, ticking: Sequence[Request[Any]]) -> Iterable[Sequence[Request[Any]]]:
        """Requests grouped by the forward they share: all with the same LoRA, or one each."""
        if not self._pipeline.shares_forwards:
            return [[request] for request in ticking]
        groups: dict[str, list[Request[Any]]] = {}
        for request in ticking:
            groups.setdefault(request.recipe.lora, []).append(request)
        return groups.values()

    def _forward(self, batch: Sequence[Request[Any]]) -> Sequence[Request[Any]]:
        """One forward of these requests' rows. Returns them, or none if it failed."""
        try:
            tick(self._pipeline, [cast(Row, row) for request in batch for row in request.rows])
        except Exception as error:
            for request in batch:
                self._leave(request, error)
            return ()
        return batch
