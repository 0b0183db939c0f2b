"""Uploads a trained model to the Hugging Face hub."""

from pathlib import Path

from model.errors import Unavailable


def push(folder: Path, name: str) -> str:
    """Upload a model folder to the private repository "owner/name". Returns its URL.

    Raises Unavailable if the hub cannot be reached or refuses access.
    """
    from huggingface_hub import HfApi

    api = HfApi()
    try:
        url = str(api.create_repo(name, private=True, exist_ok=True))
        api.upload_folder(repo_id=name, folder_path=folder)
    except Exception as error:  # the hub's client passes on errors of its HTTP library
        raise Unavailable(
            f"{name} could not be uploaded ({str(error).splitlines()[0]}): set HF_TOKEN in the "
            f"environment to a token with write access. The model is in {folder}."
        ) from error
    return url
