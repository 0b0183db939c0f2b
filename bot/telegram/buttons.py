"""The buttons about emoji and jobs: the action in their callback data, and what a press does.

A new button is a coroutine and a line in RESULT_BUTTONS, MORE_BUTTONS or OTHER_BUTTONS. An action
that was once sent must keep its name, because old messages still hold it.
"""

import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

from telegram import InlineKeyboardMarkup, Message
from telegram.error import BadRequest, Forbidden
from telegram.helpers import create_deep_linked_url

from bot import labels, messages
from bot.domain import ENDED, Emoji, Picture, Platform, Refused
from bot.language import N_, _, everywhere
from bot.telegram.members import acting, removing
from bot.telegram.packs import PACK, PACK_BUTTONS
from bot.telegram.personal_buttons import PERSONAL_BUTTONS, ask_consent
from bot.telegram.presses import ButtonPress, TelegramButton, keyboard
from bot.telegram.replies import Question, ask_words
from bot.telegram.session import Session
from bot.telegram.stickers import NeverStarted, link_to

log = logging.getLogger(__name__)

ADD = "add_"
"""The start of the parameter of links that add an emoji; a token follows."""
GONE = "message to delete not found"
"""Part of Telegram's error text."""
MORE_ROW, NUMBER_ROW, MOTION_ROW = 3, 5, 5
ADDED = N_("Added to your stickers.")
TOO_OLD = N_(
    "Its pictures are deleted, but Telegram does not let me delete messages after 48 hours."
)


async def _vote(press: ButtonPress, value: int) -> None:
    service = press.session.service
    voted = await service.votes.vote(press.number, press.actor, value, str(press.update))
    await press.answer(press.session.messages.voted(voted))
    if voted.ask_consent:
        await ask_consent(press.session, press.address, press.query.from_user, voted)


async def _again(press: ButtonPress) -> None:
    service = press.session.service
    prompt = (await service.emoji.get(press.number, press.actor)).recipe.prompt
    ticket = await service.again(press.number, str(press.update), press.actor, press.address)
    await press.answer()
    await press.progress.accepted(press.address, prompt, ticket)


async def _animate(press: ButtonPress) -> None:
    """Offer motions; the first is the one that the words ask for."""
    service = press.session.service
    possible = await service.moving.motions(press.number, press.actor)
    await press.answer()
    choices = motions_keyboard(press.number, possible, service.motions)
    await press.offer(_(messages.WHICH_MOTION), choices)


async def _move(press: ButtonPress) -> None:
    service = press.session.service
    motion = service.motion_at(press.place)
    address = press.asked_about
    ticket = await service.animate(press.number, motion, str(press.update), press.actor, address)
    await press.answer()
    await press.close(everywhere(messages.WHICH_MOTION))
    prompt = (await service.emoji.get(press.number, press.actor)).recipe.prompt
    await press.progress.accepted(address, prompt, ticket)


async def _ask(press: ButtonPress, is_change: bool) -> None:
    await press.session.service.emoji.get(press.number, press.actor)
    await press.answer()
    asked = Question(press.number, is_change)
    await ask_words(press.session, press.address, press.query.from_user, asked)


async def _all(press: ButtonPress) -> None:
    emoji = await press.session.service.emoji.get(press.number, press.actor)
    pictures = await press.session.service.emoji.pictures(press.number, press.actor)
    await press.answer()
    for message in await press.session.show_all(press.address, pictures):
        await _note(press.session, emoji, press.address.chat, message)
    text = press.session.messages.candidates(emoji, pictures)
    keyboard = pick_keyboard(emoji.id, pictures)
    await press.session.say(press.address, text, keyboard, silent=True)


