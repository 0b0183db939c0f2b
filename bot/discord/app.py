"""The Discord adapter: keeps the connection up, and passes what happens there to the service."""

import asyncio
import hashlib
import json
import logging
from typing import Any, Self

import discord

from bot import messages
from bot.backoff import LONGEST_WAIT, Backoff
from bot.config import DiscordSettings
from bot.discord.actions import ACTIONS
from bot.discord.buttons import EmojiButton, consent_view
from bot.discord.client import EmojiClient, person_of
from bot.discord.commands import EmojiTree
from bot.discord.courier import DiscordCourier
from bot.discord.replies import UNREACHABLE
from bot.domain import Actor, BadSettings, Platform
from bot.service import Service

log = logging.getLogger(__name__)

SYNCED = "discord commands"
# The gateway closes with it where the token is wrong.
AUTHENTICATION_FAILED = 4004
WRONG_TOKEN = (
    "Discord refuses DISCORD_TOKEN: copy the token again from the page Bot of your application "
    "on discord.com/developers."
)


class DiscordApp:
    """One bot on Discord: use as `async with`, which logs in, and then `run`.

    `courier` brings what was asked for here, also while `run` has ended and the context has not.
    """

    def __init__(self, service: Service, settings: DiscordSettings, token: str) -> None:
        self._token = token
        self._opened = False
        self.client: EmojiClient = _Client(service, settings, ACTIONS)
        self.courier = DiscordCourier(self.client)

    async def __aenter__(self) -> Self:
        try:
            await self._open()
        except BadSettings:
            await self.client.close()
            raise
        except UNREACHABLE as error:
            log.warning("Discord cannot be reached yet: %s", error)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.client.close()

    @property
    def reachable(self) -> bool:
        """True where Discord took the token."""
        return self.client.online.is_set()

    async def run(self) -> None:
        """Stay connected until cancelled. Raises BadSettings for a wrong token."""
        loop, backoff = asyncio.get_running_loop(), Backoff()
        while True:
            began = loop.time()
            try:
                if not self.client.online.is_set():
                    await self._open()
                await self.client.connect()
            except BadSettings:
                raise
            except discord.ConnectionClosed as error:
                if error.code == AUTHENTICATION_FAILED:
                    raise BadSettings(WRONG_TOKEN) from error
                log.warning("Discord closed the connection: %s", error)
            except UNREACHABLE as error:
                log.warning("Discord cannot be reached: %s", error)
            except Exception:
                # discord.py ends at an event that it cannot read; the next ones may be sound.
                log.exception("the connection to Discord ended")
            self.client.online.clear()
            if loop.time() - began > LONGEST_WAIT:
                backoff.reset()
            seconds = backoff.wait()
            log.info("connecting to Discord again in %.0f s", seconds)
            await asyncio.sleep(seconds)

    async def _open(self) -> None:
        """Log in, with nothing left of the connection before. Raises BadSettings or UNREACHABLE."""
        if self._opened:
            await self.client.close()
            self.client.clear()
            # It was closed with the session, which discord.py does not notice.
            self.client.http.connector = discord.utils.MISSING
        self._opened = True
        await self.client.__aenter__()
        try:
            await self.client.login(self._token)
        except discord.LoginFailure as error:
            raise BadSettings(WRONG_TOKEN) from error


class _Client(EmojiClient):
    """The client with its commands, buttons and reactions."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self.tree = EmojiTree(self)

    async def setup_hook(self) -> None:
        """Listen to the buttons of every message there is; tell Discord of changed commands."""
        self.add_dynamic_items(EmojiButton)
        commands = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        text = json.dumps([self.application_id, commands], sort_keys=True)
        digest = hashlib.sha256(text.encode()).hexdigest()
        if await self.service.remembered(SYNCED) != digest:
            await self.tree.sync()
            await self.service.remember(SYNCED, digest)
            log.info("told Discord of the commands")
        self.online.set()

    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        """A reaction is a vote, whatever message it stands at; the service knows which."""
        await self._react(payload, True)

    async def on_raw_reaction_remove(self, payload: discord.RawReactionActionEvent) -> None:
        """A reaction taken back takes the vote back."""
        await self._react(payload, False)

    async def _react(self, payload: discord.RawReactionActionEvent, added: bool) -> None:
        own = self.user is not None and payload.user_id == self.user.id
        if own or (payload.member is not None and payload.member.bot):
            return
        user = discord.Object(payload.user_id)
        space = None if payload.guild_id is None else f"{Platform.DISCORD}:{payload.guild_id}"
        voted = await self.service.react(
            Platform.DISCORD,
            str(payload.channel_id),
            str(payload.message_id),
            Actor(person_of(user), space),
            str(payload.emoji),
            added,
        )
        if voted is not None and voted.ask_consent:
            await self._ask_consent(user)

    async def _ask_consent(self, user: discord.Object) -> None:
        """A reaction has no private answer, so the question goes into a direct message."""
        try:
            channel = await self.create_dm(user)
            await channel.send(messages.CONSENT_QUESTION, view=consent_view())
        except UNREACHABLE as error:
            log.info("not asked for consent: %s", error)
