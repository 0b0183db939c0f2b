"""What people think of emoji: one live vote each, and weaker signals."""

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

    async def by_model(self) -> list[tuple[str, int, int]]:
        """Each model's likes and dislikes, the newest model first."""
        rows = await self._db.all(
            "SELECT model, sum(value > 0) AS up, sum(value < 0) AS down FROM votes"
            " JOIN emoji ON emoji.id = votes.emoji WHERE NOT own GROUP BY model"
            " ORDER BY max(emoji.id) DESC"
        )
        return [(row["model"], row["up"], row["down"]) for row in rows]
