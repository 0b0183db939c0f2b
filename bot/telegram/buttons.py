"""Every button: the action in its callback data, its label, and what a press does.

A new button is a coroutine and a line in RESULT_BUTTONS or OTHER_BUTTONS. An action that was once
sent must keep its name, because old messages still hold it.
"""

import logging
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

from telegram import (
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberOwner,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    User,
)
from telegram.error import BadRequest, Forbidden
from telegram.helpers import create_deep_linked_url

from bot import messages
from bot.button_ids import button_id
from bot.domain import (
    Actor,
    Address,
    Emoji,
    JobState,
    Person,
    Picture,
    Platform,
    Refused,
    VoteResult,
)
from bot.telegram.presses import ButtonPress, TelegramButton
from bot.telegram.replies import ask_words
from bot.telegram.session import SHARED_USERS, Session, escape
from bot.telegram.stickers import NeverStarted, link_to

log = logging.getLogger(__name__)

ADD = "add_"
"""The start of the parameter of links that add an emoji; a token follows."""
GONE = "message to delete not found"
"""Part of Telegram's error text."""
ENDED = (JobState.DELIVERED, JobState.FAILED, JobState.CANCELLED)
RESULT_ROW, NUMBER_ROW, PRIVACY_ROW, STYLE_ROW, MOTION_ROW = 3, 5, 2, 3, 5
ADDED = "Added to your stickers."
NOT_YOURS = "This question is for somebody else."
TOO_OLD = "Its pictures are deleted, but Telegram does not let me delete messages after 48 hours."


async def _vote(press: ButtonPress, value: int) -> None:
    service = press.session.service
    voted = await service.votes.vote(press.number, press.actor, value, str(press.update))
    await press.answer(press.session.messages.voted(voted))
    if voted.ask_consent:
        await ask_consent(press.session, press.address, press.query.from_user, voted)


async def ask_consent(session: Session, address: Address, user: User, voted: VoteResult) -> None:
    """Ask whether votes may train: where the person has spoken to the bot."""
    keyboard = consent_keyboard(user.id)
    if not voted.privately:
        question = f"{escape(user.first_name)}: {messages.CONSENT_QUESTION}"
        await session.say(address, question, keyboard)
        return
    try:
        await session.bot.send_message(user.id, messages.CONSENT_QUESTION, reply_markup=keyboard)
    except (BadRequest, Forbidden) as error:
        log.info("could not ask for consent: %s", error)


async def _consent(press: ButtonPress, agrees: bool) -> None:
    """The button's number is the user who was asked, or 0 if anyone may press."""
    if press.number not in (0, press.query.from_user.id):
        raise Refused(NOT_YOURS)
    sentence = await press.session.service.people.consent(press.actor, agrees)
    await press.answer(sentence)
    asked = press.query.message
    question = asked.text if isinstance(asked, Message) else None
    if press.number and messages.CONSENT_QUESTION in (question or ""):
        chat, message = press.message
        await press.session.bot.edit_message_text(sentence, chat, message)


async def _again(press: ButtonPress) -> None:
    service = press.session.service
    prompt = (await service.emoji.get(press.number, press.actor)).recipe.prompt
    ticket = await service.again(press.number, str(press.update), press.actor, press.address)
    await press.answer()
    await press.progress.accepted(press.address, prompt, ticket, cancel_keyboard(ticket.job))


async def _animate(press: ButtonPress) -> None:
    """Offer motions; the first is the one that the words ask for."""
    service = press.session.service
    possible = await service.moving.motions(press.number, press.actor)
    await press.answer()
    keyboard = motions_keyboard(press.number, possible, service.motions)
    await press.session.say(press.address, messages.WHICH_MOTION, keyboard)


async def _move(press: ButtonPress) -> None:
    """The button's place is that of its motion among all of them."""
    service = press.session.service
    motion = service.motions[press.place or 0]
    ticket = await service.animate(
        press.number, motion, str(press.update), press.actor, press.address
    )
    await press.answer()
    prompt = (await service.emoji.get(press.number, press.actor)).recipe.prompt
    await press.progress.accepted(press.address, prompt, ticket, cancel_keyboard(ticket.job))


async def _edit(press: ButtonPress) -> None:
    await press.session.service.emoji.get(press.number, press.actor)
    await press.answer()
    await ask_words(press.session, press.address, press.query.from_user, press.number)


