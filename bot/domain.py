"""The bot's plain data, errors and Protocols. Knows no SDK and no model.

BotError
├── BadSettings       a key or value in the configuration is wrong
├── Refused           this cannot be done now; the sentence says why and what to do
│   ├── Unsuitable    the words are not what this bot draws
│   └── StoreUnavailable  the database cannot be read or written at the moment
├── NotAccepted       the queue did not take a request; nothing was counted
│   ├── OwnQueueFull  the person has too many requests waiting
│   ├── QueueFull     too many requests are waiting
│   ├── PackUnderWay  the person has a pack that is not finished
│   ├── LimitReached  the person has asked too often
│   └── Banned        the operator has blocked the person
├── EngineFailed      the engine could not paint this recipe; others may succeed
│   └── Withheld      the model's safety checker lets none of its pictures be shown
└── NotDelivered
    ├── Gone          the chat can no longer be reached
    └── TryLater      rate-limited or unavailable; `seconds` says how long to wait
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from bot.language import _, current, writing

# What a person may choose.
WILDNESS = range(101)
CANDIDATES = range(1, 9)
PICTURE_BYTES = 10 * 2**20
"""The largest file of a picture that becomes an emoji."""
MAX_SAFE_INTEGER = 2**53 - 1
"""The largest whole number that a script in a browser or in Discord's client knows exactly."""


class BotError(Exception):
    """Base of the bot's errors. The text is one sentence that says what to do."""


class BadSettings(BotError):
    """A key or value in the configuration is wrong."""


class Refused(BotError):
    """This cannot be done now; the sentence says why and what to do."""


class Unsuitable(Refused):
    """Moderation refused the prompt."""


class StoreUnavailable(Refused):
    """The database cannot be read or written at the moment; nothing was changed.

    The text is for people who ask; `cause` is for the operator.
    """

    def __init__(self, cause: str) -> None:
        super().__init__(_("I cannot save anything at the moment. Try again in a minute."))
        self.cause = cause


class NotAccepted(BotError):
    """The queue did not take a request; nothing was counted. `messages` has the sentences."""


class OwnQueueFull(NotAccepted):
    """The person has `waiting` requests in a queue that takes `seconds`, None if unknown."""

    __match_args__ = ("waiting", "seconds")

    def __init__(self, waiting: int, seconds: float | None) -> None:
        super().__init__()
        self.waiting = waiting
        self.seconds = seconds


class QueueFull(NotAccepted):
    """Too many requests are waiting, in a queue that takes `seconds`, None if unknown."""

    __match_args__ = ("seconds",)

    def __init__(self, seconds: float | None) -> None:
        super().__init__()
        self.seconds = seconds


class PackUnderWay(NotAccepted):
    """The person has a pack that is not finished."""


class LimitReached(NotAccepted):
    """The person may ask again in `seconds`."""

    __match_args__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds


class Banned(NotAccepted):
    """The operator has blocked the person."""


class EngineFailed(BotError):
    """The engine could not paint this recipe; others may succeed."""


class Withheld(EngineFailed):
    """The model's safety checker lets none of a recipe's pictures be shown."""


class NotDelivered(BotError):
    """A finished emoji did not reach its chat."""


class Gone(NotDelivered):
    """The chat can no longer be reached: blocked, deleted, or never a member."""


class TryLater(NotDelivered):
    """The platform is rate-limited or unavailable for `seconds`."""

    def __init__(self, seconds: float, why: str = "") -> None:
        super().__init__(why or f"try again in {seconds:g} s")
        self.seconds = seconds


class Platform(StrEnum):
    """Where requests come from: a chat, the page, or the API."""

    DISCORD = "discord"
    TELEGRAM = "telegram"
    WEB = "web"
    API = "api"


@dataclass(frozen=True, slots=True)
class Person:
    """A person, by their id on one platform."""

    platform: Platform
    id: str

    @property
    def key(self) -> str:
        """The person's key in the database."""
        return f"{self.platform}:{self.id}"

    @classmethod
    def of(cls, key: str) -> "Person":
        """The person with this key."""
        platform, _, own = key.partition(":")
        return cls(Platform(platform), own)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person who does something, and where.

    `space` is the server or group as "discord:123", None in private; `roles` are the person's ids
    of roles there; `manages` says whether they may delete other people's messages there. `chat` is
    the platform's id of the chat, private or not; `operates` marks the operator's page.
    """

    person: Person
    space: str | None = None
    roles: tuple[str, ...] = ()
    manages: bool = False
    chat: str | None = None
    operates: bool = False


@dataclass(frozen=True, slots=True)
class Address:
    """Where an answer goes, and in which language.

    `message` is the bot's message to edit; `reply_to` the person's message; `token` allows editing
    an interaction until `expires` (Unix seconds); in `private` chats every step may be shown. The
    `language` is by default that of the person who is spoken to when the address is made. With
    `outside` the bot is not a member of the chat: only the interaction can be answered there.
    """

    platform: Platform
    chat: str
    message: str | None = None
    reply_to: str | None = None
    topic: str | None = None
    token: str | None = None
    expires: float | None = None
    private: bool = False
    language: str = field(default_factory=current)
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Attached:
    """Somebody's picture file, of which nothing is believed; `outline` asks for a white one."""

    data: bytes
    outline: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A picture as an emoji: a PNG, and what to say about how it was made."""

    png: bytes
    says: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What made one emoji of another: the number of that emoji, and the words of the change."""

    emoji: int
    words: str


