"""Finished emoji, their pictures, and which message shows which emoji."""

import json
import sqlite3

from bot.domain import Emoji, Person, Picture, Platform, Recipe
from bot.store.database import Database
from bot.store.job_queries import change_of
from bot.store.paintings import Paintings
from bot.views import MessageId, Scope, Search, Shown

_EMOJI = (
    "SELECT emoji.*, (SELECT count(*) FROM pictures WHERE painting = emoji.painting) AS candidates"
    " FROM emoji "
)
_SHOWN = (
    "SELECT emoji.*, (SELECT count(*) FROM pictures WHERE painting = emoji.painting) AS candidates,"
    " (SELECT count(*) FROM votes WHERE votes.emoji = emoji.id AND value > 0) AS likes,"
    " (SELECT value FROM votes WHERE votes.emoji = emoji.id AND votes.person = :viewer) AS vote,"
    " (SELECT mood FROM jobs WHERE jobs.id = emoji.job) AS mood"
    " FROM emoji "
)
_SCOPES = {
    Scope.OWN: " AND emoji.person = :viewer",
    Scope.PUBLISHED: " AND emoji.published = 1",
    Scope.VISIBLE: " AND (emoji.person = :viewer OR emoji.published = 1)",
    Scope.ALL: "",
}
_ALONE = " AND NOT EXISTS (SELECT 1 FROM jobs WHERE id = emoji.job AND pack IS NOT NULL)"
_LIKED = " AND EXISTS (SELECT 1 FROM votes WHERE votes.emoji = emoji.id AND value > 0)"


