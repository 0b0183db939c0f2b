"""Delivers to Discord: edits the reply, or sends a message once the reply has expired."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord

from bot.discord.buttons import result_row
from bot.discord.cancel import cancel_view
from bot.discord.client import REPLY_TIMEOUT, EmojiClient, fit
from bot.discord.emoji import name_for
from bot.discord.packs import pack_row, sheet_file
from bot.discord.presses import EmojiButton
from bot.discord.replies import picture_file
from bot.discord.results import result
from bot.discord.translator import as_typed
from bot.domain import (
    Address,
    Emoji,
    Gone,
    Job,
    NotDelivered,
    Pack,
    Picture,
    Platform,
    TryLater,
)
from bot.pace import Pace

log = logging.getLogger(__name__)

# An interaction's webhook takes five edits in five seconds, and the picture must be one of them.
PROGRESS_SECONDS = 2.0
RETRY_SECONDS = 5.0
# The statuses to retry. A 401 means for a reply that its token has expired (code 50027), but for a
# message that the bot's own token was changed, which the operator can fix.
REPLY_RETRIES, MESSAGE_RETRIES = (429,), (401, 429)


UNKNOWN_MESSAGE = 10008
"""Discord's error code for a message that was deleted."""


class _Deleted(Gone):
    """Somebody deleted the reply."""


class DiscordCourier:
    """A Courier that edits the reply while its token is valid, else writes in the channel."""

    platform = Platform.DISCORD

    def __init__(self, client: EmojiClient) -> None:
        self._client = client
        self._pace = Pace(PROGRESS_SECONDS)
        self._clearing: set[asyncio.Future[None]] = set()

    async def progress(self, job: Job, done: int, total: int) -> None:
        """Edit the reply, at most every PROGRESS_SECONDS for each job."""
        text = self._client.messages.painting(job.recipe.prompt, done, total)
        if done >= total or not self._pace.may(job.id, job.address.message or "", text):
            return
        self._client.started.append(job.id)
        async with self._reaching(REPLY_RETRIES):
            webhook, message = self._reply(job.address)
            await webhook.edit_message(message, content=fit(text), view=cancel_view(job.id))

    async def deliver(self, job: Job, emoji: Emoji, picture: Picture) -> str:
        """Show the emoji with its buttons. Returns the id of the message."""
        file = await picture_file(self._client, emoji, picture, name_for(emoji.recipe.prompt))
        caption = self._client.messages.caption(emoji)
        return await self._show(job, caption, file, result_row(emoji.id))

    async def deliver_pack(self, pack: Pack) -> str:
        """Show the contact sheet with the buttons for all of it. Returns the id of the message."""
        text = self._client.messages.pack(pack)
        file = sheet_file(await self._client.service.packs.sheet(pack), text)
        return await self._show(pack.job, text, file, pack_row(pack.job))

    async def tell(self, job: Job, sentence: str) -> None:
        """Say in the reply why there is no emoji."""
        await self._show(job, self._client.messages.failed(job.recipe.prompt, as_typed(sentence)))

    async def _show(
        self,
        job: Job,
        text: str,
        file: discord.File | None = None,
        buttons: Sequence[EmojiButton] = (),
    ) -> str:
        self._client.started.append(job.id)
        self._pace.end(job.id)
        try:
            async with self._reaching(REPLY_RETRIES):
                webhook, message = self._reply(job.address)
                edited = await webhook.edit_message(message, **_edited(text, file, buttons))
                return str(edited.id)
        except Gone as error:
            if job.address.outside:
                raise
            # If somebody deleted it, they did not want to see it there: nobody is notified.
            deleted = isinstance(error, _Deleted)
            sent = await self._send(job, text, file, buttons, mention=not deleted)
            if not deleted:
                clearing = asyncio.ensure_future(self._take_down(job.address))
                self._clearing.add(clearing)
                clearing.add_done_callback(self._clearing.discard)
            return sent

    async def _send(
        self,
        job: Job,
        text: str,
        file: discord.File | None,
        buttons: Sequence[EmojiButton],
        *,
        mention: bool,
    ) -> str:
        """Send a message that mentions or answers only the person who asked, or nobody: its id."""
        asker, address = discord.Object(int(job.person.id)), job.address
        answered = _answered(address)
        if file is not None:
            file.reset()
        text = f"<@{asker.id}> {text}" if mention and not answered else text
        async with self._reaching(MESSAGE_RETRIES):
            channel = self._client.get_partial_messageable(int(address.chat))
            sent = await channel.send(
                **_sent(text, file, buttons),
                silent=not mention,
                allowed_mentions=discord.AllowedMentions(
                    users=[asker], replied_user=bool(answered)
                ),
                **answered,
            )
        return str(sent.id)

    async def _take_down(self, address: Address) -> None:
        """Delete the reply whose token has expired, as the bot's own message in the channel."""
        if address.message is None:
            return
        channel = self._client.get_partial_messageable(int(address.chat))
        try:
            async with self._reaching(()):
                await channel.get_partial_message(int(address.message)).delete()
        except NotDelivered as error:
            # As in servers that the bot has not joined.
            log.info("a reply could not be deleted: %s", error)

    def _reply(self, address: Address) -> tuple[discord.Webhook, int]:
        """The webhook and the id of the deferred reply. Raises Gone once the token has expired."""
        valid = address.expires is not None and time.time() < address.expires
        if not valid or address.token is None or address.message is None:
            raise Gone("the interaction has expired")
        application = self._client.application_id
        assert application is not None, "known since the login"
        webhook = discord.Webhook.partial(application, address.token, client=self._client)
        return webhook, int(address.message)

    @asynccontextmanager
    async def _reaching(self, retries: Sequence[int]) -> AsyncIterator[None]:
        """Turn errors into Gone, or into TryLater for a status in `retries` or from 500 on."""
        await self._client.online.wait()
        try:
            async with asyncio.timeout(REPLY_TIMEOUT):
                yield
        except discord.RateLimited as error:
            raise TryLater(error.retry_after) from error
        except discord.NotFound as error:
            if error.code == UNKNOWN_MESSAGE:
                raise _Deleted(str(error)) from error
            raise Gone(str(error)) from error
        except discord.HTTPException as error:
            if error.status >= 500 or error.status in retries:
                raise TryLater(RETRY_SECONDS, str(error)) from error
            raise Gone(str(error)) from error
        except (aiohttp.ClientError, OSError) as error:
            raise TryLater(RETRY_SECONDS, str(error)) from error


def _edited(text: str, file: discord.File | None, buttons: Sequence[EmojiButton]) -> dict[str, Any]:
    """The parameters of an edit of a reply: a result if there are buttons, else a text alone."""
    if not buttons:
        return {"content": fit(text), "attachments": [], "view": None}
    files = [] if file is None else [file]
    return {"content": None, "attachments": files, "view": result(text, buttons, file)}


def _sent(text: str, file: discord.File | None, buttons: Sequence[EmojiButton]) -> dict[str, Any]:
    """The parameters of a new message, likewise."""
    if not buttons:
        return {"content": fit(text)}
    files = [] if file is None else [file]
    return {"files": files, "view": result(text, buttons, file)}


def _answered(address: Address) -> dict[str, Any]:
    """The parameters of a message that replies to the person's own, if there is one."""
    if address.reply_to is None:
        return {}
    message, chat = int(address.reply_to), int(address.chat)
    reference = discord.MessageReference(
        message_id=message, channel_id=chat, fail_if_not_exists=False
    )
    return {"reference": reference}
