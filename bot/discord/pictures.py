"""Pictures that people attach, and their avatars."""

import asyncio

import discord

from bot import messages, options
from bot.discord.client import Interaction
from bot.discord.results import pictures_of
from bot.domain import PICTURE_BYTES, Attached, Refused
from bot.language import N_, _

SECONDS = 10.0
"""For fetching one picture from Discord."""
AVATAR_PIXELS = 512
NO_PICTURE = N_("This message has no picture that I could use.")


async def attached(attachment: discord.Attachment, outline: bool = False) -> Attached:
    """An attachment's file. Raises Refused if it is too large."""
    if attachment.size > PICTURE_BYTES:
        raise Refused(_(messages.PICTURE_TOO_LARGE))
    async with asyncio.timeout(SECONDS):
        return Attached(await attachment.read(), outline)


async def first_of(interaction: Interaction, message: discord.Message) -> Attached:
    """The first picture of a message. Raises Refused if there is none, or if it is too large."""
    for attachment in message.attachments:
        if (attachment.content_type or "").startswith("image/"):
            return await attached(attachment)
    for picture in pictures_of(message):
        async with asyncio.timeout(SECONDS):
            data = await interaction.client.http.get_from_cdn(picture.url)
        if len(data) > PICTURE_BYTES:
            raise Refused(_(messages.PICTURE_TOO_LARGE))
        return Attached(data)
    raise Refused(_(NO_PICTURE))


async def given(
    interaction: Interaction, prompt: str, picture: discord.Attachment | None, outline: bool
) -> tuple[str, Attached | None]:
    """The words and the picture of a request: the attached one, or for "me" the asker's avatar."""
    if picture is not None:
        return prompt, await attached(picture, outline)
    words = options.about_me(prompt)
    if words is None:
        return prompt, None
    avatar = interaction.user.display_avatar.replace(size=AVATAR_PIXELS, static_format="png")
    async with asyncio.timeout(SECONDS):
        return words, Attached(await avatar.read(), outline)
