"""What the API answers, as models: the JSON and its description come from the same source."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from bot import messages
from bot.domain import CANDIDATES, MAX_SAFE_INTEGER, WILDNESS, Emoji, JobState, Turn
from bot.language import _
from bot.messages import Messages

# Answers are plain text: nothing has to be escaped.
MESSAGES = Messages(lambda text: text)
Number = Annotated[int, Field(ge=1, le=MAX_SAFE_INTEGER)]


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True)


class Problem(_Answer):
    """Why a request failed, in one sentence."""

    error: str


class State(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    PAINTING = "painting"
    DONE = "done"
    ENDED = "ended"


STATES = {
    JobState.WAITING: State.WAITING,
    JobState.PAINTING: State.PAINTING,
    JobState.PAINTED: State.DONE,
    JobState.DELIVERED: State.DONE,
}
"""All other states are "ended": there is no emoji."""


class Candidate(_Answer):
    """One picture of an emoji."""

    place: int = Field(description="Its place in the ranking, from 0; names it in paths.")
    made: str = Field(description="Whether it is the sketch or painted from it, in words.")


class EmojiAnswer(_Answer):
    """A finished emoji."""

    id: Number
    job: Number
    prompt: str
    style: str
    seed: int
    wildness: int
    motion: str | None = Field(description="What it does, if it moves.")
    chosen: int = Field(description="The place of the candidate that represents it.")
    candidates: list[Candidate] = Field(description="Best first; none after they were deleted.")
    read_as: str = Field(description="What was read otherwise than written, in words; else empty.")
    cached: bool = Field(description="Whether it was painted for an earlier, identical request.")
    model: str = Field(description="The short hash of the weights.")

    @classmethod
    def of(cls, emoji: Emoji) -> "EmojiAnswer":
        """The answer for an emoji."""
        recipe, lines = emoji.recipe, emoji.receipt.get("candidates", ())
        made = [messages.with_mix(line, messages.made_of(line["strength"])) for line in lines]
        return cls(
            id=emoji.id,
            job=emoji.job,
            prompt=recipe.prompt,
            style=recipe.style,
            seed=recipe.seed,
            wildness=recipe.wildness,
            motion=recipe.motion,
            chosen=emoji.chosen,
            candidates=[
                Candidate(place=place, made=made[place] if place < len(made) else "")
                for place in range(emoji.candidates)
            ],
            read_as=MESSAGES.read(emoji),
            cached=emoji.cached,
            model=emoji.model,
        )


class JobAnswer(_Answer):
    """A request for an emoji, and how far it is."""

    id: Number
    prompt: str
    state: State
    place: int | None = Field(description="Its place in the queue from 1, while it waits.")
    seconds: float | None = Field(description="How long it will wait, if that is known.")
    error: str | None = Field(description="Why it ended without an emoji, in words.")
    emoji: EmojiAnswer | None = Field(description="The emoji, once the state is done.")

    @classmethod
    def of(cls, turn: Turn) -> "JobAnswer":
        """The answer for a request."""
        job, ticket = turn.job, turn.ticket
        state = STATES.get(job.state, State.ENDED)
        return cls(
            id=job.id,
            prompt=job.recipe.prompt,
            state=state,
            place=None if ticket is None else ticket.place,
            seconds=None if ticket is None else ticket.seconds,
            error=_(turn.why) or None if state is State.ENDED else None,
            emoji=None if turn.emoji is None else EmojiAnswer.of(turn.emoji),
        )


class Jobs(_Answer):
    """The client's jobs that wait or are being painted, oldest first."""

    jobs: list[JobAnswer]


class Range(_Answer):
    """A range of whole numbers, both ends included."""

    least: int
    most: int


class Choices(_Answer):
    """What a request may choose."""

    styles: list[str]
    motions: list[str]
    candidates: Range = Range(least=CANDIDATES[0], most=CANDIDATES[-1])
    wildness: Range = Range(least=WILDNESS[0], most=WILDNESS[-1])


def content(answer: BaseModel) -> dict[str, Any]:
    """An answer as JSON values."""
    return answer.model_dump(mode="json")
