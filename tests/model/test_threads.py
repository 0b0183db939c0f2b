"""Waiting threads sleep: every program sets this before it loads torch."""

import os
import subprocess
import sys

import pytest

from bot import __main__ as bot
from model.threads import POLICY, sleep_while_waiting
from training import __main__ as training


def test_threads_sleep_unless_the_user_chose(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(POLICY)
    sleep_while_waiting()
    assert os.environ[POLICY] == "PASSIVE"
    monkeypatch.setenv(POLICY, "ACTIVE")
    sleep_while_waiting()
    assert os.environ[POLICY] == "ACTIVE"


@pytest.mark.parametrize("program", [bot, training])
def test_a_program_sets_it_first(program: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(POLICY)
    with pytest.raises(SystemExit):
        program.main(["--help"])  # type: ignore[attr-defined]
    assert os.environ[POLICY] == "PASSIVE"


def test_torch_is_not_loaded_before_that() -> None:
    check = "import sys, bot.__main__, training.__main__; assert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-c", check], check=True, timeout=120)