class Emojis:
    """The tables of emoji and messages."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._paintings = Paintings(database)

    async def get(self, emoji: int) -> Emoji | None:
        """One emoji, even if its pictures are deleted."""
        row = await self._db.one(f"{_EMOJI} WHERE emoji.id = ?", emoji)
        return None if row is None else _emoji(row)

    async def of_job(self, job: int) -> Emoji | None:
        """The emoji of a job."""
        row = await self._db.one(f"{_EMOJI} WHERE emoji.job = ?", job)
        return None if row is None else _emoji(row)

    async def pictures(self, emoji: int) -> tuple[Picture, ...]:
        """All candidates, best first; empty once they are deleted."""
        rows = await self._db.all(
            "SELECT pictures.* FROM emoji JOIN pictures USING (painting) WHERE emoji.id = ?"
            " ORDER BY place",
            emoji,
        )
        return tuple(picture_of(row) for row in rows)

    async def picture(self, emoji: int, place: int) -> Picture | None:
        """One candidate; None if it never existed or is deleted."""
        row = await self._db.one(
            "SELECT pictures.* FROM emoji JOIN pictures USING (painting)"
            " WHERE emoji.id = ? AND place = ?",
            emoji,
            place,
        )
        return None if row is None else picture_of(row)

    async def of_person(
        self, person: Person, words: str = "", count: int = 10, space: str | None = None
    ) -> tuple[Emoji, ...]:
        """A person's newest emoji with all these words in their prompts; only those of `space`.

        Without words, those of packs are left out.
        """
        every = [f"%{_literal(word)}%" for word in words.casefold().split()]
        matching = "".join(" AND words LIKE ? ESCAPE '\\'" for _ in every) or _ALONE
        rows = await self._db.all(
            f"{_EMOJI} WHERE person = ?1 AND (?2 IS NULL OR space = ?2){matching}"
            " ORDER BY emoji.id DESC LIMIT ?",
            person.key,
            space,
            *every,
            count,
        )
        return tuple(_emoji(row) for row in rows)

    async def search(self, search: Search) -> tuple[Shown, ...]:
        """A page of the emoji that still have pictures, newest first."""
        every = [f"%{_literal(word)}%" for word in search.words.casefold().split()]
        names = [f"word{number}" for number in range(len(every))]
        matching = "".join(f" AND words LIKE :{name} ESCAPE '\\'" for name in names)
        rows = await self._db.all(
            f"{_SHOWN} WHERE emoji.painting IS NOT NULL"
            f"{_SCOPES[search.scope]}{matching}"
            f"{'' if search.style is None else ' AND emoji.style = :style'}"
            f"{_LIKED if search.liked else ''}"
            f"{'' if search.before is None else ' AND emoji.id < :before'}"
            " ORDER BY emoji.id DESC LIMIT :count",
            **dict(zip(names, every, strict=True)),
            viewer=search.viewer.key,
            style=search.style,
            before=search.before,
            count=search.count,
        )
        return tuple(_shown(row) for row in rows)

    async def shown(self, emoji: int, viewer: Person) -> Shown | None:
        """One emoji as `viewer` sees it, even if its pictures are deleted."""
        row = await self._db.one(f"{_SHOWN} WHERE emoji.id = :id", id=emoji, viewer=viewer.key)
        return None if row is None else _shown(row)

    async def publish(self, emoji: int, published: bool) -> None:
        """Show an emoji to everybody in the gallery, or only to its creator.

        An emoji taken out of the gallery is no longer used to answer other requests.
        """
        async with self._db.writing():
            if not published:
                await self._paintings.withdraw(emoji)
            await self._db.do("UPDATE emoji SET published = ? WHERE id = ?", int(published), emoji)

    async def shown_in(self, platform: Platform, chat: str, message: str) -> int | None:
        """The emoji that a message shows."""
        row = await self._db.one(
            "SELECT emoji FROM messages WHERE platform = ? AND chat = ? AND message = ?",
            platform,
            chat,
            message,
        )
        return None if row is None else row["emoji"]

    async def reach(self, emoji: int, platform: Platform, chat: str | None) -> tuple[bool, bool]:
        """Whether an emoji is published, and whether it was asked for or shown in a chat."""
        row = await self._db.one(
            "SELECT published, (EXISTS (SELECT 1 FROM messages WHERE emoji = :emoji"
            " AND platform = :platform AND chat = :chat)"
            " OR EXISTS (SELECT 1 FROM jobs WHERE id = emoji.job AND platform = :platform"
            " AND json_extract(address, '$.chat') = :chat)) AS shown"
            " FROM emoji WHERE id = :emoji",
            emoji=emoji,
            platform=platform,
            chat=chat,
        )
        return (False, False) if row is None else (bool(row["published"]), bool(row["shown"]))

    async def add_message(self, emoji: int, platform: Platform, chat: str, message: str) -> None:
        """Remember that another message shows an emoji."""
        async with self._db.writing():
            await self._db.do(
                "INSERT OR REPLACE INTO messages SELECT ?, ?, ?, id FROM emoji WHERE id = ?",
                platform,
                chat,
                message,
                emoji,
            )

    async def messages(self, emoji: int) -> tuple[MessageId, ...]:
        """The messages that show an emoji, oldest first."""
        rows = await self._db.all(
            "SELECT chat, message FROM messages WHERE emoji = ? AND message NOT LIKE 'old %'"
            " ORDER BY rowid",
            emoji,
        )
        return tuple(MessageId(row["chat"], row["message"]) for row in rows)

    async def choose(self, emoji: int, place: int) -> None:
        """Let another candidate represent the emoji."""
        async with self._db.writing():
            await self._db.do("UPDATE emoji SET chosen = ? WHERE id = ?", place, emoji)

    async def remove_pictures(self, emoji: int) -> None:
        """Delete the pictures; the receipt stays.

        Other people's emoji with the same pictures keep them, but no new request gets them.
        """
        async with self._db.writing():
            await self._paintings.withdraw(emoji)
            await self._db.do("UPDATE emoji SET painting = NULL WHERE id = ?", emoji)
            # The ids of the platform's copies.
            await self._db.do("DELETE FROM notes WHERE key LIKE ?", f"file:{emoji}:%")
        await self._db.clear_log()

    async def expire(self, before: float) -> int:
        """Delete the pictures of emoji made before this time: the number of emoji."""
        async with self._db.writing():
            return await self._db.do(
                "UPDATE emoji SET painting = NULL WHERE created < ? AND painting IS NOT NULL",
                before,
            )

    async def newest(self) -> float | None:
        """When the newest emoji was made, Unix seconds; None if there is none."""
        row = await self._db.one("SELECT max(created) AS newest FROM emoji")
        return None if row is None else row["newest"]

    async def recent_prompts(self, count: int) -> list[tuple[Person, str]]:
        """The last `count` prompts of all people, newest first."""
        rows = await self._db.all(
            f"SELECT person, recipe FROM emoji WHERE true{_ALONE} ORDER BY id DESC LIMIT ?", count
        )
        return [(Person.of(row["person"]), json.loads(row["recipe"])["prompt"]) for row in rows]


def _emoji(row: sqlite3.Row) -> Emoji:
    return Emoji(
        id=row["id"],
        job=row["job"],
        person=Person.of(row["person"]),
        space=row["space"],
        recipe=Recipe(**json.loads(row["recipe"])),
        model=row["model"],
        receipt=json.loads(row["receipt"]),
        created=row["created"],
        chosen=row["chosen"],
        candidates=row["candidates"],
        cached=bool(row["cached"]),
        change=change_of(row),
    )


def picture_of(row: sqlite3.Row) -> Picture:
    """A row of the table of pictures as a Picture."""
    return Picture(
        row["png"], row["svg"], row["strength"], row["seed"], row["score"], row["painted"]
    )


def _shown(row: sqlite3.Row) -> Shown:
    return Shown(_emoji(row), bool(row["published"]), row["likes"], row["vote"], row["mood"] or "")


def _literal(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
