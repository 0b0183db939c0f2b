"""The sticker set of each person."""

from bot.domain import Person
from bot.store.database import Database


class Stickers:
    """The table of sticker sets."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def of(self, person: Person) -> tuple[str, int] | None:
        """The name of a person's sticker set and how many stickers it holds."""
        row = await self._db.one("SELECT name, count FROM stickers WHERE person = ?", person.key)
        return None if row is None else (row["name"], row["count"])

    async def set(self, person: Person, name: str, count: int) -> None:
        """Remember a person's sticker set."""
        async with self._db.writing():
            await self._db.do(
                "INSERT OR REPLACE INTO stickers VALUES (?, ?, ?)", person.key, name, count
            )
