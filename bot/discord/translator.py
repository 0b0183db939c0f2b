"""The names of commands, options and choices in each language, as Discord shows them."""

import re

import discord
from discord.app_commands import TranslationContextLocation as At
from discord.app_commands import TranslationContextTypes, Translator, locale_str

from bot.language import ENGLISH, NP_, best, gettext, pgettext, speaking

COMMAND, OPTION, CHOICE = "name of a command", "name of an option", "choice of /privacy"
COMMANDS = (
    # Translators: what people type behind "/" on Discord: at most 32 letters, in lower case and
    # without spaces (use "-"), each different from the others.
    NP_("name of a command", "emoji"),
    # Translators: mixes two emoji.
    NP_("name of a command", "mix"),
    # Translators: makes one character in twelve moods.
    NP_("name of a command", "pack"),
    # Translators: the style of somebody's emoji.
    NP_("name of a command", "style"),
    # Translators: lists somebody's newest emoji.
    NP_("name of a command", "history"),
    # Translators: what is stored about somebody.
    NP_("name of a command", "privacy"),
    # Translators: the model and its licence.
    NP_("name of a command", "about"),
    # Translators: how many requests wait.
    NP_("name of a command", "queue"),
    NP_("name of a command", "help"),
)
OPTIONS = (
    # Translators: the names of options: in lower case, without spaces, at most 32 letters.
    NP_("name of an option", "prompt"),
    NP_("name of an option", "picture"),
    NP_("name of an option", "outline"),
    NP_("name of an option", "style"),
    # Translators: how far the picture may depart from the sketch.
    NP_("name of an option", "wildness"),
    # Translators: the number of pictures of which the best one is shown.
    NP_("name of an option", "candidates"),
    # Translators: the number that random numbers start from.
    NP_("name of an option", "seed"),
    # Translators: yes or no: the emoji moves.
    NP_("name of an option", "animated"),
    NP_("name of an option", "first"),
    NP_("name of an option", "second"),
    NP_("name of an option", "third"),
    NP_("name of an option", "fourth"),
    NP_("name of an option", "emoji"),
    NP_("name of an option", "moods"),
    NP_("name of an option", "words"),
    NP_("name of an option", "choice"),
)
CHOICES = (
    # Translators: choices: votes may train the model, may not, or everything is deleted.
    NP_("choice of /privacy", "on"),
    NP_("choice of /privacy", "off"),
    NP_("choice of /privacy", "forget"),
)
CONTEXTS = {At.command_name: COMMAND, At.parameter_name: OPTION, At.choice_name: CHOICE}
TYPED = re.compile(
    f"(?<![A-Za-z0-9/“:])/(?P<name>{'|'.join(COMMANDS)})(?![A-Za-z0-9])"
    f"(?: (?P<choice>{'|'.join(CHOICES)})(?![A-Za-z0-9]))?"
)


class CommandTranslator(Translator):
    """Translates what Discord's clients show of commands."""

    async def translate(
        self, string: locale_str, locale: discord.Locale, context: TranslationContextTypes
    ) -> str | None:
        """The text in a language of Discord; None for English and languages without catalogue."""
        language = best([str(locale)])
        if language == ENGLISH:
            return None
        with speaking(language):
            # The name of a context menu is a label.
            named = not isinstance(context.data, discord.app_commands.ContextMenu)
            if named and context.location in CONTEXTS:
                return pgettext(CONTEXTS[context.location], string.message)
            return gettext(string.message)


def as_typed(text: str) -> str:
    """A text of the bot that names commands, as Discord names them in the person's language."""
    return TYPED.sub(_typed, text)


def _typed(found: re.Match[str]) -> str:
    name, choice = pgettext(COMMAND, found["name"]), found["choice"]
    return f"/{name} {pgettext(CHOICE, choice)}" if choice else f"/{name}"
