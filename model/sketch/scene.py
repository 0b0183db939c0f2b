"""The Scene: what a prompt asks for, in terms of the library."""

from dataclasses import asdict, dataclass, replace
from typing import Any

STYLES = ("fluent", "noto", "twemoji")
ACTS = ("eating", "throwing", "chasing", "in a row")
"""What the base does with what it holds or with what is beside it, or how several stand."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The description of one emoji.

    `base`, `held` and `behind` are concept ids (hexcodes); `expression` and `accessories` are names
    in the library; `pose` and `colour` are names in POSES and COLOURS. `mount`, `inside`, `over`
    and `beside` are the concepts that the base is on, in, under and next to; `act` is one of ACTS;
    `text` is up to four letters on a sign. `unread` are the words of the prompt that nothing here
    represents, `guessed`, in lower case, those read by resemblance.
    """

    base: str
    expression: str | None = None
    pose: str | None = None
    colour: str | None = None
    accessories: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    behind: str | None = None
    count: int = 1
    mount: str | None = None
    inside: str | None = None
    over: str | None = None
    beside: str | None = None
    act: str | None = None
    text: str | None = None
    unread: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()

    @property
    def is_understood(self) -> bool:
        """False for the face that is drawn if no word was understood."""
        return replace(self, unread=()) != UNKNOWN

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON, without empty fields."""
        return {key: value for key, value in asdict(self).items() if value not in (None, (), 1)}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Scene":
        """The inverse of `to_dict`."""
        tuples = {key: tuple(value) for key, value in data.items() if isinstance(value, list)}
        return cls(**{**data, **tuples})


# A puzzled face with a question mark.
UNKNOWN = Scene("1F642", expression="confused", held=("2753",))
