"""Telegram: anonymous administrators and posts in a channel's name are told apart everywhere.

All of them have one of two shared users; the group or channel they write for tells them apart.
"""

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import pytest

from bot import messages
from bot.domain import Actor, Person, Platform
from bot.emoji.collection import Collection
from bot.emoji.links import Links
from bot.emoji.packs import Packs
from bot.emoji.voting import Voting
from bot.operations.operator import Operator
from bot.people.preferences import Preferences
from bot.service import Service
from bot.telegram.buttons import BUTTONS
from bot.telegram.progress import Progress
from bot.telegram.session import Session
from tests.support.pictures import CopyingEngine, disc, encoded
from tests.support.telegram_bot import TelegramWorld, open_world
from tests.support.telegram_server import ANN, ANONYMOUS, BOB, CHANNEL_BOT, GROUP

OTHER = {"id": -60, "type": "supergroup", "title": "Other"}
NEWS = {"id": -70, "type": "channel", "title": "News"}
CHANNELS_POST = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
SENDERS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("40", {"user": ANN, "chat": GROUP}),
    ("-50", {"user": ANONYMOUS, "chat": GROUP, "behalf": GROUP}),
    ("-60", {"user": ANONYMOUS, "chat": OTHER, "behalf": OTHER}),
    ("-70", {"user": CHANNEL_BOT, "chat": GROUP, "behalf": NEWS}),
    # A post of the channel that a group is linked to, which Telegram forwards there.
    ("-70", {"user": CHANNELS_POST, "chat": OTHER, "behalf": NEWS}),
)
"""Who the service should be told, and who sends."""
COMMANDS = (
    *("emoji lemon", "mix 🍋 😎", "pack happy", "style noto", "history", "queue", "privacy"),
    *("privacy on", "privacy forget", "emoji_admin ban 9"),
)


@contextmanager
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Actor]]:
    """All actors that the adapter tells the service."""
    actors: list[Actor] = []

    def recorded(method: Any) -> Any:
        @wraps(method)
        async def call(*parts: Any, **named: Any) -> Any:
            found = (*parts, *named.values())
            actors.extend(each for each in found if isinstance(each, Actor))
            actors.extend(each.actor for each in found if hasattr(each, "actor"))
            return await method(*parts, **named)

        return call

    for part in (Service, Collection, Links, Operator, Packs, Preferences, Voting):
        for name, method in vars(part).items():
            if inspect.iscoroutinefunction(method):
                monkeypatch.setattr(part, name, recorded(method))
    yield actors


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Send no texts: the limits of a chat would make them take minutes."""

    async def nothing(*_: Any, **__: Any) -> str:
        return "0"

    monkeypatch.setattr(Session, "say", nothing)
    monkeypatch.setattr(Progress, "accepted", nothing)


async def settled(world: TelegramWorld) -> None:
    """Wait until all updates are handled."""
    await world.server.until(lambda: not world.server.unconfirmed)


@pytest.mark.usefixtures("quiet")
async def test_each_command_names_who_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_world(tmp_path) as world:
        server = world.server
        server.chats[-60] = OTHER
        shown = {-50: await world.emoji(chat=GROUP), -60: await world.emoji(chat=OTHER)}
        expected = {(person, str(sender["chat"]["id"])) for person, sender in SENDERS}
        with told(monkeypatch) as actors:
            for text in (*(f"/{command}" for command in COMMANDS), "now with a hat", ""):
                for _, sender in SENDERS:
                    if text:
                        await server.say(text, reply_to=shown[sender["chat"]["id"]], **sender)
                    else:
                        await server.send_picture(encoded(disc()), "/emoji", **sender)
                await settled(world)
                assert {(each.person.id, each.chat) for each in actors} == expected, text
                actors.clear()


@pytest.mark.usefixtures("quiet")
async def test_me_is_the_picture_of_whoever_writes(tmp_path: Path) -> None:
    async with open_world(tmp_path, CopyingEngine()) as world:
        server, picture = world.server, encoded(disc())
        server.chats[-60] = OTHER
        for person, sender in SENDERS[:4]:
            server.files[f"face{person}"], server.avatars[int(person)] = picture, [f"face{person}"]
            await server.say("/emoji me", **sender)
            await world.delivered()
        asked = [call.fields["file_id"] for call in server.sent("getFile")]
        assert asked == ["face40", "face-50", "face-60", "face-70"]


async def test_words_are_asked_of_a_group_or_channel_by_its_name(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        server = world.server
        server.chats[-60] = OTHER
        for count, (name, (_, sender)) in enumerate(
            zip(("Ann", "Group", "Other", "News"), SENDERS, strict=False), 1
        ):
            await server.say("/emoji", **sender)
            question = (await server.call("sendMessage", count)).fields
            assert question["text"] == f"{name}: {messages.ASK_WORDS}"
            assert bool(question.get("entities")) == (name == "Ann")


async def test_reactions_are_those_of_the_chat_for_which_somebody_reacts(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        server, shown = world.server, await world.emoji(chat=GROUP)
        for actor, person in ((GROUP, "-50"), (NEWS, "-70")):
            await server.react(shown, [], ["👍"], user=None, behalf=actor)
            await settled(world)
            vote = await world.stack.store.votes.of(1, Person(Platform.TELEGRAM, person))
            assert vote is not None
        tally = await world.stack.service.votes.tally(1)
        assert tally == (2, 0)


@pytest.mark.parametrize("action", ["up", "again", "pick", "show", "remove", "removepack"])
async def test_presses_are_always_those_of_a_person(
    action: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a group's administrator asked for anonymously, its administrators may pick or delete."""
    assert action in BUTTONS
    async with open_world(tmp_path) as world:
        server = world.server
        shown = await world.emoji(user=ANONYMOUS, chat=GROUP, behalf=GROUP)
        server.members[41] = {"status": "creator", "user": BOB, "is_anonymous": True}
        with told(monkeypatch) as actors:
            await server.press(f"e:{action}:1:1", shown, user=BOB)
            await server.call("answerCallbackQuery")
            acting = {each.person.id for each in actors}
        assert acting <= {"41", "-50"}
        assert ("-50" in acting) == (action in ("pick", "remove", "removepack"))
