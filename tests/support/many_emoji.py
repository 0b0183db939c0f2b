"""A store with many emoji, written at once instead of painted."""

import json
from dataclasses import asdict

from bot.container import Container
from bot.domain import Recipe
from tests.support.fake_engine import FakeEngine


async def add_emoji(stack: Container, count: int) -> None:
    """Add emoji of fifty people, with pictures; every hundredth is published."""
    png = (await FakeEngine().paint(Recipe("x", "fluent", 1, 1, 50))).pictures[0].png
    styles = FakeEngine.styles
    database = stack.store.emoji._db
    async with database.writing():
        for number in range(1, count + 1):
            recipe = Recipe(f"Lemon {number}", styles[number % 3], number, 1, 50)
            name = f"discord:person {number % 50}"
            job = await database.insert(
                "INSERT INTO jobs (platform, request, person, address, recipe, state, created)"
                " VALUES ('discord', ?, ?, '{}', '{}', 'delivered', 0)",
                str(number),
                name,
            )
            painting = await database.insert("INSERT INTO paintings (key) VALUES (NULL)")
            await database.do(
                "INSERT INTO emoji (job, person, recipe, words, model, receipt, seconds, created,"
                " published, painting) VALUES (?, ?, ?, ?, 'm', '{}', 1, 0, ?, ?)",
                job,
                name,
                json.dumps(asdict(recipe)),
                recipe.prompt.casefold(),
                int(number % 100 == 0),
                painting,
            )
            insert = "INSERT INTO pictures VALUES (?, 0, ?, '', 0, 1, 1, x'')"
            await database.do(insert, painting, png)
