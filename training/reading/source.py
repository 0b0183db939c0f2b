"""The interface of a source of captioned images, whatever its format."""

from collections.abc import Sequence
from typing import Protocol, TypedDict

from model.sketch.scene import STYLES


class BadRow(Exception):
    """The reason why one row is left out; reading continues."""


class CaptionedPicture(TypedDict):
    """One image as RGBA PNG bytes, and its captions without a style; `name` is the plainest one."""

    picture: bytes
    captions: list[str]
    name: str
    style: str
    enlarged: bool
    flips: bool


class Entry(Protocol):
    """One row that has not been read yet."""

    @property
    def label(self) -> str:
        """Its name for people; unique within its source."""
        ...

    def row(self, resolution: int) -> CaptionedPicture:
        """The cleaned row, its image `resolution` px wide and high. Raises BadRow."""
        ...


class Source(Protocol):
    """A source of rows."""

    @property
    def attribution(self) -> str:
        """Who made the images."""
        ...

    @property
    def licence(self) -> str:
        """The licence of the images."""
        ...

    @property
    def usual_count(self) -> int | None:
        """The default number of rows; None means all."""
        ...

    def digest(self) -> str:
        """A hash of everything that the rows depend on, except the resolution."""
        ...

    def entries(self) -> Sequence[Entry]:
        """All entries. Raises an EmojismithError if the source itself is unusable."""
        ...


def known_style(style: str | None) -> str:
    """`style` if it is a known one, and the first style for None. Raises BadRow."""
    if style is None:
        return STYLES[0]
    if style not in STYLES:
        raise BadRow("unknown style")
    return style
