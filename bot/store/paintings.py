"""Paintings: the pictures of one or more identical emoji, stored once."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.domain import Job, Painted
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class StoredPainting:
    """A stored painting; `seconds` is how long painting took.

    `chosen` is the place of the picture to show.
    """

    id: int
    model: str
    receipt: Mapping[str, Any]
    seconds: float
    chosen: int = 0


class Paintings:
    """The tables of paintings and pictures. Call all but `find` inside a transaction.

    A trigger deletes a painting together with the last emoji that shows it.
    """

    def __init__(self, database: Database) -> None:
        self._db = database

    async def find(self, key: str) -> StoredPainting | None:
        """The newest painting with this key that may be shown again."""
        row = await self._db.one(
            "SELECT painting, model, receipt, seconds FROM emoji WHERE painting ="
            " (SELECT max(id) FROM paintings WHERE key = ?) LIMIT 1",
            key,
        )
        return None if row is None else _painting(row)

    async def shown_by(self, emoji: int) -> StoredPainting | None:
        """The painting that an emoji shows, with the picture that represents it."""
        row = await self._db.one(
            "SELECT painting, model, receipt, seconds, chosen FROM emoji"
            " WHERE id = ? AND painting IS NOT NULL",
            emoji,
        )
        return None if row is None else replace(_painting(row), chosen=row["chosen"])

    async def sketch_of(self, painting: StoredPainting) -> StoredPainting:
        """The painting with its best sketch chosen, if it has one: a sketch has limbs to move."""
        row = await self._db.one(
            "SELECT place FROM pictures WHERE painting = ? AND strength = 0 ORDER BY place LIMIT 1",
            painting.id,
        )
        return painting if row is None else replace(painting, chosen=row["place"])

    async def like(self, painting: StoredPainting, emoji: int) -> StoredPainting:
        """The painting with the picture chosen that is drawn like the one that represents an emoji.

        It has the same seed and the nearest strength. Another one if there is none.
        """
        row = await self._db.one(
            "SELECT own.place FROM pictures AS own, emoji JOIN pictures AS shown"
            " ON shown.painting = emoji.painting AND shown.place = emoji.chosen"
            " WHERE emoji.id = ? AND own.painting = ? AND own.seed = shown.seed"
            " ORDER BY abs(own.strength - shown.strength), own.place LIMIT 1",
            emoji,
            painting.id,
        )
        return painting if row is None else replace(painting, chosen=row["place"])

    async def keep(self, painted: Painted, key: str) -> StoredPainting:
        """Store pictures under a key."""
        number = await self._db.insert("INSERT INTO paintings (key) VALUES (?)", key)
        await self._db.many(
            "INSERT INTO pictures VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (number, place, p.png, p.svg, p.strength, p.seed, p.score, p.painted)
                for place, p in enumerate(painted.pictures)
            ],
        )
        return StoredPainting(number, painted.model, painted.receipt, painted.seconds)

    async def show(self, job: Job, painting: StoredPainting, now: float, *, cached: bool) -> int:
        """Make a painting the emoji of a job: the emoji's id. `cached`: painted for another job."""
        receipt = {**painting.receipt, "prompt": job.recipe.prompt}
        return await self._db.insert(
            "INSERT INTO emoji (job, person, space, recipe, words, model, receipt, seconds,"
            " created, painting, chosen, cached, parent, change)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            job.id,
            job.person.key,
            job.space,
            json.dumps(asdict(job.recipe)),
            job.recipe.prompt.casefold(),
            painting.model,
            json.dumps(receipt, ensure_ascii=False),
            painting.seconds,
            now,
            painting.id,
            painting.chosen,
            int(cached),
            job.change and job.change.emoji,
            job.change and job.change.words,
        )

    async def withdraw(self, emoji: int) -> None:
        """Use an emoji's painting for no further request; emoji that show it keep it."""
        await self._db.do(
            "UPDATE paintings SET key = NULL WHERE id = (SELECT painting FROM emoji WHERE id = ?)",
            emoji,
        )


def _painting(row: sqlite3.Row) -> StoredPainting:
    return StoredPainting(row["painting"], row["model"], json.loads(row["receipt"]), row["seconds"])
