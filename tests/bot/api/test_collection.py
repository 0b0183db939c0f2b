"""The API: finished emoji, pictures that are sent, packs, and what a client has chosen."""

import base64
import io
import json
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from PIL import Image

from bot import messages
from bot.api import answers, bodies
from tests.support.api_client import Api, open_api
from tests.support.pictures import CopyingEngine, disc, encoded

PICTURE = encoded(disc())


def form(picture: bytes = PICTURE, **fields: str) -> aiohttp.FormData:
    """A picture and other fields as a browser sends them."""
    data = aiohttp.FormData(fields)
    data.add_field("picture", io.BytesIO(picture), filename="disc.png", content_type="image/png")
    return data


async def test_emoji_are_listed_chosen_published_and_deleted(tmp_path: Path) -> None:
    async with open_api(tmp_path) as api, api.client() as blog, api.client("shop") as shop:
        made = [await blog.emoji(prompt=f"{word} lemon") for word in ("red", "blue", "green")]
        first = await blog.call("GET", "emoji?count=2")
        assert [one["prompt"] for one in first["emoji"]] == ["green lemon", "blue lemon"]
        rest = await blog.call("GET", f"emoji?count=2&before={first['next']}")
        assert (rest["emoji"], rest["next"]) == ([made[0]], None)
        found = await blog.call("GET", "emoji?words=lemon%20blue&style=fluent")
        assert [one["id"] for one in found["emoji"]] == [made[1]["id"]]
        path = f"emoji/{made[0]['id']}"
        await shop.call("GET", path, 404)
        edited = await blog.call("PATCH", path, chosen=2, published=True)
        assert (edited["chosen"], edited["published"], edited["own"]) == (2, True, True)
        assert await shop.call("GET", "emoji") == {"emoji": [], "next": None}
        seen = (await shop.call("GET", "emoji?scope=published"))["emoji"]
        assert [(one["id"], one["own"], one["job"]) for one in seen] == [
            (made[0]["id"], False, None)
        ]
        assert (await shop.file(f"{path}/pictures/0.png"))[0] == "image/png"
        assert (await shop.emoji(f"{path}/tries", same_seed=True))["seed"] == made[0]["seed"]
        await shop.call("PATCH", path, 404, chosen=1)
        await shop.call("DELETE", path, 404)
        for what in ("changes", "motions", "packs", "tries"):
            field = {"changes": {"words": "back"}, "motions": {"motion": "spin"}}.get(what, {})
            await shop.call("POST", f"{path}/{what}", 404, **field)
        await blog.call("PATCH", path, 409, chosen=7)
        gone = await blog.call("DELETE", path)
        assert gone["candidates"] == []
        await blog.call("GET", f"{path}/pictures/0.png", 409)


async def test_votes_are_set_and_taken_back(tmp_path: Path) -> None:
    async with open_api(tmp_path) as api, api.client() as blog:
        path = f"emoji/{(await blog.emoji(prompt='lemon'))['id']}"
        for value in (1, 1, -1):
            voted = await blog.call("PUT", f"{path}/vote", value=value)
            assert (voted["vote"], voted["likes"]) == (value, int(value == 1))
        for _ in range(2):
            assert (await blog.call("DELETE", f"{path}/vote"))["vote"] is None
        for wrong in (0, 2, True, "1", 1.5):
            await blog.call("PUT", f"{path}/vote", 400, value=wrong)


async def test_a_receipt_says_how_an_emoji_was_made(tmp_path: Path) -> None:
    async with open_api(tmp_path) as api, api.client() as blog:
        emoji = await blog.emoji(prompt="lemon qwzx")
        receipt = await blog.call("GET", f"emoji/{emoji['id']}/receipt")
        assert receipt["not_understood"] == ["qwzx"]
        assert emoji["read_as"] == receipt["read_as"] == "lemon qwzx"
        assert emoji["note"] == "Read as: lemon qwzx. Not understood: qwzx."
        assert (await blog.emoji(prompt="lemon"))["note"] == ""
        assert receipt["repeatable"]
        assert f"seed {emoji['seed']}" in receipt["text"]
        motions = (await blog.call("GET", f"emoji/{emoji['id']}/motions"))["motions"]
        assert set(motions) <= set((await blog.call("GET", "choices"))["motions"])


