"""What the chat side is made of, in plain data. Knows no SDK and no model.

BotError
├── BadSettings       a key or value in the configuration is wrong
├── Refused           this cannot be done now; the sentence says why and what to do
│   └── Unsuitable    the words are not what this bot draws
├── EngineFailed      the engine could not paint this recipe; another may go well
└── NotDelivered
    ├── Gone          nobody can be reached at this address any more
    └── TryLater      the platform asks to wait, or is ill; `seconds` says how long
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

# What a person may choose.
WILDNESS = range(101)
CANDIDATES = range(1, 9)
MAX_SAFE_INTEGER = 2**53 - 1
"""The largest whole number that a script in a browser or in Discord's client knows exactly."""


class BotError(Exception):
    """Base of the chat side's errors: one sentence for a person that says what to do."""


class BadSettings(BotError):
    """A key or value in the configuration is wrong."""


class Refused(BotError):
    """This cannot be done now; the sentence says why and what to do."""


class Unsuitable(Refused):
    """The words are not what this bot draws."""


class EngineFailed(BotError):
    """The engine could not paint this recipe; another may go well."""


class NotDelivered(BotError):
    """What was painted has not reached the chat."""


class Gone(NotDelivered):
    """Nobody can be reached at this address any more: blocked, deleted, or never a member."""


class TryLater(NotDelivered):
    """The platform asks to wait, or is ill."""

    def __init__(self, seconds: float, why: str = "") -> None:
        super().__init__(why or f"try again in {seconds:g} s")
        self.seconds = seconds


class Platform(StrEnum):
    """Where people are met."""

    DISCORD = "discord"
    TELEGRAM = "telegram"
    WEB = "web"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on one platform, by the id that the platform gives."""

    platform: Platform
    id: str

    @property
    def key(self) -> str:
        """What the person is called in the database."""
        return f"{self.platform}:{self.id}"

    @classmethod
    def of(cls, key: str) -> "Person":
        """The person with this key."""
        platform, _, own = key.partition(":")
        return cls(Platform(platform), own)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person who does something, and where.

    `space` is the server or group as "discord:123", None in private; `roles` are the person's
    there; `manages` says that they may remove other people's messages there.
    """

    person: Person
    space: str | None = None
    roles: tuple[str, ...] = ()
    manages: bool = False


@dataclass(frozen=True, slots=True)
class Address:
    """Where an answer goes.

    `message` is the bot's own message that is edited; `reply_to` the person's; `token` lets an
    interaction be edited until `expires` (Unix seconds); `private` chats may see each step.
    """

    platform: Platform
    chat: str
    message: str | None = None
    reply_to: str | None = None
    topic: str | None = None
    token: str | None = None
    expires: float | None = None
    private: bool = False


@dataclass(frozen=True, slots=True)
class EmojiRequest:
    """What a person asks for. `id` is the platform's own, so that a redelivery is harmless.

    None stands for the default; `origin` is the emoji that this is another try of.
    """

    id: str
    actor: Actor
    address: Address
    prompt: str
    style: str | None = None
    wildness: int | None = None
    candidates: int | None = None
    seed: int | None = None
    origin: int | None = None


@dataclass(frozen=True, slots=True)
class Recipe:
    """What the engine is asked for; every value is settled."""

    prompt: str
    style: str
    seed: int
    candidates: int
    wildness: int


class JobState(StrEnum):
    """waiting → painting → painted → delivered, or failed, cancelled, refused."""

    WAITING = "waiting"
    PAINTING = "painting"
    PAINTED = "painted"
    DELIVERED = "delivered"
    FAILED = "failed"
    CANCELLED = "cancelled"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Job:
    """One request on its way. `created` is Unix seconds; `attempts` counts paintings begun."""

    id: int
    person: Person
    space: str | None
    address: Address
    recipe: Recipe
    state: JobState
    attempts: int
    created: float


