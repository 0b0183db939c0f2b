"""What a reader of pictures with captions offers, whatever form its data has."""

from collections.abc import Sequence
from typing import Protocol, TypedDict

from model.sketch.scene import STYLES


class BadRow(Exception):
    """Why one row is left out, in a few words; the reading goes on."""


class CaptionedPicture(TypedDict):
    """One picture: RGBA PNG bytes, its captions without a style, the plainest of them its name."""

    picture: bytes
    captions: list[str]
    name: str
    style: str
    enlarged: bool
    flips: bool


class Entry(Protocol):
    """One row that has not been looked at yet."""

    @property
    def label(self) -> str:
        """What names it to a person; no other entry of its source has the same."""
        ...

    def row(self, side: int) -> CaptionedPicture:
        """The cleaned row, its picture `side` px wide and high. Raises BadRow."""
        ...


class Source(Protocol):
    """Where rows come from."""

    @property
    def attribution(self) -> str:
        """Who made the pictures."""
        ...

    @property
    def licence(self) -> str:
        """What may be done with them."""
        ...

    @property
    def usual_count(self) -> int | None:
        """How many rows are taken where nobody says how many; None means all."""
        ...

    def digest(self) -> str:
        """A hash of everything that the rows depend on, but their side."""
        ...

    def entries(self) -> Sequence[Entry]:
        """All there are. Raises an EmojismithError where the source itself is no good."""
        ...


def known_style(style: str | None) -> str:
    """`style` where it is one that can be painted, the first style for None. Raises BadRow."""
    if style is None:
        return STYLES[0]
    if style not in STYLES:
        raise BadRow("unknown style")
    return style
