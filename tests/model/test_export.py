"""Exported files: the sizes that chats need, crisp sketches, clean edges on dark."""

import io
import resource
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from model.errors import BadRequest, Unavailable
from model.image import export, sheet
from model.image.pixels import from_network, to_network, unblended
from model.recipe import Candidate, Painting, Recipe
from model.sketch.drawing.vector.raster import rasterize
from model.sketch.scene import Scene

SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 128">
<circle cx="64" cy="64" r="50" fill="#ffcc22"/><circle cx="48" cy="54" r="7" fill="#402a32"/>
<path d="M40 84 Q64 104 92 78" stroke="#402a32" stroke-width="3" fill="none"/>
<rect x="70" y="20" width="40" height="30" rx="8" fill="#1c8a4e" opacity="0.6"/></svg>"""


def candidate(strength: float, side: int = 128) -> Candidate:
    """A sketch, a raw painting at strength 0.5, or a traced one at 0.3."""
    svg = "" if strength == 0.5 else SVG
    return Candidate(rasterize(SVG, side), strength, 7, 0.5, svg, ("1F600",))


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("strength", [0.0, 0.5])
@pytest.mark.parametrize("side", [128, 64, 512])
def test_every_form_has_its_size(strength: float, side: int) -> None:
    made = candidate(strength, side)
    emoji, in_text, sticker, small = (
        opened(export.export(made, form)) for form in ("png", "emoji", "webp", "png100")
    )
    assert (in_text.format, in_text.mode, in_text.size) == ("PNG", "RGBA", (128, 128))
    assert (emoji.format, emoji.mode, emoji.size) == ("PNG", "RGBA", (128, 128))
    assert (sticker.format, sticker.mode, sticker.size) == ("WEBP", "RGBA", (512, 512))
    assert (small.format, small.mode, small.size) == ("PNG", "RGBA", (100, 100))


def test_noise_still_fits() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (512, 512, 4), dtype=np.uint8)
    made = Candidate(noise, 1.0, 7, 0.5, "", ())
    assert len(export.sticker_webp(made)) <= 512_000
    assert len(export.emoji_png(made)) <= 256 * 1024


@pytest.mark.parametrize("strength", [0.0, 0.3])
def test_what_has_vectors_is_drawn_anew_at_512(strength: float) -> None:
    big = opened(export.sticker_webp(candidate(strength)))
    crisp, soft = rasterize(SVG, 512), np.asarray(opened(export.sticker_webp(candidate(0.5))))
    opaque = crisp[..., 3] > 0
    assert (np.asarray(big)[opaque] == crisp[opaque]).all()
    assert not (soft[opaque] == crisp[opaque]).all()


def test_a_raw_painting_has_no_svg() -> None:
    assert export.export(candidate(0.0), "svg").decode() == SVG
    assert export.export(candidate(0.3), "svg").decode() == SVG
    with pytest.raises(BadRequest, match="painted"):
        export.export(candidate(0.5), "svg")
    with pytest.raises(BadRequest, match="png100"):
        export.export(candidate(0.5), "gif")


def on_dark(rgba: np.ndarray) -> np.ndarray:
    ground = Image.new("RGBA", (rgba.shape[1], rgba.shape[0]), "#313338")
    return np.asarray(Image.alpha_composite(ground, Image.fromarray(rgba)), np.int16)[..., :3]


def test_edges_on_dark_are_the_vectors_own() -> None:
    own = rasterize(SVG, 128)
    picture = from_network(to_network(own[None]))[0]
    ours = unblended(picture[..., :3], picture[..., 3])
    difference = np.abs(on_dark(ours) - on_dark(own))
    edge = (own[..., 3] > 0) & (own[..., 3] < 255)
    assert edge.sum() > 300
    assert difference.max() <= 8
    assert difference.mean() < 0.2


def test_upscaled_edges_have_no_pale_rim() -> None:
    red = np.zeros((128, 128, 4), np.uint8)
    red[..., :3] = 255
    red[32:96, 32:96] = (200, 0, 0, 255)
    big = np.asarray(export.resized(red, 512))
    seen = big[big[..., 3] > 8]
    assert (seen[:, 1] <= 2).all()


def test_sheets_show_every_candidate_on_both_grounds() -> None:
    made = tuple(candidate(s) for s in (0.0, 0.3, 0.6))
    prompts = ["angry unicorn", "a prompt so long that it does not fit above three candidates " * 3]
    paintings = [
        Painting(Recipe(prompt), Scene("1F600"), made, "0" * 12, 1.0) for prompt in prompts
    ]
    contact = sheet.contact_sheet(paintings)
    assert contact.width == 12 + 3 * 140
    colours = contact.getcolors(1 << 16)
    assert colours is not None
    counts = {colour: count for count, colour in colours}
    assert counts[(255, 255, 255)] > 6 * 5000
    assert counts[(0x31, 0x33, 0x38)] > 6 * 5000
    assert sheet.prompts_sheet(paintings).size == (12 + 2 * 268, 12 + 180)
    assert [sheet.label(c) for c in made] == ["sketch", "painted 0.30", "painted 0.60"]


@pytest.fixture
def little_room() -> Iterator[None]:
    """Files of this process end after 1000 bytes, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.usefixtures("little_room")
def test_a_file_that_cannot_be_written_is_named_and_the_old_one_stays(tmp_path: Path) -> None:
    old, new = tmp_path / "old.png", tmp_path / "new" / "new.png"
    export.write(old, b"old")
    for path in (old, new):
        with pytest.raises(Unavailable, match=f"{path} cannot be written: File too large"):
            export.write(path, bytes(2000))
    assert old.read_bytes() == b"old"
    assert {path.name for path in tmp_path.rglob("*")} == {"old.png", "new"}