async def test_a_picture_comes_as_a_form_or_in_base64(tmp_path: Path) -> None:
    async with open_api(tmp_path, CopyingEngine()) as api, api.client() as blog:
        status, job = await blog.send("POST", "emoji/from-picture", form(), Idempotency_Key="p")
        assert status == 202
        text = base64.b64encode(PICTURE).decode()
        again = await blog.call("POST", "emoji/from-picture", 202, "p", picture=text)
        assert again["id"] == job["id"]
        emoji = await blog.emoji("emoji/from-picture", picture=text, prompt="a frog", outline=True)
        assert (emoji["from_picture"], emoji["prompt"]) == (True, "a frog")
        _, png = await blog.file(f"emoji/{emoji['id']}/pictures/0.png")
        with Image.open(io.BytesIO(png)) as picture:
            assert picture.convert("RGBA").getpixel((0, 0))[3] == 0  # type: ignore[index]
        _, other = await blog.send("POST", "emoji/from-picture", form(outline="True", seed="7"))
        assert other["id"] > job["id"]


NO_PICTURE = base64.b64encode(b"nothing").decode()


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        ({"picture": NO_PICTURE}, 409, "cannot be used"),
        ({"picture": 7}, 400, "picture"),
        ({}, 400, "picture"),
        (form(b"nothing"), 409, "cannot be used"),
        (form(seed="x"), 400, "seed"),
        (form(seed="1e3"), 400, "seed"),
        (form(animated="yes"), 400, "animated"),
        (form(colour="red"), 400, "colour"),
        (form(prompt="heil hitler"), 409, messages.UNSUITABLE),
        (aiohttp.FormData({"prompt": "lemon"}, default_to_multipart=True), 400, "picture"),
        (form(prompt="x" * 20_000), 413, "too large"),
        (form(bytes(11 * 2**20)), 413, "too large"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
async def test_a_picture_that_cannot_be_taken_gets_a_sentence(
    sent: Any, status: int, said: str, tmp_path: Path
) -> None:
    async with open_api(tmp_path, CopyingEngine()) as api, api.client() as blog:
        if isinstance(sent, dict):
            found = status, await blog.call("POST", "emoji/from-picture", status, **sent)
        else:
            found = await blog.send("POST", "emoji/from-picture", sent)
        assert found[0] == status
        assert said in found[1]["error"]


async def test_a_pack_is_asked_for_followed_and_fetched(tmp_path: Path) -> None:
    async with open_api(tmp_path) as api, api.client() as blog, api.client("shop") as shop:
        emoji, other = await blog.emoji(prompt="cat"), await shop.emoji(prompt="cat")
        job = await blog.ask(f"emoji/{emoji['id']}/packs", moods=["happy", "sad"])
        assert (job["state"], job["pack"]["done"], job["pack"]["total"]) == ("done", 2, 2)
        assert [one["mood"] for one in job["pack"]["emoji"]] == ["happy", "sad"]
        path = f"packs/{job['id']}"
        assert (await blog.file(f"{path}/sheet.png"))[0] == "image/png"
        kind, data = await blog.file(f"{path}/archives/zip")
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert kind == "application/zip"
            assert {"cat/sheet.png", "cat/cat_sad.png"} <= set(archive.namelist())
        kind, data = await blog.file(f"{path}/archives/mastodon")
        with tarfile.open(fileobj=io.BytesIO(data)) as tar:
            assert kind == "application/gzip"
            assert len(tar.getnames()) >= 2
        for wanted in ("archives/zip", "archives/slack", "sheet.png"):
            await shop.call("GET", f"{path}/{wanted}", 404)
        await shop.call("DELETE", path, 404)
        await blog.call("GET", f"{path}/archives/rar", 404)
        await blog.call("GET", f"packs/{emoji['job']}/sheet.png", 404)
        said = await blog.call("POST", f"emoji/{other['id']}/packs", 404, moods=["happy"])
        assert "no such emoji" in said["error"]
        said = await blog.call("POST", f"emoji/{emoji['id']}/packs", 409, moods=["hapy"])
        assert "happy" in said["error"]
        assert (await blog.call("DELETE", path))["pack"]["emoji"] == []
        await blog.call("GET", f"{path}/sheet.png", 409)


async def test_events_tell_how_far_a_pack_is(tmp_path: Path) -> None:
    async with open_api(tmp_path) as api, api.client() as blog:
        emoji = await blog.emoji(prompt="cat")
        events = blog.follow()
        await anext(events)
        job = await blog.call(
            "POST", f"emoji/{emoji['id']}/packs", 202, moods=["happy", "no"], animated=True
        )
        found = [kind async for kind, _ in _until_job(events)]
        assert found[-1] == "job"
        done = await blog.call("GET", f"jobs/{job['id']}")
        moving = await blog.call("GET", f"emoji/{done['pack']['emoji'][0]['emoji']}")
        assert moving["motion"]


async def _until_job(events: Any) -> Any:
    async for kind, data in events:
        yield kind, data
        if kind == "job":
            return


async def test_the_same_key_is_one_request_of_one_client(tmp_path: Path) -> None:
    async with open_api(tmp_path) as api, api.client() as blog, api.client("shop") as shop:
        emoji = await blog.emoji(prompt="cat")
        requests: tuple[tuple[str, dict[str, Any]], ...] = (
            ("tries", {}),
            ("changes", {"words": "make it blue"}),
            ("motions", {"motion": "spin"}),
            ("packs", {"moods": ["happy"]}),
        )
        for what, body in requests:
            path = f"emoji/{emoji['id']}/{what}"
            first = await blog.call("POST", path, 202, what, **body)
            again = await blog.call("POST", path, 202, what, **body)
            assert again["id"] == first["id"]
            said = await blog.call("POST", "emoji", 409, what, prompt="lemon")
            assert "Idempotency-Key" in said["error"]
            theirs = await shop.call("POST", "emoji", 202, what, prompt="lemon")
            assert theirs["id"] != first["id"]


async def test_a_client_chooses_a_style_and_has_itself_forgotten(tmp_path: Path) -> None:
    async with open_api(tmp_path) as api, api.client() as blog, api.client("shop") as shop:
        assert await blog.call("GET", "client") == {
            "name": "blog",
            "style": "fluent",
            "votes_train": False,
        }
        chosen = await blog.call("PATCH", "client", style="noto", votes_train=True)
        assert (chosen["style"], chosen["votes_train"]) == ("noto", True)
        await blog.call("PATCH", "client", 409, style="nope")
        assert await blog.call("PATCH", "client") == chosen
        emoji = await blog.emoji(prompt="lemon")
        theirs = await shop.emoji(prompt="lemon")
        assert emoji["style"] == "noto"
        assert "deleted" in (await blog.call("DELETE", "client"))["said"]
        await blog.call("GET", f"emoji/{emoji['id']}", 404)
        await blog.call("GET", f"jobs/{emoji['job']}", 404)
        await shop.call("GET", f"emoji/{theirs['id']}")


async def test_what_there_is_to_choose_and_how_the_bot_is(tmp_path: Path) -> None:
    async with open_api(tmp_path) as api, api.client() as blog:
        choices = await blog.call("GET", "choices")
        assert len(choices["moods"]) == 12
        offered = (await blog.call("GET", "choices/mix"))["emoji"]
        assert {"emoji": "🍋", "name": "lemon"} in offered
        await api.stack.service.operator.pause(True)
        status = await blog.call("GET", "status")
        assert (status["waiting"], status["paused"]) == (0, True)
        assert status["model"] in status["about"]


async def test_all_examples_are_what_the_models_take(tmp_path: Path) -> None:
    async with open_api(tmp_path) as api, api.client() as blog:
        described = (await blog.call("GET", "openapi.json"))["components"]["schemas"]
    models = {**vars(answers), **vars(bodies)}
    shown = 0
    for name, schema in described.items():
        for example in schema.get("examples", ()):
            models[name].model_validate_json(json.dumps(example))
            shown += 1
    assert shown >= 15


async def test_an_unknown_path_or_method_gets_a_problem_too(tmp_path: Path) -> None:
    async def said(api: Api, method: str, path: str) -> tuple[int, str]:
        async with api.client() as blog:
            status, problem = await blog.send(method, path)
            return status, problem["error"]

    async with open_api(tmp_path) as api:
        assert await said(api, "GET", "nothing") == (
            404,
            "There is no such path. /api/v1/openapi.json lists all.",
        )
        assert await said(api, "PUT", "jobs") == (
            405,
            "This path does not take PUT. It takes GET, HEAD.",
        )
