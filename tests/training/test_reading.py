"""Reading data to fine-tune on: all formats, skipped rows, cleaning, the cache."""

import errno
import io
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import datasets
import huggingface_hub.constants
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from model.errors import BadRequest, Unavailable
from tests.support import small_sets
from tests.support.small_reading import captioned, disc, kaggle, png, url
from training.data.render import decode
from training.reading import read
from training.reading.clean import opened, squared
from training.reading.flips import may_flip
from training.reading.folder import Folder, FolderEntry
from training.reading.open_sets import OpenSets
from training.reading.reader import read_source
from training.reading.source import BadRow

RED, BLUE, GREEN = (200, 30, 40), (30, 60, 200), (20, 160, 60)
SIZE = 32


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMOJISMITH_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "hub")


def cleaned(picture: Image.Image, resolution: int = SIZE) -> tuple[npt.NDArray[np.uint8], bool]:
    data = io.BytesIO()
    picture.save(data, "PNG")
    out, enlarged = squared(opened(data.getvalue()), resolution)
    return np.asarray(out), enlarged


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Five emoji: in the folder, only in the table, nowhere, broken, and with an empty name."""
    rows = [
        ("1", "🍋", "lemon", url(png(disc(GREEN))), url(png(disc(RED)))),
        ("2", "🤠", "⊛ cowboy hat face", url(png(disc(BLUE))), ""),
        ("3", "🏁", "flag: Chad", "", url(png(disc(RED)))),
        ("4", "🐢", "turtle", "data:image/png;base64,AAAA", ""),
        ("5", "🐸", "  ", url(png(disc(BLUE))), ""),
    ]
    folder = kaggle(tmp_path / "kaggle", ["WINDOWS", "Google"], rows)
    (folder / "image" / "Windows").mkdir(parents=True)
    (folder / "image" / "Windows" / "1.png").write_bytes(png(disc(RED)))
    return folder


def test_kaggles_pictures_come_from_the_folder_or_else_from_the_table(table: Path) -> None:
    reading = read(f"kaggle:{table}", SIZE)
    assert reading.rows["name"] == ["lemon", "cowboy hat face"]
    assert reading.rows["style"] == ["fluent", "fluent"]
    middle = [decode(data)[SIZE // 2, SIZE // 2].tolist() for data in reading.rows["picture"]]
    assert middle == [[*RED, 255], [*BLUE, 255]]
    assert reading.skipped == {
        "Windows/3 flag: Chad (line 4)": "no picture by this vendor",
        "Windows/4 turtle (line 5)": "broken picture",
        "Windows/5  (line 6)": "empty name",
    }
    assert "not for redistribution" in reading.licence
    assert reading.summary()[1].endswith("no picture by this vendor: Windows/3 flag: Chad (line 4)")


def test_vendors_are_chosen_and_have_a_style(table: Path) -> None:
    reading = read(f"kaggle:{table}", SIZE, vendors=["google"])
    assert reading.rows["captions"] == [["lemon"], ["flag of chad"]]
    assert reading.rows["style"] == ["noto", "noto"]
    assert reading.rows["flips"] == [True, False]
    assert reading.digest != read(f"kaggle:{table}", SIZE).digest


def test_a_vendor_that_is_not_there_is_named(table: Path) -> None:
    with pytest.raises(BadRequest, match=r"no column Nokia: it has .*WINDOWS, Google"):
        read(f"kaggle:{table}", SIZE, vendors=["Nokia"])


def test_what_training_is_scored_on_is_left_out(tmp_path: Path) -> None:
    rows = [("1", "🥕", "carrot", url(png(disc(RED)))), ("2", "🍋", "lemon", url(png(disc(RED))))]
    reading = read(f"kaggle:{kaggle(tmp_path / 'k', ['Windows'], rows)}", SIZE)
    assert reading.rows["name"] == ["lemon"]
    assert list(reading.skipped.values()) == ["held out for evaluation"]


def test_wrong_columns_are_said_with_what_is_wanted(tmp_path: Path) -> None:
    folder = kaggle(tmp_path / "k", ["Windows"], [], ("id", "emoji", "title"))
    with pytest.raises(BadRequest, match=r"no column #, name: it has id, emoji, title, Windows"):
        read(f"kaggle:{folder}", SIZE)


def test_a_table_that_is_no_text_is_said(tmp_path: Path) -> None:
    (tmp_path / "full_emoji.csv").write_bytes(b"#,emoji,name,Windows\n\xff\xfe\x00")
    with pytest.raises(BadRequest, match="is not a UTF-8 CSV file"):
        read(f"kaggle:{tmp_path}", SIZE)


def test_a_subset_has_the_asked_size_and_is_the_same_one_every_time(tmp_path: Path) -> None:
    lines = [{"file_name": f"{n}.png", "text": f"thing {n}"} for n in range(9)]
    folder = captioned(tmp_path / "nine", lines)
    (folder / "4.png").write_bytes(b"no picture")
    eight, three = (
        read(str(folder), SIZE, 8).rows["name"],
        read(str(folder), SIZE, 3).rows["name"],
    )
    assert len(eight) == 8
    assert three == eight[:3]
    assert sorted(three) != ["thing 0", "thing 1", "thing 2"]
    with pytest.raises(BadRequest, match="ask for 1 or more"):
        read(str(folder), SIZE, 0)


def test_a_folder_with_captions_keeps_what_is_good_and_names_the_rest(tmp_path: Path) -> None:
    lines: list[dict[str, object]] = [
        {"file_name": "cat.png", "text": "an  angry\ncat", "style": "noto"},
        {"file_name": "cat.png", "text": "an angry cat", "style": "noto"},
        {"file_name": "dog.png", "text": ["dog", "a dog"]},
        {"file_name": "cow.png", "text": " "},
        {"file_name": "pig.png", "text": "pig", "style": "crayon"},
        {"file_name": "hen.png", "text": 7},
        {"text": "nothing"},
    ]
    folder = captioned(tmp_path / "own", lines)
    (folder / "cat.png").write_bytes(png(disc(RED)))
    metadata = folder / "metadata.jsonl"
    metadata.write_text(metadata.read_text() + "{torn\n")
    reading = read(f"folder:{folder}", SIZE)
    assert reading.rows["captions"] == [["an angry cat"], ["dog", "a dog"]]
    assert reading.rows["style"] == ["noto", "fluent"]
    assert reading.skipped == {
        "cat.png (line 2)": "the same picture with the same name",
        "cow.png (line 4)": "empty name",
        "pig.png (line 5)": "unknown style",
        "hen.png (line 6)": "text is not a string",
        "metadata.jsonl (line 7)": "missing file",
        "metadata.jsonl (line 8)": "the line is not a JSON object",
    }


def test_wrong_columns_of_a_folder_are_said(tmp_path: Path) -> None:
    folder = captioned(tmp_path / "own", [{"file_name": "a.png", "title": "cat"}])
    with pytest.raises(BadRequest, match=r"has the columns file_name, title: it needs"):
        read(str(folder), SIZE)


def test_nothing_left_is_said_with_the_reasons(tmp_path: Path) -> None:
    folder = captioned(tmp_path / "own", [{"file_name": f"{n}.png", "text": "x"} for n in "ab"])
    (folder / "a.png").write_bytes(b"")
    (folder / "b.png").write_bytes(png(disc(RED, radius=0)))
    reasons = r"None of 2 images is usable: broken picture \(1\), nothing is visible \(1\)"
    with pytest.raises(BadRequest, match=reasons):
        read(str(folder), SIZE)
    assert not list((tmp_path / "home" / "reading").iterdir())


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("kaggle:/nowhere", "no full_emoji.csv"),
        ("folder:/nowhere", "no metadata.jsonl"),
        ("open:crayon", "no open set crayon"),
        ("kaggle:", "is not a data source"),
        ("/nowhere", "is not a data source"),
    ],
)
def test_what_names_no_data_is_said(spec: str, said: str) -> None:
    with pytest.raises(BadRequest, match=said):
        read(spec, SIZE)


def test_the_open_sets_are_rendered_at_the_requested_resolution(tmp_path: Path) -> None:
    source = OpenSets(["noto"], small_sets.write(tmp_path / "sets"))
    reading = read_source(source, 48, None)
    assert set(reading.rows["name"]) == {"lemon", "waving hand", "motor scooter"}
    assert {decode(data).shape for data in reading.rows["picture"]} == {(48, 48, 4)}
    assert len(reading.rows[0]["captions"]) > 1
    flips = dict(zip(reading.rows["name"], reading.rows["flips"], strict=True))
    assert flips == {"lemon": True, "waving hand": False, "motor scooter": True}
    assert reading.skipped == {"noto/nothing-known": "no emoji has this name"}
    assert (reading.attribution, reading.licence) == ("Discs by Ann (MIT)", "MIT")


def test_a_second_reading_only_opens_what_the_first_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = captioned(tmp_path / "own", [{"file_name": "a.png", "text": "cat"}])
    once = read(str(folder), SIZE)
    with monkeypatch.context() as patch:
        patch.setattr(Folder, "entries", lambda self: pytest.fail("read again"))
        again = read(str(folder), SIZE)
    assert once.rows[:] == again.rows[:]
    assert once.digest == again.digest
    (folder / "a.png").write_bytes(png(disc(BLUE)))
    changed = read(str(folder), SIZE)
    assert changed.digest != once.digest
    assert decode(changed.rows[0]["picture"])[SIZE // 2, SIZE // 2].tolist() == [*BLUE, 255]
    assert read(str(folder), SIZE * 2).digest != changed.digest


def test_a_full_disk_is_one_sentence_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    folder = captioned(tmp_path / "own", [{"file_name": "a.png", "text": "cat"}])
    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(Unavailable, match="No space is left"):
        read(str(folder), SIZE)
    assert not list((tmp_path / "home" / "reading").iterdir())


def test_of_two_readers_at_once_the_slower_takes_what_the_faster_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = captioned(tmp_path / "own", [{"file_name": "a.png", "text": "cat"}])
    entries = Folder.entries

    def overtaken(self: Folder) -> list[FolderEntry]:
        monkeypatch.setattr(Folder, "entries", entries)
        read(str(folder), SIZE)
        return entries(self)

    monkeypatch.setattr(Folder, "entries", overtaken)
    assert read(str(folder), SIZE).rows["name"] == ["cat"]
    assert len(list((tmp_path / "home" / "reading").iterdir())) == 1


def local_hub(folder: Path, columns: dict[str, list[object]]) -> str:
    """A local data set in the format of the hub."""
    features = {name: datasets.Value("string") for name in columns}
    features["image"] = datasets.Image()
    folder.mkdir()
    rows = datasets.Dataset.from_dict(columns, datasets.Features(features))
    rows.to_parquet(str(folder / "train-00000-of-00001.parquet"))
    return f"hub:{folder}"


def test_a_data_set_in_the_hubs_form_is_read_by_its_columns_types(tmp_path: Path) -> None:
    pictures = [{"bytes": data} for data in (png(disc(RED)), b"torn", png(disc(BLUE)))]
    columns: dict[str, list[object]] = {
        "image": [*pictures, None],
        "label_text": ["cat", "dog", "left hand", "cow"],
    }
    reading = read(local_hub(tmp_path / "set", columns), SIZE)
    assert reading.rows["name"] == ["cat", "left hand"]
    assert reading.rows["flips"] == [True, False]
    assert reading.skipped == {"row 1": "broken picture", "row 3": "no picture"}


def test_the_hubs_digest_follows_the_files(tmp_path: Path) -> None:
    picture: list[object] = [{"bytes": png(disc(RED))}]
    cat = read(local_hub(tmp_path / "cat", {"image": picture, "text": ["cat"]}), SIZE)
    dog = read(local_hub(tmp_path / "dog", {"image": picture, "text": ["dog"]}), SIZE)
    assert cat.digest != dog.digest


def test_a_data_set_of_other_columns_is_said(tmp_path: Path) -> None:
    columns: dict[str, list[object]] = {"image": [None], "left": ["a"], "right": ["b"]}
    with pytest.raises(BadRequest, match="has the columns image, left, right: it needs"):
        read(local_hub(tmp_path / "set", columns), SIZE)


class Refusing(BaseHTTPRequestHandler):
    """Answers like the hub does for data sets that the account may not read."""

    def do_HEAD(self) -> None:
        self.send_response(401)
        gated = "gated" in self.path
        self.send_header("X-Error-Code", "GatedRepo" if gated else "RepoNotFound")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Log nothing."""


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    server = HTTPServer(("127.0.0.1", 0), Refusing)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    monkeypatch.setattr(datasets.config, "HF_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    yield
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("name", "said"),
    [("ann/gated", "is gated: .* set HF_TOKEN"), ("ann/none", "has no data set ann/none")],
)
@pytest.mark.usefixtures("hub")
def test_what_the_hub_refuses_is_one_sentence(name: str, said: str) -> None:
    with pytest.raises(Unavailable, match=said):
        read(f"hub:{name}", SIZE)


