"""The bundled model behind the real clients: the picture that the platform's server is sent."""

import io
from pathlib import Path

import pytest
from PIL import Image

from bot.studio import Studio
from model.pipeline import BUNDLED
from tests.discord_server import option
from tests.test_discord_wire import open_world

ARTIFACTS = Path(__file__).resolve().parent.parent / "artifacts"


def keep(name: str, data: bytes) -> Image.Image:
    """Keep a picture that a server received, to be looked at."""
    ARTIFACTS.mkdir(exist_ok=True)
    (ARTIFACTS / name).write_bytes(data)
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


async def test_discord_is_sent_the_real_emoji(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Studio.open(str(BUNDLED)) as studio, open_world(tmp_path, monkeypatch, studio) as it:
        prompt = "Dancing Lemon with Sunglasses"
        await it.server.slash("emoji", option("prompt", prompt), option("seed", 7))
        message = await it.delivered()
        [(_, _, data)] = next(call for call in it.server.calls if call.files).files
        how = await it.stack.service.how(1)
    picture = keep("discord-lemon.png", data)
    assert (picture.size, picture.mode) == ((128, 128), "RGBA")
    assert picture.getchannel("A").getextrema() == (0, 255)
    assert message
    assert "dancing lemon" in how
    assert f"model {studio.model}" in how
