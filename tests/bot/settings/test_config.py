"""Settings: config.toml holds every default, and an unknown key is refused by name."""

import tomllib
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.domain import BadSettings
from bot.settings import config
from bot.settings.config import Settings, read_settings

ROOT = Path(__file__).resolve().parents[3]


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


WRONG_VALUES = """
model.path = ""                     | model.path: '' cannot be used: name a file or folder
model.path = "a\\u0000b"             | cannot be used: name a file or folder
model.follow = "yes"                | model.follow: input should be a valid boolean
model.decoder = "  "                | model.decoder: '  ' cannot be used
model.steps = 201                   | model.steps: input should be less than or equal to 200
model.guidance = 0.5                | model: guidance is 0 for the model's own, or at least 1
model.acceleration = 3              | model.acceleration: input should be a valid string
reader.llm_url = "localhost:11434"  | reader.llm_url: 'localhost:11434' cannot be used: write an
api.enabled = true                   | api: the API is enabled without clients: name one
api.host = "http://x"                | api.host: 'http://x' cannot be used: write a host name
api.port = 65536                     | api.port: input should be less than or equal to 65535
api.clients."My Blog" = {}           | api.clients.My Blog: 'My Blog' cannot be used: write a
api.clients.blog.waiting = 0         | api.clients.blog.waiting: input should be greater than
reader.llm_model = 7                | reader.llm_model: input should be a valid string
engine.backend = "slurm"            | engine.backend: input should be 'local' or 'ray'
engine.address = "ray://head:10001" | engine.address: 'ray://head:10001' cannot be used: write
engine.address = "head"             | engine.address: 'head' cannot be used: write
engine.replicas = 0                 | engine.replicas.min: input should be greater than
engine.replicas = "many"            | engine.replicas: write a number, or { min = 1, max = 4 }
engine.replicas = { min = 3, max = 2 } | engine.replicas: min is greater than max: exchange them
ab.share = nan                      | ab.share: input should be a finite number
ab.share = 1.5                      | ab.share: input should be less than or equal to 1
ab.share = 0.5                      | ab: share is set without a model: name one
emoji.style = "nope"                | emoji.style: 'nope' is unknown: use one of fluent, noto, twem
emoji.style = "Fluent"              | emoji.style: 'Fluent' is unknown: did you mean 'fluent'?
emoji.candidates = 0                | emoji.candidates: input should be greater than or equal to 1
emoji.wildness = -1                 | emoji.wildness: input should be greater than or equal to 0
output.folder = ""                  | output.folder: '' cannot be used: name a file or folder
database.path = ""                  | database.path: '' cannot be used: name a file or folder
database.path = "   "               | database.path: '   ' cannot be used
database.picture_days = 0           | database.picture_days: input should be greater than or
database.picture_days = 100000000   | database.picture_days: input should be less than or equal
database.audit_days = -3            | database.audit_days: input should be greater than or equal
queue.per_person = 0                | queue.per_person: input should be greater than or equal to 1
queue.total = 99999999999999999999  | queue.total: input should be
queue.stop_seconds = inf            | queue.stop_seconds: input should be a finite number
queue.stop_seconds = -1.0           | queue.stop_seconds: input should be greater than 0
queue.stop_seconds = 1e9            | queue.stop_seconds: input should be less than or equal to 3600
limits.per_hour = inf               | limits.per_hour: input should be a finite number
limits.per_hour = nan               | limits.per_hour: input should be a finite number
limits.per_hour = 0.0               | limits.per_hour: input should be greater than 0
limits.per_hour = -2.0              | limits.per_hour: input should be greater than 0
limits.burst = -1                   | limits.burst: input should be greater than or equal to 0
limits.per_day = -1                 | limits.per_day: input should be greater than or equal to 0
limits.overrides."discrod:1" = {}   | limits.overrides.discrod:1: 'discrod:1' cannot be used: write
limits.overrides."discord:a" = {}   | write "discord:SERVER", "discord:role:ROLE" or
limits.overrides."discord:1".burst = -1 | limits.overrides.discord:1.burst: input should be
limits.overrides."discord:1".per_hour = inf | limits.overrides.discord:1.per_hour: input should
moderation.languages = ["English"]  | moderation.languages: 'English' is unknown: did you mean 'engl
moderation.languages = ["englsh"]   | did you mean 'english'?
moderation.languages = ["klingon"]  | moderation.languages: 'klingon' is unknown: use one of all, ar
moderation.languages = "english"    | moderation.languages: input should be a valid list
moderation.refuse = [""]            | moderation.refuse.0: an empty word cannot be used
moderation.allow = [" "]            | moderation.allow.0: an empty word cannot be used
moderation.spaces."1" = ["x"]       | write "discord:SERVER" or "telegram:CHAT"
moderation.spaces."discord:1" = [""] | moderation.spaces.discord:1.0: an empty word cannot be used
votes.up = [""]                     | votes.up.0: an empty word cannot be used
votes.down = ["👍"]                 | votes: 👍 is in up and in down: keep it in one of them
votes.consent = "never"             | votes.consent: input should be 'ask' or 'opt-out'
admins.people = ["42"]              | admins.people: '42' is nobody: write "discord:ID" or
admins.people = ["discord:ann"]     | write "discord:ID" or "telegram:ID"
discord.enabled = 1                 | discord.enabled: input should be a valid boolean
telegram.enabled = "no"             | telegram.enabled: input should be a valid boolean
web.host = ""                       | web.host: '' cannot be used: write a host name
web.host = "http://a"               | web.host: 'http://a' cannot be used: write a host name
web.port = 70000                    | web.port: input should be less than or equal to 65535
web.port = -1                       | web.port: input should be greater than or equal to 0
web.hosts = ["https://a.example"]   | web.hosts.0: 'https://a.example' cannot be used
web.hosts = ["a.example:443"]       | without scheme, port and path
web.hosts = ["*"]                   | without scheme, port and path
web.hosts = ["*.a.example"]         | without scheme, port and path
limits.overrides."discord:\u0661" = {per_day = 3} | write "discord:SERVER"
web.proxies = ["proxy.example"]      | web.proxies.0: 'proxy.example' cannot be used
monitor.port = 8766                 | monitor.port is also web.port: choose another port
monitor.port = -5                   | monitor.port: input should be greater than or equal to 0
log.level = "loud"                  | log.level: input should be 'debug', 'info', 'warning' or
training.epochs = inf               | [training]: --epochs: Input should be a finite number
training.epoch = 3                  | [training]:
training.model = "no/such"            | [training]: There is no model folder
training.preset = "none"            | [training]: There is no preset 'none'
training.refresh.learning_rate = -1 | [training.refresh]: --learning-rate: Input should be greater
training.refresh = 3                | [training.refresh]: it must be a table
"""


@pytest.mark.parametrize("row", WRONG_VALUES.strip().splitlines())
@pytest.mark.parametrize("check", [("--check",), ()])
def test_check_and_start_judge_every_setting(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    row: str,
    check: tuple[str, ...],
) -> None:
    setting, sentence = (part.strip() for part in row.rsplit(" | ", 1))
    path = tmp_path / "config.toml"
    path.write_text(setting, "utf-8")

    def started(*_: object) -> None:
        pytest.fail("it was started with a wrong setting")

    monkeypatch.setattr("bot.run.check", started)
    monkeypatch.setattr("bot.run.run", started)
    assert main(["--config", str(path), *check]) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1


def test_the_table_has_every_setting() -> None:
    tried = {
        row.split(" = ")[0].split('."')[0].strip() for row in WRONG_VALUES.strip().splitlines()
    }
    free = {
        "discord.application_emoji",
        "web.enabled",
        "ab.model",
    }  # Switches, and like model.path.
    for section, field in Settings.model_fields.items():
        for key in getattr(field.annotation, "model_fields", ()):
            name = f"{section}.{key}"
            assert name in tried | free, name


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