async def _all(press: ButtonPress) -> None:
    emoji = await press.session.service.emoji.get(press.number, press.actor)
    pictures = await press.session.service.emoji.pictures(press.number, press.actor)
    await press.answer()
    for message in await press.session.show_all(press.address, pictures):
        await _note(press.session, emoji, press.address.chat, message)
    text = press.session.messages.candidates(emoji, pictures)
    await press.session.say(press.address, text, pick_keyboard(emoji.id, pictures))


async def _pick(press: ButtonPress) -> None:
    assert press.place is not None
    emoji = await press.session.service.emoji.get(press.number, press.actor)
    actor = await _acting(press, emoji.person)
    await press.session.service.emoji.pick(press.number, press.place, actor)
    await press.answer(messages.PICKED)
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
    await press.session.say(press.address, press.session.messages.how(text))


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
    await press.answer(ADDED)
    if new:
        await press.session.bot.send_message(user.id, link_to(name))


async def _remove(press: ButtonPress) -> None:
    service = press.session.service
    maker = (await service.emoji.get(press.number, press.actor)).person
    actor = await _acting(press, maker)
    manages = actor.person != maker and await _may_delete(press)
    removed = await service.emoji.remove(press.number, replace(actor, manages=manages))
    shown = [(int(own.chat), int(own.message)) for own in removed.messages]
    if press.message not in shown and await _is_picture(press, press.number):
        shown.append(press.message)
    gone = [await _take_down(press.session, *message) for message in shown]
    if all(gone):
        await press.answer(messages.REMOVED)
    else:
        await press.answer(TOO_OLD, alert=True)


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


async def _acting(press: ButtonPress, maker: Person) -> Actor:
    """Who acts by a press: the group itself, if it is the maker and an administrator presses.

    Administrators who ask anonymously ask as the group, but press buttons as themselves.
    """
    if maker.id != press.actor.chat or maker == press.actor.person:
        return press.actor
    member = await _member(press)
    known = isinstance(member, (ChatMemberAdministrator, ChatMemberOwner))
    return replace(press.actor, person=maker) if known else press.actor


async def _member(press: ButtonPress) -> ChatMember:
    chat, user = int(press.address.chat), press.query.from_user.id
    return await press.session.bot.get_chat_member(chat, user)


async def _may_delete(press: ButtonPress) -> bool:
    """True if the person may delete other people's messages in this group."""
    if press.actor.space is None:
        return False
    member = await _member(press)
    if isinstance(member, ChatMemberAdministrator):
        return member.can_delete_messages
    return isinstance(member, ChatMemberOwner)


async def _cancel(press: ButtonPress) -> None:
    service = press.session.service
    job = await service.job(press.number)
    actor = press.actor if job is None else await _acting(press, job.person)
    _, message = press.message
    known = None if job is None else job.address.message
    if known is None and await _shown(press) is None:
        known = str(message)
    shown = replace(press.address, message=known)
    if job is not None and job.person == actor.person and job.state in ENDED:
        # The bot was killed before it knew the number of this message, so it is still there.
        press.progress.clear(press.number, shown)
    await service.cancel(press.number, actor)
    press.progress.end(press.number)
    await press.answer(messages.CANCELLED)
    press.progress.clear(press.number, shown)


async def _style(press: ButtonPress) -> None:
    styles = press.session.service.styles.all
    style = styles[press.number] if press.number < len(styles) else ""
    await press.answer(await press.session.service.people.set_style(press.actor, style))


async def _forget(press: ButtonPress) -> None:
    await press.answer()
    keyboard = forget_keyboard(press.query.from_user.id)
    await press.session.say(press.address, messages.FORGET_QUESTION, keyboard)


async def _forgotten(press: ButtonPress) -> None:
    """The button's number is the user who was asked; a shared one stands for the group."""
    actor = press.actor
    if press.number in SHARED_USERS:
        actor = await _acting(press, Person(Platform.TELEGRAM, press.address.chat))
    if press.number != press.query.from_user.id and actor == press.actor:
        raise Refused(NOT_YOURS)
    await press.answer(await press.progress.forget(actor), alert=True)
    chat, message = press.message
    await press.session.bot.edit_message_text(messages.FORGOTTEN, chat, message)


