"""Cached latents and hidden states: what is stored, under which key, and what is read back."""

import errno
import json
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import torch
from diffusers import AutoencoderKL
from tokenizers import Tokenizer
from transformers import CLIPTokenizer

from model.errors import Unavailable
from model.image.pixels import to_network
from model.nets.text import TextEncoder
from tests.support.small_reading import captioned, disc
from training.diffusion.augment import views
from training.diffusion.autoencoder import open_autoencoder
from training.diffusion.hidden_states import HiddenStates
from training.diffusion.latents import LatentViews, autoencoder_digest
from training.diffusion.lazy_rows import LazyRows
from training.reading import read

FLIPS = (True, False, True)
PICTURES = np.stack([disc((40 * n + 60, 200 - 40 * n, 30), 64) for n in range(3)])
TEXTS = ("", "cat", "angry unicorn")


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EMOJISMITH_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def autoencoder(tiny_opaque_model: Path) -> AutoencoderKL:
    return AutoencoderKL.from_pretrained(tiny_opaque_model / "vae")


def pictures(rows: Sequence[int]) -> npt.NDArray[np.uint8]:
    return PICTURES[list(rows)]


def of(autoencoder: AutoencoderKL, count: int = 3, seed: int = 5) -> LatentViews:
    return LatentViews(pictures, FLIPS, "discs", autoencoder, count, seed)


def folders(home: Path) -> list[Path]:
    return sorted((home / "cache").iterdir())


def test_a_readings_pictures_are_encoded(autoencoder: AutoencoderKL, tmp_path: Path) -> None:
    lines = [{"file_name": f"{name}.png", "text": name} for name in ("cat", "dog")]
    reading = read(str(captioned(tmp_path / "two", lines)), 64)
    flips = reading.rows["flips"]
    latents = LatentViews(reading.pictures, flips, reading.digest, autoencoder, 2)
    latents.fill()
    found = latents.sample([1, 0], [0, 0], torch.zeros(2, 4, 8, 8))
    x = to_network(reading.pictures([1, 0]))[:, :3]
    with torch.no_grad():
        modes = autoencoder.encode(x).latent_dist.mode() * 0.18215
    assert torch.allclose(found, modes, atol=1e-3)


@torch.no_grad()
def test_a_latent_is_what_the_autoencoder_samples(autoencoder: AutoencoderKL) -> None:
    noise = torch.randn(2, 4, 8, 8)
    latents = of(autoencoder).sample([2, 0], [0, 0], noise)
    x = views(pictures([2, 0]), [True] * 2, [None] * 2)[:, :3]
    posterior = autoencoder.encode(x).latent_dist
    expected = (posterior.mean + posterior.std * noise) * 0.18215
    assert (latents - expected).abs().max() < 2e-3 * expected.abs().max()
    assert latents.dtype == torch.float32


def test_a_shift_is_taken_off_first(autoencoder: AutoencoderKL) -> None:
    noise = torch.zeros(1, 4, 8, 8)
    plain = of(autoencoder).sample([0], [0], noise)
    autoencoder.register_to_config(shift_factor=0.5)
    shifted = of(autoencoder).sample([0], [0], noise)
    assert torch.allclose(shifted, plain - 0.5 * 0.18215, atol=1e-6)


def test_the_bundled_form_sees_alpha_too(tiny_model: Path) -> None:
    autoencoder = open_autoencoder(tiny_model / "vae")
    assert of(autoencoder).sample([1], [2], torch.zeros(1, 12, 8, 8)).shape == (1, 12, 8, 8)


def test_views_differ_and_repeat(autoencoder: AutoencoderKL, own_home: Path) -> None:
    noise = torch.zeros(3, 4, 8, 8)
    once = of(autoencoder).sample([0, 0, 0], [0, 1, 2], noise)
    assert len({row.sum().item() for row in once}) == 3
    (folder,) = folders(own_home)
    for file in folder.iterdir():
        file.unlink()
    assert torch.allclose(of(autoencoder).sample([0, 0, 0], [0, 1, 2], noise), once, atol=1e-3)


def test_after_filling_nothing_is_encoded_any_more(
    autoencoder: AutoencoderKL, monkeypatch: pytest.MonkeyPatch
) -> None:
    of(autoencoder).sample([1], [1], torch.zeros(1, 4, 8, 8))
    of(autoencoder).fill()
    reader = of(autoencoder)
    monkeypatch.setattr(autoencoder, "encode", lambda x: pytest.fail("encoded again"))
    reader.fill()
    latents = reader.sample([0, 1, 2] * 3, [0, 0, 0, 1, 1, 1, 2, 2, 2], torch.zeros(9, 4, 8, 8))
    assert (latents.flatten(1).std(1) > 0).all()


