"""What every part of the Discord adapter shares: the client's type, and plain data out of it."""

import asyncio
import re
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import discord

from bot.config import DiscordSettings
from bot.domain import Actor, Address, Person, Platform
from bot.messages import Messages
from bot.service import Service

# An interaction's token dies after 15 minutes; the last one is kept for clocks that differ.
TOKEN_SECONDS = 14 * 60.0
# The adapter behind interactions sleeps through 429 and 5xx without a word: not past this.
PATIENCE_SECONDS = 15.0
# discord.py would sleep through any 429; a wait past this is raised instead. 30 is the least.
RATE_LIMIT_SECONDS = 30.0
MESSAGE_LETTERS = 2000
JOBS_REMEMBERED = 256


@dataclass(frozen=True, slots=True)
class ButtonTarget:
    """What a button is about: an emoji or job, a candidate, the message that shows the emoji."""

    number: int
    place: int | None
    message: int | None


class EmojiClient(discord.Client):
    """A connection to Discord that knows the service and what each button does.

    `online` is set while Discord's REST interface can be used; `begun` are the last jobs on whose
    progress something was said.
    """

    def __init__(
        self, service: Service, settings: DiscordSettings, actions: "Mapping[str, Action]"
    ) -> None:
        super().__init__(
            # None of these is privileged, and commands need no message content.
            intents=discord.Intents(guilds=True, guild_reactions=True, dm_reactions=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=RATE_LIMIT_SECONDS,
            max_messages=None,
        )
        self.service = service
        self.settings = settings
        self.actions = actions
        self.messages = Messages(escape)
        self.online = asyncio.Event()
        self.begun: deque[int] = deque(maxlen=JOBS_REMEMBERED)

    async def close(self) -> None:
        """Close the connection; who brings something waits for the next one."""
        self.online.clear()
        await super().close()


Interaction = discord.Interaction[EmojiClient]
Action = Callable[[Interaction, ButtonTarget], Awaitable[None]]


def escape(text: str) -> str:
    """A person's words that neither format, nor link, nor mention anybody."""
    plain = discord.utils.escape_markdown(text, ignore_links=False)
    # Mentions, custom emoji and times begin with "<"; a broken "://" is no link with a preview.
    return discord.utils.escape_mentions(plain).replace("<", "\\<").replace("://", ":\u200b//")


def words_in(caption: str) -> str:
    """The prompt that a caption quotes, as it was typed; empty where it quotes none."""
    quoted = re.search("“(.*)”", caption, re.DOTALL)
    return re.sub(r"\\(.)", r"\1", quoted[1]).replace("\u200b", "") if quoted else ""


def fit(text: str) -> str:
    """As much of a text as a message takes."""
    return text if len(text) <= MESSAGE_LETTERS else f"{text[: MESSAGE_LETTERS - 1]}…"


def person_of(user: discord.abc.Snowflake) -> Person:
    """A user, as the service knows people."""
    return Person(Platform.DISCORD, str(user.id))


def actor_of(interaction: Interaction) -> Actor:
    """Who acts, and where."""
    user, guild = interaction.user, interaction.guild_id
    return Actor(
        person=person_of(user),
        space=None if guild is None else f"{Platform.DISCORD}:{guild}",
        roles=tuple(str(role.id) for role in getattr(user, "roles", ())),
        manages=interaction.permissions.manage_messages,
    )


def address_of(interaction: Interaction, message: int | None) -> Address:
    """Where the answer goes: `message` is the deferred reply, edited as long as its token lives."""
    return Address(
        platform=Platform.DISCORD,
        chat=str(interaction.channel_id),
        message=None if message is None else str(message),
        token=interaction.token,
        expires=time.time() + TOKEN_SECONDS,
        private=interaction.guild_id is None,
    )
