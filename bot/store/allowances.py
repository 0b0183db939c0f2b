"""What is left of each person's limit."""

import sqlite3

from bot.domain import Banned, LimitReached
from bot.limits import Allowance, Limit, give_back, take
from bot.store.database import Database


class Allowances:
    """The limits' columns in the table of people. Call both methods inside a transaction."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def consume(self, key: str, limit: Limit, now: float) -> None:
        """Consume one request of a person's limit. Raises Banned or LimitReached."""
        row = await self._db.one("SELECT * FROM people WHERE person = ?", key)
        if row is not None and row["banned"]:
            raise Banned
        if row is not None and row["per_day"] is not None:
            limit = Limit(limit.burst, limit.per_hour, row["per_day"])
        before = Allowance.full(limit, now) if row is None else _allowance(row)
        after, wait = take(before, limit, now)
        if wait:
            raise LimitReached(wait)
        await self._keep(key, after)

    async def give_back(self, key: str, limit: Limit, now: float, taken: float) -> None:
        """Give a person back the request that was consumed at the time `taken`."""
        row = await self._db.one("SELECT * FROM people WHERE person = ?", key)
        if row is not None:
            await self._keep(key, give_back(_allowance(row), limit, now, taken))

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
