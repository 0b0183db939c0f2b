"""Settings that the tests of commands share."""

from pathlib import Path

import pytest


@pytest.fixture
def config(tmp_path: Path, tiny_model: Path) -> str:
    """The settings of a tiny model whose pictures go to the folder `out`."""
    path = tmp_path / "config.toml"
    path.write_text(f'[model]\npath = "{tiny_model}"\n[output]\nfolder = "{tmp_path / "out"}"\n')
    return str(path)
