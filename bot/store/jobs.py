"""Jobs: accepted within their limit, taken in turn, painted, delivered."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

from bot.cache import cache_key
from bot.domain import (
    Change,
    EmojiRequest,
    Job,
    JobState,
    OwnQueueFull,
    PackUnderWay,
    Painted,
    Platform,
    QueueFull,
    Recipe,
)
from bot.limits import Limit
from bot.store.allowances import Allowances
from bot.store.database import Database
from bot.store.job_queries import JobQueries, job_of
from bot.store.packs import Packs
from bot.store.paintings import Paintings, StoredPainting
from bot.store.sources import Sources
from bot.store.turns import Turns

ATTEMPTS = 2
"""Maximum attempts per job (one retry)."""


@dataclass(frozen=True, slots=True)
class QueueLimits:
    """How many requests may wait: per person, in total, and of some platforms."""

    per_person: int
    total: int
    of_platform: Mapping[Platform, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PackPart:
    """A part of a pack: its mood, its recipe, and `Engine.fingerprint_of` for that."""

    mood: str
    recipe: Recipe
    fingerprint: str


class Jobs(JobQueries):
    """Changes the table of jobs, each change in one transaction. `packs` reads packs."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.packs = Packs(database)
        self._paintings = Paintings(database)
        self._allowances = Allowances(database)
        self._turns = Turns(database)
        self._sources = Sources(database)

    async def expect(self, request: EmojiRequest, limit: Limit, now: float) -> Job | None:
        """The job of a request that was accepted before.

        None for a new one that the limit allows. Raises NotAccepted for others.
        """
        if (known := await self._known(request)) is not None:
            return known
        await self._allowances.left(request.actor.person.key, limit, now)
        return None

    async def _known(self, request: EmojiRequest) -> Job | None:
        """The job of a request that was accepted before."""
        row = await self._db.one(
            "SELECT * FROM jobs WHERE platform = ? AND request = ?",
            request.address.platform,
            request.id,
        )
        return None if row is None else job_of(row)

    async def accept(
        self,
        request: EmojiRequest,
        recipe: Recipe,
        fingerprint: str,
        limit: Limit,
        room: QueueLimits,
        now: float,
        copied: int | None = None,
    ) -> tuple[Job, bool]:
        """Consume the limit and insert the job in one transaction: the job, and whether it is new.

        A request that was accepted before gets its job again and costs nothing. If pictures of the
        same recipe and engine `fingerprint` are stored, the job is painted at once and needs no
        room in the queue. So is one that shows the pictures of the emoji `copied`. Raises
        NotAccepted.
        """
        key, cached = request.actor.person.key, cache_key(recipe, fingerprint)
        async with self._db.writing():
            if (known := await self._known(request)) is not None:
                return known, False
            painting = await self._found(cached, request, copied)
            if painting is None:
                await self.check_room(request, room)
            await self._allowances.consume(key, limit, now)
            job = await self._insert(request, recipe, cached, now)
            if painting is None:
                await self._turns.mark_oldest(key)
            else:
                job = await self._answer(job, painting, now)
        return job, True

    async def accept_pack(
        self,
        request: EmojiRequest,
        recipe: Recipe,
        parts: Sequence[PackPart],
        limit: Limit,
        room: QueueLimits,
        now: float,
    ) -> tuple[Job, bool]:
        """Insert a pack and its parts in one transaction: the pack, and whether it is new.

        It counts as many requests as it has parts, but has one place of the person's in the
        queue. Raises NotAccepted.
        """
        key = request.actor.person.key
        async with self._db.writing():
            if (known := await self._known(request)) is not None:
                return known, False
            await self.check_pack_room(request, room, len(parts))
            await self._allowances.consume(key, limit, now, len(parts))
            pack = await self._insert(request, recipe, None, now)
            await self._db.do(
                "UPDATE jobs SET state = 'packing', parts = ? WHERE id = ?", len(parts), pack.id
            )
            for number, part in enumerate(parts):
                await self._insert_part(request, pack, number, part, now)
            await self._turns.mark_oldest(key)
            await self.packs.close(pack.id, now)
            job = await self.get(pack.id)
            assert job is not None
        return job, True

    async def _insert_part(
        self, request: EmojiRequest, pack: Job, number: int, part: PackPart, now: float
    ) -> None:
        """Insert a part of a pack; it is painted at once if its pictures are stored."""
        cached = cache_key(part.recipe, part.fingerprint)
        # Nothing is sent for a part alone.
        address = replace(request.address, message=None, token=None, reply_to=None)
        own = replace(request, id=f"{request.id}/{number}", address=address)
        job = await self._insert(own, part.recipe, cached, now)
        job = replace(job, pack=pack.id, mood=part.mood)
        await self._db.do(
            "UPDATE jobs SET pack = ?, mood = ? WHERE id = ?", job.pack, job.mood, job.id
        )
        own = replace(own, motion=part.recipe.motion)
        if (painting := await self._found(cached, own, None)) is not None:
            await self._answer(job, painting, now)

    async def _found(
        self, key: str, request: EmojiRequest, copied: int | None
    ) -> StoredPainting | None:
        """What answers a request at once."""
        if copied is not None:
            return await self._paintings.shown_by(copied)
        painting = await self._paintings.find(key)
        if painting is None:
            return None
        return await self._to_show(painting, request.motion, request.change)

    async def _to_show(
        self, painting: StoredPainting, motion: str | None, change: Change | None
    ) -> StoredPainting:
        """The painting with the picture chosen that a change or a motion is for."""
        if change is not None:
            return await self._paintings.like(painting, change.emoji)
        return painting if motion is None else await self._paintings.sketch_of(painting)

    async def _insert(
        self, request: EmojiRequest, recipe: Recipe, key: str | None, now: float
    ) -> Job:
        source, recipe = recipe.source, replace(recipe, source=None)
        job = await self._db.insert(
            "INSERT INTO jobs (platform, request, person, space, address, recipe, origin,"
            " cache_key, state, created, parent, change)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?)",
            request.address.platform,
            request.id,
            request.actor.person.key,
            request.actor.space,
            json.dumps(asdict(request.address)),
            json.dumps(asdict(recipe)),
            request.origin,
            key,
            now,
            request.change and request.change.emoji,
            request.change and request.change.words,
        )
        if source is not None:
            await self._sources.put(job, source)
        return Job(
            id=job,
            person=request.actor.person,
            space=request.actor.space,
            address=request.address,
            recipe=recipe,
            state=JobState.WAITING,
            attempts=0,
            created=now,
            change=request.change,
        )

    async def _answer(self, job: Job, painting: StoredPainting, now: float) -> Job:
        """Give a waiting job what was painted for another; the job as it is then."""
        await self._paintings.show(job, painting, now, cached=True)
        await self._turns.mark_oldest(job.person.key)
        return replace(job, state=await self._set_painted(job, now))

    async def _set_painted(self, job: Job, now: float) -> JobState:
        """The last change of a transaction: others may already read what it has written.

        A part of a pack is not delivered by itself.
        """
        done = JobState.PAINTED if job.pack is None else JobState.DELIVERED
        await self._db.do("UPDATE jobs SET state = ?, finished = ? WHERE id = ?", done, now, job.id)
        if job.pack is not None:
            await self.packs.close(job.pack, now)
        return done

    async def check_pack_room(self, request: EmojiRequest, room: QueueLimits, count: int) -> None:
        """Whether a pack of `count` parts may wait. Raises NotAccepted."""
        if await self._count("state = 'packing' AND person = ?", request.actor.person.key):
            raise PackUnderWay
        await self.check_room(request, room, count)

    async def check_room(self, request: EmojiRequest, room: QueueLimits, count: int = 1) -> None:
        """Whether `count` more may wait. Raises NotAccepted.

        A person's pack counts as one of their requests.
        """
        key, platform = request.actor.person.key, request.address.platform
        own = await self._count(
            "person = ? AND (state = 'packing' OR state = 'waiting' AND pack IS NULL)", key
        )
        if own >= room.per_person:
            raise OwnQueueFull(own, await self._seconds())
        if await self._count("state = 'waiting'") + count > room.total:
            raise QueueFull(await self._seconds())
        share = room.of_platform.get(platform, room.total)
        if share < room.total and share < count + await self._count(
            "state = 'waiting' AND platform = ?", platform
        ):
            raise QueueFull(await self._seconds())

    async def _seconds(self) -> float | None:
        """How long painting the whole queue takes; None if nothing was painted yet."""
        each = await self.seconds_each()
        return None if each is None else each * await self.waiting()

    async def begin(self, now: float) -> Job | None:
        """Start the next job: the job, now in state "painting"; None if none can start."""
        async with self._db.writing():
            number = await self._turns.next()
            if number is None:
                return None
            await self._db.do(
                "UPDATE jobs SET state = 'painting', attempts = attempts + 1, begun = ?"
                " WHERE id = ?",
                now,
                number,
            )
            job = await self.get(number)
            assert job is not None
            await self._turns.mark_oldest(job.person.key)
        return job

    async def painted(self, job: Job, painted: Painted, now: float) -> int | None:
        """Store the pictures and the job's new state in one transaction: the emoji's id.

        The same transaction answers all identical waiting jobs. Stores nothing and returns None if
        the job was cancelled or deleted meanwhile.
        """
        key = cache_key(job.recipe, painted.fingerprint)
        async with self._db.writing():
            if not await self._count("id = ? AND state = 'painting'", job.id):
                return None
            painting = await self._paintings.keep(painted, key)
            shown = await self._to_show(painting, job.recipe.motion, job.change)
            emoji = await self._paintings.show(job, shown, now, cached=False)
            await self._set_painted(job, now)
            for row in await self._db.all(
                "SELECT * FROM jobs WHERE cache_key = ? AND state = 'waiting'", key
            ):
                other = job_of(row)
                shown = await self._to_show(painting, other.recipe.motion, other.change)
                await self._answer(other, shown, now)
        return emoji

    async def retry(self, job: Job) -> bool:
        """Put a failed job back in its place; False if it has no attempts left."""
        if job.attempts >= ATTEMPTS:
            return False
        async with self._db.writing():
            await self._db.do(
                "UPDATE jobs SET state = 'waiting' WHERE id = ? AND state = 'painting'", job.id
            )
            await self._turns.mark_oldest(job.person.key)
        return True

    async def release(self, job: Job) -> None:
        """Put a job back whose painting the bot itself stopped; the attempt does not count."""
        async with self._db.writing():
            await self._db.do(
                "UPDATE jobs SET state = 'waiting', attempts = attempts - 1"
                " WHERE id = ? AND state = 'painting'",
                job.id,
            )
            await self._turns.mark_oldest(job.person.key)

    async def delivered(self, job: Job, emoji: int, message: str) -> None:
        """Store which message shows the emoji, and erase the token, which is no longer needed."""
        async with self._db.writing():
            await self._db.do(
                # Nothing is inserted for an emoji that was deleted meanwhile. The chat may have
                # another id than when the job was read.
                "INSERT OR REPLACE INTO messages"
                " SELECT jobs.platform, json_extract(address, '$.chat'), ?, emoji.id"
                " FROM emoji JOIN jobs ON jobs.id = emoji.job WHERE emoji.id = ?",
                message,
                emoji,
            )
            await self._db.do("UPDATE jobs SET state = 'delivered', why = '' WHERE id = ?", job.id)
            await self._erase_token(job.id)

    async def pack_delivered(self, job: int) -> None:
        """Store that a pack was sent, and erase the token, which is no longer needed."""
        async with self._db.writing():
            await self._db.do(
                "UPDATE jobs SET state = 'delivered' WHERE id = ? AND state = 'packed'", job
            )
            await self._erase_token(job)

    async def end(
        self, job: Job, state: JobState, why: str, limit: Limit, now: float, *, tell: bool
    ) -> bool:
        """End a job without delivery and give its limit back; False if it had already ended.

        With `tell`, the sentence `why` is still to be sent, also after a crash. A pack ends with
        all of its parts; those that are painted by then stay counted.
        """
        key, count = job.person.key, 1
        async with self._db.writing():
            open_states = "('waiting', 'painting', 'painted', 'packing', 'packed')"
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
            if job.parts:
                count = await self.packs.end_parts(job.id, state, why, now)
            elif job.pack is not None:
                await self.packs.close(job.pack, now)
            await self._turns.mark_oldest(key)
            await self._allowances.give_back(key, limit, now, job.created, count)
        return True

    async def told(self, job: int) -> None:
        """Why a job ended was sent to the person, or never can be."""
        async with self._db.writing():
            await self._db.do("UPDATE jobs SET told = 1 WHERE id = ?", job)
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
                await self._turns.mark_oldest(row["person"])
            rows = await self._db.all("SELECT * FROM jobs WHERE state = 'painting'")
        return [job_of(row) for row in rows]

    async def set_message(self, job: int, message: str) -> None:
        """Store the bot's message that is edited while the job goes on."""
        async with self._db.writing():
            await self._db.do(
                "UPDATE jobs SET address = json_set(address, '$.message', ?) WHERE id = ?",
                message,
                job,
            )
