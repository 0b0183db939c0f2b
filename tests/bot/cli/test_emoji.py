"""`python -m bot emoji`: its files, its output, and a sentence for each error."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from bot.__main__ import main
from bot.cli.emoji import mistyped
from bot.cli.output import Output
from bot.cli.prompts import from_file
from bot.language import speaking
from bot.settings.config import read_settings
from model.files.promotion import promote
from model.files.weights import digest
from tests.support import tiny_diffusers

PICTURE = Path(__file__).parents[3] / "docs" / "explanation" / "mixes.png"


def test_one_prompt_gives_a_picture_and_a_sheet(
    config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "lemon.png"
    words = ["emoji", "Dancing Lemon with Sunglasses", "--style", "twemoji", "--seed", "7"]
    assert main(["--config", config, *words, "--candidates", "3", "--out", str(out)]) == 0
    with Image.open(out) as picture, Image.open(tmp_path / "lemon-candidates.png") as sheet:
        assert (picture.size, picture.mode) == ((128, 128), "RGBA")
        assert picture.getchannel("A").getextrema()[0] == 0
        assert sheet.width > 3 * 128
    said = capsys.readouterr().out
    for part in (str(out), "lemon-candidates.png", "seed 7", "model ", "painted in", "sketch"):
        assert part in said
    assert "dancing lemon" in said


def test_into_a_pipe_goes_the_picture_alone(
    config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as pool:
        read = pool.submit(pipe.read_bytes)
        words = ["emoji", "angry lemon", "--wildness", "0", "--out", str(pipe)]
        assert main(["--config", config, *words]) == 0
        assert read.result(30).startswith(b"\x89PNG")
    said = capsys.readouterr()
    assert (said.out, "read as: angry lemon" in said.err) == ("", True)
    assert sorted(tmp_path.glob("*candidates*")) == []


def test_a_meaning_that_moderation_refuses_is_not_painted(
    config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["emoji", "i will find where you live and end you", "--out", str(tmp_path / "a.png")]
    assert main(["--config", config, *words]) == 2
    assert "I can't draw that." in capsys.readouterr().err


def test_a_lora_is_a_style(
    config: str, tiny_model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tiny_diffusers.build_lora(tmp_path / "pixel", tiny_model)
    with Path(config).open("a") as file:
        file.write(f'[loras]\npixel = {{ path = "{path}", sketch = "noto", weight = 0.5 }}\n')
    words = ["emoji", "angry cat", "--seed", "3", "--candidates", "2", "--json"]
    out = str(tmp_path / "cat.png")
    assert main(["--config", config, *words, "--style", "pixel", "--out", out]) == 0
    receipt = json.loads(capsys.readouterr().out)
    assert receipt["style"] == "noto"
    assert receipt["lora"].startswith("pixel ")
    assert main(["--config", config, *words, "--style", "oil", "--out", out]) == 2
    assert "There is no style 'oil'" in capsys.readouterr().err


def test_the_same_seed_gives_the_same_bytes(config: str, tmp_path: Path) -> None:
    for name in ("one.png", "two.png"):
        words = ["emoji", "angry cat", "--seed", "3", "--candidates", "2"]
        assert main(["--config", config, *words, "--out", str(tmp_path / name)]) == 0
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()


def test_an_emoji_for_text_has_bolder_lines(config: str, tmp_path: Path) -> None:
    pictures = []
    for form in ("png", "emoji"):
        out = tmp_path / f"{form}.png"
        words = ["emoji", "dancing lemon", "--seed", "3", "--candidates", "1", "--wildness", "0"]
        assert main(["--config", config, *words, "--form", form, "--out", str(out)]) == 0
        with Image.open(out) as picture:
            assert picture.size == (128, 128)
            pictures.append(picture.tobytes())
    assert pictures[0] != pictures[1]


def test_several_prompts_give_a_picture_each_and_one_sheet(
    config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = tmp_path / "prompts.txt"
    listed.write_text("angry cat\n\nlemon\n")
    words = ["emoji", "Angry  Cat!", "--prompts", str(listed), "--wildness", "0"]
    folder = tmp_path / "generations"
    assert main(["--config", config, *words, "--out-dir", str(folder)]) == 0
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["angry-cat-2.png", "angry-cat.png", "lemon.png", "sheet.png"]
    captured = capsys.readouterr()
    assert "3/3" in captured.err
    assert captured.out.count("painted in") == 3


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["   "], "The prompt is empty"),
        (["x" * 201], "has 201 characters: at most 200"),
        (["cat", "--style", "kitsch"], "choose fluent, noto, twemoji"),
        (["cat", "--candidates", "9"], "1 to 8 candidates"),
        (["cat", "--wildness", "101"], "from 0 (the sketch itself) to 100"),
        ([], "Say what to draw"),
        (["--change", "with a hat"], "Say what to draw as well"),
        (["cat", "--out", "x.jpg"], "use .png, .webp, .svg, .gif, .webm, .tgs"),
        (["cat", "--move", "--out", "x.svg"], "use .gif, .png, .webp, .webm, .tgs"),
        (["cat", "dog", "--out", "x.png"], "--out is for a single prompt"),
        (["--prompts", "nowhere.txt"], "nowhere.txt cannot be read"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(
    config: str, words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--config", config, "emoji", *words]) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert len(said.strip().splitlines()) == 1


def test_a_missing_model_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f'[model]\npath = "{tmp_path}"\n')
    assert main(["--config", str(path), "emoji", "cat"]) == 1
    said = capsys.readouterr().err
    assert str(tmp_path) in said
    assert len(said.strip().splitlines()) == 1


def test_a_folder_that_cannot_be_written_is_one_sentence(
    config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    words = [
        "emoji",
        "cat",
        "--candidates",
        "1",
        "--wildness",
        "0",
        "--out",
        str(blocked / "x.png"),
    ]
    assert main(["--config", config, *words]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_help_names_the_options(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["emoji", "--help"])
    assert caught.value.code == 0
    said = capsys.readouterr().out
    assert all(option in said for option in ("--style", "--seed", "--wildness", "--out-dir"))


def test_paints_with_what_is_promoted(
    config: str,
    tiny_model: Path,
    other_tiny_model: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("EMOJISMITH_HOME", str(tmp_path / "home"))
    promote(other_tiny_model, str(tiny_model))
    assert main(["--config", config, "emoji", "angry cat"]) == 0
    assert f"model {digest(other_tiny_model)[:12]}" in capsys.readouterr().out
    text = Path(config).read_text().replace("[output]", "follow = false\n[output]")
    Path(config).write_text(text)
    assert main(["--config", config, "emoji", "angry cat"]) == 0
    assert f"model {digest(tiny_model)[:12]}" in capsys.readouterr().out


def test_a_prompt_needs_no_command(config: str, tmp_path: Path) -> None:
    out = tmp_path / "cat.png"
    words = ["--seed", "3", "angry cat", "--candidates", "1", "--out", str(out)]
    assert main([*words, "--config", config]) == 0
    assert out.exists()


def test_options_of_training_stand_after_train(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check", "train"]) == 2
    assert "after `train`" in capsys.readouterr().err
    with pytest.raises(SystemExit) as caught:
        main(["train", "promote", "--help"])
    assert caught.value.code == 0
    assert "--config" in capsys.readouterr().out


def test_a_mistyped_command_is_not_painted(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["stat"])
    assert end.value.code == 2
    said = capsys.readouterr().err
    assert "Did you mean `emojismith stats`?" in said
    assert "`emojismith emoji stat`" in said


@pytest.mark.parametrize("word", ["stars", "trains", "brain", "rain", "lemon"])
def test_a_word_that_can_be_drawn_is_no_mistyped_command(word: str) -> None:
    assert mistyped(word, ["stats", "train", "serve", "config"]) is None


def test_what_moderation_refuses_is_not_painted_unless_told_to(
    config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["emoji", "heil hitler", "--wildness", "0", "--out", str(tmp_path / "one.png")]
    assert main(["--config", config, *words]) == 2
    said = capsys.readouterr().err
    assert said.startswith("'heil hitler': I can't draw that.")
    assert "--unmoderated" in said
    assert main(["--config", config, *words, "--unmoderated"]) == 0
    said = capsys.readouterr().out
    assert "read as: a puzzled face, because no word was understood" in said
    assert "not understood: heil, hitler" in said


def test_words_are_read_in_the_language_of_the_command_line(
    config: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LANGUAGE", "fr")
    words = ["emoji", "chat", "--wildness", "0", "--json", "--out", str(tmp_path / "chat.png")]
    with speaking("en"):
        assert main(["--config", config, *words]) == 0
    assert json.loads(capsys.readouterr().out)["read_as"] == "cat"


def test_emoji_are_read_as_typed(
    config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["emoji", "🪿", "\u2139\ufe0f", "\uff43\uff41\uff54", "--wildness", "0"]
    assert main(["--config", config, *words, "--out-dir", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    for name in ("goose", "information", "cat"):
        assert f"read as: {name}" in said


def test_names_never_collide(tmp_path: Path) -> None:
    output = Output(tmp_path, None, "png", None, False)
    paths = output.paths(["cat", "cat", "cat 2", "CAT!", "sheet", "cat-2", "!", "?", "🍋", "🍋+🐶"])
    assert [path.stem for path in paths] == [
        "cat", "cat-2", "cat-2-2", "cat-3", "sheet-2", "cat-2-3", "emoji", "emoji-2",
        "lemon", "lemon-and-dog-face",
    ]  # fmt: skip


def test_a_file_of_prompts_may_have_a_mark_and_comments(tmp_path: Path) -> None:
    listed = tmp_path / "prompts.txt"
    listed.write_bytes(b"\xef\xbb\xbfangry cat\r\n# a comment\n  #another\n\n#\xef\xb8\x8f lemon\n")
    assert from_file(listed) == ["angry cat", "#\ufe0f lemon"]


def test_settings_may_have_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xef\xbb\xbf[emoji]\ncandidates = 2\n")
    assert read_settings(path).emoji.candidates == 2


def test_bytes_that_are_no_text_are_one_sentence(
    config: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--config", config, "emoji", "cat \udcff"]) == 2
    assert "bytes that are no text" in capsys.readouterr().err


def test_the_form_fits_the_files_name(
    config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--config", config, "emoji", "cat", "--candidates", "1", "--wildness", "0", "--out"]
    wrong = tmp_path / "x.png"
    assert main([*words, str(wrong), "--form", "svg"]) == 2
    assert "ends in .svg" in capsys.readouterr().err
    assert not wrong.exists()
    assert main([*words, str(tmp_path / "x.svg"), "--json"]) == 0
    assert (tmp_path / "x.svg").read_text().startswith("<svg")
    found = json.loads(capsys.readouterr().out)
    assert (found["file"], found["prompt"]) == (str(tmp_path / "x.svg"), "cat")


def test_a_terminal_without_utf_8_loses_nothing(config: str, tmp_path: Path) -> None:
    words = ["emoji", "café 🍋", "--candidates", "1", "--wildness", "0"]
    done = subprocess.run(
        [sys.executable, "-m", "bot", "--config", config, *words],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "caf\\xe9" in done.stdout
    assert "sheet: " in done.stdout


def test_make_passes_a_prompt_as_it_was_typed() -> None:
    done = subprocess.run(
        ["make", "-n", "-p", "emoji", "PROMPT=$100 bill"], capture_output=True, text=True
    )
    assert "PROMPT := $$100 bill" in done.stdout


MOVING = ["dancing lemon", "--seed", "3", "--candidates", "1", "--wildness", "0"]


def test_words_that_ask_for_a_motion_get_it(
    config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "lemon.gif"
    assert main(["--config", config, "emoji", *MOVING, "--out", str(out)]) == 0
    with Image.open(out) as picture:
        assert (picture.format, picture.size) == ("GIF", (128, 128))
        assert getattr(picture, "n_frames", 1) > 10
    said = capsys.readouterr().out
    assert "  moves: dance: " in said
    assert f"{out.stat().st_size / 1000:.0f} kB" in said


@pytest.mark.parametrize("move", [["--move", "spin"], ["--move"]])
def test_a_motion_makes_the_picture_move(config: str, move: list[str], tmp_path: Path) -> None:
    words = ["emoji", *MOVING, *move, "--out", str(tmp_path / "lemon.webp")]
    assert main(["--config", config, *words]) == 0
    with Image.open(tmp_path / "lemon.webp") as picture:
        assert (picture.size, getattr(picture, "n_frames", 1) > 10) == ((256, 256), True)


def test_a_word_that_only_a_motion_shows_is_understood_if_it_moves(
    config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["spinning lemon", *MOVING[1:]]
    for name, missed in (("still.png", True), ("moving.gif", False)):
        assert main(["--config", config, "emoji", *words, "--out", str(tmp_path / name)]) == 0
        said = capsys.readouterr().out
        assert ("not understood: spinning" in said) == missed
        assert ("moves: spin: " in said) != missed


def test_the_sheet_of_several_moving_ones_moves(config: str, tmp_path: Path) -> None:
    words = ["sad robot", "lemon", "--seed", "3", "--candidates", "1", "--wildness", "0"]
    out = ["--form", "gif", "--out-dir", str(tmp_path)]
    assert main(["--config", config, "emoji", *words, *out]) == 0
    with Image.open(tmp_path / "sheet.webp") as sheet:
        assert getattr(sheet, "n_frames", 1) > 10
        assert sheet.width > 4 * 128
    assert (tmp_path / "sad-robot.gif").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--move", "moonwalk"], "There is no motion 'moonwalk': choose bounce,"),
        (["--move", "spin", "--form", "png"], "--form png stands still: choose gif,"),
        (["--move", "spin", "--form", "gif", "--out", "a.png"], "name a file that ends in .gif"),
    ],
)
def test_what_cannot_move_says_why(
    config: str, words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--config", config, "emoji", *MOVING, *words]) == 2
    assert sentence in capsys.readouterr().err


def test_emoji_with_a_plus_are_mixed_and_the_mixes_are_named(
    config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "mix.png"
    words = ["emoji", "🍋+😎", "--seed", "1", "--wildness", "0", "--out", str(out)]
    assert main(["--config", config, *words]) == 0
    assert out.exists()
    said = capsys.readouterr().out
    assert "🍋 has the face of 😎" in said
    assert "  4: " in said


def test_a_refused_line_stops_no_other(
    config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed, out = tmp_path / "prompts.txt", tmp_path / "out"
    listed.write_text(f"angry cat\nheil hitler\n🍋+🍋\nlemon\n{'x' * 201}\n")
    words = ["emoji", "--prompts", str(listed), "--wildness", "0", "--candidates", "1"]
    assert main(["--config", config, *words, "--out-dir", str(out)]) == 1
    assert sorted(path.name for path in out.iterdir()) == [
        "angry-cat.png",
        "lemon.png",
        "sheet.png",
    ]
    said = capsys.readouterr().err[-500:]
    for part in ("3 prompts were not drawn:", "'heil hitler': I can", "'🍋+🍋': An emoji cannot"):
        assert part in said
    assert "xx…': The prompt has 201 characters" in said
    changed = ["--change", "without the hat", "--out-dir", str(out), "--wildness", "0"]
    assert main(["--config", config, "emoji", "cat with a hat", "lemon", *changed]) == 1
    assert "'lemon': " in capsys.readouterr().err


def test_if_all_prompts_are_refused_nothing_is_painted(
    config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["emoji", "heil hitler", "🍋+🍋", "--out-dir", str(tmp_path / "out")]
    assert main(["--config", config, *words]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2
    assert not (tmp_path / "out").exists()


def test_the_sheet_of_an_earlier_command_is_kept(tmp_path: Path) -> None:
    output = Output(tmp_path, None, "png", None, False)
    assert output.sheet(".png").name == "sheet.png"
    output.sheet(".png").touch()
    assert (output.sheet(".png").name, output.sheet(".webp").name) == ("sheet-2.png", "sheet.webp")


def test_emoji_that_cannot_be_mixed_are_a_sentence(
    config: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--config", config, "emoji", "🍋+😎+🎩+🍕+🐙"]) != 0
    assert "That is 5 emoji. Name two to four different emoji" in capsys.readouterr().err


def test_an_emoji_is_changed_step_by_step(
    config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    same = ["--config", config, "emoji", "lemon", "--seed", "3", "--wildness", "0", "--json"]
    changes = ["--change", "dancing", "--change", "with a hat", "--change", "back"]
    assert main([*same, "--out-dir", str(tmp_path)]) == 0
    assert main([*same, "--out-dir", str(tmp_path), *changes, "--change", "make it blue"]) == 0
    lemon, changed = map(json.loads, capsys.readouterr().out.splitlines())
    assert changed["read_as"] == "dancing blue lemon"
    assert changed["changes"] == ["dancing", "with a hat", "back", "make it blue"]
    assert Path(changed["file"]).name == "dancing-blue-lemon.png"
    # What is changed is the picture that was shown, and the sheet shows it before, too.
    assert changed["candidates"][0]["seed"] == lemon["candidates"][0]["seed"]
    with Image.open(lemon["sheet"]) as one, Image.open(changed["sheet"]) as both:
        assert both.height > 1.8 * one.height


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["lemon", "--change", "with a qwzx"], "did not understand “qwzx”"),
        (["🍋+😎", "--change", "make it blue", "--change", "a qwzx"], "did not understand “qwzx”"),
        (["lemon", "--change", "back"], "nothing to go back to"),
        (["lemon", "--change", "animate it"], "--move makes it move"),
        (["--from-picture", str(PICTURE), "--change", "blue"], "can be changed"),
    ],
)
def test_what_cannot_be_changed_is_a_sentence_and_paints_nothing(
    words: list[str], sentence: str, config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--config", config, "emoji", *words, "--out-dir", str(tmp_path / "out")]) == 2
    assert sentence in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
