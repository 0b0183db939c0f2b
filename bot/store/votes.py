"""Votes on emoji, one per person and emoji, and weaker signals."""

import json
import sqlite3
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from bot.domain import Person, Picture
from bot.limits import DAY
from bot.store.database import Database
from bot.store.emoji import picture_of

NEUTRAL = 0
# With ?2, a visitor of the page is somebody only a day after their first emoji: it takes time to
# invent many of them.
_SETTLED = (
    " (NOT ?2 OR {who}.person NOT LIKE 'web:%' OR EXISTS (SELECT 1 FROM jobs"
    " WHERE jobs.person = {who}.person AND jobs.state = 'delivered'"
    f" AND jobs.created < {{who}}.created - {DAY}))"
)
# Pictures of people have licences of their own and must not train.
_DRAWN = " AND coalesce(json_extract(emoji.recipe, '$.picture'), '') = ''"
# Votes for which voter and asker gave consent; ?1 is the consent of people who never answered.
_AGREED = (
    " JOIN emoji ON emoji.id = votes.emoji"
    " LEFT JOIN people AS voters ON voters.person = votes.person"
    " LEFT JOIN people AS askers ON askers.person = emoji.person"
    " LEFT JOIN pictures ON pictures.painting = emoji.painting AND pictures.place = votes.place"
    " WHERE coalesce(voters.consent, ?1) AND coalesce(askers.consent, ?1)"
    f"{_DRAWN} AND{_SETTLED.format(who='votes')}"
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A vote of -1, 0 or 1 by `voter` (a person's key) on a picture, None if it is deleted.

    `own`: the voter had asked for the emoji; `model` is the short hash of the weights.
    """

    voter: str
    prompt: str
    style: str
    model: str
    value: int
    own: bool
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class Picked:
    """A person's last pick among an emoji's pictures; `others` are those not picked."""

    person: str
    prompt: str
    style: str
    picture: Picture
    others: tuple[Picture, ...]


class Votes:
    """The tables of votes, which follow from reactions, and of signals.

    What is read for training has the consent of both sides; `opt_out`: people who never answered
    consent; `settled`: only visitors of the page count whose first emoji is older by a day.
    """

    def __init__(self, database: Database) -> None:
        self._db = database

    async def tally(self, emoji: int) -> tuple[int, int]:
        """How many people like and dislike an emoji."""
        row = await self._db.one(
            "SELECT coalesce(sum(value > 0), 0) AS up, coalesce(sum(value < 0), 0) AS down"
            " FROM votes WHERE emoji = ?",
            emoji,
        )
        assert row is not None
        return row["up"], row["down"]

    async def of(self, emoji: int, person: Person) -> tuple[int, str] | None:
        """The value and symbol of the person's vote."""
        row = await self._db.one(
            "SELECT value, symbol FROM votes WHERE emoji = ? AND person = ?", emoji, person.key
        )
        return None if row is None else (row["value"], row["symbol"])

    async def has_signal(self, emoji: int, person: Person, kind: str, place: int) -> bool:
        """Whether a person gave this sign before."""
        row = await self._db.one(
            "SELECT 1 FROM signals WHERE emoji = ? AND person = ? AND kind = ? AND place = ?",
            emoji,
            person.key,
            kind,
            place,
        )
        return row is not None

    async def anybody_gave(self, emoji: int, kind: str, place: int) -> bool:
        """Whether anybody gave this sign before."""
        row = await self._db.one(
            "SELECT 1 FROM signals WHERE emoji = ? AND kind = ? AND place = ?", emoji, kind, place
        )
        return row is not None

    async def signal(self, emoji: int, person: Person, kind: str, place: int, now: float) -> None:
        """Store a weaker signal: pick, add, again, pack or remove. It replaces the last one."""
        async with self._db.writing():
            await self._db.do(
                "DELETE FROM signals WHERE emoji = ? AND person = ? AND kind = ?",
                emoji,
                person.key,
                kind,
            )
            await self._db.do(
                "INSERT INTO signals VALUES (?, ?, ?, ?, ?)", emoji, person.key, kind, place, now
            )

    async def agreed(self, opt_out: bool, settled: bool = False) -> list[dict[str, Any]]:
        """Votes with consent of voter and asker, without pictures, for the export; oldest first."""
        rows = await self._db.all(
            "SELECT votes.person AS voter, emoji.recipe, emoji.model, votes.place,"
            " pictures.strength, votes.value, votes.own, votes.created FROM votes"
            f"{_AGREED} ORDER BY votes.created",
            int(opt_out),
            int(settled),
        )
        return [dict(row) for row in rows]

    async def for_training(self, opt_out: bool, settled: bool = False) -> list[Judged]:
        """Votes with consent of voter and asker, with their pictures; oldest first."""
        rows = await self._db.all(
            "SELECT votes.person AS voter, votes.value, votes.own, emoji.recipe, emoji.model,"
            f" pictures.* FROM votes{_AGREED} ORDER BY votes.created, votes.rowid",
            int(opt_out),
            int(settled),
        )
        return [
            Judged(
                row["voter"],
                *_words(row["recipe"]),
                row["model"],
                row["value"],
                bool(row["own"]),
                None if row["png"] is None else picture_of(row),
            )
            for row in rows
        ]

    async def picks(self, opt_out: bool, settled: bool = False) -> list[Picked]:
        """Each person's last pick on each emoji, if picker and asker gave consent, oldest first.

        Leaves out picks whose pictures are deleted: a pick means nothing without the others.
        """
        rows = await self._db.all(
            "SELECT signals.rowid AS number, signals.person AS picker, signals.place AS wanted,"
            " emoji.recipe, pictures.* FROM signals"
            " JOIN emoji ON emoji.id = signals.emoji"
            " JOIN pictures ON pictures.painting = emoji.painting"
            " LEFT JOIN people AS pickers ON pickers.person = signals.person"
            " LEFT JOIN people AS askers ON askers.person = emoji.person"
            " WHERE coalesce(pickers.consent, ?1) AND coalesce(askers.consent, ?1)"
            f"{_DRAWN} AND{_SETTLED.format(who='signals')}"
            " AND signals.rowid = (SELECT max(rowid) FROM signals AS every"
            " WHERE every.emoji = signals.emoji AND every.person = signals.person"
            " AND every.kind = 'pick') ORDER BY signals.rowid, pictures.place",
            int(opt_out),
            int(settled),
        )
        picks = groupby(rows, lambda row: row["number"])
        return [_picked(list(group)) for _, group in picks]

    async def by_model(self) -> list[tuple[str, int, int]]:
        """Each model's likes and dislikes, newest model first, without votes on own emoji."""
        return await self._by_model("")

    async def painted_by_model(self) -> list[tuple[str, int, int]]:
        """The same for painted pictures only: a sketch says nothing about the weights.

        The receipt says what a picture was, so deleted pictures count too.
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


def _words(recipe: str) -> tuple[str, str]:
    made = json.loads(recipe)
    return made["prompt"], made["style"]


def _picked(rows: list[sqlite3.Row]) -> Picked:
    first = rows[0]
    chosen = next(row for row in rows if row["place"] == first["wanted"])
    others = tuple(picture_of(row) for row in rows if row is not chosen)
    return Picked(first["picker"], *_words(first["recipe"]), picture_of(chosen), others)
