"""`python -m training`: errors as one sentence, and exit codes."""

import argparse
import errno
import sys
import types
from pathlib import Path

import pytest

from model.errors import Unavailable
from training import __main__ as cli
from training.paths import home, writing


def command(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Make the command `data` raise an error."""

    def run(_options: argparse.Namespace) -> None:
        raise error

    module = types.SimpleNamespace(add_arguments=lambda _parser: None, run=run)
    monkeypatch.setitem(sys.modules, "failing_command", module)
    monkeypatch.setitem(cli.COMMANDS, "data", ("failing_command", "fail"))


def test_an_error_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command(monkeypatch, Unavailable("No disk: buy one."))
    assert cli.main(["data"]) == 1
    assert capsys.readouterr().err == "No disk: buy one.\n"


def test_ctrl_c_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command(monkeypatch, KeyboardInterrupt())
    assert cli.main(["data"]) == 130
    assert capsys.readouterr().err.startswith("Interrupted")


def test_a_misspelt_command_lists_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["dta"])
    assert end.value.code == 2
    assert "pretrain" in capsys.readouterr().err


@pytest.mark.parametrize("name", list(cli.COMMANDS))
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main([name, "--help"])
    assert end.value.code == 0
    assert cli.COMMANDS[name][1] in " ".join(capsys.readouterr().out.split())


def test_a_full_disk_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="EMOJISMITH_HOME"), writing(tmp_path / "new"):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_home_follows_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMOJISMITH_HOME", "/elsewhere")
    assert home() == Path("/elsewhere")
    monkeypatch.delenv("EMOJISMITH_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert home() == Path("/data/emojismith")
    monkeypatch.delenv("XDG_DATA_HOME")
    assert home() == Path.home() / ".local/share/emojismith"


def test_help_names_the_program_that_was_started(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--help"], "emojismith train")
    assert capsys.readouterr().out.startswith("usage: emojismith train ")
