"""Settings: every default is in config.toml, and what is mistyped is refused by name."""

from pathlib import Path

import pytest

from bot.config import Settings, read_settings
from bot.domain import BadSettings

ROOT = Path(__file__).resolve().parents[2]


def test_config_toml_says_the_defaults() -> None:
    settings = read_settings(ROOT / "config.toml")
    assert settings == Settings()
    assert settings.model_dump(exclude_unset=True) == Settings().model_dump()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[emoji]\nwildnes = 3", "there is no setting 'emoji.wildnes': did you mean 'wildness'?"),
        ("[emojis]\n", "there is no setting 'emojis': did you mean 'emoji'?"),
        ("[model]\nxyz = 1", "there is no setting 'model.xyz': known here: path, follow, "),
        ("[emoji]\ncandidates = 99", "emoji.candidates: input should be less than or equal to 8."),
        ("[emoji]\ncandidates = '4'", "emoji.candidates: input should be a valid integer."),
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
