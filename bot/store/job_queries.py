"""Questions about jobs that change nothing."""

import json
import sqlite3
from statistics import median

from bot.domain import Address, Change, Job, JobState, Person, Platform, Recipe, Turn
from bot.store.database import Database

PAINTINGS_MEASURED = 50


class JobQueries:
    """Reads the table of jobs."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def get(self, job: int) -> Job | None:
        """One job."""
        row = await self._db.one("SELECT * FROM jobs WHERE id = ?", job)
        return None if row is None else job_of(row)

    async def has_other(self, platform: Platform, prefix: str, request: str) -> bool:
        """Whether another request of a platform has an id with this prefix, which ends in ":"."""
        row = await self._db.one(
            "SELECT 1 FROM jobs WHERE platform = ? AND request >= ? AND request < ?"
            " AND request != ? AND pack IS NULL LIMIT 1",
            platform,
            prefix,
            prefix.removesuffix(":") + ";",
            request,
        )
        return row is not None

    async def turn(self, job: int) -> Turn | None:
        """One request and why it ended."""
        row = await self._db.one("SELECT * FROM jobs WHERE id = ?", job)
        return None if row is None else Turn(job_of(row), row["why"] or "")

    async def recent_of(self, person: Person, count: int) -> list[Turn]:
        """A person's last `count` requests, oldest first, without emoji and tickets."""
        rows = await self._db.all(
            "SELECT * FROM jobs WHERE person = ? AND pack IS NULL ORDER BY id DESC LIMIT ?",
            person.key,
            count,
        )
        return [Turn(job_of(row), row["why"] or "") for row in reversed(rows)]

    async def waiting_of(self, person: Person) -> list[Job]:
        """A person's waiting and painting jobs, oldest first; a pack in place of its parts."""
        rows = await self._db.all(
            "SELECT * FROM jobs WHERE person = ? AND pack IS NULL"
            " AND state IN ('waiting', 'painting', 'packing') ORDER BY id",
            person.key,
        )
        return [job_of(row) for row in rows]

    async def language_of(self, person: Person) -> str | None:
        """The language of a person's last request."""
        row = await self._db.one(
            "SELECT json_extract(address, '$.language') FROM jobs WHERE person = ?"
            " ORDER BY id DESC LIMIT 1",
            person.key,
        )
        return None if row is None else row[0]

    async def painting_of(self, person: Person) -> list[int]:
        """The ids of a person's jobs that are being painted, parts of packs too."""
        rows = await self._db.all(
            "SELECT id FROM jobs WHERE person = ? AND state = 'painting'", person.key
        )
        return [row["id"] for row in rows]

    async def packed(self, platform: Platform) -> list[Job]:
        """The packs of a platform that can be delivered."""
        rows = await self._db.all(
            "SELECT * FROM jobs WHERE state = 'packed' AND platform = ? ORDER BY finished", platform
        )
        return [job_of(row) for row in rows]

    async def undelivered(self, platform: Platform) -> list[tuple[Job, int]]:
        """The painted jobs of a platform, each with its emoji."""
        rows = await self._db.all(
            "SELECT jobs.*, emoji.id AS emoji FROM jobs JOIN emoji ON emoji.job = jobs.id"
            " WHERE jobs.state = 'painted' AND jobs.platform = ? ORDER BY jobs.finished",
            platform,
        )
        return [(job_of(row), row["emoji"]) for row in rows]

    async def untold(self, platform: Platform) -> list[tuple[Job, str]]:
        """The ended jobs of a platform whose reason was not sent yet, with the reason."""
        rows = await self._db.all(
            "SELECT * FROM jobs WHERE told = 0 AND platform = ? ORDER BY id", platform
        )
        return [(job_of(row), row["why"]) for row in rows]

    async def waiting(self) -> int:
        """The number of waiting jobs."""
        return await self._count("state = 'waiting'")

    async def place(self, job: Job) -> int:
        """The number of paintings until this job is done, itself included, if nobody else asks.

        People take turns, least recently served first. So before a person's k-th job, each other
        person has at most k jobs painted. Identical jobs can only make it fewer; a job identical
        to one being painted is done with that one, and a pack with the last of its parts.
        """
        if job.parts:
            last = await self._db.one(
                "SELECT * FROM jobs WHERE pack = ? AND state = 'waiting' ORDER BY id DESC", job.id
            )
            return 1 if last is None else await self.place(job_of(last))
        rows = await self._db.all(
            "SELECT people.person, served, oldest, count(*) AS jobs FROM people"
            " JOIN jobs ON jobs.person = people.person AND jobs.state = 'waiting'"
            " WHERE oldest IS NOT NULL GROUP BY people.person"
        )
        own = next((row for row in rows if row["person"] == job.person.key), None)
        busy = await self._count("state = 'painting' AND id != ?", job.id)
        alike = await self._count(
            "state = 'painting' AND cache_key = (SELECT cache_key FROM jobs WHERE id = ?)", job.id
        )
        if own is None or alike or job.state is not JobState.WAITING:
            return 1
        rank = await self._count(
            "person = ? AND state = 'waiting' AND id < ?", job.person.key, job.id
        )
        turn = (own["served"], own["oldest"])
        ahead: int = sum(
            min(row["jobs"], rank + ((row["served"], row["oldest"]) < turn))
            for row in rows
            if row["person"] != job.person.key
        )
        return busy + rank + ahead + 1

    async def seconds_each(self) -> float | None:
        """The median seconds of recent paintings; None if nothing was painted yet."""
        rows = await self._db.all(
            "SELECT seconds FROM emoji WHERE NOT cached ORDER BY id DESC LIMIT ?",
            PAINTINGS_MEASURED,
        )
        return median(row["seconds"] for row in rows) if rows else None

    async def _count(self, condition: str, *values: object) -> int:
        row = await self._db.one(f"SELECT count(*) FROM jobs WHERE {condition}", *values)
        assert row is not None
        count: int = row[0]
        return count


def job_of(row: sqlite3.Row) -> Job:
    """A row of the table as a Job."""
    address = json.loads(row["address"])
    return Job(
        id=row["id"],
        person=Person.of(row["person"]),
        space=row["space"],
        address=Address(**{**address, "platform": Platform(address["platform"])}),
        recipe=Recipe(**json.loads(row["recipe"])),
        state=JobState(row["state"]),
        attempts=row["attempts"],
        created=row["created"],
        parts=row["parts"],
        pack=row["pack"],
        mood=row["mood"],
        change=change_of(row),
    )


def change_of(row: sqlite3.Row) -> Change | None:
    """What a row of jobs or emoji says of the change that it is."""
    return None if row["parent"] is None else Change(row["parent"], row["change"])
