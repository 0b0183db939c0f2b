"""Every damage to every file of a model is one sentence that names the file, never a traceback."""

import random
import shutil
from pathlib import Path

import pytest

from tests.support.damaged_models import (
    damages,
    files,
    mutate_file,
    only_half_precision,
    outcome,
)

# Strange pictures are traced in the tests of tracing.
pytestmark = pytest.mark.usefixtures("untraced")

FORMS = ("tiny_model", "tiny_clip_model")
# Harmless: a file that nothing reads, and a vocabulary without merges.
HARMLESS = (("tokenizer/vocab.txt", ""), ("tokenizer/merges.txt", "empty"))


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> tuple[str, Path]:
    model: Path = request.getfixturevalue(request.param)
    return request.param, model


def test_every_damage_of_every_file_is_one_sentence(form: tuple[str, Path], tmp_path: Path) -> None:
    _, model = form
    wrong = []
    for file in files(model):
        for damage, harm in damages(model / file).items():
            folder = shutil.copytree(model, tmp_path / "copy")
            harm(folder / file)
            try:
                said = outcome(folder)
            except Exception as error:
                wrong.append(f"{file}, {damage}: {error!r:.200}")
            else:
                if not said and not any(file == f and d in (damage, "") for f, d in HARMLESS):
                    wrong.append(f"{file}, {damage}: it paints")
                # Without a manifest the model has Stable Diffusion's defaults, which do not fit.
                named = said.replace("colour channels", "emojismith.json")
                if said and Path(file).parts[0] not in named:
                    wrong.append(f"{file}, {damage}: {said}")
            shutil.rmtree(folder)
    assert not wrong, "\n".join(wrong)


def test_weights_in_half_precision_alone_paint(form: tuple[str, Path], tmp_path: Path) -> None:
    _, model = form
    folder = shutil.copytree(model, tmp_path / "copy")
    for file in files(model):
        if file.endswith(".safetensors"):
            only_half_precision(folder / file)
    assert outcome(folder) == ""


@pytest.mark.parametrize("seed", range(40))
def test_a_changed_value_paints_or_is_one_sentence(
    form: tuple[str, Path], seed: int, tmp_path: Path
) -> None:
    _, model = form
    rng = random.Random(seed)
    folder = shutil.copytree(model, tmp_path / "copy")
    file = rng.choice([name for name in files(model) if name.endswith("config.json")])
    done = mutate_file(folder / file, rng)
    try:
        outcome(folder)
    except Exception as error:
        raise AssertionError(f"{file}: {done}") from error
