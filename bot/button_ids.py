"""The ids of buttons, the same on all platforms: what a button does, and to which emoji."""

BUTTON_PATTERN = r"e:(?P<action>[a-z]+):(?P<number>[0-9]+)(?::(?P<place>[0-9]+))?"


def button_id(action: str, number: int, place: int | None = None) -> str:
    """A button's id, at most 64 bytes. `number` is an emoji's id; a job's for "cancel"."""
    return f"e:{action}:{number}" if place is None else f"e:{action}:{number}:{place}"


def parse_button(text: str) -> tuple[str, int, int | None]:
    """The inverse of `button_id`. Raises ValueError for any other text."""
    mark, action, number, *place = text.split(":")
    if mark != "e":
        raise ValueError(f"{text!r} is not a button of this bot")
    return action, int(number), int(place[0]) if place else None
