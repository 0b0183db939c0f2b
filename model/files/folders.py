"""Finds the folder of a model: the bundled one, a folder on this machine, or one on the hub."""

from collections.abc import Sequence
from pathlib import Path

from model.errors import BadModel, Unavailable

BUNDLED = Path(__file__).parents[1] / "bundled"
BUNDLED_NAME = "bundled"
"""What names the model that ships, in settings and on the command line."""
HUB = "hub:"
INDEX = "model_index.json"
"""The file in a model folder that names its parts, as diffusers writes it."""
MODEL = (
    *("*.json", "*.txt", "*/*.json", "*/*.txt", "*/*.safetensors", "LICENSE*"),
    *("*/*.model", "*/*.jinja"),  # tokenizers of other models
)


def find(model: str | Path, files: Sequence[str] = MODEL) -> Path:
    """The folder of a model; `files` are fetched if it is on the hub.

    `model` is "bundled", "hub:owner/name", "hub:owner/name@revision", or a folder. Only names with
    "hub:" are looked up on the hub. Raises BadModel, or Unavailable if the hub is out of reach.
    """
    if model == BUNDLED_NAME:
        return BUNDLED
    if isinstance(model, str) and model.startswith(HUB):
        return _fetched(model, files)
    folder = Path(model).expanduser()
    if folder.is_dir():
        return folder
    raise BadModel(
        f"There is no model folder {model}: check the path. For a model on the Hugging Face Hub, "
        "write hub:owner/name."
    )


def hub_id(model: str) -> str | None:
    """The "owner/name" of a model on the hub; None for any other."""
    return model.removeprefix(HUB).partition("@")[0] if model.startswith(HUB) else None


def _fetched(model: str, files: Sequence[str]) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import (
        GatedRepoError,
        HfHubHTTPError,
        HFValidationError,
        LocalEntryNotFoundError,
    )

    name, _, revision = model.removeprefix(HUB).partition("@")
    parts = name.split("/")
    if len(parts) != 2 or not all(parts):
        raise BadModel(f"{model} does not name a model on the hub: write hub:owner/name.")
    try:
        return Path(snapshot_download(name, revision=revision or None, allow_patterns=list(files)))
    except GatedRepoError as error:
        raise Unavailable(
            f"{name} is gated: accept its licence on its page, and set HF_TOKEN in the "
            "environment to your access token."
        ) from error
    except (HfHubHTTPError, HFValidationError, LocalEntryNotFoundError, OSError) as error:
        raise Unavailable(
            f"{model} cannot be fetched: the hub has no such model or revision, or is out of reach."
        ) from error
