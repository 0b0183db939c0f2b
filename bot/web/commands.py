"""The commands that visitors type in the chat, such as "/style noto"."""

from collections.abc import Awaitable, Callable

from bot import messages
from bot.domain import Actor, Refused
from bot.language import _
from bot.service import Service
from bot.web.serialize import MESSAGES

Command = Callable[[Service, Actor, str], Awaitable[str]]


def question(text: str) -> tuple[str, str] | None:
    """What to ask before a command that cannot be undone, and the label of the yes; or None."""
    name, words = _parsed(text)
    if (name.casefold(), words.casefold()) == ("privacy", "forget"):
        return _(messages.FORGET_QUESTION), _(messages.FORGET_YES)
    return None


async def answer(service: Service, actor: Actor, text: str) -> str:
    """Run "/COMMAND WORDS". Returns the reply. Raises Refused for an unknown command."""
    name, words = _parsed(text)
    command = COMMANDS.get(name.casefold())
    if command is None:
        raise Refused(_("There is no command /{name}. /help lists them.", name=name))
    return await command(service, actor, words)


def _parsed(text: str) -> tuple[str, str]:
    """The name of a command, and the words after it."""
    name, _space, words = text.strip().removeprefix("/").partition(" ")
    return name, words.strip()


async def _help(service: Service, actor: Actor, words: str) -> str:
    return _(messages.HELP)


async def _pack(service: Service, actor: Actor, words: str) -> str:
    return _(messages.PRESS_PACK)


async def _style(service: Service, actor: Actor, words: str) -> str:
    if not words:
        style = await service.people.style(actor.person)
        return _("Your emoji are drawn in {style} style.", style=style)
    return await service.people.set_style(actor, words.casefold())


async def _history(service: Service, actor: Actor, words: str) -> str:
    return MESSAGES.history(await service.emoji.history(actor, words), words)


async def _queue(service: Service, actor: Actor, words: str) -> str:
    return await service.queue(actor)


async def _about(service: Service, actor: Actor, words: str) -> str:
    return service.about()


async def _privacy(service: Service, actor: Actor, words: str) -> str:
    words = words.casefold()
    if words in ("on", "off"):
        return await service.people.consent(actor, words == "on")
    if words == "forget":
        return await service.people.forget(actor)
    return await service.people.privacy(actor)


COMMANDS: dict[str, Command] = {
    "help": _help,
    "start": _help,
    "pack": _pack,
    "style": _style,
    "history": _history,
    "queue": _queue,
    "about": _about,
    "privacy": _privacy,
}