def test_whatever_a_latent_depends_on_is_in_its_key(
    autoencoder: AutoencoderKL, own_home: Path
) -> None:
    of(autoencoder)
    of(autoencoder)
    assert len(folders(own_home)) == 1
    of(autoencoder, count=4)
    of(autoencoder, seed=6)
    LatentViews(pictures, FLIPS, "others", autoencoder, 3, 5)
    before = autoencoder_digest(autoencoder)
    autoencoder.decoder.conv_out.bias.data += 1
    assert autoencoder_digest(autoencoder) == before
    autoencoder.quant_conv.bias.data += 1
    of(autoencoder)
    of(autoencoder.to(torch.bfloat16))
    assert len(folders(own_home)) == 6


def test_a_disk_too_small_for_all_rows_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: int, start: int, size: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    rows = LazyRows(tmp_path / "rows", 4, (2,), lambda rows: pytest.fail("computed in vain"))
    monkeypatch.setattr(os, "posix_fallocate", full)
    with pytest.raises(Unavailable, match="No space is left"):
        rows.fill(2, "rows")


def test_filling_takes_all_missing_rows_in_batches(tmp_path: Path) -> None:
    asked: list[list[int]] = []

    def compute(rows: Sequence[int]) -> npt.NDArray[np.float32]:
        asked.append(list(rows))
        return np.repeat(np.array(rows, np.float32)[:, None], 2, axis=1)

    rows = LazyRows(tmp_path / "rows", 6, (2,), compute)
    rows[[3]]
    rows.fill(2, "rows")
    assert asked == [[3], [0, 1], [2, 4], [5]]
    assert rows[range(6)][:, 1].tolist() == [0, 1, 2, 3, 4, 5]


def test_clips_states_are_as_long_as_it_sees_and_cut_captions_are_counted(tmp_path: Path) -> None:
    signs, ends = "abcdefghijklmnopqrstuvwxyz", ["<|startoftext|>", "<|endoftext|>"]
    pieces = [*signs, *(f"{sign}</w>" for sign in signs), *ends]
    (tmp_path / "vocab.json").write_text(json.dumps({piece: i for i, piece in enumerate(pieces)}))
    (tmp_path / "merges.txt").write_text("#version: 0.2\n")
    files = (str(tmp_path / "vocab.json"), str(tmp_path / "merges.txt"))
    tokenizer = CLIPTokenizer(*files, model_max_length=8)
    table = torch.randn(len(pieces), 16)

    def encode(texts: Sequence[str]) -> torch.Tensor:
        found = tokenizer(list(texts), padding="max_length", truncation=True, return_tensors="pt")
        return table[found.input_ids]

    def length(text: str) -> int:
        return len(tokenizer(text, verbose=False).input_ids)

    hidden_states = HiddenStates(("", "cat", "sixsix", "sevenxx"), encode, "clip")
    assert hidden_states.truncated(length) == 1
    found = hidden_states[[1, 0, 3]]
    assert found.shape == (3, 8, 16)
    assert found.dtype == torch.float32
    assert torch.allclose(found, encode(["cat", "", "sevenxx"]), atol=2e-3)


def test_the_bundled_forms_states_are_those_it_paints_with(tiny_model: Path) -> None:
    encoder = TextEncoder.open(tiny_model)
    tokenizer = Tokenizer.from_file(str(tiny_model / "tokenizer" / "tokenizer.json"))
    long = "angry cat " * 40
    hidden_states = HiddenStates((*TEXTS, long), encoder.states, "minilm")
    assert hidden_states.truncated(lambda text: len(tokenizer.encode(text).ids)) == 1
    assert torch.allclose(hidden_states[[0, 2, 3]], encoder.states([*TEXTS[::2], long]), atol=2e-3)


def test_text_states_are_encoded_once(tmp_path: Path) -> None:
    asked: list[str] = []

    def encode(texts: Sequence[str]) -> torch.Tensor:
        asked.extend(texts)
        return torch.ones(len(texts), 2, 3)

    HiddenStates(TEXTS, encode, "ones").fill()
    assert asked == ["", *TEXTS]
    again = HiddenStates(TEXTS, encode, "ones")
    again.fill()
    assert again[[2, 1]].tolist() == np.ones((2, 2, 3)).tolist()
    assert asked == ["", *TEXTS, ""]
    with pytest.raises(ValueError, match="text 0"):
        HiddenStates(("cat",), encode, "ones")
