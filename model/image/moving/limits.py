"""What the platforms accept: the limits of each moving form, with their sources."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """A form's limits: exact `resolution` in pixels, and at most `bytes`, `seconds` and `frames`.

    `fps` is the frame rate that is aimed at. `shrinks`: a lower resolution is accepted too.
    """

    resolution: int
    fps: float
    bytes: int
    seconds: float
    frames: int
    shrinks: bool = False


GIF = Limits(128, 25.0, 256 * 1024, 5.0, 50, shrinks=True)
"""An emoji. Discord takes 256 KiB and shows 128 px (docs.discord.com/developers/resources/emoji).
A GIF counts time in hundredths of a second, and 25 fps are whole ones."""

SLACK_GIF = Limits(128, 25.0, 128_000, 5.0, 50, shrinks=True)
"""An emoji of Slack: 128 px, 128 KB, 50 frames (slack.com/help/articles/206870177)."""

MASTODON_APNG = Limits(128, 20.0, 256 * 1024 - 1, 5.0, 100, shrinks=True)
"""An emoji of Mastodon: less than 256 KiB. Its importer reads only files that end in .png
(app/models/custom_emoji.rb and lib/mastodon/cli/emoji.rb in github.com/mastodon/mastodon)."""

STICKER_APNG = Limits(320, 20.0, 512 * 1024, 5.0, 100)
"""Discord's sticker: 320 px, 512 KiB, 5 s (docs.discord.com/developers/resources/sticker)."""

ANIMATED_WEBP = Limits(256, 25.0, 512 * 1024, 5.0, 125, shrinks=True)
"""For web pages, which set no limit: sharp at 128 px on a dense screen, and quick to load."""

STICKER_WEBM = Limits(512, 30.0, 256_000, 3.0, 90)
"""Telegram's video sticker: a side of exactly 512 px, 256 KB, 3 s, 30 fps, no sound
(core.telegram.org/stickers/webm-vp9-encoding)."""

SMALL_WEBM = Limits(100, 30.0, 256_000, 3.0, 90)
"""Telegram's video custom emoji: exactly 100 px, and else as its video sticker."""

STICKER_TGS = Limits(512, 60.0, 64_000, 3.0, 180)
"""Telegram's animated sticker and custom emoji: 512 units, 64 KB, 3 s, 60 or 30 fps
(core.telegram.org/stickers/animated-stickers)."""
