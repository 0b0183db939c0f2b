"""What the API answers, as models: the JSON and its description come from the same source."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from bot import messages
from bot.api import examples
from bot.domain import (
    BUILT_IN,
    CANDIDATES,
    MAX_SAFE_INTEGER,
    WILDNESS,
    Emoji,
    JobState,
    Pack,
    Person,
    Turn,
)
from bot.language import _
from bot.messages import Messages
from bot.views import Shown

# Answers are plain text: nothing has to be escaped.
MESSAGES = Messages(lambda text: text)
Number = Annotated[int, Field(ge=1, le=MAX_SAFE_INTEGER)]


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True)


def _shown_by(*values: dict[str, Any]) -> ConfigDict:
    """A model's examples."""
    return ConfigDict(json_schema_extra={"examples": list(values)})


class Problem(_Answer):
    """Why a request failed, in one sentence."""

    model_config = _shown_by(examples.PROBLEM)

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
    JobState.PACKING: State.PAINTING,
    JobState.PAINTED: State.DONE,
    JobState.PACKED: State.DONE,
    JobState.DELIVERED: State.DONE,
}
"""All other states are "ended": there is no emoji."""


class Candidate(_Answer):
    """One picture of an emoji."""

    place: int = Field(description="Its place in the ranking, from 0; names it in paths.")
    made: str = Field(description="Whether it is the sketch or painted from it, in words.")


class Origin(_Answer):
    """What an emoji was changed from."""

    emoji: Number
    words: str


class EmojiAnswer(_Answer):
    """A finished emoji."""

    model_config = _shown_by(examples.EMOJI)

    id: Number
    own: bool = Field(description="Whether this client asked for it; others see published ones.")
    job: Number | None = Field(description="The job that made it, if it is the client's own.")
    created: datetime
    prompt: str
    alt: str = Field(description="A text for those who do not see the picture.")
    style: str
    seed: int
    wildness: int
    motion: str | None = Field(description="What it does, if it moves.")
    from_picture: bool = Field(description="Whether it was made from a picture that was sent.")
    changed_from: Origin | None
    mood: str | None = Field(description="What it shows as a part of a pack.")
    chosen: int = Field(description="The place of the candidate that represents it.")
    candidates: list[Candidate] = Field(description="Best first; none after they were deleted.")
    read_as: str = Field(description="The words that describe what is drawn, in English.")
    note: str = Field(
        description="What a person should know about the chosen picture, in the language of the "
        "request: words that were not understood, what a mix mixes, how a picture was cut out. "
        "Else empty."
    )
    cached: bool = Field(description="Whether it was painted for an earlier, identical request.")
    model: str = Field(description="The short hash of the weights.")
    published: bool = Field(description="Whether everybody sees it in the gallery.")
    likes: int
    vote: int | None = Field(description="The client's own vote: 1, -1 or null.")

    @classmethod
    def of(cls, shown: Shown, viewer: Person) -> "EmojiAnswer":
        """The answer for an emoji as a client sees it."""
        emoji, own = shown.emoji, shown.emoji.person == viewer
        recipe, change = emoji.recipe, emoji.change
        return cls(
            id=emoji.id,
            own=own,
            job=emoji.job if own else None,
            created=datetime.fromtimestamp(emoji.created, UTC),
            prompt=messages.shown_words(recipe.prompt),
            alt=MESSAGES.alt(emoji),
            style=recipe.style,
            seed=recipe.seed,
            wildness=recipe.wildness,
            motion=recipe.motion,
            from_picture=bool(recipe.picture),
            changed_from=None if change is None else Origin(emoji=change.emoji, words=change.words),
            mood=shown.mood or None,
            chosen=emoji.chosen,
            candidates=_candidates(emoji),
            read_as=_read_as(emoji),
            note=MESSAGES.read(emoji),
            cached=emoji.cached,
            model=emoji.model,
            published=shown.published,
            likes=shown.likes,
            vote=shown.vote,
        )


def _read_as(emoji: Emoji) -> str:
    return emoji.receipt.get("read_as", emoji.recipe.prompt) or _(messages.NOTHING_READ)


def _candidates(emoji: Emoji) -> list[Candidate]:
    lines = emoji.receipt.get("candidates", ())
    made = [messages.with_mix(line, messages.made_of(line["strength"])) for line in lines]
    return [
        Candidate(place=place, made=made[place] if place < len(made) else "")
        for place in range(emoji.candidates)
    ]


class EmojiPage(_Answer):
    """Some emoji, newest first."""

    emoji: list[EmojiAnswer]
    next: Number | None = Field(description="Send it as `before` for the next page; null: no more.")