def test_a_hub_out_of_reach_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasets.config, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(Unavailable, match="could not be reached for ann/emoji"):
        read("hub:ann/emoji", SIZE)


def test_hidden_colour_never_shows() -> None:
    pixels, _ = cleaned(Image.fromarray(disc(GREEN, resolution=64, radius=0.25)))
    edge = pixels[(pixels[..., 3] > 20) & (pixels[..., 3] < 235)].astype(int)
    assert len(edge) > 20
    assert (edge[:, 1] > 2 * np.maximum(edge[:, 0], edge[:, 2])).all(), "magenta comes through"
    assert not pixels[pixels[..., 3] == 0].any()
    unscaled = disc(GREEN, resolution=SIZE, radius=0.47)
    assert not cleaned(Image.fromarray(unscaled))[0][0, 0].any()


def test_what_is_drawn_is_trimmed_and_padded_to_a_square() -> None:
    wide = np.zeros((200, 300, 4), np.uint8)
    wide[150:180, 10:130] = (*RED, 255)
    pixels, enlarged = cleaned(Image.fromarray(wide), 64)
    rows, columns = (np.flatnonzero(pixels[..., 3].max(axis) > 64) for axis in (1, 0))
    assert (columns[0], columns[-1]) == (2, 61)
    assert (len(rows), rows[0] + rows[-1]) == (16, 63)
    assert not enlarged
    assert cleaned(Image.fromarray(wide), 256)[1]


