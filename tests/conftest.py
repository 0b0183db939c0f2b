"""Fixtures for all tests: two threads for torch, an empty data folder, tiny models."""

# ruff: noqa: E402  torch is imported after the call.
import os
from collections.abc import Iterator
from pathlib import Path

from model.threads import sleep_while_waiting

sleep_while_waiting()
# Commands speak English, whatever this machine does.
os.environ["LANGUAGE"] = "en"

import pytest
import torch

from model import candidates, pace
from tests.support import tiny_models as tiny
from tests.support.quick_subset import (  # noqa: F401  # pytest finds its hooks here
    pytest_addoption,
    pytest_collection_modifyitems,
    pytest_configure,
)


@pytest.fixture(scope="session", autouse=True)
def two_threads() -> None:
    """Two threads for torch, shared by the processes of xdist.

    With two in each of two processes, they wait for each other and take a fifth more CPU time.
    """
    torch.set_num_threads(max(1, 2 // int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))))


@pytest.fixture(scope="session", autouse=True)
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Use an empty data folder: models promoted on this machine must not affect tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EMOJISMITH_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like the bundled model's with random weights: RGBA, 12 latent channels, a judge."""
    return tiny.build(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="session")
def other_tiny_model(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same model with other UNet weights, as after fine-tuning."""
    return tiny.tuned(tiny_model, tmp_path_factory.mktemp("models") / "tuned")


@pytest.fixture(scope="session")
def tiny_opaque_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder like Stable Diffusion's with random weights: RGB, no manifest, no judge."""
    return tiny.build_opaque(tmp_path_factory.mktemp("models") / "opaque")


@pytest.fixture(scope="session")
def tiny_clip_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with CLIP as the text encoder, and a safety checker that flags nothing."""
    return tiny.build_clip(tmp_path_factory.mktemp("models") / "clip")


@pytest.fixture
def unmeasured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Skip measuring how many requests to paint at once, which takes a second per engine."""
    monkeypatch.setattr(pace, "PATIENCE", 0.0)


@pytest.fixture
def untraced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not trace paintings, which takes most of the time of painting with a tiny model."""
    monkeypatch.setattr(candidates, "TRACEABLE", -1.0)
