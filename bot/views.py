"""Plain data for the gallery and the operator's view."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain import Emoji, Person


class Scope(StrEnum):
    """Which emoji a search covers."""

    OWN = "own"
    PUBLISHED = "published"
    VISIBLE = "visible"
    """The viewer's own and all published ones."""
    ALL = "all"
    """Those of all people on all platforms, for the operator."""


@dataclass(frozen=True, slots=True)
class SearchWord:
    """A word of a search: one of its `forms` is in the prompt or in what it was read as.

    Or the picture shows one of the emoji with the ids `bases`.
    """

    forms: tuple[str, ...]
    bases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Search:
    """A page of the gallery: `count` emoji with ids below `before`, newest first.

    `words` must all be found, as `search_words` reads them; `liked` selects emoji with at least one
    like.
    """

    viewer: Person
    scope: Scope = Scope.VISIBLE
    words: str = ""
    style: str | None = None
    liked: bool = False
    before: int | None = None
    count: int = 24


@dataclass(frozen=True, slots=True)
class Shown:
    """An emoji as a viewer sees it.

    `vote` is the viewer's own, None if there is none; `mood` is what it shows as a part of a pack.
    """

    emoji: Emoji
    published: bool
    likes: int
    vote: int | None
    mood: str = ""


@dataclass(frozen=True, slots=True)
class MessageId:
    """A message on the platform of its emoji."""

    chat: str
    message: str


@dataclass(frozen=True, slots=True)
class Removed:
    """An emoji whose pictures were deleted, and the messages that still show it."""

    emoji: Emoji
    messages: tuple[MessageId, ...]


@dataclass(frozen=True, slots=True)
class Hour:
    """Requests, failures and refusals in one hour; `ago` is 0 for the last hour."""

    ago: int
    asked: int
    failed: int
    refused: int


@dataclass(frozen=True, slots=True)
class Likes:
    """`up` likes among `count` votes, and the 95 % interval of their share."""

    up: int
    count: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ModelVotes:
    """Votes on one version of the model: on all its emoji, and on painted ones only.

    `arm` is "current", "candidate", or empty if it is not in use. Sketches do not depend on the
    weights, so only `painted` tells two versions apart.
    """

    model: str
    arm: str
    likes: Likes
    painted: Likes


@dataclass(frozen=True, slots=True)
class Disk:
    """Bytes of the database's files, of the pictures in them, and free on the disk."""

    database: int
    pictures: int
    free: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The state of the bot: queue, last day, votes, disk.

    `times` has the seconds waited and painted for each job of the last day, oldest first.
    """

    paused: bool
    states: Mapping[str, int]
    times: Sequence[tuple[float, float]]
    hours: Sequence[Hour]
    models: Sequence[ModelVotes]
    disk: Disk
