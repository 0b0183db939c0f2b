"""Adds an emoji to a server or to the application, after checking rights and free slots."""

import asyncio
import re
import unicodedata
from collections.abc import Iterable

import discord

from bot.discord.client import Interaction, actor_of
from bot.domain import Form, Platform, Refused
from bot.export import export_as_seen

# Discord takes names of 2 to 32 letters, digits and underscores.
MIN_NAME, MAX_NAME = 2, 32
APPLICATION_SLOTS = 2000
# discord.py may retry an upload for half an hour, longer than anybody waits.
UPLOAD_TIMEOUT = 30.0
REASON_LENGTH = 512
# Discord's error codes.
FULL, FORBIDDEN = 30008, 50013

NO_SERVER = "I can add emoji only to a server that I am in. Ask its moderators to invite me."
NOT_ALLOWED = 'You need the permission "Create Expressions" in this server to add emoji.'
I_MAY_NOT = 'I need the permission "Create Expressions" in this server. Ask its moderators.'
OWN_FULL = "All of my own emoji slots are taken. Ask the operator of this bot to free some."
TOO_SLOW = "Discord did not answer in time. Check whether the emoji is there before you try again."


def name_for(prompt: str, taken: Iterable[str] = ()) -> str:
    """An emoji name made from a prompt, different from those `taken` (ignoring case)."""
    plain = unicodedata.normalize("NFKD", prompt).encode("ascii", "ignore").decode().lower()
    name = "_".join(re.findall(r"[a-z0-9]+", plain))[:MAX_NAME].strip("_")
    if len(name) < MIN_NAME:
        name = "emoji"
    used = {other.lower() for other in taken}
    wanted, number = name, 1
    while wanted in used:
        number += 1
        wanted = f"{name[: MAX_NAME - len(f'_{number}')]}_{number}"
    return wanted


async def add_to_server(interaction: Interaction, number: int) -> str:
    """Add the emoji to the server of the interaction. Raises Refused."""
    client = interaction.client
    guild = None if interaction.guild_id is None else client.get_guild(interaction.guild_id)
    if guild is None:
        raise Refused(NO_SERVER)
    if not interaction.permissions.create_expressions:
        raise Refused(NOT_ALLOWED)
    if not interaction.app_permissions.create_expressions:
        raise Refused(I_MAY_NOT)
    async with asyncio.timeout(UPLOAD_TIMEOUT):
        there = await guild.fetch_emojis()
    if sum(not emoji.animated for emoji in there) >= guild.emoji_limit:
        raise Refused(_full(guild))
    actor = actor_of(interaction)
    emoji = await client.service.emoji.get(number, actor)
    prompt = emoji.recipe.prompt
    picture = await client.service.emoji.picture(number, actor)
    image = await export_as_seen(picture, Form.EMOJI, emoji.receipt)
    await client.service.emoji.reserve_upload(f"{Platform.DISCORD}:{guild.id}")
    try:
        async with asyncio.timeout(UPLOAD_TIMEOUT):
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
    await client.service.emoji.added(number, actor, f"{Platform.DISCORD}:{guild.id}")
    return f"Added {added} to this server as `:{added.name}:`."


async def add_to_application(interaction: Interaction, number: int) -> str:
    """Add the emoji to the bot's own, if the operator allows it. Raises Refused."""
    client = interaction.client
    if not client.settings.application_emoji:
        raise Refused(NO_SERVER)
    async with asyncio.timeout(UPLOAD_TIMEOUT):
        there = await client.fetch_application_emojis()
    if len(there) >= APPLICATION_SLOTS:
        raise Refused(OWN_FULL)
    actor = actor_of(interaction)
    emoji = await client.service.emoji.get(number, actor)
    prompt = emoji.recipe.prompt
    picture = await client.service.emoji.picture(number, actor)
    image = await export_as_seen(picture, Form.EMOJI, emoji.receipt)
    try:
        async with asyncio.timeout(UPLOAD_TIMEOUT):
            added = await client.create_application_emoji(
                name=name_for(prompt, (emoji.name for emoji in there)), image=image
            )
    except TimeoutError as error:
        raise Refused(TOO_SLOW) from error
    await client.service.emoji.added(number, actor, f"{Platform.DISCORD}:application")
    return f"{added} is now one of my own emoji."


def _full(guild: discord.Guild) -> str:
    return (
        f"All {guild.emoji_limit} places for emoji in this server are taken. Remove one, or "
        "boost the server."
    )


def _reason(interaction: Interaction, prompt: str) -> str:
    return f"For {interaction.user} ({interaction.user.id}): {prompt}"[:REASON_LENGTH]
