"""Requests and emoji as the JSON that the page's scripts read."""

from dataclasses import asdict
from typing import Any

from bot import labels, messages
from bot.domain import BUILT_IN, Actor, Emoji, JobState, Pack, Ticket, Turn
from bot.emoji.export import pack_sheet_size
from bot.language import _, listed
from bot.messages import Messages, made_of, with_mix
from bot.views import Shown

STANDING = {
    JobState.WAITING: "waiting",
    JobState.PAINTING: "painting",
    JobState.PACKING: "painting",
    JobState.PAINTED: "done",
    JobState.PACKED: "done",
    JobState.DELIVERED: "done",
}
"""What the page distinguishes; all other states are "ended": there is no emoji."""
# The page only sets text nodes, so nothing has to be escaped.
MESSAGES = Messages(lambda text: text)


def turn_json(turn: Turn) -> dict[str, Any]:
    """A request in the chat, with its place in the queue or its emoji."""
    job = turn.job
    return {
        "job": job.id,
        "prompt": messages.shown_words(job.recipe.prompt),
        "style": job.recipe.style,
        "candidates": job.recipe.candidates,
        "change": None if job.change is None else asdict(job.change),
        "standing": STANDING.get(job.state, "ended"),
        "why": _(turn.why),
        "queue": None if turn.ticket is None else _queue(job.recipe.prompt, turn.ticket),
        "pack": None if turn.pack is None else _pack(turn.pack),
        "emoji": None if turn.emoji is None else _emoji(turn.emoji, turn.vote),
    }


def _queue(prompt: str, ticket: Ticket) -> dict[str, Any]:
    return {"place": ticket.place, "text": MESSAGES.accepted(prompt, ticket)}


def _pack(pack: Pack) -> dict[str, Any]:
    """How far a pack is, and what is in it."""
    left = [emoji for emoji in pack.emoji.values() if emoji.candidates]
    return {
        "done": pack.done,
        "total": pack.job.parts,
        "text": MESSAGES.pack(pack),
        "emoji": [emoji.id for emoji in left],
        "sheet": pack_sheet_size(len(left)),
    }


def _emoji(emoji: Emoji, vote: int | None) -> dict[str, Any]:
    return {
        "id": emoji.id,
        "prompt": messages.shown_words(emoji.recipe.prompt),
        "style": emoji.recipe.style,
        "seed": emoji.recipe.seed,
        "alt": MESSAGES.alt(emoji),
        "chosen": emoji.chosen,
        "candidates": emoji.candidates,
        "made": made(emoji),
        "picture": bool(emoji.recipe.picture),
        "painted": not emoji.recipe.picture or emoji.is_painted,
        "cached": messages.cached(emoji),
        "misread": MESSAGES.read(emoji),
        "changed": _changed(emoji),
        "from": None if emoji.change is None else emoji.change.emoji,
        "vote": vote,
        "motion": emoji.recipe.motion,
    }


def _changed(emoji: Emoji) -> str:
    """What the emoji was changed from; empty if it was asked for."""
    return "" if emoji.change is None else messages.changed_from(emoji.change)


def made(emoji: Emoji) -> list[str]:
    """How each candidate was made: the sketch itself, or painted from it, and of what mix."""
    lines = emoji.receipt.get("candidates", ())
    return [with_mix(line, made_of(line["strength"])) for line in lines]


def gallery_json(shown: Shown, actor: Actor) -> dict[str, Any]:
    """An emoji in the gallery."""
    emoji = shown.emoji
    return {
        "id": emoji.id,
        "prompt": messages.shown_words(emoji.recipe.prompt),
        "style": emoji.recipe.style,
        "platform": emoji.person.platform,
        "created": emoji.created,
        "chosen": emoji.chosen,
        "motion": emoji.recipe.motion,
        "own": emoji.person == actor.person,
        "published": shown.published,
        "likes": shown.likes,
        "vote": shown.vote,
        "mood": labels.mood(shown.mood) if shown.mood else "",
    }


def receipt_json(emoji: Emoji, moves: str) -> dict[str, Any]:
    """How an emoji was made and how it moves, by the names that its page shows."""
    recipe, receipt = emoji.recipe, emoji.receipt
    return {
        "words": messages.shown_words(recipe.prompt),
        "change": _changed(emoji),
        "read as": receipt.get("read_as", recipe.prompt) or _(messages.NOTHING_READ),
        "read by": "" if recipe.read_by == BUILT_IN else recipe.read_by,
        "not understood": listed(receipt.get("unread", ())),
        "style": recipe.style,
        "seed": recipe.seed,
        "wildness": recipe.wildness,
        "moves": moves,
        "steps": receipt.get("steps"),
        "guidance": receipt.get("guidance"),
        "model": emoji.model,
        "seconds": receipt.get("seconds"),
        "device": receipt.get("device"),
        "from the store": _(messages.CACHED) if emoji.cached else "",
    }
