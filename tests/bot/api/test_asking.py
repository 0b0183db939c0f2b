"""The HTTP API: asking, following, fetching, tokens and limits, and its OpenAPI document."""

import asyncio
import json
import logging
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.api.clients import tokens
from bot.api.routes import ROOT
from bot.domain import BadSettings
from bot.settings.config import Settings
from tests.support.api_client import TOKENS, Client, open_api

PNG = b"\x89PNG"


async def done(client: Client, job: int) -> dict[str, Any]:
    """The emoji of a job once it is done: from the events, or from what is there already."""
    async for kind, data in client.follow():
        found = json.loads(data)
        if kind == "snapshot":
            found = await client.call("GET", f"jobs/{job}")
        if kind != "step" and found["id"] == job and found["state"] == "done":
            return dict(found["emoji"])
    raise AssertionError("the events ended")


async def test_from_words_to_a_picture(tmp_path: Path) -> None:
    async with open_api(tmp_path) as api, api.client() as blog:
        asked = await blog.call("POST", "emoji", 202, prompt="angry lemon", style="noto", seed=7)
        assert asked["prompt"] == "angry lemon"
        emoji = await done(blog, asked["id"])
        assert (emoji["style"], emoji["seed"], emoji["chosen"]) == ("noto", 7, 0)
        assert emoji["candidates"][0] == {"place": 0, "made": "the sketch"}
        assert await blog.call("GET", f"emoji/{emoji['id']}") == emoji
        async with blog.session.get(f"emoji/{emoji['id']}/pictures/0.emoji") as answer:
            assert (answer.status, answer.content_type) == (200, "image/png")
            assert (await answer.read()).startswith(PNG)
        assert await blog.call("GET", "jobs") == {"jobs": []}


async def test_events_tell_what_happens(tmp_path: Path) -> None:
    async with open_api(tmp_path) as api, api.client() as blog:
        events = blog.follow()
        assert json.loads((await anext(events))[1]) == {"jobs": []}
        asked = await blog.call("POST", "emoji", 202, prompt="lemon")
        kinds = []
        async for kind, data in events:
            kinds.append(kind)
            if kind == "job":
                assert json.loads(data)["emoji"]["job"] == asked["id"]
                break
        assert set(kinds) == {"step", "job"}


async def test_mix_again_and_motion(tmp_path: Path) -> None:
    async with open_api(tmp_path) as api, api.client() as blog:
        mixed = await blog.call("POST", "emoji/from-mix", 202, mix="🍋 😎")
        first = await done(blog, mixed["id"])
        again = await blog.call("POST", f"emoji/{first['id']}/tries", 202)
        assert again["id"] != mixed["id"]
        choices = await blog.call("GET", "choices")
        motion = choices["motions"][0]
        moving = await blog.call("POST", f"emoji/{first['id']}/motions", 202, motion=motion)
        emoji = await done(blog, moving["id"])
        assert emoji["motion"] == motion
        assert "noto" in choices["styles"]
        await blog.call("POST", "emoji/from-mix", 409, mix="🍋")
        said = await blog.call("POST", f"emoji/{first['id']}/motions", 409, motion="backflip")
        assert motion in said["error"]


async def test_words_change_an_emoji(tmp_path: Path) -> None:
    async with open_api(tmp_path) as api, api.client() as blog:
        lemon = await done(blog, (await blog.call("POST", "emoji", 202, prompt="lemon"))["id"])
        path = f"emoji/{lemon['id']}/changes"
        changed = await done(blog, (await blog.call("POST", path, 202, words="make it blue"))["id"])
        assert changed["seed"] == lemon["seed"]
        assert "qwzx" in (await blog.call("POST", path, 409, words="qwzx"))["error"]
        back = f"emoji/{changed['id']}/changes"
        again = await done(blog, (await blog.call("POST", back, 202, words="back"))["id"])
        assert again["prompt"] == lemon["prompt"]


async def test_the_same_key_is_the_same_request(tmp_path: Path) -> None:
    async with open_api(tmp_path) as api, api.client() as blog, api.client("shop") as shop:
        first = await blog.call("POST", "emoji", 202, "k-1", prompt="lemon")
        again = await blog.call("POST", "emoji", 202, "k-1", prompt="lemon")
        theirs = await shop.call("POST", "emoji", 202, "k-1", prompt="lemon")
        assert first["id"] == again["id"] != theirs["id"]
        said = await blog.call("POST", "emoji", 400, "no key!", prompt="lemon")
        assert "Idempotency-Key" in said["error"]


async def test_clients_do_not_see_each_other(tmp_path: Path) -> None:
    async with open_api(tmp_path) as api, api.client() as blog, api.client("shop") as shop:
        job = (await blog.call("POST", "emoji", 202, prompt="lemon"))["id"]
        emoji = await done(blog, job)
        number = emoji["id"]
        for method, path in (
            ("GET", f"jobs/{job}"),
            ("DELETE", f"jobs/{job}"),
            ("GET", f"emoji/{number}"),
            ("GET", f"emoji/{number}/pictures/0.png"),
        ):
            assert "no such" in (await shop.call(method, path, 404))["error"]
        await shop.call("POST", f"emoji/{number}/motions", 404, motion="dance")
        await shop.call("POST", f"emoji/{number}/tries", 404)


