"""Moving files: pictures in motion that were made once."""

from bot.domain import Emoji, Form, MovingFile
from bot.store.database import Database


class MovingFiles:
    """The table of moving files. A painting takes its own with it when it is deleted."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def get(self, emoji: Emoji, motion: str, form: Form) -> MovingFile | None:
        """The chosen picture of an emoji with a motion, if it was made before."""
        row = await self._db.one(
            "SELECT data, says FROM moving WHERE painting ="
            " (SELECT painting FROM emoji WHERE id = ?) AND place = ? AND motion = ? AND form = ?",
            emoji.id,
            emoji.chosen,
            motion,
            form,
        )
        return None if row is None else MovingFile(row["data"], row["says"])

    async def put(self, emoji: Emoji, motion: str, form: Form, file: MovingFile) -> None:
        """Keep a moving file as long as the emoji's pictures."""
        async with self._db.writing():
            await self._db.do(
                "INSERT OR REPLACE INTO moving SELECT painting, ?, ?, ?, ?, ? FROM emoji"
                " WHERE id = ? AND painting IS NOT NULL",
                emoji.chosen,
                motion,
                form,
                file.data,
                file.says,
                emoji.id,
            )

    async def says(self, emoji: Emoji, motion: str) -> str:
        """Motion, frames, rate and size of the first file that was made; "" if there is none."""
        row = await self._db.one(
            "SELECT says FROM moving WHERE painting = (SELECT painting FROM emoji WHERE id = ?)"
            " AND place = ? AND motion = ? ORDER BY rowid LIMIT 1",
            emoji.id,
            emoji.chosen,
            motion,
        )
        return "" if row is None else str(row["says"])