@dataclass(frozen=True, slots=True)
class EmojiRequest:
    """A request. `id` is the platform's, so that a redelivery is harmless.

    None means the default; `origin` is the id of the emoji that this is another try of. `motion`
    makes the emoji move; `scene` and `read_by` are as in Recipe, and both are "" for a new prompt.
    With a `picture`, that becomes the emoji, and the prompt may be empty.
    A request that is the `change` of an emoji shows the picture that is most like that one's.
    `language` is as in Recipe; by default that of the person who asks when the request is made.
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
    motion: str | None = None
    scene: str = ""
    read_by: str = ""
    picture: Attached | Source | None = None
    change: Change | None = None
    language: str = field(default_factory=writing)


BUILT_IN = "built-in"
"""In place of a language model's name: the reader that ships."""
MOTION_ASKED = "asked"
"""In place of a motion's name: the one that the words ask for."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What the engine paints: a request with all defaults filled in.

    `motion` is what the finished picture does; None if it stands still. Painting ignores it.
    `scene` is what to draw, a Scene as JSON; if it is empty, the prompt is read. `read_by` is the
    language model that read the prompt into the `scene`, or BUILT_IN. `picture` is the digest of
    somebody's picture that takes the place of sketches, and `source` is that picture as long as the
    job waits or is being painted; the store keeps them apart. `language` is the ISO 639 code of a
    language that the prompt may be in besides English, "" for none.
    """

    prompt: str
    style: str
    seed: int
    candidates: int
    wildness: int
    motion: str | None = None
    scene: str = ""
    read_by: str = BUILT_IN
    picture: str = ""
    source: Source | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class LoraStyle:
    """A style that a LoRA adds to the model.

    `path` is a file, a folder or "hub:owner/name"; `weight` is 0 (no effect) to 1; `sketch` is the
    style of the sketches that it paints over.
    """

    name: str
    path: str
    weight: float
    sketch: str


class JobState(StrEnum):
    """waiting → painting → painted → delivered, or failed, cancelled.

    A pack goes packing → packed → delivered; its parts are delivered once they are painted.
    """

    WAITING = "waiting"
    PAINTING = "painting"
    PAINTED = "painted"
    PACKING = "packing"
    PACKED = "packed"
    DELIVERED = "delivered"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED = (JobState.DELIVERED, JobState.FAILED, JobState.CANCELLED)
"""The states in which a job stays."""


@dataclass(frozen=True, slots=True)
class Job:
    """An accepted request. `created` is Unix seconds; `attempts` counts paintings started.

    A pack has a number of `parts`, which are jobs too: `pack` is the id of theirs, and `mood` what
    the part shows.
    """

    id: int
    person: Person
    space: str | None
    address: Address
    recipe: Recipe
    state: JobState
    attempts: int
    created: float
    parts: int = 0
    pack: int | None = None
    mood: str = ""
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """The answer to a request: `place` in the queue from 1; `seconds` to wait, None if unknown.

    `repeated`: the same request was accepted before. `cached`: its emoji is already there, because
    it was painted for another request.
    """

    job: int
    place: int
    seconds: float | None
    repeated: bool = False
    cached: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A stored candidate: a PNG at the model's resolution, and the `svg` that draws it, if any.

    `painted` is the raw painting as PNG if the picture is its tracing, else empty.
    """

    png: bytes
    svg: str
    strength: float
    seed: int
    score: float
    painted: bytes = b""


@dataclass(frozen=True, slots=True)
class Painted:
    """The engine's answer: pictures, best first, the model's hash, seconds, the receipt.

    `fingerprint` is that of `Engine.fingerprint_of` when it was painted.
    """

    pictures: tuple[Picture, ...]
    model: str
    fingerprint: str
    seconds: float
    receipt: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Emoji:
    """A finished emoji. `chosen` is the index of the picture that represents it.

    `candidates` is the number of pictures; 0 after they were deleted. `cached`: they were painted
    for an earlier, identical request.
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
    change: Change | None = None

    @property
    def is_painted(self) -> bool:
        """Whether the model painted one of the pictures."""
        return any(line["strength"] for line in self.receipt.get("candidates", ()))

    @property
    def scene(self) -> Mapping[str, Any] | None:
        """The Scene that the chosen picture shows; None for somebody's picture, or if unknown."""
        if self.recipe.picture:
            return None
        scene: Mapping[str, Any] | None = self.chosen_line.get("scene", self.receipt.get("scene"))
        return scene or None

    @property
    def chosen_line(self) -> Mapping[str, Any]:
        """What the receipt says of the chosen picture alone; empty if it says nothing."""
        lines = self.receipt.get("candidates", ())
        return lines[self.chosen] if self.chosen < len(lines) else {}


