"""Damaged LoRAs, decoders and parts libraries are one sentence that names the file."""

import json
import lzma
import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import torch
from diffusers import AutoencoderTiny, UNet2DConditionModel

from model.errors import EmojismithError
from model.files.folders import BUNDLED
from model.pipeline import Extras, load
from model.sketch.language.nearest import Nearest
from model.sketch.library import Library
from tests.support.damaged_models import ANY_FILE, WEIGHTS, damages, files
from training.diffusion.lora import add_lora, save_lora

Harm = Callable[[Path], object]
STYLE = "twemoji"


def packed(value: object) -> Harm:
    return lambda path: path.write_bytes(lzma.compress(json.dumps(value).encode()))


CONTENTS: dict[str, Harm] = {
    "a list": packed([]),
    "no keys": packed({}),
    "texts": packed(
        dict.fromkeys(("concepts", "styles", "bodies", "narrower", "english", "en"), "x")
    ),
    "numbers": packed(
        {key: {"cat": 7} for key in ("concepts", "bodies", "features", "narrower", "en")}
    ),
    "nested": lambda path: path.write_bytes(lzma.compress(b'{"a":' * 100_000)),
    "not text": lambda path: path.write_bytes(lzma.compress(b"\xff\xfe\x00")),
}


def sentence(use: Callable[[], object], path: Path, damage: str) -> list[str]:
    """What is wrong with the outcome of using a damaged file."""
    try:
        use()
    except EmojismithError as error:
        said = str(error)
        fine = "\n" not in said and (path.name in said or path.parent.name in said)
        return [] if fine else [f"{path.name}, {damage}: {said}"]
    except BaseException as error:
        return [f"{path.name}, {damage}: {error!r:.200}"]
    return [f"{path.name}, {damage}: it is used"]


def read_all(folder: Path, name: str) -> None:
    library = Library(folder)
    match name.split(".")[0].split("/")[0]:
        case "concepts":
            assert library.concepts["lemon"].name
            assert library.styles
            assert library.accessories
            assert library.expressions
        case "names":
            assert library.names("en")
        case "words":
            assert library.narrower
            assert library.english
        case "embeddings":
            Nearest.open(folder / name)
        case _:
            library.part(STYLE, "lemon")


def test_every_damage_of_the_parts_library_is_one_sentence(tmp_path: Path) -> None:
    wrong = []
    whole = BUNDLED / "library"
    names = [path.name for path in sorted(whole.iterdir()) if path.suffix == ".xz"]
    names += ["embeddings.safetensors", "names/en.json.xz"]
    for name in names:
        if name.startswith("parts-") and STYLE not in name:
            continue
        special = WEIGHTS if name.endswith(".safetensors") else CONTENTS
        for damage, harm in (ANY_FILE | special).items():
            folder = tmp_path / "library"
            (folder / "names").mkdir(parents=True)
            for other in names:
                (os.symlink if other != name else shutil.copy)(whole / other, folder / other)
            harm(folder / name)
            wrong += sentence(partial(read_all, folder, name), folder / name, damage)
            shutil.rmtree(folder)
    assert not wrong, "\n".join(wrong)


@pytest.fixture(scope="module")
def lora(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lora")
    unet = UNet2DConditionModel.from_pretrained(tiny_model / "unet", torch_dtype=torch.float32)
    add_lora(unet, rank=2)
    save_lora(unet, folder)
    (folder / "emojismith.json").write_text('{"steps": 4, "guidance": 1.0, "solver": "ddim"}')
    return folder


@pytest.fixture(scope="module")
def decoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("decoder")
    widths = {f"{part}_block_out_channels": (8, 8, 8, 8) for part in ("encoder", "decoder")}
    AutoencoderTiny(**widths).save_pretrained(folder)
    return folder


@pytest.mark.parametrize("part", ["acceleration", "decoder"])
def test_every_damage_beside_a_model_is_one_sentence(
    part: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    decoding = part == "decoder"
    model = request.getfixturevalue("tiny_opaque_model" if decoding else "tiny_model")
    whole: Path = request.getfixturevalue("decoder" if decoding else "lora")
    copy = str(tmp_path / "copy")
    extras = Extras(decoder=copy) if decoding else Extras(acceleration=copy)
    wrong = []
    for file in files(whole):
        for damage, harm in damages(whole / file).items():
            if file == "emojismith.json" and damage == "missing":
                continue  # A LoRA needs no settings.
            folder = shutil.copytree(whole, tmp_path / "copy")
            harm(folder / file)
            wrong += sentence(lambda: load(model, extras=extras), folder / file, damage)
            shutil.rmtree(folder)
    assert not wrong, "\n".join(wrong)
