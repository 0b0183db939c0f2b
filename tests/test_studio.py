"""The studio: the tiny model behind the bot's Protocol."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
import torch
from PIL import Image

from bot.domain import EngineFailed, Form, Recipe
from bot.studio import Studio
from model import rows
from model.pipeline import Pipeline

RECIPE = Recipe("dancing lemon with sunglasses", "fluent", 7, 4, 50)


@pytest_asyncio.fixture
async def studio(tiny_model: Path) -> AsyncIterator[Studio]:
    async with Studio.open(str(tiny_model)) as studio:
        yield studio


async def test_paints_and_exports_what_platforms_take(studio: Studio) -> None:
    steps: list[tuple[int, int]] = []
    painted = await studio.paint(RECIPE, lambda done, total: steps.append((done, total)))
    assert len(painted.pictures) == 4
    assert painted.model == studio.model
    assert steps
    glimpse = await studio.glimpse()
    assert glimpse is not None
    with Image.open(io.BytesIO(glimpse)) as image:
        assert image.mode == "RGBA"
    assert sum(bool(picture.svg) for picture in painted.pictures) == 1
    for picture in painted.pictures:
        assert bool(picture.svg) == (picture.strength == 0)
        for form, side in ((Form.PNG, 128), (Form.WEBP, 512), (Form.PNG100, 100)):
            with Image.open(io.BytesIO(await studio.export(picture, form))) as image:
                assert image.size == (side, side)
                assert image.mode == "RGBA"


async def test_what_breaks_inside_is_one_kind_of_error(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("mat1 and mat2 shapes cannot be multiplied")

    monkeypatch.setattr(rows, "_tick", broken)
    with pytest.raises(EngineFailed, match="mat1"):
        await studio.paint(RECIPE)


async def test_short_memory_halves_the_batch(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = await studio.paint(RECIPE)
    real, sizes = rows._tick, []

    def short(pipeline: Pipeline, some: list[rows.Row]) -> None:
        sizes.append(len(some))
        if len(some) > 1:
            raise torch.OutOfMemoryError("out of memory")
        real(pipeline, some)

    monkeypatch.setattr(rows, "_tick", short)
    halved = await studio.paint(RECIPE)
    assert sizes[:3] == [3, 1, 2]
    strengths = [[p.strength for p in painted.pictures] for painted in (whole, halved)]
    assert sorted(strengths[0]) == sorted(strengths[1])
