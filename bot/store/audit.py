"""Refused prompts, kept for the operator to review."""

from bot.domain import Actor
from bot.store.database import Database

LENGTH = 200
"""Characters kept of a prompt. Longer ones are refused for their length."""
MOST_OF_PERSON, MOST = 50, 10_000
"""Prompts kept; older ones give way."""


class Audit:
    """The table of refused prompts."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def add(self, actor: Actor, prompt: str, now: float) -> None:
        """Keep a prompt that was refused."""
        async with self._db.writing():
            await self._db.do(
                "INSERT INTO audit VALUES (?, ?, ?, ?)",
                actor.person.key,
                actor.space,
                prompt[:LENGTH],
                now,
            )
            await self._db.do(
                "DELETE FROM audit WHERE person = ?1 AND rowid NOT IN (SELECT rowid FROM audit"
                " WHERE person = ?1 ORDER BY rowid DESC LIMIT ?2)",
                actor.person.key,
                MOST_OF_PERSON,
            )
            await self._db.do(
                "DELETE FROM audit WHERE rowid <= (SELECT max(rowid) FROM audit) - ?", MOST
            )

    async def expire(self, before: float) -> None:
        """Delete the prompts that were refused before this time."""
        async with self._db.writing():
            await self._db.do("DELETE FROM audit WHERE created < ?", before)
