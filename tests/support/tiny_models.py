"""Tiny models with random weights, as complete diffusers folders."""

import json
import shutil
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from torch import nn

from model.files.weights import save
from model.nets.bert import Bert, BertConfig
from model.nets.finish import FinishConfig, FinishJudge
from model.nets.judge import Judge, JudgeConfig
from model.nets.tiny_autoencoder import TinyAutoencoder, TinyConfig
from model.nets.unet import UNet, UNetConfig
from model.nets.vae import VAE, VAEConfig

WORDS = ["fluent", "emoji", ",", "angry", "unicorn", "dancing", "lemon", "cat", "face"]
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"

UNET = {
    "_class_name": "UNet2DConditionModel",
    "sample_size": 16,
    "in_channels": 12,
    "out_channels": 12,
    "block_out_channels": [32, 64],
    "layers_per_block": 1,
    "down_block_types": ["DownBlock2D", "CrossAttnDownBlock2D"],
    "up_block_types": ["CrossAttnUpBlock2D", "UpBlock2D"],
    "cross_attention_dim": 384,
    "attention_head_dim": 8,
    "norm_num_groups": 8,
    "addition_embed_type": "text",
    "addition_embed_type_num_heads": 6,
}
VAE_RGBA = {
    "_class_name": "AutoencoderTiny",
    "in_channels": 4,
    "out_channels": 4,
    "latent_channels": 12,
    "encoder_block_out_channels": [8] * 4,
    "decoder_block_out_channels": [8] * 4,
    "num_encoder_blocks": [1, 1, 1, 1],
    "num_decoder_blocks": [1, 1, 1, 1],
}
BERT = {
    "architectures": ["BertModel"],
    "dtype": "float32",
    "model_type": "bert",
    "vocab_size": len(SPECIAL) + len(WORDS) + 2 * len(LETTERS),
    "hidden_size": 384,
    "intermediate_size": 64,
    "num_hidden_layers": 1,
    "num_attention_heads": 12,
    "max_position_embeddings": 64,
    "type_vocab_size": 2,
    "layer_norm_eps": 1e-12,
    "use_attention_mask": True,
    "pad_token_id": 0,
}
SCHEDULER = {
    "_class_name": "DPMSolverMultistepScheduler",
    "num_train_timesteps": 1000,
    "beta_schedule": "squaredcos_cap_v2",
    "prediction_type": "v_prediction",
    "lambda_min_clipped": -5.1,
    "timestep_spacing": "linspace",
    "algorithm_type": "dpmsolver++",
    "solver_order": 2,
}
JUDGE = JudgeConfig(side=32, widths=(8, 8, 16), blocks=1)
MANIFEST = {
    "image_size": 128,
    "alpha": True,
    "styles": ["fluent", "noto", "twemoji"],
    "steps": 8,
    "guidance": 2.0,
    "strengths": [0.0, 0.3, 0.45, 0.6],
    "licence": "MIT",
}


def build(folder: Path) -> Path:
    """A model like the bundled one: paints RGBA at 128 px, predicts v, has a judge."""
    with torch.random.fork_rng():
        torch.manual_seed(11)
        _part(folder / "unet", UNet(UNetConfig.from_dict(UNET)), UNET)
        _part(folder / "vae", _visible(TinyAutoencoder(TinyConfig.from_dict(VAE_RGBA))), VAE_RGBA)
        _part(folder / "text_encoder", Bert(BertConfig.from_dict(BERT)), BERT, "model")
        Judge(JUDGE).save_pretrained(folder / "judge")
        (folder / "finish").mkdir()
        FinishJudge(FinishConfig(widths=(4, 4))).save_pretrained(folder / "finish")
    _tokenizer(folder / "tokenizer")
    _json(folder / "scheduler" / "scheduler_config.json", SCHEDULER)
    _json(folder / "emojismith.json", MANIFEST)
    _json(folder / "model_index.json", _index("BertModel", "BertTokenizerFast", "AutoencoderTiny"))
    return folder


def _visible(autoencoder: TinyAutoencoder) -> TinyAutoencoder:
    """Random weights decode to nothing: make colours and alpha vary around a half."""
    last = autoencoder.decoder.layers[-1]
    assert isinstance(last, nn.Conv2d)
    assert last.bias is not None
    with torch.no_grad():
        last.weight.mul_(12)
        last.bias.fill_(0.5)
    return autoencoder


def tuned(model: Path, folder: Path, scale: float = 1.01) -> Path:
    """A copy of a model with the UNet's weights multiplied by `scale`."""
    shutil.copytree(model, folder)
    path = folder / "unet" / "diffusion_pytorch_model.safetensors"
    save_file({name: tensor * scale for name, tensor in load_file(path).items()}, path)
    return folder


