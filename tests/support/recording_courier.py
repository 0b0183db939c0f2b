"""A courier that records what it delivers."""

import asyncio
from collections.abc import Callable

from bot.domain import Emoji, Job, Pack, Picture, Platform


class RecordingCourier:
    """Records jobs, emoji and sentences; `trouble(job)` may raise as a platform would."""

    platform = Platform.DISCORD

    def __init__(self, trouble: Callable[[Job], None] = lambda job: None) -> None:
        self._trouble = trouble
        self._more = asyncio.Condition()
        self.emoji: list[tuple[Job, Emoji]] = []
        self.packs: list[Pack] = []
        self.words: list[tuple[Job, str]] = []
        self.steps: list[tuple[int, int, int]] = []

    async def progress(self, job: Job, done: int, total: int) -> None:
        self._trouble(job)
        self.steps.append((job.id, done, total))

    async def deliver(self, job: Job, emoji: Emoji, picture: Picture) -> str:
        self._trouble(job)
        assert picture.png
        self.emoji.append((job, emoji))
        await self._notify()
        return f"message {job.id}"

    async def deliver_pack(self, pack: Pack) -> str:
        self._trouble(pack.job)
        self.packs.append(pack)
        await self._notify()
        return f"message {pack.job.id}"

    async def tell(self, job: Job, sentence: str) -> None:
        self._trouble(job)
        self.words.append((job, sentence))
        await self._notify()

    async def until(self, emoji: int = 0, words: int = 0, packs: int = 0) -> None:
        """Wait until this many emoji, sentences and packs have come."""

        def come() -> bool:
            own = len(self.emoji), len(self.words), len(self.packs)
            return all(map(int.__ge__, own, (emoji, words, packs)))

        async with self._more:
            await self._more.wait_for(come)

    async def ended(self, jobs: int) -> None:
        """Wait until this many emoji and sentences have come together."""
        async with self._more:
            await self._more.wait_for(lambda: len(self.emoji) + len(self.words) >= jobs)

    async def _notify(self) -> None:
        async with self._more:
            self._more.notify_all()
