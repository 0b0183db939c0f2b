"""Recipe -> Painting, synchronously: sketch, start the rows, tick until all are done, rank."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from model import solver
from model.cutout import cut_out
from model.errors import BadRequest
from model.judge import Judge, scores
from model.pipeline import BUNDLED, Pipeline
from model.pixels import Floats, Pixels, from_network, to_network, unblended
from model.recipe import CANDIDATES_LIMIT, Candidate, Painting, Recipe, conditioning
from model.rows import Row, tick
from model.safety import Checker, safety_checker
from model.sketch.compose import Sketch, compose, rasterize
from model.sketch.describe import describe
from model.sketch.library import Library
from model.sketch.parse import Reader
from model.sketch.scene import Scene
from model.strengths import candidate_seed, strengths

TEXTS_KEPT = 512
# Added to the seed of a candidate that is painted anew: no request's own seeds reach so far.
REPAINTED = 1 << 48

OnStep = Callable[[int, int], None]


class Painter:
    """Everything that turns a Recipe into a Painting. Not for use by two threads at a time."""

    def __init__(
        self,
        pipeline: Pipeline,
        library: Library,
        reader: Reader,
        judge: Judge,
        flagged: Checker | None = None,
    ) -> None:
        self.pipeline = pipeline
        self.flagged = flagged
        self.library = library
        self.reader = reader
        self.judge = judge
        self.latest: Tensor | None = None
        self.states: Callable[[str], Tensor] = lru_cache(TEXTS_KEPT)(_states(pipeline))

    @classmethod
    def open(cls, pipeline: Pipeline) -> "Painter":
        """The parts that surround a pipeline; what its folder lacks is taken from the bundle."""
        library = Library(_own_or_bundled(pipeline.folder, "library"))
        judge = Judge.from_pretrained(_own_or_bundled(pipeline.folder, "judge"))
        reader = Reader(library, pipeline.words.embed)
        return cls(
            pipeline, library, reader, judge, safety_checker(pipeline.folder, pipeline.device)
        )

    def paint(self, recipe: Recipe, on_step: OnStep | None = None) -> Painting:
        """Sketch, paint and rank. `on_step(done, total)` is called after every tick."""
        started = time.perf_counter()
        scene = self.reader.read(recipe.prompt)
        manifest = self.pipeline.manifest
        spread = strengths(
            recipe.wildness, recipe.candidates, len(scene.unread), manifest.strengths
        )
        ranked = self._ranked(recipe, self.candidates(recipe, scene, spread, on_step))
        painting = Painting(
            recipe=recipe,
            scene=scene,
            candidates=ranked,
            model_hash=self.pipeline.digest[:12],
            seconds=time.perf_counter() - started,
        )
        return replace(painting, receipt=self._receipt(painting))

    def candidates(
        self,
        recipe: Recipe,
        scene: Scene,
        spread: Sequence[float],
        on_step: OnStep | None = None,
    ) -> list[Candidate]:
        """One picture for each strength of `spread`, not judged yet (score 0).

        What the model's safety checker flags is painted anew once, then dropped; the others live.
        Raises BadRequest where nothing is left.
        """
        sketched = [self._sketched(recipe, scene, i, strength) for i, strength in enumerate(spread)]
        painted = self._painted(recipe, sketched, on_step)
        again = [
            replace(candidate, seed=candidate.seed + REPAINTED)
            for candidate, picture in zip(sketched, painted, strict=True)
            if picture is None
        ]
        spare = iter(self._painted(recipe, again, on_step) if again else ())
        shown = [picture or next(spare) for picture in painted]
        candidates = [picture for picture in shown if picture is not None]
        if not candidates:
            raise BadRequest("What was painted may not be shown: try other words.")
        return candidates

    def _painted(
        self, recipe: Recipe, sketched: Sequence[Candidate], on_step: OnStep | None
    ) -> list[Candidate | None]:
        """The candidates painted from their sketches; None for one that may not be shown."""
        rows = {
            i: self.start(recipe, candidate)
            for i, candidate in enumerate(sketched)
            if not candidate.is_sketch
        }
        self._run(list(rows.values()), on_step)
        done: list[Candidate | None] = list(sketched)
        for i, row in rows.items():
            raw = self.decoded(row.latents)
            flagged = self.flagged is not None and self.flagged(raw)
            done[i] = None if flagged else replace(sketched[i], rgba=self.finished(raw))
        return done

    def _sketched(self, recipe: Recipe, scene: Scene, index: int, strength: float) -> Candidate:
        seed = candidate_seed(recipe.seed, index, CANDIDATES_LIMIT)
        sketch: Sketch = compose(self.library, scene, recipe.style, seed)
        rgba = rasterize(sketch.svg, self.pipeline.side)
        return Candidate(rgba, strength, seed, 0.0, sketch.svg, sketch.parts)

    def start(self, recipe: Recipe, candidate: Candidate) -> Row:
        """A row that begins with the candidate's sketch noised to its strength.

        At strength 1 nothing of the sketch is left: the latents are pure noise from the seed.
        """
        pipeline, manifest = self.pipeline, self.pipeline.manifest
        steps = recipe.steps or manifest.steps
        schedule = solver.schedule(pipeline.diffusion, steps, candidate.strength, manifest.solver)
        latents = self.noise(candidate.seed)
        if candidate.strength < 1:
            clean = self.encode(candidate.rgba)
            alpha, sigma = float(schedule.alpha[0]), float(schedule.sigma[0])
            latents = solver.noised(clean, latents, alpha, sigma)
        return Row(
            schedule=schedule,
            latents=latents,
            before=torch.zeros_like(latents),
            context=self.states(conditioning(recipe.prompt, recipe.style)),
            empty=self.states(""),
            guidance=manifest.guidance if recipe.guidance is None else recipe.guidance,
        )

    def noise(self, seed: int) -> Tensor:
        """Unit noise [channels, side, side], the same on every device."""
        generator = torch.Generator().manual_seed(seed)
        return torch.randn(self.pipeline.latent_shape, generator=generator).to(self.pipeline.device)

    @torch.inference_mode()
    def encode(self, rgba: Pixels) -> Tensor:
        """A picture uint8 [side, side, 4] -> latents float32 [channels, side, side]."""
        pipeline = self.pipeline
        x = to_network(rgba[None])[:, : pipeline.vae.config.in_channels]
        x = x.to(pipeline.device, pipeline.dtype, memory_format=torch.channels_last)
        return pipeline.vae.encode(x)[0].float()

    def decode(self, latents: Tensor) -> Pixels:
        """Latents float32 [channels, side, side] -> a picture uint8 [side, side, 4]."""
        return self.finished(self.decoded(latents))

    @torch.inference_mode()
    def decoded(self, latents: Tensor) -> Floats:
        """Latents float32 [channels, side, side] -> the raw picture [side, side, channels]."""
        z = latents[None].to(self.pipeline.dtype, memory_format=torch.channels_last)
        picture: Floats = from_network(self.pipeline.vae.decode(z))[0]
        return picture

    def finished(self, picture: Floats) -> Pixels:
        """A raw picture with its ground taken out: uint8 [side, side, 4]."""
        if self.pipeline.manifest.alpha:
            return unblended(picture[..., :3], picture[..., 3])
        return cut_out(picture)

    def _run(self, rows: Sequence[Row], on_step: OnStep | None) -> None:
        total = max((len(row.schedule) for row in rows), default=0)
        for done in range(1, total + 1):
            tick(self.pipeline, [row for row in rows if not row.done])
            self.latest = rows[-1].before
            if on_step is not None:
                on_step(done, total)

    def _ranked(self, recipe: Recipe, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
        pictures: npt.NDArray[np.uint8] = np.stack([c.rgba for c in candidates])
        text = self.pipeline.words.embed([recipe.prompt])[0]
        found = scores(self.judge, pictures, text)
        judged = [replace(c, score=score) for c, score in zip(candidates, found, strict=True)]
        return tuple(sorted(judged, key=lambda candidate: -candidate.score))

    def _receipt(self, painting: Painting) -> dict[str, Any]:
        recipe, manifest = painting.recipe, self.pipeline.manifest
        return {
            "prompt": recipe.prompt,
            "style": recipe.style,
            "seed": recipe.seed,
            "wildness": recipe.wildness,
            "model": painting.model_hash,
            "steps": recipe.steps or manifest.steps,
            "guidance": manifest.guidance if recipe.guidance is None else recipe.guidance,
            "solver": manifest.solver,
            "read_as": describe(self.library, painting.scene),
            "scene": painting.scene.to_dict(),
            "unread": list(painting.scene.unread),
            "candidates": [_line(candidate) for candidate in painting.candidates],
            "seconds": round(painting.seconds, 2),
            "torch": torch.__version__,
            "device": str(self.pipeline.device),
            "threads": torch.get_num_threads(),
        }


def _states(pipeline: Pipeline) -> Callable[[str], Tensor]:
    # Not a method: the painter would keep itself alive, and with it the memory of its model.
    return lambda text: pipeline.conditioning([text])[0]


def _own_or_bundled(folder: Path, name: str) -> Path:
    own = folder / name
    return own if own.is_dir() else BUNDLED / name


def _line(candidate: Candidate) -> dict[str, Any]:
    made = "sketch" if candidate.is_sketch else "painted"
    return {
        "made": made,
        "strength": candidate.strength,
        "seed": candidate.seed,
        "score": round(candidate.score, 4),
        "parts": list(candidate.parts),
    }