def build_clip(folder: Path) -> Path:
    """The same as `build_opaque` with CLIP as the text encoder, a safety checker, and no judge."""
    from diffusers.pipelines.stable_diffusion.safety_checker import StableDiffusionSafetyChecker
    from transformers import (
        CLIPConfig,
        CLIPImageProcessor,
        CLIPTextConfig,
        CLIPTextModel,
        CLIPTokenizer,
    )

    build_opaque(folder)
    for part in ("text_encoder", "tokenizer", "judge", "finish"):
        shutil.rmtree(folder / part)
    signs = [*LETTERS, *(f"{letter}</w>" for letter in LETTERS)]
    vocabulary = {sign: i for i, sign in enumerate([*signs, "<|startoftext|>", "<|endoftext|>"])}
    (folder / "tokenizer").mkdir()
    files = [folder / "tokenizer" / name for name in ("vocab.json", "merges.txt")]
    files[0].write_text(json.dumps(vocabulary))
    files[1].write_text("#version: 0.2\n")
    tokenizer = CLIPTokenizer(*map(str, files), model_max_length=16)
    tokenizer.save_pretrained(folder / "tokenizer")
    files[0].write_text(json.dumps(vocabulary))
    files[1].write_text("#version: 0.2\n")
    (folder / "tokenizer" / "tokenizer.json").unlink(missing_ok=True)
    small = {"intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2}
    end = len(vocabulary) - 1
    text = {**small, "hidden_size": 384, "vocab_size": len(vocabulary)}
    text |= {"max_position_embeddings": 16, "bos_token_id": end - 1, "eos_token_id": end}
    vision = {**small, "hidden_size": 16, "image_size": 32, "patch_size": 16}
    with torch.random.fork_rng():
        torch.manual_seed(13)
        CLIPTextModel(CLIPTextConfig(**text)).save_pretrained(folder / "text_encoder")
        config = CLIPConfig(vision_config=vision, text_config=text, projection_dim=8)
        checker = StableDiffusionSafetyChecker(config)
        checker.concept_embeds_weights.fill_(2.0)
        checker.special_care_embeds_weights.fill_(2.0)
        checker.save_pretrained(folder / "safety_checker")
    square = {"height": 32, "width": 32}
    CLIPImageProcessor(size={"shortest_edge": 32}, crop_size=square).save_pretrained(
        folder / "feature_extractor"
    )
    index = _index("CLIPTextModel", "CLIPTokenizer", "AutoencoderKL")
    index["safety_checker"] = ["stable_diffusion", "StableDiffusionSafetyChecker"]
    index["feature_extractor"] = ["transformers", "CLIPImageProcessor"]
    _json(folder / "model_index.json", index)
    return folder


def build_opaque(folder: Path) -> Path:
    """A model like Stable Diffusion v1.4: paints RGB at 64 px, predicts noise, has no manifest."""
    unet = {**UNET, "in_channels": 4, "out_channels": 4, "sample_size": 8}
    del unet["addition_embed_type"]
    vae = {
        "_class_name": "AutoencoderKL",
        "in_channels": 3,
        "out_channels": 3,
        "latent_channels": 4,
        "block_out_channels": [8, 8, 16, 16],
        "down_block_types": ["DownEncoderBlock2D"] * 4,
        "up_block_types": ["UpDecoderBlock2D"] * 4,
        "layers_per_block": 1,
        "norm_num_groups": 4,
        "sample_size": 128,
        "scaling_factor": 0.18215,
    }
    scheduler = {
        "_class_name": "PNDMScheduler",
        "num_train_timesteps": 1000,
        "beta_start": 0.00085,
        "beta_end": 0.012,
        "beta_schedule": "scaled_linear",
        "set_alpha_to_one": False,
        "skip_prk_steps": True,
        "steps_offset": 1,
        "timestep_spacing": "leading",
    }
    with torch.random.fork_rng():
        torch.manual_seed(12)
        _part(folder / "unet", UNet(UNetConfig.from_dict(unet)), unet)
        _part(folder / "vae", VAE(VAEConfig.from_dict(vae)), vae)
        _part(folder / "text_encoder", Bert(BertConfig.from_dict(BERT)), BERT, "model")
        Judge(JUDGE).save_pretrained(folder / "judge")
        (folder / "finish").mkdir()
        FinishJudge(FinishConfig(widths=(4, 4))).save_pretrained(folder / "finish")
    _tokenizer(folder / "tokenizer")
    _json(folder / "scheduler" / "scheduler_config.json", scheduler)
    _json(folder / "model_index.json", _index("BertModel", "BertTokenizerFast", "AutoencoderKL"))
    return folder


def _part(
    folder: Path, module: nn.Module, config: dict[str, Any], name: str = "diffusion_pytorch_model"
) -> None:
    save(module, folder / f"{name}.safetensors", torch.float16)
    _json(folder / "config.json", config)


def _json(path: Path, data: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, indent=2))


def _index(encoder: str, tokenizer: str, autoencoder: str) -> dict[str, Any]:
    return {
        "_class_name": "StableDiffusionPipeline",
        "_diffusers_version": "0.42.1",
        "feature_extractor": [None, None],
        "image_encoder": [None, None],
        "requires_safety_checker": False,
        "safety_checker": [None, None],
        "scheduler": ["diffusers", "DPMSolverMultistepScheduler"],
        "text_encoder": ["transformers", encoder],
        "tokenizer": ["transformers", tokenizer],
        "unet": ["diffusers", "UNet2DConditionModel"],
        "vae": ["diffusers", autoencoder],
    }


def _tokenizer(folder: Path) -> None:
    pieces = [*SPECIAL, *WORDS, *LETTERS, *(f"##{letter}" for letter in LETTERS)]
    vocabulary = {piece: i for i, piece in enumerate(pieces)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    ends = [(name, vocabulary[name]) for name in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = processors.TemplateProcessing("[CLS] $A [SEP]", None, ends)
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "vocab.txt").write_text("\n".join(pieces))
    settings = {"tokenizer_class": "BertTokenizer", "model_max_length": 32, "do_lower_case": True}
    _json(folder / "tokenizer_config.json", settings)
