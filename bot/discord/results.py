"""How a result is shown: its picture, the words under it, and one row of buttons.

A result is a layout ("Components V2"). Such a message has no content and no list of attachments:
its texts and pictures are components. A message that became a layout stays one.
"""

from collections.abc import Iterable, Sequence
from urllib.parse import unquote, urlsplit

import discord
from discord import ui

from bot.discord.client import fit
from bot.discord.presses import EmojiButton


def result(
    text: str, buttons: Iterable[EmojiButton], picture: discord.File | None = None
) -> ui.LayoutView:
    """A layout with a picture, whose file has the alternative text; send the file with it."""
    layout = ui.LayoutView(timeout=None)
    if picture is not None:
        layout.add_item(ui.MediaGallery(discord.MediaGalleryItem(picture)))
    layout.add_item(ui.TextDisplay(fit(text)))
    layout.add_item(ui.ActionRow(*buttons))
    return layout


def with_buttons(message: discord.Message, buttons: Iterable[EmojiButton]) -> ui.LayoutView:
    """The layout of a message with other buttons. Its pictures stay and are not sent again."""
    layout = ui.LayoutView(timeout=None)
    for component in _components(message):
        if isinstance(component, discord.MediaGalleryComponent):
            layout.add_item(ui.MediaGallery(*map(_same, component.items)))
        elif isinstance(component, discord.TextDisplay):
            layout.add_item(ui.TextDisplay(component.content))
        elif isinstance(component, discord.ActionRow):
            layout.add_item(ui.ActionRow(*buttons))
    return layout


def text_of(message: discord.Message) -> str:
    """The text of a message, also if it is a layout."""
    texts = [own.content for own in _components(message) if isinstance(own, discord.TextDisplay)]
    return "\n".join([message.content, *texts]).strip()


def pictures_of(message: discord.Message) -> list[discord.UnfurledMediaItem]:
    """The pictures of a layout that were uploaded to Discord with it."""
    return [
        item.media
        for own in _components(message)
        if isinstance(own, discord.MediaGalleryComponent)
        for item in own.items
        if item.media.attachment_id is not None
    ]


def _components(message: discord.Message) -> Sequence[object]:
    """The components of a message, which Discord may leave out."""
    return getattr(message, "components", ())


def _same(item: discord.MediaGalleryItem) -> discord.MediaGalleryItem:
    """A picture by the name of its file: Discord's link to it expires."""
    name = unquote(urlsplit(item.media.url).path.rpartition("/")[2])
    return discord.MediaGalleryItem(f"attachment://{name}", description=item.description)
