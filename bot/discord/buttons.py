"""The buttons under an emoji. Each knows its work from its id, so that it outlives restarts."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Self

import discord
from discord import ui

from bot import messages
from bot.discord.client import ButtonTarget
from bot.discord.replies import apologise
from bot.domain import Emoji
from bot.messages import BUTTON_PATTERN, BUTTONS, button_id, parse_button

ROW = 4
ROW_MOST = 5
"""Discord puts at most five buttons into a row."""
WHERE_TO = "Where shall it go?"
TO_SERVER, TO_APPLICATION = "To this server", "To my own emoji"


class EmojiButton(
    ui.DynamicItem[ui.Button[ui.View]], template=rf"{BUTTON_PATTERN}(?:@(?P<message>[0-9]+))?"
):
    """A button made anew from its id; whatever goes wrong becomes a sentence for the presser.

    The id is everybody's `button_id`, and behind an "@" the message that shows the emoji where
    the button is not on that one itself.
    """

    def __init__(self, own: str, label: str | None, icon: str | None = None, row: int = 0) -> None:
        super().__init__(ui.Button(custom_id=own, label=label, emoji=icon, row=row))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button that was pressed."""
        return cls(match[0], "pressed")

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the id names. discord.py would only log what goes wrong here."""
        own, _, message = self.custom_id.partition("@")
        action, number, place = parse_button(own)
        try:
            await interaction.client.actions[action](
                interaction, ButtonTarget(number, place, int(message) if message else None)
            )
        except Exception as error:
            await apologise(interaction, error)


def result_view(number: int) -> ui.View:
    """All that can be done with an emoji."""
    return _view(
        EmojiButton(button_id(button.action, number), button.label, button.icon, place // ROW)
        for place, button in enumerate(BUTTONS)
    )


def cancel_view(job: int) -> ui.View:
    """A way out of the queue."""
    return _view([EmojiButton(button_id("cancel", job), messages.CANCEL)])


def pick_view(number: int, count: int, message: int) -> ui.View:
    """A button for each candidate of the emoji that `message` shows."""
    return _view(
        EmojiButton(
            f"{button_id('pick', number, place)}@{message}",
            str(place + 1),
            row=place // ROW_MOST,
        )
        for place in range(count)
    )


def history_view(emojis: Sequence[Emoji]) -> ui.View:
    """A button for each emoji of a list, to see it."""
    return _view(
        EmojiButton(button_id("show", emoji.id), str(place + 1), row=place // ROW_MOST)
        for place, emoji in enumerate(emojis)
    )


def consent_view() -> ui.View:
    """Yes and no."""
    answers = (("yes", messages.CONSENT_YES), ("no", messages.CONSENT_NO))
    return _view(EmojiButton(button_id(answer, 0), label) for answer, label in answers)


def where_view(number: int) -> ui.View:
    """The server, or the bot's own emoji."""
    places = (("server", TO_SERVER), ("application", TO_APPLICATION))
    return _view(EmojiButton(button_id(place, number), label) for place, label in places)


def _view(buttons: Iterable[EmojiButton]) -> ui.View:
    view = ui.View(timeout=None)
    for button in buttons:
        view.add_item(button)
    return view
