"""`python -m bot`: error sentences, checks, the summary, backups, health."""

import asyncio
import json
import logging
import os
import signal
import socket
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import aiohttp
import pytest
from discord import Permissions

from bot import run
from bot.__main__ import main
from bot.domain import BadSettings
from bot.operations.logs import JsonLines
from bot.settings.config import Settings
from bot.store import Store
from tests.support.bot_stack import open_stack
from tests.support.discord_server import IDENTIFY, DiscordServer, option
from tests.support.fake_engine import FakeEngine
from tests.support.people import actor, request
from tests.support.recording_courier import RecordingCourier


@pytest.fixture
def config(tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    for name in ("DISCORD_TOKEN", "TELEGRAM_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "config.toml"
    database = tmp_path / "bot.db"
    path.write_text(
        f'[model]\npath = "{tiny_model}"\n[database]\npath = "{database}"\n[web]\nenabled = false\n'
    )
    return str(path)


def test_without_a_token_it_says_what_to_do(
    config: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--config", config]) == 2
    assert "set DISCORD_TOKEN or TELEGRAM_TOKEN in the environment" in capsys.readouterr().err


def test_check_says_what_it_found(config: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--config", config, "--check"]) == 0
    said = capsys.readouterr().out
    for part in ("settings: valid", "database: intact, 0 requests", "model: Model ", "licence"):
        assert part in said
    assert "DISCORD_TOKEN is not set" in said


def test_the_page_needs_no_token(
    config: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = Path(config).read_text().replace("enabled = false", "enabled = true\nport = 0")
    Path(config).write_text(text)
    assert main(["--config", config, "--check"]) == 0
    assert "web: port 0 is free" in capsys.readouterr().out
    Path(config).write_text(f'{text}host = "0.0.0.0"\n')
    monkeypatch.delenv("OPERATOR_TOKEN", raising=False)
    assert main(["--config", config, "--check"]) == 2
    assert "only with OPERATOR_TOKEN" in capsys.readouterr().err


def test_check_refuses_a_token_that_can_be_guessed(
    config: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = Path(config).read_text().replace("enabled = false", "enabled = true\nport = 0")
    Path(config).write_text(text)
    monkeypatch.setenv("OPERATOR_TOKEN", "1234")
    assert main(["--config", config, "--check"]) == 2
    assert "OPERATOR_TOKEN is too short" in capsys.readouterr().err


def test_check_names_a_damaged_model(
    config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = Path(config).read_text().splitlines()
    Path(config).write_text("\n".join([text[0], 'path = "nowhere"', *text[2:]]))
    assert main(["--config", config, "--check"]) == 1
    assert "There is no model folder" in capsys.readouterr().err


def test_stats_and_backup(config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "copy.db"
    assert main(["--config", config, "backup", str(copy)]) == 2
    assert "There is no database" in capsys.readouterr().err
    assert main(["--config", config, "stats"]) == 2
    assert "There is no database" in capsys.readouterr().err
    assert main(["--config", config, "--check"]) == 0
    capsys.readouterr()
    assert main(["--config", config, "stats"]) == 0
    assert "made 0, waiting 0" in capsys.readouterr().out
    assert main(["--config", config, "export", str(tmp_path / "votes.jsonl")]) == 0
    assert "0 votes are in" in capsys.readouterr().out
    assert main(["--config", config, "backup", str(copy)]) == 0
    assert copy.stat().st_size > 0
    assert main(["--config", config, "backup", str(tmp_path / "no" / "copy.db")]) == 2
    assert "cannot be written" in capsys.readouterr().err


async def test_the_summary_is_read_while_the_bot_runs(tmp_path: Path) -> None:
    settings = Settings.model_validate({"database": {"path": str(tmp_path / "bot.db")}})
    async with open_stack(tmp_path) as stack:
        await stack.service.ask(request())
        assert "waiting 1" in await run.stats(settings)
        assert await run.export(settings, tmp_path / "votes.jsonl") == 0


async def test_sigterm_ends_the_bot_with_the_rest_safely_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings.model_validate({"database": {"path": str(tmp_path / "bot.db")}})
    engine = FakeEngine()
    async with DiscordServer.open(monkeypatch) as server:
        bot = asyncio.create_task(run.serve(settings, engine, {"discord": "a token"}))
        await server.said(IDENTIFY)
        await server.slash("emoji", option("prompt", "lemon"))
        await engine.begun.wait()
        os.kill(os.getpid(), signal.SIGTERM)
        async with asyncio.timeout(10):
            await bot
    async with Store.open(tmp_path / "bot.db") as store:
        assert set(await store.statistics.jobs_by_state()) <= {"painted", "delivered"}


async def test_a_wrong_token_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings.model_validate({"database": {"path": str(tmp_path / "bot.db")}})
    async with DiscordServer.open(monkeypatch) as server:
        server.fault("GET", "/users/@me", 401)
        with pytest.raises(BadSettings, match="Discord does not accept DISCORD_TOKEN"):
            await run.serve(settings, FakeEngine(), {"discord": "wrong"})


async def test_the_operator_gets_a_link_with_all_that_discord_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with (
        DiscordServer.open(monkeypatch),
        open_stack(tmp_path) as stack,
        run.app("discord", stack.service, stack.settings, "a token") as app,
    ):
        invite, replies = app.notes
    link = invite.removeprefix("invite it with ")
    asked = dict(parse_qsl(urlsplit(link).query))
    assert asked["scope"].split() == ["bot", "applications.commands"]
    rights = Permissions(int(asked["permissions"]))
    assert rights.read_message_history
    assert rights.create_expressions
    assert not rights.administrator
    assert "✏️ changes an emoji everywhere" in replies


async def test_health_and_metrics(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    courier = RecordingCourier()
    async with open_stack(tmp_path) as stack:
        await stack.service.ask(request())
        async with stack.serve(courier):
            await courier.until(1)
        await stack.service.votes.vote(courier.emoji[0][1].id, actor("bob"), 1)
        url = f"http://127.0.0.1:{port}"
        async with stack.monitor.serve(port), aiohttp.ClientSession() as session:
            async with session.get(f"{url}/healthz") as answer:
                assert await answer.json() == {"waiting": 0}
            async with session.get(f"{url}/metrics") as answer:
                metrics = await answer.text()
            with pytest.raises(BadSettings, match="is in use"):
                async with stack.monitor.serve(port):
                    pass
    assert 'emojismith_jobs{state="delivered"} 1.0' in metrics
    assert 'emojismith_votes{model="0123456789ab",value="up"} 1.0' in metrics


def test_a_log_line_is_json_with_the_job_and_without_the_token() -> None:
    record = logging.LogRecord(
        "bot.jobs.worker", logging.INFO, "", 0, "to https://x/botSECRET/send", None, None
    )
    record.job = 7
    line = JsonLines(["SECRET"]).format(record)
    event = json.loads(line)
    assert (event["job"], event["level"]) == (7, "info")
    assert event["event"] == "to https://x/bot***/send"
