"""Every ordered pair of the most used emoji: its mixes, and the pictures of some of them."""

from functools import cache

from model.sketch.drawing.compose import compose, rasterize
from model.sketch.library import Library
from model.sketch.mixing.mix import mixes
from model.sketch.mixing.mixer import Mixer
from model.sketch.mixing.most_used import MOST_USED
from model.sketch.scene import STYLES, Scene

PAIRS = len(MOST_USED) * (len(MOST_USED) - 1)
DRAWN = 25
"""One pair in so many is also drawn."""


def one(seed: int) -> None:
    """Mix one pair. Raises unless at least two mixes differ from each other and the parents."""
    library, concepts = _concepts()
    first, rest = divmod(seed % PAIRS, len(concepts) - 1)
    pair = concepts[first], [*concepts[:first], *concepts[first + 1 :]][rest]
    found = mixes(library, pair, seed)
    scenes = {mix.scene for mix in found} - {Scene(parent) for parent in pair}
    assert len(scenes) >= 2, f"{found} of {pair}"
    assert all(mix.says for mix in found)
    if seed % DRAWN == 0:
        style = STYLES[seed // DRAWN % len(STYLES)]
        shown = [*(mix.scene for mix in found[:2]), *map(Scene, pair)]
        drawn = [rasterize(compose(library, scene, style, 0).svg, 48) for scene in shown]
        assert all((picture[..., 3] > 0).mean() > 0.05 for picture in drawn), f"empty: {pair}"
        assert len({picture.tobytes() for picture in drawn}) == len(drawn), f"equal: {pair}"


@cache
def _concepts() -> tuple[Library, list[str]]:
    library = Library()
    return library, list(Mixer(library).concepts(" ".join(MOST_USED)))
