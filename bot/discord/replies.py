"""Answers to interactions: a request taken in, a sentence for one person, an apology."""

import asyncio
import io
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

import aiohttp
import discord
from discord import ui

from bot.discord.client import PATIENCE_SECONDS, Interaction, address_of, fit
from bot.domain import Address, Refused, Ticket

log = logging.getLogger(__name__)

BROKEN = "Something went wrong on my side, and was noted. Please try again in a moment."
SLOW = "Discord does not answer me just now: please try again in a moment."
UNREACHABLE = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError)
"""What a call to Discord raises, TimeoutError (an OSError) included."""


async def say(
    interaction: Interaction,
    text: str,
    view: ui.View | None = None,
    files: Sequence[discord.File] = (),
) -> None:
    """Answer in the deferred reply."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        await interaction.edit_original_response(
            content=fit(text), view=view, attachments=list(files)
        )


async def whisper(interaction: Interaction, text: str, view: ui.View | None = None) -> None:
    """Follow up, for the presser's eyes only."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        await interaction.followup.send(
            fit(text), ephemeral=True, view=discord.utils.MISSING if view is None else view
        )


async def take_in(
    interaction: Interaction,
    ask: Callable[[Address], Awaitable[tuple[str, Ticket]]],
    cancel: Callable[[int], ui.View],
) -> None:
    """Defer, pass a request on, and say its place in the queue beside a way to cancel it.

    `ask` answers with the prompt and the ticket. Everybody sees the reply, so that a refusal
    takes it back and is told to the asker alone.
    """
    deferred = await interaction.response.defer(thinking=True)
    message = None if deferred is None else deferred.message_id
    try:
        prompt, ticket = await ask(address_of(interaction, message))
    except Exception as error:
        async with _trying():
            await interaction.delete_original_response()
            await whisper(interaction, _sentence(error))
        return
    if ticket.repeated or ticket.cached or ticket.job in interaction.client.begun:
        return
    # It is taken, whether this can be said or not.
    async with _trying():
        accepted = interaction.client.messages.accepted(prompt, ticket)
        await say(interaction, accepted, cancel(ticket.job))


async def apologise(interaction: Interaction, error: Exception) -> None:
    """Tell the person alone why it did not work."""
    sentence = _sentence(error)
    response = interaction.response
    async with _trying():
        if not response.is_done():
            await response.send_message(fit(sentence), ephemeral=True)
        elif response.type is discord.InteractionResponseType.deferred_channel_message:
            await say(interaction, sentence)
        else:
            await whisper(interaction, sentence)


@asynccontextmanager
async def _trying() -> AsyncIterator[None]:
    """What cannot be said is noted only: there is nobody else to tell."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            yield
    except UNREACHABLE as error:
        log.info("not said: %s", error)


def picture_file(data: bytes, name: str, alt: str) -> discord.File:
    """A PNG to attach, with its description."""
    return discord.File(io.BytesIO(data), filename=f"{name}.png", description=alt)


def _sentence(error: Exception) -> str:
    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, discord.RateLimited):
        return f"Discord asks me to wait: try again in {round(error.retry_after)} s."
    if isinstance(error, UNREACHABLE):
        log.warning("Discord: %s", error)
        return SLOW
    log.error("not answered", exc_info=error)
    return BROKEN
