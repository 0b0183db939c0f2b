"""The settings of a training run."""

from dataclasses import dataclass
from typing import Literal

from training.loop.optimizers import OptimizerName

Schedule = Literal["cosine", "constant_with_warmup"]


@dataclass(frozen=True, slots=True)
class LoopSettings:
    """How a task is trained. All schedules count optimizer updates.

    The learning rate rises linearly over `warmup` updates; the cosine schedule then lowers it to
    zero at `updates`. `batch_size` is the micro-batch of one process. A separable task's
    micro-batches are joined where memory allows, which changes an update only by rounding. `ema` is
    the decay of the exponential moving average of the weights, which become the result; None: no
    EMA.
    """

    updates: int
    batch_size: int
    learning_rate: float
    warmup: int
    gradient_accumulation_steps: int = 1
    max_grad_norm: float = 1.0
    weight_decay: float = 0.01
    betas: tuple[float, float] = (0.9, 0.99)
    optimizer: OptimizerName = "adamw"
    schedule: Schedule = "cosine"
    ema: float | None = 0.998
    ema_on_cpu: bool = False
    gradient_checkpointing: bool = False
    seed: int = 0
    checkpoint_minutes: float = 4.0
    show_minutes: float = 10.0
