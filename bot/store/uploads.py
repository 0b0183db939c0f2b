"""How many emoji were added to each server lately."""

from bot.store.database import Database


class Uploads:
    """The table of uploads."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def reserve(self, space: str, most: int, since: float, now: float) -> float | None:
        """Count an upload to a server at `now`.

        If there were already `most` after `since`, none is counted, and the time of the oldest of
        them is returned. Uploads later than `now`, from while the clock was ahead, do not count.
        """
        async with self._db.writing():
            await self._db.do("DELETE FROM uploads WHERE created < ? OR created > ?", since, now)
            row = await self._db.one(
                "SELECT count(*) AS n, min(created) AS first FROM uploads WHERE space = ?", space
            )
            assert row is not None
            if row["n"] >= most:
                return float(row["first"])
            await self._db.do("INSERT INTO uploads VALUES (?, ?)", space, now)
        return None
