"""Where the files of a model are: a folder of this machine, or what the model hub keeps."""

from collections.abc import Sequence
from pathlib import Path

from model.errors import BadModel, Unavailable

MODEL = ("*.json", "*.txt", "*/*.json", "*/*.txt", "*/*.safetensors", "LICENSE*")


def find(model: str | Path, files: Sequence[str] = MODEL) -> Path:
    """The folder that a path or a hub id names; `files` are fetched from the hub.

    Raises BadModel, or Unavailable where the hub is out of reach.
    """
    folder = Path(model).expanduser()
    if folder.is_dir():
        return folder
    parts = str(model).split("/")
    if isinstance(model, Path) or len(parts) != 2 or not all(parts) or parts[0] in (".", "..", "~"):
        raise BadModel(f"There is no model folder {model}: check the path.")
    return _fetched(str(model), files)


def _fetched(hub_id: str, files: Sequence[str]) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import (
        GatedRepoError,
        HfHubHTTPError,
        HFValidationError,
        LocalEntryNotFoundError,
    )

    try:
        return Path(snapshot_download(hub_id, allow_patterns=list(files)))
    except GatedRepoError as error:
        raise Unavailable(
            f"{hub_id} is gated: accept its licence on its page, and put a token of yours into "
            "HF_TOKEN in the environment."
        ) from error
    except (HfHubHTTPError, HFValidationError, LocalEntryNotFoundError, OSError) as error:
        raise Unavailable(
            f"There is no folder {hub_id}, and the hub has no such model or is out of reach."
        ) from error
