"""SQLite (aiosqlite): every statement and every migration of the bot is in this folder."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.store.database import Database, backup
from bot.store.emoji import Emojis
from bot.store.jobs import Jobs, QueueLimits
from bot.store.notes import Notes
from bot.store.people import People
from bot.store.votes import Votes

__all__ = ["QueueLimits", "Store", "backup"]


@dataclass(frozen=True, slots=True)
class Store:
    """The tables, by what they are about."""

    jobs: Jobs
    emoji: Emojis
    people: People
    votes: Votes
    notes: Notes

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path, *, reading: bool = False) -> AsyncIterator["Store"]:
        """The store in a file, made or brought up to date; or for reading. Raises BadSettings."""
        async with Database(path, reading=reading) as database:
            yield cls(
                Jobs(database), Emojis(database), People(database), Votes(database), Notes(database)
            )
