"""The button that cancels a request or a pack."""

from discord import ui

from bot import messages
from bot.discord.client import ButtonTarget, Interaction, actor_of
from bot.discord.presses import DiscordButton, view
from bot.discord.replies import follow_up
from bot.domain import ENDED
from bot.language import _


async def _cancel(interaction: Interaction, target: ButtonTarget) -> None:
    await interaction.response.defer()
    service, actor = interaction.client.service, actor_of(interaction)
    job = await service.job(target.number)
    if job is not None and job.person == actor.person and job.state in ENDED:
        # It could not be deleted when its token had expired.
        await interaction.delete_original_response()
    await service.cancel(target.number, actor)
    # Deleted rather than edited: a late progress update would otherwise overwrite the text.
    await interaction.delete_original_response()
    packed = job is not None and job.parts
    await follow_up(interaction, _(messages.PACK_CANCELLED) if packed else _(messages.CANCELLED))


CANCEL = DiscordButton("cancel", _cancel, label=messages.CANCEL)


def cancel_view(job: int) -> ui.View:
    """Cancels a job."""
    return view([CANCEL.on(job)])
