"""How a fine-tune goes: a preset, then `[training]` of the settings, then the command line."""

import argparse
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from model.errors import BadRequest
from training.loop.loop import LoopSettings
from training.loop.optimizers import OptimizerName

PRESETS = Path(__file__).parent / "presets"
PRESET = "bundled"


class Plan(BaseModel):
    """Every value of a fine-tune. Zero turns an option off."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    model: str = Field(description="what is fine-tuned: a folder, bundled or hub:OWNER/NAME")
    data: str = Field("", description="kaggle:FOLDER, open[:STYLES], folder:PATH or hub:OWNER/NAME")
    vendors: tuple[str, ...] = Field(("Windows",), description="of the Kaggle set, with commas")
    count: int = Field(2000, ge=1, description="pictures taken at most")
    side: int = Field(0, ge=0, multiple_of=8, description="pixels; 0 is the model's own")
    views: int = Field(4, ge=1, description="augmented views of each picture")
    epochs: float = Field(20, gt=0, description="how often each picture is seen")
    batch: int = Field(4, ge=1, description="pictures of one forward and process")
    accumulation: int = Field(4, ge=1, description="batches to an optimizer update")
    fewest_updates: int = Field(1, ge=1, description="of the optimizer, however few pictures")
    learning_rate: float = Field(1e-4, gt=0, description="at its highest")
    warmup: float = Field(0.05, ge=0, description="updates; below 1 a share of all")
    schedule: Literal["cosine", "constant_with_warmup"] = Field(
        "cosine", description="after the warm-up"
    )
    optimizer: OptimizerName = Field("adamw8bit", description="adamw8bit where it runs, or adamw")
    weight_decay: float = Field(0.01, ge=0, description="of AdamW")
    clip: float = Field(1.0, gt=0, description="the longest gradient")
    ema: float = Field(0.0, ge=0, lt=1, description="decay of the weights' average; 0: none")
    ema_on_cpu: bool = Field(False, description="keep the average in main memory")
    lora_rank: int = Field(0, ge=0, description="train LoRA matrices; 0: the whole UNet")
    snr_gamma: float = Field(0.0, ge=0, description="min-SNR weighting, usually 5; 0: none")
    caption_dropout: float = Field(0.1, ge=0, lt=1, description="share without a caption")
    offset_noise: float = Field(0.0, ge=0, description="a shift of the noise by channel")
    zero_snr: bool = Field(False, description="pure noise at the last step; with v-prediction")
    checkpointing: bool = Field(False, description="compute activations anew to save memory")
    seed: int = Field(0, ge=0, description="of everything random")
    checkpoint_minutes: float = Field(4.0, ge=0, description="between checkpoints")
    show_minutes: float = Field(10.0, ge=0, description="between contact sheets")

    @model_validator(mode="after")
    def _warm_up_ends(self) -> Self:
        if self.warmup > 1 and self.warmup != int(self.warmup):
            raise ValueError("warmup is a share below 1 or a whole number of updates")
        return self

    def settings(self, pictures: int, processes: int) -> LoopSettings:
        """What the loop is told for so many pictures; all schedules in optimizer updates."""
        an_update = self.batch * self.accumulation * processes
        updates = max(round(self.epochs * pictures / an_update), self.fewest_updates)
        warmup = self.warmup if self.warmup >= 1 else self.warmup * updates
        return LoopSettings(
            updates=updates,
            batch=self.batch,
            learning_rate=self.learning_rate,
            warmup=round(warmup),
            accumulation=self.accumulation,
            clip=self.clip,
            weight_decay=self.weight_decay,
            betas=(0.9, 0.999),
            optimizer=self.optimizer,
            schedule=self.schedule,
            ema=self.ema or None,
            ema_on_cpu=self.ema_on_cpu,
            checkpointing=self.checkpointing,
            seed=self.seed,
            checkpoint_minutes=self.checkpoint_minutes,
            show_minutes=self.show_minutes,
        )


def presets() -> tuple[str, ...]:
    """The names of the presets there are."""
    return tuple(sorted(path.stem for path in PRESETS.glob("*.toml")))


def add_plan_arguments(parser: argparse.ArgumentParser, preset: str = PRESET) -> None:
    """An option for the preset and one for every value of the plan."""
    parser.add_argument("--preset", choices=presets(), help=f"default: {preset}")
    values = parser.add_argument_group("values that replace the preset's")
    for name, field in Plan.model_fields.items():
        option = f"--{name.replace('_', '-')}"
        values.add_argument(option, metavar="VALUE", help=field.description)


def read_plan(
    options: argparse.Namespace, config: Mapping[str, Any], preset: str = PRESET
) -> tuple[Plan, dict[str, str]]:
    """The plan, and where each of its values comes from. Raises BadRequest with the key's name.

    `config` is the table of the settings that is meant, `preset` the one where none is named.
    """
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
        raise BadRequest(
            f"{_option(key)}: {first['msg'].removeprefix('Value error, ')}."
        ) from error
    origins = dict.fromkeys(Plan.model_fields, "default")
    origins |= dict.fromkeys(values, f"preset {name}")
    origins |= dict.fromkeys(own, "config.toml")
    return plan, origins | dict.fromkeys(given, "command line")


def told(plan: Plan, origins: Mapping[str, str]) -> str:
    """The effective settings, a line each, with where they come from."""
    return "\n".join(
        f"{name:>18} = {value!s:<28} {origins[name]}" for name, value in plan.model_dump().items()
    )


def _parsed(key: str, value: str) -> Any:
    many = get_origin(Plan.model_fields[key].annotation) is tuple
    return tuple(part.strip() for part in value.split(",")) if many else value


def _option(key: str) -> str:
    return f"--{key.replace('_', '-')}" if key in Plan.model_fields else key or "the settings"
