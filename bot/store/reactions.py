"""What people said about an emoji, by buttons and reactions, and the vote that follows from it.

Each person has a set of reactions to each emoji: a symbol on a message, or a pressed button. The
vote is the newest like or dislike in the set; without one, a neutral reaction is a vote of 0; an
empty set is no vote. So a neutral reaction beside a like changes nothing, and taking one reaction
back leaves what the others say. The table of votes holds this one derived row for each set.
"""

from bot.domain import Emoji, Person
from bot.store.database import Database

BUTTON = ""
"""The message of a pressed button, and of votes from before messages were stored."""

MOST_PRESSES = 100_000
"""Ids of presses that are kept."""


class Reactions:
    """The tables of reactions, of votes derived from them, and of presses handled lately."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def press(
        self, emoji: Emoji, person: Person, symbol: str, value: int, press: str | None, now: float
    ) -> None:
        """Press a button, which replaces the other one; if it is the vote already, take it back.

        `press` is the platform's id of the press: the same again changes nothing.
        """
        async with self._db.writing():
            if press is not None and not await self._db.do(
                "INSERT OR IGNORE INTO presses VALUES (?, ?, ?)", person.platform, press, now
            ):
                return
            vote = await self._db.one(
                "SELECT symbol FROM votes WHERE emoji = ? AND person = ?", emoji.id, person.key
            )
            await self._db.do(
                "DELETE FROM reactions WHERE emoji = ? AND person = ?"
                " AND message = ? AND symbol LIKE 'button %'",
                emoji.id,
                person.key,
                BUTTON,
            )
            if vote is None or vote["symbol"] != symbol:
                await self._insert(emoji, person, BUTTON, symbol, value, now)
            await self._derive(emoji.id, person.key)

    async def add(
        self, emoji: Emoji, person: Person, message: str, symbol: str, value: int, now: float
    ) -> None:
        """Add a reaction to a message. One that is known already keeps its time."""
        async with self._db.writing():
            await self._insert(emoji, person, message, symbol, value, now)
            await self._derive(emoji.id, person.key)

    async def remove(self, emoji: int, person: Person, message: str, symbol: str) -> None:
        """Remove a reaction to a message."""
        async with self._db.writing():
            await self._db.do(
                "DELETE FROM reactions WHERE emoji = ? AND person = ? AND symbol = ?"
                " AND message IN (?, ?)",
                emoji,
                person.key,
                symbol,
                message,
                BUTTON,
            )
            await self._derive(emoji, person.key)

    async def clear(self, emoji: int, message: str, symbol: str | None) -> None:
        """Remove all people's reactions to a message, or those with one symbol."""
        async with self._db.writing():
            rows = await self._db.all(
                "DELETE FROM reactions WHERE emoji = ?1 AND message = ?2"
                " AND (?3 IS NULL OR symbol = ?3) RETURNING person",
                emoji,
                message,
                symbol,
            )
            for person in {row["person"] for row in rows}:
                await self._derive(emoji, person)

    async def expire(self, before: float) -> None:
        """Forget the ids of presses before this time, which no platform sends again."""
        async with self._db.writing():
            await self._db.do("DELETE FROM presses WHERE created < ?", before)
            await self._db.do(
                "DELETE FROM presses WHERE rowid <= (SELECT max(rowid) FROM presses) - ?",
                MOST_PRESSES,
            )

    async def _insert(
        self, emoji: Emoji, person: Person, message: str, symbol: str, value: int, now: float
    ) -> None:
        await self._db.do(
            "INSERT OR IGNORE INTO reactions VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            emoji.id,
            person.key,
            message,
            symbol,
            value,
            int(person == emoji.person),
            emoji.chosen,
            now,
        )

    async def _derive(self, emoji: int, person: str) -> None:
        """Make the vote what the reactions say."""
        await self._db.do("DELETE FROM votes WHERE emoji = ? AND person = ?", emoji, person)
        await self._db.do(
            "INSERT INTO votes SELECT emoji, person, value, symbol, own, place, created"
            " FROM reactions WHERE emoji = ? AND person = ?"
            " ORDER BY value != 0 DESC, rowid DESC LIMIT 1",
            emoji,
            person,
        )


def message_key(chat: str, message: str) -> str:
    """A message of a platform as it stands in the table."""
    return f"{chat}/{message}"
