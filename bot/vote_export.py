"""Votes as JSON lines for training elsewhere: of people who agreed, under scrambled names."""

import hashlib
import json
from collections.abc import Iterator

from bot.store import Store

SALT = "salt"


async def exported(store: Store, *, opt_out: bool) -> Iterator[str]:
    """One line a vote, where both the voter and the asker agreed; never an id.

    `opt_out` counts people who never said as agreed. The salt is the database's own, so that one
    person's votes can be told to be one person's, and no more.
    """
    salt = str(await store.notes.get(SALT))
    rows = await store.votes.agreed(opt_out)
    return (json.dumps(_line(row, salt), ensure_ascii=False) for row in rows)


def _line(row: dict[str, object], salt: str) -> dict[str, object]:
    voter = hashlib.sha256(f"{salt}{row['voter']}".encode()).hexdigest()[:16]
    recipe = json.loads(str(row["recipe"]))
    rest = {key: row[key] for key in ("model", "place", "strength", "value", "own", "created")}
    return {"voter": voter, **recipe, **rest}