class Receipt(_Answer):
    """How an emoji was made."""

    model_config = _shown_by(examples.RECEIPT)

    read_as: str = Field(description="The words that describe what is drawn, in English.")
    read_by: str | None = Field(description="The language model that read the words, if one did.")
    not_understood: list[str]
    steps: int | None
    guidance: float | None
    seconds: float | None
    device: str | None
    repeatable: bool = Field(description="Whether the model in use would paint the same again.")
    text: str = Field(description="All of it in lines for people.")

    @classmethod
    def of(cls, emoji: Emoji, repeatable: bool, text: str) -> "Receipt":
        """The receipt of an emoji; `text` is that of `how_made`."""
        receipt, read_by = emoji.receipt, emoji.recipe.read_by
        return cls(
            read_as=_read_as(emoji),
            read_by=None if read_by == BUILT_IN else read_by,
            not_understood=list(receipt.get("unread") or ()),
            steps=receipt.get("steps"),
            guidance=receipt.get("guidance"),
            seconds=receipt.get("seconds"),
            device=receipt.get("device"),
            repeatable=repeatable,
            text=text,
        )


class Motions(_Answer):
    """What an emoji can do, those that its words ask for first."""

    motions: list[str]


class PackEmoji(_Answer):
    """An emoji of a pack."""

    mood: str
    emoji: Number


class PackAnswer(_Answer):
    """How far a pack is."""

    done: int = Field(description="How many of its parts are painted or have failed.")
    total: int
    emoji: list[PackEmoji] = Field(description="Those that are painted and not deleted.")
    failed: list[str] = Field(description="The moods that could not be painted.")

    @classmethod
    def of(cls, pack: Pack) -> "PackAnswer":
        """The answer for a pack."""
        left = [(mood, emoji.id) for mood, emoji in pack.emoji.items() if emoji.candidates]
        return cls(
            done=pack.done,
            total=pack.job.parts,
            emoji=[PackEmoji(mood=mood, emoji=emoji) for mood, emoji in left],
            failed=list(pack.failed),
        )


class JobAnswer(_Answer):
    """A request for an emoji or a pack, and how far it is."""

    model_config = _shown_by(examples.WAITING, examples.DONE, examples.PACK)

    id: Number
    prompt: str
    state: State
    place: int | None = Field(description="Its place in the queue from 1, while it waits.")
    seconds: float | None = Field(description="How long it will wait, if that is known.")
    error: str | None = Field(description="Why it ended without an emoji, in words.")
    emoji: EmojiAnswer | None = Field(description="The emoji, once the state is done.")
    pack: PackAnswer | None = Field(description="The pack, if that was asked for.")

    @classmethod
    def of(cls, turn: Turn, shown: Shown | None) -> "JobAnswer":
        """The answer for a request, with its emoji as the client sees it."""
        job, ticket = turn.job, turn.ticket
        state = STATES.get(job.state, State.ENDED)
        return cls(
            id=job.id,
            prompt=messages.shown_words(job.recipe.prompt),
            state=state,
            place=None if ticket is None else ticket.place,
            seconds=None if ticket is None else ticket.seconds,
            error=_(turn.why) or None if state is State.ENDED else None,
            emoji=None if shown is None else EmojiAnswer.of(shown, job.person),
            pack=None if turn.pack is None else PackAnswer.of(turn.pack),
        )


class Jobs(_Answer):
    """The client's jobs that wait or are being painted, oldest first."""

    jobs: list[JobAnswer]


class Step(_Answer):
    """How far the painting of a job is: the data of an event."""

    model_config = _shown_by(examples.STEP)

    job: Number
    done: int
    total: int
    preview: str | None = Field(description="A PNG in base64, if there is one.")


class Range(_Answer):
    """A range of whole numbers, both ends included."""

    least: int
    most: int


class Choices(_Answer):
    """What a request may choose."""

    styles: list[str]
    motions: list[str]
    moods: list[str] = Field(description="The moods of a pack that names none.")
    candidates: Range = Range(least=CANDIDATES[0], most=CANDIDATES[-1])
    wildness: Range = Range(least=WILDNESS[0], most=WILDNESS[-1])


class Mixable(_Answer):
    """An emoji that can be mixed."""

    emoji: str
    name: str


class Mixables(_Answer):
    """The emoji that can be mixed, the most used ones first."""

    emoji: list[Mixable]


class Standing(_Answer):
    """What the bot has to do, and what paints."""

    waiting: int = Field(description="How many requests of everybody wait.")
    paused: bool = Field(description="Whether the operator has paused painting.")
    model: str = Field(description="The short hash of the weights.")
    about: str = Field(description="The model's licence and attribution.")


class ClientAnswer(_Answer):
    """The client that asks, and what it has chosen."""

    model_config = _shown_by(examples.CLIENT)

    name: str
    style: str = Field(description="The style of requests that name none.")
    votes_train: bool = Field(description="Whether its votes may train the model.")


class Said(_Answer):
    """What was done, in words."""

    said: str


def content(answer: BaseModel) -> dict[str, Any]:
    """An answer as JSON values."""
    return answer.model_dump(mode="json")
