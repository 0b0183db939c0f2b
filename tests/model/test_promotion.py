"""The pointer to the promoted model: written atomically, and only for complete models."""

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from model.errors import BadModel, BadRequest, Unavailable
from model.files.folders import BUNDLED
from model.files.promotion import check, pointer, promote, promoted, rollback, stamp
from model.files.weights import digest
from tests.support import tiny_models as tiny
from training import __main__ as cli

BASE = "model/bundled"
ROOT = Path(__file__).resolve().parents[2]
UNET = "unet/diffusion_pytorch_model.safetensors"
PROMOTE = "import sys; from pathlib import Path; from model.files.promotion import promote\n"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EMOJISMITH_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def copies(model: Path, folder: Path, count: int) -> list[Path]:
    """Valid copies of a model, each with different weights."""
    return [tiny.tuned(model, folder / str(n), 1 + (n + 1) / 100) for n in range(count)]


def python(code: str, *arguments: Path) -> "subprocess.Popen[bytes]":
    words = [sys.executable, "-c", PROMOTE + code, *map(str, arguments)]
    return subprocess.Popen(words, cwd=ROOT)


def test_nothing_is_promoted_at_first() -> None:
    assert promoted(BASE) is None
    assert stamp() is None
    with pytest.raises(BadRequest, match="No model is promoted"):
        rollback(BASE)


def test_promotes_and_goes_back_step_by_step(tiny_model: Path, tmp_path: Path) -> None:
    one, two = copies(tiny_model, tmp_path, 2)
    first = promote(one, BASE)
    before = stamp()
    assert (first.model, first.digest) == (str(one), digest(one))
    assert first.base == str(Path(BASE).resolve())
    second = promote(two, BASE)
    assert promote(two, BASE) == second
    assert promoted(BASE) == second
    assert stamp() != before
    assert json.loads(pointer().read_text())["before"][0]["model"] == str(one)
    assert rollback(BASE) == first == promoted(BASE)
    assert rollback(BASE) is None
    assert promoted(BASE) is None


def test_the_bundled_model_is_whole() -> None:
    check(BUNDLED)


def test_another_base_is_another_matter(tiny_model: Path, other_tiny_model: Path) -> None:
    promote(other_tiny_model, BASE)
    assert promoted(str(tiny_model)) is None
    assert promoted("owner/name") is None
    assert promoted(str(Path(BASE).resolve())) is not None
    assert promoted("bundled") is not None


def test_the_way_back_passes_over_what_is_gone_or_changed(tiny_model: Path, tmp_path: Path) -> None:
    kept, gone, changed, last = copies(tiny_model, tmp_path, 4)
    for folder in (kept, gone, changed, last):
        promote(folder, BASE)
    shutil.rmtree(gone)
    shutil.copy(last / UNET, changed / UNET)
    now = rollback(BASE)
    assert now is not None
    assert now.model == str(kept)


def spoil(folder: Path, how: str) -> None:
    """Damage a model folder in one way."""
    if how == "nan":
        path = folder / "nan"
        tiny.tuned(folder, path, float("nan"))
        shutil.copy(path / UNET, folder / UNET)
        shutil.rmtree(path)
    elif how == "cut off":
        data = (folder / UNET).read_bytes()
        (folder / UNET).write_bytes(data[: len(data) // 2])
    elif how == "json":
        (folder / "vae" / "config.json").write_text("{")
    else:
        (folder / how).unlink()


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ("nan", "is not finite"),
        ("cut off", "is damaged"),
        ("json", "vae/config.json is damaged"),
        (UNET, "The weights are missing from"),
        ("emojismith.json", "lacks"),
        ("model_index.json", "lacks"),
        ("scheduler/scheduler_config.json", "lacks"),
        ("tokenizer/tokenizer_config.json", "lacks"),
    ],
)
def test_only_a_whole_model_is_promoted(
    tiny_model: Path, tmp_path: Path, how: str, sentence: str
) -> None:
    good, bad = copies(tiny_model, tmp_path, 2)
    promote(good, BASE)
    spoil(bad, how)
    with pytest.raises(BadModel, match=sentence):
        promote(bad, BASE)
    now = promoted(BASE)
    assert now is not None
    assert now.model == str(good)
    with pytest.raises(BadModel, match="There is no model folder"):
        promote(tmp_path / "nowhere", BASE)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"before": []}', '{"model": 1, "before": []}'])
def test_a_damaged_pointer_is_one_sentence(home: Path, tiny_model: Path, text: str) -> None:
    home.mkdir()
    pointer().write_text(text)
    works: list[Callable[[], object]] = [
        lambda: promoted(BASE),
        lambda: promote(tiny_model, BASE),
        lambda: rollback(BASE),
    ]
    for work in works:
        with pytest.raises(BadModel, match="is damaged: remove it, and promote again"):
            work()


def test_a_home_that_cannot_be_written_is_one_sentence(home: Path, tiny_model: Path) -> None:
    home.write_text("a file")
    with pytest.raises(Unavailable, match="nothing was changed"):
        promote(tiny_model, BASE)


def test_two_at_once_lose_nothing(tiny_model: Path, tmp_path: Path) -> None:
    folders = copies(tiny_model, tmp_path, 8)
    code = f"for folder in sys.argv[1:]: promote(Path(folder), {BASE!r})"
    both = [python(code, *folders[:4]), python(code, *folders[4:])]
    assert [each.wait() for each in both] == [0, 0]
    found = json.loads(pointer().read_text())
    models = [found["model"], *(entry["model"] for entry in found["before"])]
    assert sorted(models) == sorted(map(str, folders))


def test_killed_in_the_middle_the_old_pointer_stands(tiny_model: Path, tmp_path: Path) -> None:
    old, new = copies(tiny_model, tmp_path, 2)
    promote(old, BASE)
    before = pointer().read_bytes()
    code = (
        "import os, signal; os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"promote(Path(sys.argv[1]), {BASE!r})"
    )
    assert python(code, new).wait() == -signal.SIGKILL
    assert pointer().read_bytes() == before
    assert promote(new, BASE) == promoted(BASE)


def test_the_commands_say_what_paints(
    tiny_model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (model,) = copies(tiny_model, tmp_path, 1)
    config = tmp_path / "config.toml"
    config.write_text(f'[model]\npath = "{tiny_model}"\n')
    short = digest(model)[:12]
    assert cli.main(["promote", str(model), "--config", str(config)]) == 0
    said = capsys.readouterr().out
    assert f"Promoted {model} ({short}); before, it was the base {tiny_model}." in said
    assert promoted(str(tiny_model)) is not None
    assert cli.main(["rollback", "--config", str(config)]) == 0
    said = capsys.readouterr().out
    assert said == f"Rolled back to the base {tiny_model}; before, it was {model} ({short}).\n"
    assert cli.main(["rollback", "--config", str(config)]) == 1
    assert "No model is promoted" in capsys.readouterr().err


def test_settings_that_cannot_be_read_are_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["rollback", "--config", str(tmp_path / "none.toml")]) == 1
    assert "cannot be read" in capsys.readouterr().err
