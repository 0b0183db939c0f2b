"""The settings of a run: a preset, overridden by config.toml, overridden by the command line."""

import argparse
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from model.errors import BadRequest
from training.loop.optimizers import OptimizerName
from training.loop.settings import LoopSettings, Schedule
from training.renamed import add_renamed_options, option_of, refuse_renamed

PRESETS = Path(__file__).parent / "presets"
PRESET = "bundled"


class Plan(BaseModel):
    """Every setting of a fine-tune or a refresh."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    model: str = Field(description="the base model: a folder, bundled or hub:OWNER/NAME")
    data: str = Field("", description="kaggle:FOLDER, open[:STYLES], folder:PATH or hub:OWNER/NAME")
    vendors: tuple[str, ...] = Field(
        ("Windows",), description="vendors of the Kaggle set, separated by commas"
    )
    count: int = Field(2000, ge=1, description="maximum number of pictures")
    resolution: int = Field(0, ge=0, multiple_of=8, description="pixels; 0: the model's own")
    views: int = Field(4, ge=1, description="augmented views of each picture")
    epochs: float = Field(20, gt=0, description="how often each picture is used")
    batch_size: int = Field(4, ge=1, description="pictures of a micro-batch, per process")
    gradient_accumulation_steps: int = Field(4, ge=1, description="micro-batches of an update")
    min_updates: int = Field(1, ge=1, description="minimum number of optimizer updates")
    learning_rate: float = Field(1e-4, gt=0, description="highest learning rate")
    warmup: float = Field(0.05, ge=0, description="updates; below 1: share of all updates")
    schedule: Schedule = Field("cosine", description="learning rate after the warm-up")
    optimizer: OptimizerName = Field(
        "adamw8bit", description="adamw or adamw8bit (adamw where 8 bits do not run)"
    )
    weight_decay: float = Field(0.01, ge=0, description="of AdamW")
    max_grad_norm: float = Field(1.0, gt=0, description="gradients are clipped to this norm")
    ema: float = Field(0.0, ge=0, lt=1, description="decay of the weights' EMA; 0: no EMA")
    ema_on_cpu: bool = Field(False, description="keep the EMA in main memory")
    lora_rank: int = Field(0, ge=0, description="rank of a LoRA; 0: train the whole UNet")
    snr_gamma: float = Field(0.0, ge=0, description="min-SNR weighting, usually 5; 0: none")
    caption_dropout: float = Field(0.1, ge=0, lt=1, description="share of empty captions")
    noise_offset: float = Field(0.0, ge=0, description="random shift of the noise per channel")
    zero_snr: bool = Field(False, description="zero terminal SNR, for models that predict v")
    gradient_checkpointing: bool = Field(False, description="recompute activations to save memory")
    seed: int = Field(0, ge=0, description="random seed")
    checkpoint_minutes: float = Field(4.0, ge=0, description="minutes between checkpoints")
    show_minutes: float = Field(10.0, ge=0, description="minutes between contact sheets")

    @model_validator(mode="after")
    def _check_warmup(self) -> Self:
        if self.warmup > 1 and self.warmup != int(self.warmup):
            raise ValueError("warmup is a share below 1 or a whole number of updates")
        return self

    def settings(self, pictures: int, processes: int) -> LoopSettings:
        """The loop's settings for this many pictures; schedules in optimizer updates."""
        an_update = self.batch_size * self.gradient_accumulation_steps * processes
        updates = max(round(self.epochs * pictures / an_update), self.min_updates)
        warmup = self.warmup if self.warmup >= 1 else self.warmup * updates
        return LoopSettings(
            updates=updates,
            batch_size=self.batch_size,
            learning_rate=self.learning_rate,
            warmup=round(warmup),
            gradient_accumulation_steps=self.gradient_accumulation_steps,
            max_grad_norm=self.max_grad_norm,
            weight_decay=self.weight_decay,
            betas=(0.9, 0.999),
            optimizer=self.optimizer,
            schedule=self.schedule,
            ema=self.ema or None,
            ema_on_cpu=self.ema_on_cpu,
            gradient_checkpointing=self.gradient_checkpointing,
            seed=self.seed,
            checkpoint_minutes=self.checkpoint_minutes,
            show_minutes=self.show_minutes,
        )


def presets() -> tuple[str, ...]:
    """The names of all presets."""
    return tuple(sorted(path.stem for path in PRESETS.glob("*.toml")))


def add_plan_arguments(parser: argparse.ArgumentParser, preset: str = PRESET) -> None:
    """Add `--preset`, and an option for every field of `Plan`."""
    parser.add_argument("--preset", choices=presets(), help=f"default: {preset}")
    values = parser.add_argument_group("settings that override the preset")
    for name, field in Plan.model_fields.items():
        values.add_argument(option_of(name), metavar="VALUE", help=field.description)
    add_renamed_options(parser)


def read_plan(
    options: argparse.Namespace, config: Mapping[str, Any], preset: str = PRESET
) -> tuple[Plan, dict[str, str]]:
    """The plan, and where each of its values comes from.

    `config` is the table of config.toml, `preset` the default preset. Raises BadRequest with the
    name of the setting that is wrong.
    """
    refuse_renamed(options, config)
    name = options.preset or config.get("preset", preset)
    if name not in presets():
        raise BadRequest(f"There is no preset {name!r}: choose {', '.join(presets())}.")
    values = tomllib.loads((PRESETS / f"{name}.toml").read_text(encoding="utf-8"))
    own = {key: value for key, value in config.items() if key not in ("preset", "refresh")}
    given = {
        key: _parsed(key, value)
        for key in Plan.model_fields
        if (value := getattr(options, key, None)) is not None
    }
    try:
        plan = Plan.model_validate({**values, **own, **given})
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise BadRequest(f"{_named(key)}: {first['msg'].removeprefix('Value error, ')}.") from error
    origins = dict.fromkeys(Plan.model_fields, "default")
    origins |= dict.fromkeys(values, f"preset {name}")
    origins |= dict.fromkeys(own, "config.toml")
    return plan, origins | dict.fromkeys(given, "command line")


def format_plan(plan: Plan, origins: Mapping[str, str]) -> str:
    """One line for each setting: its name, its value, where it comes from."""
    return "\n".join(
        f"{name:>27} = {value!s:<28} {origins[name]}" for name, value in plan.model_dump().items()
    )


def _parsed(key: str, value: str) -> Any:
    is_list = get_origin(Plan.model_fields[key].annotation) is tuple
    return tuple(part.strip() for part in value.split(",")) if is_list else value


def _named(key: str) -> str:
    return option_of(key) if key in Plan.model_fields else key or "the settings"
