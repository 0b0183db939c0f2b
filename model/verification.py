"""Engines for weights that nobody has looked at yet: they paint a test emoji first."""

import logging

from model.engine import EmojiEngine
from model.errors import BadModel
from model.files.promotion import Promoted, promoted
from model.pipeline import NOTHING, Extras
from model.recipe import Recipe

log = logging.getLogger(__name__)

# One candidate that is painted whatever the model's own strengths are, and from a sketch.
TEST = Recipe("angry unicorn", seed=1, candidates=1, wildness=75)


async def proven(model: str, digest: str | None = None, extras: Extras = NOTHING) -> EmojiEngine:
    """An engine that has started and painted a test emoji; the caller closes it.

    `digest` is what that of the weights must be. Raises BadModel, or Unavailable.
    """
    engine = await EmojiEngine.open(model, extras).start()
    try:
        if digest is not None and engine.painter.pipeline.digest != digest:
            raise BadModel(
                f"The weights in {model} are not those that were promoted: promote it again."
            )
        await _prove(engine, model)
    except BaseException:
        await engine.close()
        raise
    return engine


async def following(
    base: str, follow: bool = True, extras: Extras = NOTHING
) -> tuple[EmojiEngine, Promoted | None]:
    """An engine for what is promoted over `base`, with the promotion, else for `base` itself.

    Without `follow` it is for `base` whatever is promoted. A promoted model that cannot be used is
    logged. Raises what EmojiEngine.start does for `base`.
    """
    try:
        if follow and (wanted := promoted(base)):
            return await proven(wanted.model, wanted.digest, extras), wanted
    except Exception as error:
        log.warning("The promoted model cannot be used, %s paints: %s", base, error)
    return await EmojiEngine.open(base, extras).start(), None


async def _prove(engine: EmojiEngine, model: str) -> None:
    painting = await engine.paint(TEST)
    rgba = painting.candidates[0].rgba
    visible = rgba[..., 3] > 0
    # Without alpha of its own a model may well paint to the edges, and nothing is cut out.
    if not visible.any() or (visible.all() and engine.painter.pipeline.manifest.alpha):
        raise BadModel(f"{model} paints emoji that are all ground or have none: train it anew.")
    if (rgba[visible] == rgba[visible][0]).all():
        raise BadModel(f"{model} paints nothing but one colour: train it anew.")
