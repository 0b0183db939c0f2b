"""What each button does: defer, one call of the service, an answer."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Self

import discord
from discord import ui

from bot import messages
from bot.discord.buttons import (
    WHERE_TO,
    cancel_view,
    consent_view,
    pick_view,
    result_view,
    where_view,
)
from bot.discord.client import Action, ButtonTarget, EmojiClient, Interaction, actor_of, words_in
from bot.discord.emoji import add_to_application, add_to_server, name_for
from bot.discord.replies import UNREACHABLE, apologise, picture_file, say, take_in, whisper
from bot.domain import Address, Emoji, Form, Ticket

# Discord forgets a form that is open for longer.
FORM_SECONDS = 900.0
PICKED = "Picked, thank you."


class WordsForm(ui.Modal, title="Change the words"):
    """Asks for other words; the ones before stand in it."""

    words: ui.TextInput[Self] = ui.TextInput(label=messages.ASK_WORDS)

    def __init__(self, number: int, before: str) -> None:
        super().__init__(timeout=FORM_SECONDS)
        self._number = number
        self.words.default = before

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        """Ask with the new words."""
        try:
            await _another(interaction, self._number, self.words.value)
        except Exception as error:
            await apologise(interaction, error)


async def _up(interaction: Interaction, press: ButtonTarget) -> None:
    await _vote(interaction, press, 1)


async def _down(interaction: Interaction, press: ButtonTarget) -> None:
    await _vote(interaction, press, -1)


async def _vote(interaction: Interaction, press: ButtonTarget, value: int) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    client = interaction.client
    voted = await client.service.vote(press.number, actor_of(interaction), value)
    await say(interaction, client.messages.voted(voted))
    if voted.ask_consent:
        await whisper(interaction, messages.CONSENT_QUESTION, consent_view())


async def _yes(interaction: Interaction, press: ButtonTarget) -> None:
    await _agree(interaction, True)


async def _no(interaction: Interaction, press: ButtonTarget) -> None:
    await _agree(interaction, False)


async def _agree(interaction: Interaction, agrees: bool) -> None:
    await interaction.response.defer()
    await say(interaction, await interaction.client.service.consent(actor_of(interaction), agrees))


async def _again(interaction: Interaction, press: ButtonTarget) -> None:
    await _another(interaction, press.number, None)


async def _another(interaction: Interaction, number: int, words: str | None) -> None:
    service = interaction.client.service

    async def ask(address: Address) -> tuple[str, Ticket]:
        prompt = words or (await service.emoji(number)).recipe.prompt
        actor = actor_of(interaction)
        return prompt, await service.again(number, str(interaction.id), actor, address, words)

    await take_in(interaction, ask, cancel_view)


async def _edit(interaction: Interaction, press: ButtonTarget) -> None:
    # A form cannot follow a defer: the words come from the message itself, at once.
    shown = interaction.message.content if interaction.message else ""
    await interaction.response.send_modal(WordsForm(press.number, words_in(shown)))


async def _all(interaction: Interaction, press: ButtonTarget) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    client, shown = interaction.client, interaction.message
    emoji = await client.service.emoji(press.number)
    pictures = await client.service.pictures(press.number)
    files = [await _file(client, emoji, place) for place in range(len(pictures))]
    text = client.messages.candidates(emoji, pictures)
    view = pick_view(emoji.id, len(pictures), shown.id if shown else 0)
    await say(interaction, text, view, files)


async def _pick(interaction: Interaction, press: ButtonTarget) -> None:
    await interaction.response.defer()
    client, actor = interaction.client, actor_of(interaction)
    await client.service.pick(press.number, press.place or 0, actor)
    emoji = await client.service.emoji(press.number)
    if emoji.person == actor.person and press.message and interaction.channel_id:
        channel = client.get_partial_messageable(interaction.channel_id)
        shown = channel.get_partial_message(press.message)
        # A bot that is no member cannot; the pick stands for the emoji all the same.
        with suppress(*UNREACHABLE):
            await shown.edit(attachments=[await _file(client, emoji, emoji.chosen)])
    await whisper(interaction, PICKED)


async def _how(interaction: Interaction, press: ButtonTarget) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    client = interaction.client
    await say(interaction, client.messages.how(await client.service.how(press.number)))


async def _show(interaction: Interaction, press: ButtonTarget) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    client = interaction.client
    emoji = await client.service.emoji(press.number)
    files = [await _file(client, emoji, emoji.chosen)] if emoji.candidates else []
    await say(interaction, client.messages.caption(emoji), result_view(emoji.id), files)


async def _add(interaction: Interaction, press: ButtonTarget) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    own, guild = interaction.client.settings.application_emoji, interaction.guild_id
    if own and guild is not None and interaction.client.get_guild(guild) is not None:
        await say(interaction, WHERE_TO, where_view(press.number))
    elif own:
        await say(interaction, await add_to_application(interaction, press.number))
    else:
        await say(interaction, await add_to_server(interaction, press.number))


async def _server(interaction: Interaction, press: ButtonTarget) -> None:
    await interaction.response.defer()
    await say(interaction, await add_to_server(interaction, press.number))


async def _application(interaction: Interaction, press: ButtonTarget) -> None:
    await interaction.response.defer()
    await say(interaction, await add_to_application(interaction, press.number))


async def _remove(interaction: Interaction, press: ButtonTarget) -> None:
    await interaction.response.defer()
    await interaction.client.service.remove(press.number, actor_of(interaction))
    await interaction.delete_original_response()
    await whisper(interaction, messages.REMOVED)


async def _cancel(interaction: Interaction, press: ButtonTarget) -> None:
    await interaction.response.defer()
    await interaction.client.service.cancel(press.number, actor_of(interaction))
    # Deleted, so that no word on its progress that is still on its way brings it back.
    await interaction.delete_original_response()
    await whisper(interaction, messages.CANCELLED)


async def _file(client: EmojiClient, emoji: Emoji, place: int) -> discord.File:
    png = await client.service.export(emoji.id, Form.PNG, place)
    name = f"{name_for(emoji.recipe.prompt)}_{place + 1}"
    return picture_file(png, name, client.messages.alt(emoji))


ACTIONS: Mapping[str, Action] = {
    "up": _up,
    "down": _down,
    "yes": _yes,
    "no": _no,
    "again": _again,
    "edit": _edit,
    "all": _all,
    "pick": _pick,
    "how": _how,
    "show": _show,
    "add": _add,
    "server": _server,
    "application": _application,
    "remove": _remove,
    "cancel": _cancel,
}
