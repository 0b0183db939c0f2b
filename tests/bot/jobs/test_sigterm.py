"""SIGTERM to `python -m bot` with a real model: what is painted is delivered, the rest waits."""

import asyncio
import json
import signal
import sqlite3
import sys
import time
from pathlib import Path

from tests.support.web_stack import Following, Visitor

ROOT = Path(__file__).resolve().parents[3]
START_SECONDS, STOP_SECONDS, EXIT_SECONDS = 120, 10, 5
REQUESTS = 4


async def test_what_is_painted_is_delivered_before_the_end(
    tiny_model: Path, tmp_path: Path
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(
        f"[model]\npath = {json.dumps(str(tiny_model))}\n"
        f"[database]\npath = {json.dumps(str(tmp_path / 'bot.db'))}\n"
        f"[queue]\nstop_seconds = {STOP_SECONDS}\n"
        "[web]\nport = 0\n"
    )
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "--config", config),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        url = await _address(process)
        async with Visitor(url) as ann, ann.follow() as events:
            for number in range(REQUESTS):
                await ann.post("/api/ask", id=f"r{number}", prompt=f"lemon {number}", candidates=1)
            await events.until("step")
            process.send_signal(signal.SIGTERM)
            stopped = time.monotonic()
            shown = await _done(events)
        _, log = await asyncio.wait_for(process.communicate(), STOP_SECONDS + EXIT_SECONDS)
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode == 0, log.decode()
    assert time.monotonic() - stopped < STOP_SECONDS + EXIT_SECONDS
    assert b"Traceback" not in log, log.decode()
    states = _states(tmp_path / "bot.db")
    assert len(states) == REQUESTS
    delivered = {job for job, state in states.items() if state == "delivered"}
    assert delivered
    assert delivered == shown
    assert set(states.values()) <= {"delivered", "waiting"}


async def _address(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    async with asyncio.timeout(START_SECONDS):
        async for line in process.stdout:
            if b"http://" in line:
                return "http://" + line.decode().partition("http://")[2].strip()
    raise AssertionError("it did not start")


async def _done(events: Following) -> set[int]:
    """The finished requests that are shown until the stream ends."""
    shown: set[int] = set()
    while True:
        try:
            kind, data = await events.next()
        except EOFError:
            return shown
        if kind == "turn" and data["standing"] == "done":
            shown.add(data["job"])


def _states(database: Path) -> dict[int, str]:
    connection = sqlite3.connect(database)
    states = dict(connection.execute("SELECT id, state FROM jobs"))
    connection.close()
    return states
