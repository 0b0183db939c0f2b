"""Votes as JSON lines for training elsewhere: of people who agreed, under hashed ids."""

import hashlib
import json
from collections.abc import Iterator

from bot.store import Store

SALT = "salt"


async def exported(store: Store, *, opt_out: bool, settled: bool = False) -> Iterator[str]:
    """One line per vote for which both the voter and the asker agreed, without their ids.

    With `opt_out`, people who never answered count as agreed; with `settled`, visitors of the page
    count from a day after their first emoji. Ids are hashed with a salt of this
    database, so that votes of the same person can be grouped, but not traced back.
    """
    salt = str(await store.notes.get(SALT))
    rows = await store.votes.agreed(opt_out, settled)
    return (json.dumps(_line(row, salt), ensure_ascii=False) for row in rows)


def _line(row: dict[str, object], salt: str) -> dict[str, object]:
    voter = hashlib.sha256(f"{salt}{row['voter']}".encode()).hexdigest()[:16]
    recipe = json.loads(str(row["recipe"]))
    rest = {key: row[key] for key in ("model", "place", "strength", "value", "own", "created")}
    return {"voter": voter, **recipe, **rest}
