"""The buttons about emoji and jobs: the action in their custom_id, and what a press does.

A new button is a coroutine and a line in RESULT_BUTTONS, MORE_BUTTONS or OTHER_BUTTONS. An action
that was once sent must keep its name, because old messages still hold it.
"""

import asyncio
import logging
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, Self

import discord
from discord import ui

from bot import labels, messages
from bot.discord.add_buttons import ADD, APPLICATION, SERVER
from bot.discord.cancel import CANCEL, cancel_view
from bot.discord.client import (
    REPLY_TIMEOUT,
    ButtonTarget,
    EmojiClient,
    Interaction,
    actor_of,
    is_outside,
    prompt_in,
    speak_to_person,
)
from bot.discord.emoji import add_sticker, name_for
from bot.discord.packs import PACK, PACK_BUTTONS
from bot.discord.personal_buttons import PERSONAL_BUTTONS, consent_view
from bot.discord.presses import DiscordButton, EmojiButton, view
from bot.discord.replies import (
    DISCORD_ERRORS,
    OUTSIDE,
    accept,
    defer_alone,
    follow_up,
    picture_file,
    reply,
    report,
    show,
    still_file,
)
from bot.discord.results import result, text_of, with_buttons
from bot.discord.translator import as_typed
from bot.domain import Actor, Address, Emoji, Form, Picture, Platform, Ticket
from bot.emoji.export import export
from bot.language import N_, _
from bot.views import MessageId

log = logging.getLogger(__name__)

# Discord puts at most five buttons into a row.
ROW_LIMIT = 5
BAD_REQUEST = 400
STILL_SHOWN = N_(
    "Its pictures are deleted, but I cannot delete the messages that show it where I am not a "
    "member: a moderator can."
)
# Discord forgets a form that stays open for longer.
FORM_SECONDS = 900.0


async def _vote(interaction: Interaction, target: ButtonTarget, value: int) -> None:
    """The counts on the buttons show that a vote was taken."""
    await interaction.response.defer()
    votes, pressed = interaction.client.service.votes, interaction.message
    voted = await votes.vote(target.number, actor_of(interaction), value, str(interaction.id))
    if pressed is not None and await _may_show(interaction, pressed, target.number):
        # The vote counts even where the message is gone meanwhile.
        with suppress(*DISCORD_ERRORS):
            async with asyncio.timeout(REPLY_TIMEOUT):
                await _show_counts(interaction, pressed, target.number)
    if voted.ask_consent:
        await follow_up(interaction, as_typed(_(messages.CONSENT_QUESTION)), consent_view())


async def _show_counts(interaction: Interaction, message: discord.Message, emoji: int) -> None:
    """Put the numbers of likes and dislikes on the buttons of a message."""
    client = interaction.client
    buttons = result_row(emoji, await client.service.votes.tally(emoji))
    if not message.flags.components_v2:
        # A message from before results were layouts.
        await interaction.edit_original_response(view=view(buttons))
        return
    try:
        await interaction.edit_original_response(view=with_buttons(message, buttons))
    except discord.HTTPException as error:
        if error.status != BAD_REQUEST:
            raise
        # Discord does not promise that an edit may refer to a file that was sent before.
        log.info("the picture is sent again with the counts: %s", error)
        anew = await _anew(client, emoji, actor_of(interaction))
        await interaction.edit_original_response(**anew)


async def _anew(client: EmojiClient, number: int, actor: Actor) -> dict[str, Any]:
    """The parameters of an edit that shows an emoji as it is now."""
    emoji = await client.service.emoji.get(number, actor)
    picture = await client.service.emoji.picture(number, actor)
    file = await _shown(client, emoji, picture)
    buttons = result_row(number, await client.service.votes.tally(number))
    return {
        "content": None,
        "view": result(client.messages.caption(emoji), buttons, file),
        "attachments": [file],
    }


async def _may_show(interaction: Interaction, message: discord.Message, emoji: int) -> bool:
    """False if the message is known to show another emoji."""
    known = await interaction.client.service.emoji.emoji_in(
        Platform.DISCORD, str(interaction.channel_id), str(message.id)
    )
    return known in (None, emoji)


async def _again(interaction: Interaction, target: ButtonTarget) -> None:
    await _ask_again(interaction, target.number, None)


async def _animate(interaction: Interaction, target: ButtonTarget) -> None:
    """Offer motions; the first is the one that the words ask for."""
    await defer_alone(interaction, target)
    service = interaction.client.service
    possible = await service.moving.motions(target.number, actor_of(interaction))
    choices = motions_view(target.number, possible, service.motions)
    await reply(interaction, _(messages.WHICH_MOTION), choices)


async def _move(interaction: Interaction, target: ButtonTarget) -> None:
    service, actor = interaction.client.service, actor_of(interaction)
    motion = service.motion_at(target.place)

    async def ask(address: Address) -> tuple[str, Ticket]:
        prompt = (await service.emoji.get(target.number, actor)).recipe.prompt
        request = str(interaction.id)
        return prompt, await service.animate(target.number, motion, request, actor, address)

    await accept(interaction, ask, cancel_view)


