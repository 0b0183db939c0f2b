"""What is stored about a person, and how to delete all of it."""

from bot.domain import Person
from bot.limits import Limit
from bot.store.allowances import Allowances
from bot.store.database import Database

PRIVATE = ""
"""A person's private chat with the bot, in the table of where people have spoken."""
MOST_IDLE_VISITORS = 10_000
"""Visitors of the page who never asked for anything, but chose a style or answered a question."""
_OWNED = (
    *("reactions", "votes", "signals", "audit", "stickers", "links", "spoken", "readings"),
    *("emoji", "jobs"),
)


class People:
    """The table of people: style, consent, ban, own daily limit."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._allowances = Allowances(database)

    async def style(self, person: Person) -> str | None:
        """The style that the person chose, None if they chose none."""
        row = await self._db.one("SELECT style FROM people WHERE person = ?", person.key)
        return None if row is None else row["style"]

    async def consent(self, person: Person) -> bool | None:
        """Whether the person's votes may train; None if they never answered."""
        row = await self._db.one("SELECT consent FROM people WHERE person = ?", person.key)
        return None if row is None or row["consent"] is None else bool(row["consent"])

    async def set_style(self, person: Person, style: str) -> None:
        """Remember a style."""
        await self._set(person, "style", style)

    async def set_consent(self, person: Person, agrees: bool) -> None:
        """Remember an answer; the question is not asked again."""
        await self._set(person, "consent", int(agrees))

    async def set_banned(self, person: Person, banned: bool) -> None:
        """Block or unblock a person."""
        await self._set(person, "banned", int(banned))

    async def set_per_day(self, person: Person, per_day: int | None) -> None:
        """Set the person's own daily limit; None for the default."""
        await self._set(person, "per_day", per_day)

    async def first_asked(self, person: Person) -> bool:
        """True on the first call for a person who has not answered yet, then False."""
        async with self._db.writing():
            await self._add(person)
            return bool(
                await self._db.do(
                    "UPDATE people SET asked = 1 WHERE person = ? AND asked = 0"
                    " AND consent IS NULL",
                    person.key,
                )
            )

    async def heard(self, person: Person, chat: str | None) -> None:
        """Remember that a person has spoken to the bot in a chat; None for their private one."""
        async with self._db.writing():
            await self._db.do(
                "INSERT OR IGNORE INTO spoken VALUES (?, ?)", person.key, chat or PRIVATE
            )

    async def has_spoken(self, person: Person, chat: str | None) -> bool:
        """Whether a person has spoken to the bot in a chat; None for their private one."""
        row = await self._db.one(
            "SELECT 1 FROM spoken WHERE person = ? AND chat = ?", person.key, chat or PRIVATE
        )
        return row is not None

    async def forget(self, person: Person, limit: Limit, now: float) -> bool:
        """Delete everything about a person, pictures included.

        False if copies stay in the database's log until another program stops reading it.
        What the operator decided about them stays, a ban or a limit of their own; what they used
        of their limit stays without their id until it is refilled.
        """
        key = person.key
        async with self._db.writing():
            await self._allowances.set_aside(key, limit, now)
            await self._db.do(
                "DELETE FROM notes WHERE key IN (SELECT notes.key FROM notes JOIN emoji"
                " ON notes.key LIKE 'file:' || emoji.id || ':%' WHERE emoji.person = ?)",
                key,
            )
            for table in _OWNED:
                await self._db.do(f"DELETE FROM {table} WHERE person = ?", key)
            await self._db.do(
                "DELETE FROM people WHERE person = ? AND banned = 0 AND per_day IS NULL", key
            )
            await self._db.do(
                "UPDATE people SET oldest = NULL, style = NULL, consent = NULL, asked = 0"
                " WHERE person = ?",
                key,
            )
        return await self._db.clear_log()

    async def clear_later(self) -> None:
        """Delete such copies as soon as possible. Runs until cancelled."""
        await self._db.clear_later()

    async def expire(self, now: float) -> None:
        """Delete the used limits of people who had everything deleted, once they are refilled.

        Of visitors who only changed their settings, the newest are kept.
        """
        async with self._db.writing():
            await self._allowances.expire(now)
            await self._db.do(
                "DELETE FROM people WHERE rowid IN (SELECT rowid FROM people"
                " WHERE person LIKE 'web:%' AND refilled = 0 AND banned = 0 AND per_day IS NULL"
                " ORDER BY rowid DESC LIMIT -1 OFFSET ?)",
                MOST_IDLE_VISITORS,
            )

    async def _set(self, person: Person, column: str, value: str | int | None) -> None:
        async with self._db.writing():
            await self._add(person)
            await self._db.do(f"UPDATE people SET {column} = ? WHERE person = ?", value, person.key)

    async def _add(self, person: Person) -> None:
        """Add a row for somebody who never asked; their allowance counts as full."""
        await self._allowances.restore(person.key)
        await self._db.do(
            "INSERT OR IGNORE INTO people (person, tokens, refilled, day, used)"
            " VALUES (?, 0, 0, 0, 0)",
            person.key,
        )
