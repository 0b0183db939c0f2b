"""People, addresses and requests for tests of the bot."""

from itertools import count
from typing import Any

from bot.domain import Actor, Address, EmojiRequest, Person, Platform

_numbers = count(1)


def person(name: str = "ann", platform: Platform = Platform.DISCORD) -> Person:
    return Person(platform, name)


OPERATOR = Actor(person("operator"), operates=True)


def actor(
    name: str = "ann", space: str | None = None, manages: bool = False, chat: str = "chat"
) -> Actor:
    """A person in the chat of `address`."""
    return Actor(person(name), space, manages=manages, chat=chat)


def address(chat: str = "chat") -> Address:
    return Address(Platform.DISCORD, chat, message="7", token="a token", expires=1e12)


def request(
    prompt: str = "angry lemon", name: str = "ann", number: str | None = None, **more: Any
) -> EmojiRequest:
    """A request by this person, with a new id unless `number` is given."""
    return EmojiRequest(
        id=number or f"request {next(_numbers)}",
        actor=actor(name),
        address=address(),
        prompt=prompt,
        **more,
    )
