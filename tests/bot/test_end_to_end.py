"""The bundled model with real clients: the picture that each platform's server receives."""

import io
from pathlib import Path

import pytest
from PIL import Image

from bot.engine.adapter import EngineAdapter
from model.files.folders import BUNDLED
from tests.support.discord_bot import open_world as discord_world
from tests.support.discord_server import option
from tests.support.people import OPERATOR
from tests.support.telegram_bot import open_world as telegram_world

pytestmark = pytest.mark.usefixtures("unmeasured")

PROMPT = "Dancing Lemon with Sunglasses"
ARTIFACTS = Path(__file__).resolve().parents[2] / "artifacts"


def keep(name: str, data: bytes) -> Image.Image:
    """Save a received picture in artifacts/, for people to look at."""
    ARTIFACTS.mkdir(exist_ok=True)
    (ARTIFACTS / name).write_bytes(data)
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


async def test_discord_is_sent_the_real_emoji(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with (
        EngineAdapter.open(str(BUNDLED)) as studio,
        discord_world(tmp_path, monkeypatch, studio) as it,
    ):
        await it.server.slash("emoji", option("prompt", PROMPT), option("seed", 7))
        message = await it.delivered()
        [(_, _, data)] = next(call for call in it.server.calls if call.files).files
        how = await it.stack.service.emoji.how(1, OPERATOR)
    picture = keep("discord-lemon.png", data)
    assert (picture.size, picture.mode) == ((128, 128), "RGBA")
    assert picture.getchannel("A").getextrema() == (0, 255)
    assert message
    assert "dancing lemon" in how
    assert f"model {studio.model}" in how


async def test_telegram_is_sent_the_real_sticker(tmp_path: Path) -> None:
    async with EngineAdapter.open(str(BUNDLED)) as studio, telegram_world(tmp_path, studio) as it:
        await it.emoji(PROMPT)
        call = await it.server.call("sendSticker")
        how = await it.stack.service.emoji.how(1, OPERATOR)
    sticker = keep("telegram-lemon.webp", call.files["sticker"])
    assert (sticker.size, sticker.mode) == ((512, 512), "RGBA")
    assert sticker.getchannel("A").getextrema() == (0, 255)
    assert "dancing lemon" in how
