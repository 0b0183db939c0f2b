"""Requests and emoji as the page reads them."""

from collections.abc import Sequence
from typing import Any

from bot.domain import Emoji, JobState, Ticket, Turn
from bot.messages import Messages, made_of

STANDING = {
    JobState.WAITING: "waiting",
    JobState.PAINTING: "painting",
    JobState.PAINTED: "done",
    JobState.DELIVERED: "done",
}
"""What a page tells apart; in all other states a request has ended without an emoji."""
# The page puts words into text nodes, where nothing needs to be escaped.
MESSAGES = Messages(lambda text: text)


def turn_data(turn: Turn) -> dict[str, Any]:
    """One request and how it stands."""
    job = turn.job
    return {
        "job": job.id,
        "prompt": job.recipe.prompt,
        "style": job.recipe.style,
        "candidates": job.recipe.candidates,
        "standing": STANDING.get(job.state, "ended"),
        "why": turn.why,
        "queue": None if turn.ticket is None else queue_data(job.recipe.prompt, turn.ticket),
        "emoji": None if turn.emoji is None else emoji_data(turn.emoji, turn.vote),
    }


def queue_data(prompt: str, ticket: Ticket) -> dict[str, Any]:
    """A place in the queue, as a number and as a sentence."""
    return {"place": ticket.place, "text": MESSAGES.accepted(prompt, ticket)}


def emoji_data(emoji: Emoji, vote: int | None) -> dict[str, Any]:
    """A finished emoji; without candidates its pictures are gone."""
    return {
        "id": emoji.id,
        "prompt": emoji.recipe.prompt,
        "style": emoji.recipe.style,
        "seed": emoji.recipe.seed,
        "alt": MESSAGES.alt(emoji),
        "chosen": emoji.chosen,
        "candidates": emoji.candidates,
        "made": _made(emoji.receipt.get("candidates", ())),
        "vote": vote,
    }


def _made(candidates: Sequence[Any]) -> list[str]:
    """What each candidate is made of: never pass a sketch off as painted."""
    return [made_of(line["strength"]) for line in candidates]
