"""Finished emoji, their pictures, and which message shows which emoji."""

import json
import sqlite3
from collections.abc import Sequence

from bot.domain import Emoji, Person, Picture, Platform, Recipe
from bot.store.database import Database
from bot.store.job_queries import change_of
from bot.store.paintings import Paintings
from bot.views import MessageId, Scope, Search, SearchWord, Shown

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


# What a search looks at: the prompt, what it was read as, and the emoji that is drawn.
_TEXT = "(words || ' ' || coalesce(json_extract(emoji.receipt, '$.read_as'), ''))"
_BASE = "json_extract(emoji.receipt, '$.scene.base')"


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
        self,
        person: Person,
        words: Sequence[SearchWord] = (),
        count: int = 10,
        space: str | None = None,
    ) -> tuple[Emoji, ...]:
        """A person's newest emoji with all these words; only those of `space`.

        Without words, those of packs are left out.
        """
        matching, values = _matching(words)
        rows = await self._db.all(
            f"{_EMOJI} WHERE person = :person AND (:space IS NULL OR space = :space)"
            f"{matching or _ALONE} ORDER BY emoji.id DESC LIMIT :count",
            **values,
            person=person.key,
            space=space,
            count=count,
        )
        return tuple(_emoji(row) for row in rows)

    async def with_files(
        self, viewer: Person, words: Sequence[SearchWord], bot: int, offset: int, count: int
    ) -> tuple[tuple[Emoji, str], ...]:
        """Emoji with all these words whose picture `bot` has sent, each with its file id.

        The viewer's own, newest first; then those that others have published, if there are words.
        """
        own = await self._with_files("person = :viewer", viewer, words, bot, offset, count)
        if len(own) == count or not words:
            return own
        before = offset + len(own)
        if not own and offset:
            before = len(await self._with_files("person = :viewer", viewer, words, bot, 0, offset))
        others = "published = 1 AND person <> :viewer"
        skipped, left = max(offset - before, 0), count - len(own)
        return own + await self._with_files(others, viewer, words, bot, skipped, left)

    async def _with_files(
        self,
        whose: str,
        viewer: Person,
        words: Sequence[SearchWord],
        bot: int,
        offset: int,
        count: int,
    ) -> tuple[tuple[Emoji, str], ...]:
        matching, values = _matching(words)
        rows = await self._db.all(
            "SELECT emoji.*, 1 AS candidates, notes.value AS file FROM emoji JOIN notes"
            " ON notes.key = 'file:' || emoji.id || ':' || emoji.chosen || ':' || :bot"
            # The plus keeps SQLite from searching all emoji that have pictures.
            f" WHERE {whose} AND +painting IS NOT NULL{matching}"
            " ORDER BY emoji.id DESC LIMIT :count OFFSET :offset",
            **values,
            viewer=viewer.key,
            bot=bot,
            offset=offset,
            count=count,
        )
        return tuple((_emoji(row), row["file"]) for row in rows)

    async def search(self, search: Search, words: Sequence[SearchWord] = ()) -> tuple[Shown, ...]:
        """A page of the emoji that have all these words and pictures, newest first."""
        matching, values = _matching(words)
        rows = await self._db.all(
            f"{_SHOWN} WHERE emoji.painting IS NOT NULL"
            f"{_SCOPES[search.scope]}{matching}"
            f"{'' if search.style is None else ' AND emoji.style = :style'}"
            f"{_LIKED if search.liked else ''}"
            f"{'' if search.before is None else ' AND emoji.id < :before'}"
            " ORDER BY emoji.id DESC LIMIT :count",
            **values,
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


def _matching(words: Sequence[SearchWord]) -> tuple[str, dict[str, str]]:
    """The conditions of a search for words, and their values."""
    conditions, values = "", {}
    for at, word in enumerate(words):
        values[f"bases{at}"] = json.dumps(word.bases)
        values |= {f"word{at}_{n}": f"%{_literal(form)}%" for n, form in enumerate(word.forms)}
        likes = [f"{_TEXT} LIKE :word{at}_{n} ESCAPE '\\'" for n in range(len(word.forms))]
        shows = f"{_BASE} IN (SELECT value FROM json_each(:bases{at}))"
        conditions += f" AND ({' OR '.join([*likes, shows])})"
    return conditions, values


def _literal(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
