"""Fixtures for tests of training."""

from pathlib import Path

import pytest

from tests.support import small_data


@pytest.fixture
def small_data_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Use a data folder with a small data set."""
    monkeypatch.setenv("EMOJISMITH_HOME", str(tmp_path))
    small_data.write(tmp_path)
    return tmp_path
