"""A finished picture with a motion, as a file in one of the moving forms."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from model.errors import BadRequest
from model.image.moving import limits
from model.image.moving.animated import animated_webp, apng
from model.image.moving.fit import MovingFile
from model.image.moving.gif import gif
from model.image.moving.tgs import SAMPLED_FPS, tgs
from model.image.moving.webm import webm
from model.image.pixels import Pixels
from model.sketch.drawing.raster import rasterize
from model.sketch.motion import MOTIONS, Motion, frames, layers, move_picture, offered
from model.sketch.redraw import Drawn, bundled, drawn

AS_ASKED = "asked"
"""In place of a motion's name: the one that the words ask for."""
FORMS: Mapping[str, tuple[Callable[..., MovingFile], limits.Limits]] = {
    "gif": (gif, limits.GIF),
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
"""The least resolution at which a picture without vectors is moved."""


class Movable(Protocol):
    """A finished picture: vectors, or uint8 [any, any, 4] with straight alpha, and its seed."""

    @property
    def svg(self) -> str:
        """The vectors; "" if there are pixels only."""
        ...

    @property
    def rgba(self) -> Pixels:
        """The pixels."""
        ...

    @property
    def seed(self) -> int:
        """What varies the arrangement of a sketch."""
        ...


@dataclass(frozen=True, slots=True)
class Moved:
    """A moving file, and its motion; `whole` if the picture moves as a whole, without limbs."""

    file: MovingFile
    motion: str
    whole: bool

    @property
    def says(self) -> str:
        """The motion, frames, rate and size for people."""
        how = f"{self.motion}, the picture as a whole" if self.whole else self.motion
        return f"{how}: {self.file.says}"


def motions(picture: Movable, receipt: Mapping[str, Any]) -> list[str]:
    """The names of the motions that a picture can do, those that its words ask for first."""
    return [motion.name for motion in _possible(_sketch(picture, receipt))]


def moved(picture: Movable, receipt: Mapping[str, Any], motion: str, form: str) -> Moved:
    """A picture with a motion, a name in MOTIONS or AS_ASKED, as a file in one of ALL_FORMS.

    `receipt` is that of the picture's painting. A picture that is no sketch has no limbs: it moves
    as a whole, in the first such motion if it cannot do this one. Raises BadRequest.
    """
    check(motion, form)
    sketch = _sketch(picture, receipt)
    chosen = _chosen(sketch, motion)
    if form == VECTORS:
        return Moved(_animated_sticker(sketch, picture.seed, chosen), chosen.name, False)
    write, within = FORMS[form]
    pictures = _frames(picture, sketch, chosen, within.resolution, within.fps)
    return Moved(write(pictures, within.fps, within), chosen.name, sketch is None)


def moving(
    picture: Movable, receipt: Mapping[str, Any], motion: str, size: int, fps: float
) -> list[Pixels]:
    """A picture's frames in motion, uint8 [size, size, 4] each; otherwise as `moved`."""
    sketch = _sketch(picture, receipt)
    return list(_frames(picture, sketch, _chosen(sketch, motion), size, fps))


def check(motion: str, form: str) -> None:
    """Raises BadRequest for an unknown motion or form."""
    if form not in ALL_FORMS:
        raise BadRequest(f"There is no moving form {form!r}: choose {', '.join(ALL_FORMS)}.")
    if motion not in MOTIONS and motion != AS_ASKED:
        raise BadRequest(f"There is no motion {motion!r}: choose {', '.join(MOTIONS)}.")


def _animated_sticker(sketch: Drawn | None, seed: int, motion: Motion) -> MovingFile:
    if sketch is None:
        raise BadRequest(
            "A painting has no parts for an animated sticker: a video (webm) shows it."
        )
    scene, style = sketch.scene, sketch.style
    return tgs(layers(bundled(), scene, style, seed, motion, fps=SAMPLED_FPS))


def _sketch(picture: Movable, receipt: Mapping[str, Any]) -> Drawn | None:
    """What a sketch shows; None for a painting, which has no parts."""
    return drawn(picture.svg, receipt, picture.seed)


def _chosen(sketch: Drawn | None, motion: str) -> Motion:
    possible = _possible(sketch)
    return next((each for each in possible if each.name == motion), possible[0])


def _possible(sketch: Drawn | None) -> list[Motion]:
    if sketch is not None:
        return offered(sketch.scene)
    return [motion for motion in MOTIONS.values() if motion.whole]


def _frames(
    picture: Movable, sketch: Drawn | None, motion: Motion, size: int, fps: float
) -> Iterator[Pixels]:
    if sketch is not None:
        scene, style, seed = sketch.scene, sketch.style, picture.seed
        return frames(bundled(), scene, style, seed, motion, size=size, fps=fps)
    large = max(size, SUPERSAMPLED)
    rgba = rasterize(picture.svg, large) if picture.svg else picture.rgba
    return move_picture(rgba, motion, size=size, fps=fps)
