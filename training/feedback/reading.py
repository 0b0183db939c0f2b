"""The one door to the bot's database: read-only, also while the bot runs."""

import asyncio
from pathlib import Path

from bot.domain import BadSettings
from bot.store import Store
from model.errors import Unavailable
from training.feedback.examples import Feedback, examples


def read_feedback(path: Path, opt_out: bool) -> Feedback:
    """The votes and picks in the bot's database at `path`. Raises Unavailable.

    Only of people who agreed, on emoji of people who agreed; `opt_out` counts those who never said
    as agreed. Not to be called from inside an event loop.
    """
    try:
        return asyncio.run(_read(path, opt_out))
    except BadSettings as error:
        raise Unavailable(str(error)) from error


async def _read(path: Path, opt_out: bool) -> Feedback:
    async with Store.open(path, reading=True) as store:
        return examples(await store.votes.for_training(opt_out), await store.votes.picks(opt_out))
