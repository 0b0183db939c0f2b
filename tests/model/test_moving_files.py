"""Moving files, opened by other decoders: frames, length, size, alpha, and clean edges."""

import io
from dataclasses import replace

import av
import numpy as np
import pytest
from PIL import Image, ImageSequence

from model.errors import BadRequest
from model.image.moving import limits
from model.image.moving.gif import gif
from model.image.moving.limits import Limits
from model.image.pixels import Pixels
from tests.support.moving_files import WRITERS, turning, written

GROUNDS = ((255, 255, 255), (0x31, 0x33, 0x38))


def opened(data: bytes) -> tuple[list[Pixels], float]:
    """Pillow's frames of a picture, and the seconds they last."""
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.info["loop"] == 0
        frames, seconds = [], 0.0
        for frame in ImageSequence.Iterator(picture):
            frames.append(np.asarray(frame.convert("RGBA")))
            seconds += frame.info["duration"] / 1000
    return frames, seconds


def played(data: bytes) -> list[Pixels]:
    """libvpx' frames of a video, whose alpha FFmpeg's own decoder does not read."""
    with av.open(io.BytesIO(data), "r") as container:
        assert [stream.type for stream in container.streams] == ["video"]
        decoder = av.CodecContext.create("libvpx-vp9", "r")
        packets = list(container.demux(video=0))
    frames = [frame for packet in packets for frame in decoder.decode(packet)]
    assert all(isinstance(frame, av.VideoFrame) for frame in frames)
    return [_rgba(frame) for frame in frames if isinstance(frame, av.VideoFrame)]


def _rgba(frame: av.VideoFrame) -> Pixels:
    # Without scaling, swscale garbles the last columns of a frame that is 100 pixels wide.
    wide = frame.reformat(width=512, height=512, format="rgba", interpolation="LANCZOS")
    return wide.to_ndarray().astype(np.uint8)


def on(ground: tuple[int, int, int], rgba: Pixels) -> np.ndarray:
    alpha = rgba[..., 3:] / 255
    return rgba[..., :3] * alpha + np.array(ground) * (1 - alpha)


@pytest.mark.parametrize("form", ["gif", "webp", "apng"])
def test_pillow_reads_frames_length_size_and_alpha(form: str) -> None:
    file, frames = written(form)
    limit = WRITERS[form][1]
    read, seconds = opened(file.data)
    assert len(file.data) <= limit.bytes
    assert (len(read), file.frames) == (10, 10)
    assert seconds == pytest.approx(10 / limit.fps, abs=0.011)
    assert file.resolution == limit.resolution
    for got, wanted in zip(read, frames, strict=True):
        assert got.shape == wanted.shape
        # A GIF's edges are opaque or not; otherwise every pixel keeps its alpha.
        far = np.abs(got[..., 3].astype(int) - wanted[..., 3])
        assert far.max() <= (128 if form == "gif" else 0)
        for ground in GROUNDS:
            assert np.abs(on(ground, got) - on(ground, wanted)).mean() < 2.5


@pytest.mark.parametrize("form", ["webm", "webm100"])
def test_libvpx_reads_frames_and_alpha_of_a_video(form: str) -> None:
    file, frames = written(form)
    limit = WRITERS[form][1]
    with av.open(io.BytesIO(file.data), "r") as container:
        (stream,) = container.streams.video
        assert container.format.name == "matroska,webm"
        assert stream.codec_context.name == "vp9"
        assert (stream.width, stream.height) == (limit.resolution, limit.resolution)
        assert stream.average_rate == 30
        assert stream.metadata["alpha_mode"] == "1"
        assert container.duration == pytest.approx(1e6 * 10 / 30, abs=2e3)
    read = played(file.data)
    assert len(read) == len(frames) == file.frames
    for got, wanted in zip(read, frames, strict=True):
        sharp = Image.fromarray(wanted).resize((512, 512), Image.Resampling.LANCZOS)
        for ground in GROUNDS:
            assert np.abs(on(ground, got) - on(ground, np.asarray(sharp))).mean() < 2.5


def test_a_gif_has_one_palette_and_no_trails_or_fringe() -> None:
    file, frames = written("gif", count=8)
    with Image.open(io.BytesIO(file.data)) as picture:
        assert isinstance(picture.info["transparency"], int)
        for frame in ImageSequence.Iterator(picture):
            assert getattr(frame, "disposal_method", 2) == 2
    read, _ = opened(file.data)
    colours = {tuple(pixel) for frame in read for pixel in frame[frame[..., 3] > 0]}
    assert len(colours) <= 255
    for got, wanted in zip(read, frames, strict=True):
        shown = wanted[..., 3] >= 128
        assert (got[..., 3] == np.where(shown, 255, 0)).all(), "a trail, or a hole"
        edge = shown & (wanted[..., 3] < 255)
        assert np.abs(got[edge][:, :3].astype(int) - wanted[edge][:, :3]).mean() < 6


@pytest.mark.parametrize("form", sorted(WRITERS))
def test_the_same_frames_give_the_same_bytes(form: str) -> None:
    assert written(form, count=4)[0].data == written(form, count=4)[0].data


def test_what_is_too_long_plays_faster_and_is_not_cut() -> None:
    frames = turning(40, 32)
    tight = replace(limits.GIF, seconds=1.0, frames=20, resolution=32)
    file = gif(frames, 10.0, tight)
    read, seconds = opened(file.data)
    assert len(read) == 20
    assert seconds == pytest.approx(1.0)
    assert np.abs(on(GROUNDS[0], read[-1]) - on(GROUNDS[0], frames[38])).mean() < 3


@pytest.mark.parametrize("form", sorted(WRITERS))
def test_what_is_too_large_loses_colours_then_frames_then_pixels(form: str) -> None:
    write, limit = WRITERS[form]
    limit = replace(limit, resolution=96)
    full = write(turning(12, 96), limit.fps, limit)
    fewer = write(turning(12, 96), limit.fps, replace(limit, bytes=int(0.6 * len(full.data))))
    assert len(fewer.data) <= 0.6 * len(full.data)
    assert fewer.frames / fewer.fps == pytest.approx(full.frames / full.fps)
    small = replace(limit, bytes=int(0.25 * len(full.data)))
    least = write(turning(12, 96), limit.fps, small)
    assert len(least.data) <= small.bytes
    assert least.frames < 12 or form.startswith("webm")
    assert limit.shrinks or least.resolution == 96


@pytest.mark.parametrize("form", ["gif", "webm"])
def test_what_cannot_fit_says_so(form: str) -> None:
    write = WRITERS[form][0]
    noise = np.random.default_rng(0).integers(0, 256, (4, 64, 64, 4), dtype=np.uint8)
    with pytest.raises(BadRequest, match="too detailed to move in 0 kB"):
        write(noise, 10.0, Limits(64, 10.0, 100, 3.0, 30))


@pytest.mark.parametrize("form", sorted(WRITERS))
def test_an_empty_frame_is_no_trouble(form: str) -> None:
    write, limit = WRITERS[form]
    resolution = limit.resolution
    frames = [np.zeros((resolution, resolution, 4), np.uint8), *turning(3, resolution)[1:]]
    assert write(frames, limit.fps).frames == 3


def test_a_receipt_says_frames_rate_and_size() -> None:
    file, _ = written("gif")
    assert file.says == f"10 frames at 25 fps, 128 px, {len(file.data) / 1000:.0f} kB"
