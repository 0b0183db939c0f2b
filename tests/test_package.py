"""The wheel: installed outside the checkout, it paints from any folder."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.__main__ import main

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("bot", "model", "training")
SOURCES = (*PACKAGES, "pyproject.toml", "README.md", "LICENSE", "config.toml")
PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
SECONDS = 240


def test_the_wheel_paints_outside_the_checkout(tmp_path: Path) -> None:
    installed = _installed(tmp_path / "wheel")
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    printed = _emojismith(installed, folder, "angry unicorn", "--seed", "7")
    assert "generations/angry-unicorn.png" in printed
    with Image.open(folder / "generations" / "angry-unicorn.png") as picture:
        assert (picture.size, picture.mode) == ((128, 128), "RGBA")
    _emojismith(installed, folder, "config")
    assert (folder / "config.toml").read_bytes() == (ROOT / "config.toml").read_bytes()
    assert "--preset" in _emojismith(installed, folder, "train", "finetune", "--help")
    assert _missing(installed) == []


def _installed(folder: Path) -> Path:
    """The wheel, built from a copy of the sources and installed without its dependencies."""
    source = folder / "source"
    source.mkdir(parents=True)
    ignored = shutil.ignore_patterns("node_modules", "__pycache__")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, source)
    # pip builds inside the source folder: a copy keeps the checkout clean.
    build = ("wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir")
    subprocess.run([*PIP, *build, folder, source], check=True, timeout=SECONDS)
    (wheel,) = folder.glob("*.whl")
    install = ("install", "--no-deps", "--no-index", "--target")
    subprocess.run([*PIP, *install, folder / "site", wheel], check=True, timeout=SECONDS)
    return folder / "site"


def _emojismith(installed: Path, folder: Path, *words: str) -> str:
    """What the installed command prints when it is run in `folder`."""
    environment = {**os.environ, "PYTHONPATH": str(installed), "EMOJISMITH_HOME": str(folder)}
    code = "import bot, model, training; print(bot.__path__, model.__path__, training.__path__)"
    options: dict[str, Any] = {"cwd": folder, "env": environment, "timeout": SECONDS}
    imported = subprocess.check_output([sys.executable, "-c", code], text=True, **options)
    assert imported.count(str(installed)) == len(PACKAGES)
    command = [str(installed / "bin" / "emojismith"), *words]
    printed: str = subprocess.check_output(command, text=True, **options)
    return printed


def _missing(installed: Path) -> list[str]:
    """The files of the packages, code and data, that the wheel does not have."""
    skipped = {"node_modules", "__pycache__"}
    files = [
        path.relative_to(ROOT)
        for name in PACKAGES
        for path in sorted((ROOT / name).rglob("*"))
        if path.is_file() and not skipped & set(path.parts)
    ]
    return [str(file) for file in files if not (installed / file).exists()]


def test_the_settings_file_is_not_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.toml"
    assert main(["config", str(path)]) == 0
    assert tomllib.loads(path.read_text(encoding="utf-8"))["web"]["port"] == 8766
    assert main(["config", str(path)]) == 2
    assert "exists already" in capsys.readouterr().err
