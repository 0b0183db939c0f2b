"""The ids of chats, which a platform may change."""

from bot.domain import Platform
from bot.store.database import Database

_SPACES = ("jobs", "emoji", "audit", "uploads")
_PEOPLE = ("jobs", "emoji", "votes", "signals", "reactions", "audit", "links")


class Chats:
    """Changes the id of a chat in every table."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def move(self, platform: Platform, old: str, new: str) -> None:
        """Give a chat a new id. The new chat counts its messages anew, so no old number is kept.

        What was shown in the old chat stays shown in the new one: its people may still use it.
        """
        before, after = f"{platform}:{old}", f"{platform}:{new}"
        async with self._db.writing():
            await self._db.do(
                "UPDATE jobs SET address = json_set(json_remove(address, '$.message',"
                " '$.reply_to'), '$.chat', ?3)"
                " WHERE platform = ?1 AND json_extract(address, '$.chat') = ?2",
                platform,
                old,
                new,
            )
            await self._db.do(
                "UPDATE OR IGNORE messages SET chat = ?3, message = 'old ' || message"
                " WHERE platform = ?1 AND chat = ?2",
                platform,
                old,
                new,
            )
            await self._db.do("UPDATE OR IGNORE spoken SET chat = ? WHERE chat = ?", new, old)
            await self._db.do("UPDATE links SET chat = ? WHERE chat = ?", new, old)
            for table in _SPACES:
                await self._db.do(f"UPDATE {table} SET space = ? WHERE space = ?", after, before)
            # Anonymous administrators are the group.
            for table in ("people", "spoken", *_PEOPLE):
                await self._db.do(
                    f"UPDATE OR IGNORE {table} SET person = ? WHERE person = ?", after, before
                )
