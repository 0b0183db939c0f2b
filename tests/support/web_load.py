"""Load on the page: many visitors, and a server that is killed and started again."""

import asyncio
import resource
import signal
import socket
import sqlite3
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

ROOT = Path(__file__).resolve().parents[2]
TRIES = 600
PAUSE_SECONDS = 0.05
PATIENCE_SECONDS = 120
AWAY = (aiohttp.ClientError, ConnectionError, TimeoutError)


@dataclass
class PageCrowd:
    """The results: the server's memory over time, the order of paintings, the jobs by state."""

    memory: list[float] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    states: Counter[str] = field(default_factory=Counter)


async def load(folder: Path, visitors: int, each: int, kill_after: int) -> PageCrowd:
    """`visitors` with open streams send `each` requests; the server dies after `kill_after`."""
    database, port = folder / "bot.db", _free_port()
    url, crowd = f"http://127.0.0.1:{port}", PageCrowd()
    first = await _start(database, port)
    people = [asyncio.create_task(_visit(url, number, each)) for number in range(visitors)]
    await _until(database, "SELECT count(*) FROM emoji", kill_after)
    first.send_signal(signal.SIGKILL)
    await first.wait()
    second = await _start(database, port)
    measuring = asyncio.create_task(_measure(second.pid, crowd.memory))
    await asyncio.gather(*people)
    question = "SELECT count(*) FROM jobs WHERE state = 'delivered'"
    await _until(database, question, visitors * each)
    measuring.cancel()
    second.send_signal(signal.SIGTERM)
    await second.wait()
    connection = sqlite3.connect(database)
    crowd.order = [
        who for (who,) in connection.execute("SELECT person FROM emoji ORDER BY id").fetchall()
    ]
    rows = connection.execute("SELECT state, count(*) FROM jobs GROUP BY state").fetchall()
    crowd.states = Counter(dict(rows))
    connection.close()
    return crowd


async def _visit(url: str, number: int, each: int) -> None:
    """One visitor: ask, then wait until all emoji are shown; reconnect if the server is away."""
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(url, cookie_jar=jar) as session:
        await _insist(session, "GET", "/")
        for request in range(each):
            body = {"id": f"{number}-{request}", "prompt": f"lemon {request}"}
            await _insist(session, "POST", "/api/ask", json=body, headers={"Origin": url})
        for _ in range(TRIES):
            try:
                if await _all_shown(session, each):
                    return
            except AWAY:
                await asyncio.sleep(PAUSE_SECONDS)
        raise AssertionError(f"visitor {number} never saw all their emoji")


async def _all_shown(session: aiohttp.ClientSession, each: int) -> bool:
    """Follow one event stream. True once the visitor's gallery has all their emoji."""
    async with session.get("/api/events", timeout=aiohttp.ClientTimeout(sock_read=2)) as stream:
        async for _ in stream.content:
            if await _count(session) >= each:
                return True
    return False


async def _count(session: aiohttp.ClientSession) -> int:
    shown = 0
    path = "/api/gallery?scope=own"
    while path:
        async with session.get(path) as answer:
            page = await answer.json()
        shown += len(page["emoji"])
        path = f"/api/gallery?scope=own&before={page['next']}" if page["next"] else ""
    return shown


async def _insist(session: aiohttp.ClientSession, method: str, path: str, **more: object) -> None:
    """Repeat a request until it is answered, as the page's script does."""
    for _ in range(TRIES):
        try:
            async with session.request(method, path, **more) as answer:  # type: ignore[arg-type]
                assert answer.status == 200, await answer.text()
                return
        except AWAY:
            await asyncio.sleep(PAUSE_SECONDS)
    raise AssertionError(f"{path} was never answered")


async def _start(database: Path, port: int) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.support.web_bot",
        str(database),
        str(port),
        cwd=ROOT,
        stdout=asyncio.subprocess.DEVNULL,
    )


async def _until(database: Path, question: str, count: int) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            await asyncio.sleep(PAUSE_SECONDS)
            if _count_in(database, question) >= count:
                return


def _count_in(database: Path, question: str) -> int:
    if not database.exists():
        return 0
    connection = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)
    try:
        found: int = connection.execute(question).fetchone()[0]
        return found
    except sqlite3.OperationalError:
        return 0  # The tables do not exist yet.
    finally:
        connection.close()


async def _measure(process: int, memory: list[float]) -> None:
    while True:
        memory.append(resident_mib(process))
        await asyncio.sleep(0.5)


def resident_mib(process: int | str = "self") -> float:
    """Resident memory of a process (Linux)."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def unfairness(order: list[str]) -> int:
    """The largest lead, in emoji, of one visitor over another who was still waiting."""
    left, had, worst = Counter(order), Counter[str](), 0
    for who in order:
        had[who] += 1
        waiting = [had[other] for other in left if had[other] < left[other]]
        worst = max(worst, had[who] - min(waiting, default=had[who]))
    return worst