async def _pick(press: ButtonPress) -> None:
    if press.place is None:
        raise Refused(_(messages.NO_BUTTON))
    emoji = await press.session.service.emoji.get(press.number, press.actor)
    actor = await acting(press, emoji.person)
    await press.session.service.emoji.pick(press.number, press.place, actor)
    await press.answer(_(messages.PICKED))
    if emoji.person == actor.person and await _is_picture(press, emoji.id):
        # A sticker cannot be replaced, so the message with the picked one gets the buttons.
        await press.replace_buttons(result_keyboard(emoji.id))
        await _note(press.session, emoji, press.address.chat, str(press.message[1]))
    elif emoji.person == actor.person and await _shown(press) is None:
        await _show_again(press)


async def _note(session: Session, emoji: Emoji, chat: str, message: str) -> None:
    """From now on reactions to this message count, and removing the emoji deletes it."""
    await session.service.emoji.shown_in(emoji.id, Platform.TELEGRAM, chat, message)


async def _how(press: ButtonPress) -> None:
    text = await press.session.service.emoji.how(press.number, press.actor)
    await press.answer()
    await press.session.say(press.address, press.session.messages.how(text), silent=True)


async def _more(press: ButtonPress) -> None:
    """Show all buttons, or with a place the usual ones again."""
    await press.session.service.emoji.get(press.number, press.actor)
    await press.answer()
    if await _is_picture(press, press.number):
        every = press.place is None
        # Somebody else may have pressed it at the same moment.
        with suppress(BadRequest):
            await press.replace_buttons(result_keyboard(press.number, every=every))


async def _show(press: ButtonPress) -> None:
    await press.session.service.emoji.picture(press.number, press.actor)
    await press.answer()
    await _show_again(press)


async def _show_again(press: ButtonPress) -> None:
    """Send the chosen picture with its buttons."""
    service, session = press.session.service, press.session
    picture = await service.emoji.picture(press.number, press.actor)
    emoji = await service.emoji.get(press.number, press.actor)
    keyboard = result_keyboard(emoji.id)
    message = await session.show(press.address, emoji, emoji.chosen, picture, keyboard)
    await _note(session, emoji, press.address.chat, message)


async def _add(press: ButtonPress) -> None:
    user = press.query.from_user
    try:
        name, new = await press.stickers.add(press.number, user, press.actor)
    except NeverStarted:
        token = await press.session.service.links.make(press.number, press.actor)
        start = create_deep_linked_url(press.session.bot.username, f"{ADD}{token}")
        await press.answer(url=start)
        return
    await press.answer(_(ADDED))
    if new:
        await press.session.bot.send_message(user.id, link_to(name))


async def _remove(press: ButtonPress) -> None:
    service = press.session.service
    maker = (await service.emoji.get(press.number, press.actor)).person
    removed = await service.emoji.remove(press.number, await removing(press, maker))
    shown = [(int(own.chat), int(own.message)) for own in removed.messages]
    if press.message not in shown and await _is_picture(press, press.number):
        shown.append(press.message)
    gone = [await _take_down(press.session, *message) for message in shown]
    if all(gone):
        await press.answer(_(messages.REMOVED))
    else:
        await press.answer(_(TOO_OLD), alert=True)


async def _is_picture(press: ButtonPress, emoji: int) -> bool:
    """Whether the pressed message shows a picture of this emoji, as far as is known.

    Forged callback data comes from any message, which must not be changed.
    """
    if isinstance(press.query.message, Message) and press.query.message.text:
        return False
    return await _shown(press) in (emoji, None)


async def _shown(press: ButtonPress) -> int | None:
    """The emoji that the pressed message is known to show."""
    chat, message = press.message
    return await press.session.service.emoji.emoji_in(Platform.TELEGRAM, str(chat), str(message))


async def _take_down(session: Session, chat: int, message: int) -> bool:
    """Delete a message, or at least its buttons; False if it is still there."""
    try:
        await session.bot.delete_message(chat, message)
    except (BadRequest, Forbidden) as error:
        if GONE in str(error).lower():
            return True
        log.info("a message could not be deleted: %s", error)
        with suppress(BadRequest, Forbidden):
            await session.bot.edit_message_reply_markup(chat, message, reply_markup=None)
        return False
    return True


