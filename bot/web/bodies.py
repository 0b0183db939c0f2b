"""The JSON bodies of the page's requests, validated."""

from typing import Annotated

from pydantic import AfterValidator, Base64Bytes

from bot.domain import Actor
from bot.http.bodies import Body, Id, Int


def _vote(value: int) -> int:
    # Literal[1, -1] would also take true and 1.0.
    if value not in (1, -1):
        raise ValueError("a vote is 1 or -1")
    return value


def request_id(actor: Actor, made: str) -> str:
    """The id of a request from the id that the page made; no two visitors share one."""
    return f"{actor.person.id}:{made}"


class AskBody(Body):
    """A request for an emoji. `again` is the emoji that this is another try of.

    `mix` names emoji to be mixed, in place of a prompt.

    `id` is made by the page, so that sending the same request twice is harmless.
    """

    id: Id
    prompt: str | None = None
    mix: str | None = None
    again: Int | None = None
    style: str | None = None
    wildness: Int | None = None
    candidates: Int | None = None
    seed: Int | None = None
    animated: bool = False


class PictureBody(AskBody):
    """A picture file in base64 that becomes an emoji; the prompt may be missing."""

    picture: Base64Bytes
    outline: bool = False


class JobBody(Body):
    """A job to cancel."""

    job: Int


class EmojiBody(Body):
    """An emoji to remove."""

    emoji: Int


class AnimateBody(Body):
    """A motion for an emoji. `id` is made by the page, as in `AskBody`."""

    id: Id
    emoji: Int
    motion: str


class PackBody(Body):
    """A pack of an emoji's character. `id` is made by the page, as in `AskBody`."""

    id: Id
    emoji: Int
    moods: str = ""
    animated: bool = False


class ChangeBody(Body):
    """A change of an emoji in words. `id` is made by the page, as in `AskBody`."""

    id: Id
    emoji: Int
    words: str


class PickBody(Body):
    """The candidate to show for an emoji."""

    emoji: Int
    place: Int


class VoteBody(Body):
    """A like (1) or dislike (-1) of the emoji that the path names.

    `id` is made by the page, so that sending the same press twice is harmless.
    """

    id: Id | None = None
    value: Annotated[int, AfterValidator(_vote)]


def press_id(body: VoteBody, actor: Actor) -> str | None:
    """The id of a press, which is different for each visitor."""
    return None if body.id is None else request_id(actor, body.id)


class ChatVoteBody(VoteBody):
    """A like or dislike of an emoji."""

    emoji: Int


class SayBody(Body):
    """A command such as "/style noto". `confirmed` is the yes to an earlier reply's question."""

    text: str
    confirmed: bool = False


class PublishBody(Body):
    """Whether an emoji is published."""

    published: bool


class TokenBody(Body):
    """The operator's token as somebody typed it."""

    token: str


class PauseBody(Body):
    """Whether painting is paused."""

    paused: bool
