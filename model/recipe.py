"""The engine's input (Recipe) and output (Painting, Candidate): plain data."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from model.errors import BadRequest
from model.sketch.scene import STYLES, Scene

if TYPE_CHECKING:
    from model.sketch.mixing.mix import Mix

PROMPT_LIMIT = 200
NO_TEXT = re.compile("[\ud800-\udfff]")
"""Lone surrogates, which no encoding of text has."""
CANDIDATES_LIMIT = 8


def conditioning(prompt: str, style: str) -> str:
    """The text that conditions the diffusion model."""
    return f"{style} emoji, {prompt}"


@dataclass(frozen=True, slots=True)
class Prepared:
    """Somebody's picture as an emoji: a square PNG, and what to say about how it was made."""

    png: bytes
    says: str = ""


@dataclass(frozen=True, slots=True)
class Recipe:
    """One request. `wildness` (0 to 100): how far the candidates may depart from their sketches.

    `language` is the ISO 639 code of a language that the prompt may be in besides English, "" for
    none. `lora` is the name of one of the model's LoRAs, "" for none. A `scene` is drawn in place
    of what the prompt says; `read_by` says who read it. A `picture` takes the place of sketches:
    painting starts from it. None for `num_inference_steps` or
    `guidance_scale` means the model's default. Raises BadRequest for an empty or too long prompt,
    an unknown style or a value out of range.
    """

    prompt: str
    style: str = STYLES[0]
    seed: int = 0
    candidates: int = 4
    wildness: int = 50
    num_inference_steps: int | None = None
    guidance_scale: float | None = None
    lora: str = ""
    scene: Scene | None = None
    read_by: str = "built-in"
    language: str = ""
    picture: Prepared | None = None

    def __post_init__(self) -> None:
        if not self.prompt.strip():
            raise BadRequest('The prompt is empty: say what to draw, such as "angry unicorn".')
        if NO_TEXT.search(self.prompt):
            raise BadRequest("The prompt has characters that are no text: type it again.")
        if len(self.prompt) > PROMPT_LIMIT:
            raise BadRequest(
                "The prompt has {count} characters: at most {most} are read.",
                count=len(self.prompt),
                most=PROMPT_LIMIT,
            )
        if self.style not in STYLES:
            raise BadRequest(
                "There is no style {style}: choose {styles}.",
                style=repr(self.style),
                styles=", ".join(STYLES),
            )
        if not 1 <= self.candidates <= CANDIDATES_LIMIT:
            raise BadRequest("Ask for 1 to {most} candidates.", most=CANDIDATES_LIMIT)
        if not 0 <= self.wildness <= 100:
            raise BadRequest("Wildness goes from 0 (the sketch itself) to 100 (pure noise).")


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """One finished picture: `rgba` is uint8 [resolution, resolution, 4] with straight alpha.

    `strength` is the noise level it was painted from: 0 is the sketch itself, 1 pure noise. `svg`
    draws the picture at any size: the sketch's vectors, or the painting's once it is traced; "" if
    the raw painting is shown. `painted` is the raw painting, None for a sketch. `score` is the
    judge's cosine, `finish` how cleanly it is drawn against its sketch in log-odds (0 for a
    sketch), `mottle` its weak gradients in grey levels; `sketch_score` and `sketch_mottle` are
    those of the sketch that it was painted from. `mix` is what it shows of a mix of emoji.
    """

    rgba: npt.NDArray[np.uint8]
    strength: float
    seed: int
    score: float
    svg: str
    parts: tuple[str, ...]
    painted: npt.NDArray[np.uint8] | None = None
    finish: float = 0.0
    mottle: float = 0.0
    sketch_score: float = 0.0
    sketch_mottle: float = 0.0
    mix: "Mix | None" = None

    @property
    def is_sketch(self) -> bool:
        """True if nothing was painted: this is the composed sketch."""
        return self.strength == 0

    @property
    def is_traced(self) -> bool:
        """True if it was painted and is shown as traced vectors."""
        return not self.is_sketch and bool(self.svg)


@dataclass(frozen=True, slots=True, eq=False)
class Painting:
    """The result of a Recipe: candidates, best first, and how they were made.

    `seconds` is wall time; `model_hash` the first 12 digits of the weights' SHA-256.
    """

    recipe: Recipe
    scene: Scene
    candidates: tuple[Candidate, ...]
    model_hash: str
    seconds: float
    receipt: dict[str, Any] = field(default_factory=dict)

    @property
    def to_move(self) -> Candidate:
        """The best sketch, which has limbs to move; without one the best candidate."""
        return next((each for each in self.candidates if each.is_sketch), self.candidates[0])
