"""`python -m bot emoji`: its files, its output, and a sentence for each error."""

from pathlib import Path

import pytest
from PIL import Image

from bot.__main__ import main
from bot.emoji_command import mistyped
from model.files.promotion import promote
from model.files.weights import digest


@pytest.fixture
def config(tmp_path: Path, tiny_model: Path) -> str:
    path = tmp_path / "config.toml"
    path.write_text(f'[model]\npath = "{tiny_model}"\n[output]\nfolder = "{tmp_path / "out"}"\n')
    return str(path)


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
        (["cat", "--wildness", "101"], "from 0 (the sketch) to 100"),
        ([], "Say what to draw"),
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


def test_emoji_are_read_as_typed(
    config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["emoji", "🪿", "\u2139\ufe0f", "\uff43\uff41\uff54", "--wildness", "0"]
    assert main(["--config", config, *words, "--out-dir", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    for name in ("goose", "information", "cat"):
        assert f"read as: {name}" in said
