"""What the API is sent."""

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from bot.domain import CANDIDATES, MAX_SAFE_INTEGER, WILDNESS
from bot.http.bodies import Body


def _whole(value: object) -> object:
    """JSON does not tell 7.0 from 7."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Id = Annotated[int, Field(ge=1, le=MAX_SAFE_INTEGER), BeforeValidator(_whole)]
Seed = Annotated[int, Field(ge=0, le=MAX_SAFE_INTEGER), BeforeValidator(_whole)]
Wildness = Annotated[int, Field(ge=WILDNESS[0], le=WILDNESS[-1]), BeforeValidator(_whole)]
Candidates = Annotated[int, Field(ge=CANDIDATES[0], le=CANDIDATES[-1]), BeforeValidator(_whole)]
Words = Annotated[str, Field(min_length=1, max_length=4000)]


def _exactly_one(**types: str) -> dict[str, Any]:
    """JSON schema: one of these fields is there and not null."""
    fields = [{"required": [name], "properties": {name: {"type": t}}} for name, t in types.items()]
    return {"oneOf": fields}


class EmojiBody(Body):
    """A request for an emoji, by exactly one of `prompt`, `mix` and `again`."""

    model_config = ConfigDict(
        json_schema_extra=_exactly_one(prompt="string", mix="string", again="integer")
    )

    prompt: Words | None = Field(default=None, description="What to draw, in words.")
    mix: Words | None = Field(default=None, description='Two to four emoji to mix: "🐙 🤠".')
    again: Id | None = Field(default=None, description="The emoji to try again with a new seed.")
    style: Words | None = None
    wildness: Wildness | None = Field(
        default=None, description="How far painting may leave the sketch."
    )
    candidates: Candidates | None = Field(
        default=None, description="How many pictures to choose the best from."
    )
    seed: Seed | None = None
    animated: bool = Field(default=False, description="Make it move as its words ask.")

    @model_validator(mode="after")
    def _check_one(self) -> Self:
        given = sum(each is not None for each in (self.prompt, self.mix, self.again))
        if given != 1:
            raise ValueError("give exactly one of prompt, mix and again")
        return self


class ChangeBody(Body):
    """A change of an emoji, in words."""

    words: Words = Field(description='What to change: "now with a hat"; "back" undoes a change.')


class AnimateBody(Body):
    """A motion for an emoji."""

    motion: Words = Field(description="One of the motions that /choices lists.")
