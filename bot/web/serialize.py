"""Requests and emoji as the page reads them."""

import time
from collections.abc import Sequence
from itertools import count
from typing import Any

from bot import messages
from bot.domain import Emoji, JobState, Person, Ticket, Turn
from bot.messages import Messages, made_of
from bot.service import Service

STANDING = {
    JobState.WAITING: "waiting",
    JobState.PAINTING: "painting",
    JobState.PAINTED: "done",
    JobState.DELIVERED: "done",
}
"""What a page tells apart; in all other states a request has ended without an emoji."""
# The page puts words into text nodes, where nothing needs to be escaped.
MESSAGES = Messages(lambda text: text)


class Turns:
    """Reads requests for the page, each stamped with when, so that a late answer undoes nothing."""

    def __init__(self, service: Service) -> None:
        self._service = service
        # Goes on growing after a restart, and stays a whole number that scripts know exactly.
        self._stamps = count(int(time.time() * 1e6))

    async def one(self, job: int) -> dict[str, Any]:
        """One request."""
        stamp = next(self._stamps)
        return _data(await self._service.turn(job), stamp)

    async def lately(self, person: Person) -> list[dict[str, Any]]:
        """A visitor's last requests, oldest first."""
        stamp = next(self._stamps)
        return [_data(turn, stamp) for turn in await self._service.turns(person)]

    async def waiting(self, person: Person) -> list[dict[str, Any]]:
        """Those that wait or are being painted."""
        stamp = next(self._stamps)
        return [_data(turn, stamp) for turn in await self._service.waiting(person)]


def _data(turn: Turn, stamp: int) -> dict[str, Any]:
    job = turn.job
    return {
        "stamp": stamp,
        "job": job.id,
        "prompt": job.recipe.prompt,
        "style": job.recipe.style,
        "candidates": job.recipe.candidates,
        "standing": STANDING.get(job.state, "ended"),
        "why": turn.why,
        "queue": None if turn.ticket is None else _queue(job.recipe.prompt, turn.ticket),
        "emoji": None if turn.emoji is None else _emoji(turn.emoji, turn.vote),
    }


def _queue(prompt: str, ticket: Ticket) -> dict[str, Any]:
    """A place in the queue, as a number and as a sentence."""
    return {"place": ticket.place, "text": MESSAGES.accepted(prompt, ticket)}


def _emoji(emoji: Emoji, vote: int | None) -> dict[str, Any]:
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
        "cached": messages.CACHED if emoji.cached else "",
        "vote": vote,
    }


def _made(candidates: Sequence[Any]) -> list[str]:
    """What each candidate is made of: never pass a sketch off as painted."""
    return [made_of(line["strength"]) for line in candidates]
