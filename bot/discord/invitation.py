"""How the bot gets into a server, and what it can do there: for the operator, in `--check`."""

import discord

from bot.discord.client import EmojiClient

PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    attach_files=True,
    read_message_history=True,
    create_expressions=True,
)
"""All that the bot can use in a server. Without them it answers commands and buttons."""
REPLIES = (
    "✏️ changes an emoji everywhere; a reply does so only if it mentions the bot, in servers that "
    "invited it with this link"
)


def notes(client: EmojiClient) -> tuple[str, ...]:
    """The link that invites the bot, and when replies reach it; nothing before the login."""
    if client.application_id is None:
        return ()
    link = discord.utils.oauth_url(
        client.application_id,
        permissions=PERMISSIONS,
        scopes=("bot", "applications.commands"),
    )
    return f"invite it with {link}", REPLIES
