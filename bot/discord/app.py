"""The Discord adapter: keeps the connection open and passes events to the service."""

import asyncio
import hashlib
import json
import logging
from contextlib import suppress
from typing import Any, Self

import discord

from bot import messages
from bot.backoff import LONGEST_WAIT, Backoff
from bot.discord.buttons import BUTTONS
from bot.discord.client import EmojiClient, actor_of, person_of
from bot.discord.commands import EmojiTree
from bot.discord.courier import DiscordCourier
from bot.discord.invitation import notes
from bot.discord.personal_buttons import consent_view
from bot.discord.presses import EmojiButton
from bot.discord.replies import DISCORD_ERRORS
from bot.discord.reply_changes import change_by_reply
from bot.discord.translator import CommandTranslator, as_typed
from bot.domain import Actor, BadSettings, Platform, StoreUnavailable
from bot.language import _, speak
from bot.service import Service
from bot.settings.config import DiscordSettings

log = logging.getLogger(__name__)

# The key in the store for the digest of the commands that Discord has.
SYNCED = "discord commands"
# The gateway's close code for a wrong token.
AUTHENTICATION_FAILED = 4004
WRONG_TOKEN = (
    "Discord does not accept DISCORD_TOKEN: open your application on discord.com/developers, and "
    "copy the token from its Bot page again."
)


class DiscordApp:
    """One bot on Discord. Entering the context logs in; then call `run`.

    `courier` delivers until the context is left, even after `run` has ended.
    """

    url = None

    def __init__(self, service: Service, settings: DiscordSettings, token: str) -> None:
        self._token = token
        self._opened = False
        self.client: EmojiClient = _Client(
            service, settings, {action: button.press for action, button in BUTTONS.items()}
        )
        self.courier = DiscordCourier(self.client)

    async def __aenter__(self) -> Self:
        try:
            await self._open()
        except BadSettings:
            await self.client.close()
            raise
        except DISCORD_ERRORS as error:
            log.warning("Discord cannot be reached yet: %s", error)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.client.close()

    @property
    def notes(self) -> tuple[str, ...]:
        """How to invite the bot, and what replies need."""
        return notes(self.client)

    @property
    def reachable(self) -> bool:
        """True once Discord has accepted the token."""
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
            except DISCORD_ERRORS as error:
                log.warning("Discord cannot be reached: %s", error)
            except Exception:
                # discord.py stops at an event that it cannot parse; the next ones may be valid.
                log.exception("the connection to Discord ended")
            self.client.online.clear()
            if loop.time() - began > LONGEST_WAIT:
                backoff.reset()
            seconds = backoff.wait()
            log.info("connecting to Discord again in %.0f s", seconds)
            await asyncio.sleep(seconds)

    async def _open(self) -> None:
        """Log in afresh. Raises BadSettings or one of DISCORD_ERRORS."""
        if self._opened:
            await self.client.close()
            self.client.clear()
            # discord.py would reuse the connector that was closed with the session.
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
        """Handle the buttons of all messages, old ones too, and sync the commands if changed."""
        self.add_dynamic_items(EmojiButton)
        translator = CommandTranslator()
        await self.tree.set_translator(translator)
        commands = [
            await command.get_translated_payload(self.tree, translator)
            for command in self.tree.get_commands()
        ]
        text = json.dumps([self.application_id, commands], sort_keys=True)
        digest = hashlib.sha256(text.encode()).hexdigest()
        if await self.service.notes.get(SYNCED) != digest:
            await self.tree.sync()
            # Not stored, they are synced again at the next start.
            with suppress(StoreUnavailable):
                await self.service.notes.set(SYNCED, digest)
            log.info("synced the commands with Discord")
        self.online.set()

    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        """Count a reaction as a vote. The service knows which messages show an emoji."""
        await self._react(payload, True)

    async def on_raw_reaction_remove(self, payload: discord.RawReactionActionEvent) -> None:
        """Retract the vote of a removed reaction."""
        await self._react(payload, False)

    async def on_raw_reaction_clear(self, payload: discord.RawReactionClearEvent) -> None:
        """Retract the votes of all reactions that a moderator removed."""
        chat, message = str(payload.channel_id), str(payload.message_id)
        await self.service.votes.cleared(Platform.DISCORD, chat, message)

    async def on_raw_reaction_clear_emoji(
        self, payload: discord.RawReactionClearEmojiEvent
    ) -> None:
        """Retract the votes of all reactions with one emoji."""
        chat, message = str(payload.channel_id), str(payload.message_id)
        await self.service.votes.cleared(Platform.DISCORD, chat, message, str(payload.emoji))

    async def on_message(self, message: discord.Message) -> None:
        """Change an emoji by a reply to it."""
        await change_by_reply(self, message)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Remember who has spoken to the bot in a direct message, so that it may write there."""
        if interaction.guild_id is None and not interaction.context.private_channel:
            await self.service.people.heard(actor_of(interaction))

    async def _react(self, payload: discord.RawReactionActionEvent, added: bool) -> None:
        own = self.user is not None and payload.user_id == self.user.id
        if own or (payload.member is not None and payload.member.bot):
            return
        user = discord.Object(payload.user_id)
        space = None if payload.guild_id is None else f"{Platform.DISCORD}:{payload.guild_id}"
        voted = await self.service.votes.react(
            Platform.DISCORD,
            str(payload.channel_id),
            str(payload.message_id),
            Actor(person_of(user), space, chat=str(payload.channel_id)),
            str(payload.emoji),
            added,
        )
        if voted is not None and voted.ask_consent:
            speak(await self.service.people.language(person_of(user)))
            await self._ask_consent(user)

    async def _ask_consent(self, user: discord.Object) -> None:
        """Ask in a direct message, as a reaction has no private reply."""
        try:
            channel = await self.create_dm(user)
            await channel.send(as_typed(_(messages.CONSENT_QUESTION)), view=consent_view())
        except DISCORD_ERRORS as error:
            log.info("could not ask for consent: %s", error)
