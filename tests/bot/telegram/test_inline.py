"""Telegram: finding emoji in chats that the bot is not in, and drawing what was not found."""

from pathlib import Path
from typing import Any

import pytest

from bot import messages
from bot.domain import Actor, Person, Platform
from bot.emoji.search_words import search_words
from bot.telegram import inline
from bot.telegram.inline import DRAW, Typed
from tests.support.people import OPERATOR
from tests.support.telegram_bot import TelegramWorld, open_world
from tests.support.telegram_server import (
    ANN,
    ANONYMOUS,
    BOB,
    CHANNEL_BOT,
    ELSEWHERE,
    GROUP,
    PRIVATE,
    TelegramCall,
)

BOBS = PRIVATE | {"id": 41, "first_name": "Bob"}


@pytest.mark.parametrize(
    ("word", "finds", "finds_not"),
    [
        ("puppies", ["puppy", "puppies"], ["pup"]),
        ("puppy", ["puppies"], []),
        ("mice", ["mouse", "two mice"], ["microphone"]),
        ("mouse", ["mice"], []),
        ("knife", ["knives"], []),
        ("dancing", ["dance", "she dances", "dancer"], ["dane"]),
        ("Cats", ["a cat", "CAT"], ["ca"]),
        ("🍋", ["lemon", "🍋"], ["lime"]),
        ("zitrone", ["zitronen"], []),
        ("猫", ["猫"], []),
        ("%", ["100%"], ["100"]),
    ],
)
def test_a_word_is_found_in_its_other_forms(
    word: str, finds: list[str], finds_not: list[str]
) -> None:
    (read,) = search_words(word)
    for text in finds:
        assert any(form in text.casefold() for form in read.forms), text
    for text in finds_not:
        assert not any(form in text for form in read.forms), text


def test_a_keyword_stands_for_the_emoji_that_have_it() -> None:
    fruit, apples = search_words("fruit apples")
    assert {"1F34B", "1F34E"} <= set(fruit.bases)
    assert "1F34B" not in apples.bases
    assert search_words(" ") == ()


def test_what_was_typed_is_kept_once_for_each_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inline, "PEOPLE_REMEMBERED", 2)
    typed = Typed()
    for user, words in ((1, "a"), (1, "lemon"), (2, "cat"), (3, "dog")):
        typed.keep(user, words)
    assert [typed.take(user) for user in (1, 2, 3, 3)] == ["", "cat", "dog", ""]


async def found(world: TelegramWorld, words: str, **more: Any) -> list[str]:
    """The ids of the results of an inline query, and the label of its button."""
    count = len(world.server.sent("answerInlineQuery"))
    await world.server.inline(words, **more)
    answer = await world.server.call("answerInlineQuery", count + 1)
    assert answer.fields["is_personal"] == "true"
    assert answer.fields["button"]["start_parameter"] == DRAW
    ids = [result["id"] for result in answer.fields.get("results", [])]
    return [*ids, answer.fields["button"]["text"]]


async def test_inline_finds_by_words_forms_and_keywords_first_ones_own_then_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_world(tmp_path) as world:
        # Telegram takes one message a second in each chat.
        world.server.chats[-80] = ELSEWHERE
        await world.emoji("dancing lemon")
        await world.emoji("two puppies", chat=GROUP)
        await world.emoji("angry lemon", chat=ELSEWHERE)
        await world.emoji("lemon cake", user=BOB, chat=BOBS)
        service = world.stack.service
        await service.emoji.publish(1, OPERATOR, True)
        assert await found(world, "lemons") == ["3", "1", "Draw “lemons”"]
        assert await found(world, "  LEMON dance ") == ["1", "Draw “LEMON dance”"]
        assert await found(world, "puppy") == ["2", "Draw “puppy”"]
        assert await found(world, "") == ["3", "2", "1", "Draw a new emoji"]
        # Bob sees his own first, then what is published; without words only his own.
        assert await found(world, "lemon", user=BOB) == ["4", "1", "Draw “lemon”"]
        assert await found(world, "", user=BOB) == ["4", "Draw a new emoji"]
        assert await found(world, "sad", user=BOB) == ["Draw “sad”"]
        # Pages.
        monkeypatch.setattr(inline, "MAX_RESULTS", 2)
        assert await found(world, "") == ["3", "2", "Draw a new emoji"]
        assert world.server.calls[-1].fields["next_offset"] == "2"
        assert await found(world, "", offset="2") == ["1", "Draw a new emoji"]
        assert not world.server.calls[-1].fields.get("next_offset")
        assert await found(world, "", offset="9") == ["Draw a new emoji"]
        # Bob's own one ends the first page; the second is of others.
        monkeypatch.setattr(inline, "MAX_RESULTS", 1)
        for offset, ids in (("0", ["4"]), ("1", ["1"]), ("2", [])):
            page = await found(world, "lemon", user=BOB, offset=offset)
            assert page == [*ids, "Draw “lemon”"]
        monkeypatch.setattr(inline, "MAX_RESULTS", 2)
        assert await found(world, "", offset="-1; x") == ["3", "2", "Draw a new emoji"]
        # What was deleted or is no longer published is not found.
        await service.emoji.publish(1, OPERATOR, False)
        await service.emoji.remove(3, Actor(Person(Platform.TELEGRAM, "40")))
        assert await found(world, "lemon", user=BOB) == ["4", "Draw “lemon”"]
        assert await found(world, "lemon") == ["1", "Draw “lemon”"]
        # Telegram has forgotten a file: the others are still offered.
        world.server.files.clear()
        assert await found(world, "lemon") == ["1", "Draw “lemon”"]
        await world.server.call("getFile")
        assert await found(world, "lemon") == ["Draw “lemon”"]


