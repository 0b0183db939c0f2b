"""The JSON bodies of the page's requests, validated."""

import asyncio
from typing import Annotated, TypeVar

from aiohttp import web
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from bot.domain import MAX_SAFE_INTEGER, Actor

SHOWN_LENGTH = 40
BODY_SECONDS = 10.0
"""For a whole body; there are none of more than some kilobytes."""


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def _vote(value: int) -> int:
    # Literal[1, -1] would also take true and 1.0.
    if value not in (1, -1):
        raise ValueError("a vote is 1 or -1")
    return value


Int = Annotated[int, Field(ge=-MAX_SAFE_INTEGER, le=MAX_SAFE_INTEGER)]
Id = Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{1,64}$")]
B = TypeVar("B", bound=_Body)


class AskBody(_Body):
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


class JobBody(_Body):
    """A job to cancel."""

    job: Int


class EmojiBody(_Body):
    """An emoji to remove."""

    emoji: Int


class AnimateBody(_Body):
    """A motion for an emoji. `id` is made by the page, as in `AskBody`."""

    id: Id
    emoji: Int
    motion: str


class PackBody(_Body):
    """A pack of an emoji's character. `id` is made by the page, as in `AskBody`."""

    id: Id
    emoji: Int
    moods: str = ""
    animated: bool = False


class PickBody(_Body):
    """The candidate to show for an emoji."""

    emoji: Int
    place: Int


class VoteBody(_Body):
    """A like (1) or dislike (-1) of the emoji that the path names.

    `id` is made by the page, so that sending the same press twice is harmless.
    """

    id: Id | None = None
    value: Annotated[int, AfterValidator(_vote)]


def press_id(body: VoteBody, actor: Actor) -> str | None:
    """The id of a press, which is different for each visitor."""
    return None if body.id is None else f"{actor.person.id}:{body.id}"


class ChatVoteBody(VoteBody):
    """A like or dislike of an emoji."""

    emoji: Int


class SayBody(_Body):
    """A command such as "/style noto". `confirmed` is the yes to an earlier reply's question."""

    text: str
    confirmed: bool = False


class PublishBody(_Body):
    """Whether an emoji is published."""

    published: bool


class TokenBody(_Body):
    """The operator's token as somebody typed it."""

    token: str


class PauseBody(_Body):
    """Whether painting is paused."""

    paused: bool


async def read(request: web.Request, kind: type[B]) -> B:
    """The body of a request. Raises HTTPBadRequest with a sentence that says what is wrong.

    Raises HTTPRequestTimeout if the body takes too long.
    """
    try:
        async with asyncio.timeout(BODY_SECONDS):
            body = await request.read()
    except TimeoutError as error:
        raise web.HTTPRequestTimeout(reason="The request took too long to arrive") from error
    try:
        return kind.model_validate_json(body)
    except ValidationError as error:
        raise web.HTTPBadRequest(reason=_sentence(error)) from error


def _sentence(error: ValidationError) -> str:
    """The first problem, without the final full stop."""
    first = error.errors()[0]
    field = f"The field {first['loc'][0]!r:.{SHOWN_LENGTH}}" if first["loc"] else "The body"
    if first["type"] == "extra_forbidden":
        return f"{field} is unknown in this request"
    if first["type"] == "missing":
        return f"{field} is missing"
    why = first["msg"].removeprefix("Value error, ")
    return f"{field} is wrong: {why[0].lower()}{why[1:]}"
