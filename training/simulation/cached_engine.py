"""An engine that caches its paintings on disk, so that a repeated simulation costs nothing."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from bot.domain import Engine, Painted, Picture, Recipe

FILES = ("png", "painted")
"""The parts of a picture that are bytes."""


class CachedEngine:
    """Wraps an engine. Each recipe is painted once per fingerprint of the engine."""

    candidate: str | None = None

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine = engine
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def styles(self) -> Sequence[str]:
        """From the wrapped engine."""
        return self._engine.styles

    @property
    def motions(self) -> Sequence[str]:
        """From the wrapped engine."""
        return self._engine.motions

    @property
    def model(self) -> str:
        """From the wrapped engine."""
        return self._engine.model

    @property
    def about(self) -> str:
        """From the wrapped engine."""
        return self._engine.about

    @property
    def capacity(self) -> int:
        """From the wrapped engine."""
        return self._engine.capacity

    def model_of(self, recipe: Recipe) -> str:
        """From the wrapped engine."""
        return self._engine.model_of(recipe)

    def fingerprint_of(self, recipe: Recipe) -> str:
        """From the wrapped engine."""
        return self._engine.fingerprint_of(recipe)

    async def paint(
        self, recipe: Recipe, progress: Callable[[int, int], None] | None = None
    ) -> Painted:
        """The cached painting of the recipe, or else a new one. Raises EngineFailed."""
        key = json.dumps([self.fingerprint_of(recipe), asdict(recipe)])
        name = sha256(key.encode()).hexdigest()[:20]
        path = self._folder / f"{name}.json"
        if path.exists():
            return _read(path)
        painted = await self._engine.paint(recipe, progress)
        _write(painted, path)
        return painted

    async def preview(self, recipe: Recipe) -> bytes | None:
        """From the wrapped engine."""
        return await self._engine.preview(recipe)


def _read(path: Path) -> Painted:
    data = json.loads(path.read_text(encoding="utf-8"))
    pictures = tuple(
        Picture(**{**picture, **{name: base64.b64decode(picture[name]) for name in FILES}})
        for picture in data["pictures"]
    )
    return Painted(**{**data, "pictures": pictures})


def _write(painted: Painted, path: Path) -> None:
    pictures = [
        {**asdict(picture), **{n: base64.b64encode(getattr(picture, n)).decode() for n in FILES}}
        for picture in painted.pictures
    ]
    making = path.with_suffix(".making")
    making.write_text(json.dumps({**asdict(painted), "pictures": pictures}), encoding="utf-8")
    making.rename(path)
