"""The bot's SQLite database: every statement and every migration is in this folder."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.store.audit import Audit
from bot.store.chats import Chats
from bot.store.database import Database, backup
from bot.store.emoji import Emojis
from bot.store.jobs import Jobs, PackPart, QueueLimits
from bot.store.links import Links
from bot.store.moving import MovingFiles
from bot.store.notes import Notes
from bot.store.people import People
from bot.store.reactions import Reactions
from bot.store.readings import Readings
from bot.store.sources import Sources
from bot.store.statistics import Statistics
from bot.store.stickers import Stickers
from bot.store.uploads import Uploads
from bot.store.votes import Votes

__all__ = ["Emojis", "Jobs", "Notes", "PackPart", "QueueLimits", "Stickers", "Store", "backup"]


@dataclass(frozen=True, slots=True)
class Store:
    """The tables, grouped by what they are about."""

    jobs: Jobs
    emoji: Emojis
    moving: MovingFiles
    people: People
    votes: Votes
    reactions: Reactions
    readings: Readings
    sources: Sources
    notes: Notes
    audit: Audit
    uploads: Uploads
    stickers: Stickers
    links: Links
    chats: Chats
    statistics: Statistics

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path, *, reading: bool = False) -> AsyncIterator["Store"]:
        """Open the file, creating or upgrading it; with `reading`, read only.

        Raises BadSettings, as `Database` does.
        """
        async with Database(path, reading=reading) as database:
            yield cls(
                jobs=Jobs(database),
                emoji=Emojis(database),
                moving=MovingFiles(database),
                people=People(database),
                votes=Votes(database),
                reactions=Reactions(database),
                readings=Readings(database),
                sources=Sources(database),
                notes=Notes(database),
                audit=Audit(database),
                uploads=Uploads(database),
                stickers=Stickers(database),
                links=Links(database),
                chats=Chats(database),
                statistics=Statistics(database),
            )
