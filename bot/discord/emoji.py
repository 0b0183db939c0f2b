"""Adds an emoji to a server, as an emoji or a sticker, or to the application.

Rights and free slots are checked first.
"""

import asyncio
import io
import re
import unicodedata
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import discord

from bot.discord.client import Interaction, actor_of
from bot.domain import Emoji, Form, Platform, Refused
from bot.emoji.export import export, export_as_seen, in_words
from bot.language import N_, _

# Discord takes names of 2 to 32 letters, digits and underscores.
MIN_NAME, MAX_NAME = 2, 32
APPLICATION_SLOTS = 2000
# discord.py may retry an upload for half an hour, longer than anybody waits.
UPLOAD_TIMEOUT = 30.0
REASON_LENGTH = 512
# A sticker's description has at most 100 characters; its tag is an emoji that it is found by.
DESCRIPTION_LENGTH, STICKER_TAG = 100, "🎨"
# Discord's error codes: no place for emoji, for animated ones, for stickers.
FULL, FORBIDDEN = (30008, 30018, 30039), 50013

NO_SERVER = N_("I can add emoji only to a server that I am in. Ask its moderators to invite me.")
NOT_ALLOWED = N_('You need the permission "Create Expressions" in this server to add emoji.')
I_MAY_NOT = N_('I need the permission "Create Expressions" in this server. Ask its moderators.')
OWN_FULL = N_("All of my own emoji slots are taken. Ask the operator of this bot to free some.")
TOO_SLOW = N_(
    "Discord did not answer in time. Check whether the emoji is there before you try again."
)


def name_for(prompt: str, taken: Iterable[str] = ()) -> str:
    """An emoji name made from a prompt, different from those `taken` (ignoring case)."""
    plain = (
        unicodedata.normalize("NFKD", in_words(prompt)).encode("ascii", "ignore").decode().lower()
    )
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
    guild = server_of(interaction)
    service, actor = interaction.client.service, actor_of(interaction)
    there = await emoji_of(guild)
    emoji = await service.emoji.get(number, actor)
    moves, prompt = emoji.recipe.motion is not None, emoji.recipe.prompt
    # Discord has as many places again for emoji that move.
    if sum(other.animated == moves for other in there) >= guild.emoji_limit:
        raise Refused(full_of_emoji(guild.emoji_limit, emoji))
    image = await image_of(interaction, emoji)
    async with uploading(interaction, guild, full_of_emoji(guild.emoji_limit, emoji)):
        added = await guild.create_custom_emoji(
            name=name_for(prompt, (other.name for other in there)),
            image=image,
            reason=_reason(interaction, prompt),
        )
    await service.emoji.added(number, actor, f"{Platform.DISCORD}:{guild.id}")
    return _("Added {emoji} to this server as `:{name}:`.", emoji=added, name=added.name)


async def add_sticker(interaction: Interaction, number: int) -> str:
    """Add the emoji to the server of the interaction as a sticker. Raises Refused."""
    guild = server_of(interaction)
    service, actor = interaction.client.service, actor_of(interaction)
    async with asyncio.timeout(UPLOAD_TIMEOUT):
        there = await guild.fetch_stickers()
    if len(there) >= guild.sticker_limit:
        raise Refused(full_of_stickers(guild.sticker_limit))
    emoji = await service.emoji.get(number, actor)
    prompt = emoji.recipe.prompt
    if emoji.recipe.motion is None:
        image = await export(await service.emoji.picture(number, actor), Form.PNG320)
    else:
        image = (await service.moving.file(emoji, Form.APNG)).data
    async with uploading(interaction, guild, full_of_stickers(guild.sticker_limit)):
        added = await guild.create_sticker(
            name=name_for(prompt, (other.name for other in there)),
            description=prompt[:DESCRIPTION_LENGTH],
            emoji=STICKER_TAG,
            file=discord.File(io.BytesIO(image), filename="sticker.png"),
            reason=_reason(interaction, prompt),
        )
    await service.emoji.added(number, actor, f"{Platform.DISCORD}:{guild.id}:sticker")
    return _("Added the sticker “{name}” to this server.", name=added.name)


