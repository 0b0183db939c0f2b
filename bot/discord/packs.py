"""Packs on Discord: asking for one, its archives, and all of it into a server in one press."""

import io

import discord

from bot import messages
from bot.discord.cancel import cancel_view
from bot.discord.client import ButtonTarget, Interaction, actor_of
from bot.discord.emoji import emoji_of, full_of_emoji, image_of, name_for, server_of, uploading
from bot.discord.presses import DiscordButton, EmojiButton, view
from bot.discord.replies import accept, defer_alone, follow_up, reply
from bot.domain import Address, ArchiveFormat, Emoji, Job, Pack, Platform, Refused, Ticket
from bot.language import N_, _, ngettext

FORMATS = tuple(ArchiveFormat)
"""A button names a format by its place here."""
STILL, MOVING = 0, 1


async def ask_pack(
    interaction: Interaction, emoji: int, moods: str = "", moving: bool = False
) -> None:
    """Ask for a pack of an emoji's character."""
    service, actor = interaction.client.service, actor_of(interaction)

    async def ask(address: Address) -> tuple[str, Ticket]:
        prompt = (await service.emoji.get(emoji, actor)).recipe.prompt
        request = str(interaction.id)
        return prompt, await service.pack(emoji, request, actor, address, moods, moving)

    await accept(interaction, ask, cancel_view)


async def _offer(interaction: Interaction, target: ButtonTarget) -> None:
    """Ask whether the pictures should move."""
    await defer_alone(interaction, target)
    await interaction.client.service.emoji.get(target.number, actor_of(interaction))
    kinds = ((STILL, _(messages.STILL_PACK)), (MOVING, _(messages.MOVING_PACK)))
    choices = view(MAKE.on(target.number, label, place) for place, label in kinds)
    await reply(interaction, _(messages.WHICH_PACK), choices)


async def _make(interaction: Interaction, target: ButtonTarget) -> None:
    await ask_pack(interaction, target.number, moving=target.place == MOVING)


async def _archive(interaction: Interaction, target: ButtonTarget) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    if target.place is None or target.place >= len(FORMATS):
        raise Refused(_(messages.NO_BUTTON))
    packs, actor = interaction.client.service.packs, actor_of(interaction)
    archive = await packs.archive(target.number, FORMATS[target.place], actor)
    await reply(interaction, archive.name, files=[_file(archive.data, archive.name)])


async def _remove(interaction: Interaction, target: ButtonTarget) -> None:
    await interaction.response.defer()
    await interaction.client.service.packs.remove(target.number, actor_of(interaction))
    await interaction.delete_original_response()
    await follow_up(interaction, _(messages.PACK_REMOVED))


async def _add(interaction: Interaction, target: ButtonTarget) -> None:
    """Add all to the server, as far as there is room; what is there already stays."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    guild, packs = server_of(interaction), interaction.client.service.packs
    pack = await packs.get(target.number, actor_of(interaction))
    upload = _Upload(interaction, guild, packs.names(pack))
    there = await upload.present(pack)
    missing = [emoji for emoji in pack.emoji.values() if emoji.id not in there]
    why = ""
    for count, emoji in enumerate(missing):
        try:
            await upload.add(emoji)
        except Refused as error:
            why = f" {error} " + _("Press again later: it goes on where it was.")
            break
        if count + 1 < len(missing):
            done = _("Adding {number} of {total}…", number=count + 1, total=len(missing))
            await reply(interaction, done)
    text = ngettext(
        "{count} of {total} is in this server.",
        "{count} of {total} are in this server.",
        len(there) + upload.added,
        total=len(pack.emoji),
    )
    await reply(interaction, text + why)


class _Upload:
    """Adds the emoji of a pack to a server. `added` counts them."""

    def __init__(
        self, interaction: Interaction, guild: discord.Guild, names: dict[int, str]
    ) -> None:
        self._interaction = interaction
        self._guild = guild
        self._names = names
        self._there: list[discord.Emoji] = []
        self._where = f"{Platform.DISCORD}:{guild.id}"
        self.added = 0

    async def present(self, pack: Pack) -> set[int]:
        """The emoji of a pack that an earlier press has added and nobody has removed."""
        self._there = await emoji_of(self._guild)
        names = [other.name.lower() for other in self._there]
        collection = self._interaction.client.service.emoji
        return {
            emoji.id
            for emoji in pack.emoji.values()
            if any(name.startswith(self._names[emoji.id]) for name in names)
            and await collection.is_added(emoji, self._where)
        }

    async def add(self, emoji: Emoji) -> None:
        """Add one. Raises Refused if there is no room, or too many were added lately."""
        interaction, guild = self._interaction, self._guild
        full, moves = full_of_emoji(guild.emoji_limit, emoji), emoji.recipe.motion is not None
        if sum(other.animated == moves for other in self._there) >= guild.emoji_limit:
            raise Refused(full)
        image = await image_of(interaction, emoji)
        collection = interaction.client.service.emoji
        async with uploading(interaction, guild, full):
            # Before, so that a bot that is killed meanwhile does not add it once more.
            await collection.added(emoji.id, actor_of(interaction), self._where)
            added = await guild.create_custom_emoji(
                name=name_for(self._names[emoji.id], (other.name for other in self._there)),
                image=image,
            )
        self._there.append(added)
        self.added += 1


def pack_row(job: Job) -> list[EmojiButton]:
    """The buttons under a finished pack. Only servers of the bot can get it as emoji."""
    archives = (ARCHIVE.on(job.id, own.capitalize(), at) for at, own in enumerate(FORMATS))
    adding = [] if job.address.outside else [ADD_PACK.on(job.id)]
    return [*adding, *archives, REMOVE_PACK.on(job.id)]


def sheet_file(data: bytes, alt: str) -> discord.File:
    """The contact sheet of a pack as an attachment; `alt` describes it."""
    file = _file(data, "pack.png")
    file.description = alt
    return file


def _file(data: bytes, name: str) -> discord.File:
    return discord.File(io.BytesIO(data), filename=name)


PACK = DiscordButton("pack", _offer, "📦", N_("Make a pack"))
MAKE = DiscordButton("makepack", _make)
ARCHIVE = DiscordButton("archive", _archive, "⬇️")
ADD_PACK = DiscordButton("addpack", _add, "➕", N_("Add all to this server"))  # noqa: RUF001
REMOVE_PACK = DiscordButton("removepack", _remove, "🗑", N_("Remove"))
PACK_BUTTONS = (MAKE, ARCHIVE, ADD_PACK, REMOVE_PACK)
