"""Settings: config.toml holds every default, and an unknown key is refused by name."""

import tomllib
from pathlib import Path

import pytest

from bot import config
from bot.config import Settings, read_settings
from bot.domain import BadSettings

ROOT = Path(__file__).resolve().parents[2]


def test_config_toml_says_the_defaults() -> None:
    text = (ROOT / "config.toml").read_text(encoding="utf-8")
    settings = Settings.model_validate(tomllib.loads(text))
    assert settings == Settings()
    assert settings.model_dump(exclude_unset=True) == Settings().model_dump()


def test_paths_are_relative_to_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.toml").write_text(
        '[model]\npath = "mine"\nacceleration = "hub:a/b"\n[ab]\nmodel = "/elsewhere/other"\n'
        '[training]\nmodel = "base"\ndata = "folder:pictures"\n'
        '[training.refresh]\nmodel = "bundled"\ndata = "open:noto"\n'
    )
    settings = read_settings(tmp_path / "config.toml")
    assert settings.model.path == str(tmp_path / "mine")
    assert settings.model.acceleration == "hub:a/b"
    assert settings.model.decoder == ""
    assert settings.ab.model == "/elsewhere/other"
    assert settings.database.path == str(tmp_path / "emojismith.db")
    assert settings.output.folder == str(tmp_path / "generations")
    assert settings.training == {
        "model": str(tmp_path / "base"),
        "data": f"folder:{tmp_path / 'pictures'}",
        "refresh": {"model": "bundled", "data": "open:noto"},
    }
    monkeypatch.chdir(tmp_path)
    assert read_settings().model.path == "mine"


def test_without_a_file_every_setting_has_its_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "DEFAULTS", (tmp_path / "none.toml",))
    assert read_settings() == Settings()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[emoji]\nwildnes = 3", "there is no setting 'emoji.wildnes': did you mean 'wildness'?"),
        ("[emojis]\n", "there is no setting 'emojis': did you mean 'emoji'?"),
        ("[model]\nxyz = 1", "there is no setting 'model.xyz': known here: path, follow, "),
        ("[emoji]\ncandidates = 99", "emoji.candidates: input should be less than or equal to 8."),
        ("[emoji]\ncandidates = '4'", "emoji.candidates: input should be a valid integer."),
        ("[queue]\nin_all = 9", "'queue.in_all' is now called 'queue.total'."),
        ("[emoji\n", "is not valid TOML"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text)
    with pytest.raises(BadSettings) as caught:
        read_settings(path)
    assert sentence in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="cannot be read"):
        read_settings(tmp_path / "none.toml")
