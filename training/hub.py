"""Bringing a trained model to the model hub."""

from pathlib import Path

from model.errors import Unavailable


def push(folder: Path, name: str) -> str:
    """Upload a model folder as the private repository "owner/name": its address.

    Raises Unavailable where the hub is out of reach or does not let one in.
    """
    from huggingface_hub import HfApi

    api = HfApi()
    try:
        address = str(api.create_repo(name, private=True, exist_ok=True))
        api.upload_folder(repo_id=name, folder_path=folder)
    except Exception as error:  # whichever HTTP library the hub's client uses raises its own
        raise Unavailable(
            f"{name} could not be brought to the hub ({str(error).splitlines()[0]}): put a token "
            f"that may write into HF_TOKEN in the environment. The model is in {folder}."
        ) from error
    return address
