"""The wheel: installed outside the checkout, it paints from any folder."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from PIL import Image

from bot.__main__ import main

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("bot", "model", "training", "pyproject.toml", "README.md", "LICENSE", "config.toml")
PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
SECONDS = 240


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's contents, installed into a folder of their own."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    ignored = shutil.ignore_patterns("node_modules", "__pycache__")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, source)
    # pip builds inside the source folder: a copy keeps the checkout clean.
    build = ("wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir")
    subprocess.run([*PIP, *build, folder, source], check=True, timeout=SECONDS)
    shutil.rmtree(source)
    (wheel,) = folder.glob("*.whl")
    install = ("install", "--no-deps", "--no-index", "--target")
    subprocess.run([*PIP, *install, folder / "site", wheel], check=True, timeout=SECONDS)
    return folder / "site"


def emojismith(installed: Path, folder: Path, *words: str) -> str:
    """What the installed command prints when it is run in `folder`."""
    environment = {**os.environ, "PYTHONPATH": str(installed), "EMOJISMITH_HOME": str(folder)}
    done = subprocess.run(
        [installed / "bin" / "emojismith", *words],
        cwd=folder,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    return done.stdout


def test_paints_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    said = emojismith(installed, tmp_path, "angry unicorn", "--seed", "7")
    picture = tmp_path / "generations" / "angry-unicorn.png"
    assert "generations/angry-unicorn.png" in said
    with Image.open(picture) as opened:
        assert (opened.size, opened.mode) == ((128, 128), "RGBA")


def test_the_checkout_is_not_imported(installed: Path, tmp_path: Path) -> None:
    code = "import bot, model, training; print(bot.__path__, model.__path__, training.__path__)"
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    command = [sys.executable, "-c", code]
    said = subprocess.run(
        command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True
    ).stdout
    assert said.count(str(installed)) == 3


def test_writes_the_settings_file_of_the_checkout(installed: Path, tmp_path: Path) -> None:
    emojismith(installed, tmp_path, "config")
    assert (tmp_path / "config.toml").read_bytes() == (ROOT / "config.toml").read_bytes()


def test_trains_with_its_own_presets(installed: Path, tmp_path: Path) -> None:
    assert "--preset" in emojismith(installed, tmp_path, "train", "finetune", "--help")


@pytest.mark.parametrize(
    "part",
    [
        "bot/web/static/chat.html",
        "model/bundled/unet/diffusion_pytorch_model.safetensors",
        "model/bundled/ATTRIBUTION.md",
        "training/runs/presets/sd14.toml",
        "training/library/emoji-sets/package-lock.json",
    ],
)
def test_carries_everything_that_it_reads(installed: Path, part: str) -> None:
    assert (installed / part).read_bytes() == (ROOT / part).read_bytes()


def test_no_file_of_the_packages_is_left_out(installed: Path) -> None:
    kinds = {".py", ".toml", ".json", ".safetensors", ".html", ".js", ".css", ".svg", ".txt", ".md"}
    skipped = {"node_modules", "__pycache__"}
    missing = [
        str(path.relative_to(ROOT))
        for name in ("bot", "model", "training")
        for path in sorted((ROOT / name).rglob("*"))
        if path.suffix in kinds
        and not skipped & set(path.parts)
        and not (installed / path.relative_to(ROOT)).exists()
    ]
    assert missing == []


def test_the_settings_file_is_not_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.toml"
    assert main(["config", str(path)]) == 0
    assert tomllib.loads(path.read_text(encoding="utf-8"))["web"]["port"] == 8766
    assert main(["config", str(path)]) == 2
    assert "exists already" in capsys.readouterr().err
