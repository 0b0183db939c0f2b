"""Chromium plays moving files: frames, loops, size, length and alpha."""

from base64 import b64encode
from typing import Any

import pytest
from playwright.async_api import Route

from tests.support.browser import open_browser
from tests.support.moving_files import written

PAGE = "https://emoji.test/"
"""Served by the test: browsers decode images for scripts on secure pages only."""
TYPES = {"gif": "image/gif", "webp": "image/webp", "apng": "image/png"}
PICTURE = """async ([data, type]) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const decoder = new ImageDecoder({ data: bytes, type });
  await decoder.tracks.ready;
  await decoder.completed;
  const track = decoder.tracks.selectedTrack, seconds = [];
  for (let at = 0; at < track.frameCount; at++)
    seconds.push((await decoder.decode({ frameIndex: at })).image.duration / 1e6);
  const { image } = await decoder.decode({ frameIndex: 3 });
  const canvas = new OffscreenCanvas(image.displayWidth, image.displayHeight);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const alpha = (x, y) => context.getImageData(x, y, 1, 1).data[3];
  return { frames: track.frameCount, loops: track.repetitionCount === Infinity,
    size: [image.displayWidth, image.displayHeight], corner: alpha(1, 1),
    middle: alpha(canvas.width / 2, canvas.height / 2), seconds: seconds.reduce((a, b) => a + b) };
}"""
VIDEO = """async ([data]) => {
  const video = document.createElement("video");
  Object.assign(video, { muted: true, loop: true, src: `data:video/webm;base64,${data}` });
  document.body.append(video);
  await video.play();
  await new Promise((done) => video.requestVideoFrameCallback(done));
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  const context = canvas.getContext("2d");
  context.drawImage(video, 0, 0);
  const alpha = (x, y) => context.getImageData(x, y, 1, 1).data[3];
  const rgb = context.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data;
  return { size: [video.videoWidth, video.videoHeight], corner: alpha(1, 1),
    middle: alpha(canvas.width / 2, canvas.height / 2), seconds: video.duration,
    colour: Array.from(rgb.slice(0, 3)) };
}"""


async def _empty(route: Route) -> None:
    await route.fulfill(body="<!doctype html>", content_type="text/html")


@pytest.mark.asyncio
async def test_chromium_plays_every_form() -> None:
    async with open_browser() as browser:
        page = await browser.new_page()
        await page.route(f"{PAGE}**", _empty)
        await page.goto(PAGE)
        for form, kind in TYPES.items():
            file, _ = written(form)
            shown: dict[str, Any] = await page.evaluate(
                PICTURE, [b64encode(file.data).decode(), kind]
            )
            assert (shown["frames"], shown["loops"]) == (10, True), form
            assert shown["size"] == [file.resolution, file.resolution]
            assert (shown["corner"], shown["middle"]) == (0, 255)
            assert shown["seconds"] == pytest.approx(10 / file.fps, abs=0.011)
        file, _ = written("webm")
        shown = await page.evaluate(VIDEO, [b64encode(file.data).decode()])
        assert shown["size"] == [512, 512]
        assert (shown["corner"], shown["middle"]) == (0, 255)
        assert shown["seconds"] == pytest.approx(10 / 30, abs=0.002)
        # Drawn with the colours that it was encoded from, #ffcc22.
        assert shown["colour"] == pytest.approx([0xFF, 0xCC, 0x22], abs=6)
