"""What is left of each person's limit."""

import hashlib
import sqlite3

from bot.domain import Banned, LimitReached
from bot.limits import Allowance, Limit, full_again, give_back, take
from bot.store.database import Database


class Allowances:
    """The limits' columns in the table of people. Call all methods inside a transaction.

    What a person had used stays when everything about them is deleted, so that deleting does not
    reset a limit: under a salted hash of their id, until their limit would be full again.
    """

    def __init__(self, database: Database) -> None:
        self._db = database

    async def consume(self, key: str, limit: Limit, now: float, count: int = 1) -> None:
        """Consume `count` requests of a person's limit. Raises Banned or LimitReached."""
        await self.restore(key)
        await self._keep(key, await self.left(key, limit, now, count))

    async def left(self, key: str, limit: Limit, now: float, count: int = 1) -> Allowance:
        """What `count` more requests would leave. Raises Banned or LimitReached."""
        row = await self._db.one("SELECT * FROM people WHERE person = ?", key)
        if row is not None and row["banned"]:
            raise Banned
        if row is not None and row["per_day"] is not None:
            limit = Limit(limit.burst, limit.per_hour, row["per_day"])
        before = Allowance.full(limit, now) if row is None else _allowance(row)
        after, wait = take(before, limit, now, count)
        if wait:
            raise LimitReached(wait)
        return after

    async def give_back(
        self, key: str, limit: Limit, now: float, taken: float, count: int = 1
    ) -> None:
        """Give a person back the requests that were consumed at the time `taken`."""
        row = await self._db.one("SELECT * FROM people WHERE person = ?", key)
        if row is not None:
            await self._keep(key, give_back(_allowance(row), limit, now, taken, count))

    async def set_aside(self, key: str, limit: Limit, now: float) -> None:
        """Keep what a person has used without their id, as their row is about to be deleted."""
        row = await self._db.one(
            "SELECT * FROM people WHERE person = ? AND banned = 0 AND per_day IS NULL", key
        )
        if row is None:
            return
        until = full_again(_allowance(row), limit, now)
        if until > now:
            await self._db.do(
                "INSERT OR REPLACE INTO spent VALUES (?, ?, ?, ?, ?, ?, ?)",
                await self._mark(key),
                row["tokens"],
                row["refilled"],
                row["day"],
                row["used"],
                row["served"],
                until,
            )

    async def restore(self, key: str) -> None:
        """Give a person who is new again what they had used before."""
        mark = await self._mark(key)
        columns = "tokens, refilled, day, used, served"
        await self._db.do(
            f"INSERT OR IGNORE INTO people (person, {columns}) SELECT ?, {columns} FROM spent"
            " WHERE mark = ?",
            key,
            mark,
        )
        await self._db.do("DELETE FROM spent WHERE mark = ?", mark)

    async def expire(self, now: float) -> None:
        """Delete what nobody's limit depends on any more."""
        await self._db.do("DELETE FROM spent WHERE until < ?", now)

    async def _mark(self, key: str) -> str:
        row = await self._db.one("SELECT value FROM notes WHERE key = 'salt'")
        assert row is not None, "written with the first version of the tables"
        return hashlib.sha256(f"{row['value']}{key}".encode()).hexdigest()

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


def _allowance(row: sqlite3.Row) -> Allowance:
    return Allowance(row["tokens"], row["refilled"], row["day"], row["used"])
