"""WEBM: VP9 video with alpha and without sound."""

import io
from collections.abc import Iterable
from fractions import Fraction

import numpy as np
from PIL import Image

from model.image.moving import limits
from model.image.moving.clip import Clip
from model.image.moving.fit import MovingFile, fit
from model.image.pixels import Pixels

QUALITIES = (38, 46, 54, 62)
"""libvpx' levels of constant quality (crf, lower is better). Outlines stay clean up to 46."""
ENCODER = {
    "b": "0",
    "deadline": "realtime",
    "cpu-used": "6",
    "lag-in-frames": "0",
    "auto-alt-ref": "0",
}
"""Six times as fast as "good", at four fifths more bytes. libvpx cannot have alpha together with
alternate reference frames."""
THREADS = 2
SPREAD = 8
"""How many pixels further colours go beneath transparent pixels."""


def webm(
    frames: Iterable[Pixels], fps: float, within: limits.Limits = limits.STICKER_WEBM
) -> MovingFile:
    """Frames as a WEBM of VP9 with alpha. Raises BadRequest if it cannot fit the limits."""

    def encode(clip: Clip, crf: int) -> bytes:
        return _encoded(clip, crf, within.bytes)

    return fit(Clip.of(frames, fps, within), within, QUALITIES, encode)


def _encoded(clip: Clip, crf: int, most: int) -> bytes:
    """A clip as a file. One of more than `most` bytes ends as soon as it has them."""
    import av
    from av.video.reformatter import ColorRange, Colorspace

    out = io.BytesIO()
    rate = Fraction(clip.fps).limit_denominator(1000)
    with av.open(out, "w", format="webm", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("libvpx-vp9", rate, options={**ENCODER, "crf": str(crf)})
        stream.width = stream.height = clip.resolution
        stream.pix_fmt = "yuva420p"
        stream.time_base = 1 / rate
        stream.codec_context.thread_count = THREADS
        stream.codec_context.colorspace = Colorspace.ITU601
        stream.codec_context.color_range = ColorRange.MPEG
        stream.codec_context.flags |= av.codec.context.Flags.bitexact
        for number, frame in enumerate(clip.frames):
            picture = av.VideoFrame.from_ndarray(spread(frame), format="rgba")
            picture.pts, picture.time_base = number, 1 / rate
            packets = stream.encode(
                picture.reformat(
                    format="yuva420p",
                    dst_colorspace=Colorspace.ITU601,
                    dst_color_range=ColorRange.MPEG,
                )
            )
            container.mux(packets)
            most -= sum(packet.size for packet in packets)
            if most < 0:
                break
        container.mux(stream.encode(None))
    return out.getvalue()


def spread(frame: Pixels) -> Pixels:
    """Colours of an RGBA frame spread beneath its transparent pixels.

    Video stores colours at half the resolution, where black would bleed into the edges.
    """
    picture = Image.fromarray(frame)
    alpha = picture.getchannel("A")
    low = picture.convert("RGBa").reduce(SPREAD).resize(picture.size, Image.Resampling.BILINEAR)
    seen = alpha.point([0] + 255 * [255])
    whole = Image.composite(picture.convert("RGB"), low.convert("RGBA").convert("RGB"), seen)
    whole.putalpha(alpha)
    return np.asarray(whole)
