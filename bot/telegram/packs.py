"""Packs on Telegram: asking for one, its archives, and all of it as stickers in one press."""

import logging

from telegram import InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden
from telegram.helpers import create_deep_linked_url

from bot import messages
from bot.domain import Actor, Address, ArchiveFormat, Refused
from bot.language import N_, _, everywhere, ngettext
from bot.telegram.members import removing
from bot.telegram.presses import ButtonPress, TelegramButton, keyboard
from bot.telegram.progress import Progress
from bot.telegram.session import Session
from bot.telegram.stickers import AlreadyThere, NeverStarted, link_to

log = logging.getLogger(__name__)

FORMATS = tuple(ArchiveFormat)
"""A button names a format by its place here."""
STILL, MOVING = 0, 1
PACK_ROW = 3
START = "pack"
"""The parameter of the link to a bot that may not write to a person yet."""


async def ask_pack(
    session: Session,
    progress: Progress,
    request: str,
    actor: Actor,
    address: Address,
    emoji: int,
    moods: str = "",
    moving: bool = False,
) -> None:
    """Ask for a pack of an emoji's character, and show its place in the queue."""
    ticket = await session.service.pack(emoji, request, actor, address, moods, moving)
    prompt = (await session.service.emoji.get(emoji, actor)).recipe.prompt
    await progress.accepted(address, prompt, ticket)


async def _offer(press: ButtonPress) -> None:
    """Ask whether the pictures should move."""
    await press.session.service.emoji.get(press.number, press.actor)
    await press.answer()
    kinds = ((STILL, _(messages.STILL_PACK)), (MOVING, _(messages.MOVING_PACK)))
    choices = keyboard(MAKE.on(press.number, label, place) for place, label in kinds)
    await press.offer(_(messages.WHICH_PACK), choices)


async def _make(press: ButtonPress) -> None:
    await ask_pack(
        press.session,
        press.progress,
        str(press.update),
        press.actor,
        press.asked_about,
        press.number,
        moving=press.place == MOVING,
    )
    await press.answer()
    await press.close(everywhere(messages.WHICH_PACK))


async def _archive(press: ButtonPress) -> None:
    if press.place is None or press.place >= len(FORMATS):
        raise Refused(_(messages.NO_BUTTON))
    packs = press.session.service.packs
    archive = await packs.archive(press.number, FORMATS[press.place], press.actor)
    await press.answer()
    await press.session.send_file(press.address, archive.data, archive.name)


async def _new_set(press: ButtonPress) -> None:
    """Make a sticker set of the pack; with Premium also a set of custom emoji."""
    pack = await press.session.service.packs.get(press.number, press.actor)
    try:
        links = await press.stickers.add_pack(pack, press.query.from_user, press.actor)
    except NeverStarted:
        await press.answer(url=create_deep_linked_url(press.session.bot.username, START))
        return
    await press.answer()
    await press.session.say(press.address, "\n".join(links))


async def _to_own_set(press: ButtonPress) -> None:
    """Add all to the person's own sets, as far as they are not there."""
    pack = await press.session.service.packs.get(press.number, press.actor)
    added, name = 0, None
    for emoji in pack.emoji.values():
        try:
            name, _ = await press.stickers.add(emoji.id, press.query.from_user, press.actor)
        except NeverStarted:
            await press.answer(url=create_deep_linked_url(press.session.bot.username, START))
            return
        except AlreadyThere:
            continue
        added += 1
        if not press.answered:
            await press.answer()  # Before the press expires: the rest may take a while.
    text = ngettext(
        "{count} of {total} was added to your stickers.",
        "{count} of {total} were added to your stickers.",
        added,
        total=len(pack.emoji),
    )
    if name is None:
        await press.answer(text)
    else:
        await press.session.say(press.address, f"{text} {link_to(name)}")


async def _remove(press: ButtonPress) -> None:
    service = press.session.service
    job, actor = await service.job(press.number), press.actor
    if job is not None:
        actor = await removing(press, job.person)
    await service.packs.remove(press.number, actor)
    await press.answer(_(messages.PACK_REMOVED))
    try:
        await press.session.bot.delete_message(*press.message)
    except (BadRequest, Forbidden) as error:
        # Such as messages that are older than 48 hours. The buttons refuse from now on.
        log.info("a message could not be deleted: %s", error)


# Translators: a button: make a pack: one character in twelve moods.
PACK = TelegramButton("pack", _offer, N_("📦 Pack"))
MAKE = TelegramButton("makepack", _make)
# Translators: a button: make a new sticker set of the pack.
NEW_SET = TelegramButton("newset", _new_set, N_("🏷 New set"))
# Translators: a button: add the pack to the sticker set that I have.
OWN_SET = TelegramButton("ownset", _to_own_set, N_("➕ To my set"))  # noqa: RUF001
ARCHIVE = TelegramButton("archive", _archive)
REMOVE_PACK = TelegramButton("removepack", _remove, N_("🗑 Delete"))
PACK_BUTTONS = (MAKE, NEW_SET, OWN_SET, ARCHIVE, REMOVE_PACK)


def pack_keyboard(job: int) -> InlineKeyboardMarkup:
    """The buttons under a finished pack."""
    archives = [ARCHIVE.on(job, f"⬇️ {own.capitalize()}", at) for at, own in enumerate(FORMATS)]
    return keyboard(
        [*(each.on(job) for each in (NEW_SET, OWN_SET, REMOVE_PACK)), *archives], PACK_ROW
    )
