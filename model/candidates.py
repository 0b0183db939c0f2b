"""Recipe -> Painting, whatever denoises: sketch, paint, trace, judge, rank."""

import math
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import repeat
from pathlib import Path
from typing import Generic, Self, TypedDict, TypeVar

import numpy as np
import numpy.typing as npt
from torch import Tensor

from model.asked import Asked
from model.codec import with_transparency
from model.errors import Withheld
from model.files.folders import BUNDLED
from model.flight import Capacity, Denoising, Flight, OnStep, Request, Steps, T
from model.image.export import resized
from model.image.finish import mottle, on_white
from model.image.from_picture import pixels_of
from model.image.pixels import Floats, Pixels
from model.image.safety import Checker, safety_checker
from model.image.tracing.sketched import is_shaded
from model.image.tracing.trace import trace
from model.loaded import LoadedModel
from model.nets.finish import FinishJudge, finish_scores
from model.nets.judge import Judge, scores
from model.ranking import Marks, ranking
from model.receipt import receipt
from model.recipe import CANDIDATES_LIMIT, Candidate, Painting, Prepared, Recipe
from model.sketch.drawing.compose import Sketch, compose, rasterize
from model.sketch.language.parse import Reader
from model.sketch.library import Library
from model.sketch.mixing.mixer import Mixer
from model.sketch.scene import Scene
from model.strengths import candidate_seed, strengths

Embedding = npt.NDArray[np.float32]

TEXTS_KEPT = 512
ONLY_NAMED = "This model does not paint from pictures: the words are only its name."
# Added to the seed of a repainted candidate; larger than any request's own seed.
REPAINTED = 1 << 48
# More mottle than this in grey levels is noise, without areas that could be traced.
TRACEABLE = 10.0


class Judges(TypedDict):
    """What reads prompts, draws sketches and ranks candidates; `flagged` is the safety checker."""

    library: Library
    reader: Reader
    judge: Judge
    finish_judge: FinishJudge
    flagged: Checker | None


Model = TypeVar("Model", bound=LoadedModel)


