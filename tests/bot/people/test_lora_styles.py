"""LoRAs as styles: settings, who may use them, and pictures in the chats."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain import Actor, BadSettings, LoraStyle, Person, Platform, Recipe, Refused
from bot.engine.adapter import EngineAdapter
from bot.settings.config import LoraSettings, Settings, read_settings
from bot.settings_check import check_settings
from tests.support import tiny_diffusers as tiny
from tests.support.bot_stack import open_stack
from tests.support.fake_engine import FakeEngine
from tests.support.people import request

RECIPE = Recipe("angry unicorn", "fluent", seed=2, candidates=2, wildness=90)


def settings_from(text: str, folder: Path) -> Settings:
    path = folder / "config.toml"
    path.write_text(text)
    settings = read_settings(path)
    check_settings(settings)
    return settings


def test_a_path_or_a_table(tmp_path: Path) -> None:
    found = settings_from(
        """
        [loras]
        apple-like = "hub:owner/apple"
        pixel = { path = "pixel.safetensors", weight = 0.8, sketch = "noto", only = ["telegram:7"] }
        """,
        tmp_path,
    ).loras
    assert found["apple-like"] == LoraSettings(path="hub:owner/apple")
    assert found["pixel"].path == str(tmp_path / "pixel.safetensors")
    assert (found["pixel"].weight, found["pixel"].sketch) == (0.8, "noto")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('noto = "x"', "loras.noto: a style has this name already"),
        ('Pixel = "x"', "write up to 32 lower-case letters"),
        ('pixel = ""', "name a file or folder"),
        ('pixel = { path = "x", weight = 1.5 }', "less than or equal to 1"),
        ('pixel = { path = "x", wieght = 1 }', "did you mean 'weight'"),
        ('pixel = { path = "x", sketch = "oil" }', "loras.pixel.sketch: 'oil' is unknown"),
        ('pixel = { path = "x", only = ["bob"] }', 'write "discord:PERSON"'),
    ],
)
def test_wrong_settings_are_one_sentence(line: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(BadSettings) as caught:
        settings_from(f"[loras]\n{line}\n", tmp_path)
    assert sentence in str(caught.value)


ANN, BOB = Person(Platform.DISCORD, "1"), Person(Platform.TELEGRAM, "7")


class Offering(FakeEngine):
    """Offers two LoRAs as styles."""

    styles = (*FakeEngine.styles, "apple-like", "pixel")  # type: ignore[assignment]


async def test_a_limited_style_is_for_some_people_and_roles(tmp_path: Path) -> None:
    only = ["discord:role:9", "telegram:7"]
    settings = Settings(loras={"pixel": LoraSettings(path="x", only=only)})
    async with open_stack(tmp_path, Offering(), settings) as stack:
        styles = stack.service.styles
        for actor, allowed in (
            (Actor(ANN), False),
            (Actor(ANN, roles=("9",)), True),
            (Actor(BOB), True),
            (Actor(ANN, operates=True), True),
        ):
            assert ("pixel" in styles.of(actor)) == allowed
            assert "apple-like" in styles.of(actor)
        asked = replace(request("lemon", "ann"), style="pixel")
        with pytest.raises(Refused, match="The style pixel is reserved for others"):
            await stack.service.ask(asked)
        with pytest.raises(Refused, match=r"reserved for others\. Choose one of fluent"):
            await stack.service.people.set_style(Actor(ANN), "pixel")
        allowed_actor = replace(asked.actor, roles=("9",))
        ticket = await stack.service.ask(replace(asked, id="2", actor=allowed_actor))
        job = await stack.service.job(ticket.job)
        assert job is not None
        assert job.recipe.style == "pixel"
        await stack.service.people.set_style(Actor(BOB), "pixel")
        assert await stack.service.people.style(BOB) == "pixel"
    async with open_stack(tmp_path) as stack:  # the LoRA is gone from the settings
        assert await stack.service.people.style(BOB) == "fluent"


async def test_a_lora_paints_with_its_sketch_style(
    tiny_model: Path, tmp_path: Path, unmeasured: None
) -> None:
    path = tiny.build_lora(tmp_path / "pixel", tiny_model)
    loras = [LoraStyle("pixel", str(path), 0.8, "noto")]
    async with EngineAdapter.open(str(tiny_model), loras=loras, steps=2, guidance=1.0) as engine:
        assert engine.styles == ("fluent", "noto", "twemoji", "pixel")
        own = replace(RECIPE, style="pixel")
        painted, plain = await engine.paint(own), await engine.paint(replace(RECIPE, style="noto"))
        assert painted.fingerprint == engine.fingerprint_of(own)
        assert painted.fingerprint != plain.fingerprint == engine.fingerprint_of(RECIPE)
        receipt = painted.receipt
        assert (receipt["style"], receipt["steps"], receipt["guidance"]) == ("noto", 2, 1.0)
        assert receipt["lora"].startswith("pixel ")
        assert receipt["pipeline"] == "in-flight"
        assert {picture.png for picture in painted.pictures} != {p.png for p in plain.pictures}
