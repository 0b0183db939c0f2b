"""Reads votes and picks from the bot's database."""

from pathlib import Path

from bot.store import Store
from training.bot_store import ask_store
from training.feedback.examples import Feedback, examples


def read_feedback(path: Path, opt_out: bool, settled: bool = False) -> Feedback:
    """The votes and picks in the bot's database at `path`. Raises Unavailable if there is none.

    Only those of people who consented, on emoji of people who consented; with `opt_out`, people who
    never answered count as consenting. With `settled`, visitors of the page count from a day after
    their first emoji: others may have been invented. Must not be called from inside an event loop.
    """

    async def question(store: Store) -> Feedback:
        votes = await store.votes.for_training(opt_out, settled)
        return examples(votes, await store.votes.picks(opt_out, settled))

    return ask_store(path, question)
