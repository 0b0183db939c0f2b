"""Recipe -> Painting: sketch, denoise, decode, rank."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, lru_cache, partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from model import solver
from model.codec import decode, encode, network_view, with_transparency
from model.errors import BadRequest
from model.files.folders import BUNDLED
from model.image.detail import detailed
from model.image.safety import Checker, safety_checker
from model.inflight import OnStep, Request, Steps, alone
from model.nets.judge import Judge, scores
from model.pipeline import Pipeline
from model.receipt import receipt
from model.recipe import CANDIDATES_LIMIT, Candidate, Painting, Recipe, conditioning
from model.rows import Row
from model.sketch.drawing.compose import Sketch, compose, rasterize
from model.sketch.language.parse import Reader
from model.sketch.library import Library
from model.sketch.scene import Scene
from model.strengths import candidate_seed, strengths

TEXTS_KEPT = 512
# Added to the seed of a repainted candidate; larger than any request's own seed.
REPAINTED = 1 << 48


class Painter:
    """Turns a Recipe into a Painting. Not thread-safe."""

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
        self.states: Callable[[str], Tensor] = lru_cache(TEXTS_KEPT)(_states(pipeline))

    @classmethod
    def open(cls, pipeline: Pipeline) -> "Painter":
        """Load library, judge and safety checker; the bundled ones where the folder has none."""
        library = Library(_own_or_bundled(pipeline.folder, "library"))
        judge = Judge.from_pretrained(_own_or_bundled(pipeline.folder, "judge"))
        reader = Reader(library, pipeline.words.embed)
        return cls(
            pipeline, library, reader, judge, safety_checker(pipeline.folder, pipeline.device)
        )

    def paint(self, recipe: Recipe, on_step: OnStep | None = None) -> Painting:
        """Sketch, paint and rank. `on_step(done, total)` is called after every denoising step."""
        return alone(self.pipeline, Request(recipe, self.painting(recipe), on_step))

    def candidates(self, recipe: Recipe, scene: Scene, spread: Sequence[float]) -> list[Candidate]:
        """One unranked candidate (score 0) for each strength in `spread`.

        A candidate that the model's safety checker flags is repainted once, then dropped. Raises
        BadRequest if none is left.
        """
        return alone(self.pipeline, Request(recipe, self._candidates(recipe, scene, spread)))

    def painting(self, recipe: Recipe) -> Steps[Painting]:
        """All work of one request, for an InFlight."""
        started = time.perf_counter()
        scene = self.reader.read(recipe.prompt)
        manifest = self.pipeline.manifest
        spread = strengths(
            recipe.wildness, recipe.candidates, len(scene.unread), manifest.strengths
        )
        candidates = yield from self._candidates(recipe, scene, spread)
        painting = Painting(
            recipe=recipe,
            scene=scene,
            candidates=self._ranked(recipe, candidates),
            model_hash=self.pipeline.digest[:12],
            seconds=time.perf_counter() - started,
        )
        return replace(painting, receipt=receipt(painting, self.pipeline, self.library))

    def _candidates(
        self, recipe: Recipe, scene: Scene, spread: Sequence[float]
    ) -> Steps[list[Candidate]]:
        @cache
        def sketched(index: int) -> Candidate:
            return self._sketched(recipe, scene, index, spread[index])

        farthest_first = sorted(range(len(spread)), key=lambda i: -spread[i])
        found = yield from self._painted(recipe, farthest_first, sketched)

        def repainted(index: int) -> Candidate:
            first = sketched(index)
            return replace(first, seed=first.seed + REPAINTED)

        withheld = [i for i in farthest_first if i not in found]
        found |= yield from self._painted(recipe, withheld, repainted)
        if not found:
            raise BadRequest("What was painted may not be shown: try other words.")
        return [found[i] for i in sorted(found)]

    def _painted(
        self, recipe: Recipe, order: Sequence[int], sketched: Callable[[int], Candidate]
    ) -> Steps[dict[int, Candidate]]:
        """Candidates painted from their sketches, by index; flagged ones are left out.

        The first row takes its first step alone, for an early preview, and stays the last of the
        yielded rows; after that all rows share each step. So a request that is painted alone always
        has the same batches. Finished rows are decoded while the others continue.
        """
        found: dict[int, Candidate] = {}
        rows: dict[int, Row] = {}
        for i in order:
            found[i] = sketched(i)
            yield ()
            if not found[i].is_sketch:
                rows[i] = self.start(recipe, found[i])
                yield list(rows.values()) if len(rows) == 1 else ()
        while rows:
            yield [row for row in reversed(rows.values()) if not row.done]
            for i in [i for i, row in rows.items() if row.done][:1]:
                done = yield from self._finished(found.pop(i), rows.pop(i))
                if done is not None:
                    found[i] = done
        return found

    def _finished(self, candidate: Candidate, row: Row) -> Steps[Candidate | None]:
        """Decode a finished row and restore the sketch's detail where nothing was painted.

        None if the safety checker flags it.
        """
        raw, share = decode(self.pipeline, row.latents), 0.0
        if row.sketch_latents is not None:
            yield ()
            rebuilt = decode(self.pipeline, row.sketch_latents)
            raw, share = detailed(raw, network_view(self.pipeline, candidate.rgba), rebuilt)
        if self.flagged is not None and self.flagged(raw):
            return None
        return replace(candidate, rgba=with_transparency(self.pipeline, raw), detail=share)

    def _sketched(self, recipe: Recipe, scene: Scene, index: int, strength: float) -> Candidate:
        seed = candidate_seed(recipe.seed, index, CANDIDATES_LIMIT)
        sketch: Sketch = compose(self.library, scene, recipe.style, seed)
        rgba = rasterize(sketch.svg, self.pipeline.resolution)
        return Candidate(rgba, strength, seed, 0.0, sketch.svg, sketch.parts)

    def start(self, recipe: Recipe, candidate: Candidate) -> Row:
        """A row that starts from the candidate's sketch, noised to its strength.

        At strength 1 it starts from pure noise, drawn from the seed.
        """
        pipeline, manifest = self.pipeline, self.pipeline.manifest
        steps = recipe.num_inference_steps or manifest.steps
        guidance_scale = recipe.guidance_scale
        if guidance_scale is None:
            guidance_scale = manifest.guidance
        schedule = solver.schedule(pipeline.diffusion, steps, candidate.strength, manifest.solver)
        noise = partial(self._noise, torch.Generator().manual_seed(candidate.seed))
        latents, sketch_latents = noise(), None
        if candidate.strength < 1:
            sketch_latents = encode(pipeline, candidate.rgba)
            alpha, sigma = float(schedule.alpha[0]), float(schedule.sigma[0])
            latents = solver.noised(sketch_latents, latents, alpha, sigma)
        return Row(
            schedule=schedule,
            latents=latents,
            denoised=torch.zeros_like(latents),
            hidden_states=self.states(conditioning(recipe.prompt, recipe.style)),
            empty_hidden_states=self.states(""),
            guidance_scale=guidance_scale,
            noise=noise,
            sketch_latents=sketch_latents,
        )

    def _noise(self, generator: torch.Generator) -> Tensor:
        """Unit noise [channels, h, w], the same on every device."""
        return torch.randn(self.pipeline.latent_shape, generator=generator).to(self.pipeline.device)

    def _ranked(self, recipe: Recipe, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
        pictures: npt.NDArray[np.uint8] = np.stack([c.rgba for c in candidates])
        text = self.pipeline.words.embed([recipe.prompt])[0]
        found = scores(self.judge, pictures, text)
        judged = [replace(c, score=score) for c, score in zip(candidates, found, strict=True)]
        return tuple(sorted(judged, key=lambda candidate: -candidate.score))


def _states(pipeline: Pipeline) -> Callable[[str], Tensor]:
    # Not a method: the cache would keep the painter alive, and with it the model's memory.
    return lambda text: pipeline.conditioning([text])[0]


def _own_or_bundled(folder: Path, name: str) -> Path:
    own = folder / name
    return own if own.is_dir() else BUNDLED / name
