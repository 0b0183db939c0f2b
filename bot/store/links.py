"""Links to emoji: tokens that one person may use for a while."""

from bot.domain import Person
from bot.store.database import Database

MOST_OF_PERSON = 100
"""Tokens kept of a person; older ones give way."""


class Links:
    """The table of links."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def add(
        self, token: str, emoji: int, person: Person, chat: str | None, now: float
    ) -> None:
        """Keep a token, and the chat in which the person got it."""
        async with self._db.writing():
            await self._db.do(
                "INSERT INTO links VALUES (?, ?, ?, ?, ?)", token, emoji, person.key, chat, now
            )
            await self._db.do(
                "DELETE FROM links WHERE person = ?1 AND rowid NOT IN (SELECT rowid FROM links"
                " WHERE person = ?1 ORDER BY rowid DESC LIMIT ?2)",
                person.key,
                MOST_OF_PERSON,
            )

    async def get(
        self, token: str, person: Person, since: float, until: float
    ) -> tuple[int, str | None] | None:
        """The emoji and chat of a token that this person got between two times."""
        row = await self._db.one(
            "SELECT emoji, chat FROM links WHERE token = ? AND person = ?"
            " AND created BETWEEN ? AND ?",
            token,
            person.key,
            since,
            until,
        )
        return None if row is None else (row["emoji"], row["chat"])

    async def expire(self, before: float) -> None:
        """Delete the tokens made before this time."""
        async with self._db.writing():
            await self._db.do("DELETE FROM links WHERE created < ?", before)
