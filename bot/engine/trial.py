"""What the local engine and the cluster share: which model paints a recipe, and how it is named."""

import hashlib
from typing import Generic

from bot.domain import Recipe
from bot.engine.registry import E, Engines
from model.sketch.motion import MOTIONS


class TrialEngine(Generic[E]):
    """The base of both engines: the current model, and one on trial that paints a `share`.

    The model on trial always paints the same recipes.
    """

    motions = tuple(MOTIONS)

    def __init__(self, engines: Engines[E], share: float) -> None:
        self._engines = engines
        self._share = share

    @property
    def model(self) -> str:
        """The short hash of the weights."""
        return self._engines.short(self._engines.current)

    @property
    def candidate(self) -> str | None:
        """The short hash of the model on trial, if there is one."""
        candidate = self._engines.candidate
        return None if candidate is None else self._engines.short(candidate)

    def model_of(self, wanted: Recipe) -> str:
        """The short hash of the weights that would paint this recipe now."""
        return self._engines.short(self._engine_of(wanted))

    async def look(self) -> None:
        """Load the models that should paint now; errors are logged."""
        await self._engines.look()

    @property
    def trial_fault(self) -> str:
        """Why the model on trial cannot be used; empty if it can, or there is none."""
        return self._engines.trial_fault

    async def standing(self) -> list[str]:
        """Lines about the promoted model and the one on trial. Raises BadModel."""
        lines = [f"promoted: {await self._engines.promoted()}"]
        if self._share:
            paints = f"{self.candidate} paints {self._share:.0%} of the requests"
            lines.append(f"candidate: {paints if self.candidate else 'none'}")
        return lines

    def _engine_of(self, wanted: Recipe) -> E:
        candidate = self._engines.candidate
        if candidate is None or _fraction(wanted) >= self._share:
            return self._engines.current
        return candidate


def _fraction(wanted: Recipe) -> float:
    """A number in [0, 1) derived from the recipe, so that a retry uses the same model."""
    words = f"{wanted.prompt}\0{wanted.style}\0{wanted.seed}".encode()
    return int.from_bytes(hashlib.sha256(words).digest()[:6]) / 2**48
