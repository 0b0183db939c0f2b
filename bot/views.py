"""What the pages show, in plain data: the gallery's and the operator's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain import Emoji, Person


class Scope(StrEnum):
    """Which emoji a search goes through."""

    OWN = "own"
    PUBLISHED = "published"
    VISIBLE = "visible"
    """One's own and what was published."""
    ALL = "all"
    """Everybody's, of every platform: for the operator."""


@dataclass(frozen=True, slots=True)
class Search:
    """A page of the gallery: the newest emoji first, those before the id `before`.

    `words` are looked for in the prompts; `liked` leaves those that somebody liked.
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
    """An emoji as somebody sees it; `vote` is the viewer's own, None where there is none."""

    emoji: Emoji
    published: bool
    likes: int
    vote: int | None


@dataclass(frozen=True, slots=True)
class Hour:
    """How many were asked for, failed and refused in the hour that began `ago` hours ago."""

    ago: int
    asked: int
    failed: int
    refused: int


@dataclass(frozen=True, slots=True)
class Likes:
    """How many of `count` votes were likes, with the 95 % interval of their share."""

    up: int
    count: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ModelVotes:
    """What was thought of one version of the model: of all, and of what it painted.

    `arm` is "current", "candidate", or empty for one that paints no more. A sketch is the same
    whatever the weights are, so that only `painted` tells two versions apart.
    """

    model: str
    arm: str
    likes: Likes
    painted: Likes


@dataclass(frozen=True, slots=True)
class Disk:
    """Bytes of the database's files, of the pictures in them, and free beside them."""

    database: int
    pictures: int
    free: int


@dataclass(frozen=True, slots=True)
class Overview:
    """How the bot does: the queue now, the last day, votes, disk.

    `times` holds seconds waited and painted of each job of the last day, oldest first.
    """

    paused: bool
    states: Mapping[str, int]
    times: Sequence[tuple[float, float]]
    hours: Sequence[Hour]
    models: Sequence[ModelVotes]
    disk: Disk