async def _sticker(interaction: Interaction, target: ButtonTarget) -> None:
    await interaction.response.defer()
    await reply(interaction, await add_sticker(interaction, target.number))


async def _edit(interaction: Interaction, target: ButtonTarget) -> None:
    # A form cannot follow a defer, so the prompt is read from the message, not from the store.
    shown = text_of(interaction.message) if interaction.message else ""
    await interaction.response.send_modal(ChangeForm(target.number, prompt_in(shown)))


class ChangeForm(ui.Modal):
    """Asks for a change, or for another prompt; the old one is filled in."""

    def __init__(self, emoji: int, prompt: str) -> None:
        # Translators: the title of a form; at most 45 characters, as the labels in it.
        super().__init__(title=_("Change it"), timeout=FORM_SECONDS)
        self._emoji = emoji
        self.change: ui.TextInput[Self] = ui.TextInput(
            label=_("What should be different?"),
            placeholder=_(messages.A_CHANGE),
            required=False,
        )
        self.prompt: ui.TextInput[Self] = ui.TextInput(
            label=_("Or start anew with these words"), default=prompt, required=False
        )
        self.add_item(self.change).add_item(self.prompt)

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        """Ask for the change if there is one, else with the other prompt."""
        speak_to_person(interaction)
        try:
            if words := self.change.value.strip():
                await _ask_change(interaction, self._emoji, words)
            else:
                await _ask_again(interaction, self._emoji, self.prompt.value)
        except Exception as error:
            await report(interaction, error)


async def _ask_change(interaction: Interaction, emoji: int, words: str) -> None:
    async def ask(address: Address) -> tuple[str, Ticket]:
        service, actor = interaction.client.service, actor_of(interaction)
        return words, await service.change(emoji, words, str(interaction.id), actor, address)

    await accept(interaction, ask, cancel_view)


async def _ask_again(interaction: Interaction, emoji: int, changed: str | None) -> None:
    service = interaction.client.service

    async def ask(address: Address) -> tuple[str, Ticket]:
        actor = actor_of(interaction)
        prompt = changed or (await service.emoji.get(emoji, actor)).recipe.prompt
        return prompt, await service.again(emoji, str(interaction.id), actor, address, changed)

    await accept(interaction, ask, cancel_view)


async def _all(interaction: Interaction, target: ButtonTarget) -> None:
    await defer_alone(interaction, target)
    client, pressed = interaction.client, interaction.message
    actor = actor_of(interaction)
    emoji = await client.service.emoji.get(target.number, actor)
    pictures = await client.service.emoji.pictures(target.number, actor)
    files = [await _still(client, emoji, place, picture) for place, picture in enumerate(pictures)]
    text = client.messages.candidates(emoji, pictures)
    shown = target.message or (pressed.id if pressed else 0)
    await reply(interaction, text, pick_view(emoji.id, len(pictures), shown), files)


async def _pick(interaction: Interaction, target: ButtonTarget) -> None:
    await interaction.response.defer()
    client, actor = interaction.client, actor_of(interaction)
    await client.service.emoji.pick(target.number, target.place or 0, actor)
    emoji = await client.service.emoji.get(target.number, actor)
    channel, message = interaction.channel_id, target.message
    known = await client.service.emoji.emoji_in(Platform.DISCORD, str(channel), str(message))
    if emoji.person == actor.person and known == emoji.id and channel and message:
        shown = client.get_partial_messageable(channel).get_partial_message(message)
        # The pick counts even where the bot may not edit, such as in servers it has not joined.
        with suppress(*DISCORD_ERRORS):
            await shown.edit(**await _anew(client, emoji.id, actor))
    await follow_up(interaction, _(messages.PICKED))