async def test_what_was_not_found_is_drawn_in_the_private_chat(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        server = world.server
        await found(world, "a purple dragon")
        await server.say(f"/start {DRAW}")
        await world.delivered()
        assert (await world.job(1)).recipe.prompt == "a purple dragon"
        # It is drawn once, and not for somebody who follows the same link.
        for user, chat in ((ANN, PRIVATE), (BOB, BOBS)):
            before = len(server.sent("sendMessage"))
            await server.say(f"/start {DRAW}", user=user, chat=chat)
            asked = await server.call("sendMessage", before + 1)
            assert asked.fields["text"] == messages.ASK_WORDS
        assert await world.stack.store.jobs.get(2) is None


async def test_as_a_guest_the_bot_sends_what_it_has_or_where_it_is_drawn(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        server = world.server
        await world.emoji("dancing lemon")

        async def answered(text: str, **more: Any) -> TelegramCall:
            count = len(server.sent("answerGuestQuery"))
            await server.call_as_guest(text, **more)
            return await server.call("answerGuestQuery", count + 1)

        for text in ("@emojismith_bot lemons", "/emoji@emojismith_bot LEMON", "@Emojismith_Bot"):
            shown = (await answered(text)).fields["result"]
            assert (shown["type"], shown["id"]) == ("sticker", "1")
        # Other people's are not shown, also not to who writes for a group or a channel.
        for who in (
            {"user": BOB},
            {"user": ANONYMOUS, "behalf": ELSEWHERE},
            {"user": CHANNEL_BOT, "behalf": {"id": -70, "type": "channel", "title": "News"}},
        ):
            none = (await answered("@emojismith_bot @all lemon", **who)).fields["result"]
            assert none["type"] == "article"
            said = none["input_message_content"]["message_text"]
            assert "“@\u200ball lemon”" in said
            [[button]] = none["reply_markup"]["inline_keyboard"]
            assert button["text"] == "Draw “@all lemon”"
            assert button["url"] == f"https://t.me/emojismith_bot?start={DRAW}"
        await server.say(f"/start {DRAW}", user=BOB, chat=BOBS)
        await world.delivered()
        assert (await world.job(2)).person.id == "41"
        # A file that Telegram has forgotten: the link instead.
        server.files.clear()
        await server.call_as_guest("@emojismith_bot dancing lemon")
        instead = await server.call("answerGuestQuery", 8)
        assert instead.fields["result"]["type"] == "article"
        hello = (await answered("@emojismith_bot", user=ANONYMOUS, behalf=GROUP)).fields["result"]
        assert hello["input_message_content"]["message_text"] == messages.START


async def test_emoji_in_reply_to_words_draws_them(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        server = world.server
        for said, drawn in (("an angry unicorn", "an angry unicorn"), ("/emoji a cat", "a cat")):
            word = await server.say(said, user=BOB, chat=GROUP)
            await server.say("/emoji", chat=GROUP, reply_to=word)
            await world.delivered()
            found = await world.stack.store.emoji.of_person(Person(Platform.TELEGRAM, "40"))
            assert found[0].recipe.prompt == drawn
