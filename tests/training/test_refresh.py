"""`python -m training refresh`: from votes in a real database to promoted weights."""

import asyncio
import json
import shutil
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from unittest import mock

import pytest

from bot.container import Container
from model.files.promotion import promoted
from model.pipeline import load
from tests.support import small_data
from tests.support import tiny_models as tiny
from tests.support.bot_stack import open_stack
from tests.support.fake_engine import AllPainted
from tests.support.people import actor, request
from tests.support.recording_courier import RecordingCourier
from tests.support.refresh_process import PASSED, passing, small
from tests.support.small_reading import captioned
from tests.support.two_processes import in_two_processes
from training.__main__ import main
from training.refresh.run import Refresh
from training.reports.verdict import Check, Verdict

RATERS = [f"rater{number}" for number in range(13)]
PROMPTS = ("angry unicorn", "dancing lemon", "cat face", "red lemon")
Scenario = Callable[[Container], Awaitable[None]]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder with a small data set; no contact sheets and few prompts, for speed."""
    small_data.write(tmp_path / "home")
    monkeypatch.setenv("EMOJISMITH_HOME", str(tmp_path / "home"))
    with small():
        yield tmp_path / "home"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Settings of a bot with a tiny model and base data."""
    model = tiny.build(tmp_path / "tiny")
    lines = [{"file_name": f"{n}.png", "text": prompt} for n, prompt in enumerate(PROMPTS)]
    data = captioned(tmp_path / "pictures", lines)
    path = tmp_path / "config.toml"
    path.write_text(
        f'[model]\npath = "{model}"\n[database]\npath = "{tmp_path / "bot.db"}"\n'
        f'[training.refresh]\ndata = "folder:{data}"\nbatch_size = 4\nlora_rank = 2\n'
        "epochs = 0.2\nmin_updates = 1\n"
    )
    return path


def voted(folder: Path, votes: int) -> None:
    """People vote on four painted emoji; all but one of them like each emoji."""

    async def run() -> None:
        async with open_stack(folder, AllPainted()) as stack:
            for name in ("ann", *RATERS):
                await stack.service.people.consent(actor(name), True)
            courier = RecordingCourier()
            for number, prompt in enumerate(PROMPTS):
                await stack.service.ask(request(prompt, "ann", f"r{number}"))
            async with stack.serve(courier):
                await courier.until(len(PROMPTS))
            pairs = [(emoji, name) for _, emoji, *_ in courier.emoji for name in RATERS][:votes]
            for emoji, name in pairs:
                await stack.service.votes.vote(
                    emoji.id, actor(name), -1 if name == RATERS[0] else 1
                )

    asyncio.run(run())


def refresh(config: Path, *more: str) -> int:
    return main(["refresh", "--config", str(config), "--prompts", "1", *more])


def run_of(home: Path) -> Path:
    (folder,) = (home / "runs").iterdir()
    return folder


def test_too_few_votes_change_nothing_and_say_so(
    home: Path, config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    voted(tmp_path, 10)
    assert refresh(config) == 0
    assert "below 50 votes no weights are changed" in capsys.readouterr().out
    assert not (home / "runs").exists()


def test_votes_become_weights_that_are_compared_and_promoted(
    home: Path, config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    voted(tmp_path, 52)
    with passing():
        assert refresh(config) == 0
    said = capsys.readouterr().out
    assert "52 votes can be trained on, 4 of them dislikes" in said
    assert "The gate is passed" in said
    folder = run_of(home)
    base = str(tmp_path / "tiny")
    now = promoted(base)
    assert now is not None
    assert Path(now.model) == folder / "model"
    receipt = json.loads((folder / "receipt.json").read_text())
    assert receipt["votes"]["method"] == "reward"
    assert receipt["terms"] == ["denoising of base data", "reward-weighted denoising"]
    assert receipt["reward"] is None
    assert "too few prompts to tell how good it is" in said
    assert "reward-weighted denoising" in (folder / "report.html").read_text()
    assert receipt["base"]["digest"] == load(base).digest != now.digest
    assert "<svg" in (folder / "report.html").read_text()
    assert (folder / "comparison" / "report.html").exists()
    card = (folder / "model" / "README.md").read_text()
    assert "votes of people who agreed" in card
    assert "## Scores" in card
    assert "## The gate" in card

    with passing():
        assert refresh(config) == 0  # no new votes: no new training
    assert json.loads((folder / "receipt.json").read_text()) == receipt
    assert main(["rollback", "--config", str(config)]) == 0
    assert promoted(base) is None


def losses(home: Path) -> list[float]:
    lines = (run_of(home) / "scalars.jsonl").read_text().splitlines()
    return [json.loads(line)["loss"] for line in lines]


def test_two_processes_refresh_as_one_with_twice_the_accumulation(
    home: Path, config: Path, tmp_path: Path
) -> None:
    voted(tmp_path, 52)
    with mock.patch.object(Refresh, "compare", return_value=PASSED):
        assert refresh(config, "--gradient-accumulation-steps", "2", "--min-updates", "3") == 0
    small_data.write(tmp_path / "pair")
    words = ["--config", str(config), "--prompts", "1", "--min-updates", "3"]
    said = in_two_processes("tests.support.refresh_process", words, tmp_path / "pair")
    assert said.count("52 votes can be trained on") == 1
    assert said.count("The gate is passed") == 1
    assert said.count("Promoted ") == 1
    assert len(losses(home)) == 3
    assert losses(tmp_path / "pair") == pytest.approx(losses(home), rel=0.02)
    receipt = json.loads((run_of(tmp_path / "pair") / "receipt.json").read_text())
    assert receipt["processes"] == 2


def test_what_the_gate_does_not_let_through_paints_nothing(
    config: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    voted(tmp_path, 52)
    verdict = Verdict((Check("sharpness", False, "Below its interval."),))
    monkeypatch.setattr(Refresh, "compare", lambda *_: verdict)
    assert refresh(config) == 0
    assert "1 of 1 checks failed (sharpness)" in capsys.readouterr().out
    assert promoted(str(tmp_path / "tiny")) is None


def test_without_a_database_it_is_said(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert refresh(config) == 1
    assert "There is no database at" in capsys.readouterr().err


def test_without_a_data_set_it_says_how_to_make_it_and_stops_at_once(
    home: Path, config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    voted(tmp_path, 52)
    shutil.rmtree(home / "data")
    assert refresh(config) == 1
    assert "build it with `python -m training data`" in capsys.readouterr().err
    assert not (home / "runs").exists()
    assert not (home / "data").exists()