@dataclass(frozen=True, slots=True)
class Pack:
    """A request for a pack, the emoji of each mood that was painted, and the moods that failed."""

    job: Job
    emoji: Mapping[str, Emoji]
    failed: tuple[str, ...] = ()

    @property
    def done(self) -> int:
        """How many of its parts have ended."""
        return len(self.emoji) + len(self.failed)


class ArchiveFormat(StrEnum):
    """What a pack is archived for."""

    ZIP = "zip"
    MASTODON = "mastodon"
    SLACK = "slack"


@dataclass(frozen=True, slots=True)
class Archive:
    """A pack as one file."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Turn:
    """A request and its state: `why` it ended without an emoji, or its emoji and the asker's vote.

    `ticket` is set while it waits; `pack` if it asked for one.
    """

    job: Job
    why: str = ""
    emoji: Emoji | None = None
    vote: int | None = None
    ticket: Ticket | None = None
    pack: Pack | None = None


class Form(StrEnum):
    """The file formats that platforms accept."""

    PNG = "png"
    EMOJI = "emoji"
    WEBP = "webp"
    PNG100 = "png100"
    PNG320 = "png320"
    GIF = "gif"
    SLACK = "slack"
    MASTODON = "mastodon"
    ANIMATED_WEBP = "animated-webp"
    APNG = "apng"
    WEBM = "webm"
    WEBM100 = "webm100"
    TGS = "tgs"

    @property
    def moves(self) -> bool:
        """Whether it is a format of moving pictures."""
        still = (Form.PNG, Form.EMOJI, Form.WEBP, Form.PNG100, Form.PNG320)
        return self not in still


@dataclass(frozen=True, slots=True)
class MovingFile:
    """A moving picture as a file; `says` tells people its motion, frames, rate and size."""

    data: bytes
    says: str


class HarmModel(Protocol):
    """What moderation asks about the meaning of a prompt."""

    def harmful(self, texts: Sequence[str]) -> bool:
        """Whether one of the readings of an English prompt, at least one, is harmful."""
        ...


class Engine(Protocol):
    """What the bot needs from the model."""

    @property
    def styles(self) -> Sequence[str]:
        """The available styles."""
        ...

    @property
    def motions(self) -> Sequence[str]:
        """The names of all motions."""
        ...

    @property
    def model(self) -> str:
        """The short hash of the weights."""
        ...

    @property
    def candidate(self) -> str | None:
        """The short hash of the model on trial, if there is one."""
        ...

    @property
    def about(self) -> str:
        """The model's hash, licence and attribution, for people."""
        ...

    @property
    def capacity(self) -> int:
        """How many recipes it can paint at once, at least 1; it may change."""
        ...

    def model_of(self, recipe: Recipe) -> str:
        """The short hash of the weights that would paint this recipe now."""
        ...

    def fingerprint_of(self, recipe: Recipe) -> str:
        """What the pictures depend on besides the recipe: the weights and their settings."""
        ...

    async def paint(
        self, recipe: Recipe, progress: Callable[[int, int], None] | None = None
    ) -> Painted:
        """Paint. `progress(done, total)` is called in the event loop. Raises EngineFailed."""
        ...

    async def preview(self, recipe: Recipe) -> bytes | None:
        """A PNG preview of a recipe that is being painted, if there is one."""
        ...


class Courier(Protocol):
    """Sends progress and results to the chats of one platform.

    All methods may raise Gone or TryLater.
    """

    @property
    def platform(self) -> Platform:
        """The platform it sends to."""
        ...

    async def progress(self, job: Job, done: int, total: int) -> None:
        """Show progress, as often as the chat allows."""
        ...

    async def deliver(self, job: Job, emoji: Emoji, picture: Picture) -> str:
        """Send a finished emoji, whose chosen picture is `picture`: the id of the message."""
        ...

    async def deliver_pack(self, pack: Pack) -> str:
        """Send a finished pack: the id of the message."""
        ...

    async def tell(self, job: Job, sentence: str) -> None:
        """Say why a job ended without an emoji."""
        ...


@dataclass(frozen=True, slots=True)
class VoteResult:
    """A person's vote on an emoji after a press or reaction; None if it was removed.

    `ask_consent`: ask now whether their votes may train. It is asked once per person. `privately`:
    ask in their private chat with the bot, not where they voted.
    """

    value: int | None
    ask_consent: bool
    privately: bool = False
