"""The text encoder BERT, such as all-MiniLM-L6-v2, in plain torch.

Weights are named as in transformers, whose import takes three times as long as painting an emoji.
"""

from typing import Annotated, Literal

import torch
import torch.nn.functional as F
from pydantic import Field
from torch import Tensor, nn

from model.files.config import Depth, Small, TransformerConfig, Vocabulary, Width


class BertConfig(TransformerConfig):
    """The part of a transformers `config.json` that decides the architecture.

    Defaults are those of transformers' BertConfig.
    """

    vocab_size: Vocabulary = 30522
    hidden_size: Width = 768
    intermediate_size: Width = 3072
    num_hidden_layers: Depth = 12
    num_attention_heads: Depth = 12
    max_position_embeddings: Annotated[int, Field(strict=True, ge=4, le=8192)] = 512
    type_vocab_size: Depth = 2
    layer_norm_eps: Small = 1e-12
    hidden_act: Literal["gelu"] = "gelu"
    position_embedding_type: Literal["absolute"] = "absolute"


class Layer(nn.Module):
    """Self-attention and feed-forward, each with a residual connection and layer norm after it."""

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        width, inner, eps = config.hidden_size, config.intermediate_size, config.layer_norm_eps
        self.heads = config.num_attention_heads
        projections = {name: nn.Linear(width, width) for name in ("query", "key", "value")}
        self.attention = nn.ModuleDict(
            {
                "self": nn.ModuleDict(projections),
                "output": nn.ModuleDict(
                    {"dense": nn.Linear(width, width), "LayerNorm": nn.LayerNorm(width, eps)}
                ),
            }
        )
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(width, inner)})
        self.output = nn.ModuleDict(
            {"dense": nn.Linear(inner, width), "LayerNorm": nn.LayerNorm(width, eps)}
        )

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        project, out = self.attention["self"], self.attention["output"]
        q, k, v = (
            project[name](x).unflatten(-1, (self.heads, -1)).transpose(1, 2)  # type: ignore[index]
            for name in ("query", "key", "value")
        )
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        mixed = mixed.transpose(1, 2).flatten(2)
        x = out["LayerNorm"](x + out["dense"](mixed))  # type: ignore[index]
        inner = F.gelu(self.intermediate["dense"](x))
        normed: Tensor = self.output["LayerNorm"](x + self.output["dense"](inner))
        return normed


class Bert(nn.Module):
    """Token ids and mask (1: word, 0: padding) [batch, tokens] -> hidden states [..., hidden].

    Padding gets hidden states too, as in Stable Diffusion's pipeline.
    """

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.config = config
        width = config.hidden_size
        self.embeddings = nn.ModuleDict(
            {
                "word_embeddings": _embedding(config.vocab_size, width),
                "position_embeddings": _embedding(config.max_position_embeddings, width),
                "token_type_embeddings": _embedding(config.type_vocab_size, width),
                "LayerNorm": nn.LayerNorm(width, config.layer_norm_eps),
            }
        )
        layers = nn.ModuleList(Layer(config) for _ in range(config.num_hidden_layers))
        self.encoder = nn.ModuleDict({"layer": layers})

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        position = torch.arange(ids.shape[1], device=ids.device)
        x = self.embeddings["word_embeddings"](ids)
        x = x + self.embeddings["position_embeddings"](position)
        x = x + self.embeddings["token_type_embeddings"].weight[0]  # type: ignore[index]
        x = self.embeddings["LayerNorm"](x)
        attend = mask.bool()[:, None, None, :]
        for layer in self.encoder["layer"]:  # type: ignore[attr-defined]
            x = layer(x, attend)
        hidden_states: Tensor = x
        return hidden_states


def _embedding(count: int, width: int) -> nn.Embedding:
    # Normal random numbers on the meta device import torch's compiler, which takes seconds.
    return nn.Embedding(count, width, _weight=torch.empty(count, width).uniform_(-0.05, 0.05))


def pooled(hidden_states: Tensor, mask: Tensor) -> Tensor:
    """MiniLM's sentence embeddings [batch, hidden]: mean over the words, of unit length."""
    weight = mask[:, :, None].to(hidden_states.dtype)
    mean = (hidden_states * weight).sum(1) / weight.sum(1)
    return F.normalize(mean, dim=-1)
