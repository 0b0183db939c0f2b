"""Moving emoji: the parts of a Scene's picture as functions of the phase of a motion."""

from model.sketch.motion.layers import Layer, layers
from model.sketch.motion.motions import MOTIONS, Motion, answered, offered
from model.sketch.motion.painted import move_parts
from model.sketch.motion.picture import move_picture
from model.sketch.motion.render import frames

__all__ = [
    "MOTIONS",
    "Layer",
    "Motion",
    "answered",
    "frames",
    "layers",
    "move_parts",
    "move_picture",
    "offered",
]
