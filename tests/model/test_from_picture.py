"""Emoji from pictures: what is cut out, how it is fitted, and what is refused."""

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from model.errors import BadRequest
from model.image.from_picture import (
    CUT,
    FIRST_FRAME,
    MOST_BYTES,
    NOT_PLAIN,
    RESOLUTION,
    SMALL,
    pixels_of,
    prepare,
)
from model.opening import open_painter
from model.recipe import Recipe
from tests.support.pictures import RED, disc, encoded, noise, on_gradient, seen


def rgba(data: bytes, **options: bool) -> npt.NDArray[np.int_]:
    return pixels_of(prepare(data, **options)).astype(int)


@pytest.mark.parametrize(
    "data",
    [
        encoded(disc()),
        encoded(disc(), "JPEG", quality=75),
        encoded(disc((40, 170, 90))),
        encoded(disc("black")),
        encoded(on_gradient()),
        encoded(disc((200, 210, 230)), "WEBP", quality=60),
        encoded(disc().convert("CMYK"), "JPEG"),
        encoded(disc().quantize(16), "GIF"),
        encoded(disc(size=(120, 70))),
    ],
    ids=["white", "jpeg", "green", "black", "gradient", "webp", "cmyk", "gif", "touching"],
)
def test_a_figure_on_a_plain_ground_is_cut_out_trimmed_and_fitted(data: bytes) -> None:
    found = prepare(data)
    assert found.says == CUT
    pixels = pixels_of(found).astype(int)
    assert pixels.shape == (RESOLUTION, RESOLUTION, 4)
    alpha = pixels[..., 3]
    assert not alpha[[0, 0, -1, -1], [0, -1, 0, -1]].any()
    assert np.abs(pixels[256, 256, :3] - RED).max() < 40
    covered = np.flatnonzero((alpha > 127).any(axis=0))
    assert 440 < covered[-1] - covered[0] < 500
    # A disc fills 79 % of its square; what is not ground may not remain anywhere else.
    assert 0.6 < (alpha > 8).mean() < 0.8


def test_edges_have_no_fringe_of_the_ground() -> None:
    on_dark = seen(prepare(encoded(disc("white", (480, 360), box=(120, 80, 320, 280)))).png)
    assert on_dark.max(axis=-1)[(on_dark[..., 1] > 120)].size == 0, "nothing white is left"


def test_own_transparency_is_kept_and_an_eye_stays_white() -> None:
    picture = disc((0, 0, 0, 0), mode="RGBA")
    picture.putpixel((55, 45), (255, 255, 255, 255))
    assert prepare(encoded(picture)).says == ""
    eye = disc()
    for x in range(50, 58):
        for y in range(40, 48):
            eye.putpixel((x, y), (255, 255, 255))
    assert (rgba(encoded(eye))[256 - 10 : 256 + 10, 256 - 10 : 256 + 10, 3] == 255).all()


def test_a_picture_without_a_plain_ground_keeps_it_with_round_corners() -> None:
    found = prepare(encoded(noise()))
    assert found.says == NOT_PLAIN
    alpha = pixels_of(found)[..., 3]
    wide = np.flatnonzero((alpha > 127).any(axis=1))
    assert wide[-1] - wide[0] == pytest.approx(480 * 90 / 120, abs=3)
    assert alpha[wide[0] + 1, 18] == 0
    assert prepare(encoded(Image.new("RGB", (80, 80), "teal"))).says == NOT_PLAIN


def test_it_is_turned_as_exif_says_and_nothing_of_the_file_is_kept() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Secret camera"
    found = prepare(encoded(disc(box=(2, 20, 100, 60)), "JPEG", exif=exif, comment=b"Secret"))
    high = np.flatnonzero((pixels_of(found)[..., 3] > 127).any(axis=1))
    assert high[-1] - high[0] > 460, "it stands upright"
    assert b"Secret" not in found.png
    with Image.open(io.BytesIO(found.png)) as picture:
        assert not picture.info
        assert not picture.getexif()


def test_an_outline_is_white_and_stays_inside() -> None:
    pixels = rgba(encoded(disc()), outline=True)
    alpha = pixels[..., 3]
    assert not alpha[[0, -1]].any()
    assert not alpha[:, [0, -1]].any()
    row = np.flatnonzero(alpha[256] > 200)
    assert (pixels[256, row[3], :3] > 240).all()
    assert (pixels[256, row[0] : row[0] + 15, :3] > 200).all()
    assert np.abs(pixels[256, 256, :3] - RED).max() < 40


def test_tiny_and_moving_pictures_say_so() -> None:
    small = disc((0, 0, 0, 0), (16, 16), "RGBA", (3, 3, 12, 12))
    assert prepare(encoded(small)).says == SMALL
    assert len(np.unique(rgba(encoded(small))[..., 3])) <= 3, "pixels stay square"
    moving = encoded(disc(), "GIF", save_all=True, append_images=[disc("blue"), disc("black")])
    assert prepare(moving).says == f"{CUT} {FIRST_FRAME}"
    assert prepare(encoded(disc(size=(9, 3), box=(2, 0, 5, 2)))).says


def bomb(width: int, height: int) -> bytes:
    """A PNG that claims to be so large, in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "broken"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "broken"),
        (encoded(disc())[:-40], "broken"),
        (encoded(disc(), "TIFF"), "broken"),
        (bomb(30_000, 30_000), "larger"),
        (bomb(8_000, 8_000), "40 megapixels"),
        (bytes(MOST_BYTES + 1), "larger than 10 MB"),
        (encoded(Image.new("RGBA", (60, 60))), "Nothing is visible"),
    ],
    ids=["empty", "svg", "cut off", "tiff", "bomb", "huge", "bytes", "invisible"],
)
def test_other_files_are_refused_in_a_sentence(data: bytes, why: str) -> None:
    with pytest.raises(BadRequest, match=why) as error:
        prepare(data)
    assert str(error.value).endswith(".")


def test_the_bundled_kind_of_model_shows_the_picture_as_it_is(tiny_model: Path) -> None:
    picture = prepare(encoded(disc()))
    painting = open_painter(tiny_model).paint(Recipe("an angry disc", picture=picture))
    (only,) = painting.candidates
    assert (only.rgba == pixels_of(picture)).all()
    receipt = painting.receipt
    assert (
        receipt["picture"]
        == f"{CUT} This model does not paint from pictures: the words are only its name."
    )
    assert "scene" not in receipt
    assert receipt["candidates"][0]["made"] == "picture"


def test_stable_diffusion_paints_over_the_picture(tiny_opaque_model: Path) -> None:
    picture = prepare(encoded(disc()))
    painter = open_painter(tiny_opaque_model)
    painting = painter.paint(Recipe("an angry disc", picture=picture, candidates=3, seed=1))
    *painted, last = painting.candidates
    assert [one.strength > 0 for one in painted] == [True] * len(painted) != []
    assert (last.rgba == pixels_of(picture)).all()
    assert painting.receipt["picture"] == CUT
    again = painter.paint(Recipe("an angry disc", picture=picture, candidates=3, seed=1))
    assert (again.candidates[0].rgba == painted[0].rgba).all()


def test_the_safety_checker_judges_the_picture(tiny_model: Path) -> None:
    painter = open_painter(tiny_model)
    painter.flagged = lambda shown: bool(shown[30, 30, 0] > shown[30, 30, 1])
    with pytest.raises(BadRequest, match="This picture may not be shown"):
        painter.paint(Recipe("a disc", picture=prepare(encoded(disc())), wildness=0))