class CandidatePainter(ABC, Generic[Model]):
    """Turns a Recipe into a Painting. Not thread-safe.

    Subclasses say how a picture is denoised. With `first_alone` the first row of a request takes
    its first step alone, for an early preview.
    """

    first_alone = True

    def __init__(
        self,
        pipeline: Model,
        library: Library,
        reader: Reader,
        judge: Judge,
        finish_judge: FinishJudge,
        flagged: Checker | None = None,
    ) -> None:
        self.pipeline = pipeline
        self.flagged = flagged
        self.library = library
        self.reader = reader
        self.mixer = Mixer(library)
        self.judge = judge
        self.finish_judge = finish_judge
        self.embedding: Callable[[str], Embedding] = lru_cache(TEXTS_KEPT)(_embeddings(pipeline))

    @classmethod
    def open(cls, pipeline: Model) -> Self:
        """Load library, judge and safety checker; the bundled ones where the folder has none."""
        return cls(pipeline, **_open_judges(pipeline))

    @abstractmethod
    def start(self, recipe: Recipe, candidate: Candidate) -> Denoising:
        """A picture to denoise, from the candidate's sketch noised to its strength.

        At strength 1 it starts from pure noise, drawn from the candidate's seed.
        """

    @abstractmethod
    def picture(self, denoised: Denoising) -> Floats:
        """A finished picture, float32 [resolution, resolution, channels] in [0, 1]."""

    @abstractmethod
    def preview(self, latents: Tensor) -> Pixels | None:
        """Predicted latents as an approximate picture, uint8 [height, width, 4], if possible."""

    def spread(self, strengths: tuple[float, ...]) -> tuple[float, ...]:
        """The strengths at which this model can paint, for those that are wanted."""
        return strengths

    @property
    @abstractmethod
    def paints_pictures(self) -> bool:
        """Whether words change somebody's picture in a way that can be seen."""

    @abstractmethod
    def flight(self) -> Flight:
        """A new scheduler of this painter's requests."""

    @abstractmethod
    def measured_room(self) -> Capacity:
        """The number of requests to paint at once that pays on this device; takes a second."""

    def paint(self, recipe: Recipe, on_step: OnStep | None = None) -> Painting:
        """Sketch, paint and rank. `on_step(done, total)` is called after every denoising step."""
        return self._alone(Request(recipe, self.painting(recipe), on_step))

    def candidates(self, recipe: Recipe, scene: Scene, spread: Sequence[float]) -> list[Candidate]:
        """One unranked candidate for each strength in `spread`.

        A candidate that the model's safety checker flags is repainted once, then dropped. Raises
        Withheld if none is left.
        """
        asked = Asked(recipe, scene)
        return self._alone(Request(recipe, self._candidates(asked, spread)))

    def painting(self, recipe: Recipe) -> Steps[Painting]:
        """All work of one request, for its `flight`.

        Raises BadRequest for an unknown LoRA, or for emoji that cannot be mixed.
        """
        self.pipeline.check_lora(recipe.lora)
        started = time.perf_counter()
        asked = Asked.read(recipe, self.reader, self.mixer)
        manifest, unread = self.pipeline.manifest, len(asked.scene.unread)
        spread = self.spread(
            strengths(recipe.wildness, recipe.candidates, unread, manifest.strengths)
        )
        if recipe.picture is not None:
            recipe, spread = self._from_picture(recipe, recipe.picture, spread)
        candidates = self._ranked(asked, (yield from self._candidates(asked, spread)))
        if recipe.picture is not None:
            candidates = tuple(map(_in_full, candidates, repeat(recipe.picture)))
        best = candidates[0].mix
        painting = Painting(
            recipe=recipe,
            scene=asked.scene if best is None else best.scene,
            candidates=candidates,
            model_hash=self.pipeline.digest[:12],
            seconds=time.perf_counter() - started,
        )
        return replace(painting, receipt=receipt(painting, self.pipeline, self.library))

    def _alone(self, request: Request[T]) -> T:
        """Paint one request by itself."""
        flight = self.flight()
        flight.add(request)
        while not flight.idle:
            flight.round()
        return request.future.result()

    def _candidates(self, asked: Asked, spread: Sequence[float]) -> Steps[list[Candidate]]:
        recipe = asked.recipe

        @cache
        def sketched(index: int) -> Candidate:
            return self._sketched(asked, index, spread[index])

        farthest_first = sorted(range(len(spread)), key=lambda i: -spread[i])
        found = yield from self._painted(recipe, farthest_first, sketched)

        def repainted(index: int) -> Candidate:
            first = sketched(index)
            return replace(first, seed=first.seed + REPAINTED)

        withheld = [i for i in farthest_first if i not in found]
        found |= yield from self._painted(recipe, withheld, repainted)
        if not found:
            raise Withheld("What was painted may not be shown: try other words.")
        yield ()
        indices = sorted(found)
        sketches = [sketched(i) for i in indices]
        return self._scored(recipe.prompt, [found[i] for i in indices], sketches)

    def _painted(
        self, recipe: Recipe, order: Sequence[int], sketched: Callable[[int], Candidate]
    ) -> Steps[dict[int, Candidate]]:
        """Candidates painted from their sketches, by index; flagged ones are left out.

        The first row may take its first step alone, and stays the last of the yielded rows; then
        all rows share each step. So a request that is painted alone always
        has the same batches. Finished rows are decoded while the others continue.
        """
        found: dict[int, Candidate] = {}
        rows: dict[int, Denoising] = {}
        for i in order:
            found[i] = sketched(i)
            yield ()
            if not found[i].is_sketch:
                rows[i] = self.start(recipe, found[i])
                yield list(rows.values()) if self.first_alone and len(rows) == 1 else ()
        while rows:
            yield [row for row in reversed(rows.values()) if not row.done]
            for i in [i for i, row in rows.items() if row.done][:1]:
                done = yield from self._finished(found.pop(i), rows.pop(i))
                if done is not None:
                    found[i] = done
        return found

    def _finished(self, sketch: Candidate, row: Denoising) -> Steps[Candidate | None]:
        """Decode and trace a finished row, not scored yet. None if the safety checker flags it.

        The raw painting stays only if it is too noisy to trace, or if the sketch has gradients and
        the finish judge prefers it.
        """
        raw = self.picture(row)
        if self.flagged is not None and self.flagged(raw):
            return None
        painted = with_transparency(self.pipeline.manifest, raw)
        yield ()
        shown = [(painted, "", mottle(painted))]
        if sketch.svg and shown[0][2] <= TRACEABLE:
            traced = trace(painted, sketch.rgba, sketch.svg)
            rivals = shown if is_shaded(sketch.svg) else []
            shown = [*rivals, (traced.rgba, traced.svg, mottle(traced.rgba))]
        pictures = np.stack([sketch.rgba, *(rgba for rgba, _, _ in shown)])
        of_sketch, *finishes = finite(finish_scores(self.finish_judge, pictures))
        best = max(range(len(shown)), key=finishes.__getitem__)
        rgba, svg, spots = shown[best]
        return replace(
            sketch,
            rgba=rgba,
            svg=svg,
            painted=painted,
            finish=finishes[best] - of_sketch,
            mottle=spots,
        )

    def _sketched(self, asked: Asked, index: int, strength: float) -> Candidate:
        """The sketch of one candidate, not scored yet."""
        recipe, mix = asked.recipe, asked.mix(index)
        seed = candidate_seed(recipe.seed, index, CANDIDATES_LIMIT)
        if recipe.picture is not None:
            return self._of_picture(recipe.picture, strength, seed)
        scene = asked.scene if mix is None else mix.scene
        sketch: Sketch = compose(self.library, scene, recipe.style, seed)
        rgba = rasterize(sketch.svg, self.pipeline.resolution)
        spots = mottle(rgba)
        return Candidate(
            rgba=rgba,
            strength=strength,
            seed=seed,
            score=0.0,
            svg=sketch.svg,
            parts=sketch.parts,
            mottle=spots,
            sketch_mottle=spots,
            mix=mix,
        )

    def _from_picture(
        self, recipe: Recipe, picture: Prepared, spread: Sequence[float]
    ) -> tuple[Recipe, tuple[float, ...]]:
        """The recipe and the strengths of candidates that have a picture in place of a sketch.

        One candidate is the picture itself; a second one would be the same.
        """
        painted = [strength for strength in spread if strength]
        if painted and not self.paints_pictures:
            says = f"{picture.says} {ONLY_NAMED}".strip()
            return replace(recipe, picture=replace(picture, says=says)), (0.0,)
        return recipe, (0.0, *painted)

    def _of_picture(self, picture: Prepared, strength: float, seed: int) -> Candidate:
        """A candidate that has somebody's picture in place of a sketch.

        Raises Withheld if the safety checker flags it.
        """
        rgba = np.asarray(resized(pixels_of(picture), self.pipeline.resolution))
        if self.flagged is not None and self.flagged(on_white(rgba) / np.float32(255)):
            raise Withheld("This picture may not be shown: take another one.")
        spots = mottle(rgba)
        return Candidate(
            rgba=rgba,
            strength=strength,
            seed=seed,
            score=0.0,
            svg="",
            parts=(),
            mottle=spots,
            sketch_mottle=spots,
        )

    def _scored(
        self, prompt: str, candidates: Sequence[Candidate], sketches: Sequence[Candidate]
    ) -> list[Candidate]:
        """Candidates with the judge's cosines, their own and their sketches', from one batch."""
        painted = [i for i, candidate in enumerate(candidates) if not candidate.is_sketch]
        pictures = [*(sketch.rgba for sketch in sketches), *(candidates[i].rgba for i in painted)]
        found = finite(scores(self.judge, np.stack(pictures), self.embedding(prompt)))
        of_sketches = found[: len(sketches)]
        own = [*of_sketches]
        for i, score in zip(painted, found[len(sketches) :], strict=True):
            own[i] = score
        return [
            replace(candidate, score=score, sketch_score=of_sketch)
            for candidate, score, of_sketch in zip(candidates, own, of_sketches, strict=True)
        ]

    def _ranked(self, asked: Asked, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
        """At most `recipe.candidates`, best first. A sketch always competes for the first place."""
        competing, recipe = list(candidates), asked.recipe
        if recipe.picture is not None:
            # Whoever gives words with a picture wants to see it changed.
            return tuple(sorted(competing, key=lambda c: (c.is_sketch, -c.score)))
        if not any(candidate.is_sketch for candidate in competing):
            sketch = self._sketched(asked, 0, 0.0)
            competing += self._scored(recipe.prompt, [sketch], [sketch])
        scale = float(self.judge.logit_scale.exp())
        marks = [Marks(scale * c.score, c.finish, c.mottle) for c in competing]
        sketches = [Marks(scale * c.sketch_score, 0, c.sketch_mottle) for c in competing]
        order = ranking(marks, sketches)
        return tuple(competing[i] for i in order[: recipe.candidates])


def _in_full(candidate: Candidate, picture: Prepared) -> Candidate:
    """The candidate, at the picture's own resolution if it is the picture itself."""
    return replace(candidate, rgba=pixels_of(picture)) if candidate.is_sketch else candidate


def finite(scores: Sequence[float]) -> list[float]:
    """The scores with 0 for NaN and infinity, so that a broken judge only ranks badly."""
    return [score if math.isfinite(score) else 0.0 for score in scores]


def _embeddings(pipeline: LoadedModel) -> Callable[[str], Embedding]:
    # Not a method: the cache would keep the painter alive, and with it the model's memory.
    return lambda text: pipeline.words.embed([text])[0]


def _open_judges(pipeline: LoadedModel) -> Judges:
    """Library, judges and safety checker; the bundled ones where the folder has none."""
    library = Library(_own_or_bundled(pipeline.folder, "library"))
    return Judges(
        library=library,
        reader=Reader(library, pipeline.words.embed),
        judge=Judge.from_pretrained(_own_or_bundled(pipeline.folder, "judge")),
        finish_judge=FinishJudge.from_pretrained(_own_or_bundled(pipeline.folder, "finish")),
        flagged=safety_checker(pipeline.folder, pipeline.device),
    )


def _own_or_bundled(folder: Path, name: str) -> Path:
    own = folder / name
    return own if own.is_dir() else BUNDLED / name
