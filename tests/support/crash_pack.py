"""A bot that makes a pack, and kills itself after a number of paintings.

`python -m tests.support.crash_pack DATABASE FILE PAINTINGS` appends to FILE the moods of each pack
that it delivers, and the words of each painting.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path

from bot.container import Container
from bot.domain import Emoji, Job, Pack, Painted, Picture, Platform
from bot.settings.config import Settings
from bot.store.jobs import Jobs
from tests.support.fake_engine import SketchingEngine
from tests.support.people import actor, address, request

MOODS = "happy, sad, angry, love"


class FileCourier:
    """Writes down what it delivers."""

    platform = Platform.DISCORD

    def __init__(self, file: Path) -> None:
        self._file = file
        self.emoji = asyncio.Event()
        self.pack = asyncio.Event()

    def write(self, line: str) -> None:
        with self._file.open("a") as file:
            file.write(f"{line}\n")

    async def progress(self, job: Job, done: int, total: int) -> None:
        pass

    async def deliver(self, job: Job, emoji: Emoji, picture: Picture) -> str:
        self.write(f"delivered {job.recipe.prompt}")
        self.emoji.set()
        return f"message {job.id}"

    async def deliver_pack(self, pack: Pack) -> str:
        self.write(f"pack {' '.join(pack.emoji)}")
        self.pack.set()
        return f"message {pack.job.id}"

    async def tell(self, job: Job, sentence: str) -> None:
        raise AssertionError(sentence)


def die_after(paintings: int, courier: FileCourier) -> None:
    """Kill this process once so many paintings are stored."""
    painted, left = Jobs.painted, [paintings]

    async def deadly(self: Jobs, job: Job, made: Painted, now: float) -> int | None:
        emoji = await painted(self, job, made, now)
        courier.write(f"painted {job.recipe.prompt}")
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return emoji

    Jobs.painted = deadly  # type: ignore[method-assign, assignment]


async def main(database: Path, file: Path, paintings: int) -> None:
    """One person asks for an emoji, and then for a pack of it; the same requests in each run."""
    courier = FileCourier(file)
    die_after(paintings, courier)
    async with (
        Container.open(database, SketchingEngine(), Settings()) as running,
        running.serve(courier),
    ):
        await running.service.ask(request("lemon", "ann", "request of ann"))
        if await running.store.emoji.get(1) is None:
            await courier.emoji.wait()
        await running.service.pack(1, "pack of ann", actor(), address(), MOODS)
        await courier.pack.wait()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])))
