"""The sticker set of each person, and what is on its way into it."""

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

    async def set(self, person: Person, name: str, count: int, sending: str = "") -> None:
        """Remember a person's sticker set, and which sticker is about to be sent into it."""
        async with self._db.writing():
            await self._db.do(
                "INSERT OR REPLACE INTO stickers (person, name, count, sending)"
                " VALUES (?, ?, ?, ?)",
                person.key,
                name,
                count,
                sending,
            )

    async def sending(self, person: Person) -> str:
        """The sticker that was about to be sent when nothing more was stored, or ""."""
        row = await self._db.one("SELECT sending FROM stickers WHERE person = ?", person.key)
        return "" if row is None else str(row["sending"])