async def add_to_application(interaction: Interaction, number: int) -> str:
    """Add the emoji to the bot's own, if the operator allows it. Raises Refused."""
    client = interaction.client
    if not client.settings.application_emoji:
        raise Refused(_(NO_SERVER))
    async with asyncio.timeout(UPLOAD_TIMEOUT):
        there = await client.fetch_application_emojis()
    if len(there) >= APPLICATION_SLOTS:
        raise Refused(_(OWN_FULL))
    actor = actor_of(interaction)
    emoji = await client.service.emoji.get(number, actor)
    image = await image_of(interaction, emoji)
    try:
        async with asyncio.timeout(UPLOAD_TIMEOUT):
            added = await client.create_application_emoji(
                name=name_for(emoji.recipe.prompt, (other.name for other in there)), image=image
            )
    except TimeoutError as error:
        raise Refused(_(TOO_SLOW)) from error
    await client.service.emoji.added(number, actor, f"{Platform.DISCORD}:application")
    return _("{emoji} is now one of my own emoji.", emoji=added)


async def emoji_of(guild: discord.Guild) -> list[discord.Emoji]:
    """The emoji that a server has now."""
    async with asyncio.timeout(UPLOAD_TIMEOUT):
        return list(await guild.fetch_emojis())


def server_of(interaction: Interaction) -> discord.Guild:
    """The server of the interaction, where both the person and the bot may add. Raises Refused."""
    number = interaction.guild_id
    guild = None if number is None else interaction.client.get_guild(number)
    if guild is None:
        raise Refused(_(NO_SERVER))
    if not interaction.permissions.create_expressions:
        raise Refused(_(NOT_ALLOWED))
    if not interaction.app_permissions.create_expressions:
        raise Refused(_(I_MAY_NOT))
    return guild


async def image_of(interaction: Interaction, emoji: Emoji) -> bytes:
    """The file of an emoji: a GIF if it moves, else a PNG for the size of text."""
    service = interaction.client.service
    if emoji.recipe.motion is not None:
        return (await service.moving.file(emoji, Form.GIF)).data
    picture = await service.emoji.picture(emoji.id, actor_of(interaction))
    return await export_as_seen(picture, Form.EMOJI, emoji.receipt)


@asynccontextmanager
async def uploading(
    interaction: Interaction, guild: discord.Guild, full: str
) -> AsyncIterator[None]:
    """Count an upload to a server, and turn what Discord refuses into Refused.

    `full` says that there is no place left.
    """
    await interaction.client.service.emoji.reserve_upload(f"{Platform.DISCORD}:{guild.id}")
    try:
        async with asyncio.timeout(UPLOAD_TIMEOUT):
            yield
    except TimeoutError as error:
        raise Refused(_(TOO_SLOW)) from error
    except discord.HTTPException as error:
        if error.code in FULL:
            raise Refused(full) from error
        if error.code == FORBIDDEN:
            raise Refused(_(I_MAY_NOT)) from error
        raise


def full_of_emoji(most: int, emoji: Emoji) -> str:
    """All places of a server for emoji, or for those that move, are taken."""
    if emoji.recipe.motion is None:
        return _(
            "All {most} places for emoji in this server are taken. Remove one, or boost it.",
            most=most,
        )
    return _(
        "All {most} places for emoji that move in this server are taken. Remove one, or boost it.",
        most=most,
    )


def full_of_stickers(most: int) -> str:
    """All places of a server for stickers are taken."""
    return _(
        "All {most} places for stickers in this server are taken. Remove one, or boost it.",
        most=most,
    )


def _reason(interaction: Interaction, prompt: str) -> str:
    return f"For {interaction.user} ({interaction.user.id}): {prompt}"[:REASON_LENGTH]
