"""Changes of an emoji in words: "now with a hat", "make it blue", "in noto style"."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot import messages
from bot.domain import MOTION_ASKED, Emoji, Refused
from bot.language import _, code, sentence
from bot.moderation.prompts import PROMPT_LIMIT
from model.errors import BadRequest
from model.sketch.language import changes
from model.sketch.language.change_phrases import is_comment
from model.sketch.language.describe import describe
from model.sketch.redraw import bundled
from model.sketch.scene import Scene


@dataclass(frozen=True, slots=True)
class Changed:
    """What an emoji's recipe becomes; `is_same_picture` if it only moves or stops moving."""

    prompt: str
    scene: str
    style: str
    motion: str | None
    is_same_picture: bool


class Changes:
    """Reads changes of finished emoji."""

    def __init__(self) -> None:
        self._changes = changes.Changes(bundled())

    def is_comment(self, words: str) -> bool:
        """Whether a reply only says what somebody thinks of an emoji."""
        return is_comment(words)

    def steps_back(self, words: str) -> int | None:
        """How many changes to undo: 1 for "back", 0 for all of them; None for other words."""
        return self._changes.steps_back(words, code())

    def read(self, emoji: Emoji, words: str, styles: Sequence[str]) -> Changed:
        """What the words make of an emoji's recipe. Raises Refused for what is not understood."""
        recipe, scene = emoji.recipe, _scene(emoji)
        try:
            found = self._changes.read(scene, words, styles, recipe.style, code())
        except BadRequest as error:
            raise Refused(sentence(error)) from error
        redrawn = found.scene != replace(scene, unread=(), guessed=())
        motion = recipe.motion
        if found.moves is not None:
            motion = (motion or MOTION_ASKED) if found.moves else None
        drawing = found.scene if redrawn else scene
        return Changed(
            prompt=describe(bundled(), drawing)[:PROMPT_LIMIT] if redrawn else recipe.prompt,
            scene=json.dumps(drawing.to_dict()),
            style=found.style or recipe.style,
            motion=motion,
            is_same_picture=not redrawn and found.style is None,
        )


def _scene(emoji: Emoji) -> Scene:
    """What the chosen picture shows."""
    if emoji.recipe.picture:
        raise Refused(_(messages.PICTURE_NOT_CHANGEABLE))
    if emoji.scene is None:
        raise Refused(_(messages.NOT_CHANGEABLE))
    return Scene.from_dict(emoji.scene)
