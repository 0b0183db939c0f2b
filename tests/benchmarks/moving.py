"""From words to a moving file, against rendering each frame from the Scene anew; peak memory."""

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np

from model.image.moving import limits
from model.image.moving.gif import gif
from model.image.moving.moved import AS_ASKED, Movable, moved
from model.image.moving.tgs import SAMPLED_FPS, tgs
from model.image.moving.webm import webm
from model.sketch.drawing.compose import compose
from model.sketch.drawing.vector.raster import rasterize
from model.sketch.language.parse import Reader
from model.sketch.library import Library
from model.sketch.motion import frames, layers, offered
from model.sketch.scene import Scene
from tests.benchmarks.measure import Work, interleaved, ratios

WORDS = "dancing lemon with sunglasses"
STYLE, SEED, EMBEDDING = "fluent", 7, 384
REPEATS = 5
WRITERS = {"gif": (gif, limits.GIF), "webm": (webm, limits.STICKER_WEBM)}

PEAK = """
import sys
from model.image.export import export
from model.image.moving.moved import moved
from model.sketch.drawing.compose import compose
from model.sketch.drawing.vector.raster import rasterize
from model.sketch.library import Library
from model.sketch.scene import Scene
from types import SimpleNamespace
scene = Scene("1F34B", pose="dancing", accessories=("sunglasses",))
svg = compose(Library(), scene, "fluent", 7).svg
painting = sys.argv[2] == "painting"
still = SimpleNamespace(svg="" if painting else svg, rgba=rasterize(svg), seed=7)
if sys.argv[1] == "still":
    export(still, "webp")
else:
    moved(still, {"scene": scene.to_dict(), "style": "fluent"}, "dance", sys.argv[1])
print(int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0]) / 1024)
"""


def measured(repeats: int = REPEATS) -> dict[str, Any]:
    """Seconds of each form and of its baseline, and MiB more than a still at the peak."""
    library = Library()
    read = Reader(library, lambda texts: np.zeros((len(texts), EMBEDDING), np.float32)).read
    found: dict[str, Any] = {}
    for form in WRITERS:
        works: dict[str, Work] = {
            form: partial(_moved, library, lambda: read(WORDS), form),
            "baseline": partial(_anew, library, read(WORDS), form),
        }
        timings = interleaved(works, repeats)
        faster = ratios(timings["baseline"], timings[form])
        found[form] = {**timings[form].summary(), "x": faster}
    for form in WRITERS:
        works = {"painting": partial(_painting_moved, *_painting(library, read(WORDS)), form)}
        found[f"{form} of a painting"] = interleaved(works, repeats)["painting"].summary()
    timing = interleaved({"tgs": lambda: tgs(_layers(library, read(WORDS)))}, repeats)["tgs"]
    found["tgs"] = timing.summary()
    still = _peak("still")
    for form, own in found.items():
        own["MiB more than a still"] = _peak(*form.split(" of a ")) - still
    return {"forms": found}


def _moved(library: Library, read: Callable[[], Scene], form: str) -> object:
    scene, (write, within) = read(), WRITERS[form]
    size, fps = within.resolution, within.fps
    moving = frames(library, scene, STYLE, SEED, offered(scene)[0], size=size, fps=fps)
    return write(moving, fps, within)


def _anew(library: Library, scene: Scene, form: str) -> object:
    """As many stills, each composed and rendered by itself, in the same file."""
    write, within = WRITERS[form]
    count = round(offered(scene)[0].seconds * within.fps)
    stills = (
        rasterize(compose(library, scene, STYLE, SEED + number).svg, within.resolution)
        for number in range(count)
    )
    return write(stills, within.fps, within)


def _layers(library: Library, scene: Scene) -> Any:
    return layers(library, scene, STYLE, SEED, offered(scene)[0], fps=SAMPLED_FPS)


def _painting(library: Library, scene: Scene) -> tuple[Movable, dict[str, Any]]:
    """A sketch with a mottle such as painting leaves, and its receipt."""
    rgba = rasterize(compose(library, scene, STYLE, SEED).svg).copy()
    mottle = np.random.default_rng(0).normal(0, 5, (*rgba.shape[:2], 3))
    rgba[..., :3] = np.clip(rgba[..., :3] + mottle, 0, 255)
    receipt = {"scene": scene.to_dict(), "style": STYLE}
    return SimpleNamespace(svg="", rgba=rgba, seed=SEED), receipt


def _painting_moved(painting: Movable, receipt: dict[str, Any], form: str) -> object:
    made = moved(painting, receipt, AS_ASKED, form)
    assert made.how == "the painting's parts"
    return made


def _peak(form: str, picture: str = "sketch") -> float:
    """MiB at the peak of a process that makes one file."""
    command = [sys.executable, "-c", PEAK, form, picture]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(done.stdout)
