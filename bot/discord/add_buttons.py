"""Buttons that add an emoji to a server or to the bot's own."""

from discord import ui

from bot.discord.client import ButtonTarget, Interaction
from bot.discord.emoji import add_to_application, add_to_server
from bot.discord.presses import DiscordButton, view
from bot.discord.replies import defer_alone, reply
from bot.language import N_, _

WHERE_TO = N_("Where should I add it?")


async def _add(interaction: Interaction, target: ButtonTarget) -> None:
    await defer_alone(interaction, target)
    allowed, guild = interaction.client.settings.application_emoji, interaction.guild_id
    if allowed and guild is not None and interaction.client.get_guild(guild) is not None:
        await reply(interaction, _(WHERE_TO), where_view(target.number))
    elif allowed:
        await reply(interaction, await add_to_application(interaction, target.number))
    else:
        await reply(interaction, await add_to_server(interaction, target.number))


async def _server(interaction: Interaction, target: ButtonTarget) -> None:
    await interaction.response.defer()
    await reply(interaction, await add_to_server(interaction, target.number))


async def _application(interaction: Interaction, target: ButtonTarget) -> None:
    await interaction.response.defer()
    await reply(interaction, await add_to_application(interaction, target.number))


ADD = DiscordButton("add", _add, "➕", N_("Add it"))  # noqa: RUF001
SERVER = DiscordButton("server", _server, label=N_("To this server"))
APPLICATION = DiscordButton("application", _application, label=N_("To my own emoji"))


def where_view(emoji: int) -> ui.View:
    """Where to add an emoji: the server, or the bot's own."""
    return view([SERVER.on(emoji), APPLICATION.on(emoji)])
