"""A finished picture with a motion, as a file in one of the moving forms."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from model.errors import BadRequest
from model.image.export import Exportable
from model.image.moving import limits
from model.image.moving.animated import animated_webp, apng
from model.image.moving.fit import MovingFile
from model.image.moving.gif import gif
from model.image.moving.tgs import SAMPLED_FPS, tgs
from model.image.moving.webm import webm
from model.image.pixels import Pixels
from model.sketch.drawing.vector.raster import rasterize
from model.sketch.motion import (
    MOTIONS,
    Motion,
    frames,
    layers,
    move_parts,
    move_picture,
    offered,
)
from model.sketch.redraw import Drawn, bundled, drawn, read

AS_ASKED = "asked"
"""In place of a motion's name: the one that the words ask for."""
FORMS: Mapping[str, tuple[Callable[..., MovingFile], limits.Limits]] = {
    "gif": (gif, limits.GIF),
    "slack": (gif, limits.SLACK_GIF),
    "mastodon": (apng, limits.MASTODON_APNG),
    "animated-webp": (animated_webp, limits.ANIMATED_WEBP),
    "apng": (apng, limits.STICKER_APNG),
    "webm": (webm, limits.STICKER_WEBM),
    "webm100": (webm, limits.SMALL_WEBM),
}
"""The writer and the limits of each form that is made of frames."""
VECTORS = "tgs"
"""The form that is made of vector parts."""
ALL_FORMS = (*FORMS, VECTORS)
SUPERSAMPLED = 256
"""The least resolution at which a painting is moved."""
BY_PARTS, AS_A_WHOLE = "the painting's parts", "the picture as a whole"
"""What of a painted picture moves."""
PROBED, PROBED_FPS = 64, 2.0
"""Size and rate of the frames that show whether a painting's parts can be told apart."""


class Movable(Exportable, Protocol):
    """A finished picture and its seed."""

    @property
    def seed(self) -> int:
        """What varies the arrangement of a sketch."""
        ...


@dataclass(frozen=True, slots=True)
class Moved:
    """A moving file, its motion, and `how` the picture moves if it is no sketch."""

    file: MovingFile
    motion: str
    how: str

    @property
    def says(self) -> str:
        """The motion, frames, rate and size for people."""
        return f"{', '.join(filter(None, (self.motion, self.how)))}: {self.file.says}"


def motions(picture: Movable, receipt: Mapping[str, Any]) -> list[str]:
    """The names of the motions that a picture can do, those that its words ask for first.

    Of a painting's parts only the first of them is tried.
    """
    if (sketch := drawn(picture.svg, receipt, picture.seed)) is not None:
        return [motion.name for motion in offered(sketch.scene)]
    first = _loop(picture, receipt, AS_ASKED, PROBED, PROBED_FPS).motion
    return list(dict.fromkeys((first.name, *(motion.name for motion in _WHOLE))))


def moved(picture: Movable, receipt: Mapping[str, Any], motion: str, form: str) -> Moved:
    """A picture with a motion, a name in MOTIONS or AS_ASKED, as a file in one of ALL_FORMS.

    `receipt` is that of the picture's painting. A painting whose parts cannot be told apart moves
    as a whole, in the first such motion if it cannot do this one. Raises BadRequest.
    """
    check(motion, form)
    if form == VECTORS:
        return _animated_sticker(picture, receipt, motion)
    write, within = FORMS[form]
    loop = _loop(picture, receipt, motion, within.resolution, within.fps)
    return Moved(write(loop.frames, within.fps, within), loop.motion.name, loop.how)


def moving(
    picture: Movable, receipt: Mapping[str, Any], motion: str, size: int, fps: float
) -> list[Pixels]:
    """A picture's frames in motion, uint8 [size, size, 4] each; otherwise as `moved`."""
    return list(_loop(picture, receipt, motion, size, fps).frames)


def check(motion: str, form: str) -> None:
    """Raises BadRequest for an unknown motion or form."""
    if form not in ALL_FORMS:
        raise BadRequest(
            "There is no moving form {form}: choose {forms}.",
            form=repr(form),
            forms=", ".join(ALL_FORMS),
        )
    if motion not in MOTIONS and motion != AS_ASKED:
        raise BadRequest(
            "There is no motion {motion}: choose {motions}.",
            motion=repr(motion),
            motions=", ".join(MOTIONS),
        )


def _animated_sticker(picture: Movable, receipt: Mapping[str, Any], name: str) -> Moved:
    sketch = drawn(picture.svg, receipt, picture.seed)
    if sketch is None:
        raise BadRequest(
            "A painting has no parts for an animated sticker: a video (webm) shows it."
        )
    motion = _named(offered(sketch.scene), name)
    parts = layers(bundled(), sketch.scene, sketch.style, picture.seed, motion, fps=SAMPLED_FPS)
    return Moved(tgs(parts), motion.name, "")


@dataclass(frozen=True, slots=True)
class _Loop:
    """A motion, how it moves the picture, and the frames."""

    motion: Motion
    how: str
    frames: Iterator[Pixels]


def _loop(picture: Movable, receipt: Mapping[str, Any], name: str, size: int, fps: float) -> _Loop:
    library, seed = bundled(), picture.seed
    if (sketch := drawn(picture.svg, receipt, seed)) is not None:
        motion = _named(offered(sketch.scene), name)
        made = frames(library, sketch.scene, sketch.style, seed, motion, size=size, fps=fps)
        return _Loop(motion, "", made)
    if (shown := read(receipt, seed)) is not None:
        motion = _named(offered(shown.scene), name)
        # A motion of whole pictures needs no parts, which could tear.
        parts = None if motion.whole else _parts(picture, shown, motion, size, fps)
        if parts is not None:
            return _Loop(motion, BY_PARTS, parts)
    motion = _named(_WHOLE, name)
    made = move_picture(_pixels(picture, max(size, SUPERSAMPLED)), motion, size=size, fps=fps)
    return _Loop(motion, AS_A_WHOLE, made)


def _parts(
    picture: Movable, shown: Drawn, motion: Motion, size: int, fps: float
) -> Iterator[Pixels] | None:
    """A painting's frames with its parts moved, at most SUPERSAMPLED large: it takes long."""
    rgba, size = _pixels(picture, SUPERSAMPLED), min(size, SUPERSAMPLED)
    scene, style, seed = shown.scene, shown.style, picture.seed
    return move_parts(rgba, bundled(), scene, style, seed, motion, size=size, fps=fps)


def _pixels(picture: Movable, size: int) -> Pixels:
    return rasterize(picture.svg, size) if picture.svg else picture.rgba


_WHOLE = [motion for motion in MOTIONS.values() if motion.whole]


def _named(possible: Sequence[Motion], name: str) -> Motion:
    return next((motion for motion in possible if motion.name == name), possible[0])
