"""Rows of the icons in the emoji sets."""

import random
from typing import Any

from training.data.captions import icon_captions
from training.data.colour_names import colours
from training.data.emoji_sets import Icon
from training.data.render import Failure, decode, png
from training.data.sampling_weights import icon_weight
from training.data.split import CONCEPT, TRAIN, concept_is_held_out


def icon_row(icon: Icon) -> dict[str, Any] | Failure:
    """The row of one icon; deterministic."""
    label = f"{icon.set.package}/{icon.name}"
    if icon.emoji is None:
        # An icon with an unknown name could show a held-out concept.
        return Failure(label, "no emoji has this name")
    try:
        image = png(icon.svg)
    except ValueError as error:
        return Failure(label, str(error))
    style, rng = icon.set.style, random.Random(label)
    return {
        "image": image,
        "captions": list(icon_captions(icon.emoji, style, colours(decode(image)), rng)),
        "style": style,
        "set": icon.set.package,
        "family": icon.set.family,
        "kind": "icon",
        "concept": icon.emoji.concept,
        "scene": "",
        "split": CONCEPT if concept_is_held_out(icon.emoji.concept) else TRAIN,
        "weight": icon_weight(icon.emoji, style),
        "licence": icon.licence,
    }
