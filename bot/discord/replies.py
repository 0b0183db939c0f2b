"""Replies to interactions: accepted requests, texts for one person, and errors."""

import asyncio
import io
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

import aiohttp
import discord
from discord import ui

from bot import pace
from bot.discord.client import (
    REPLY_TIMEOUT,
    TOKEN_SECONDS,
    ButtonTarget,
    EmojiClient,
    Interaction,
    address_of,
    fit,
    is_outside,
)
from bot.discord.translator import as_typed
from bot.domain import Address, Emoji, Form, Picture, Refused, Ticket
from bot.language import N_, _
from bot.messages import BROKEN

log = logging.getLogger(__name__)

UNAVAILABLE = N_("Discord is not responding. Please try again in a moment.")
OUTSIDE = N_(
    "I am not a member here: somebody has installed me for themselves. So I cannot add emoji or "
    "stickers to this place, see reactions and replies, or delete messages. The buttons work."
)
TOO_LATE_OUTSIDE = N_(
    "I am not a member here, so I can answer for 15 minutes only. If it takes longer, find your "
    "emoji with /history."
)
DISCORD_ERRORS = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError)
"""What a call to Discord may raise. TimeoutError is an OSError."""


async def defer_alone(interaction: Interaction, target: ButtonTarget) -> None:
    """Defer an answer that only the person sees: in place of the pressed menu, or a new message."""
    if target.message is None:
        await interaction.response.defer(ephemeral=True, thinking=True)
    else:
        await interaction.response.defer()


async def reply(
    interaction: Interaction,
    text: str,
    view: ui.View | None = None,
    files: Sequence[discord.File] = (),
) -> None:
    """Edit the deferred reply."""
    async with asyncio.timeout(REPLY_TIMEOUT):
        await interaction.edit_original_response(
            content=fit(text), view=view, attachments=list(files)
        )


async def show(
    interaction: Interaction, layout: ui.LayoutView, files: Sequence[discord.File] = ()
) -> None:
    """Turn the deferred reply into a layout."""
    async with asyncio.timeout(REPLY_TIMEOUT):
        await interaction.edit_original_response(view=layout, attachments=list(files))


async def follow_up(interaction: Interaction, text: str, view: ui.View | None = None) -> None:
    """Send a follow-up that only the person sees."""
    async with asyncio.timeout(REPLY_TIMEOUT):
        await interaction.followup.send(
            fit(text), ephemeral=True, view=discord.utils.MISSING if view is None else view
        )


async def accept(
    interaction: Interaction,
    ask: Callable[[Address], Awaitable[tuple[str, Ticket]]],
    cancel: Callable[[int], ui.View],
) -> None:
    """Defer, ask the service, and show the place in the queue with the `cancel` view of the job.

    `ask` returns the prompt and the ticket. The reply is public, so a refusal deletes it and is
    sent to the person alone.
    """
    deferred = await interaction.response.defer(thinking=True)
    message = None if deferred is None else deferred.message_id
    try:
        prompt, ticket = await ask(address_of(interaction, message))
    except Exception as error:
        async with _best_effort():
            await interaction.delete_original_response()
            await follow_up(interaction, sentence_of(error))
        return
    if ticket.repeated or ticket.cached or ticket.job in interaction.client.started:
        return
    if ticket.seconds is not None and ticket.seconds < pace.CALM_SECONDS:
        await asyncio.sleep(pace.CALM_SECONDS)
        if ticket.job in interaction.client.started:
            return
    # The request is accepted even if this message fails.
    async with _best_effort():
        accepted = interaction.client.messages.accepted(prompt, ticket)
        if is_outside(interaction) and (ticket.seconds or 0) > TOKEN_SECONDS:
            accepted = f"{accepted}\n{as_typed(_(TOO_LATE_OUTSIDE))}"
        await reply(interaction, accepted, cancel(ticket.job))


async def report(interaction: Interaction, error: Exception) -> None:
    """Tell the person alone what went wrong."""
    sentence = sentence_of(error)
    response = interaction.response
    async with _best_effort():
        if not response.is_done():
            await response.send_message(fit(sentence), ephemeral=True)
        elif response.type is discord.InteractionResponseType.deferred_channel_message:
            await reply(interaction, sentence)
        else:
            await follow_up(interaction, sentence)


@asynccontextmanager
async def _best_effort() -> AsyncIterator[None]:
    """Log a reply that fails, as there is no other way to reach the person."""
    try:
        async with asyncio.timeout(REPLY_TIMEOUT):
            yield
    except DISCORD_ERRORS as error:
        log.info("could not reply: %s", error)


async def picture_file(
    client: EmojiClient, emoji: Emoji, picture: Picture, name: str
) -> discord.File:
    """The picture of an emoji as an attachment: a PNG, or a GIF if the emoji moves."""
    data, form = await client.service.moving.shown(emoji, picture, Form.PNG, Form.GIF)
    alt = client.messages.alt(emoji)
    return discord.File(io.BytesIO(data), filename=f"{name}.{form}", description=alt)


def still_file(data: bytes, name: str, alt: str) -> discord.File:
    """A PNG as an attachment; `alt` describes it."""
    return discord.File(io.BytesIO(data), filename=f"{name}.png", description=alt)


def sentence_of(error: Exception) -> str:
    """What to tell a person about an error. Logs what they cannot fix."""
    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, discord.RateLimited):
        seconds = round(error.retry_after)
        return _("Discord asks me to wait: try again in {seconds} s.", seconds=seconds)
    if isinstance(error, DISCORD_ERRORS):
        log.warning("Discord: %s", error)
        return _(UNAVAILABLE)
    log.error("an interaction failed", exc_info=error)
    return _(BROKEN)
