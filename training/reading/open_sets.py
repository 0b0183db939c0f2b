"""The open emoji sets as training data, in the styles that people can choose."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from model.errors import BadRequest
from model.sketch.scene import STYLES
from training.data.cache import digest_of
from training.data.captions import icon_captions
from training.data.colour_names import colours
from training.data.emoji_sets import SETS, Icon, Packages
from training.data.names import spoken
from training.data.render import decode, png
from training.data.split import concept_is_held_out
from training.reading.files import files_digest
from training.reading.flips import may_flip
from training.reading.source import BadRow, CaptionedPicture


@dataclass(frozen=True, slots=True)
class IconEntry:
    """One icon, rendered at the requested resolution."""

    icon: Icon

    @property
    def label(self) -> str:
        """Its set and its name."""
        return f"{self.icon.set.package}/{self.icon.name}"

    def row(self, resolution: int) -> CaptionedPicture:
        """The row, with the framing of its set. Raises BadRow, also for held-out concepts."""
        icon, emoji = self.icon, self.icon.emoji
        if emoji is None:
            raise BadRow("no emoji has this name")
        if concept_is_held_out(emoji.concept):
            raise BadRow("held out for evaluation")
        try:
            picture = png(icon.svg, resolution)
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
    """The sets of `styles`, or of all styles."""

    usual_count = None

    def __init__(self, styles: Sequence[str], packages: Packages) -> None:
        unknown = [style for style in styles if style not in STYLES]
        if unknown:
            raise BadRequest(
                f"There is no open set {', '.join(unknown)}: choose from {', '.join(STYLES)}."
            )
        self._styles = tuple(styles) or STYLES
        self._packages = packages
        self._sets = [set_ for set_ in SETS if set_.style in self._styles]

    @property
    def attribution(self) -> str:
        """The sets and their authors."""
        return "; ".join(self._packages.credit(set_.package) for set_ in self._sets)

    @property
    def licence(self) -> str:
        """The SPDX identifiers of the sets, each once."""
        return ", ".join(dict.fromkeys(self._packages.licence(s.package) for s in self._sets))

    def digest(self) -> str:
        """A hash of the styles and the lock file, which pins the contents of the sets."""
        lock = self._packages.lock
        return digest_of(self._styles, files_digest(lock.parent, [lock]))

    def entries(self) -> list[IconEntry]:
        """All icons without variants. Raises Unavailable if the sets are missing and npm is too."""
        self._packages.install()
        return [IconEntry(icon) for set_ in self._sets for icon in self._packages.icons(set_)]
