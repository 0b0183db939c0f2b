"""Ways to damage a model folder, and what then happens when it is loaded and paints."""

import json
import random
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file

from model.errors import EmojismithError
from model.files.folders import BUNDLED
from model.image.safety import safety_checker
from model.nets.finish import FinishJudge
from model.nets.judge import Judge
from model.nets.text import TextEncoder
from model.painter import Painter
from model.pipeline import load
from model.recipe import Recipe
from model.sketch.language.parse import Reader
from model.sketch.library import Library

LFS = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 33000000\n"
RECIPE = Recipe("angry unicorn", seed=1, candidates=2, wildness=75)
DECIDING = (".json", ".txt", ".safetensors")
# Harmless: a file that nothing reads, and a vocabulary without merges.
HARMLESS = (("tokenizer/vocab.txt", ""), ("tokenizer/merges.txt", "empty"))

Damage = Callable[[Path], object]


def _half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _not_finite(path: Path) -> None:
    tensors = load_file(path)
    save_file(
        {name: torch.full_like(t, torch.nan, dtype=torch.float16) for name, t in tensors.items()},
        path,
    )


def _fewer(path: Path) -> None:
    tensors = load_file(path)
    tensors.pop(max(tensors, key=lambda name: tensors[name].numel()))
    save_file(tensors, path)


def _other_shapes(path: Path) -> None:
    tensors = load_file(path)
    save_file({name: t.flatten()[:1].clone() for name, t in tensors.items()}, path)


def only_half_precision(path: Path) -> None:
    """Leave only `NAME.fp16.safetensors`."""
    tensors = load_file(path)
    save_file(
        {name: t.half() if t.is_floating_point() else t for name, t in tensors.items()},
        path.with_suffix(".fp16.safetensors"),
    )
    path.unlink()


ANY_FILE: dict[str, Damage] = {
    "missing": Path.unlink,
    "empty": lambda path: path.write_bytes(b""),
    "half": _half,
    "pointer": lambda path: path.write_text(LFS),
    "zeros": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "a folder": _folder,
}
WEIGHTS: dict[str, Damage] = {
    "bin only": lambda path: path.rename(path.with_suffix(".bin")),
    "not finite": _not_finite,
    "fewer": _fewer,
    "other shapes": _other_shapes,
}
CONFIGS: dict[str, Damage] = {
    "a list": lambda path: path.write_text("[]"),
    "nested": lambda path: path.write_text('{"a":' * 100_000),
    "not text": lambda path: path.write_bytes(b"\xff\xfe\x00"),
}


def damages(path: Path) -> dict[str, Damage]:
    """All ways to damage a file of this kind that a model does not survive."""
    return ANY_FILE | {".safetensors": WEIGHTS, ".json": CONFIGS}.get(path.suffix, {})


def files(folder: Path) -> Iterator[str]:
    """The files of a model that decide what is painted."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in DECIDING:
            yield path.relative_to(folder).as_posix()


def pairs(model: Path) -> Iterator[tuple[str, str]]:
    """Each file with each of its damages, by name."""
    for file in files(model):
        for damage in damages(model / file):
            yield file, damage


def fault(model: Path, file: str, damage: str, copy: Path) -> str:
    """What is wrong with how one damage is met, or "" if one sentence names the file's folder."""
    shutil.copytree(model, copy)
    damages(copy / file)[damage](copy / file)
    try:
        said = outcome(copy)
    except Exception as error:
        return f"{file}, {damage}: {error!r:.200}"
    finally:
        shutil.rmtree(copy)
    if not said:
        harmless = any(file == f and d in (damage, "") for f, d in HARMLESS)
        return "" if harmless else f"{file}, {damage}: it paints"
    # Without a manifest the model has Stable Diffusion's defaults, which do not fit.
    named = said.replace("colour channels", "emojismith.json")
    return "" if Path(file).parts[0] in named else f"{file}, {damage}: {said}"


VALUES: tuple[Any, ...] = (
    "x", "", None, True, False, [], {}, -1, 0, 1, 2, 3, 7, 10**7, 10**30, 0.5, -0.5, 1e-30, 1e30,
    float("nan"), float("inf"), float("-inf"), [0], [1, 2], [10**7] * 4, ["x"], [[]], {"a": 1},
    "\ud800", "x" * 10_000,
)  # fmt: skip


def mutate(config: dict[str, Any], rng: random.Random) -> str:
    """Change one value of a config, also inside lists and objects, and say which."""
    name = rng.choice(sorted(config))
    if rng.random() < 0.15:
        del config[name]
        return f"{name} removed"
    value = config[name]
    if isinstance(value, dict) and value and rng.random() < 0.7:
        return f"{name}.{mutate(value, rng)}"
    if isinstance(value, list) and value and rng.random() < 0.5:
        config[name] = value = list(value)
        if rng.random() < 0.3:
            value *= rng.choice((0, 2, 50))
        else:
            value[rng.randrange(len(value))] = rng.choice(VALUES)
        return f"{name} = {value!r:.60}"
    numbers = isinstance(value, int | float) and not isinstance(value, bool)
    scaled = [value * 2, value // 2, value + 1, value - 1, -value] if numbers else []
    config[name] = rng.choice((*VALUES, *scaled))
    return f"{name} = {config[name]!r:.60}"


def mutate_file(path: Path, rng: random.Random) -> str:
    """Change one value of a JSON file."""
    config = json.loads(path.read_text())
    done = mutate(config, rng)
    path.write_text(json.dumps(config))
    return done


def outcome(folder: Path) -> str:
    """Load a model and paint with it: the sentence that refuses it, or "" if it paints.

    Any other error passes through. Raises AssertionError for a message of several lines.
    """
    try:
        _painter(folder).paint(RECIPE)
    except EmojismithError as error:
        said = str(error)
    else:
        said = ""
    assert "\n" not in said, said
    return said


def _painter(folder: Path) -> Painter:
    """The same as `Painter.open` with the bundled parts, which are only opened once."""
    pipeline = load(folder, "cpu")
    own_judge, own_finish = folder / "judge", folder / "finish"
    library, reader, judge, finish = _bundled()
    return Painter(
        pipeline,
        library,
        reader,
        Judge.from_pretrained(own_judge) if own_judge.is_dir() else judge,
        FinishJudge.from_pretrained(own_finish) if own_finish.is_dir() else finish,
        safety_checker(folder, pipeline.device),
    )


@cache
def _bundled() -> tuple[Library, Reader, Judge, FinishJudge]:
    library = Library()
    return (
        library,
        Reader(library, TextEncoder.open(BUNDLED).embed),
        Judge.from_pretrained(BUNDLED / "judge"),
        FinishJudge.from_pretrained(BUNDLED / "finish"),
    )
