"""The slash commands: each defers, calls the service and replies."""

import re
from dataclasses import replace
from itertools import islice
from typing import Any, Literal

import discord
from discord import app_commands

from bot import messages
from bot.discord.buttons import history_view
from bot.discord.cancel import cancel_view
from bot.discord.client import (
    EmojiClient,
    Interaction,
    actor_of,
    escape,
    is_outside,
    person_of,
    speak_to_person,
)
from bot.discord.message_words import PICTURE_MENU, words_of
from bot.discord.packs import ask_pack
from bot.discord.personal_buttons import forget_view
from bot.discord.pictures import first_of, given
from bot.discord.replies import OUTSIDE, accept, reply, report
from bot.discord.translator import as_typed
from bot.domain import (
    CANDIDATES,
    MAX_SAFE_INTEGER,
    MOTION_ASKED,
    WILDNESS,
    Address,
    Attached,
    EmojiRequest,
    Ticket,
)
from bot.language import N_, _

# Discord takes at most 25 choices of at most 100 characters.
CHOICE_COUNT, CHOICE_LENGTH = 25, 100
NUMBER = re.compile("[0-9]{1,15}")

WildnessOption = app_commands.Range[int, WILDNESS[0], WILDNESS[-1]]
CandidatesOption = app_commands.Range[int, CANDIDATES[0], CANDIDATES[-1]]
SeedOption = app_commands.Range[int, 0, MAX_SAFE_INTEGER]


class EmojiTree(app_commands.CommandTree[EmojiClient]):
    """The commands, in servers and everywhere for people who install the app."""

    def __init__(self, client: EmojiClient) -> None:
        super().__init__(
            client,
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )
        for command in COMMANDS:
            self.add_command(command)
        self.add_command(_make_emoji)
        self.add_command(_emojify)

    async def interaction_check(self, interaction: discord.Interaction[Any]) -> bool:
        """Speak the person's language in all that a command does."""
        speak_to_person(interaction)
        return True

    async def on_error(
        self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError
    ) -> None:
        """Tell the person what went wrong."""
        await report(interaction, getattr(error, "original", error))


@app_commands.command(name="emoji", description=N_("Draw an emoji from words"))
@app_commands.describe(
    prompt=N_("What to draw: Dancing Lemon with Sunglasses; or me, for your avatar"),
    picture=N_("A picture that becomes an emoji"),
    outline=N_("A white outline for the picture"),
    style=N_("The style to draw in"),
    wildness=N_("How far the picture may depart from the sketch"),
    candidates=N_("How many to paint; the best one is shown"),
    seed=N_("The same words and seed give the same picture"),
    animated=N_("Make it move as the words ask for"),
)
async def _emoji(
    interaction: Interaction,
    prompt: str = "",
    picture: discord.Attachment | None = None,
    outline: bool = False,
    style: str | None = None,
    wildness: WildnessOption | None = None,
    candidates: CandidatesOption | None = None,
    seed: SeedOption | None = None,
    animated: bool = False,
) -> None:
    async def ask(address: Address) -> tuple[str, Ticket]:
        words, shown = await given(interaction, prompt, picture, outline)
        request = replace(
            _request(interaction, address, words, shown),
            style=style,
            wildness=wildness,
            candidates=candidates,
            seed=seed,
            motion=MOTION_ASKED if animated else None,
        )
        title = words or messages.FROM_PICTURE
        return title, await interaction.client.service.ask(request)

    await accept(interaction, ask, cancel_view)


def _request(
    interaction: Interaction, address: Address, words: str, picture: Attached | None = None
) -> EmojiRequest:
    return EmojiRequest(
        id=str(interaction.id),
        actor=actor_of(interaction),
        address=address,
        prompt=words,
        picture=picture,
    )


@app_commands.context_menu(name=PICTURE_MENU)
async def _make_emoji(interaction: Interaction, message: discord.Message) -> None:
    """An emoji of the first picture of a message."""

    async def ask(address: Address) -> tuple[str, Ticket]:
        request = _request(interaction, address, "", await first_of(interaction, message))
        return messages.FROM_PICTURE, await interaction.client.service.ask(request)

    await accept(interaction, ask, cancel_view)


@app_commands.context_menu(name=N_("Emojify these words"))
async def _emojify(interaction: Interaction, message: discord.Message) -> None:
    """An emoji of the text of a message."""

    async def ask(address: Address) -> tuple[str, Ticket]:
        words = words_of(message, interaction.application_id)
        request = _request(interaction, address, words)
        return request.prompt, await interaction.client.service.ask(request)

    await accept(interaction, ask, cancel_view)


