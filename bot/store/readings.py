"""Prompts that a language model has read, so that it is asked only once."""

from bot.domain import Person
from bot.store.database import Database

MOST = 10_000
"""Readings kept; the oldest are deleted."""


class Readings:
    """The table of readings. They are the data of the first person who asked."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def get(self, key: str) -> str | None:
        """The Scene as JSON; "" if the answer could not be drawn; None if nothing is kept."""
        row = await self._db.one("SELECT scene FROM readings WHERE key = ?", key)
        return None if row is None else row["scene"]

    async def put(self, key: str, person: Person | None, scene: str, now: float) -> None:
        """Keep a reading."""
        async with self._db.writing():
            await self._db.do(
                "INSERT OR REPLACE INTO readings (key, person, scene, created) VALUES (?, ?, ?, ?)",
                key,
                None if person is None else person.key,
                scene,
                now,
            )
            await self._db.do(
                "DELETE FROM readings WHERE id IN"
                " (SELECT id FROM readings ORDER BY id DESC LIMIT -1 OFFSET ?)",
                MOST,
            )

    async def expire(self, before: float) -> None:
        """Delete what was read before this time."""
        async with self._db.writing():
            await self._db.do("DELETE FROM readings WHERE created < ?", before)
