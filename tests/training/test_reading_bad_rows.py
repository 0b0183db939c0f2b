"""One bad row never ends the reading, and no row reads outside the data set's folder."""

import io
import json
import os
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from datasets import Dataset, Features, Image, Value
from PIL import Image as Pictures
from pyarrow import parquet  # type: ignore[import-untyped]

from tests.support.small_reading import captioned, disc, kaggle, png, url
from training.reading import read
from training.reading.clean import opened, squared
from training.reading.source import BadRow

SIZE = 16
GOOD = {"file_name": "good.png", "text": "good"}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMOJISMITH_HOME", str(tmp_path / "home"))


def line(**values: object) -> str:
    return json.dumps({**GOOD, **values})


LINES = {
    "lone surrogate in the text": line(text="\ud83d cat"),
    "lone surrogate in the name": line(file_name="\ud83d.png"),
    "NUL in the text": line(text="a\0b"),
    "NUL in the name": line(file_name="a\0.png"),
    "a very long name": line(file_name="x" * 5000),
    "nested": "[" * 100_000,
    "nested in an object": '{"file_name": ' + '{"a":' * 50_000,
    "not JSON": "{",
    "a number": "1" * 5000,
    "null": "null",
    "a list as the name": line(file_name=["good.png"]),
    "an object as the text": line(text={"a": 1}),
    "a number as the text": line(text=3),
    "a list as the style": line(style=["noto"]),
    "no text": json.dumps({"file_name": "good.png"}),
    "above the folder": line(file_name="../outside.png"),
    "an absolute path": line(file_name="ABSOLUTE"),
    "a link to the outside": line(file_name="link.png"),
    "a named pipe": line(file_name="pipe.png"),
    "a folder": line(file_name="."),
    "a device": line(file_name="/dev/zero"),
    "missing": line(file_name="missing.png"),
}


@pytest.mark.parametrize("name", LINES)
def test_a_bad_line_is_left_out_and_the_others_are_read(name: str, tmp_path: Path) -> None:
    folder = captioned(tmp_path / "data", [GOOD, {"file_name": "other.png", "text": "other"}])
    outside = tmp_path / "outside.png"
    outside.write_bytes(png(disc((1, 2, 3))))
    (folder / "link.png").symlink_to(outside)
    os.mkfifo(folder / "pipe.png")
    bad = LINES[name].replace("ABSOLUTE", str(outside))
    with (folder / "metadata.jsonl").open("a") as file:
        file.write(f"{bad}\n")
    reading = read(f"folder:{folder}", SIZE)
    assert sorted(reading.rows["name"]) == ["good", "other"]
    assert len(reading.skipped) == 1
    assert not any("outside.png" in text for text in reading.rows["name"])


@pytest.mark.parametrize("number", ["../../outside", "\0", "1/../../../outside"])
def test_a_kaggle_row_reads_only_its_vendors_pictures(number: str, tmp_path: Path) -> None:
    rows = [("1", "x", "one", ""), (number, "x", "two", "")]
    folder = kaggle(tmp_path / "data", ("Windows",), rows)
    pictures = folder / "image" / "Windows"
    pictures.mkdir(parents=True)
    (pictures / "1.png").write_bytes(png(disc((9, 9, 9))))
    os.mkfifo(pictures / "pipe.png")
    (pictures / "folder.png").mkdir()
    (tmp_path / "outside.png").write_bytes(png(disc((1, 2, 3))))
    reading = read(f"kaggle:{folder}", SIZE)
    assert reading.rows["name"] == ["one"]


@pytest.mark.parametrize("bad", [b"\xff\xfe,x,bad,\n", b'7,x,"bad' + b"y" * (1 << 25) + b'",z\n'])
def test_a_bad_line_of_kaggles_table_is_left_out(bad: bytes, tmp_path: Path) -> None:
    folder = kaggle(tmp_path, ("Windows",), [("1", "x", "one", url(png(disc((9, 9, 9)))))])
    table = folder / "full_emoji.csv"
    table.write_bytes(table.read_bytes() + bad)
    assert read(f"kaggle:{folder}", SIZE).rows["name"] == ["one"]


@pytest.mark.parametrize("path", ["../outside.png", "ABSOLUTE", "/dev/zero", "pipe.png"])
def test_a_parquet_row_reads_only_inside_its_data_set(path: str, tmp_path: Path) -> None:
    folder, outside = tmp_path / "data", tmp_path / "outside.png"
    folder.mkdir()
    outside.write_bytes(png(disc((1, 2, 3))))
    os.mkfifo(folder / "pipe.png")
    path = path.replace("ABSOLUTE", str(outside))
    cells = [{"bytes": png(disc((9, 9, 9))), "path": None}, {"bytes": None, "path": path}]
    raw = {"bytes": Value("binary"), "path": Value("string")}
    features = Features({"image": raw, "text": Value("string")})
    rows = Dataset.from_dict({"image": cells, "text": ["one", "two"]}, features=features)
    named = Features({"image": Image(decode=False), "text": Value("string")}).arrow_schema
    table = rows.data.table.replace_schema_metadata(named.metadata)
    parquet.write_table(table, folder / "train.parquet")
    reading = read(f"hub:{folder}", SIZE)
    assert reading.rows["name"] == ["one"]
    assert len(reading.skipped) == 1


