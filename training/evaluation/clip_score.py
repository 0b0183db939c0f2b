"""How well images match their prompts according to CLIP (2103.00020), if a CLIP model is given."""

from collections.abc import Sequence

import numpy as np
import torch
from PIL import Image

from model.errors import Unavailable
from model.files.folders import find
from model.image.pixels import Pixels
from training.evaluation.metrics import Floats, on_white

BATCH = 16
FILES = ("*.json", "*.txt", "*.safetensors")


class ClipScore:
    """CLIP's cosines times 100: CLIPScore (2104.08718) without its factor of 2.5 and its floor."""

    def __init__(self, model: str) -> None:
        """Load transformers' CLIPModel and CLIPProcessor from a folder or from "hub:owner/name".

        Raises BadModel if there is no such folder, Unavailable if it contains no CLIP.
        """
        from transformers import CLIPModel, CLIPProcessor

        self.name, folder = model, find(model, FILES)
        self._device = "cuda" if torch.cuda.is_available() else "cpu"
        try:
            self._clip = (
                CLIPModel.from_pretrained(folder, use_safetensors=True).eval().to(self._device)
            )
            self._processor = CLIPProcessor.from_pretrained(folder)
        except (OSError, ValueError) as error:
            raise Unavailable(
                f"There is no CLIP in {model}: give a folder with transformers' CLIPModel and "
                "CLIPProcessor, or one on the hub as hub:owner/name."
            ) from error

    @torch.inference_mode()
    def __call__(self, rgba: Pixels, texts: Sequence[str]) -> Floats:
        """Scores [n] of images uint8 [n, h, w, 4], on white, each against its own text."""
        found = [
            self._batch(rgba[at : at + BATCH], list(texts[at : at + BATCH]))
            for at in range(0, len(rgba), BATCH)
        ]
        return np.concatenate(found)

    def _batch(self, rgba: Pixels, texts: list[str]) -> Floats:
        white = (on_white(rgba) * 255).round().astype(np.uint8)
        inputs = self._processor(
            images=[Image.fromarray(picture) for picture in white],
            text=texts,
            return_tensors="pt",
            padding=True,
            truncation=True,
        ).to(self._device)
        out = self._clip(**inputs)
        cosines: Floats = (out.image_embeds * out.text_embeds).sum(dim=-1).cpu().numpy()
        return 100 * cosines
