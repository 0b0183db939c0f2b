"""Buttons about a person: whether their votes may train, and forgetting them."""

from functools import partial

from discord import ui

from bot import messages
from bot.discord.client import ButtonTarget, Interaction, actor_of
from bot.discord.presses import DiscordButton, view
from bot.discord.replies import reply


async def _consent(interaction: Interaction, target: ButtonTarget, agrees: bool) -> None:
    await interaction.response.defer()
    sentence = await interaction.client.service.people.consent(actor_of(interaction), agrees)
    await reply(interaction, sentence)


async def _forgotten(interaction: Interaction, target: ButtonTarget) -> None:
    await interaction.response.defer()
    await reply(interaction, await interaction.client.service.people.forget(actor_of(interaction)))


YES = DiscordButton("yes", partial(_consent, agrees=True), label=messages.CONSENT_YES)
NO = DiscordButton("no", partial(_consent, agrees=False), label=messages.CONSENT_NO)
FORGOTTEN = DiscordButton("forgotten", _forgotten, label=messages.FORGET_YES)
PERSONAL_BUTTONS = (YES, NO, FORGOTTEN)


def forget_view() -> ui.View:
    """Confirms deleting everything about the person."""
    return view([FORGOTTEN.on(0)])


def consent_view() -> ui.View:
    """Yes and no to training with the person's votes."""
    return view([YES.on(0), NO.on(0)])
