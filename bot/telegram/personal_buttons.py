"""Buttons about a person: their style, whether their votes may train, and forgetting them."""

import logging
from collections.abc import Collection, Sequence
from functools import partial

from telegram import InlineKeyboardMarkup, Message, User
from telegram.error import BadRequest, Forbidden

from bot import messages
from bot.domain import Address, Person, Platform, Refused, VoteResult
from bot.language import N_, _, everywhere
from bot.telegram.members import acting
from bot.telegram.presses import ButtonPress, TelegramButton, keyboard
from bot.telegram.session import SHARED_USERS, Session, escape

log = logging.getLogger(__name__)

PRIVACY_ROW, STYLE_ROW = 2, 3
NOT_YOURS = N_("This question is for somebody else.")


async def ask_consent(session: Session, address: Address, user: User, voted: VoteResult) -> None:
    """Ask whether votes may train: where the person has spoken to the bot."""
    keyboard = consent_keyboard(user.id)
    if not voted.privately:
        question = f"{escape(user.first_name)}: {_(messages.CONSENT_QUESTION)}"
        await session.say(address, question, keyboard)
        return
    try:
        await session.bot.send_message(user.id, _(messages.CONSENT_QUESTION), reply_markup=keyboard)
    except (BadRequest, Forbidden) as error:
        log.info("could not ask for consent: %s", error)


async def _consent(press: ButtonPress, agrees: bool) -> None:
    """The button's number is the user who was asked, or 0 if anyone may press."""
    if press.number not in (0, press.query.from_user.id):
        raise Refused(_(NOT_YOURS))
    sentence = await press.session.service.people.consent(press.actor, agrees)
    await press.answer(sentence)
    if press.number:
        await _replace_question(press, everywhere(messages.CONSENT_QUESTION), sentence)


async def _replace_question(press: ButtonPress, question: Collection[str], sentence: str) -> None:
    """Replace the question above a button with a sentence.

    `question` is that question in all languages: a forged press may come from another message,
    which stays as it is.
    """
    asked = press.query.message
    text = (asked.text or "") if isinstance(asked, Message) else ""
    if any(own in text for own in question):
        chat, message = press.message
        await press.session.bot.edit_message_text(sentence, chat, message)


async def _style(press: ButtonPress) -> None:
    styles = press.session.service.styles.all
    if press.number >= len(styles):
        raise Refused(_(messages.NO_BUTTON))
    sentence = await press.session.service.people.set_style(press.actor, styles[press.number])
    await press.answer(sentence)


async def _forget(press: ButtonPress) -> None:
    await press.answer()
    keyboard = forget_keyboard(press.query.from_user.id)
    await press.session.say(press.address, _(messages.FORGET_QUESTION), keyboard)


async def _forgotten(press: ButtonPress) -> None:
    """The button's number is the user who was asked; a shared one stands for the group."""
    actor = press.actor
    if press.number in SHARED_USERS:
        actor = await acting(press, Person(Platform.TELEGRAM, press.address.chat))
    if press.number != press.query.from_user.id and actor == press.actor:
        raise Refused(_(NOT_YOURS))
    await press.answer(await press.progress.forget(actor), alert=True)
    await _replace_question(press, everywhere(messages.FORGET_QUESTION), _(messages.FORGOTTEN))


STYLE = TelegramButton("style", _style)
YES = TelegramButton("yes", partial(_consent, agrees=True), messages.CONSENT_YES)
NO = TelegramButton("no", partial(_consent, agrees=False), messages.CONSENT_NO)
FORGET = TelegramButton("forget", _forget, N_("Delete everything about me"))
FORGOTTEN = TelegramButton("forgotten", _forgotten, messages.FORGET_YES)
PERSONAL_BUTTONS = (STYLE, YES, NO, FORGET, FORGOTTEN)


def consent_keyboard(user: int) -> InlineKeyboardMarkup:
    """Lets this user, and nobody else, answer whether their votes may train."""
    return keyboard([YES.on(user), NO.on(user)])


def styles_keyboard(offered: Sequence[str], styles: Sequence[str]) -> InlineKeyboardMarkup:
    """A button for each style that is offered; its number is the place among all `styles`."""
    places = [(at, style) for at, style in enumerate(styles) if style in offered]
    return keyboard((STYLE.on(at, style) for at, style in places), STYLE_ROW)


def privacy_keyboard() -> InlineKeyboardMarkup:
    """Buttons that allow or forbid training with one's votes, and that delete everything."""
    # Translators: two buttons: My votes may train the model; my votes may not train it.
    yes, no = YES.on(0, _("My votes may train")), NO.on(0, _("They may not"))
    return keyboard([yes, no, FORGET.on(0)], PRIVACY_ROW)


def forget_keyboard(user: int) -> InlineKeyboardMarkup:
    """Lets this user confirm that everything about them is deleted."""
    return keyboard([FORGOTTEN.on(user)])
