"""Packs: jobs whose parts are jobs, and what has become of these."""

from bot.domain import Pack
from bot.store.database import Database
from bot.store.emoji import Emojis
from bot.store.job_queries import job_of


class Packs:
    """The rows of packs and of their parts in the table of jobs."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._emoji = Emojis(database)

    async def get(self, job: int) -> Pack | None:
        """A pack with the emoji of its parts that still have pictures; None for another job."""
        row = await self._db.one("SELECT * FROM jobs WHERE id = ? AND parts > 0", job)
        if row is None:
            return None
        rows = await self._db.all(
            "SELECT jobs.mood, jobs.state, emoji.id AS emoji FROM jobs LEFT JOIN emoji"
            " ON emoji.job = jobs.id WHERE jobs.pack = ? ORDER BY jobs.id",
            job,
        )
        found = [(part["mood"], await self._emoji.get(part["emoji"] or 0)) for part in rows]
        return Pack(
            job=job_of(row),
            emoji={mood: emoji for mood, emoji in found if emoji is not None},
            failed=tuple(part["mood"] for part in rows if part["state"] in ("failed", "cancelled")),
        )

    async def painting(self, job: int) -> list[int]:
        """The ids of the parts that are being painted."""
        rows = await self._db.all("SELECT id FROM jobs WHERE pack = ? AND state = 'painting'", job)
        return [row["id"] for row in rows]

    async def close(self, job: int, now: float) -> None:
        """Let a pack be delivered, if all of its parts have ended; it fails if all have failed.

        Call inside a transaction.
        """
        await self._db.do(
            "UPDATE jobs SET state = 'packed', finished = ?2 WHERE id = ?1 AND state = 'packing'"
            " AND NOT EXISTS (SELECT 1 FROM jobs AS part WHERE part.pack = ?1"
            " AND part.state IN ('waiting', 'painting'))",
            job,
            now,
        )
        await self._db.do(
            "UPDATE jobs SET state = 'failed', told = 0, why = (SELECT part.why FROM jobs AS part"
            " WHERE part.pack = ?1 AND part.why IS NOT NULL LIMIT 1)"
            " WHERE id = ?1 AND state = 'packed' AND NOT EXISTS (SELECT 1 FROM jobs AS part"
            " WHERE part.pack = ?1 AND part.state = 'delivered')",
            job,
        )

    async def end_parts(self, job: int, state: str, why: str, now: float) -> int:
        """End the parts that are not painted: how many. Call inside a transaction."""
        return await self._db.do(
            "UPDATE jobs SET state = ?, why = ?, finished = ?"
            " WHERE pack = ? AND state IN ('waiting', 'painting')",
            state,
            why,
            now,
            job,
        )