@dataclass(frozen=True, slots=True)
class Ticket:
    """The answer to a request: `place` in the queue from 1; `seconds` to wait, None if unknown.

    `repeated` says that this very request had been taken before; `cached` that its emoji is there
    already, as it was painted for another.
    """

    job: int
    place: int
    seconds: float | None
    repeated: bool = False
    cached: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """One candidate as it is kept: a PNG of the model's size; `svg` for a sketch, else empty."""

    png: bytes
    svg: str
    strength: float
    seed: int
    score: float


@dataclass(frozen=True, slots=True)
class Painted:
    """What the engine answers: pictures, best first, the model's hash, seconds, the receipt.

    `fingerprint` is as of `Engine.fingerprint_of`, when it was painted.
    """

    pictures: tuple[Picture, ...]
    model: str
    fingerprint: str
    seconds: float
    receipt: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Emoji:
    """A finished emoji. `chosen` is the place of the picture that stands for it.

    `candidates` is how many pictures were painted; 0 once they are past their retention. `cached`
    says that they had been painted for another request, which was the same.
    """

    id: int
    job: int
    person: Person
    space: str | None
    recipe: Recipe
    model: str
    receipt: Mapping[str, Any]
    created: float
    chosen: int
    candidates: int
    cached: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """A request and how it stands: `why` it ended without an emoji, or its emoji and one's vote.

    `ticket` is there while it waits.
    """

    job: Job
    why: str = ""
    emoji: Emoji | None = None
    vote: int | None = None
    ticket: Ticket | None = None


class Form(StrEnum):
    """The files that platforms take."""

    PNG = "png"
    WEBP = "webp"
    PNG100 = "png100"


class Engine(Protocol):
    """All that the bot knows of the model."""

    @property
    def styles(self) -> Sequence[str]:
        """What may be asked for."""
        ...

    @property
    def model(self) -> str:
        """The short hash of the weights."""
        ...

    @property
    def candidate(self) -> str | None:
        """The short hash of the weights that paint a share of the recipes, on trial."""
        ...

    @property
    def about(self) -> str:
        """The model's hash, licence and attribution, for people."""
        ...

    @property
    def capacity(self) -> int:
        """How many recipes it paints side by side, at least 1; it may change."""
        ...

    def model_of(self, recipe: Recipe) -> str:
        """The short hash of the weights that paint this recipe now."""
        ...

    def fingerprint_of(self, recipe: Recipe) -> str:
        """All that the pictures depend on beside the recipe now: the weights and their settings."""
        ...

    async def paint(
        self, recipe: Recipe, progress: Callable[[int, int], None] | None = None
    ) -> Painted:
        """Paint. `progress(done, total)` is called in the event loop. Raises EngineFailed."""
        ...

    async def preview(self, recipe: Recipe) -> bytes | None:
        """A PNG of how far this recipe's picture has come, where it is painted and may be seen."""
        ...

    async def export(self, picture: Picture, form: Form) -> bytes:
        """The exact bytes that a platform takes."""
        ...


class Courier(Protocol):
    """One platform's way back to the person, for jobs that came from it.

    All three raise Gone or TryLater.
    """

    @property
    def platform(self) -> Platform:
        """Whose jobs are brought."""
        ...

    async def progress(self, job: Job, done: int, total: int) -> None:
        """Say how far it is, at the pace that the chat allows."""
        ...

    async def deliver(self, job: Job, emoji: Emoji, picture: Picture) -> str:
        """Bring the finished emoji; the answer is the id of the message that shows it."""
        ...

    async def tell(self, job: Job, sentence: str) -> None:
        """Say how a job ended that brings no emoji."""
        ...


@dataclass(frozen=True, slots=True)
class VoteResult:
    """A person's live vote on an emoji after what they did; None: taken back.

    `ask_consent` says that the question whether votes may train is due, once in a life.
    """

    value: int | None
    ask_consent: bool
