"""Small things that must outlive a restart: notes, the audit, upload counts, sticker sets."""

from bot.domain import Actor, Person
from bot.limits import HOUR
from bot.store.database import Database
from bot.views import Disk, Hour


class Notes:
    """The tables of notes, audit, uploads and stickers; and counts for the operator."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def get(self, key: str) -> str | None:
        """A note."""
        row = await self._db.one("SELECT value FROM notes WHERE key = ?", key)
        return None if row is None else row["value"]

    async def set(self, key: str, value: str) -> None:
        """Keep a note."""
        async with self._db.writing():
            await self._db.do("INSERT OR REPLACE INTO notes VALUES (?, ?)", key, value)

    async def audit(self, actor: Actor, prompt: str, now: float) -> None:
        """Keep a prompt that was refused, for the operator."""
        async with self._db.writing():
            await self._db.do(
                "INSERT INTO audit VALUES (?, ?, ?, ?)", actor.person.key, actor.space, prompt, now
            )

    async def expire_audit(self, before: float) -> None:
        """Delete what was refused before this time."""
        async with self._db.writing():
            await self._db.do("DELETE FROM audit WHERE created < ?", before)

    async def reserve_upload(self, space: str, most: int, since: float, now: float) -> float | None:
        """Count an upload; or, where `most` came after `since`, the time of the oldest of them."""
        async with self._db.writing():
            await self._db.do("DELETE FROM uploads WHERE created < ?", since)
            row = await self._db.one(
                "SELECT count(*) AS n, min(created) AS first FROM uploads WHERE space = ?", space
            )
            assert row is not None
            if row["n"] >= most:
                return float(row["first"])
            await self._db.do("INSERT INTO uploads VALUES (?, ?)", space, now)
        return None

    async def sticker_set(self, person: Person) -> tuple[str, int] | None:
        """A person's sticker set: its name and how many it holds."""
        row = await self._db.one("SELECT name, count FROM stickers WHERE person = ?", person.key)
        return None if row is None else (row["name"], row["count"])

    async def set_sticker_set(self, person: Person, name: str, count: int) -> None:
        """Remember a person's sticker set."""
        async with self._db.writing():
            await self._db.do(
                "INSERT OR REPLACE INTO stickers VALUES (?, ?, ?)", person.key, name, count
            )

    async def jobs_by_state(self) -> dict[str, int]:
        """How many jobs there are in each state."""
        rows = await self._db.all("SELECT state, count(*) AS n FROM jobs GROUP BY state")
        return {row["state"]: row["n"] for row in rows}

    async def refused(self) -> int:
        """How many refused prompts are kept."""
        row = await self._db.one("SELECT count(*) FROM audit")
        assert row is not None
        return int(row[0])

    async def times(self, since: float) -> list[tuple[float, float]]:
        """Seconds waited and seconds painted of each job that came after `since` and was painted.

        One that was answered with another's painting is left out.
        """
        rows = await self._db.all(
            "SELECT jobs.begun - jobs.created AS waited, emoji.seconds AS painted FROM jobs"
            " JOIN emoji ON emoji.job = jobs.id WHERE jobs.created > ? AND NOT emoji.cached"
            " ORDER BY jobs.created",
            since,
        )
        return [(row["waited"], row["painted"]) for row in rows]

    async def hours(self, now: float, count: int) -> list[Hour]:
        """How many were asked for, failed and refused in each of the last hours, oldest first."""
        since = now - count * HOUR
        rows = await self._db.all(
            "SELECT CAST((:now - created) / :hour AS INTEGER) AS ago, sum(asked) AS asked,"
            " sum(failed) AS failed, sum(refused) AS refused FROM ("
            " SELECT created, 1 AS asked, state = 'failed' AS failed, 0 AS refused FROM jobs"
            " WHERE created > :since UNION ALL"
            " SELECT created, 0, 0, 1 FROM audit WHERE created > :since) GROUP BY ago",
            now=now,
            hour=HOUR,
            since=since,
        )
        found = {row["ago"]: (row["asked"], row["failed"], row["refused"]) for row in rows}
        return [Hour(ago, *found.get(ago, (0, 0, 0))) for ago in reversed(range(count))]

    async def disk(self) -> Disk:
        """How much the database takes, and how much more there is room for."""
        row = await self._db.one("SELECT coalesce(sum(length(png) + length(svg)), 0) FROM pictures")
        assert row is not None
        used, free = await self._db.sizes()
        return Disk(used, int(row[0]), free)
