"""Judges the settings whose allowed values another part knows, before anything is started."""

import re

from bot import messages
from bot.domain import BadSettings
from bot.moderation.prompts import Moderation
from bot.settings.config import Settings
from model.sketch.scene import STYLES


def check_settings(settings: Settings) -> None:
    """Raises BadSettings with one sentence that names the setting."""
    if settings.emoji.style not in STYLES:
        raise BadSettings(messages.unknown_choice("emoji.style", settings.emoji.style, STYLES))
    for name, lora in settings.loras.items():
        if name in STYLES:
            raise BadSettings(f"loras.{name}: a style has this name already, choose another.")
        if lora.sketch and lora.sketch not in STYLES:
            key = f"loras.{name}.sketch"
            raise BadSettings(messages.unknown_choice(key, lora.sketch, STYLES))
    for person in settings.admins.people:
        if not re.fullmatch(r"(discord|telegram):\d+", person):
            raise BadSettings(messages.no_person(person))
    Moderation(settings.moderation)
