"""The autoencoder without normalisation agrees with diffusers' own."""

from pathlib import Path

import pytest
import torch
from diffusers import AutoencoderTiny

from model.errors import BadModel
from model.files.weights import fill
from model.nets.tiny_autoencoder import TinyAutoencoder, TinyConfig

FORM = {
    "in_channels": 4,
    "out_channels": 4,
    "latent_channels": 12,
    "encoder_block_out_channels": (8, 8, 8, 8),
    "decoder_block_out_channels": (16, 16, 16, 16),
    "num_encoder_blocks": (1, 2, 1, 1),
    "num_decoder_blocks": (2, 1, 1, 1),
}


def opened(theirs: AutoencoderTiny, folder: Path) -> TinyAutoencoder:
    theirs.save_pretrained(folder)
    ours = TinyAutoencoder(TinyConfig.from_dict(dict(theirs.config)))
    return fill(ours, folder, torch.float32, torch.device("cpu"))


@torch.inference_mode()
def test_it_encodes_and_decodes_as_diffusers_does(tmp_path: Path) -> None:
    torch.manual_seed(3)
    theirs = AutoencoderTiny(**FORM).eval()
    ours = opened(theirs, tmp_path)
    pixels = torch.rand(2, 4, 32, 48) * 2 - 1
    latents = torch.randn(2, 12, 4, 6) * 2
    torch.testing.assert_close(ours.encode(pixels), theirs.encode(pixels).latents)
    torch.testing.assert_close(ours.decode(latents), theirs.decode(latents).sample)
    assert ours.encode(pixels).shape == latents.shape
    assert ours.config.factor == 8


@pytest.mark.parametrize(
    ("key", "value"),
    [("act_fn", "silu"), ("scaling_factor", 0.5), ("decoder_block_out_channels", (8, 16, 16, 16))],
)
def test_another_form_is_refused_in_a_sentence(key: str, value: object) -> None:
    with pytest.raises(BadModel, match="only"):
        TinyConfig.from_dict({**FORM, key: value})
