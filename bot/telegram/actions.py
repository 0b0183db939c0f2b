"""What each button does: one call of the service, an answer."""

from collections.abc import Mapping
from dataclasses import replace

from telegram import ChatMemberAdministrator, ChatMemberOwner
from telegram.error import BadRequest
from telegram.helpers import create_deep_linked_url

from bot import messages
from bot.domain import Refused
from bot.telegram.buttons import forget_keyboard, pick_keyboard, result_keyboard
from bot.telegram.presses import Action, CallbackPress
from bot.telegram.replies import ask_consent, ask_words
from bot.telegram.stickers import NeverStarted, where

PICKED = "Picked, thank you."
ADDED = "Added to your stickers."
FORGET_QUESTION = "It cannot be undone."
NOT_YOURS = "This question is for somebody else."
TOO_OLD = "Its pictures are deleted. Telegram lets me delete messages of the last 48 hours only."


async def _up(press: CallbackPress) -> None:
    await _vote(press, 1)


async def _down(press: CallbackPress) -> None:
    await _vote(press, -1)


async def _vote(press: CallbackPress, value: int) -> None:
    voted = await press.session.service.vote(press.number, press.actor, value)
    await press.answer(press.session.messages.voted(voted))
    if voted.ask_consent:
        await ask_consent(press.session, press.address, press.query.from_user)


async def _yes(press: CallbackPress) -> None:
    await _agree(press, True)


async def _no(press: CallbackPress) -> None:
    await _agree(press, False)


async def _agree(press: CallbackPress, agrees: bool) -> None:
    """The number is whose question it is; 0 is anybody's."""
    if press.number not in (0, press.query.from_user.id):
        raise Refused(NOT_YOURS)
    sentence = await press.session.service.consent(press.actor, agrees)
    await press.answer(sentence)
    if press.number:
        chat, message = press.under
        await press.session.bot.edit_message_text(sentence, chat, message)


async def _again(press: CallbackPress) -> None:
    service = press.session.service
    prompt = (await service.emoji(press.number)).recipe.prompt
    ticket = await service.again(press.number, str(press.update), press.actor, press.address)
    await press.answer()
    await press.session.accepted(press.address, prompt, ticket)


async def _edit(press: CallbackPress) -> None:
    await press.session.service.emoji(press.number)
    await press.answer()
    await ask_words(press.session, press.address, press.query.from_user, press.number)


async def _all(press: CallbackPress) -> None:
    emoji = await press.session.service.emoji(press.number)
    pictures = await press.session.service.pictures(press.number)
    await press.answer()
    for place, picture in enumerate(pictures):
        keyboard = pick_keyboard(emoji.id, place, picture)
        await press.session.show(press.address, emoji, place, keyboard)


async def _pick(press: CallbackPress) -> None:
    assert press.place is not None
    await press.session.service.pick(press.number, press.place, press.actor)
    await press.answer(PICKED)
    emoji = await press.session.service.emoji(press.number)
    if emoji.person == press.actor.person:
        # A sticker cannot be replaced in its message: this one stands for the emoji from now on.
        await press.replace_buttons(result_keyboard(emoji.id))


async def _how(press: CallbackPress) -> None:
    text = await press.session.service.how(press.number)
    await press.answer()
    await press.session.say(press.address, press.session.messages.how(text))


async def _show(press: CallbackPress) -> None:
    await press.session.service.picture(press.number)
    emoji = await press.session.service.emoji(press.number)
    await press.answer()
    await press.session.show(press.address, emoji, emoji.chosen, result_keyboard(emoji.id))


async def _add(press: CallbackPress) -> None:
    user = press.query.from_user
    try:
        name, new = await press.stickers.add(press.number, user, press.actor)
    except NeverStarted:
        start = create_deep_linked_url(press.session.bot.username, f"add_{press.number}")
        await press.answer(url=start)
        return
    await press.answer(ADDED)
    if new:
        await press.session.bot.send_message(user.id, where(name))


async def _remove(press: CallbackPress) -> None:
    asker = (await press.session.service.emoji(press.number)).person
    manages = press.actor.person != asker and await _may_delete(press)
    await press.session.service.remove(press.number, replace(press.actor, manages=manages))
    chat, message = press.under
    try:
        await press.session.bot.delete_message(chat, message)
    except BadRequest:
        await press.replace_buttons(None)
        await press.answer(TOO_OLD, alert=True)
    else:
        await press.answer(messages.REMOVED)


async def _may_delete(press: CallbackPress) -> bool:
    """True for who may delete other people's messages here."""
    if press.actor.space is None:
        return False
    member = await press.session.bot.get_chat_member(
        int(press.address.chat), press.query.from_user.id
    )
    if isinstance(member, ChatMemberAdministrator):
        return member.can_delete_messages
    return isinstance(member, ChatMemberOwner)


async def _cancel(press: CallbackPress) -> None:
    await press.session.service.cancel(press.number, press.actor)
    press.session.end(press.number)
    await press.answer(messages.CANCELLED)
    _, message = press.under
    press.session.clear(press.number, replace(press.address, message=str(message)))


async def _style(press: CallbackPress) -> None:
    style = press.session.service.styles[press.number]
    await press.answer(await press.session.service.set_style(press.actor, style))


async def _forget(press: CallbackPress) -> None:
    await press.answer()
    await press.session.say(press.address, FORGET_QUESTION, forget_keyboard())


async def _forgotten(press: CallbackPress) -> None:
    await press.answer(await press.session.service.forget(press.actor), alert=True)


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
    "remove": _remove,
    "cancel": _cancel,
    "style": _style,
    "forget": _forget,
    "forgotten": _forgotten,
}
