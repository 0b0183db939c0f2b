"""Jobs: accepted within their limit, taken in turn, painted, delivered."""

import json
import sqlite3
from dataclasses import asdict, dataclass, replace
from statistics import median

from bot.cache import cache_key
from bot.domain import (
    Address,
    Banned,
    EmojiRequest,
    Job,
    JobState,
    LimitReached,
    OwnQueueFull,
    Painted,
    Person,
    Platform,
    QueueFull,
    Recipe,
    Turn,
)
from bot.limits import Allowance, Limit, give_back, take
from bot.store.database import Database
from bot.store.paintings import Paintings, StoredPainting

PAINTINGS_MEASURED = 50
ATTEMPTS = 2
"""Maximum attempts per job (one retry)."""
# A person's oldest waiting job that is not identical to one being painted.
_NEXT = (
    "SELECT min(id) FROM jobs WHERE jobs.person = people.person AND jobs.state = 'waiting'"
    " AND NOT EXISTS (SELECT 1 FROM jobs AS other WHERE other.state = 'painting'"
    " AND other.cache_key = jobs.cache_key)"
)


@dataclass(frozen=True, slots=True)
class QueueLimits:
    """How many requests may wait: per person, and in total."""

    per_person: int
    total: int


class Jobs:
    """The table of jobs, and each person's turn and allowance."""

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
    ) -> tuple[Job, bool]:
        """Consume the limit and insert the job in one transaction: the job, and whether it is new.

        A request that was accepted before gets its job again and costs nothing. If pictures of the
        same recipe and engine `fingerprint` are stored, the job is painted at once and needs no
        room in the queue. Raises NotAccepted.
        """
        key, cached = request.actor.person.key, cache_key(recipe, fingerprint)
        async with self._db.writing():
            known = await self._db.one(
                "SELECT * FROM jobs WHERE platform = ? AND request = ?",
                request.address.platform,
                request.id,
            )
            if known is not None:
                return job_of(known), False
            painting = await self._paintings.find(cached)
            if painting is None:
                await self._check_room(key, room)
            await self._take(key, limit, now)
            job = await self._insert(request, recipe, cached, now)
            if painting is None:
                await self._mark_oldest(key)
            else:
                job = await self._answer(job, painting, now)
        return job, True

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

    async def _answer(self, job: Job, painting: StoredPainting, now: float) -> Job:
        """Give a waiting job what was painted for another; the job as it is then."""
        await self._db.do(
            "UPDATE jobs SET state = 'painted', finished = ? WHERE id = ?", now, job.id
        )
        await self._paintings.show(job, painting, now, cached=True)
        await self._mark_oldest(job.person.key)
        return replace(job, state=JobState.PAINTED)

    async def _check_room(self, key: str, room: QueueLimits) -> None:
        own = await self._count("state = 'waiting' AND person = ?", key)
        if own >= room.per_person:
            raise OwnQueueFull(own, await self._seconds())
        if await self._count("state = 'waiting'") >= room.total:
            raise QueueFull(await self._seconds())

    async def _seconds(self) -> float | None:
        """How long painting the whole queue takes; None if nothing was painted yet."""
        each = await self.seconds_each()
        return None if each is None else each * await self.waiting()

    async def _take(self, key: str, limit: Limit, now: float) -> None:
        row = await self._db.one("SELECT * FROM people WHERE person = ?", key)
        if row is not None and row["banned"]:
            raise Banned
        if row is not None and row["per_day"] is not None:
            limit = Limit(limit.burst, limit.per_hour, row["per_day"])
        before = Allowance.full(limit, now) if row is None else allowance(row)
        after, wait = take(before, limit, now)
        if wait:
            raise LimitReached(wait)
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
        """The next job, now in state "painting"; None if none can start.

        It is the oldest job of the person served least recently. Skips jobs identical to one in
        progress.
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
        """Store the pictures and the job's new state in one transaction: the emoji's id.

        The same transaction answers all identical waiting jobs. Stores nothing and returns None if
        the job was cancelled or deleted meanwhile.
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
        """Put a failed job back in its place; False if it has no attempts left."""
        if job.attempts >= ATTEMPTS:
            return False
        async with self._db.writing():
            await self._db.do(
                "UPDATE jobs SET state = 'waiting' WHERE id = ? AND state = 'painting'", job.id
            )
            await self._mark_oldest(job.person.key)
        return True

    async def release(self, job: Job) -> None:
        """Put a job back whose painting the bot itself stopped; the attempt does not count."""
        async with self._db.writing():
            await self._db.do(
                "UPDATE jobs SET state = 'waiting', attempts = attempts - 1"
                " WHERE id = ? AND state = 'painting'",
                job.id,
            )
            await self._mark_oldest(job.person.key)

    async def delivered(self, job: Job, emoji: int, message: str) -> None:
        """Store which message shows the emoji, and erase the token, which is no longer needed."""
        address = job.address
        async with self._db.writing():
            await self._db.do(
                # Nothing is inserted for an emoji that was deleted meanwhile.
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
        """End a job without delivery and give its limit back; False if it had already ended.

        With `tell`, the sentence `why` is still to be sent, also after a crash.
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
        """Why a job ended was sent to the person, or never can be."""
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
        """After a start: interrupted jobs wait again. Returns those without attempts left."""
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
        """The ended jobs of a platform whose reason was not sent yet, with the reason."""
        rows = await self._db.all(
            "SELECT * FROM jobs WHERE told = 0 AND platform = ? ORDER BY id", platform
        )
        return [(job_of(row), row["why"]) for row in rows]

    async def set_message(self, job: int, message: str) -> None:
        """Store the bot's message that is edited while the job goes on."""
        async with self._db.writing():
            await self._db.do(
                "UPDATE jobs SET address = json_set(address, '$.message', ?) WHERE id = ?",
                message,
                job,
            )

    async def waiting(self) -> int:
        """The number of waiting jobs."""
        return await self._count("state = 'waiting'")

    async def waiting_of(self, person: Person) -> list[Job]:
        """A person's waiting and painting jobs, oldest first."""
        rows = await self._db.all(
            "SELECT * FROM jobs WHERE person = ? AND state IN ('waiting', 'painting') ORDER BY id",
            person.key,
        )
        return [job_of(row) for row in rows]

    async def recent_of(self, person: Person, count: int) -> list[Turn]:
        """A person's last `count` requests, oldest first, without emoji and tickets."""
        rows = await self._db.all(
            "SELECT * FROM jobs WHERE person = ? ORDER BY id DESC LIMIT ?", person.key, count
        )
        return [Turn(job_of(row), row["why"] or "") for row in reversed(rows)]

    async def turn(self, job: int) -> Turn | None:
        """One request and why it ended."""
        row = await self._db.one("SELECT * FROM jobs WHERE id = ?", job)
        return None if row is None else Turn(job_of(row), row["why"] or "")

    async def place(self, job: Job) -> int:
        """The number of paintings until this job is done, itself included, if nobody else asks.

        People take turns, least recently served first. So before a person's k-th job, each other
        person has at most k jobs painted. Identical jobs can only make it fewer; a job identical
        to one being painted is done with that one.
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
