"""Votes and picks, out of the bot's database."""

from pathlib import Path

from bot.store import Store
from training.bot_store import ask_store
from training.feedback.examples import Feedback, examples


def read_feedback(path: Path, opt_out: bool) -> Feedback:
    """The votes and picks in the bot's database at `path`. Raises Unavailable.

    Only of people who agreed, on emoji of people who agreed; `opt_out` counts those who never said
    as agreed. Not to be called from inside an event loop.
    """

    async def question(store: Store) -> Feedback:
        return examples(await store.votes.for_training(opt_out), await store.votes.picks(opt_out))

    return ask_store(path, question)
