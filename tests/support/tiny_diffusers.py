"""Tiny random models of the forms that diffusers' pipelines paint, built without a network."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from diffusers import (
    AutoencoderKL,
    AutoencoderKLFlux2,
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
    FlowMatchEulerDiscreteScheduler,
    Flux2KleinPipeline,
    Flux2Transformer2DModel,
    FluxPipeline,
    FluxTransformer2DModel,
    StableDiffusionPipeline,
    StableDiffusionXLPipeline,
    UNet2DConditionModel,
    ZImagePipeline,
    ZImageTransformer2DModel,
)
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import (
    CLIPTextConfig,
    CLIPTextModel,
    CLIPTextModelWithProjection,
    CLIPTokenizer,
    PreTrainedTokenizerFast,
    Qwen3Config,
    Qwen3ForCausalLM,
    Qwen3Model,
    T5Config,
    T5EncoderModel,
)

from model.files.lora import NAME

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789,"
CHAT = "{% for message in messages %}{{ message['content'] }}{% endfor %}"
SCHEDULE = {
    "num_train_timesteps": 1000,
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
}
SETTINGS = {"image_size": 64, "steps": 2, "guidance": 2.0, "strengths": [0.0, 0.5, 1.0]}


def build(form: str, folder: Path, settings: dict[str, Any] | None = None) -> Path:
    """One of FORMS as a model folder, with these settings in its emojismith.json."""
    with torch.random.fork_rng():
        torch.manual_seed(7)
        pipeline = FORMS[form](folder)
    pipeline.save_pretrained(folder)
    (folder / "emojismith.json").write_text(json.dumps(SETTINGS if settings is None else settings))
    return folder


def _sdxl(folder: Path, scheduler: Any = None) -> Any:
    encoder_2 = CLIPTextModelWithProjection(_clip_config(projection_dim=16))
    return StableDiffusionXLPipeline(
        vae=_autoencoder(),
        text_encoder=CLIPTextModel(_clip_config()),
        text_encoder_2=encoder_2,
        tokenizer=_clip_tokenizer(folder),
        tokenizer_2=_clip_tokenizer(folder),
        unet=_unet(
            addition_embed_type="text_time",
            addition_time_embed_dim=8,
            projection_class_embeddings_input_dim=6 * 8 + 16,
            cross_attention_dim=32,
        ),
        scheduler=scheduler or EulerDiscreteScheduler(**SCHEDULE),
    )


def _sdxl_lightning(folder: Path) -> Any:
    return _sdxl(folder, EulerDiscreteScheduler(**SCHEDULE, timestep_spacing="trailing"))


def _sd_turbo(folder: Path) -> Any:
    return StableDiffusionPipeline(
        vae=_autoencoder(),
        text_encoder=CLIPTextModel(_clip_config()),
        tokenizer=_clip_tokenizer(folder),
        unet=_unet(cross_attention_dim=16),
        scheduler=EulerAncestralDiscreteScheduler(
            **SCHEDULE, timestep_spacing="trailing", steps_offset=1
        ),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )


def _flux(folder: Path) -> Any:
    transformer = FluxTransformer2DModel(
        patch_size=1,
        in_channels=16,
        num_layers=1,
        num_single_layers=1,
        attention_head_dim=16,
        num_attention_heads=2,
        joint_attention_dim=16,
        pooled_projection_dim=16,
        axes_dims_rope=(4, 4, 8),
    )
    t5 = T5Config(vocab_size=64, d_model=16, d_kv=8, d_ff=16, num_layers=1, num_heads=2)
    return FluxPipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(),
        vae=_autoencoder(use_quant_conv=False, use_post_quant_conv=False, shift_factor=0.1),
        text_encoder=CLIPTextModel(_clip_config()),
        tokenizer=_clip_tokenizer(folder),
        text_encoder_2=T5EncoderModel(t5),
        tokenizer_2=_word_tokenizer(),
        transformer=transformer,
    )


def _klein(folder: Path) -> Any:
    transformer = Flux2Transformer2DModel(
        patch_size=1,
        in_channels=16,
        num_layers=1,
        num_single_layers=1,
        attention_head_dim=16,
        num_attention_heads=2,
        joint_attention_dim=3 * 16,
        timestep_guidance_channels=16,
        axes_dims_rope=(4, 4, 4, 4),
        guidance_embeds=False,
    )
    return Flux2KleinPipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(),
        vae=AutoencoderKLFlux2(**_autoencoder_config(), sample_size=32),
        # The pipeline reads the hidden states of layers 9, 18 and 27.
        text_encoder=Qwen3ForCausalLM(_qwen_config(28)),
        tokenizer=_word_tokenizer(),
        transformer=transformer,
        is_distilled=True,
    )


def _z_image(folder: Path) -> Any:
    transformer = ZImageTransformer2DModel(
        all_patch_size=(2,),
        all_f_patch_size=(1,),
        in_channels=4,
        dim=32,
        n_layers=1,
        n_refiner_layers=1,
        n_heads=2,
        n_kv_heads=2,
        cap_feat_dim=16,
        axes_dims=[4, 6, 6],
        axes_lens=[600, 64, 64],
    )
    return ZImagePipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(),
        vae=_autoencoder(use_quant_conv=False, use_post_quant_conv=False, shift_factor=0.1),
        text_encoder=Qwen3Model(_qwen_config(2)),
        tokenizer=_word_tokenizer(),
        transformer=transformer,
    )


FORMS: dict[str, Callable[[Path], Any]] = {
    "sdxl": _sdxl,
    "sdxl-lightning": _sdxl_lightning,
    "sd-turbo": _sd_turbo,
    "flux": _flux,
    "klein": _klein,
    "z-image": _z_image,
}


def _unet(**config: Any) -> UNet2DConditionModel:
    return UNet2DConditionModel(
        block_out_channels=(16, 32),
        layers_per_block=1,
        sample_size=16,
        in_channels=4,
        out_channels=4,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        attention_head_dim=(2, 4),
        use_linear_projection=True,
        norm_num_groups=8,
        **config,
    )


def _autoencoder_config() -> dict[str, Any]:
    return {
        "block_out_channels": [8, 8],
        "down_block_types": ["DownEncoderBlock2D"] * 2,
        "up_block_types": ["UpDecoderBlock2D"] * 2,
        "latent_channels": 4,
        "norm_num_groups": 4,
        "layers_per_block": 1,
    }


def _autoencoder(**config: Any) -> AutoencoderKL:
    return AutoencoderKL(**_autoencoder_config(), sample_size=32, **config)


def _clip_config(**more: int) -> CLIPTextConfig:
    end = 2 * len(LETTERS) + 1
    return CLIPTextConfig(
        hidden_size=16,
        intermediate_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        vocab_size=end + 1,
        max_position_embeddings=77,
        bos_token_id=end - 1,
        eos_token_id=end,
        pad_token_id=end,
        **more,
    )


def _clip_tokenizer(folder: Path) -> CLIPTokenizer:
    signs = [*LETTERS, *(f"{letter}</w>" for letter in LETTERS)]
    words = [*signs, "<|startoftext|>", "<|endoftext|>"]
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / "vocab.txt", folder / "merges.txt"]
    files[0].write_text(json.dumps({word: i for i, word in enumerate(words)}))
    files[1].write_text("#version: 0.2\n")
    tokenizer = CLIPTokenizer(*map(str, files), model_max_length=77)
    for file in files:
        file.unlink()
    return tokenizer


def _word_tokenizer() -> PreTrainedTokenizerFast:
    """Letters as tokens, with a chat template, as T5's and Qwen's tokenizers for these sizes."""
    vocabulary = {sign: i for i, sign in enumerate(["<pad>", "</s>", "<unk>", *LETTERS])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="<pad>",
        eos_token="</s>",
        unk_token="<unk>",
        model_max_length=512,
        chat_template=CHAT,
    )


def _qwen_config(layers: int) -> Qwen3Config:
    return Qwen3Config(
        vocab_size=64,
        hidden_size=16,
        intermediate_size=16,
        num_hidden_layers=layers,
        num_attention_heads=2,
        num_key_value_heads=2,
        head_dim=8,
        max_position_embeddings=512,
    )


def load_unet(folder: Path) -> UNet2DConditionModel:
    """The UNet of a model folder."""
    return UNet2DConditionModel.from_pretrained(folder / "unet")


def build_lora(folder: Path, model: Path, *, seed: int = 1, kohya: bool = False) -> Path:
    """A LoRA file with random weights for the attention of a model's UNet or transformer."""
    part = "unet" if (model / "unet").exists() else "transformer"
    weights = load_file(model / part / "diffusion_pytorch_model.safetensors")
    generator = torch.Generator().manual_seed(seed)
    found = {}
    for name, weight in weights.items():
        layer = name.removesuffix(".weight")
        if not layer.endswith((".to_q", ".to_v", ".to_out.0")) or weight.ndim != 2:
            continue
        down = torch.randn(2, weight.shape[1], generator=generator)
        up = torch.randn(weight.shape[0], 2, generator=generator)
        known_as = f"lora_unet_{layer.replace('.', '_')}" if kohya else f"{part}.{layer}"
        names = ("lora_down", "lora_up") if kohya else ("lora_A", "lora_B")
        found[f"{known_as}.{names[0]}.weight"] = down
        found[f"{known_as}.{names[1]}.weight"] = up
        if kohya:
            found[f"{known_as}.alpha"] = torch.tensor(2.0)
    folder.mkdir(parents=True, exist_ok=True)
    save_file(found, folder / NAME)
    return folder / NAME
