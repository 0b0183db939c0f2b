"""The exponential moving average (EMA) of the weights, on the model's device or on the CPU."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from diffusers.training_utils import EMAModel
from torch.nn import Parameter


class EMA:
    """diffusers' EMA with its warm-up, of the trained parameters."""

    def __init__(
        self, parameters: Sequence[Parameter], decay: float, on_cpu: bool, device: torch.device
    ) -> None:
        self._ema = EMAModel(parameters, decay=decay)
        self._ema.to(torch.device("cpu") if on_cpu else device)

    @property
    def on_cpu(self) -> bool:
        """Whether it takes no memory of an accelerator."""
        return all(shadow.device.type == "cpu" for shadow in self._ema.shadow_params)

    def to_cpu(self) -> None:
        """Free the memory that it takes on the device."""
        self._ema.to(torch.device("cpu"))

    def step(self, parameters: Sequence[Parameter]) -> None:
        """Average in the weights after an update."""
        device = self._ema.shadow_params[0].device
        # The copies must require a gradient: EMAModel copies frozen parameters without averaging.
        self._ema.step(
            p if p.device == device else Parameter(p.detach().to(device)) for p in parameters
        )

    def copy_to(self, parameters: Sequence[Parameter]) -> None:
        """Copy the averaged weights into the model."""
        self._ema.copy_to(parameters)

    @contextmanager
    def applied(self, parameters: Sequence[Parameter]) -> Iterator[None]:
        """Inside the block the model has the averaged weights, afterwards its own again."""
        self._ema.store(parameters)
        self._ema.copy_to(parameters)
        try:
            yield
        finally:
            self._ema.restore(parameters)

    def state_dict(self) -> dict[str, Any]:
        """The state for a checkpoint."""
        state: dict[str, Any] = self._ema.state_dict()
        return state

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Restore the state of a checkpoint, on the device where the average is now."""
        device = self._ema.shadow_params[0].device
        self._ema.load_state_dict(state)
        self._ema.to(device)
