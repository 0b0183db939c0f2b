"""What the API is sent."""

from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    Base64Bytes,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from bot.api import examples
from bot.domain import CANDIDATES, MAX_SAFE_INTEGER, WILDNESS
from bot.http.bodies import Body
from bot.views import Scope

PAGE_SIZE, MOST_ON_PAGE = 24, 100
SEARCH_LENGTH = 200
MOST_MOODS, MOOD_LENGTH = 20, 60


def _whole(value: object) -> object:
    """JSON does not tell 7.0 from 7."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _vote(value: int) -> int:
    if value not in (1, -1):
        raise ValueError("a vote is 1 or -1")
    return value


Id = Annotated[int, Field(ge=1, le=MAX_SAFE_INTEGER), BeforeValidator(_whole)]
Seed = Annotated[int, Field(ge=0, le=MAX_SAFE_INTEGER), BeforeValidator(_whole)]
Wildness = Annotated[int, Field(ge=WILDNESS[0], le=WILDNESS[-1]), BeforeValidator(_whole)]
Candidates = Annotated[int, Field(ge=CANDIDATES[0], le=CANDIDATES[-1]), BeforeValidator(_whole)]
Place = Annotated[int, Field(ge=0, lt=CANDIDATES[-1]), BeforeValidator(_whole)]
Vote = Annotated[
    int,
    BeforeValidator(_whole),
    AfterValidator(_vote),
    Field(json_schema_extra={"enum": [1, -1]}),
]
Words = Annotated[str, Field(min_length=1, max_length=4000)]
Moods = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=MOOD_LENGTH, pattern="^[^,]*$")]],
    Field(min_length=1, max_length=MOST_MOODS),
]
PageSize = Annotated[int, Field(ge=1, le=MOST_ON_PAGE)]


def _shown_by(example: examples.Example, **more: Any) -> ConfigDict:
    """A model's example, and what its JSON schema says besides."""
    return ConfigDict(json_schema_extra={"examples": [example], **more})


class Options(Body):
    """What a request for an emoji may choose."""

    style: Words | None = Field(
        default=None, description="One of the styles of /choices; else the client's own."
    )
    wildness: Wildness | None = Field(
        default=None, description="How far painting may leave the sketch: 0 is the sketch itself."
    )
    candidates: Candidates | None = Field(
        default=None, description="How many pictures to choose the best from."
    )
    seed: Seed | None = Field(
        default=None, description="The same words, style and seed give the same pictures."
    )
    animated: bool = Field(default=False, description="Make it move as its words ask.")


class EmojiBody(Options):
    """A request for an emoji of words."""

    model_config = _shown_by(examples.ASK)

    prompt: Words = Field(description="What to draw, in words.")


class MixBody(Options):
    """A request for a mix of emoji."""

    model_config = _shown_by(examples.MIX)

    mix: Words = Field(description='Two to four emoji, or their names: "🐙 🤠".')


class PictureOptions(Options):
    """A request for an emoji of a picture."""

    prompt: Words | None = Field(
        default=None, description="Paint over the picture as these words say."
    )
    outline: bool = Field(default=False, description="Draw a white outline around it.")


class PictureBody(PictureOptions):
    """A picture file that becomes an emoji."""

    model_config = _shown_by(examples.PICTURE)

    picture: Base64Bytes = Field(
        description="A PNG, JPEG, WebP or GIF file of up to 10 MB, in base64.",
        json_schema_extra={"format": "byte", "contentEncoding": "base64"},
    )


class TryBody(Body):
    """Another try of an emoji."""

    model_config = _shown_by(
        examples.TRY,
        **{
            "not": {
                "required": ["prompt", "same_seed"],
                "properties": {"prompt": {"type": "string"}, "same_seed": {"const": True}},
            }
        },
    )

    prompt: Words | None = Field(default=None, description="Other words, instead of its own.")
    same_seed: bool = Field(
        default=False, description="Paint its own words again with its seed: the same pictures."
    )

    @model_validator(mode="after")
    def _check_one(self) -> Self:
        if self.same_seed and self.prompt is not None:
            raise ValueError("give either prompt or same_seed")
        return self


class ChangeBody(Body):
    """A change of an emoji, in words."""

    model_config = _shown_by(examples.CHANGE)

    words: Words = Field(description='What to change: "now with a hat"; "back" undoes a change.')


class AnimateBody(Body):
    """A motion for an emoji."""

    model_config = _shown_by(examples.ANIMATE)

    motion: Words = Field(description="One of the motions that /choices lists.")


class PackBody(Body):
    """A pack of an emoji's character in several moods. Each mood counts as a request."""

    model_config = _shown_by(examples.MOODS)

    moods: Moods | None = Field(
        default=None, description="Moods, expressions or poses; the twelve of /choices without."
    )
    animated: bool = Field(default=False, description="Make all of them move.")


class EditBody(Body):
    """Which candidate represents an emoji, and whether everybody sees it; what is missing stays."""

    model_config = _shown_by(examples.EDIT)

    chosen: Place | None = Field(default=None, description="The place of a candidate.")
    published: bool | None = Field(
        default=None, description="Whether everybody sees it in the gallery."
    )


class VoteBody(Body):
    """A like (1) or a dislike (-1)."""

    model_config = _shown_by(examples.VOTE)

    value: Vote


class ClientBody(Body):
    """What to change for the client; what is missing stays."""

    model_config = _shown_by(examples.SET)

    style: Words | None = Field(default=None, description="The style of requests that name none.")
    votes_train: bool | None = Field(
        default=None, description="Whether the client's votes may train the model."
    )


class SearchQuery(Body):
    """Which emoji to list."""

    scope: Literal[Scope.OWN, Scope.PUBLISHED, Scope.VISIBLE] = Field(
        default=Scope.OWN,
        description="The client's own, those that anybody has published, or both.",
    )
    words: Annotated[str, Field(max_length=SEARCH_LENGTH)] = Field(
        default="", description="Words that all occur in the prompt."
    )
    style: Words | None = None
    liked: bool = Field(default=False, description="Only those with at least one like.")
    before: Id | None = Field(default=None, description="Only emoji with a smaller id.")
    count: PageSize = Field(default=PAGE_SIZE, description="How many at the most.")
