"""A bot that kills itself at a given moment.

`python -m tests.support.crash_bot DATABASE URL MOMENT` delivers emoji to a server on loopback.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp

from bot.container import Container
from bot.domain import Emoji, Job, Pack, Picture, Platform, TryLater
from bot.settings.config import Settings
from bot.store.jobs import Jobs
from tests.support.fake_engine import FakeEngine
from tests.support.people import request


class HttpCourier:
    """Delivers emoji to the server on loopback."""

    platform = Platform.DISCORD

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self._url = url

    async def progress(self, job: Job, done: int, total: int) -> None:
        pass

    async def deliver(self, job: Job, emoji: Emoji, picture: Picture) -> str:
        async with self._session.post(f"{self._url}/emoji/{job.recipe.prompt}") as answer:
            if answer.status != 200:
                raise TryLater(0.0)
        return f"message {job.id}"

    async def deliver_pack(self, pack: Pack) -> str:
        assert pack.done == pack.job.parts
        async with self._session.post(f"{self._url}/emoji/pack of {len(pack.emoji)}") as answer:
            assert answer.status == 200
        return f"message {pack.job.id}"

    async def tell(self, job: Job, sentence: str) -> None:
        raise AssertionError(sentence)


def die_at(moment: str) -> None:
    """Kill this process at `before:METHOD` or `after:METHOD` of the store's jobs."""
    when, _, name = moment.partition(":")
    method: Callable[..., Any] = getattr(Jobs, name)

    async def deadly(self: Jobs, *arguments: Any, **named: Any) -> Any:
        if when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        answer = await method(self, *arguments, **named)
        if answer is not None or name in ("delivered", "set_message"):
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    setattr(Jobs, name, deadly)


async def main(database: Path, url: str, moment: str) -> None:
    """Two people ask for an emoji; serve until the server has received both."""
    if moment != "never":
        die_at(moment)
    engine = FakeEngine()
    async with (
        aiohttp.ClientSession() as session,
        Container.open(database, engine, Settings()) as running,
    ):
        for name in ("ann", "bob"):
            await running.service.ask(request(f"lemon of {name}", name, f"request of {name}"))
        async with running.serve(HttpCourier(session, url)), session.get(f"{url}/done") as answer:
            await answer.read()
        for recipe in engine.painted:
            async with session.post(f"{url}/painted/{recipe.prompt}"):
                pass


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
