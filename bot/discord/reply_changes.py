"""Replies to a message with an emoji: the words change that emoji.

Discord shows a bot the text of messages that mention it, as replies to it usually do, and of direct
messages. The bot needs no privileged intent for that.
"""

import asyncio
import logging
import re

import discord

from bot.discord.client import REPLY_TIMEOUT, EmojiClient, fit, person_of
from bot.discord.replies import DISCORD_ERRORS, sentence_of
from bot.domain import Actor, Address, Platform
from bot.language import speak

log = logging.getLogger(__name__)

_MENTION = re.compile(r"<@!?[0-9]+>")


async def change_by_reply(client: EmojiClient, message: discord.Message) -> None:
    """Change the emoji that a message replies to, as its words say.

    Other messages are ignored, and so are comments such as "lol".
    """
    replied = message.reference and message.reference.message_id
    words = _MENTION.sub("", message.content).strip()
    if message.author.bot or replied is None or not words:
        return
    if client.service.changes.is_comment(words):
        return
    chat = str(message.channel.id)
    emoji = await client.service.emoji.emoji_in(Platform.DISCORD, chat, str(replied))
    if emoji is None:
        return
    speak(await client.service.people.language(person_of(message.author)))
    try:
        await client.service.change(
            emoji, words, str(message.id), _actor_of(message), _address_of(message)
        )
    except Exception as error:
        await _tell(message, sentence_of(error))


def _actor_of(message: discord.Message) -> Actor:
    author, guild = message.author, message.guild
    return Actor(
        person=person_of(author),
        space=None if guild is None else f"{Platform.DISCORD}:{guild.id}",
        roles=tuple(str(role.id) for role in getattr(author, "roles", ())),
        chat=str(message.channel.id),
    )


def _address_of(message: discord.Message) -> Address:
    return Address(
        platform=Platform.DISCORD,
        chat=str(message.channel.id),
        reply_to=str(message.id),
        private=message.guild is None,
    )


async def _tell(message: discord.Message, sentence: str) -> None:
    try:
        async with asyncio.timeout(REPLY_TIMEOUT):
            await message.reply(fit(sentence), mention_author=False)
    except DISCORD_ERRORS as error:
        log.info("could not reply: %s", error)