def with_exif(*entries: tuple[int, int, int, bytes]) -> bytes:
    """A PNG with these EXIF entries: tag, type, count, value of 4 bytes."""
    block = b"Exif\0\0II*\0" + struct.pack("<IH", 8, len(entries))
    block += b"".join(struct.pack("<HHI", *entry[:3]) + entry[3] for entry in entries) + bytes(4)
    data = io.BytesIO()
    Pictures.fromarray(disc((9, 9, 9))).save(data, "PNG", exif=block)
    return data.getvalue()


TURNED = (0x0112, 3, 1, b"\6\0\0\0")
PICTURES: dict[str, Callable[[], bytes]] = {
    "EXIF with text as the orientation": lambda: with_exif((0x0112, 2, 4, b"six\0")),
    "EXIF with three orientations": lambda: with_exif((0x0112, 3, 3, b"\6\0\6\0")),
    "EXIF with a fraction by zero": lambda: with_exif(TURNED, (0x011A, 5, 1, bytes(4))),
    "EXIF with text as a number": lambda: with_exif(TURNED, (0x0100, 2, 4, b"six\0")),
    "EXIF of an unknown type": lambda: with_exif(TURNED, (0x0100, 99, 1, bytes(4))),
    "EXIF that points nowhere": lambda: with_exif(TURNED, (0x8769, 4, 1, b"\xff\xff\xff\x7f")),
    "half": lambda: png(disc((1, 2, 3)))[:100],
    "EPS": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\n",
    "no picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(64),
    "empty": bytes,
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_broken_picture_is_only_that_row(name: str) -> None:
    try:
        opened(PICTURES[name]())
    except BadRow:
        return
    assert name.startswith("EXIF")


@pytest.mark.parametrize("shape", [(8, 40_000), (40_000, 8), (1, 60_000), (3000, 20_000)])
def test_memory_depends_on_what_comes_out(shape: tuple[int, int]) -> None:
    """A process of its own, limited to less than the picture's square would take."""
    code = (
        "import io, resource; import numpy as np; from PIL import Image\n"
        "from training.reading.clean import opened, squared\n"
        f"data = io.BytesIO(); Image.fromarray(np.zeros({shape!r}, np.uint8)).save(data, 'PNG')\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "picture, _ = squared(opened(data.getvalue()), 128)\n"
        "assert picture.size == (128, 128) and np.asarray(picture)[..., :3].min() == 0\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    # 60 million pixels of one byte, and a reduced copy.
    assert int(done.stdout) < 250_000


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_large_picture_is_held_once(mode: str) -> None:
    """25 megapixels, four bytes each, and what comes out."""
    code = (
        "import io, resource; from PIL import Image\n"
        "from model.image import opened\n"
        "opened.WIDEST = 1000\n"
        f"data = io.BytesIO(); Image.new({mode!r}, (5000, 5000), 'red').save(data, 'BMP')\n"
        "data = data.getvalue()\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "assert opened.opened(data).size == (1000, 1000)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 160_000


def test_a_large_picture_is_reduced_without_its_hidden_colour(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("model.image.opened.WIDEST", 64)
    data = io.BytesIO()
    Pictures.fromarray(disc((0, 255, 0), resolution=300, radius=0.25)).save(data, "PNG")
    picture = opened(data.getvalue())
    assert picture.size == (60, 60)
    pixels = np.asarray(picture).astype(int)
    seen = pixels[pixels[..., 3] > 20]
    assert (seen[:, 1] > 2 * np.maximum(seen[:, 0], seen[:, 2])).all()


def test_a_link_out_of_the_folder_is_not_even_hashed(tmp_path: Path) -> None:
    folder, outside = captioned(tmp_path / "in", [GOOD]), tmp_path / "large"
    with outside.open("wb") as file:
        file.truncate(1 << 40)
    (folder / "large.png").symlink_to(outside)
    assert len(read(f"folder:{folder}", SIZE).rows) == 1


def test_a_long_picture_keeps_its_shape() -> None:
    wide = np.zeros((100, 8000, 4), np.uint8)
    wide[..., 3] = 255
    wide[:, :, 0] = 200
    wide[0, 0, 3] = 0
    picture, enlarged = squared(Pictures.fromarray(wide), 128)
    covered = np.asarray(picture)[..., 3] > 127
    assert not enlarged
    assert covered.any(0).sum() == pytest.approx(120, abs=2)
    assert covered.any(1).sum() == pytest.approx(2, abs=1)
