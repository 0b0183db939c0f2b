"""The Scene: what a prompt asks for, in terms of the library."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

STYLES = ("fluent", "noto", "twemoji")
ACTS = (
    "eating", "throwing", "chasing", "in a row", "drinking", "brushing", "hugging", "kissing",
    "high fiving", "shaking hands", "holding hands", "fighting", "punching", "marrying",
    "pushing", "pulling", "feeding", "clinking", "dancing", "talking", "together", "best friends",
    "facing", "making a heart", "carrying", "reading", "playing", "typing", "knitting", "praying",
    "bowing", "melting", "juggling", "lifting weights", "jumping rope", "jumping over",
    "on the back", "on the head", "in a puddle", "upside down", "breathing",
    "at a table",
)  # fmt: skip
"""What the base does, alone, with what it holds or with what is beside it; or how several stand."""

TIMES = ("night", "sunset")
WEATHERS = ("snow", "rain", "storm")


@dataclass(frozen=True, slots=True)
class Scene:
    """The description of one emoji.

    `base`, `held` and `behind` are concept ids (hexcodes); `expression` and `accessories` are names
    in the library; `pose` and `colour` are names in POSES and COLOURS. `mount`, `inside`, `over`
    and `beside` are the concepts that the base is on, in, under and next to, `hidden` the one that
    it is behind; `act` is one of ACTS; `text` is up to four letters on a sign. A concept in `held`
    more than once is held so many times; there are `beside_count` of `beside`, with `beside_worn`
    accessories. `tints` are the colours of other things than the base, by concept id or by
    accessory. `material` is a name in MATERIALS; `half` is the concept of a hybrid's other half.
    The base is in the colours of the concept `like`, with the ears, horns or leaves of the concept
    `top` and the wheels, arms or foot of the concept `bottom`; a smiley or a face that shows an
    expression has the mouth of the smiley `mouth`. Its eyes are `eyes` times as large as usual;
    `outline` is the colour of a border around the whole picture, as stickers have it. `time` is one
    of TIMES and `weather` one of WEATHERS, those of the place behind.
    `unread` are the words of the prompt that nothing here represents, `guessed`, in lower case,
    those read by resemblance.
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
    hidden: str | None = None
    beside_count: int = 1
    beside_worn: tuple[str, ...] = ()
    tints: tuple[tuple[str, str], ...] = ()
    material: str | None = None
    half: str | None = None
    like: str | None = None
    top: str | None = None
    bottom: str | None = None
    mouth: str | None = None
    eyes: float = 1.0
    outline: str | None = None
    time: str | None = None
    weather: str | None = None
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
    def from_dict(cls, data: Mapping[str, Any]) -> "Scene":
        """The inverse of `to_dict`."""
        tuples = {key: _tupled(value) for key, value in data.items() if isinstance(value, list)}
        return cls(**{**data, **tuples})


def _tupled(items: list[Any]) -> tuple[Any, ...]:
    """A list from JSON as a tuple, with the lists in it."""
    return tuple(tuple(item) if isinstance(item, list) else item for item in items)


# A puzzled face with a question mark.
UNKNOWN = Scene("1F642", expression="confused", held=("2753",))
