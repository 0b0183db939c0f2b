"""The slash commands: defer, one call of the service, an answer."""

from typing import Any, Literal

import discord
from discord import app_commands

from bot.discord.buttons import cancel_view, history_view
from bot.discord.client import EmojiClient, Interaction, actor_of, escape, person_of
from bot.discord.replies import apologise, say, take_in
from bot.domain import CANDIDATES, MAX_SAFE_INTEGER, WILDNESS, Address, EmojiRequest, Ticket

# Discord shows at most so many choices, of so many letters each.
CHOICES, CHOICE_LETTERS = 25, 100

WildnessOption = app_commands.Range[int, WILDNESS[0], WILDNESS[-1]]
CandidatesOption = app_commands.Range[int, CANDIDATES[0], CANDIDATES[-1]]
SeedOption = app_commands.Range[int, 0, MAX_SAFE_INTEGER]


class EmojiTree(app_commands.CommandTree[EmojiClient]):
    """The commands, for servers and for people who install the app, wherever they write."""

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

    async def on_error(
        self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError
    ) -> None:
        """Tell the person what went wrong."""
        await apologise(interaction, getattr(error, "original", error))


@app_commands.command(name="emoji", description="Draws an emoji from words")
@app_commands.describe(
    prompt="What to draw: Dancing Lemon with Sunglasses",
    style="The style to draw in",
    wildness="How far painting may leave the sketch",
    candidates="How many are painted for the best to be chosen from",
    seed="The same seed gives the same picture again",
)
async def _emoji(
    interaction: Interaction,
    prompt: str,
    style: str | None = None,
    wildness: WildnessOption | None = None,
    candidates: CandidatesOption | None = None,
    seed: SeedOption | None = None,
) -> None:
    async def ask(address: Address) -> tuple[str, Ticket]:
        request = EmojiRequest(
            id=str(interaction.id),
            actor=actor_of(interaction),
            address=address,
            prompt=prompt,
            style=style,
            wildness=wildness,
            candidates=candidates,
            seed=seed,
        )
        return prompt, await interaction.client.service.ask(request)

    await take_in(interaction, ask, cancel_view)


@_emoji.autocomplete("prompt")
async def _own_prompts(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    recent = interaction.client.service.recent_prompts(person_of(interaction.user), typed)
    return _choices(prompt for prompt in recent if len(prompt) <= CHOICE_LETTERS)


@_emoji.autocomplete("style")
async def _styles(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    known = interaction.client.service.styles
    return _choices(style for style in known if typed.casefold() in style.casefold())


@app_commands.command(name="history", description="Your newest emoji")
@app_commands.describe(words="Words that your prompt had")
async def _history(interaction: Interaction, words: str = "") -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    client = interaction.client
    emojis = await client.service.history(actor_of(interaction), words)
    view = history_view(emojis) if emojis else None
    await say(interaction, client.messages.history(emojis), view)


@app_commands.command(name="privacy", description="What is stored of you, and how to change it")
@app_commands.describe(choice="Whether your votes may train, or: forget everything of mine")
async def _privacy(
    interaction: Interaction, choice: Literal["on", "off", "forget"] | None = None
) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    service, actor = interaction.client.service, actor_of(interaction)
    if choice is None:
        text = await service.privacy(actor)
    elif choice == "forget":
        text = await service.forget(actor)
    else:
        text = await service.consent(actor, choice == "on")
    await say(interaction, text)


@app_commands.command(name="about", description="The model, its licence, and what is stored")
async def _about(interaction: Interaction) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    await say(interaction, interaction.client.service.about())


@app_commands.command(name="queue", description="How many wait, and where yours stand")
async def _queue(interaction: Interaction) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    await say(interaction, escape(await interaction.client.service.queue(actor_of(interaction))))


@app_commands.command(name="emoji-admin", description="For the operator of this bot")
@app_commands.describe(person="Whom it is about", value="The limit: how many emoji a day")
async def _admin(
    interaction: Interaction,
    action: Literal["ban", "unban", "limit", "pause", "resume", "stats"],
    person: discord.User | None = None,
    value: str | None = None,
) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    target = None if person is None else person_of(person)
    service = interaction.client.service
    await say(interaction, await service.admin(actor_of(interaction), action, target, value))


def _choices(texts: Any) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=text, value=text) for text in list(texts)[:CHOICES]]


COMMANDS: tuple[app_commands.Command[Any, ..., Any], ...] = (
    _emoji,
    _history,
    _privacy,
    _about,
    _queue,
    _admin,
)
