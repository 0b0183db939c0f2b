"""What people think of emoji: one live vote each, and weaker signals."""

from typing import Any

from bot.domain import Emoji, Person
from bot.store.database import Database

NEUTRAL = 0


class Votes:
    """The tables of votes and signals."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def set(self, emoji: Emoji, person: Person, value: int, symbol: str, now: float) -> None:
        """The person's live vote; it replaces the one before."""
        async with self._db.writing():
            await self._db.do(
                "INSERT OR REPLACE INTO votes VALUES (?, ?, ?, ?, ?, ?, ?)",
                emoji.id,
                person.key,
                value,
                symbol,
                int(person == emoji.person),
                emoji.chosen,
                now,
            )

    async def retract(self, emoji: int, person: Person, symbol: str) -> bool:
        """Take a vote back; False where the live vote is another symbol's."""
        async with self._db.writing():
            return bool(
                await self._db.do(
                    "DELETE FROM votes WHERE emoji = ? AND person = ? AND symbol = ?",
                    emoji,
                    person.key,
                    symbol,
                )
            )

    async def of(self, emoji: int, person: Person) -> tuple[int, str] | None:
        """The person's live vote: its value and symbol."""
        row = await self._db.one(
            "SELECT value, symbol FROM votes WHERE emoji = ? AND person = ?", emoji, person.key
        )
        return None if row is None else (row["value"], row["symbol"])

    async def signal(self, emoji: int, person: Person, kind: str, place: int, now: float) -> None:
        """Keep a weaker sign: pick, add, again, remove."""
        async with self._db.writing():
            await self._db.do(
                "INSERT INTO signals VALUES (?, ?, ?, ?, ?)", emoji, person.key, kind, place, now
            )

    async def agreed(self, opt_out: bool) -> list[dict[str, Any]]:
        """The votes of people who agreed on emoji of people who agreed, oldest first."""
        rows = await self._db.all(
            "SELECT votes.person AS voter, emoji.recipe, emoji.model, votes.place,"
            " pictures.strength, votes.value, votes.own, votes.created FROM votes"
            " JOIN emoji ON emoji.id = votes.emoji"
            " LEFT JOIN people AS voters ON voters.person = votes.person"
            " LEFT JOIN people AS askers ON askers.person = emoji.person"
            " LEFT JOIN pictures ON pictures.emoji = emoji.id AND pictures.place = votes.place"
            " WHERE coalesce(voters.consent, ?1) AND coalesce(askers.consent, ?1)"
            " ORDER BY votes.created",
            int(opt_out),
        )
        return [dict(row) for row in rows]

    async def by_model(self) -> list[tuple[str, int, int]]:
        """Each model's likes and dislikes, the newest model first; nobody's own emoji count."""
        return await self._by_model("")

    async def painted_by_model(self) -> list[tuple[str, int, int]]:
        """The same of painted pictures alone: a sketch says nothing about the weights.

        What a picture was is read from its receipt, which outlives it: a disliked picture that was
        removed counts.
        """
        return await self._by_model(
            " AND json_extract(receipt, '$.candidates[' || place || '].strength') > 0"
        )

    async def _by_model(self, condition: str) -> list[tuple[str, int, int]]:
        rows = await self._db.all(
            "SELECT model, sum(value > 0) AS up, sum(value < 0) AS down FROM votes"
            f" JOIN emoji ON emoji.id = votes.emoji WHERE NOT own{condition} GROUP BY model"
            " ORDER BY max(emoji.id) DESC"
        )
        return [(row["model"], row["up"], row["down"]) for row in rows]
