"""Adds an emoji to a server's or to the application's own, after every check that can be made."""

import asyncio
import re
import unicodedata
from collections.abc import Iterable

import discord

from bot.discord.client import Interaction, actor_of
from bot.domain import Form, Platform, Refused

# Discord takes names of 2 to 32 letters, digits and underscores.
NAME_LETTERS = (2, 32)
APPLICATION_SLOTS = 2000
# An upload is as much as a person waits for without a word.
UPLOAD_SECONDS = 30.0
# What an audit log's reason may have.
REASON_LETTERS = 512
FULL, FORBIDDEN = 30008, 50013

NO_SERVER = "Emoji can be added in a server that I am a member of; ask its moderators to invite me."
NOT_ALLOWED = 'You need the permission "Create Expressions" in this server to add emoji.'
I_MAY_NOT = 'I need the permission "Create Expressions" in this server: ask its moderators.'
OWN_FULL = "All of my own emoji slots are taken: ask the operator of this bot to make room."
TOO_SLOW = "Discord did not answer in time: look whether the emoji is there before trying again."


def name_for(prompt: str, taken: Iterable[str] = ()) -> str:
    """A name made of a prompt that is not `taken`, whatever the case of its letters."""
    least, most = NAME_LETTERS
    plain = unicodedata.normalize("NFKD", prompt).encode("ascii", "ignore").decode().lower()
    name = "_".join(re.findall(r"[a-z0-9]+", plain))[:most].strip("_")
    if len(name) < least:
        name = "emoji"
    used = {other.lower() for other in taken}
    wanted, number = name, 1
    while wanted in used:
        number += 1
        wanted = f"{name[: most - len(f'_{number}')]}_{number}"
    return wanted


async def add_to_server(interaction: Interaction, number: int) -> str:
    """Add to the server in which the button was pressed. Raises Refused."""
    client = interaction.client
    guild = None if interaction.guild_id is None else client.get_guild(interaction.guild_id)
    if guild is None:
        raise Refused(NO_SERVER)
    if not interaction.permissions.create_expressions:
        raise Refused(NOT_ALLOWED)
    if not interaction.app_permissions.create_expressions:
        raise Refused(I_MAY_NOT)
    async with asyncio.timeout(UPLOAD_SECONDS):
        there = await guild.fetch_emojis()
    if sum(not emoji.animated for emoji in there) >= guild.emoji_limit:
        raise Refused(_full(guild))
    prompt = (await client.service.emoji(number)).recipe.prompt
    image = await client.service.export(number, Form.PNG)
    await client.service.reserve_upload(f"{Platform.DISCORD}:{guild.id}")
    try:
        async with asyncio.timeout(UPLOAD_SECONDS):
            added = await guild.create_custom_emoji(
                name=name_for(prompt, (emoji.name for emoji in there)),
                image=image,
                reason=_reason(interaction, prompt),
            )
    except TimeoutError as error:
        raise Refused(TOO_SLOW) from error
    except discord.HTTPException as error:
        if error.code == FULL:
            raise Refused(_full(guild)) from error
        if error.code == FORBIDDEN:
            raise Refused(I_MAY_NOT) from error
        raise
    await client.service.added(number, actor_of(interaction), f"{Platform.DISCORD}:{guild.id}")
    return f"{added} is in this server now, as `:{added.name}:`."


async def add_to_application(interaction: Interaction, number: int) -> str:
    """Add to the bot's own emoji, where the operator allows it. Raises Refused."""
    client = interaction.client
    if not client.settings.application_emoji:
        raise Refused(NO_SERVER)
    async with asyncio.timeout(UPLOAD_SECONDS):
        there = await client.fetch_application_emojis()
    if len(there) >= APPLICATION_SLOTS:
        raise Refused(OWN_FULL)
    prompt = (await client.service.emoji(number)).recipe.prompt
    image = await client.service.export(number, Form.PNG)
    try:
        async with asyncio.timeout(UPLOAD_SECONDS):
            added = await client.create_application_emoji(
                name=name_for(prompt, (emoji.name for emoji in there)), image=image
            )
    except TimeoutError as error:
        raise Refused(TOO_SLOW) from error
    await client.service.added(number, actor_of(interaction), f"{Platform.DISCORD}:application")
    return f"{added} is one of my own emoji now."


def _full(guild: discord.Guild) -> str:
    return (
        f"All {guild.emoji_limit} places for emoji in this server are taken: remove one, or "
        "boost the server."
    )


def _reason(interaction: Interaction, prompt: str) -> str:
    return f"For {interaction.user} ({interaction.user.id}): {prompt}"[:REASON_LETTERS]
