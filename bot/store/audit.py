"""Refused prompts, kept for the operator to review."""

from bot.domain import Actor
from bot.store.database import Database


class Audit:
    """The table of refused prompts."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def add(self, actor: Actor, prompt: str, now: float) -> None:
        """Keep a prompt that was refused."""
        async with self._db.writing():
            await self._db.do(
                "INSERT INTO audit VALUES (?, ?, ?, ?)", actor.person.key, actor.space, prompt, now
            )

    async def expire(self, before: float) -> None:
        """Delete the prompts that were refused before this time."""
        async with self._db.writing():
            await self._db.do("DELETE FROM audit WHERE created < ?", before)
