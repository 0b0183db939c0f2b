"""Whose turn it is: people take turns, and each person's jobs start in the order they asked."""

from bot.store.database import Database

# A person's oldest waiting job that is not identical to one being painted.
_NEXT = (
    "SELECT min(id) FROM jobs WHERE jobs.person = people.person AND jobs.state = 'waiting'"
    " AND NOT EXISTS (SELECT 1 FROM jobs AS other WHERE other.state = 'painting'"
    " AND other.cache_key = jobs.cache_key)"
)


class Turns:
    """The columns of people's turns in the table of people. Call inside a transaction."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def next(self) -> int | None:
        """The job that starts now; None if none can start.

        It is the oldest job of the person served least recently. Skips jobs identical to one in
        progress.
        """
        turn = await self._db.one(
            f"SELECT person, ({_NEXT}) AS next FROM people"
            " WHERE oldest IS NOT NULL AND next IS NOT NULL ORDER BY served, oldest LIMIT 1"
        )
        if turn is None:
            return None
        # A counter, not the clock: a person served while that was ahead would wait for ever.
        await self._db.do(
            "UPDATE people SET served = (SELECT max(served) + 1 FROM people) WHERE person = ?",
            turn["person"],
        )
        job: int = turn["next"]
        return job

    async def mark_oldest(self, key: str) -> None:
        """Update which job of a person has waited longest."""
        await self._db.do(
            "UPDATE people SET oldest = (SELECT min(id) FROM jobs WHERE jobs.person = people.person"
            " AND state = 'waiting') WHERE person = ?",
            key,
        )
