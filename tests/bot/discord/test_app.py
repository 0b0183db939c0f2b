"""The Discord adapter against SimCord: commands, buttons and reactions, and the replies."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
from PIL import Image

from bot import messages
from bot.container import Container
from bot.discord.app import DiscordApp
from bot.discord.buttons import MORE_BUTTONS, RESULT_BUTTONS
from bot.discord.client import escape, fit, prompt_in
from bot.discord.commands import COMMANDS
from bot.discord.emoji import NOT_ALLOWED, name_for
from bot.discord.presses import EmojiButton
from bot.discord.results import text_of
from bot.domain import Job, JobState, Person, Platform
from bot.settings.config import AdminSettings, DiscordSettings, Settings
from tests.support.arrived import keep
from tests.support.bot_stack import open_stack
from tests.support.fake_engine import FakeEngine, SceneEngine, SketchingEngine
from tests.support.pseudo_language import pseudo

PROMPT = "Dancing *Lemon* <@123> @everyone"
SECONDS = 10.0


@dataclass
class SimcordWorld:
    """A Discord server with a channel, people and the bot."""

    env: simcord.Env
    stack: Container
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    alice: simcord.MemberActor
    bob: simcord.MemberActor
    delivered: "asyncio.Queue[str]"

    async def ask(self, **options: Any) -> discord.Message:
        """Alice asks for an emoji and gets it."""
        await self.alice.slash(self.channel, "emoji", **({"prompt": PROMPT} | options))
        async with asyncio.timeout(SECONDS):
            await self.delivered.get()
        await self.env.settle()
        shown = self.channel.last_message
        assert shown is not None
        return shown

    async def row(self, sql: str) -> tuple[Any, ...]:
        """One row of the database."""
        found = await self.stack.store.notes._db.one(sql)
        assert found is not None
        return tuple(found)


@asynccontextmanager
async def open_world(
    folder: Path, engine: FakeEngine | None = None, settings: Settings | None = None
) -> AsyncIterator[SimcordWorld]:
    async with open_stack(folder, engine, settings) as stack:
        app = DiscordApp(stack.service, stack.settings.discord, "token")
        delivered: asyncio.Queue[str] = asyncio.Queue()
        keep = stack.store.jobs.delivered

        async def noted(job: Job, emoji: int, message: str) -> None:
            await keep(job, emoji, message)
            delivered.put_nowait(message)

        stack.store.jobs.delivered = noted  # type: ignore[method-assign]
        async with simcord.run(app.client, settle_timeout=SECONDS) as env, stack.serve(app.courier):
            guild = env.create_guild()
            channel = guild.create_text_channel("general")
            alice = guild.add_member(env.create_user("alice"))
            bob = guild.add_member(env.create_user("bob"))
            yield SimcordWorld(env, stack, guild, channel, alice, bob, delivered)


def buttons(message: discord.Message) -> list[str]:
    return [
        child.custom_id or ""
        for row in message.components
        if isinstance(row, discord.ActionRow)
        for child in row.children
        if isinstance(child, discord.Button)
    ]


def administrator(world: SimcordWorld) -> simcord.MemberActor:
    role = world.guild.create_role("heads", permissions=discord.Permissions(administrator=True))
    return world.guild.add_member(world.env.create_user("head"), roles=[role])


async def from_menu(
    actor: simcord.MemberActor, shown: discord.Message, action: str, emoji: int = 1
) -> simcord.InteractionResult:
    """Open the menu of an emoji and press a button in it: the answer, which may be in the menu."""
    menu = await actor.click(shown, custom_id=f"e:more:{emoji}")
    assert menu.response is not None
    pressed = await actor.click(menu.response, custom_id=f"e:{action}:{emoji}@{shown.id}")
    return pressed if pressed.followups or pressed.response is not None else menu


def labels(message: discord.Message | None) -> dict[str, str | None]:
    """The label of each button, by custom_id."""
    assert message is not None
    return {
        child.custom_id or "": child.label
        for row in message.components
        if isinstance(row, discord.ActionRow)
        for child in row.children
        if isinstance(child, discord.Button)
    }


def told(result: simcord.InteractionResult) -> str:
    """The ephemeral reply to a press."""
    said = result.followups[0] if result.followups else result.response
    assert said is not None
    assert said.ephemeral
    return said.content


async def test_asking_defers_and_then_edits_the_picture_into_the_same_message(
    tmp_path: Path,
) -> None:
    async with open_world(tmp_path) as world:
        result = await world.alice.slash(world.channel, "emoji", prompt=PROMPT, style="noto")
        async with asyncio.timeout(SECONDS):
            await world.delivered.get()
        shown = world.channel.last_message
        assert result.response is not None
        assert shown is not None
        assert shown.id == result.response.id
        assert world.channel.history() == [shown]
        assert prompt_in(text_of(shown)) == PROMPT
        assert shown.attachments[0].filename == "dancing_lemon_123_everyone.png"
        assert shown.attachments[0].description == f"Emoji: {PROMPT} (noto style)"
        assert buttons(shown) == [f"e:{button.action}:1" for button in RESULT_BUTTONS]
        first = next(r for r in world.env.http_requests if "/interactions/" in r.path)
        assert first.json == {"type": 5}


async def test_what_was_misread_is_said_with_the_emoji(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await world.alice.slash(world.channel, "emoji", prompt="qwzx lemon")
        async with asyncio.timeout(SECONDS):
            await world.delivered.get()
        (shown,) = world.channel.history()
        assert text_of(shown) == "“qwzx lemon”\nRead as: qwzx lemon. Not understood: qwzx."
        assert prompt_in(text_of(shown)) == "qwzx lemon"


async def test_what_was_painted_before_says_so_and_is_never_said_to_wait(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        for who in (world.alice, world.bob):
            await who.slash(world.channel, "emoji", prompt="lemon", seed=7)
            async with asyncio.timeout(SECONDS):
                await world.delivered.get()
        first, second = (text_of(message) for message in world.channel.history())
        assert (first, second) == ("“lemon”", f"“lemon” ({messages.CACHED})")
        assert prompt_in(second) == "lemon"
        said = [str(r.json) for r in world.env.http_requests if r.method == "PATCH"]
        assert sum("On it" in each for each in said) <= 1


async def test_nothing_typed_formats_links_or_pings(tmp_path: Path) -> None:
    typed = "**a** <@1> @here [x](https://x.org) https://y.org `c` <:d:2> # e"
    plain = escape(typed)
    assert "@here" not in plain
    assert "://" not in plain
    assert plain.count("\\<") == 2
    assert prompt_in(messages.Messages(escape)._quoted(typed)) == typed
    async with open_world(tmp_path) as world:
        await world.ask(prompt="hello @everyone")
        sent = [r.json for r in world.env.http_requests if r.method in ("PATCH", "POST") and r.json]
        mentions = [body["allowed_mentions"] for body in sent if "allowed_mentions" in body]
        assert mentions
        assert all(allowed["parse"] == [] for allowed in mentions)


async def test_a_refusal_takes_the_reply_back(tmp_path: Path) -> None:
    """SimCord accepts no follow-up after a deleted reply; test_discord_wire tests the follow-up."""
    async with open_world(tmp_path) as world:
        result = await world.alice.slash(world.channel, "emoji", prompt="x" * 201)
        assert result.response is None
        assert world.channel.history() == []


async def test_autocomplete_knows_the_styles_and_the_persons_own_prompts(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await world.ask(prompt="angry unicorn")

        async def offered(who: simcord.MemberActor, option: str, typed: str) -> list[str]:
            choices = await who.autocomplete(world.channel, "emoji", option, typed)
            return [choice["name"] for choice in choices]

        filled = {"prompt": "x"}
        choices = await world.alice.autocomplete(world.channel, "emoji", "style", "no", **filled)
        assert [choice["name"] for choice in choices] == ["noto"]
        assert await offered(world.alice, "prompt", "UNI") == ["angry unicorn"]
        assert await offered(world.bob, "prompt", "uni") == []


async def test_discord_mixes_and_offers_emoji(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        choices = await world.alice.autocomplete(world.channel, "mix", "first", "lemon")
        assert choices[0] == {"name": "🍋 lemon", "value": "🍋"}
        await world.alice.slash(world.channel, "mix", first="🍋", second="sunglasses", third="🐙")
        async with asyncio.timeout(SECONDS):
            await world.delivered.get()
        (shown,) = world.channel.history()
        assert text_of(shown) == "“🍋+🕶️+🐙”"
        # SimCord accepts no follow-up after a deleted reply; test_discord_wire tests the follow-up.
        await world.alice.slash(world.channel, "mix", first="🍋", second="blorb")
        assert world.channel.history() == [shown]


async def test_cancel_stops_only_ones_own_job(tmp_path: Path) -> None:
    hold = asyncio.Event()
    async with open_world(tmp_path, FakeEngine(hold=hold)) as world:
        result = await world.alice.slash(world.channel, "emoji", prompt="lemon")
        assert result.response is not None
        waiting = result.response.message
        assert buttons(waiting) == ["e:cancel:1"]
        refused = await world.bob.click(waiting, custom_id="e:cancel:1")
        assert "Only the person who asked" in told(refused)
        assert world.channel.last_message is not None
        done = await world.alice.click(waiting, custom_id="e:cancel:1")
        assert done.followups[0].content == messages.CANCELLED
        assert done.followups[0].ephemeral
        assert world.channel.history() == []
        job = await world.stack.store.jobs.get(1)
        assert job is not None
        assert job.state is JobState.CANCELLED
        hold.set()


async def test_a_failed_job_says_so_in_the_reply(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        told = asyncio.Event()
        keep = world.stack.store.jobs.told

        async def noted(job: int) -> None:
            await keep(job)
            told.set()

        world.stack.store.jobs.told = noted  # type: ignore[method-assign]
        await world.alice.slash(world.channel, "emoji", prompt="broken lemon")
        async with asyncio.timeout(SECONDS):
            await told.wait()
        shown = world.channel.last_message
        assert shown is not None
        assert "could not be painted" in shown.content
        assert buttons(shown) == []


async def test_votes_ask_for_consent_once(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        shown = await world.ask()
        up = await world.bob.click(shown, custom_id="e:up:1")
        assert labels(world.channel.last_message)["e:up:1"] == "1"
        [question] = up.followups
        assert question.ephemeral
        assert question.content == messages.CONSENT_QUESTION
        yes = await world.bob.click(question, custom_id="e:yes:0")
        assert yes.acknowledged
        key = f"discord:{world.bob.id}"
        assert await world.row(f"SELECT consent FROM people WHERE person = '{key}'") == (1,)
        again = await world.bob.click(shown, custom_id="e:up:1")
        assert labels(world.channel.last_message)["e:up:1"] is None
        assert again.followups == []
        await world.bob.click(shown, custom_id="e:down:1")
        await world.alice.click(shown, custom_id="e:down:1")
        counts = labels(world.channel.last_message)
        assert (counts["e:up:1"], counts["e:down:1"]) == (None, "2")


async def test_the_rest_is_in_a_menu_that_only_the_person_sees(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        shown = await world.ask()
        menu = await world.bob.click(shown, custom_id="e:more:1")
        assert menu.response is not None
        assert menu.response.ephemeral
        assert buttons(menu.response.message) == [
            f"e:{own.action}:1@{shown.id}" for own in MORE_BUTTONS
        ]
        form = await world.bob.click(shown, custom_id="e:edit:1")
        assert form.modal is not None
        assert form.modal["components"][1]["components"][0]["value"] == PROMPT
        menu = await world.alice.click(shown, custom_id="e:more:1")
        assert menu.response is not None
        await world.alice.click(menu.response, custom_id=f"e:all:1@{shown.id}")
        # The answer is in the place of the menu.
        assert buttons(menu.response.message)[0] == f"e:pick:1:0@{shown.id}"
        menu = await world.alice.click(shown, custom_id="e:more:1")
        assert menu.response is not None
        await world.alice.click(menu.response, custom_id=f"e:remove:1@{shown.id}")
        assert world.channel.history() == []


async def test_help_style_and_who_sees_the_operators_command(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        said = await world.alice.slash(world.channel, "help")
        assert told(said) == messages.HELP
        said = await world.alice.slash(world.channel, "style", style="Noto")
        assert told(said) == "Your emoji are now drawn in noto style."
        said = await world.alice.slash(world.channel, "style", style="cubist")
        assert told(said).startswith("There is no such style")
        assert len(world.env.errors) == 1
        [admin] = [own for own in COMMANDS if own.name == "emoji-admin"]
        assert admin.default_permissions == discord.Permissions(administrator=True)


async def test_reactions_are_votes_and_bots_have_none(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        shown = await world.ask()
        robot = world.guild.add_member(world.env.create_user("robot", bot=True))
        count = "SELECT count(*), coalesce(sum(value), 0) FROM votes"
        await robot.react(shown, "👍")
        assert await world.row(count) == (0, 0)
        await world.bob.react(shown, "👎")
        assert await world.row(count) == (1, -1)
        # Bob has never spoken to the bot, so it does not write to him; without an answer it is no.
        assert world.bob.user.dm_channel.last_message is None
        assert await world.stack.store.votes.agreed(opt_out=False) == []
        await world.bob.unreact(shown, "👎")
        assert await world.row(count) == (0, 0)
        await world.bob.user.slash("about")
        await world.bob.react(shown, "👎")
        question = world.bob.user.dm_channel.last_message
        assert question is not None
        assert question.content == messages.CONSENT_QUESTION


async def test_reactions_are_a_set_and_a_moderator_may_clear_them(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        shown = await world.ask()
        vote = "SELECT count(*), coalesce(sum(value), 0) FROM votes"
        await world.bob.react(shown, "👍🏽")
        await world.bob.react(shown, "😮")
        assert await world.row(vote) == (1, 1)
        await world.bob.unreact(shown, "👍🏽")
        assert await world.row(vote) == (1, 0)
        await world.bob.react(shown, "👎")
        assert await world.row(vote) == (1, -1)
        at = (Platform.DISCORD, str(world.channel.id), str(shown.id))
        await world.stack.service.votes.cleared(*at, "👎")
        assert await world.row(vote) == (1, 0)
        await world.stack.service.votes.cleared(*at)
        assert await world.row(vote) == (0, 0)


async def test_again_and_other_words_make_new_messages(tmp_path: Path) -> None:
    engine = FakeEngine()
    async with open_world(tmp_path, engine) as world:
        shown = await world.ask(prompt="angry unicorn", seed=7)
        await world.bob.click(shown, custom_id="e:again:1")
        async with asyncio.timeout(SECONDS):
            await world.delivered.get()
        form = await world.bob.click(shown, custom_id="e:edit:1")
        assert form.modal is not None
        change, field = (row["components"][0] for row in form.modal["components"])
        assert "value" not in change
        assert field["value"] == "angry unicorn"
        await world.bob.submit_modal(form, {field["custom_id"]: "happy unicorn"})
        async with asyncio.timeout(SECONDS):
            await world.delivered.get()
        assert [recipe.prompt for recipe in engine.painted] == [
            "angry unicorn",
            "angry unicorn",
            "happy unicorn",
        ]
        assert engine.painted[0].seed == 7
        assert len(world.channel.history()) == 3


async def test_an_emoji_is_changed_by_the_form_and_by_replies(tmp_path: Path) -> None:
    engine = SceneEngine()
    async with open_world(tmp_path, engine) as world:
        shown = await world.ask(prompt="cat", seed=7)
        form = await world.bob.click(shown, custom_id="e:edit:1")
        assert form.modal is not None
        field = form.modal["components"][0]["components"][0]["custom_id"]
        await world.bob.submit_modal(form, {field: "now with a hat"})
        async with asyncio.timeout(SECONDS):
            await world.delivered.get()
        await world.env.settle()
        hat = world.channel.last_message
        assert hat is not None
        assert text_of(hat) == "“cat with a top hat”\nchanged from #1: now with a hat"
        mention = shown.author.mention
        await world.alice.send(world.channel, f"{mention} make it blue", reply_to=hat)
        async with asyncio.timeout(SECONDS):
            await world.delivered.get()
        await world.env.settle()
        blue = world.channel.last_message
        assert blue is not None
        assert "changed from #2: make it blue" in text_of(blue)
        asked = world.channel.history()[-2]
        assert blue.reference is not None
        assert blue.reference.message_id == asked.id
        assert [recipe.seed for recipe in engine.painted] == [7, 7, 7]
        # What is not understood is said, comments and other messages are not answered.
        for words, answers in (("with a qwzx", 1), ("lol so cute", 0)):
            before = len(world.channel.history())
            await world.alice.send(world.channel, f"{mention} {words}", reply_to=blue)
            await world.env.settle()
            assert len(world.channel.history()) == before + 1 + answers
        await world.alice.send(world.channel, f"{mention} make it red")
        await world.alice.send(world.channel, f"{mention} make it red", reply_to=asked)
        await world.env.settle()
        assert await world.row("SELECT count(*) FROM jobs") == (3,)


async def test_all_candidates_are_shown_and_the_askers_pick_stands(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        shown = await world.ask()
        every = await from_menu(world.alice, shown, "all")
        assert every.response is not None
        assert every.response.ephemeral
        assert len(every.response.attachments) == 4
        picks = buttons(every.response.message)
        assert picks == [f"e:pick:1:{place}@{shown.id}" for place in range(4)]
        await world.alice.click(every.response, custom_id=picks[2])
        assert await world.row("SELECT chosen FROM emoji") == (2,)
        now = world.channel.last_message
        assert now is not None
        assert [file.filename for file in now.attachments] == ["dancing_lemon_123_everyone_3.png"]
        assert len(buttons(now)) == len(RESULT_BUTTONS)
        of_bob = await from_menu(world.bob, shown, "all")
        assert of_bob.response is not None
        await world.bob.click(of_bob.response, custom_id=picks[1])
        assert await world.row("SELECT chosen FROM emoji") == (2,)


async def test_how_tells_the_receipt_to_the_presser(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        shown = await world.ask(seed=7)
        how = await from_menu(world.bob, shown, "how")
        assert how.response is not None
        assert how.response.ephemeral
        assert "seed 7" in how.response.content
        assert "the sketch" in how.response.content


async def test_only_the_asker_or_who_may_manage_messages_removes(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        shown = await world.ask()
        refused = await from_menu(world.bob, shown, "remove")
        assert "Only the person who asked" in told(refused)
        assert [message.id for message in world.channel.history()] == [shown.id]
        permissions = discord.Permissions(manage_messages=True)
        role = world.guild.create_role("mods", permissions=permissions)
        mod = world.guild.add_member(world.env.create_user("mod"), roles=[role])
        done = await from_menu(mod, shown, "remove")
        assert done.followups[0].content == messages.REMOVED
        assert world.channel.history() == []
        assert await world.row("SELECT count(*) FROM pictures") == (0,)


async def test_adding_needs_the_pressers_permission(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        shown = await world.ask(prompt="Dancing Lemon")
        refused = await from_menu(world.bob, shown, "add")
        assert told(refused) == NOT_ALLOWED
        permissions = discord.Permissions(manage_expressions=True, create_expressions=True)
        role = world.guild.create_role("artists", permissions=permissions)
        artist = world.guild.add_member(world.env.create_user("artist"), roles=[role])
        world.guild.create_emoji("dancing_lemon")
        done = await from_menu(artist, shown, "add")
        assert done.response is not None
        assert ":dancing_lemon_2:" in done.response.content
        asked = next(
            r for r in world.env.http_requests if r.method == "POST" and "emojis" in r.path
        )
        assert asked.reason is not None
        assert f"({artist.id}): Dancing Lemon" in asked.reason


async def test_a_full_server_is_explained(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        shown = await world.ask()
        for number in range(50):
            world.guild.create_emoji(f"taken_{number}")
            world.guild.create_emoji(f"moving_{number}", animated=True)
        permissions = discord.Permissions(administrator=True)
        role = world.guild.create_role("artists", permissions=permissions)
        artist = world.guild.add_member(world.env.create_user("artist"), roles=[role])
        full = await from_menu(artist, shown, "add")
        assert "All 50 places" in told(full)


async def test_a_moving_emoji_goes_up_as_an_animated_one(tmp_path: Path) -> None:
    async with open_world(tmp_path, SketchingEngine()) as world:
        shown = await world.ask(prompt="Dancing Lemon")
        menu = await from_menu(world.alice, shown, "animate")
        assert menu.response is not None
        dance = SketchingEngine.motions.index("dance")
        await world.alice.click(menu.response, custom_id=f"e:move:1:{dance}")
        async with asyncio.timeout(SECONDS):
            await world.delivered.get()
        await world.env.settle()
        permissions = discord.Permissions(manage_expressions=True, create_expressions=True)
        role = world.guild.create_role("artists", permissions=permissions)
        artist = world.guild.add_member(world.env.create_user("artist"), roles=[role])
        moving = world.channel.last_message
        assert moving is not None
        (file,) = moving.attachments
        assert file.filename == "dancing_lemon.gif"
        arrived = keep("simcord-message.gif", await file.read())
        assert Image.open(io.BytesIO(arrived)).n_frames > 10  # type: ignore[attr-defined]
        for number in range(50):
            world.guild.create_emoji(f"taken_{number}")
        done = await from_menu(artist, moving, "add", 2)
        assert done.response is not None
        # Fifty still ones leave room for one that moves.
        assert done.response.content.startswith("Added ")


async def test_where_the_operator_allows_it_the_bot_keeps_emoji_itself(tmp_path: Path) -> None:
    settings = Settings(discord=DiscordSettings(application_emoji=True))
    async with open_world(tmp_path, settings=settings) as world:
        shown = await world.ask(prompt="Dancing Lemon")
        where = await from_menu(world.bob, shown, "add")
        assert where.response is not None
        assert buttons(where.response.message) == ["e:server:1", "e:application:1"]
        await world.bob.click(where.response, custom_id="e:application:1")
        assert "one of my own emoji" in where.response.content


async def test_history_shows_ones_emoji_again(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await world.ask(prompt="angry unicorn")
        listed = await world.alice.slash(world.channel, "history")
        assert listed.response is not None
        assert listed.response.ephemeral
        assert "angry unicorn" in listed.response.content
        seen = await world.alice.click(listed.response, custom_id="e:show:1")
        assert seen.response is not None
        assert seen.response.ephemeral
        assert seen.response.attachments[0].filename == "angry_unicorn_1.png"
        none = await world.bob.slash(world.channel, "history")
        assert none.response is not None
        assert "You have no emoji yet" in none.response.content


async def test_a_button_that_the_message_does_not_have_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_world(tmp_path) as world:
        shown = await world.ask()
        keep = EmojiButton.from_custom_id

        async def forged(interaction: Any, item: Any, match: Any) -> EmojiButton:
            button = await keep(interaction, item, match)
            button.item.custom_id = "e:yes:0"
            return button

        monkeypatch.setattr(EmojiButton, "from_custom_id", forged)
        assert told(await world.bob.click(shown, custom_id="e:more:1")) == messages.NO_EMOJI
        assert world.channel.history() == [shown]
        assert await world.row("SELECT count(*) FROM people WHERE consent IS NOT NULL") == (0,)


async def test_in_a_server_history_names_only_what_was_asked_there(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await world.alice.user.slash("emoji", prompt="private lemon")
        async with asyncio.timeout(SECONDS):
            await world.delivered.get()
        await world.ask(prompt="public cat")
        listed = await world.alice.slash(world.channel, "history")
        assert listed.response is not None
        assert "public cat" in listed.response.content
        assert "private lemon" not in listed.response.content
        every = await world.alice.user.slash("history")
        assert every.response is not None
        assert "private lemon" in every.response.content


async def test_removing_from_the_history_takes_the_public_message_down(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await world.ask()
        listed = await world.alice.slash(world.channel, "history")
        assert listed.response is not None
        seen = await world.alice.click(listed.response, custom_id="e:show:1")
        assert seen.response is not None
        await from_menu(world.alice, seen.response.message, "remove")
        assert world.channel.history() == []


@pytest.mark.parametrize("action", [own.action for own in RESULT_BUTTONS] + ["show", "pick"])
async def test_a_forged_button_shows_and_changes_nothing_of_others(
    action: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_world(tmp_path) as world:
        await world.alice.user.slash("emoji", prompt="private lemon")
        async with asyncio.timeout(SECONDS):
            await world.delivered.get()
        shown = await world.ask(prompt="public cat")
        # SimCord only takes buttons that the message has.
        monkeypatch.setattr("bot.discord.presses.parse_button", lambda _: (action, 1, 1))
        said = await world.bob.click(shown, custom_id="e:more:2")
        if said.modal is not None:
            field = said.modal["components"][0]["components"][0]
            said = await world.bob.submit_modal(said, {field["custom_id"]: "happy cat"})
        replies = [own.content for own in (said.response, *said.followups) if own is not None]
        # A refused request takes its reply back.
        assert set(replies) <= {messages.NO_EMOJI, NOT_ALLOWED, ""}
        assert replies or action in ("again", "edit")
        assert world.channel.history() == [shown]
        assert await world.row("SELECT count(*) FROM jobs") == (2,)
        assert await world.row("SELECT count(*) FROM votes") == (0,)
        assert await world.row("SELECT count(*) FROM signals") == (0,)
        assert await world.row("SELECT count(*) FROM pictures") == (8,)


async def test_the_other_commands_answer_the_asker_alone(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        for name, options, expected in (
            ("privacy", {}, "Stored"),
            ("privacy", {"choice": "on"}, "may train"),
            ("privacy", {"choice": "forget"}, messages.FORGET_QUESTION),
            ("about", {}, "MIT"),
            ("queue", {}, "Nobody"),
        ):
            result = await world.alice.slash(world.channel, name, **options)
            assert result.response is not None
            assert result.response.ephemeral
            assert expected in result.response.content


async def test_the_operators_commands_are_the_operators(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        admin = administrator(world)
        refused = await admin.slash(world.channel, "emoji-admin", action="stats")
        assert "Only the operator" in told(refused)
        # Otherwise SimCord raises the error again at the end.
        assert len(world.env.errors) == 1


async def test_the_operator_bans(tmp_path: Path) -> None:
    # SimCord assigns ids in order, so Alice's is known only now.
    async with open_world(tmp_path / "first") as world:
        alice = str(world.alice.id)
    people = [Person(Platform.DISCORD, alice).key]
    settings = Settings(admins=AdminSettings(people=people))
    async with open_world(tmp_path / "second", settings=settings) as world:
        assert str(world.alice.id) == alice
        done = await world.alice.user.slash("emoji-admin", action="ban", person=world.bob.user)
        assert done.response is not None
        assert "blocked" in done.response.content
        await world.bob.slash(world.channel, "emoji", prompt="lemon")
        assert await world.row("SELECT count(*) FROM jobs") == (0,)


async def test_it_works_in_direct_messages(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await world.bob.user.slash("emoji", prompt="lemon")
        async with asyncio.timeout(SECONDS):
            await world.delivered.get()
        shown = world.bob.user.dm_channel.last_message
        assert shown is not None
        assert shown.attachments
        await world.bob.user.set_reaction(shown, "👍", reacted=True)
        assert await world.row("SELECT value FROM votes") == (1,)


async def test_commands_are_for_servers_and_people_and_synced_once(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        [synced] = [r for r in world.env.http_requests if r.method == "PUT"]
        commands: list[dict[str, Any]] = synced.json or []
        for command in commands:
            assert command["contexts"] == [0, 1, 2]
            assert command["integration_types"] == [0, 1]
        names = [command["name"] for command in commands]
        assert names == [
            "emoji",
            "mix",
            "pack",
            "style",
            "history",
            "privacy",
            "about",
            "queue",
            "help",
            "emoji-admin",
            "Make it an emoji",
            "Emojify these words",
        ]
        await world.env.restart_bot(
            DiscordApp(world.stack.service, world.stack.settings.discord, "token").client
        )
        assert [r for r in world.env.http_requests if r.method == "PUT"] == [synced]


async def test_old_buttons_work_after_a_restart(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        shown = await world.ask(seed=7)
        await world.env.restart_bot(
            DiscordApp(world.stack.service, world.stack.settings.discord, "token").client
        )
        how = await from_menu(world.bob, shown, "how")
        assert how.response is not None
        assert "seed 7" in how.response.content


async def test_what_was_forgotten_is_not_known_to_its_buttons(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        shown = await world.ask()
        asked = await world.alice.slash(world.channel, "privacy", choice="forget")
        assert asked.response is not None
        await world.alice.click(asked.response, custom_id="e:forgotten:0")
        gone = await world.bob.click(shown, custom_id="e:more:1")
        assert "creator deleted it" in told(gone)


async def test_what_nobody_expected_is_a_sentence_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def breaks(emoji: int, actor: Any) -> str:
        raise LookupError("some detail")

    async with open_world(tmp_path) as world:
        shown = await world.ask()
        monkeypatch.setattr(world.stack.service.emoji, "how", breaks)
        assert told(await from_menu(world.bob, shown, "how")) == messages.BROKEN
        assert "some detail" in caplog.text


async def test_an_expired_token_becomes_a_message_that_mentions_the_asker(tmp_path: Path) -> None:
    hold = asyncio.Event()
    async with open_world(tmp_path, FakeEngine(hold=hold)) as world:
        await world.alice.slash(world.channel, "emoji", prompt=PROMPT)
        world.env.inject_error(
            "PATCH", "/webhooks/*", status=401, code=50027, message="Invalid token", times=None
        )
        hold.set()
        async with asyncio.timeout(SECONDS):
            await world.delivered.get()
        shown = world.channel.last_message
        assert shown is not None
        assert text_of(shown).startswith(world.alice.mention)
        assert [user.id for user in shown.mentions] == [world.alice.id]
        assert shown.attachments


@pytest.mark.parametrize(
    ("prompt", "taken", "name"),
    [
        ("Dancing Lemon with Sunglasses at Noon", [], "dancing_lemon_with_sunglasses_at"),
        ("Äpfel!", [], "apfel"),
        ("猫", [], "emoji"),
        ("x", ["Emoji", "emoji_2"], "emoji_3"),
        ("a" * 40, ["a" * 32], "a" * 30 + "_2"),
    ],
)
def test_names_are_made_of_prompts(prompt: str, taken: list[str], name: str) -> None:
    assert name_for(prompt, taken) == name


def test_what_is_too_long_is_cut() -> None:
    assert len(fit("x" * 2001)) == 2000
    assert fit("x" * 2000) == "x" * 2000


async def test_two_people_are_told_the_same_in_two_languages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = discord.Interaction._from_data

    def begun(own: Any, data: Any) -> None:
        # SimCord's people are all American.
        user = data.get("member", data).get("user", {})
        begin(own, data | {"locale": "de" if user.get("username") == "bob" else "en-GB"})

    monkeypatch.setattr(discord.Interaction, "_from_data", begun)
    engine = SceneEngine()
    with pseudo(tmp_path, "de"):
        async with open_world(tmp_path, engine) as world:
            for command, options in (
                ("help", {}),
                ("privacy", {}),
                ("history", {}),
                ("style", {"style": "noto"}),
                ("about", {}),
            ):
                ours = await world.alice.slash(world.channel, command, **options)
                theirs = await world.bob.slash(world.channel, command, **options)
                assert ours.response is not None
                assert theirs.response is not None
                assert "«" not in ours.response.content
                assert "«de " in theirs.response.content
                english = theirs.response.content.replace("«de ", "").replace("»", "")
                assert english.replace("-de", "") == ours.response.content
            await world.bob.slash(world.channel, "emoji", prompt="qwzx cat")
            async with asyncio.timeout(SECONDS):
                await world.delivered.get()
            assert [recipe.language for recipe in engine.painted] == ["de"]
            shown = world.channel.last_message
            assert shown is not None
            assert "«de Not understood: qwzx.»" in text_of(shown)
            assert shown.attachments[0].description == "«de Emoji: qwzx cat (noto style)»"
            menu = await world.bob.click(shown, custom_id="e:more:1")
            assert menu.response is not None
            assert "«de Remove»" in labels(menu.response.message).values()
            menu = await world.alice.click(shown, custom_id="e:more:1")
            assert menu.response is not None
            refused = await world.alice.click(menu.response, custom_id=f"e:remove:1@{shown.id}")
            assert told(refused) == messages.NOT_YOURS_TO_REMOVE
            # Discord says nothing of the language of who replies: it is that of the last request.
            mention = shown.author.mention
            await world.bob.send(world.channel, f"{mention} with a qwzx", reply_to=shown)
            await world.env.settle()
            answer = world.channel.last_message
            assert answer is not None
            assert answer.content.startswith("«de I did not understand")