def test_an_opaque_picture_keeps_its_white_ground() -> None:
    paper = np.full((90, 90, 3), 250, np.uint8)
    paper[30:60, 30:60] = RED
    pixels, _ = cleaned(Image.fromarray(paper))
    assert pixels[..., 3].min() == 255
    assert pixels[0, 0].tolist() == [255, 255, 255, 255]
    assert (pixels[..., 1] < 128).mean() > 0.8


def encoded(picture: Image.Image, form: str, **options: object) -> bytes:
    data = io.BytesIO()
    picture.save(data, form, **options)
    return data.getvalue()


def test_every_form_of_picture_becomes_straight_rgba() -> None:
    plain = Image.fromarray(disc(RED))
    grey = np.asarray(plain)[..., 3].astype(np.uint16) * 120
    files = {
        "palette": encoded(plain.quantize(8), "PNG"),
        "grey with alpha": encoded(plain.convert("LA"), "PNG"),
        "16 bits": encoded(Image.fromarray(grey), "PNG"),
        "CMYK": encoded(Image.new("CMYK", (9, 9), (0, 255, 255, 0)), "JPEG"),
        "bits": encoded(plain.convert("1"), "PNG"),
        "animated": encoded(plain, "WEBP", save_all=True, append_images=[plain.rotate(90)]),
    }
    pictures = {name: np.asarray(opened(data)) for name, data in files.items()}
    assert {p.shape[2] for p in pictures.values()} == {4}
    assert pictures["palette"][36, 36].tolist() == [*RED, 255]
    assert pictures["palette"][0, 0, 3] == pictures["grey with alpha"][0, 0, 3] == 0
    assert pictures["16 bits"][36, 36].tolist() == [119, 119, 119, 255]
    assert pictures["CMYK"][4, 4, 0] > 200 > 60 > pictures["CMYK"][4, 4, 1]
    assert pictures["animated"][36, 36, 3] == 255


def test_a_photo_is_turned_as_its_exif_says() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    half = Image.new("RGB", (40, 20), "white")
    half.paste(RED, (0, 0, 20, 20))
    picture = opened(encoded(half, "PNG", exif=exif))
    assert picture.size == (20, 40)
    assert picture.getpixel((10, 5)) == (*RED, 255)


def test_a_bomb_and_a_torn_file_are_rows_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = png(disc(RED))
    with pytest.raises(BadRow, match="broken"):
        opened(whole[: len(whole) // 2])
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 72 * 72 - 1)
    with pytest.raises(BadRow, match="larger than"):
        opened(whole)


@pytest.mark.parametrize("caption", ["left arrow", "flag of chad", "waving hand", "nine o'clock"])
def test_what_reads_one_way_is_not_mirrored(caption: str) -> None:
    assert not may_flip([caption])
    assert may_flip(["lemon", "angry unicorn"])
