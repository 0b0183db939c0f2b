"""Tests that hang fail instead of blocking the run."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PYPROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
HANGING = """
import asyncio, subprocess, threading

async def test_coroutine():
    await asyncio.Event().wait()

def test_thread():
    threading.Event().wait()

def test_process():
    subprocess.run(["sleep", "60"])
"""


def test_what_hangs_fails(tmp_path: Path) -> None:
    (tmp_path / "test_hanging.py").write_text(HANGING)
    command = [sys.executable, "-m", "pytest", "-c", str(PYPROJECT), "--rootdir", str(tmp_path)]
    done = subprocess.run(
        [*command, "--timeout", "0.3", str(tmp_path)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stdout.count("Failed: Timeout (>0.3s)") >= 3
    assert "3 failed" in done.stdout


def test_every_test_has_a_timeout(request: pytest.FixtureRequest) -> None:
    options = tomllib.loads(PYPROJECT.read_text())["tool"]["pytest"]["ini_options"]
    assert options["timeout"] > 0
    assert request.config.getini("timeout") == str(options["timeout"])
    assert request.config.pluginmanager.hasplugin("timeout")