RESULT_BUTTONS = (
    TelegramButton("up", partial(_vote, value=1), "👍"),
    TelegramButton("down", partial(_vote, value=-1), "👎"),
    TelegramButton("again", _again, "🎲 Again"),
    TelegramButton("animate", _animate, "🎞 Animate"),
    TelegramButton("edit", _edit, "✏️ Words"),
    TelegramButton("all", _all, "🖼 All"),
    TelegramButton("how", _how, "ℹ️ How"),  # noqa: RUF001
    TelegramButton("add", _add, "➕ Add"),  # noqa: RUF001
    TelegramButton("remove", _remove, "🗑 Delete"),
)
"""The buttons under every emoji."""
OTHER_BUTTONS = (
    TelegramButton("cancel", _cancel, messages.CANCEL),
    TelegramButton("pick", _pick),
    TelegramButton("move", _move),
    TelegramButton("show", _show),
    TelegramButton("style", _style),
    TelegramButton("yes", partial(_consent, agrees=True), messages.CONSENT_YES),
    TelegramButton("no", partial(_consent, agrees=False), messages.CONSENT_NO),
    TelegramButton("forget", _forget, "Delete everything about me"),
    TelegramButton("forgotten", _forgotten, messages.FORGET_YES),
)
BUTTONS = {button.action: button for button in (*RESULT_BUTTONS, *OTHER_BUTTONS)}


def result_keyboard(emoji: int) -> InlineKeyboardMarkup:
    """All buttons under an emoji."""
    return _keyboard((_button(button.action, emoji) for button in RESULT_BUTTONS), RESULT_ROW)


def cancel_keyboard(job: int) -> InlineKeyboardMarkup:
    """Cancels a job."""
    return _keyboard([_button("cancel", job)])


def pick_keyboard(emoji: int, pictures: Sequence[Picture]) -> InlineKeyboardMarkup:
    """A button for each candidate, which picks it."""
    places = range(len(pictures))
    return _keyboard(_button("pick", emoji, f"Pick {place + 1}", place) for place in places)


def history_keyboard(emojis: Sequence[Emoji]) -> InlineKeyboardMarkup:
    """A numbered button for each emoji of a list, which shows it."""
    numbered = enumerate(emojis, 1)
    return _keyboard((_button("show", emoji.id, str(at)) for at, emoji in numbered), NUMBER_ROW)


def motions_keyboard(
    emoji: int, possible: Sequence[str], every: Sequence[str]
) -> InlineKeyboardMarkup:
    """A button for each possible motion."""
    buttons = (_button("move", emoji, motion, every.index(motion)) for motion in possible)
    return _keyboard(buttons, MOTION_ROW)


def consent_keyboard(user: int) -> InlineKeyboardMarkup:
    """Lets this user, and nobody else, answer whether their votes may train."""
    return _keyboard([_button("yes", user), _button("no", user)])


def styles_keyboard(offered: Sequence[str], styles: Sequence[str]) -> InlineKeyboardMarkup:
    """A button for each style that is offered; its number is the place among all `styles`."""
    places = [(at, style) for at, style in enumerate(styles) if style in offered]
    return _keyboard((_button("style", at, style) for at, style in places), STYLE_ROW)


def privacy_keyboard() -> InlineKeyboardMarkup:
    """Buttons that allow or forbid training with one's votes, and that delete everything."""
    yes, no = _button("yes", 0, "My votes may train"), _button("no", 0, "They may not")
    return _keyboard([yes, no, _button("forget", 0)], PRIVACY_ROW)


def forget_keyboard(user: int) -> InlineKeyboardMarkup:
    """Lets this user confirm that everything about them is deleted."""
    return _keyboard([_button("forgotten", user)])


def _button(
    action: str, number: int, label: str | None = None, place: int | None = None
) -> InlineKeyboardButton:
    data = button_id(action, number, place)
    return InlineKeyboardButton(label or BUTTONS[action].label, callback_data=data)


def _keyboard(
    buttons: Iterable[InlineKeyboardButton], row: int = RESULT_ROW
) -> InlineKeyboardMarkup:
    every = list(buttons)
    return InlineKeyboardMarkup([every[at : at + row] for at in range(0, len(every), row)])
