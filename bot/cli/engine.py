"""The engine of a command, and the language model that reads its prompts."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.settings.config import Settings
from model.recipe import Recipe

if TYPE_CHECKING:
    from model.engine import EmojiEngine


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator["EmojiEngine"]:
    """The engine of the settings. Raises BadModel or Unavailable."""
    # torch takes seconds to import: bad input is reported before that.
    from model.files.lora import Lora
    from model.pipeline import Extras
    from model.verification import following

    model = settings.model
    loras = tuple(Lora(name, own.path, own.weight) for name, own in settings.loras.items())
    extras = Extras(model.acceleration, model.decoder, loras, model.steps, model.guidance)
    engine, _ = await following(model.path, model.follow, extras)
    try:
        yield engine
    finally:
        await engine.close()


async def as_read(recipes: Sequence[Recipe], settings: Settings) -> list[Recipe]:
    """The recipes with the Scenes that a language model reads, if the settings name one."""
    from bot.reader.reader import PromptReader
    from model.sketch.mixing.mixer import bundled_mixer

    async with PromptReader.open(settings.reader) as reader:
        if reader is None:
            return list(recipes)
        mixer, found = bundled_mixer(), []
        for recipe in recipes:
            scene = None
            if recipe.picture is None and mixer.parents(recipe.prompt) is None:
                scene = await reader.read(recipe.prompt)
            read_by = recipe.read_by if scene is None else reader.model
            found.append(replace(recipe, scene=scene, read_by=read_by))
        return found
