"""The buttons under messages. Each says its work in its data, so that it outlives restarts."""

from collections.abc import Iterable, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot import messages
from bot.domain import Emoji, Picture
from bot.messages import BUTTONS, button_id, made_of

RESULT_ROW, NUMBER_ROW = 4, 5
TRAIN, TRAIN_NOT = "My votes may train", "They may not"
FORGET, FORGET_SURELY = "Forget everything of mine", "Yes, delete everything of mine"


def result_keyboard(number: int) -> InlineKeyboardMarkup:
    """All that can be done with an emoji."""
    buttons = [_button(own.icon, own.action, number) for own in BUTTONS]
    return _keyboard(buttons, RESULT_ROW)


def cancel_keyboard(job: int) -> InlineKeyboardMarkup:
    """A way out of the queue."""
    return _keyboard([_button(messages.CANCEL, "cancel", job)])


def pick_keyboard(number: int, place: int, picture: Picture) -> InlineKeyboardMarkup:
    """A way to prefer this candidate, and what it is made of."""
    label = f"Pick {place + 1}: {made_of(picture.strength)}"
    return _keyboard([_button(label, "pick", number, place)])


def history_keyboard(emojis: Sequence[Emoji]) -> InlineKeyboardMarkup:
    """A button for each emoji of a list, to see it."""
    buttons = [_button(str(place), "show", emoji.id) for place, emoji in enumerate(emojis, 1)]
    return _keyboard(buttons, NUMBER_ROW)


def consent_keyboard(user: int) -> InlineKeyboardMarkup:
    """Yes and no, for one person."""
    answers = ((messages.CONSENT_YES, "yes"), (messages.CONSENT_NO, "no"))
    return _keyboard(_button(label, action, user) for label, action in answers)


def styles_keyboard(styles: Sequence[str]) -> InlineKeyboardMarkup:
    """A button for each style."""
    return _keyboard(_button(style, "style", place) for place, style in enumerate(styles))


def privacy_keyboard() -> InlineKeyboardMarkup:
    """Whether one's votes may train, and a way to forget."""
    answers = ((TRAIN, "yes"), (TRAIN_NOT, "no"), (FORGET, "forget"))
    return _keyboard((_button(label, action, 0) for label, action in answers), 2)


def forget_keyboard() -> InlineKeyboardMarkup:
    """Asked once more, as it cannot be undone."""
    return _keyboard([_button(FORGET_SURELY, "forgotten", 0)])


def _button(label: str, action: str, number: int, place: int | None = None) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=button_id(action, number, place))


def _keyboard(buttons: Iterable[InlineKeyboardButton], row: int = 3) -> InlineKeyboardMarkup:
    every = list(buttons)
    return InlineKeyboardMarkup([every[at : at + row] for at in range(0, len(every), row)])
