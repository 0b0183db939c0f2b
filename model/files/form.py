"""Which engine a model folder is for, by its index, its scheduler and its name."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from model.files.config import read_json
from model.files.folders import HUB, INDEX

OWN = "StableDiffusionPipeline"
"""The pipeline whose models run in the in-flight engine, unless they are distilled."""
DISTILLED = re.compile(r"turbo|lightning|schnell|hyper|lcm|klein|distill|few-?step", re.IGNORECASE)
"""Names of models that were distilled to paint in few steps, without guidance."""
BASE = re.compile(r"base", re.IGNORECASE)


def runs_in_flight(folder: Path, name: str) -> bool:
    """Whether the in-flight engine has the networks of this model; `name` is the settings' name.

    Raises BadModel if the index is missing or damaged.
    """
    index = read_json(folder / INDEX)
    kind = index.get("_class_name", OWN)
    return kind == OWN and not is_distilled(folder, name, index)


def is_distilled(folder: Path, name: str, index: Mapping[str, Any]) -> bool:
    """Whether a model paints in few steps: its index, its scheduler or its name says so.

    SD-Turbo, SDXL-Turbo and SDXL-Lightning sample Euler steps with trailing timesteps.
    """
    if isinstance(index.get("is_distilled"), bool):
        return bool(index["is_distilled"])
    config = folder / "scheduler" / "scheduler_config.json"
    scheduler = read_json(config) if config.is_file() else {}
    kind = str(scheduler.get("_class_name", ""))
    trailing = scheduler.get("timestep_spacing") == "trailing" and kind.startswith("Euler")
    if trailing or kind.startswith(("LCM", "TCD")):
        return True
    # A folder on this machine may have any name; one on the hub is called what it is.
    return name.startswith(HUB) and bool(DISTILLED.search(name)) and not BASE.search(name)
