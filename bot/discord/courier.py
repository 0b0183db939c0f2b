"""Brings finished emoji to Discord: by editing the reply, or as a message once that cannot be."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import aiohttp
import discord
from discord import ui

from bot.discord.buttons import cancel_view, result_view
from bot.discord.client import PATIENCE_SECONDS, EmojiClient, fit
from bot.discord.emoji import name_for
from bot.discord.replies import picture_file
from bot.domain import Address, Emoji, Form, Gone, Job, Picture, Platform, Refused, TryLater

# An interaction's webhook takes five edits in five seconds, and the picture needs room in them.
PACE_SECONDS = 2.0
ILL_SECONDS = 5.0
# With a 401 an interaction's token has expired (code 50027), but the bot's own was changed, which
# the operator mends.
REPLY_WAITS, MESSAGE_WAITS = (429,), (401, 429)


class DiscordCourier:
    """A Courier: a live token's reply is edited, else the channel gets a message."""

    platform = Platform.DISCORD

    def __init__(self, client: EmojiClient) -> None:
        self._client = client
        self._shown: tuple[int, float] = (0, 0.0)

    async def progress(self, job: Job, done: int, total: int) -> None:
        """Edit the reply, at a gentle pace. One job is painted at a time."""
        now = time.monotonic()
        last, at = self._shown
        if done >= total or (last == job.id and now - at < PACE_SECONDS):
            return
        self._shown = (job.id, now)
        self._client.begun.append(job.id)
        text = self._client.messages.painting(job.recipe.prompt, done, total)
        async with self._reaching(REPLY_WAITS):
            webhook, message = self._reply(job.address)
            await webhook.edit_message(message, content=fit(text), view=cancel_view(job.id))

    async def deliver(self, job: Job, emoji: Emoji, picture: Picture) -> str:
        """Show the emoji with its buttons; the message's id."""
        try:
            png = await self._client.service.export(emoji.id, Form.PNG)
        except Refused as error:
            raise Gone(str(error)) from error
        messages = self._client.messages
        return await self._show(
            job,
            messages.caption(emoji),
            picture_file(png, name_for(emoji.recipe.prompt), messages.alt(emoji)),
            result_view(emoji.id),
        )

    async def tell(self, job: Job, sentence: str) -> None:
        """Say in the reply how the job ended."""
        await self._show(job, self._client.messages.failed(job.recipe.prompt, sentence))

    async def _show(
        self, job: Job, text: str, file: discord.File | None = None, view: ui.View | None = None
    ) -> str:
        self._client.begun.append(job.id)
        files = [] if file is None else [file]
        try:
            async with self._reaching(REPLY_WAITS):
                webhook, message = self._reply(job.address)
                edited = await webhook.edit_message(
                    message, content=fit(text), attachments=files, view=view
                )
                return str(edited.id)
        except Gone:
            return await self._send(job, text, file, view)

    async def _send(
        self, job: Job, text: str, file: discord.File | None, view: ui.View | None
    ) -> str:
        """A message of the bot's own, which mentions the asker and nobody else."""
        asker = discord.Object(int(job.person.id))
        if file is not None:
            file.reset()
        async with self._reaching(MESSAGE_WAITS):
            channel = self._client.get_partial_messageable(int(job.address.chat))
            sent = await channel.send(
                fit(f"<@{asker.id}> {text}"),
                file=discord.utils.MISSING if file is None else file,
                view=discord.utils.MISSING if view is None else view,
                allowed_mentions=discord.AllowedMentions(users=[asker]),
            )
        return str(sent.id)

    def _reply(self, address: Address) -> tuple[discord.Webhook, int]:
        """The deferred reply, as what can edit it. Raises Gone once its token is dead."""
        alive = address.expires is not None and time.time() < address.expires
        if not alive or address.token is None or address.message is None:
            raise Gone("the interaction is over")
        application = self._client.application_id
        assert application is not None, "known since the login"
        webhook = discord.Webhook.partial(application, address.token, client=self._client)
        return webhook, int(address.message)

    @asynccontextmanager
    async def _reaching(self, waits: Sequence[int]) -> AsyncIterator[None]:
        """What Discord answers, as Gone or TryLater; `waits` are the refusals that pass."""
        await self._client.online.wait()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                yield
        except discord.RateLimited as error:
            raise TryLater(error.retry_after) from error
        except discord.HTTPException as error:
            if error.status >= 500 or error.status in waits:
                raise TryLater(ILL_SECONDS, str(error)) from error
            raise Gone(str(error)) from error
        except (aiohttp.ClientError, OSError) as error:
            raise TryLater(ILL_SECONDS, str(error)) from error
