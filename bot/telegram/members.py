"""For whom a person may act in a group, and what they may delete there."""

from dataclasses import replace

from telegram import ChatMember, ChatMemberAdministrator, ChatMemberOwner

from bot.domain import Actor, Person
from bot.telegram.presses import ButtonPress


async def acting(press: ButtonPress, maker: Person) -> Actor:
    """Who acts by a press: the group itself, if it is the maker and an administrator presses.

    Administrators who ask anonymously ask as the group, but press buttons as themselves.
    """
    if maker.id != press.actor.chat or maker == press.actor.person:
        return press.actor
    member = await _member(press)
    known = isinstance(member, (ChatMemberAdministrator, ChatMemberOwner))
    return replace(press.actor, person=maker) if known else press.actor


async def removing(press: ButtonPress, maker: Person) -> Actor:
    """Who removes by a press what `maker` asked for, and whether they may as a moderator."""
    actor = await acting(press, maker)
    manages = actor.person != maker and await may_delete(press)
    return replace(actor, manages=manages)


async def _member(press: ButtonPress) -> ChatMember:
    chat, user = int(press.address.chat), press.query.from_user.id
    return await press.session.bot.get_chat_member(chat, user)


async def may_delete(press: ButtonPress) -> bool:
    """True if the person may delete other people's messages in this group."""
    if press.actor.space is None:
        return False
    member = await _member(press)
    if isinstance(member, ChatMemberAdministrator):
        return member.can_delete_messages
    return isinstance(member, ChatMemberOwner)
