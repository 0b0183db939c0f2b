"""The text of somebody's message as a prompt."""

import re

import discord

from bot.discord.client import prompt_in
from bot.discord.results import pictures_of, text_of
from bot.domain import Refused
from bot.language import N_, _

NO_WORDS = N_("This message has no words that I could draw.")
ONLY_PICTURES = N_("This message has no words. “{menu}” draws its picture.")
PICTURE_MENU = N_("Make it an emoji")
LINKS = re.compile(r"https?://\S+")
CUSTOM_EMOJI = re.compile(r"<a?:(\w+):[0-9]+>")
MARKS = re.compile(r"<[^<>\s]+>|@(?:everyone|here)\b")
"""Mentions, times, links to channels and commands."""


def words_of(message: discord.Message, bot: int) -> str:
    """The words of a message without links, mentions and formatting. Raises Refused if none.

    Custom emoji become their names, and a result of this bot the words that it was made from.
    """
    own = message.author.id == bot
    if words := prompt_in(text_of(message)) if own else _plain(message):
        return words
    if message.attachments or pictures_of(message):
        raise Refused(_(ONLY_PICTURES, menu=_(PICTURE_MENU)))
    raise Refused(_(NO_WORDS))


def _plain(message: discord.Message) -> str:
    forwarded = [own.content for own in message.message_snapshots]
    text = "\n".join([text_of(message), *forwarded])
    named = CUSTOM_EMOJI.sub(lambda found: found[1].replace("_", " "), LINKS.sub("", text))
    plain = discord.utils.remove_markdown(MARKS.sub("", named), ignore_links=False)
    return " ".join(plain.split())