async def _cancel(press: ButtonPress) -> None:
    service = press.session.service
    job = await service.job(press.number)
    actor = press.actor if job is None else await acting(press, job.person)
    known = None if job is None else job.address.message
    if known is None and await _shown(press) is None:
        known = str(press.message[1])
    shown = replace(press.address, message=known)
    if job is not None and job.person == actor.person and job.state in ENDED:
        # The bot was killed before it knew the number of this message, so it is still there.
        press.progress.clear(press.number, shown)
    await service.cancel(press.number, actor)
    press.progress.end(press.number)
    packed = job is not None and job.parts
    await press.answer(_(messages.PACK_CANCELLED) if packed else _(messages.CANCELLED))
    press.progress.clear(press.number, shown)


RESULT_BUTTONS = (
    TelegramButton("up", partial(_vote, value=1), "👍"),
    TelegramButton("down", partial(_vote, value=-1), "👎"),
    TelegramButton("again", _again, "🎲"),
    TelegramButton("edit", partial(_ask, is_change=True), "✏️"),
    TelegramButton("add", _add, "➕"),  # noqa: RUF001
    MORE := TelegramButton("more", _more, "…"),
)
"""The buttons under every emoji."""
MORE_BUTTONS = (
    # Translators: short labels of buttons; three of them share a row on a phone.
    TelegramButton("animate", _animate, N_("🎞 Animate")),
    # Translators: a button: start anew with another description.
    TelegramButton("words", partial(_ask, is_change=False), N_("📝 Other words")),
    # Translators: a button: show all candidates.
    TelegramButton("all", _all, N_("🖼 All")),
    # Translators: a button: how the emoji was made.
    TelegramButton("how", _how, N_("ℹ️ How")),  # noqa: RUF001
    PACK,
    TelegramButton("remove", _remove, N_("🗑 Delete")),
)
"""The buttons that "…" shows and hides."""
LESS = "⌃"
CANCEL = TelegramButton("cancel", _cancel, messages.CANCEL)
PICK = TelegramButton("pick", _pick)
MOVE = TelegramButton("move", _move)
SHOW = TelegramButton("show", _show)
OTHER_BUTTONS = (CANCEL, PICK, MOVE, SHOW, *PERSONAL_BUTTONS, *PACK_BUTTONS)
BUTTONS = {button.action: button for button in (*RESULT_BUTTONS, *MORE_BUTTONS, *OTHER_BUTTONS)}


def result_keyboard(emoji: int, *, every: bool = False) -> InlineKeyboardMarkup:
    """The usual buttons under an emoji, or every button."""
    usual = [button.on(emoji) for button in RESULT_BUTTONS]
    if not every:
        return keyboard(usual, len(usual))
    usual[-1] = MORE.on(emoji, LESS, 0)
    rest = keyboard((button.on(emoji) for button in MORE_BUTTONS), MORE_ROW)
    return InlineKeyboardMarkup([usual, *rest.inline_keyboard])


def cancel_keyboard(job: int) -> InlineKeyboardMarkup:
    """Cancels a job."""
    return keyboard([CANCEL.on(job)])


def pick_keyboard(emoji: int, pictures: Sequence[Picture]) -> InlineKeyboardMarkup:
    """A button for each candidate, which picks it."""
    places = range(len(pictures))
    # Translators: a button: choose the candidate with this number.
    return keyboard(PICK.on(emoji, _("Pick {place}", place=place + 1), place) for place in places)


def history_keyboard(emojis: Sequence[Emoji]) -> InlineKeyboardMarkup:
    """A numbered button for each emoji of a list, which shows it."""
    numbered = enumerate(emojis, 1)
    return keyboard((SHOW.on(emoji.id, str(at)) for at, emoji in numbered), NUMBER_ROW)


def motions_keyboard(
    emoji: int, possible: Sequence[str], every: Sequence[str]
) -> InlineKeyboardMarkup:
    """A button for each possible motion."""
    buttons = (MOVE.on(emoji, labels.motion(motion), every.index(motion)) for motion in possible)
    return keyboard(buttons, MOTION_ROW)
