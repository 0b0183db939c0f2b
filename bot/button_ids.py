"""The ids of buttons, the same on all platforms: what a button does, and to which emoji."""

import re

BUTTON_PATTERN = r"e:(?P<action>[a-z]+):(?P<number>[0-9]{1,19})(?::(?P<place>[0-9]{1,4}))?"


def button_id(action: str, number: int, place: int | None = None) -> str:
    """A button's id, at most 64 bytes. `number` is an emoji's id; a job's for "cancel"."""
    return f"e:{action}:{number}" if place is None else f"e:{action}:{number}:{place}"


def parse_button(text: str) -> tuple[str, int, int | None] | None:
    """The inverse of `button_id`; None for any other text, which clients can forge."""
    found = re.fullmatch(BUTTON_PATTERN, text)
    if found is None:
        return None
    action, number, place = found.groups()
    return action, int(number), None if place is None else int(place)