async def test_without_a_right_token_nothing_is_answered(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with open_api(tmp_path) as api:
        for wrong in ("", "guess", TOKENS["blog"][:-1], TOKENS["blog"] + "0", "a" * 5000):
            async with api.client(token=wrong) as nobody:
                said = await nobody.call("GET", "choices", 401)
                assert "Authorization: Bearer" in said["error"]
                async with nobody.session.get("choices") as answer:
                    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{api.app.root}/openapi.json") as answer:
                assert answer.status == 200
            async with session.get(f"{api.app.root}/nothing") as answer:
                assert answer.status == 401
    assert not any(token in caplog.text for token in TOKENS.values())


async def test_each_client_has_its_limits(tmp_path: Path) -> None:
    async with open_api(tmp_path, burst=2, per_hour=1.0) as api:
        async with api.client() as blog:
            for number in range(2):
                await blog.call("POST", "emoji", 202, prompt="lemon", seed=number)
            async with blog.session.post("emoji", json={"prompt": "lemon", "seed": 3}) as answer:
                assert answer.status == 429
                assert 0 < int(answer.headers["Retry-After"]) <= 3600
                assert "limit" in (await answer.json())["error"]
        async with api.client("shop") as shop:
            await shop.call("POST", "emoji", 202, prompt="lemon")


async def test_only_so_many_wait(tmp_path: Path) -> None:
    async with open_api(tmp_path, waiting=1) as api, api.client() as blog:
        await api.stack.service.operator.pause(True)
        waiting = await blog.call("POST", "emoji", 202, prompt="lemon")
        assert (waiting["state"], waiting["place"]) == ("waiting", 1)
        said = await blog.call("POST", "emoji", 429, prompt="red lemon")
        assert "waiting" in said["error"]
        ended = await blog.call("DELETE", f"jobs/{waiting['id']}")
        assert ended["state"] == "ended"
        assert ended["error"]
        await blog.call("DELETE", f"jobs/{waiting['id']}", 409)


async def test_a_client_is_answered_in_the_language_that_it_accepts(tmp_path: Path) -> None:
    async with open_api(tmp_path) as api, api.client() as blog:
        blog.session.headers["Accept-Language"] = "de-CH, en;q=0.5"
        asked = await blog.call("POST", "emoji", 202, prompt="lemon")
        job = await api.stack.service.job(asked["id"])
        assert job is not None
        assert job.address.language == "de"
        assert job.recipe.language == "de"


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({}, 400, "'prompt' is missing"),
        ({"prompt": "lemon", "mix": "🍋 😎"}, 400, "'mix' is unknown"),
        ({"prompt": "lemon", "wildness": 101}, 400, "wildness"),
        ({"prompt": None}, 400, "prompt"),
        ({"prompt": "lemon", "colour": "red"}, 400, "colour"),
        ({"prompt": "lemon", "style": "nope"}, 409, "style"),
        ({"prompt": "heil hitler"}, 409, ""),
    ],
)
async def test_what_cannot_be_done_is_one_sentence(
    body: dict[str, Any], status: int, said: str, tmp_path: Path
) -> None:
    async with open_api(tmp_path) as api, api.client() as blog:
        error = (await blog.call("POST", "emoji", status, **body))["error"]
        assert said in error
        assert error.endswith((".", "?"))


def test_each_client_needs_a_safe_token_of_its_own() -> None:
    assert tokens(["my-blog"], {"API_TOKEN_MY_BLOG": "0123456789abcdef"}) == {
        "my-blog": "0123456789abcdef"
    }
    with pytest.raises(BadSettings, match="API_TOKEN_BLOG"):
        tokens(["blog"], {"API_TOKEN_BLOG": "short"})
    with pytest.raises(BadSettings, match="same token"):
        tokens(["a", "b"], {"API_TOKEN_A": "0" * 16, "API_TOKEN_B": "0" * 16})


def test_it_is_off_unless_it_is_configured() -> None:
    assert not Settings().api.enabled
    with pytest.raises(ValueError, match="without clients"):
        Settings.model_validate({"api": {"enabled": True}})
    with pytest.raises(ValueError, match=r"api\.port"):
        Settings.model_validate({"api": {"enabled": True, "port": 8766, "clients": {"blog": {}}}})


async def test_the_document_names_each_route_and_its_refusals(tmp_path: Path) -> None:
    async with open_api(tmp_path) as api, api.client() as blog:
        found = await blog.call("GET", "openapi.json")
    assert found["servers"] == [{"url": ROOT}]
    assert set(found["paths"]["/emoji"]["post"]["responses"]) >= {"202", "400", "401", "409", "429"}
    assert found["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    calls = [call for path in found["paths"].values() for call in path.values()]
    assert len({call["operationId"] for call in calls}) == len(calls)
    assert all(call["summary"].endswith(".") for call in calls)


async def test_the_client_in_the_docs_paints(tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "docs/how-to/api.md").read_text(encoding="utf-8")
    program = page.split("```python\n")[1].split("```")[0]
    async with open_api(tmp_path) as api:
        ran = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            program,
            "lemon",
            env={"API_URL": f"{api.app.root}/", "API_TOKEN_BLOG": TOKENS["blog"]},
            stdout=asyncio.subprocess.PIPE,
        )
        picture, _ = await ran.communicate()
    assert picture.startswith(PNG)
    assert len(program.strip().splitlines()) <= 22
