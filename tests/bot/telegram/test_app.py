"""The Telegram adapter over HTTP: the real python-telegram-bot and a small server on loopback."""

import asyncio
import io
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from telegram import User

from bot import backoff, messages, pace
from bot.domain import Actor, ArchiveFormat, BadSettings, Form, JobState, Person, Platform
from bot.emoji.collection import Collection
from bot.emoji.export import export
from bot.messages import BROKEN, NO_BUTTON, PICKED
from bot.settings.config import AdminSettings, Settings
from bot.telegram import courier as telegram_courier
from bot.telegram import polling as telegram_polling
from bot.telegram import rate_limiter
from bot.telegram import stickers as telegram_stickers
from bot.telegram.app import LEFT_OVER, TelegramApp
from bot.telegram.buttons import ADDED, BUTTONS, RESULT_BUTTONS, TOO_OLD
from bot.telegram.commands import ADMIN_TARGET, WHICH_STYLE
from bot.telegram.personal_buttons import NOT_YOURS
from bot.telegram.polling import TWO_POLLERS, WRONG_TOKEN
from bot.telegram.replies import UNAVAILABLE
from bot.telegram.session import escape
from bot.telegram.stickers import StickerSets
from tests.support.bot_stack import open_stack
from tests.support.fake_engine import FakeEngine, SketchingEngine
from tests.support.people import OPERATOR
from tests.support.telegram_bot import SECONDS, TelegramWorld, open_world
from tests.support.telegram_server import (
    ANN,
    ANONYMOUS,
    BOB,
    CHANNEL_BOT,
    GROUP,
    OTHER_BOT,
    TOKEN,
    TelegramServer,
)

