"""Requests on their way: accepted with their limit, taken in turn, painted, delivered."""

import json
import sqlite3
from dataclasses import asdict, dataclass
from statistics import median

from bot.cache import cache_key
from bot.domain import (
    Address,
    EmojiRequest,
    Job,
    JobState,
    Painted,
    Person,
    Platform,
    Recipe,
    Refused,
    Turn,
)
from bot.limits import Allowance, Limit, give_back, take
from bot.store.database import Database
from bot.store.paintings import Paintings, StoredPainting

PAINTINGS_MEASURED = 50
ATTEMPTS = 2
"""A job is begun at most so often: once more after a crash or a failure."""
# A person's oldest job whose like is not being painted.
_NEXT = (
    "SELECT min(id) FROM jobs WHERE jobs.person = people.person AND jobs.state = 'waiting'"
    " AND NOT EXISTS (SELECT 1 FROM jobs AS other WHERE other.state = 'painting'"
    " AND other.cache_key = jobs.cache_key)"
)


@dataclass(frozen=True, slots=True)
class QueueLimits:
    """How many requests may wait: of one person, and in all."""

    per_person: int
    total: int


class Jobs:
    """The table of jobs, and with it each person's turn and allowance."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._paintings = Paintings(database)

    async def accept(
        self,
        request: EmojiRequest,
        recipe: Recipe,
        fingerprint: str,
        limit: Limit,
        room: QueueLimits,
        now: float,
    ) -> tuple[int, bool]:
        """Take from the limit and insert the job in one transaction: its id, whether it is new.

        A request that was accepted before is answered with its job and costs nothing. What is kept
        of the same recipe and the engine's `fingerprint` is the job's at once, and needs no room.
        Raises Refused, with nothing taken.
        """
        key, cached = request.actor.person.key, cache_key(recipe, fingerprint)
        async with self._db.writing():
            known = await self._db.one(
                "SELECT id FROM jobs WHERE platform = ? AND request = ?",
                request.address.platform,
                request.id,
            )
            if known is not None:
                return int(known["id"]), False
            painting = await self._paintings.find(cached)
            if painting is None:
                await self._check_room(key, room)
            await self._take(key, limit, now)
            job = await self._insert(request, recipe, cached, now)
            if painting is None:
                await self._mark_oldest(key)
            else:
                await self._answer(job, painting, now)
        return job.id, True

    async def _insert(self, request: EmojiRequest, recipe: Recipe, key: str, now: float) -> Job:
        job = await self._db.insert(
            "INSERT INTO jobs (platform, request, person, space, address, recipe, origin,"
            " cache_key, state, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?)",
            request.address.platform,
            request.id,
            request.actor.person.key,
            request.actor.space,
            json.dumps(asdict(request.address)),
            json.dumps(asdict(recipe)),
            request.origin,
            key,
            now,
        )
        actor = request.actor
        return Job(
            job, actor.person, actor.space, request.address, recipe, JobState.WAITING, 0, now
        )

    async def _answer(self, job: Job, painting: StoredPainting, now: float) -> None:
        """Give a waiting job what was painted for another."""
        await self._db.do(
            "UPDATE jobs SET state = 'painted', finished = ? WHERE id = ?", now, job.id
        )
        await self._paintings.show(job, painting, now, cached=True)
        await self._mark_oldest(job.person.key)

    async def _check_room(self, key: str, room: QueueLimits) -> None:
        own = await self._count("state = 'waiting' AND person = ?", key)
        if own >= room.per_person:
            raise Refused(
                f"You have {own} requests waiting, as many as may: one of them first"
                f"{await self._when()}."
            )
        if await self._count("state = 'waiting'") >= room.total:
            when = await self._when()
            raise Refused(f"Too many people are waiting just now: ask again later{when}.")

    async def _when(self) -> str:
        seconds = await self.seconds_each()
        waiting = await self._count("state = 'waiting'")
        return "" if seconds is None else f" (all is painted in about {seconds * waiting:.0f} s)"

    async def _take(self, key: str, limit: Limit, now: float) -> None:
        row = await self._db.one("SELECT * FROM people WHERE person = ?", key)
        if row is not None and row["banned"]:
            raise Refused("You may not ask here: the operator of this bot has said so.")
        if row is not None and row["per_day"] is not None:
            limit = Limit(limit.burst, limit.per_hour, row["per_day"])
        before = Allowance.full(limit, now) if row is None else allowance(row)
        after, wait = take(before, limit, now)
        if wait:
            raise Refused(f"That was all for now: you can ask again {_in(wait)}.")
        await self._keep(key, after)

    async def _keep(self, key: str, left: Allowance) -> None:
        await self._db.do(
            "INSERT INTO people (person, tokens, refilled, day, used) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (person) DO UPDATE SET tokens = excluded.tokens,"
            " refilled = excluded.refilled, day = excluded.day, used = excluded.used",
            key,
            left.tokens,
            left.at,
            left.day,
            left.used,
        )

    async def begin(self, now: float) -> Job | None:
        """The oldest job of the person served least recently, now painting; None if none waits.

        One that is the same as what is being painted goes on waiting, for that.
        """
        async with self._db.writing():
            turn = await self._db.one(
                f"SELECT person, ({_NEXT}) AS next FROM people"
                " WHERE oldest IS NOT NULL AND next IS NOT NULL ORDER BY served, oldest LIMIT 1"
            )
            if turn is None:
                return None
            await self._db.do(
                "UPDATE jobs SET state = 'painting', attempts = attempts + 1, begun = ?"
                " WHERE id = ?",
                now,
                turn["next"],
            )
            await self._db.do("UPDATE people SET served = ? WHERE person = ?", now, turn["person"])
            await self._mark_oldest(turn["person"])
            row = await self._db.one("SELECT * FROM jobs WHERE id = ?", turn["next"])
        assert row is not None
        return job_of(row)

    async def painted(self, job: Job, painted: Painted, now: float) -> int | None:
        """Keep the pictures and the job's new state in one transaction: the emoji's id.

        The same transaction answers all who wait for the same. None where the job was cancelled or
        forgotten meanwhile: then nothing is kept.
        """
        key = cache_key(job.recipe, painted.fingerprint)
        async with self._db.writing():
            changed = await self._db.do(
                "UPDATE jobs SET state = 'painted', finished = ?"
                " WHERE id = ? AND state = 'painting'",
                now,
                job.id,
            )
            if not changed:
                return None
            painting = await self._paintings.keep(painted, key)
            emoji = await self._paintings.show(job, painting, now, cached=False)
            for row in await self._db.all(
                "SELECT * FROM jobs WHERE cache_key = ? AND state = 'waiting'", key
            ):
                await self._answer(job_of(row), painting, now)
        return emoji

    async def retry(self, job: Job) -> bool:
        """Put a job that failed back in its place; False where it has had all its attempts."""
        if job.attempts >= ATTEMPTS:
            return False
        async with self._db.writing():
            await self._db.do(
                "UPDATE jobs SET state = 'waiting' WHERE id = ? AND state = 'painting'", job.id
            )
            await self._mark_oldest(job.person.key)
        return True

    async def release(self, job: Job) -> None:
        """Put a job back that the bot itself stopped painting: no attempt was made."""
        async with self._db.writing():
            await self._db.do(
                "UPDATE jobs SET state = 'waiting', attempts = attempts - 1"
                " WHERE id = ? AND state = 'painting'",
                job.id,
            )
            await self._mark_oldest(job.person.key)

    async def delivered(self, job: Job, emoji: int, message: str) -> None:
        """Keep which message shows the emoji; the token is of no use any more and is erased."""
        address = job.address
        async with self._db.writing():
            await self._db.do(
                # Nothing is inserted for an emoji that was forgotten meanwhile.
                "INSERT OR REPLACE INTO messages SELECT ?, ?, ?, id FROM emoji WHERE id = ?",
                address.platform,
                address.chat,
                message,
                emoji,
            )
            await self._end(job.id, JobState.DELIVERED, "")

    async def end(
        self, job: Job, state: JobState, why: str, limit: Limit, now: float, *, tell: bool
    ) -> bool:
        """End a job without delivery and give its limit back; False where it had ended before.

        `tell` leaves the sentence `why` to be told; it outlives a crash.
        """
        key = job.person.key
        async with self._db.writing():
            open_states = "('waiting', 'painting', 'painted')"
            changed = await self._db.do(
                f"UPDATE jobs SET state = ?, why = ?, told = ?, finished = ?"
                f" WHERE id = ? AND state IN {open_states}",
                state,
                why,
                int(not tell),
                now,
                job.id,
            )
            if not changed:
                return False
            if not tell:
                await self._erase_token(job.id)
            await self._mark_oldest(key)
            row = await self._db.one("SELECT * FROM people WHERE person = ?", key)
            if row is not None:
                await self._keep(key, give_back(allowance(row), limit, now, job.created))
        return True

    async def told(self, job: int) -> None:
        """The sentence of a job that ended has reached the person, or never will."""
        async with self._db.writing():
            await self._db.do("UPDATE jobs SET told = 1 WHERE id = ?", job)
            await self._erase_token(job)

    async def _end(self, job: int, state: JobState, why: str) -> None:
        await self._db.do("UPDATE jobs SET state = ?, why = ? WHERE id = ?", state, why, job)
        await self._erase_token(job)

    async def _erase_token(self, job: int) -> None:
        await self._db.do(
            "UPDATE jobs SET address = json_remove(address, '$.token') WHERE id = ?", job
        )

    async def recover(self) -> list[Job]:
        """After a start: what was being painted waits again. The jobs that died too often."""
        async with self._db.writing():
            await self._db.do(
                "UPDATE jobs SET state = 'waiting' WHERE state = 'painting' AND attempts < ?",
                ATTEMPTS,
            )
            for row in await self._db.all(
                "SELECT DISTINCT person FROM jobs WHERE state = 'waiting'"
            ):
                await self._mark_oldest(row["person"])
            rows = await self._db.all("SELECT * FROM jobs WHERE state = 'painting'")
        return [job_of(row) for row in rows]

    async def get(self, job: int) -> Job | None:
        """One job."""
        row = await self._db.one("SELECT * FROM jobs WHERE id = ?", job)
        return None if row is None else job_of(row)

    async def undelivered(self, platform: Platform) -> list[tuple[Job, int]]:
        """The painted jobs of a platform, each with its emoji."""
        rows = await self._db.all(
            "SELECT jobs.*, emoji.id AS emoji FROM jobs JOIN emoji ON emoji.job = jobs.id"
            " WHERE jobs.state = 'painted' AND jobs.platform = ? ORDER BY jobs.finished",
            platform,
        )
        return [(job_of(row), row["emoji"]) for row in rows]

    async def untold(self, platform: Platform) -> list[tuple[Job, str]]:
        """The ended jobs of a platform whose sentence was not told yet, and it."""
        rows = await self._db.all(
            "SELECT * FROM jobs WHERE told = 0 AND platform = ? ORDER BY id", platform
        )
        return [(job_of(row), row["why"]) for row in rows]

    async def set_message(self, job: int, message: str) -> None:
        """The bot's message that is edited while the job goes on is known now."""
        async with self._db.writing():
            await self._db.do(
                "UPDATE jobs SET address = json_set(address, '$.message', ?) WHERE id = ?",
                message,
                job,
            )

    async def waiting(self) -> int:
        """How many jobs wait."""
        return await self._count("state = 'waiting'")

    async def waiting_of(self, person: Person) -> list[Job]:
        """A person's waiting and painting jobs, oldest first."""
        rows = await self._db.all(
            "SELECT * FROM jobs WHERE person = ? AND state IN ('waiting', 'painting') ORDER BY id",
            person.key,
        )
        return [job_of(row) for row in rows]

    async def recent_of(self, person: Person, count: int) -> list[Turn]:
        """A person's last `count` requests, oldest first, but without emoji and tickets."""
        rows = await self._db.all(
            "SELECT * FROM jobs WHERE person = ? ORDER BY id DESC LIMIT ?", person.key, count
        )
        return [Turn(job_of(row), row["why"] or "") for row in reversed(rows)]

    async def turn(self, job: int) -> Turn | None:
        """One request and why it ended."""
        row = await self._db.one("SELECT * FROM jobs WHERE id = ?", job)
        return None if row is None else Turn(job_of(row), row["why"] or "")

    async def place(self, job: Job) -> int:
        """How many paintings it takes until this one is done, itself included, if nobody else asks.

        Turns go round by who was served least recently, so of each other person only as many
        jobs stand before the k-th of one's own as rounds pass until then. It takes fewer where
        some are the same; one that is the same as what is being painted is done with that.
        """
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
        """The median of recent paintings; None where nothing was painted yet."""
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

    async def _mark_oldest(self, key: str) -> None:
        await self._db.do(
            "UPDATE people SET oldest = (SELECT min(id) FROM jobs WHERE jobs.person = people.person"
            " AND state = 'waiting') WHERE person = ?",
            key,
        )


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
    )


def allowance(row: sqlite3.Row) -> Allowance:
    """What a person's row says is left."""
    return Allowance(row["tokens"], row["refilled"], row["day"], row["used"])


def _in(seconds: float) -> str:
    if seconds < 90:
        return f"in {seconds:.0f} s"
    if seconds < 5400:
        return f"in {seconds / 60:.0f} min"
    return f"in {seconds / 3600:.0f} h"
