"""The Discord client, and how its users, interactions and texts become plain data."""

import asyncio
import re
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import discord

from bot.domain import Actor, Address, Person, Platform
from bot.language import speak_to
from bot.messages import Messages, shortened
from bot.service import Service
from bot.settings.config import DiscordSettings

# An interaction's token expires after 15 minutes; one minute is left for clocks that differ.
TOKEN_SECONDS = 14 * 60.0
# discord.py silently sleeps and retries on 429 and 5xx when it answers an interaction.
REPLY_TIMEOUT = 15.0
# A longer wait for a 429 raises RateLimited. discord.py accepts no less than 30.
RATE_LIMIT_SECONDS = 30.0
MESSAGE_LENGTH = 2000
JOBS_REMEMBERED = 256


@dataclass(frozen=True, slots=True)
class ButtonTarget:
    """The emoji or job of a pressed button, the candidate, and the message that shows the emoji."""

    number: int
    place: int | None
    message: int | None


class EmojiClient(discord.Client):
    """A connection to Discord with what its handlers need.

    `presses` says what the button of each action does. `online` is set while the REST API can be
    used. `started` holds the latest jobs whose reply shows progress or the result.
    """

    def __init__(
        self, service: Service, settings: DiscordSettings, presses: "Mapping[str, Press]"
    ) -> None:
        # The bot does not speak, so what speaking needs is not missed.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            # None of these is privileged: of messages in servers only those that mention the bot
            # have a text, such as replies to it.
            intents=discord.Intents(guilds=True, reactions=True, messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=RATE_LIMIT_SECONDS,
            max_messages=None,
        )
        self.service = service
        self.settings = settings
        self.presses = presses
        self.messages = Messages(escape)
        self.online = asyncio.Event()
        self.started: deque[int] = deque(maxlen=JOBS_REMEMBERED)

    async def close(self) -> None:
        """Close the connection. Deliveries wait until it is open again."""
        self.online.clear()
        await super().close()


Interaction = discord.Interaction[EmojiClient]
Press = Callable[[Interaction, ButtonTarget], Awaitable[None]]


def escape(text: str) -> str:
    """A person's text without formatting, links or mentions."""
    plain = discord.utils.escape_markdown(text, ignore_links=False)
    # "<" starts mentions, custom emoji and timestamps; "://" makes a link with a preview.
    return discord.utils.escape_mentions(plain).replace("<", "\\<").replace("://", ":\u200b//")


def prompt_in(caption: str) -> str:
    """The prompt quoted in a caption, unescaped; empty if there is none."""
    quoted = re.search("“(.*)”", caption, re.DOTALL)
    return re.sub(r"\\(.)", r"\1", quoted[1]).replace("\u200b", "") if quoted else ""


def fit(text: str) -> str:
    """A text shortened to what a message may hold."""
    return shortened(text, MESSAGE_LENGTH)


def person_of(user: discord.abc.Snowflake) -> Person:
    """A Discord user as a Person."""
    return Person(Platform.DISCORD, str(user.id))


def speak_to_person(interaction: discord.Interaction[Any]) -> None:
    """Use the language of a person's Discord for the rest of the current task."""
    speak_to([str(interaction.locale)])


def actor_of(interaction: Interaction) -> Actor:
    """The person of an interaction, with their roles and rights where they are."""
    user, guild = interaction.user, interaction.guild_id
    return Actor(
        person=person_of(user),
        space=None if guild is None else f"{Platform.DISCORD}:{guild}",
        roles=tuple(str(role.id) for role in getattr(user, "roles", ())),
        manages=interaction.permissions.manage_messages,
        chat=None if interaction.channel_id is None else str(interaction.channel_id),
    )


def is_outside(interaction: Interaction) -> bool:
    """Whether the bot is not a member of the chat: somebody has installed it for themselves."""
    if interaction.guild_id is None:
        return interaction.context.private_channel
    return interaction.client.get_guild(interaction.guild_id) is None


def address_of(interaction: Interaction, message: int | None) -> Address:
    """Where to deliver; `message` is the deferred reply, edited until the token expires."""
    return Address(
        platform=Platform.DISCORD,
        chat=str(interaction.channel_id),
        message=None if message is None else str(message),
        token=interaction.token,
        expires=time.time() + TOKEN_SECONDS,
        private=interaction.guild_id is None,
        outside=is_outside(interaction),
    )
