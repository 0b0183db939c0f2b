"""Every damage to every file of a model is one sentence that names the file, never a traceback."""

import random
import shutil
from pathlib import Path

import pytest

from tests.support.damaged_models import (
    ANY_FILE,
    CONFIGS,
    WEIGHTS,
    fault,
    files,
    mutate_file,
    only_half_precision,
    outcome,
    pairs,
)

# Strange pictures are traced in the tests of tracing.
pytestmark = pytest.mark.usefixtures("untraced")

FORMS = ("tiny_model", "tiny_clip_model")


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> tuple[str, Path]:
    model: Path = request.getfixturevalue(request.param)
    return request.param, model


def test_a_damaged_file_is_one_sentence(form: tuple[str, Path], tmp_path: Path) -> None:
    _, model = form
    # A third of them, with each file and each damage; `make fuzz` tries all.
    tried = list(pairs(model))[::3]
    assert {file for file, _ in tried} == set(files(model))
    assert {damage for _, damage in tried} == {*ANY_FILE, *WEIGHTS, *CONFIGS}
    faults = [fault(model, file, damage, tmp_path / "copy") for file, damage in tried]
    assert not any(faults), "\n".join(filter(None, faults))


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
