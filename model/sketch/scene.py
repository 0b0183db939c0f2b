"""What a prompt asks for, read into parts of the library."""

from dataclasses import asdict, dataclass
from typing import Any

STYLES = ("fluent", "noto", "twemoji")


@dataclass(frozen=True, slots=True)
class Scene:
    """One emoji in words of the library.

    `base`, `held`, `behind` are concept ids (hexcodes); `expression`, `accessories` are names in
    the library's tables; `pose` and `colour` are names that the composer knows.
    """

    base: str
    expression: str | None = None
    pose: str | None = None
    colour: str | None = None
    accessories: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    behind: str | None = None
    count: int = 1
    unread: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON, without the fields that say nothing."""
        return {key: value for key, value in asdict(self).items() if value not in (None, (), 1)}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Scene":
        """The Scene that `to_dict` wrote."""
        tuples = {key: tuple(value) for key, value in data.items() if isinstance(value, list)}
        return cls(**{**data, **tuples})
