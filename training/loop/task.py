"""What the loop needs of a task: a module, its batches and its losses."""

from pathlib import Path
from typing import Literal, Protocol, runtime_checkable

import torch

Batch = dict[str, torch.Tensor]


class Task(Protocol):
    """A module to train, its batches and its losses.

    If the task also has `state_dict` and `load_state_dict`, checkpoints include its state.
    """

    @property
    def name(self) -> str:
        """The label of the progress bar."""
        ...

    @property
    def model(self) -> torch.nn.Module:
        """The module; all its parameters that require a gradient are trained."""
        ...

    def batch(self, samples: range, generator: torch.Generator) -> Batch:
        """The samples with these numbers; `generator` is seeded by the first number."""
        ...

    def losses(
        self, model: torch.nn.Module, batch: Batch, generator: torch.Generator
    ) -> dict[str, torch.Tensor]:
        """Scalars by name; the one named "loss" is minimized, the others are only logged."""
        ...

    def show(self, path: Path) -> None:
        """Write a contact sheet (PNG) of the model's current output to `path`."""
        ...


@runtime_checkable
class Watched(Protocol):
    """A task that gets the metrics of each update, and may raise to end the run."""

    def watch(self, updates: int, metrics: dict[str, float]) -> None:
        """Called after each update with its number, from 1, and the means of its metrics."""
        ...


@runtime_checkable
class Separable(Protocol):
    """A task whose samples do not depend on how they are grouped into micro-batches."""

    @property
    def separable(self) -> Literal[True]:
        """Always true."""
        ...
