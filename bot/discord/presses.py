"""Finds what a pressed button does by its custom_id, so that buttons outlive restarts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

import discord
from discord import ui

from bot.button_ids import BUTTON_PATTERN, button_id, parse_button
from bot.discord.client import ButtonTarget, Press, speak_to_person
from bot.discord.replies import report
from bot.domain import Refused
from bot.language import _
from bot.messages import NO_BUTTON, NO_EMOJI

TEMPLATE = BUTTON_PATTERN + r"(?:@(?P<message>[0-9]{1,20}))?"


class EmojiButton(ui.DynamicItem[ui.Button[ui.View]], template=TEMPLATE):
    """A button in a message.

    Its custom_id is a `button_id`. Where another message shows the emoji, "@MESSAGE" follows.
    """

    def __init__(
        self, custom_id: str, label: str | None, icon: str | None = None, row: int = 0
    ) -> None:
        super().__init__(ui.Button(custom_id=custom_id, label=label, emoji=icon, row=row))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button that was pressed."""
        return cls(match[0], "pressed")

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the custom_id names. discord.py would only log an error raised here."""
        speak_to_person(interaction)
        pressed, _at, message = self.custom_id.partition("@")
        try:
            if not _offers(interaction.message, self.custom_id):
                raise Refused(_(NO_EMOJI))
            parsed = parse_button(pressed)
            if parsed is None or parsed[0] not in interaction.client.presses:
                raise Refused(_(NO_BUTTON))
            action, number, place = parsed
            target = ButtonTarget(number, place, int(message) if message else None)
            await interaction.client.presses[action](interaction, target)
        except Exception as error:
            await report(interaction, error)


@dataclass(frozen=True, slots=True)
class DiscordButton:
    """A kind of button: the action in its custom_id, what a press does, and what it shows."""

    action: str
    press: Press
    icon: str | None = None
    label: str | None = None

    def on(
        self,
        number: int,
        label: str | None = None,
        place: int | None = None,
        *,
        message: int | None = None,
        row: int = 0,
    ) -> EmojiButton:
        """The button as a message has it, about an emoji or a job.

        `message` shows the emoji, if it is another one.
        """
        custom_id = button_id(self.action, number, place)
        if message is not None:
            custom_id = f"{custom_id}@{message}"
        if label is None and self.label is not None:
            label = _(self.label)
        return EmojiButton(custom_id, label, self.icon, row)


def view(buttons: Iterable[EmojiButton]) -> ui.View:
    """Buttons that outlive restarts."""
    shown = ui.View(timeout=None)
    for button in buttons:
        shown.add_item(button)
    return shown


def _offers(message: discord.Message | None, custom_id: str) -> bool:
    """False if a message has buttons, but not this one: a forged press could replace or delete it.

    Discord sends the message with each press.
    """
    if message is None or not message.components:
        return True
    rows = [row for row in message.components if isinstance(row, discord.ActionRow)]
    return any(
        getattr(item, "custom_id", None) == custom_id for row in rows for item in row.children
    )
