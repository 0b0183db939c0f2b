"""Pictures from which emoji are made, until those are finished."""

from bot.domain import Source
from bot.store.database import Database


class Sources:
    """The table of sources. A trigger deletes a job's source when the job is done."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def get(self, job: int) -> Source | None:
        """The picture of a job that waits or is being painted."""
        row = await self._db.one("SELECT png, says FROM sources WHERE job = ?", job)
        return None if row is None else Source(row["png"], row["says"])

    async def put(self, job: int, source: Source) -> None:
        """Keep the picture of a job. Call it inside a transaction."""
        await self._db.do("INSERT INTO sources VALUES (?, ?, ?)", job, source.png, source.says)
