"""Who may do what with an emoji: every operation by everybody who can be related to it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest
import pytest_asyncio

from bot import messages
from bot.container import Container
from bot.domain import Actor, Address, Person, Platform, Refused
from bot.service import Service
from bot.settings.config import Settings
from bot.views import Scope, Search
from tests.support.bot_stack import open_stack
from tests.support.fake_engine import SketchingEngine
from tests.support.people import actor, request
from tests.support.recording_courier import RecordingCourier

SPACE, CHAT = "discord:1", "chat"
MAKER = actor("ann", SPACE)
# Who acts, and whether the emoji is published.
PEOPLE: Mapping[str, tuple[Actor, bool]] = {
    "its maker": (MAKER, False),
    "its maker elsewhere": (actor("ann", None, chat="another"), False),
    "somebody in the chat": (actor("bob", SPACE), False),
    "a moderator of the chat": (actor("bob", SPACE, manages=True), False),
    "another chat of the server": (actor("bob", SPACE, chat="another"), False),
    "a moderator of another chat": (actor("bob", SPACE, manages=True, chat="another"), False),
    "a moderator of another server": (
        actor("bob", "discord:2", manages=True, chat="another"),
        False,
    ),
    "a private chat": (actor("bob", chat="another"), False),
    "no chat": (Actor(Person(Platform.DISCORD, "bob")), False),
    "another platform, same ids": (
        Actor(Person(Platform.TELEGRAM, "ann"), SPACE, chat=CHAT),
        False,
    ),
    "the page": (Actor(Person(Platform.WEB, "ann"), chat=CHAT), False),
    "anybody, if published": (Actor(Person(Platform.WEB, "eve"), chat="eve"), True),
    "a moderator, if published": (actor("bob", "discord:2", manages=True, chat="x"), True),
    "the operator": (actor("root", chat="another"), False),
    "the operator's page": (
        Actor(Person(Platform.WEB, "eve"), chat="eve", operates=True),
        False,
    ),
}
SEE = {
    "its maker",
    "its maker elsewhere",
    "somebody in the chat",
    "a moderator of the chat",
    "anybody, if published",
    "a moderator, if published",
    "the operator",
    "the operator's page",
}
OWN = {"its maker", "its maker elsewhere"}
OPERATORS = {"the operator", "the operator's page"}


@dataclass(frozen=True)
class Attempt:
    """A call of the service, and who may make it."""

    call: Callable[[Service, int, Actor], Awaitable[Any]]
    may: set[str]


def _to(who: Actor) -> Address:
    return Address(who.person.platform, who.chat or "nowhere")


ATTEMPTS: Mapping[str, Attempt] = {
    "get": Attempt(lambda it, n, who: it.emoji.get(n, who), SEE),
    "picture": Attempt(lambda it, n, who: it.emoji.picture(n, who), SEE),
    "candidate": Attempt(lambda it, n, who: it.emoji.picture(n, who, 2), SEE),
    "pictures": Attempt(lambda it, n, who: it.emoji.pictures(n, who), SEE),
    "how": Attempt(lambda it, n, who: it.emoji.how(n, who), SEE),
    "shown": Attempt(lambda it, n, who: it.emoji.shown(n, who), SEE),
    "again": Attempt(lambda it, n, who: it.again(n, "press", who, _to(who)), SEE),
    "other words": Attempt(lambda it, n, who: it.again(n, "press", who, _to(who), "cat"), SEE),
    "change": Attempt(lambda it, n, who: it.change(n, "make it blue", "press", who, _to(who)), SEE),
    "repeat": Attempt(lambda it, n, who: it.repeat(n, "press", who, _to(who)), SEE),
    "pack": Attempt(lambda it, n, who: it.pack(n, "press", who, _to(who), "happy"), SEE),
    "vote": Attempt(lambda it, n, who: it.votes.vote(n, who, 1), SEE),
    "pick": Attempt(lambda it, n, who: it.emoji.pick(n, 1, who), SEE),
    "add": Attempt(lambda it, n, who: it.emoji.added(n, who, "telegram:set"), SEE),
    "link": Attempt(lambda it, n, who: it.links.make(n, who), SEE),
    "own": Attempt(lambda it, n, who: it.emoji.own(n, who), OWN),
    "publish": Attempt(lambda it, n, who: it.emoji.publish(n, who, True), OWN | OPERATORS),
    "remove": Attempt(
        lambda it, n, who: it.emoji.remove(n, who),
        OWN | OPERATORS | {"a moderator of the chat"},
    ),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stacks(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Container]:
    settings = Settings.model_validate(
        {
            "admins": {"people": ["discord:root"]},
            "limits": {"burst": 1000, "per_day": 1000},
            "queue": {"per_person": 1000, "total": 1000},
        }
    )
    async with open_stack(tmp_path_factory.mktemp("access"), SketchingEngine(), settings) as stack:
        yield stack


async def painted(stack: Container, published: bool) -> int:
    """An emoji of ann in a chat of a server."""
    courier = RecordingCourier()
    ticket = await stack.service.ask(replace(request(), actor=MAKER))
    async with stack.serve(courier):
        # What earlier attempts asked for may come first.
        while not (made := [own.id for job, own in courier.emoji if job.id == ticket.job]):
            await courier.until(len(courier.emoji) + 1)
    (emoji,) = made
    await stack.service.emoji.publish(emoji, MAKER, published)
    return emoji


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("who", PEOPLE)
async def test_an_operation_needs_a_relation(stacks: Container, who: str) -> None:
    person, published = PEOPLE[who]
    for name, attempt in ATTEMPTS.items():
        emoji = await painted(stacks, published)
        before = await stacks.store.emoji.get(emoji)
        if who in attempt.may:
            await attempt.call(stacks.service, emoji, person)
        else:
            with pytest.raises(Refused) as refused:
                await attempt.call(stacks.service, emoji, person)
            # Who may not see it does not learn that it exists.
            assert who in SEE or str(refused.value) == messages.NO_EMOJI, name
            assert await stacks.store.emoji.get(emoji) == before
            assert len(await stacks.store.emoji.pictures(emoji)) == 4
            assert await stacks.store.votes.of(emoji, person.person) is None
        if name == "pick":
            found = await stacks.store.emoji.get(emoji)
            assert found is not None
            assert (found.chosen == 1) is (who in OWN), who


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("number", [0, -1, 10**9, 2**53, 2**63, 10**30])
async def test_a_number_that_nobody_was_given_is_a_sentence(stacks: Container, number: int) -> None:
    for name, attempt in ATTEMPTS.items():
        with pytest.raises(Refused) as refused:
            await attempt.call(stacks.service, number, actor("root"))
        assert str(refused.value) == messages.NO_EMOJI, name
    with pytest.raises(Refused, match="Only the person who asked"):
        await stacks.service.cancel(number, actor())


@pytest.mark.asyncio(loop_scope="module")
async def test_only_the_operator_searches_everything(stacks: Container) -> None:
    for person in (actor(), actor("bob"), Actor(Person(Platform.WEB, "eve"))):
        with pytest.raises(Refused, match="Only the operator"):
            await stacks.service.emoji.search(Search(person.person, Scope.ALL), person)
    root = actor("root")
    await painted(stacks, published=False)
    assert await stacks.service.emoji.search(Search(root.person, Scope.ALL), root)


@pytest.mark.asyncio(loop_scope="module")
async def test_a_link_is_for_one_person_for_a_day(
    stacks: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    emoji, bob, elsewhere = (
        await painted(stacks, False),
        actor("bob", SPACE),
        actor("bob", chat="x"),
    )
    token = await stacks.service.links.make(emoji, bob)
    assert token != await stacks.service.links.make(emoji, bob)
    number, acting = await stacks.service.links.follow(token, elsewhere)
    assert number == emoji
    assert await stacks.service.emoji.picture(number, acting)
    for wrong, who in ((token, actor("eve")), (str(emoji), bob), ("", bob), (token[:-1], bob)):
        with pytest.raises(Refused, match="no longer valid"):
            await stacks.service.links.follow(wrong, who)
    monkeypatch.setattr("bot.emoji.links.LINK_SECONDS", -1.0)
    with pytest.raises(Refused, match="no longer valid"):
        await stacks.service.links.follow(token, elsewhere)
    await stacks.service.people.forget(bob)
    monkeypatch.undo()
    with pytest.raises(Refused, match="no longer valid"):
        await stacks.service.links.follow(token, elsewhere)


@pytest.mark.asyncio(loop_scope="module")
async def test_a_link_gives_no_more_than_its_person_may_do(stacks: Container) -> None:
    links, bob = stacks.service.links, actor("bob", SPACE)
    elsewhere = actor("bob", chat="x")
    removed, unpublished = await painted(stacks, False), await painted(stacks, True)
    stranger = Actor(Person(Platform.TELEGRAM, "bob"), chat="x")
    tokens = [await links.make(removed, bob), await links.make(unpublished, stranger)]
    for wrong in (tokens[0].swapcase(), tokens[0] + "=", "%", "x" * 10_000, "\0"):
        with pytest.raises(Refused, match="no longer valid"):
            await links.follow(wrong, elsewhere)
    # The same id on another platform is somebody else.
    with pytest.raises(Refused, match="no longer valid"):
        await links.follow(tokens[0], stranger)
    await stacks.service.emoji.remove(removed, MAKER)
    await stacks.service.emoji.publish(unpublished, MAKER, False)
    # What was removed, or is no longer public, is not seen through an older link either.
    for token, who in zip(tokens, (elsewhere, stranger), strict=True):
        number, acting = await links.follow(token, who)
        with pytest.raises(Refused, match=r"no such emoji|are gone"):
            await stacks.service.emoji.picture(number, acting)