@_emoji.autocomplete("prompt")
async def _own_prompts(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    recent = interaction.client.service.prompts.matching(person_of(interaction.user), typed)
    return _choices(prompt for prompt in recent if len(prompt) <= CHOICE_LENGTH)


@_emoji.autocomplete("style")
async def _styles(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    known = interaction.client.service.styles.of(actor_of(interaction))
    return _choices(style for style in known if typed.casefold() in style.casefold())


@app_commands.command(name="mix", description=N_("Mix two to four emoji"))
@app_commands.describe(
    first=N_("An emoji, or a word to find one"),
    second=N_("Another one"),
    third=N_("A third one"),
    fourth=N_("A fourth one"),
    style=N_("The style to draw in"),
    animated=N_("Make it move"),
)
async def _mix(
    interaction: Interaction,
    first: str,
    second: str,
    third: str = "",
    fourth: str = "",
    style: str | None = None,
    animated: bool = False,
) -> None:
    async def ask(address: Address) -> tuple[str, Ticket]:
        service = interaction.client.service
        words = service.mixes.prompt(" + ".join((first, second, third, fourth)))
        request = replace(
            _request(interaction, address, words),
            style=style,
            motion=MOTION_ASKED if animated else None,
        )
        return request.prompt, await service.ask(request)

    await accept(interaction, ask, cancel_view)


@_mix.autocomplete("first")
@_mix.autocomplete("second")
@_mix.autocomplete("third")
@_mix.autocomplete("fourth")
async def _to_mix(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    offers = islice(interaction.client.service.mixes.matching(typed), CHOICE_COUNT)
    return [
        app_commands.Choice(name=f"{emoji} {name}"[:CHOICE_LENGTH], value=emoji)
        for emoji, name in offers
    ]


_mix.autocomplete("style")(_styles)


@app_commands.command(name="pack", description=N_("One of your emoji in twelve moods"))
@app_commands.describe(
    emoji=N_("One of your newest emoji"),
    moods=N_("With commas, such as happy, sad, wave; twelve if you name none"),
    animated=N_("Make them move"),
)
async def _pack(
    interaction: Interaction, emoji: str, moods: str = "", animated: bool = False
) -> None:
    # Who does not choose from the list gets the newest emoji with these words.
    number = int(emoji) if NUMBER.fullmatch(emoji) else 0
    if not number:
        found = await interaction.client.service.emoji.history(actor_of(interaction), emoji, 1)
        number = found[0].id if found else 0
    await ask_pack(interaction, number, moods, animated)


@_pack.autocomplete("emoji")
async def _own_emoji(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    service, actor = interaction.client.service, actor_of(interaction)
    return [
        app_commands.Choice(name=emoji.recipe.prompt[:CHOICE_LENGTH], value=str(emoji.id))
        for emoji in await service.emoji.history(actor, typed, CHOICE_COUNT)
    ]


@app_commands.command(name="history", description=N_("Your newest emoji"))
@app_commands.describe(words=N_("Words in the prompt"))
async def _history(interaction: Interaction, words: str = "") -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    client = interaction.client
    emojis = await client.service.emoji.history(actor_of(interaction), words)
    view = history_view(emojis) if emojis else None
    text = client.messages.history(emojis, words)
    await reply(interaction, text if emojis else as_typed(text), view)


@app_commands.command(
    name="privacy", description=N_("What is stored about you, and how to change it")
)
@app_commands.describe(
    choice=N_("on or off: may your votes train the model? forget: delete everything")
)
async def _privacy(
    interaction: Interaction, choice: Literal["on", "off", "forget"] | None = None
) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    service, actor = interaction.client.service, actor_of(interaction)
    if choice == "forget":
        await reply(interaction, _(messages.FORGET_QUESTION), forget_view())
        return
    if choice is None:
        text = await service.people.privacy(actor)
    else:
        text = await service.people.consent(actor, choice == "on")
    await reply(interaction, as_typed(text))


@app_commands.command(name="about", description=N_("The model, its licence, and what is stored"))
async def _about(interaction: Interaction) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    await reply(interaction, as_typed(interaction.client.service.about()))


@app_commands.command(name="queue", description=N_("How many requests wait, and your place"))
async def _queue(interaction: Interaction) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    await reply(interaction, escape(await interaction.client.service.queue(actor_of(interaction))))


@app_commands.command(name="style", description=N_("The style of your emoji"))
@app_commands.describe(style=N_("The style to draw in if you name none"))
async def _style(interaction: Interaction, style: str) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    people = interaction.client.service.people
    await reply(interaction, await people.set_style(actor_of(interaction), style.lower()))


_style.autocomplete("style")(_styles)


@app_commands.command(name="help", description=N_("What I can do"))
async def _help(interaction: Interaction) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    text = as_typed(_(messages.HELP))
    await reply(interaction, f"{text}\n{_(OUTSIDE)}" if is_outside(interaction) else text)


# Discord hides it from all but administrators; the service asks who the operator is.
@app_commands.command(name="emoji-admin", description="For the operator of this bot")
@app_commands.default_permissions(administrator=True)
@app_commands.describe(person="The person to ban, unban or limit", value="Emoji per day, for limit")
async def _admin(
    interaction: Interaction,
    action: Literal["ban", "unban", "limit", "pause", "resume", "stats"],
    person: discord.User | None = None,
    value: str | None = None,
) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    target = None if person is None else person_of(person)
    service = interaction.client.service
    await reply(
        interaction, await service.operator.act(actor_of(interaction), action, target, value)
    )


def _choices(texts: Any) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=text, value=text) for text in list(texts)[:CHOICE_COUNT]]


COMMANDS: tuple[app_commands.Command[Any, ..., Any], ...] = (
    _emoji,
    _mix,
    _pack,
    _style,
    _history,
    _privacy,
    _about,
    _queue,
    _help,
    _admin,
)