SET = "emoji_40_1_by_emojismith_bot"
PERSON = Person(Platform.TELEGRAM, "40")


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten all waits."""
    monkeypatch.setattr(backoff, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(telegram_courier, "RETRY_SECONDS", 0.01)
    monkeypatch.setattr(pace, "CALM_SECONDS", 0.0)
    monkeypatch.setattr(rate_limiter, "BURST_SECONDS", 0.001)


async def test_the_sticker_replies_to_the_request(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        server = world.server
        asked = await server.say("/emoji Dancing Lemon with Sunglasses")
        await world.delivered()
        call = await server.call("sendSticker")
        data = call.files["sticker"]
        assert data == await export(await world.stack.service.emoji.picture(1, OPERATOR), Form.WEBP)
        image = Image.open(io.BytesIO(data))
        assert (image.format, image.size) == ("WEBP", (512, 512))
        assert call.fields["chat_id"] == str(ANN["id"])
        assert call.fields["reply_parameters"]["message_id"] == asked
        assert call.buttons == {own.label: f"e:{own.action}:1" for own in RESULT_BUTTONS}


async def test_progress_is_edited_in_private_and_deleted_at_the_end(tmp_path: Path) -> None:
    hold = asyncio.Event()
    async with open_world(tmp_path, FakeEngine(hold=hold)) as world:
        server = world.server
        await server.say("/emoji lemon")
        said = await server.call("sendMessage")
        assert said.fields["text"].startswith("On it: “lemon” (")
        assert said.buttons == {"Cancel": "e:cancel:1"}
        hold.set()
        edited = await server.call("editMessageText")
        assert edited.fields["text"].startswith("Painting “lemon” ▰")
        assert edited.buttons == {"Cancel": "e:cancel:1"}
        gone = await server.call("deleteMessage")
        assert gone.fields["message_id"] == edited.fields["message_id"]
        # Four steps within the pace are one edit.
        assert len(server.sent("editMessageText")) == 1


async def test_what_was_misread_takes_the_place_of_the_progress(tmp_path: Path) -> None:
    hold = asyncio.Event()
    async with open_world(tmp_path, FakeEngine(hold=hold)) as world:
        server = world.server
        await server.say("/emoji qwzx lemon", chat=GROUP)
        said = await server.call("sendMessage")
        hold.set()
        await server.call("sendSticker")
        edited = await server.call("editMessageText")
        assert edited.fields["text"] == "Read as: qwzx lemon. Not understood: qwzx."
        assert edited.fields["message_id"] in map(str, server.messages)
        assert not edited.buttons
        assert not server.sent("deleteMessage")
        assert said.fields["text"].startswith("On it")


async def test_a_word_on_progress_that_comes_after_the_sticker_is_deleted(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        server = world.server
        server.held["sendMessage"] = asyncio.Event()
        await world.emoji()
        progress = next(
            own for own, sent in server.messages.items() if sent.get("text", "").startswith("On it")
        )
        server.held.pop("sendMessage").set()
        gone = await server.call("deleteMessage")
        assert gone.fields["message_id"] == str(progress)


async def test_a_group_sees_only_start_and_end_and_the_topic_is_kept(tmp_path: Path) -> None:
    hold = asyncio.Event()
    async with open_world(tmp_path, FakeEngine(hold=hold)) as world:
        server = world.server
        asked = await server.say("/emoji@emojismith_bot lemon", chat=GROUP, topic=9)
        said = await server.call("sendMessage")
        hold.set()
        shown = await server.call("sendSticker")
        await server.call("deleteMessage")
        assert not server.sent("editMessageText")
        for call in (said, shown):
            assert call.fields["message_thread_id"] == "9"
            assert call.fields["reply_parameters"]["message_id"] == asked


async def test_words_are_asked_for_and_the_answer_is_taken(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        server = world.server
        await server.say("/emoji")
        asked = await server.call("sendMessage")
        assert asked.fields["text"] == messages.ASK_WORDS
        assert asked.fields["reply_markup"]["force_reply"] is True
        await server.say("angry unicorn", reply_to=_last(server))
        await world.delivered()
        assert (await world.job(1)).recipe.prompt == "angry unicorn"


async def test_in_a_group_only_the_person_is_asked_for_words(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        server = world.server
        await world.emoji(chat=GROUP)
        await server.press("e:words:1", _last(server), user=BOB)
        await server.until(lambda: len(server.sent("sendMessage")) == 2)
        asked = server.sent("sendMessage")[1]
        assert asked.fields["text"].startswith(f"Bob: {messages.ASK_WORDS}")
        [entity] = asked.fields["entities"]
        assert (entity["type"], entity["user"]["id"]) == ("text_mention", BOB["id"])
        await server.say("calm lemon", user=BOB, chat=GROUP, reply_to=_last(server))
        await world.delivered()
        job = await world.job(2)
        assert (job.recipe.prompt, job.person.id) == ("calm lemon", "41")


async def test_a_redelivered_update_makes_no_second_job(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        server = world.server
        message = {"message_id": 5, "date": 1, "chat": GROUP, "from": ANN, "text": "/emoji lemon"}
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": 6}]
        await server.update(number=77, message=message)
        await world.delivered()
        await server.until(lambda: server.confirmed == 78)
        await server.update(number=77, message=message)
        await server.say("/about")
        await server.until(lambda: any("Model" in text for text in _texts(server)))
        assert await world.stack.store.jobs.get(2) is None


async def test_what_a_person_types_makes_no_links_and_no_mentions(tmp_path: Path) -> None:
    words = "@everyone #tag /start http://a.example 3.5 *b* <i>"
    assert escape(words) == (
        "@\u200beveryone #\u200btag /\u200bstart http:/\u200b/\u200ba.\u200bexample 3.5 *b* <i>"
    ).replace(":/\u200b/", "://")
    async with open_world(tmp_path) as world:
        await world.server.say("/emoji @everyone")
        said = await world.server.call("sendMessage")
        assert "@\u200beveryone" in said.fields["text"]
        assert "parse_mode" not in said.fields


async def test_a_refusal_is_a_sentence(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await world.server.say("/style cubist")
        said = await world.server.call("sendMessage")
        assert said.fields["text"].startswith("There is no such style")


async def test_votes_are_counted_and_consent_is_asked_once(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        server, shown = world.server, await world.emoji()
        await server.press("e:up:1", shown)
        assert (await server.call("answerCallbackQuery", 1)).fields["text"] == "Liked. Thank you!"
        await server.until(lambda: messages.CONSENT_QUESTION in _texts(server))
        question = next(
            call
            for call in server.sent("sendMessage")
            if call.fields["text"] == messages.CONSENT_QUESTION
        )
        assert question.buttons == {
            messages.CONSENT_YES: "e:yes:40",
            messages.CONSENT_NO: "e:no:40",
        }
        asked = _last(server)
        await server.press("e:yes:40", asked, user=BOB)
        refused = await server.call("answerCallbackQuery", 2)
        assert refused.fields["show_alert"] == "true"
        await server.press("e:yes:40", asked)
        await server.call("answerCallbackQuery", 3)
        await server.call("editMessageText", 1)
        assert await world.stack.store.people.consent(PERSON) is True
        await server.press("e:up:1", shown)
        assert (await server.call("answerCallbackQuery", 4)).fields["text"] == "Vote removed."
        await server.press("e:down:1", shown)
        await server.call("answerCallbackQuery", 5)
        assert _texts(server).count(messages.CONSENT_QUESTION) == 1


async def test_where_the_bot_may_not_write_in_private_consent_is_asked_in_the_group(
    tmp_path: Path,
) -> None:
    async with open_world(tmp_path) as world:
        server, shown = world.server, await world.emoji(chat=GROUP)
        await _answered(server, "/help", "/emoji WORDS", user=BOB, chat=GROUP)
        await server.press("e:up:1", shown, user=BOB)
        await server.until(lambda: f"Bob: {messages.CONSENT_QUESTION}" in _texts(server))
        question = server.sent("sendMessage")[-1]
        assert question.fields["chat_id"] == str(GROUP["id"])
        assert question.buttons[messages.CONSENT_YES] == "e:yes:41"


async def test_who_never_spoke_to_the_bot_is_not_asked_and_does_not_train(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        server, shown = world.server, await world.emoji(chat=GROUP)
        bob = Person(Platform.TELEGRAM, "41")
        await server.react(shown, [], ["👍"], user=BOB)
        await _handled(server)
        await server.press("e:up:1", shown, user=BOB)
        await server.call("answerCallbackQuery")
        await _handled(server)
        assert not any(messages.CONSENT_QUESTION in text for text in _texts(server))
        assert await world.stack.store.votes.of(1, bob) == (1, "button up")
        assert await world.stack.store.votes.agreed(opt_out=False) == []
        # Once Bob has written to it, the next vote asks him there.
        private = {"id": 41, "type": "private", "first_name": "Bob"}
        await _answered(server, "/start", "I draw emoji", user=BOB, chat=private)
        await server.react(shown, ["👍"], ["👎"], user=BOB)
        await server.until(lambda: messages.CONSENT_QUESTION in _texts(server))
        assert server.sent("sendMessage")[-1].fields["chat_id"] == "41"


async def test_a_redelivered_press_changes_nothing(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        server, shown, votes = world.server, await world.emoji(), world.stack.store.votes
        query = {"from": ANN, "chat_instance": "1", "data": "e:up:1"}
        query["message"] = server.messages[shown]
        for number, data, expected in (
            (5001, "e:up:1", 1),
            (5001, "e:up:1", 1),
            (5002, "e:down:1", -1),
            (5001, "e:up:1", -1),
            (5002, "e:down:1", -1),
            (5003, "e:down:1", None),
            (5003, "e:down:1", None),
        ):
            server.unanswered.add(str(number))
            await server.update(
                number=number, callback_query=query | {"id": str(number), "data": data}
            )
            await server.until(lambda number=number: str(number) not in server.unanswered)
            await server.until(lambda number=number: server.confirmed > number)
            vote = await votes.of(1, PERSON)
            assert (vote and vote[0]) == expected, number


async def test_reactions_are_votes_and_their_retraction_takes_them_back(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        server, shown, votes = world.server, await world.emoji(), world.stack.store.votes
        assert "message_reaction" in server.allowed

        async def vote_after(old: list[str], new: list[str], **more: Any) -> Any:
            await server.react(shown, old, new, **more)
            await _handled(server)
            return await votes.of(1, PERSON)

        assert await vote_after([], ["❤"], user=None) is None
        assert await vote_after([], ["❤"], user=OTHER_BOT) is None
        assert await vote_after([], ["❤"]) == (1, "❤")
        assert await vote_after(["❤"], ["👎"]) == (-1, "👎")
        assert await vote_after(["👎"], ["👎", "🔥"]) == (1, "🔥")
        assert await vote_after(["👎", "🔥"], ["👎"]) == (-1, "👎")
        assert await vote_after(["👎"], []) is None
        # The bot does not ask for it, but would ignore it.
        count = {"chat": GROUP, "message_id": shown, "date": 1, "reactions": []}
        await server.update(message_reaction=None, message_reaction_count=count)
        await _handled(server)
        assert await votes.of(1, PERSON) is None


async def test_anonymous_administrators_are_the_group_they_act_for(tmp_path: Path) -> None:
    other = {"id": -60, "type": "supergroup", "title": "Other"}
    channel = {"id": -70, "type": "channel", "title": "News"}
    settings = Settings.model_validate(
        {"limits": {"burst": 2, "per_hour": 0.001}, "admins": {"people": ["telegram:40"]}}
    )
    async with open_world(tmp_path, settings=settings) as world:
        server, store = world.server, world.stack.store
        server.chats[-60] = other
        here: dict[str, Any] = {"user": ANONYMOUS, "chat": GROUP, "behalf": GROUP}
        there: dict[str, Any] = {"user": ANONYMOUS, "chat": other, "behalf": other}
        posted: dict[str, Any] = {"user": CHANNEL_BOT, "chat": GROUP, "behalf": channel}
        await world.emoji("first lemon", **here)
        await world.emoji("second cat", **there)
        await world.emoji("third dog", **posted)
        people = [(await world.job(number)).person.key for number in (1, 2, 3)]
        assert people == ["telegram:-50", "telegram:-60", "telegram:-70"]
        # History and limits are each one's own.
        await _answered(server, "/history", "second cat", **there)
        assert "first lemon" not in _texts(server)[-1]
        await world.emoji("fourth fox", **here)
        await _answered(server, "/emoji lemon", "You have reached your limit", **here)
        await world.emoji("fifth bee", **there)
        # The operator bans one of them, by number or by a reply.
        await _answered(server, "/emoji_admin ban -70", "telegram:-70 is blocked")
        word = await server.say("hello", **there)
        await server.say("/emoji_admin limit 9", chat=other, reply_to=word)
        await server.until(lambda: any("telegram:-60 may now ask" in t for t in _texts(server)))
        # So is what they delete.
        await _answered(server, "/privacy forget", messages.FORGET_QUESTION, **here)
        question, anybody = _last(server), f"e:forgotten:{ANONYMOUS['id']}"
        await server.press(anybody, question, user=BOB)
        assert (await server.call("answerCallbackQuery")).fields["text"] == NOT_YOURS
        server.members[41] = _administrator(BOB)
        await server.press(anybody, question, user=BOB)
        assert (await server.call("answerCallbackQuery", 2)).fields["text"] == messages.FORGOTTEN
        assert await store.emoji.of_person(Person(Platform.TELEGRAM, "-50")) == ()
        assert len(await store.emoji.of_person(Person(Platform.TELEGRAM, "-60"))) == 2
        assert await store.jobs.get(2) is not None


async def test_an_anonymous_administrator_presses_as_themselves(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        server = world.server
        shown = await world.emoji(user=ANONYMOUS, chat=GROUP, behalf=GROUP)
        await server.press("e:remove:1", shown, user=BOB)
        refused = await server.call("answerCallbackQuery")
        assert refused.fields["text"].startswith("Only the person who asked")
        server.members[41] = _administrator(BOB)
        await server.press("e:pick:1:2", shown, user=BOB)
        await server.call("answerCallbackQuery", 2)
        await server.call("editMessageReplyMarkup")
        assert (await world.stack.service.emoji.get(1, OPERATOR)).chosen == 2
        await server.press("e:remove:1", shown, user=BOB)
        removed = await server.call("answerCallbackQuery", 3)
        assert removed.fields["text"] == messages.REMOVED


async def test_an_anonymous_reaction_is_the_groups_and_is_taken_back(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        server, shown = world.server, await world.emoji(chat=GROUP)
        group = Person(Platform.TELEGRAM, "-50")
        for old, new, expected in (
            ([], ["👍"], 1),
            (["👍"], ["👍", "😮"], 1),
            (["👍", "😮"], [], None),
        ):
            await server.react(shown, old, new, user=None)
            await _handled(server)
            vote = await world.stack.store.votes.of(1, group)
            assert (vote and vote[0]) == expected
        assert not any(messages.CONSENT_QUESTION in text for text in _texts(server))


async def test_again_paints_anew_and_a_press_is_always_answered(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        server, shown = world.server, await world.emoji()
        await server.press("e:again:1", shown, old=True)
        assert await world.delivered() != shown
        first, second = await world.job(1), await world.job(2)
        assert first.recipe.prompt == second.recipe.prompt
        assert first.recipe.seed != second.recipe.seed
        for data, sentence in (
            ("e:dance:1", NO_BUTTON),
            ("nonsense", NO_BUTTON),
            ("e:how:99", "There is no such emoji, or its creator deleted it."),
        ):
            query = await server.press(data, shown)
            await server.until(lambda query=query: query not in server.unanswered)
            answer = server.sent("answerCallbackQuery")[-1]
            assert (answer.fields["text"], answer.fields["show_alert"]) == (sentence, "true")


async def test_all_candidates_can_be_seen_and_one_is_picked(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        server, shown = world.server, await world.emoji()
        await server.press("e:all:1", shown)
        album = await server.call("sendMediaGroup")
        assert len(album.files) == 4
        await server.until(lambda: any("Pick the best" in text for text in _texts(server)))
        said = server.sent("sendMessage")[-1]
        assert "1: the sketch; 2: painted at strength 0.30" in said.fields["text"]
        assert said.buttons == {f"Pick {place}": f"e:pick:1:{place - 1}" for place in range(1, 5)}
        await server.press("e:pick:1:2", _last(server), user=BOB)
        await server.call("answerCallbackQuery", 2)
        assert (await world.stack.service.emoji.get(1, OPERATOR)).chosen == 0
        await server.press("e:pick:1:2", _last(server))
        assert (await server.call("answerCallbackQuery", 3)).fields["text"] == PICKED
        picked = await server.call("sendSticker", 2)
        assert picked.buttons["👍"] == "e:up:1"
        assert (await world.stack.service.emoji.get(1, OPERATOR)).chosen == 2


async def test_how_it_was_made_and_the_history(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        server, shown = world.server, await world.emoji()
        await server.press("e:how:1", shown)
        await server.until(lambda: any("words: Dancing Lemon" in text for text in _texts(server)))
        await server.say("/history lemon")
        await server.until(lambda: any(text.startswith("1. “") for text in _texts(server)))
        assert server.sent("sendMessage")[-1].buttons == {"1": "e:show:1"}
        await server.press("e:show:1", _last(server))
        again = await server.call("sendSticker", 2)
        assert again.buttons["…"] == "e:more:1"


async def test_more_buttons_are_shown_and_hidden_in_place(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        server, shown = world.server, await world.emoji()
        for data, last, rows in (("e:more:1", "e:more:1:0", 3), ("e:more:1:0", "e:more:1", 1)):
            # The second press comes when the buttons are there already.
            for _ in range(2):
                await server.press(data, shown)
            await _handled(server)
            keyboard = server.keyboards[shown]
            assert keyboard is not None
            assert [len(row) for row in keyboard["inline_keyboard"]] == [6, 3, 3][:rows]
            assert keyboard["inline_keyboard"][0][-1]["callback_data"] == last
        assert not any("text" in call.fields for call in server.sent("answerCallbackQuery"))
        # A forged press changes no other message.
        await server.press("e:how:1", shown)
        await server.until(lambda: any("words: " in text for text in _texts(server)))
        before = len(server.sent("editMessageReplyMarkup"))
        await server.press("e:more:1", _last(server))
        await _handled(server)
        assert len(server.sent("editMessageReplyMarkup")) == before


async def test_a_question_about_a_press_is_silent_and_goes_when_it_is_answered(
    tmp_path: Path,
) -> None:
    async with open_world(tmp_path, SketchingEngine()) as world:
        server, shown = world.server, await world.emoji()
        for action, answer, question in (
            ("animate", "move:1:1", messages.WHICH_MOTION),
            ("pack", "makepack:1:0", messages.WHICH_PACK),
        ):
            await server.press(f"e:{action}:1", shown)
            await server.until(lambda text=question: text in _texts(server))
            asked = server.sent("sendMessage")[-1].fields
            assert asked["disable_notification"] == "true"
            menu = _last(server)
            await server.press(f"e:{answer}", menu)
            await server.until(lambda own=menu: own not in server.messages)
        job = await world.job(2)
        assert job.address.reply_to == str(shown)
        assert shown in server.messages


async def test_the_asker_removes_an_emoji_and_others_need_the_right(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        server, shown = world.server, await world.emoji(chat=GROUP)
        await server.press("e:remove:1", shown, user=BOB)
        refused = await server.call("answerCallbackQuery")
        assert refused.fields["text"].startswith("Only the person who asked")
        server.members[41] = _administrator(BOB)
        await server.press("e:remove:1", shown, user=BOB)
        removed = await server.call("answerCallbackQuery", 2)
        assert removed.fields["text"] == messages.REMOVED
        assert shown not in server.messages
        assert not await world.stack.store.emoji.pictures(1)


async def test_of_a_message_too_old_to_be_deleted_the_buttons_go(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        server, shown = world.server, await world.emoji()
        await server.call("deleteMessage")
        server.fault("deleteMessage", 400, "Bad Request: message can't be deleted for everyone")
        await server.press("e:remove:1", shown, old=True)
        answer = await server.call("answerCallbackQuery")
        assert answer.fields["text"] == TOO_OLD
        assert "reply_markup" not in (await server.call("editMessageReplyMarkup")).fields


async def test_only_ones_own_job_is_cancelled(tmp_path: Path) -> None:
    engine = FakeEngine(hold=asyncio.Event())
    async with open_world(tmp_path, engine) as world:
        server = world.server
        await server.say("/emoji lemon", chat=GROUP)
        await server.call("sendMessage")
        progress = _last(server)
        await server.press("e:cancel:1", progress, user=BOB)
        refused = await server.call("answerCallbackQuery")
        assert refused.fields["text"] == "Only the person who asked can cancel this."
        await server.press("e:cancel:1", progress)
        assert (await server.call("answerCallbackQuery", 2)).fields["text"] == messages.CANCELLED
        await server.call("deleteMessage")
        assert progress not in server.messages
        assert (await world.job(1)).state is JobState.CANCELLED


async def test_a_failed_job_ends_with_a_sentence(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await world.server.say("/emoji broken lemon")
        await world.server.until(
            lambda: any(text.startswith("“broken lemon”: ") for text in _texts(world.server))
        )
        await world.server.call("deleteMessage")


async def test_styles_privacy_queue_and_help(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        server, people = world.server, world.stack.store.people
        await server.say("/style")
        asked = await server.call("sendMessage")
        assert asked.fields["text"] == WHICH_STYLE
        assert asked.buttons["noto"] == "e:style:1"
        await server.press("e:style:1", _last(server))
        await server.call("answerCallbackQuery")
        assert await people.style(PERSON) == "noto"
        await _answered(server, "/style twemoji", "twemoji style")
        await _answered(server, "/privacy on", "may train")
        assert await people.consent(PERSON) is True
        await _answered(server, "/privacy perhaps", "/privacy forget")
        await _answered(server, "/privacy", "Stored about you:")
        privacy = server.sent("sendMessage")[-1].buttons
        assert list(privacy.values()) == ["e:yes:0", "e:no:0", "e:forget:0"]
        await server.press("e:no:0", _last(server))
        await server.call("answerCallbackQuery", 2)
        assert await people.consent(PERSON) is False
        await server.press("e:forget:0", _last(server))
        await server.until(
            lambda: "e:forgotten:40" in server.sent("sendMessage")[-1].buttons.values()
        )
        await server.press("e:forgotten:40", _last(server))
        await server.call("answerCallbackQuery", 4)
        assert await people.style(PERSON) is None
        await _answered(server, "/queue", "Nobody is waiting.")
        await _answered(server, "/about", "Model 0123456789ab")
        await _answered(server, "/help", "/emoji WORDS")
        await _answered(server, "/start", "I draw emoji")
        await _answered(server, "/privacy forget", messages.FORGET_QUESTION)
        # In a private chat any words are drawn.
        await server.say("happy lemon")
        await world.delivered()
        assert (await world.job(1)).recipe.prompt == "happy lemon"


async def test_the_operator_may_ban_by_number_or_reply(tmp_path: Path) -> None:
    settings = Settings(admins=AdminSettings(people=["telegram:40"]))
    async with open_world(tmp_path, settings=settings) as world:
        server = world.server
        word = await server.say("spam", user=BOB, chat=GROUP)
        await server.say("/emoji_admin ban", chat=GROUP, reply_to=word)
        await server.until(lambda: "telegram:41 is blocked." in _texts(server))
        await _answered(server, "/emoji lemon", "", user=BOB, chat=GROUP)
        await _answered(server, "/emoji_admin unban 41", "no longer blocked")
        await _answered(server, "/emoji_admin limit 41 3", "3 emoji per day")
        await _answered(server, "/emoji_admin ban @bob", ADMIN_TARGET)
        await _answered(server, "/emoji_admin", "stats")
        await _answered(server, "/emoji_admin stats", "made 0")
        await server.say("/emoji_admin stats", user=BOB, chat=GROUP)
        await server.until(lambda: "Only the operator of this bot can do that." in _texts(server))


async def test_an_emoji_goes_into_the_pressers_own_set(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        server, shown = world.server, await world.emoji()
        await server.press("e:add:1", shown)
        assert (await server.call("answerCallbackQuery")).fields["text"] == ADDED
        assert server.sets == {
            SET: [await export(await world.stack.service.emoji.picture(1, OPERATOR), Form.WEBP)]
        }
        await server.until(lambda: any(f"t.me/addstickers/{SET}" in t for t in _texts(server)))
        await server.press("e:add:1", shown)
        again = await server.call("answerCallbackQuery", 2)
        assert again.fields["text"] == telegram_stickers.ALREADY.format(
            link=f"https://t.me/addstickers/{SET}"
        )
        assert len(server.sets[SET]) == 1
        await server.press("e:pick:1:2", shown)
        await server.call("answerCallbackQuery", 3)
        await server.press("e:add:1", shown)
        await server.call("answerCallbackQuery", 4)
        assert len(server.sets[SET]) == 2
        assert await world.stack.service.stickers.of(PERSON) == (SET, 2)
        # Its owner removes one at Telegram.
        server.sets[SET].pop()
        await server.press("e:add:1", shown)
        assert (await server.call("answerCallbackQuery", 5)).fields["text"] == ADDED
        assert len(server.sets[SET]) == 2


@pytest.mark.parametrize(("lost", "held"), [("an answer", 0), ("the bot", 1)])
async def test_a_sticker_whose_sending_was_cut_short_is_not_sent_twice(
    lost: str, held: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with TelegramServer.open() as server:
        async with open_world(tmp_path, None, None, server) as world:
            shown = await world.emoji()
            if held:
                await world.emoji("Angry Unicorn")
                await server.press("e:add:2", _last(server))
                await server.call("answerCallbackQuery")
            if lost == "an answer":
                server.lose.add("addStickerToSet" if held else "createNewStickerSet")
            else:
                monkeypatch.setattr(Collection, "added", _cut_short)
            await server.press("e:add:1", shown)
            await server.until(lambda: len(server.sets.get(SET, ())) == held + 1)
        monkeypatch.undo()
        async with open_world(tmp_path, None, None, server) as world:
            await server.press("e:add:1", shown)
            await server.until(lambda: any(ADDED in t for t in _answers(server)[held:]))
            assert len(server.sets[SET]) == held + 1
            assert await world.stack.service.stickers.of(PERSON) == (SET, held + 1)


async def _cut_short(self: Collection, emoji: int, actor: Actor, where: str) -> None:
    raise asyncio.CancelledError


def _answers(server: TelegramServer) -> list[str]:
    return [call.fields.get("text", "") for call in server.sent("answerCallbackQuery")]


async def test_with_premium_it_also_goes_into_a_set_of_custom_emoji(tmp_path: Path) -> None:
    premium = ANN | {"is_premium": True}
    small = "small_40_1_by_emojismith_bot"
    async with open_world(tmp_path) as world:
        server, shown = world.server, await world.emoji()
        await server.press("e:add:1", shown, user=premium)
        await server.until(lambda: any(f"t.me/addemoji/{small}" in t for t in _texts(server)))
        assert set(server.sets) == {SET, small}
        created = server.sent("createNewStickerSet")
        assert [call.fields.get("sticker_type") for call in created] == ["regular", "custom_emoji"]
        assert Image.open(io.BytesIO(server.sets[small][0])).size == (100, 100)
        # One that Telegram does not take keeps nobody from the sticker.
        await world.emoji("Angry Unicorn")
        server.fault("createNewStickerSet", 400, "Bad Request: something new")
        await server.press("e:add:2", _last(server), user=premium)
        await server.call("answerCallbackQuery", 2)
        assert (len(server.sets[SET]), len(server.sets[small])) == (2, 1)


async def test_a_sticker_has_the_emoji_of_what_it_shows(tmp_path: Path) -> None:
    scene = {"base": "1F34B", "held": ["1F451", "1F34B"], "behind": "2764-FE0F"}
    assert telegram_stickers.symbols(scene) == ["🍋", "👑", "❤️"]
    assert telegram_stickers.symbols({"base": "1F468-200D-1F373"}) == ["👨‍🍳"]
    assert telegram_stickers.symbols({}) == ["🎨"]
    async with open_world(tmp_path) as world:
        server, shown = world.server, await world.emoji()
        await world.stack.store.notes._db.do(
            "UPDATE emoji SET receipt = json_set(receipt, '$.scene', json(?))", json.dumps(scene)
        )
        server.fault("createNewStickerSet", 400, "Bad Request: invalid sticker emojis")
        await server.press("e:add:1", shown)
        await server.call("answerCallbackQuery")
        first, second = server.sent("createNewStickerSet")
        assert first.fields["stickers"][0]["emoji_list"] == ["🍋", "👑", "❤️"]
        assert second.fields["stickers"][0]["emoji_list"] == ["🎨"]


@pytest.mark.parametrize("known", [True, False], ids=["known", "after the database was lost"])
async def test_a_full_set_rolls_over(
    known: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_world(tmp_path) as world:
        server, shown = world.server, await world.emoji()
        server.sets[SET] = [b""] * telegram_stickers.STICKERS.most
        if known:
            await world.stack.service.stickers.set(PERSON, SET, 3)
        await server.press("e:add:1", shown)
        await server.call("answerCallbackQuery")
        assert len(server.sets[SET.replace("_1_", "_2_")]) == 1


async def test_an_older_set_is_found_again_and_a_deleted_one_replaced(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        server, shown = world.server, await world.emoji()
        server.sets[SET] = [b"older"]
        await server.press("e:add:1", shown)
        await server.call("answerCallbackQuery")
        assert await world.stack.service.stickers.of(PERSON) == (SET, 2)
        del server.sets[SET]
        await server.press("e:add:1", shown)
        await server.call("answerCallbackQuery", 2)
        assert list(server.sets) == [SET.replace("_1_", "_2_")]


async def test_who_never_started_the_bot_is_led_there_and_back(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        server, shown = world.server, await world.emoji(chat=GROUP)
        server.strangers.add(41)
        await server.press("e:add:1", shown, user=BOB)
        answer = await server.call("answerCallbackQuery")
        start, _, token = answer.fields["url"].partition("=add_")
        assert start == "https://t.me/emojismith_bot?start"
        assert len(token) >= 22
        server.strangers.clear()
        bob = {"id": 41, "type": "private", "first_name": "Bob"}
        # The number, a guess, and a link that was made for somebody else.
        for wrong in ("1", "a" * len(token)):
            await _answered(server, f"/start add_{wrong}", messages.NO_LINK, user=BOB, chat=bob)
        await _answered(server, f"/start add_{token}", messages.NO_LINK)
        await _answered(server, f"/start add_{token}", "I draw emoji", user=BOB, chat=GROUP)
        assert not server.sets
        await server.say(f"/start add_{token}", user=BOB, chat=bob)
        await server.until(lambda: any("addstickers/emoji_41_1" in t for t in _texts(server)))


OF_PEOPLE = {"cancel", "style", "yes", "no", "forget", "forgotten"}
OF_PACKS = {"archive", "newset", "ownset", "removepack"}
FORGED = sorted(BUTTONS.keys() - OF_PEOPLE - OF_PACKS)


@pytest.mark.parametrize("action", FORGED)
async def test_forged_callback_data_shows_and_changes_nothing_of_others(
    action: str, tmp_path: Path
) -> None:
    async with open_world(tmp_path) as world:
        server = world.server
        await world.emoji("private lemon")
        await world.emoji("public cat", user=BOB, chat=GROUP)
        theirs = _last(server)
        sent = len(server.calls)
        with_place = action in ("pick", "move", "makepack")
        data = f"e:{action}:1:1" if with_place else f"e:{action}:1"
        await server.press(data, theirs, user=BOB)
        await server.call("answerCallbackQuery")
        await _handled(server)
        calls = [call for call in server.calls[sent:] if call.method != "deleteMessage"]
        assert [call.method for call in calls] == ["answerCallbackQuery"]
        assert calls[0].fields["text"] == messages.NO_EMOJI
        assert "lemon" not in str(calls)
        assert await world.stack.store.emoji.picture(1, 0) is not None
        assert await world.stack.store.votes.of(1, Person(Platform.TELEGRAM, "41")) is None


async def test_forged_presses_reach_no_pack_of_others(tmp_path: Path) -> None:
    async with open_world(tmp_path, SketchingEngine()) as world:
        server, shown = world.server, await world.emoji("private lemon")
        await server.say("/pack happy, sad", reply_to=shown)
        await server.call("sendPhoto")
        await world.emoji("public cat", user=BOB, chat=GROUP)
        theirs, sent = _last(server), len(server.calls)
        for count, action in enumerate(sorted(OF_PACKS), 1):
            place = ":0" if action == "archive" else ""
            await server.press(f"e:{action}:2{place}", theirs, user=BOB)
            answer = await server.call("answerCallbackQuery", count)
            assert answer.fields["text"].endswith(".")
        await _handled(server)
        methods = {call.method for call in server.calls[sent:]}
        assert methods <= {"answerCallbackQuery", "deleteMessage", "getChatMember"}
        assert not server.sets
        assert await world.stack.store.emoji.picture(2, 0) is not None


@pytest.mark.parametrize(
    "data", ["e:remove:2", "e:pick:2:1", "e:cancel:3", "e:yes:41", "e:forgotten:41"]
)
async def test_forged_callback_data_does_not_touch_the_message_it_came_from(
    data: str, tmp_path: Path
) -> None:
    hold = asyncio.Event()
    hold.set()
    async with open_world(tmp_path, FakeEngine(hold=hold)) as world:
        server = world.server
        of_ann = await world.emoji("public lemon", chat=GROUP)
        await world.emoji("public cat", user=BOB, chat=GROUP)
        hold.clear()
        await server.say("/emoji dog", user=BOB, chat=GROUP)
        await server.until(lambda: any("On it: “dog”" in text for text in _texts(server)))
        await _handled(server)
        await server.press(data, of_ann, user=BOB)
        await server.call("answerCallbackQuery")
        await _handled(server)
        assert of_ann in server.messages
        assert not server.sent("editMessageReplyMarkup")
        assert not server.sent("editMessageText")
        hold.set()


async def test_in_a_group_history_and_queue_name_only_what_was_asked_there(tmp_path: Path) -> None:
    hold = asyncio.Event()
    hold.set()
    async with open_world(tmp_path, FakeEngine(hold=hold)) as world:
        server = world.server
        await world.emoji("private lemon")
        await world.emoji("public cat", chat=GROUP)
        await _answered(server, "/history", "public cat", chat=GROUP)
        assert "private lemon" not in _texts(server)[-1]
        assert server.sent("sendMessage")[-1].buttons == {"1": "e:show:2"}
        await _answered(server, "/history", "private lemon")
        assert "public cat" in _texts(server)[-1]
        hold.clear()
        await server.say("/emoji secret dog")
        await server.say("/emoji shown robot", chat=GROUP)
        await server.until(lambda: any("On it: “shown robot”" in text for text in _texts(server)))
        await _answered(server, "/queue", "shown robot", chat=GROUP)
        assert "secret" not in _texts(server)[-1]
        await _answered(server, "/queue", "secret dog")
        hold.set()
        await world.delivered()
        await world.delivered()


async def test_removing_from_the_history_takes_every_message_down(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        server, public = world.server, await world.emoji(chat=GROUP)
        await server.say("/history")
        await server.until(lambda: any(text.startswith("1. “") for text in _texts(server)))
        await server.press("e:show:1", _last(server))
        await server.call("sendSticker", 2)
        await server.call("answerCallbackQuery", 1)
        await _handled(server)
        await server.press("e:remove:1", _last(server))
        answer = await server.call("answerCallbackQuery", 2)
        assert answer.fields["text"] == messages.REMOVED
        assert public not in server.messages
        assert not any("sticker" in message for message in server.messages.values())


async def test_what_is_shown_again_in_a_group_takes_votes_there(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        server = world.server
        await world.emoji()
        await server.say("/history", chat=GROUP)
        await server.call("sendMessage", 2)
        await server.press("e:show:1", _last(server))
        await server.call("sendSticker", 2)
        await _handled(server)
        bob = Person(Platform.TELEGRAM, "41")
        await server.react(_last(server), [], ["👍"], user=BOB)
        await _handled(server)
        vote = await world.stack.store.votes.of(1, bob)
        assert vote is not None
        assert vote[0] == 1


async def test_inline_finds_ones_own_finished_emoji(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        server = world.server
        await world.emoji("Dancing Lemon")
        await world.emoji("Angry Unicorn")
        await server.inline("lemon")
        found = await server.call("answerInlineQuery")
        [result] = found.fields["results"]
        assert (result["type"], result["id"]) == ("sticker", "1")
        assert server.files[result["sticker_file_id"]]
        assert found.fields["is_personal"] == "true"
        await server.inline("", user=BOB)
        assert not (await server.call("answerInlineQuery", 2)).fields.get("results")
        await world.stack.service.emoji.remove(1, Actor(PERSON))
        await server.inline("lemon")
        assert not (await server.call("answerInlineQuery", 3)).fields.get("results")


async def test_a_handler_that_waits_holds_nobody_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_world(tmp_path) as world:
        release, service = asyncio.Event(), world.stack.service
        queue = service.queue

        async def slow(actor: Any) -> str:
            await release.wait()
            return await queue(actor)

        monkeypatch.setattr(service, "queue", slow)
        await world.server.say("/queue")
        await _answered(world.server, "/help", "/emoji WORDS")
        release.set()
        await world.server.until(lambda: "Nobody is waiting." in _texts(world.server))


@pytest.mark.parametrize(
    ("status", "text", "parameters"),
    [(429, "Too Many Requests", {"retry_after": 0.01}), (502, "Bad Gateway", {})],
)
async def test_a_delivery_is_tried_again(
    status: int, text: str, parameters: dict[str, Any], tmp_path: Path
) -> None:
    async with open_world(tmp_path) as world:
        # More often than the library retries.
        world.server.fault("sendSticker", status, text, times=5, **parameters)
        await world.emoji()
        assert len(world.server.sent("sendSticker")) == 6
        assert (await world.job(1)).state is JobState.DELIVERED


@pytest.mark.parametrize(
    ("status", "text"),
    [(403, "Forbidden: bot was blocked by the user"), (400, "Bad Request: chat not found")],
)
async def test_who_cannot_be_reached_finds_the_emoji_in_the_history(
    status: int, text: str, tmp_path: Path
) -> None:
    async with open_world(tmp_path) as world:
        world.server.fault("sendSticker", status, text)
        await world.server.say("/emoji lemon")
        async with asyncio.timeout(SECONDS):
            await world.failed.wait()
        assert (await world.job(1)).state is JobState.FAILED
        assert len(await world.stack.store.emoji.of_person(PERSON)) == 1


async def test_where_stickers_are_not_allowed_a_file_comes(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        server = world.server
        text = "Bad Request: not enough rights to send stickers to the chat"
        server.fault("sendSticker", 400, text)
        await world.emoji(chat=GROUP)
        call = await server.call("sendDocument")
        assert call.files["document"] == await export(
            await world.stack.service.emoji.picture(1, OPERATOR), Form.PNG
        )
        assert call.fields["caption"] == "“Dancing Lemon”"
        assert call.buttons["👍"] == "e:up:1"


async def test_a_group_that_became_a_supergroup_is_followed(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        text = "Bad Request: group chat was upgraded to a supergroup chat"
        world.server.fault("sendSticker", 400, text, migrate_to_chat_id=-1009)
        await world.emoji(chat=GROUP)
        assert world.server.sent("sendSticker")[1].fields["chat_id"] == "-1009"
        # People of the supergroup may use what was asked for in the group.
        world.server.messages[_last(world.server)]["chat"] = GROUP | {"id": -1009}
        await world.server.press("e:up:1", _last(world.server), user=BOB)
        answer = await world.server.call("answerCallbackQuery")
        assert answer.fields["text"] == "Liked. Thank you!"


async def test_trouble_while_answering_is_a_sentence_and_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_world(tmp_path) as world:
        server, service = world.server, world.stack.service
        shown = await world.emoji()
        server.fault("sendMessage", 500, "Internal Server Error")
        await _answered(server, "/about", UNAVAILABLE)
        monkeypatch.setattr(service, "about", lambda: 1 / 0)
        await _answered(server, "/about", BROKEN)
        server.fault("sendSticker", 500, "Internal Server Error")
        await server.press("e:show:1", shown)
        await server.until(lambda: _texts(server).count(UNAVAILABLE) == 2)


async def test_a_webhook_left_over_is_deleted_and_no_update_lost(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with TelegramServer.open() as server:
        server.webhook = "https://elsewhere.example"
        await server.say("/emoji lemon")
        async with open_world(tmp_path, server=server) as world:
            await world.delivered()
        [call] = server.sent("deleteWebhook")
        assert call.fields.get("drop_pending_updates") in (None, "false")
        assert LEFT_OVER in caplog.text


async def test_two_pollers_are_a_sentence_and_the_bot_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with TelegramServer.open() as server:
        server.fault("getUpdates", 409, "Conflict: terminated by other getUpdates request")
        async with open_world(tmp_path, server=server) as world:
            await world.emoji()
        assert caplog.text.count(TWO_POLLERS) == 1


async def test_an_update_that_cannot_be_read_does_not_end_the_bot(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_world(tmp_path) as world:
        server = world.server
        await server.call("setMyCommands")
        await server.update(message={"text": "no chat"})
        await server.until(lambda: "updates that cannot be read" in caplog.text)
        server.forget_updates()
        await _answered(server, "/help", "/emoji WORDS")


async def test_a_wrong_token_is_one_sentence(tmp_path: Path) -> None:
    async with TelegramServer.open() as server, open_stack(tmp_path) as stack:
        app = TelegramApp(stack.service, stack.settings.telegram, "123:wrong", server.url)
        with pytest.raises(BadSettings) as raised:
            await app.__aenter__()
        assert str(raised.value) == WRONG_TOKEN
        async with TelegramApp(
            stack.service, stack.settings.telegram, TOKEN, server.url
        ) as revoked:
            server.fault("getUpdates", 401, "Unauthorized")
            with pytest.raises(BadSettings):
                await revoked.run()


async def test_where_telegram_is_away_at_the_start_the_bot_tries_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with TelegramServer.open() as server, open_stack(tmp_path) as stack:
        server.fault("getMe", 502, "Bad Gateway", times=2)
        async with TelegramApp(stack.service, stack.settings.telegram, TOKEN, server.url) as app:
            assert not app.reachable
            running = asyncio.create_task(app.run())
            await _answered(server, "/help", "/emoji WORDS")
            assert app.reachable
            running.cancel()
            await asyncio.wait({running})
        assert TOKEN not in caplog.text


async def test_commands_are_told_once(tmp_path: Path) -> None:
    async with TelegramServer.open() as server:
        for _ in range(2):
            async with open_world(tmp_path, server=server):
                await _answered(server, "/help", "/emoji WORDS")
        calls = server.sent("setMyCommands")
        languages = [call.fields.get("language_code") for call in calls]
        assert languages == [None, "de", "es", "fr", "ja", "pt", "ru", "tr", "uk", "zh"]
        for call in calls:
            assert [own["command"] for own in call.fields["commands"]][:2] == ["emoji", "mix"]


async def test_stopping_confirms_what_was_handled(tmp_path: Path) -> None:
    async with TelegramServer.open() as server:
        async with open_world(tmp_path, server=server) as world:
            await world.emoji()
        assert not server.unconfirmed


async def test_what_a_dead_bot_had_not_handled_comes_again(tmp_path: Path) -> None:
    async with TelegramServer.open() as server, open_stack(tmp_path) as stack:
        begun = asyncio.Event()

        async def dies(update: Any) -> None:
            begun.set()
            await asyncio.Event().wait()

        async with TelegramApp(stack.service, stack.settings.telegram, TOKEN, server.url) as app:
            app._application.process_update = dies  # type: ignore[method-assign]
            running = asyncio.create_task(app.run())
            await server.say("/emoji lemon")
            await begun.wait()
            running.cancel()
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(telegram_polling, "SETTLE_SECONDS", 0.01)
                await asyncio.wait({running})
        async with TelegramApp(stack.service, stack.settings.telegram, TOKEN, server.url) as app:
            running = asyncio.create_task(app.run())
            await server.call("sendMessage")
            running.cancel()
            await asyncio.wait({running})
        job = await stack.store.jobs.get(1)
        assert job is not None
        assert job.recipe.prompt == "lemon"


def _last(server: TelegramServer) -> int:
    """The newest message of the bot."""
    return max(own for own, message in server.messages.items() if message["from"]["is_bot"])


def _texts(server: TelegramServer) -> list[str]:
    return [call.fields["text"] for call in server.sent("sendMessage")]


async def _answered(server: TelegramServer, words: str, part: str, **more: Any) -> None:
    """Send a message and wait for an answer that contains this text."""
    before = len(server.sent("sendMessage"))
    await server.say(words, **more)
    await server.until(lambda: any(part in text for text in _texts(server)[before:]))


async def _handled(server: TelegramServer) -> None:
    """Wait until all updates so far have been handled."""
    number = await server.update(message_reaction=None)
    await server.until(lambda: server.confirmed > number)


def _administrator(user: dict[str, Any]) -> dict[str, Any]:
    rights = (
        "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages",
        "can_manage_video_chats", "can_restrict_members", "can_promote_members",
        "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
        "can_delete_stories",
    )  # fmt: skip
    return {"status": "administrator", "user": user} | dict.fromkeys(rights, True)


async def test_a_pack_is_made_downloaded_and_added_to_sets(tmp_path: Path) -> None:
    premium = ANN | {"is_premium": True}
    async with open_world(tmp_path, SketchingEngine()) as world:
        server, shown = world.server, await world.emoji("lemon")
        await server.press("e:pack:1", shown)
        await server.until(lambda: any(messages.WHICH_PACK in text for text in _texts(server)))
        await server.say("/pack")
        await server.until(lambda: any("Reply with /pack" in text for text in _texts(server)))
        await server.say("/pack happy, sad, wave", reply_to=shown)
        photo = await server.call("sendPhoto")
        assert photo.fields["caption"] == "“lemon”: 3 emoji, happy, sad, wave."
        assert set(photo.buttons.values()) == {
            *("e:newset:2", "e:ownset:2", "e:removepack:2"),
            *(f"e:archive:2:{place}" for place in range(3)),
        }
        sheet = _last(server)
        await server.press("e:archive:2:0", sheet)
        document = await server.call("sendDocument")
        assert document.files["document"].startswith(b"PK")
        await server.press("e:newset:2", sheet, user=premium)
        names = [f"pack_{kind}_2_by_emojismith_bot" for kind in ("emoji", "small")]
        await server.until(lambda: any(names[1] in text for text in _texts(server)))
        assert {name: len(server.sets[name]) for name in names} == dict.fromkeys(names, 3)
        created = server.sent("createNewStickerSet")[0]
        assert created.fields["title"] == "lemon"
        shown_for = [each["emoji_list"] for each in created.fields["stickers"]]
        assert shown_for == [["😀"], ["😢"], ["👋"]]
        # The same press again makes no second one.
        await server.press("e:newset:2", sheet)
        await server.until(lambda: sum(names[0] in text for text in _texts(server)) == 2)
        assert len(server.sets[names[0]]) == 3
        # To the person's own set; what is there already is left out.
        await server.press("e:add:2", sheet)
        await server.until(lambda: len(server.sets.get(SET, ())) == 1)
        await server.press("e:ownset:2", sheet)
        added = "2 of 3 were added to your stickers."
        await server.until(lambda: any(added in text for text in _texts(server)))
        assert len(server.sets[SET]) == 3
        await server.press("e:removepack:2", sheet)
        await server.until(lambda: sheet not in server.messages)
        assert not await world.stack.store.emoji.pictures(2)


async def test_a_pack_that_was_half_in_a_set_goes_on_after_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add, tried = StickerSets.add, list[int]()

    async def killed(self: StickerSets, number: int, user: User, actor: Actor) -> tuple[str, bool]:
        tried.append(number)
        if len(tried) == 3:
            raise asyncio.CancelledError
        return await add(self, number, user, actor)

    async with TelegramServer.open() as server:
        async with open_world(tmp_path, SketchingEngine(), None, server) as world:
            shown = await world.emoji("lemon")
            await server.say("/pack happy, sad, wave", reply_to=shown)
            await server.call("sendPhoto")
            await server.until(lambda: _last(server) > shown)
            sheet = _last(server)
            archives = [await _archive(world, own) for own in ArchiveFormat]
            monkeypatch.setattr(StickerSets, "add", killed)
            await server.press("e:ownset:2", sheet)
            await server.until(lambda: len(tried) == 3)
        monkeypatch.setattr(StickerSets, "add", add)
        assert len(server.sets[SET]) == 2
        async with open_world(tmp_path, SketchingEngine(), None, server) as world:
            await server.press("e:ownset:2", sheet)
            added = "1 of 3 was added to your stickers."
            await server.until(lambda: any(added in text for text in _texts(server)))
            assert len(server.sets[SET]) == 3
            # The archives are made anew, and are the same.
            assert [await _archive(world, own) for own in ArchiveFormat] == archives


async def _archive(world: TelegramWorld, format: ArchiveFormat) -> bytes:
    actor = Actor(Person(Platform.TELEGRAM, "40"), chat="40")
    return (await world.stack.service.packs.archive(2, format, actor)).data


async def test_who_never_started_the_bot_gets_a_link_before_a_set_of_a_pack(
    tmp_path: Path,
) -> None:
    async with open_world(tmp_path, SketchingEngine()) as world:
        server, shown = world.server, await world.emoji("lemon")
        await server.say("/pack happy --move", reply_to=shown)
        photo = await server.call("sendPhoto")
        assert "1 moving emoji" in photo.fields["caption"]
        server.strangers.add(40)
        for count, action in enumerate(("newset", "ownset"), 1):
            await server.press(f"e:{action}:2", _last(server))
            answer = await server.call("answerCallbackQuery", count)
            assert answer.fields["url"].endswith("?start=pack")