async def _more(interaction: Interaction, target: ButtonTarget) -> None:
    """A menu that only this person sees, with what is needed less often."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    client, shown = interaction.client, interaction.message
    emoji = await client.service.emoji.get(target.number, actor_of(interaction))
    menu = more_view(emoji.id, shown.id if shown else 0, _hidden(interaction))
    caption = client.messages.caption(emoji)
    text = f"{caption}\n{_(OUTSIDE)}" if is_outside(interaction) else caption
    await reply(interaction, text, menu)


def _hidden(interaction: Interaction) -> frozenset[str]:
    """The buttons of the menu that cannot work where the bot is not a member."""
    if not is_outside(interaction):
        return frozenset()
    own = interaction.client.settings.application_emoji
    return frozenset({STICKER.action} if own else {STICKER.action, ADD.action})


async def _how(interaction: Interaction, target: ButtonTarget) -> None:
    await defer_alone(interaction, target)
    client = interaction.client
    text = await client.service.emoji.how(target.number, actor_of(interaction))
    await reply(interaction, client.messages.how(text))


async def _show(interaction: Interaction, target: ButtonTarget) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    client, actor = interaction.client, actor_of(interaction)
    emoji = await client.service.emoji.get(target.number, actor)
    file = None
    if emoji.candidates:
        picture = await client.service.emoji.picture(emoji.id, actor)
        file = await _shown(client, emoji, picture)
    buttons = result_row(emoji.id, await client.service.votes.tally(emoji.id))
    layout = result(client.messages.caption(emoji), buttons, file)
    await show(interaction, layout, [] if file is None else [file])


async def _remove(interaction: Interaction, target: ButtonTarget) -> None:
    await interaction.response.defer()
    client = interaction.client
    removed = await client.service.emoji.remove(target.number, actor_of(interaction))
    await interaction.delete_original_response()
    pressed = interaction.message
    others = [own for own in removed.messages if pressed is None or own.message != str(pressed.id)]
    gone = [await _take_down(client, shown) for shown in others]
    await follow_up(interaction, _(messages.REMOVED) if all(gone) else _(STILL_SHOWN))


async def _take_down(client: EmojiClient, shown: MessageId) -> bool:
    """Delete a message that shows a deleted emoji; False if it is still there."""
    channel = client.get_partial_messageable(int(shown.chat))
    try:
        await channel.get_partial_message(int(shown.message)).delete()
    except discord.NotFound:
        return True
    except DISCORD_ERRORS as error:
        # As in servers that the bot has not joined. The buttons refuse from now on.
        log.info("a message could not be deleted: %s", error)
        return False
    return True


RESULT_BUTTONS = (
    DiscordButton("up", partial(_vote, value=1), "👍"),
    DiscordButton("down", partial(_vote, value=-1), "👎"),
    DiscordButton("again", _again, "🎲"),
    DiscordButton("edit", _edit, "✏️"),
    DiscordButton("more", _more, label="…"),
)
"""The buttons under every emoji."""
STICKER = DiscordButton("sticker", _sticker, "🏷", N_("Add as a sticker"))
MORE_BUTTONS = (
    DiscordButton("animate", _animate, "🎞", N_("Animate")),
    ADD,
    DiscordButton("all", _all, "🖼", N_("All candidates")),
    DiscordButton("how", _how, "ℹ️", N_("How it was made")),  # noqa: RUF001
    STICKER,
    PACK,
    DiscordButton("remove", _remove, "🗑", N_("Remove")),
)
"""The buttons in the menu "…"."""
PICK = DiscordButton("pick", _pick)
MOVE = DiscordButton("move", _move)
SHOW = DiscordButton("show", _show)
OTHER_BUTTONS = (
    *(CANCEL, PICK, MOVE, SHOW, SERVER, APPLICATION),
    *PERSONAL_BUTTONS,
    *PACK_BUTTONS,
)
BUTTONS = {button.action: button for button in (*RESULT_BUTTONS, *MORE_BUTTONS, *OTHER_BUTTONS)}


def result_row(emoji: int, tally: tuple[int, int] = (0, 0)) -> list[EmojiButton]:
    """The buttons under an emoji; `tally` is how many people like and dislike it."""
    counts = {
        action: str(count) for action, count in zip(("up", "down"), tally, strict=True) if count
    }
    return [each.on(emoji, counts.get(each.action)) for each in RESULT_BUTTONS]


def more_view(emoji: int, message: int, hidden: Collection[str] = ()) -> ui.View:
    """The menu of the emoji that `message` shows, without the actions in `hidden`."""
    offered = [each for each in MORE_BUTTONS if each.action not in hidden]
    return view(
        each.on(emoji, message=message, row=at // ROW_LIMIT) for at, each in enumerate(offered)
    )


def pick_view(emoji: int, count: int, message: int) -> ui.View:
    """A numbered button for each candidate of the emoji that `message` shows."""
    return view(
        PICK.on(emoji, label, place, message=message, row=row)
        for place, label, row in _numbered(count)
    )


def history_view(emojis: Sequence[Emoji]) -> ui.View:
    """A numbered button for each emoji of a list, which shows it."""
    numbered = zip(emojis, _numbered(len(emojis)), strict=True)
    return view(SHOW.on(emoji.id, label, row=row) for emoji, (_, label, row) in numbered)


def motions_view(emoji: int, possible: Sequence[str], every: Sequence[str]) -> ui.View:
    """A button for each possible motion."""
    shown = possible[: ROW_LIMIT * ROW_LIMIT]
    return view(
        MOVE.on(emoji, labels.motion(motion), every.index(motion), row=at // ROW_LIMIT)
        for at, motion in enumerate(shown)
    )


def _numbered(count: int) -> Iterable[tuple[int, str, int]]:
    """The place from 0, the label and the row of each button."""
    return ((place, str(place + 1), place // ROW_LIMIT) for place in range(count))


async def _shown(client: EmojiClient, emoji: Emoji, picture: Picture) -> discord.File:
    """The chosen picture, moving if the emoji does."""
    return await picture_file(client, emoji, picture, _name(emoji, emoji.chosen))


async def _still(client: EmojiClient, emoji: Emoji, place: int, picture: Picture) -> discord.File:
    png = await export(picture, Form.PNG)
    return still_file(png, _name(emoji, place), client.messages.alt(emoji))


def _name(emoji: Emoji, place: int) -> str:
    return f"{name_for(emoji.recipe.prompt)}_{place + 1}"
