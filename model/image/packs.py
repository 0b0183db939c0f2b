"""Packs: the pictures of one character as files and as archives that chats import."""

import gzip
import io
import re
import tarfile
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from model.errors import BadRequest
from model.image.export import SEEN_AT, export
from model.image.moving.moved import Movable, moved
from model.image.pixels import Pixels
from model.sketch.drawing.compose import FULL
from model.sketch.redraw import redrawn

NAME_LENGTH = 32
"""Discord's limit for names of emoji, the lowest of all chats."""
JOINING = frozenset(["a", "an", "and", "at", "holding", "in", "of", "on", "the", "wearing", "with"])
"""Words that end no shortened name."""
LICENCE, SHEET = "LICENCE.txt", "sheet.png"
_BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The time of all files in a ZIP, so that equal packs have equal bytes."""


@dataclass(frozen=True, slots=True)
class PackFormat:
    """An archive: the forms of its still and moving pictures, and the ending of its name.

    `sheet`: it has the contact sheet.
    """

    still: str
    moving: str
    ending: str
    sheet: bool = False

    def form(self, motion: str | None) -> str:
        """The form of a picture with a motion, or without one."""
        return self.still if motion is None else self.moving


FORMATS: Mapping[str, PackFormat] = {
    "zip": PackFormat("png", "gif", ".zip", sheet=True),
    # `tootctl emoji import` takes a gzipped tar, and every file in it that ends in .png.
    "mastodon": PackFormat("emoji", "mastodon", "-mastodon.tar.gz"),
    # Slack imports no archive: people drag the unpacked files into "Add custom emoji".
    "slack": PackFormat("emoji", "slack", "-slack.zip"),
}
PARTS = """The pictures are drawn from vector parts, all changed, of these sets of emoji:
- Fluent Emoji by Microsoft Corporation: MIT
  https://github.com/microsoft/fluentui-emoji/blob/main/LICENSE
- Noto Emoji by Google: Apache-2.0
  https://github.com/googlefonts/noto-emoji/blob/main/svg/LICENSE
- Twemoji by Twitter and its contributors: CC-BY-4.0
  https://creativecommons.org/licenses/by/4.0/"""
"""What the licences of the parts ask to be said. Packs travel without the model's files."""
SUFFIXES: Mapping[str, str] = {
    "png": ".png",
    "emoji": ".png",
    "mastodon": ".png",
    "gif": ".gif",
    "slack": ".gif",
}
"""The ending of a file in each form."""


@dataclass(frozen=True, slots=True)
class PackPicture:
    """A picture of a pack in its mood. `receipt` is that of its painting; `motion` may be None."""

    mood: str
    picture: Movable
    receipt: Mapping[str, Any]
    motion: str | None = None


@dataclass(frozen=True, slots=True)
class PackFile:
    """A file of a pack: its name without the suffix, and its contents."""

    name: str
    suffix: str
    data: bytes


def check_format(name: str) -> PackFormat:
    """A format by its name. Raises BadRequest for an unknown one."""
    if name not in FORMATS:
        raise BadRequest(
            "There is no pack for {name}: choose {formats}.",
            name=repr(name)[:40],
            formats=", ".join(FORMATS),
        )
    return FORMATS[name]


def shortcodes(moods: Sequence[str], *titles: str) -> list[str]:
    """A name for each mood, such as "wizard_frog_happy": 2 to 32 characters of a-z, 0-9 and _.

    The character's part is the first of the titles with Latin letters or digits.
    """
    endings = [f"_{_plain(mood) or number}" for number, mood in enumerate(moods, 1)]
    title = _shortened(plain_name(*titles), NAME_LENGTH - max(map(len, endings)))
    names: dict[str, None] = {}
    for ending in endings:
        name = f"{title}{ending}"
        names[name if name not in names else f"{name[: NAME_LENGTH - 3]}_{len(names) + 1}"] = None
    return list(names)


def plain_name(*titles: str) -> str:
    """The first of the titles with Latin letters or digits, as a name in a-z, 0-9 and _."""
    return next(filter(None, map(_plain, titles)), "emoji")


def archive_name(format: str, *titles: str) -> str:
    """The file name of an archive, such as "wizard_frog-slack.zip"."""
    return f"{plain_name(*titles)}{FORMATS[format].ending}"


def pack_file(name: str, member: PackPicture, form: str) -> PackFile:
    """A picture of a pack in one of the forms of FORMATS. Raises BadRequest if it cannot move so.

    A sketch is composed for the size at which chats show the form.
    """
    picture, receipt = member.picture, member.receipt
    if member.motion is not None:
        data = moved(picture, receipt, member.motion, form).file.data
    else:
        size = SEEN_AT.get(form, FULL)
        svg = redrawn(picture.svg, receipt, picture.seed, size)
        data = export(_Redrawn(svg, picture), form)
    return PackFile(name, SUFFIXES[form], data)


def archived(format: str, folder: str, files: Sequence[PackFile], sheet: bytes, text: str) -> bytes:
    """An archive of files with the licence's text; `sheet` is the contact sheet, a PNG.

    In a plain ZIP they are in a folder. Equal files give equal bytes.
    """
    kind = FORMATS[format]
    entries = {f"{file.name}{file.suffix}": file.data for file in files}
    entries[LICENCE] = text.encode()
    if kind.sheet:
        entries = {f"{folder}/{name}": data for name, data in {**entries, SHEET: sheet}.items()}
    make = _tar if kind.ending.endswith(".tar.gz") else _zip
    return make(entries.items())


def licence_text(title: str, about: str) -> str:
    """What a pack says about its origin; `about` names the model and its licence."""
    return f"{title}: a pack of emoji, made with Emojismith.\n\n{about}\n\n{PARTS}\n"


@dataclass(frozen=True, slots=True)
class _Redrawn:
    """A picture with other vectors."""

    svg: str
    picture: Movable

    @property
    def rgba(self) -> Pixels:
        return self.picture.rgba


def _plain(text: str) -> str:
    """A text as a name: lower case, in a-z, 0-9 and _; may be empty."""
    ascii = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "_".join(re.findall(r"[a-z0-9]+", ascii))[:NAME_LENGTH].strip("_")


def _shortened(name: str, length: int) -> str:
    """The first words of a name that fit, without a last "with", or a part of the first word."""
    words = name[: length + 1].split("_")[:-1] if len(name) > length else [name]
    while len(words) > 1 and words[-1] in JOINING:
        words.pop()
    return "_".join(words) or name[:length]


def _zip(entries: Iterable[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            info = zipfile.ZipInfo(name, _BEGINNING)
            info.external_attr = 0o644 << 16
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _tar(entries: Iterable[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive,
    ):
        for name, data in entries:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()
