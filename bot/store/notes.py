"""Small values that must survive a restart."""

from bot.store.database import Database


class Notes:
    """The table of notes: one text per key."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def get(self, key: str) -> str | None:
        """The note with this key."""
        row = await self._db.one("SELECT value FROM notes WHERE key = ?", key)
        return None if row is None else row["value"]

    async def set(self, key: str, value: str) -> None:
        """Keep a note; it replaces the one before."""
        async with self._db.writing():
            await self._db.do("INSERT OR REPLACE INTO notes VALUES (?, ?)", key, value)

    async def starting(self, prefix: str) -> list[str]:
        """The keys that start with `prefix`."""
        rows = await self._db.all(
            "SELECT key FROM notes WHERE substr(key, 1, ?) = ?", len(prefix), prefix
        )
        return [row["key"] for row in rows]

    async def remove(self, key: str) -> None:
        """Forget a note, if there is one."""
        async with self._db.writing():
            await self._db.do("DELETE FROM notes WHERE key = ?", key)
