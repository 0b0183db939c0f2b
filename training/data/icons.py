"""Rows of the sets' own icons."""

import random
from typing import Any

from training.data.captions import icon_captions, spoken
from training.data.names import Emoji
from training.data.palette import colours
from training.data.render import Failure, decode, png
from training.data.sources import Icon, emoji_names, licence
from training.data.split import CONCEPT, TRAIN, concept_is_held_out
from training.data.weights import icon_weight


def icon_row(icon: Icon) -> dict[str, Any] | Failure:
    """The row of one icon, the same one every time."""
    label = f"{icon.set.package}/{icon.name}"
    if icon.concept is None:
        # Under a name that no emoji has, a held-out concept could slip in.
        return Failure(label, "no emoji has this name")
    try:
        image = png(icon.svg)
    except ValueError as error:
        return Failure(label, str(error))
    emoji, style = _emoji(icon, icon.concept), icon.set.style
    captions = icon_captions(emoji, style, colours(decode(image)), random.Random(label))
    return {
        "image": image,
        "captions": list(captions),
        "style": style,
        "set": icon.set.package,
        "family": icon.set.family,
        "kind": "icon",
        "concept": icon.concept,
        "scene": "",
        "split": CONCEPT if concept_is_held_out(icon.concept) else TRAIN,
        "weight": icon_weight(emoji, style),
        "licence": licence(icon.set.package),
    }


def _emoji(icon: Icon, concept: str) -> Emoji:
    """What CLDR says; for emoji newer than it, the icon's name."""
    name = spoken(icon.name.replace("-", " "))
    return emoji_names().emoji.get(concept) or Emoji(concept, name, (), "unknown", "unknown")
