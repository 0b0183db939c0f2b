"""The moving average of the weights, which may lie beside the model or on the CPU."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from diffusers.training_utils import EMAModel
from torch.nn import Parameter


class EMA:
    """diffusers' EMA with its warm-up, over the parameters that are trained."""

    def __init__(
        self, parameters: Sequence[Parameter], decay: float, on_cpu: bool, device: torch.device
    ) -> None:
        self._ema = EMAModel(parameters, decay=decay)
        self._ema.to(torch.device("cpu") if on_cpu else device)

    @property
    def on_cpu(self) -> bool:
        """True where it takes no memory of an accelerator."""
        return all(shadow.device.type == "cpu" for shadow in self._ema.shadow_params)

    def to_cpu(self) -> None:
        """Make room on the device."""
        self._ema.to(torch.device("cpu"))

    def step(self, parameters: Sequence[Parameter]) -> None:
        """Take the weights after an update in."""
        device = self._ema.shadow_params[0].device
        # The copies ask for a gradient, for what does not is taken over unaveraged.
        self._ema.step(
            p if p.device == device else Parameter(p.detach().to(device)) for p in parameters
        )

    def copy_to(self, parameters: Sequence[Parameter]) -> None:
        """Give the model the averaged weights."""
        self._ema.copy_to(parameters)

    @contextmanager
    def shown(self, parameters: Sequence[Parameter]) -> Iterator[None]:
        """The model holds the averaged weights within, and its own again afterwards."""
        self._ema.store(parameters)
        self._ema.copy_to(parameters)
        try:
            yield
        finally:
            self._ema.restore(parameters)

    def state_dict(self) -> dict[str, Any]:
        """What a checkpoint keeps."""
        state: dict[str, Any] = self._ema.state_dict()
        return state

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take over what a checkpoint kept, where the average lies now."""
        device = self._ema.shadow_params[0].device
        self._ema.load_state_dict(state)
        self._ema.to(device)
