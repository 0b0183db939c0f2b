"""Counts for the operator's view and the metrics."""

from bot.limits import HOUR
from bot.store.database import Database
from bot.views import Disk, Hour


class Statistics:
    """Counts over all tables; writes nothing."""

    def __init__(self, database: Database) -> None:
        self._db = database

    @property
    def faults(self) -> int:
        """How often the database could not be read or written since it was opened."""
        return self._db.faults

    async def sizes(self) -> tuple[int, int]:
        """Bytes of the database's files, and free bytes on the disk."""
        return await self._db.sizes()

    async def waiting_by_platform(self) -> dict[str, int]:
        """The number of waiting jobs of each platform that has any."""
        rows = await self._db.all(
            "SELECT platform, count(*) AS n FROM jobs WHERE state = 'waiting' GROUP BY platform"
        )
        return {row["platform"]: row["n"] for row in rows}

    async def oldest_waiting(self) -> float | None:
        """When the oldest waiting job was asked for, Unix seconds."""
        row = await self._db.one("SELECT min(created) AS oldest FROM jobs WHERE state = 'waiting'")
        return None if row is None else row["oldest"]

    async def jobs_by_state(self) -> dict[str, int]:
        """The number of jobs in each state."""
        rows = await self._db.all("SELECT state, count(*) AS n FROM jobs GROUP BY state")
        return {row["state"]: row["n"] for row in rows}

    async def refused(self) -> int:
        """The number of refused prompts that are kept."""
        row = await self._db.one("SELECT count(*) FROM audit")
        assert row is not None
        return int(row[0])

    async def times(self, since: float) -> list[tuple[float, float]]:
        """Seconds waited and seconds painted of each job created after `since` and painted.

        Jobs that were answered from the cache are left out.
        """
        rows = await self._db.all(
            "SELECT jobs.begun - jobs.created AS waited, emoji.seconds AS painted FROM jobs"
            " JOIN emoji ON emoji.job = jobs.id WHERE jobs.created > ? AND NOT emoji.cached"
            " ORDER BY jobs.created",
            since,
        )
        return [(row["waited"], row["painted"]) for row in rows]

    async def hours(self, now: float, count: int) -> list[Hour]:
        """Requests, failures and refusals in each of the last `count` hours, oldest first."""
        since = now - count * HOUR
        rows = await self._db.all(
            "SELECT CAST((:now - created) / :hour AS INTEGER) AS ago, sum(asked) AS asked,"
            " sum(failed) AS failed, sum(refused) AS refused FROM ("
            " SELECT created, 1 AS asked, state = 'failed' AS failed, 0 AS refused FROM jobs"
            " WHERE created > :since AND parts = 0 UNION ALL"
            " SELECT created, 0, 0, 1 FROM audit WHERE created > :since) GROUP BY ago",
            now=now,
            hour=HOUR,
            since=since,
        )
        found = {row["ago"]: (row["asked"], row["failed"], row["refused"]) for row in rows}
        return [Hour(ago, *found.get(ago, (0, 0, 0))) for ago in reversed(range(count))]

    async def disk(self) -> Disk:
        """How many bytes the database takes, and how many are free."""
        row = await self._db.one(
            "SELECT coalesce(sum(length(png) + length(svg) + length(painted)), 0) FROM pictures"
        )
        assert row is not None
        used, free = await self._db.sizes()
        return Disk(used, int(row[0]), free)
