"""The pinned open vector sets, in the styles that can be asked for."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from model.errors import BadRequest
from model.sketch.scene import STYLES
from training.data.captions import icon_captions
from training.data.colour_names import colours
from training.data.emoji_sets import SETS, Icon, Packages
from training.data.names import spoken
from training.data.render import decode, png
from training.data.split import concept_is_held_out
from training.reading.flips import may_flip
from training.reading.hashes import digest_of, files_digest
from training.reading.source import BadRow, CaptionedPicture


@dataclass(frozen=True, slots=True)
class IconEntry:
    """One icon, rendered at whatever size is asked for."""

    icon: Icon

    @property
    def label(self) -> str:
        """Its set and its name there."""
        return f"{self.icon.set.package}/{self.icon.name}"

    def row(self, side: int) -> CaptionedPicture:
        """The row, framed as its set frames it; nothing that training is scored on."""
        icon, emoji = self.icon, self.icon.emoji
        if emoji is None:
            raise BadRow("no emoji has this name")
        if concept_is_held_out(emoji.concept):
            raise BadRow("held out for evaluation")
        try:
            picture = png(icon.svg, side)
        except ValueError as error:
            raise BadRow(str(error)) from error
        rng = random.Random(self.label)
        captions = icon_captions(emoji, icon.set.style, colours(decode(picture)), rng)
        return CaptionedPicture(
            picture=picture,
            captions=list(captions),
            name=spoken(emoji.name),
            style=icon.set.style,
            enlarged=False,
            flips=may_flip(captions),
        )


class OpenSets:
    """The sets of `styles`; of all styles where none is named."""

    usual_count = None

    def __init__(self, styles: Sequence[str], packages: Packages) -> None:
        unknown = [style for style in styles if style not in STYLES]
        if unknown:
            raise BadRequest(
                f"There is no open set {', '.join(unknown)}: choose of {', '.join(STYLES)}."
            )
        self._styles = tuple(styles) or STYLES
        self._packages = packages
        self._sets = [set_ for set_ in SETS if set_.style in self._styles]

    @property
    def attribution(self) -> str:
        """The sets and who drew them."""
        return "; ".join(self._packages.credit(set_.package) for set_ in self._sets)

    @property
    def licence(self) -> str:
        """Each set's SPDX name once."""
        return ", ".join(dict.fromkeys(self._packages.licence(s.package) for s in self._sets))

    def digest(self) -> str:
        """Of the lock file, which pins what the sets hold."""
        lock = self._packages.lock
        return digest_of(self._styles, files_digest(lock.parent, [lock]))

    def entries(self) -> list[IconEntry]:
        """Every icon but variants. Raises Unavailable without npm where the sets are missing."""
        self._packages.install()
        return [IconEntry(icon) for set_ in self._sets for icon in self._packages.icons(set_)]
