"""Starts engines on promoted weights only after they have painted a plausible test emoji."""

import logging
import math
from collections.abc import Awaitable, Callable
from typing import TypeVar

from model.engine import EmojiEngine
from model.errors import BadModel
from model.files.promotion import Promoted, promoted
from model.nets.finish import finish_scores
from model.nets.judge import scores
from model.pipeline import NOTHING, Extras
from model.recipe import Recipe

log = logging.getLogger(__name__)

T = TypeVar("T")

# The first of two candidates is the sketch; the second is painted, whatever the manifest says.
TEST = Recipe("angry unicorn", seed=1, candidates=2, wildness=75)


async def proven(model: str, digest: str | None = None, extras: Extras = NOTHING) -> EmojiEngine:
    """A started engine that has painted a test emoji; the caller closes it.

    `digest` is the expected SHA-256 of the weights, 64 hex digits; None accepts any. Raises
    BadModel, or Unavailable if the hub cannot be reached.
    """
    engine = await EmojiEngine.open(model, extras).start()
    try:
        if digest is not None and engine.painter.pipeline.digest != digest:
            raise BadModel(
                f"The weights in {model} are not those that were promoted: promote it again."
            )
        await prove(engine, model)
    except BaseException:
        await engine.close()
        raise
    return engine


async def following(
    base: str, follow: bool = True, extras: Extras = NOTHING
) -> tuple[EmojiEngine, Promoted | None]:
    """An engine for the model promoted over `base`, and the promotion; else for `base`, and None.

    With `follow` False it is always for `base`. Falls back to `base`, with a warning in the log, if
    the promoted model cannot be used. Raises the errors of EmojiEngine.start for `base`.
    """

    async def started(model: str) -> EmojiEngine:
        return await EmojiEngine.open(model, extras).start()

    async def tested(model: str, digest: str) -> EmojiEngine:
        return await proven(model, digest, extras)

    return await promoted_or_base(base, follow, started, tested)


async def promoted_or_base(
    base: str,
    follow: bool,
    start: Callable[[str], Awaitable[T]],
    prove: Callable[[str, str], Awaitable[T]],
) -> tuple[T, Promoted | None]:
    """The same as `following`, with any way to start and to prove a model."""
    try:
        if follow and (wanted := promoted(base)):
            return await prove(wanted.model, wanted.digest), wanted
    except Exception as error:
        log.warning("The promoted model cannot be used, %s paints: %s", base, error)
    return await start(base), None


async def prove(engine: EmojiEngine, model: str) -> None:
    """Let an engine paint a test emoji. Raises BadModel if that is not plausible."""
    painting = await engine.paint(TEST)
    rgba = next(c.painted for c in painting.candidates if c.painted is not None)
    visible = rgba[..., 3] > 0
    # A model without alpha may paint to the edges, which leaves nothing to cut out.
    if not visible.any() or (visible.all() and engine.painter.pipeline.manifest.alpha):
        raise BadModel(
            f"{model} paints empty pictures, or pictures without a transparent background: "
            "train it again."
        )
    if (rgba[visible] == rgba[visible][0]).all():
        raise BadModel(f"{model} paints in a single colour: train it again.")
    painter = engine.painter
    judged = scores(painter.judge, rgba[None], painter.embedding(TEST.prompt))
    if not all(map(math.isfinite, (*judged, *finish_scores(painter.finish_judge, rgba[None])))):
        raise BadModel(f"A judge of {model} gives NaN or infinity: train it again.")
