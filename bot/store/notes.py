"""Small things that must outlive a restart: notes, the audit, upload counts, sticker sets."""

from bot.domain import Actor, Person
from bot.store.database import Database


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
        """Seconds waited and seconds painted of each job begun and finished after `since`."""
        rows = await self._db.all(
            "SELECT jobs.begun - jobs.created AS waited, emoji.seconds AS painted FROM jobs"
            " JOIN emoji ON emoji.job = jobs.id WHERE jobs.created > ?",
            since,
        )
        return [(row["waited"], row["painted"]) for row in rows]
