"""`emojismith pack`: its files, its archives, and a sentence for each error."""

import tarfile
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from bot.__main__ import main


def test_a_pack_is_a_folder_of_named_pictures(
    config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in ("one", "two"):
        out = str(tmp_path / folder)
        words = ["pack", "Dancing lemon", "--moods", "happy, sad, wave", "--seed", "4"]
        assert main(["--config", config, *words, "--out", out]) == 0
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    moods = ["happy", "sad", "wave"]
    pictures = [f"dancing_lemon_{mood}.png" for mood in moods]
    assert names == ["LICENCE.txt", *pictures, "sheet.png"]
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    with Image.open(tmp_path / "one" / pictures[0]) as picture:
        assert (picture.size, picture.mode) == ((128, 128), "RGBA")
    licence = (tmp_path / "one" / "LICENCE.txt").read_text()
    for part in ("Dancing lemon", "MIT", "Apache-2.0", "CC-BY-4.0"):
        assert part in licence
    assert "3 emoji in" in capsys.readouterr().out


def test_a_pack_is_an_archive_for_a_chat(
    config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["pack", "🍋+😎", "--moods", "happy,ok", "--seed", "4"]
    assert main(["--config", config, *words, "--out", str(tmp_path / "a.tgz")]) == 0
    with tarfile.open(tmp_path / "a.tgz") as archive:
        assert len([name for name in archive.getnames() if name.endswith(".png")]) == 2
    words[1] = "blorpy lemon"
    assert main(["--config", config, *words, "--as", "slack", "--move"]) == 0
    assert "not understood: blorpy" in capsys.readouterr().out
    [made] = (tmp_path / "out").iterdir()
    assert made.name.endswith("-slack.zip")
    with zipfile.ZipFile(made) as archive:
        assert len([name for name in archive.namelist() if name.endswith(".gif")]) == 2


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["frog", "--moods", "hangry"], "I do not know the mood 'hangry'"),
        (["frog", "--as", "teams"], "There is no pack for 'teams': choose zip, mastodon, slack"),
        (["  "], "The prompt is empty"),
        (["frog", "--style", "kitsch"], "choose fluent, noto, twemoji"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(
    config: str, words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--config", config, "pack", *words]) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert len(said.strip().splitlines()) == 1
