"""Requests for emoji that come over HTTP, from the page and from programs."""

from typing import Protocol

from bot.domain import MOTION_ASKED, Actor, Address, Attached, EmojiRequest


class Choices(Protocol):
    """The options of a request's body."""

    @property
    def style(self) -> str | None: ...
    @property
    def wildness(self) -> int | None: ...
    @property
    def candidates(self) -> int | None: ...
    @property
    def seed(self) -> int | None: ...
    @property
    def animated(self) -> bool: ...


def answer_to(actor: Actor) -> Address:
    """The address of answers to somebody who asks over HTTP."""
    return Address(actor.person.platform, actor.person.id, private=True)


def emoji_request(
    body: Choices, request_id: str, actor: Actor, prompt: str, picture: Attached | None = None
) -> EmojiRequest:
    """A request for an emoji of words or a picture, with the options of a body."""
    return EmojiRequest(
        id=request_id,
        actor=actor,
        address=answer_to(actor),
        prompt=prompt,
        style=body.style,
        wildness=body.wildness,
        candidates=body.candidates,
        seed=body.seed,
        motion=MOTION_ASKED if body.animated else None,
        picture=picture,
    )
