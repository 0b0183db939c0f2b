"""The prompts of a command line and of files: cleaned, judged and made into recipes."""

import argparse
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot import messages
from bot.domain import Refused, Unsuitable
from bot.language import ngettext, sentence, writing
from bot.moderation.prompts import Moderation
from bot.settings.config import Settings
from model.errors import BadRequest, EmojismithError
from model.recipe import Prepared, Recipe
from model.sketch.language.text import cleaned

SEEDS = 2**31
SHOWN_LENGTH = 60
UNDECODED = re.compile("[\ud800-\udfff]")
"""Bytes of the command line that are not text, as Python decodes them."""
COMMENT = re.compile(r"\s*#(?!\ufe0f|\u20e3)")
"""A line of a file with prompts that starts with # and not with the keycap emoji."""


class NotDrawn(EmojismithError):
    """Some prompts were refused, while others were drawn."""


@dataclass(slots=True)
class Refusals:
    """Prompts that cannot be drawn. Of several, the others are drawn all the same."""

    several: bool
    lines: list[str] = field(default_factory=list)

    @contextmanager
    def of(self, prompt: str) -> Iterator[None]:
        """Keeps the BadRequest of one of several prompts; that of a single prompt is raised."""
        try:
            yield
        except BadRequest as error:
            if not self.several:
                raise
            said, shown = sentence(error), messages.shortened(prompt, SHOWN_LENGTH)
            self.lines.append(said if "prompt" in error.values else f"{shown!r}: {said}")

    def check(self, left: Sequence[object]) -> None:
        """Raises BadRequest if no prompt is left."""
        if not left:
            refused = "\n".join(self.lines)
            raise BadRequest(refused)

    def end(self) -> None:
        """Raises NotDrawn with a line for each refused prompt, if there is one."""
        if self.lines:
            count = ngettext(
                "{count} prompt was not drawn:",
                "{count} prompts were not drawn:",
                len(self.lines),
            )
            raise NotDrawn("\n  ".join([count, *self.lines]))


def recipes_of(options: argparse.Namespace, settings: Settings) -> tuple[list[Recipe], Refusals]:
    """What to paint, and what is refused. Raises BadRequest if there is nothing to paint."""
    prompts = [*options.prompts, *from_file(options.file)]
    picture = _picture(options)
    as_it_is = picture is not None and not prompts
    if as_it_is:
        prompts = [messages.FROM_PICTURE]
    if not prompts and options.changes:
        raise BadRequest(
            "--change changes an emoji that the same command draws. Say what to draw as well: "
            'emojismith cat --change "with a hat".'
        )
    if not prompts:
        raise BadRequest('Say what to draw: emojismith "angry unicorn".')
    if options.out is not None and len(prompts) > 1:
        raise BadRequest("--out is for a single prompt: use --out-dir for several.")
    recipe = _recipe(options, settings, picture, as_it_is)
    judge, refusals = _judge(options.unmoderated, settings), Refusals(len(prompts) > 1)
    recipes = []
    for prompt in prompts:
        with refusals.of(prompt):
            recipes.append(replace(recipe, prompt=_mixable(judge(prompt))))
    refusals.check(recipes)
    return recipes, refusals


def _recipe(
    options: argparse.Namespace, settings: Settings, picture: Prepared | None, as_it_is: bool
) -> Recipe:
    """The recipe of all prompts but for their words. Raises BadRequest for a wrong option."""
    defaults = settings.emoji
    return replace(
        plain_recipe(options, settings, messages.FROM_PICTURE),
        candidates=1 if as_it_is else _given(options.candidates, defaults.candidates),
        wildness=0 if as_it_is else _given(options.wildness, defaults.wildness),
        picture=picture,
    )


def plain_recipe(options: argparse.Namespace, settings: Settings, prompt: str) -> Recipe:
    """One sketch of a prompt in the style and with the seed of a command. Raises BadRequest."""
    style = options.style or settings.emoji.style
    lora = settings.lora_styles.get(style)
    return Recipe(
        prompt=prompt,
        style=style if lora is None else lora.sketch,
        seed=secrets.randbelow(SEEDS) if options.seed is None else options.seed,
        candidates=1,
        wildness=0,
        lora="" if lora is None else lora.name,
        language=writing(),
    )


def _picture(options: argparse.Namespace) -> Prepared | None:
    """The picture to make an emoji of, if there is one. Raises BadRequest."""
    path: Path | None = options.picture
    if path is None:
        if options.outline:
            raise BadRequest("--outline is for a picture: name one with --from-picture.")
        return None
    # It imports torch, which takes seconds.
    from model.image.from_picture import MOST_BYTES, prepare

    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadRequest(
            "The picture {path} cannot be read: {reason}.", path=path, reason=error.strerror
        ) from error
    return prepare(data, outline=options.outline)


def suitable(prompts: Sequence[str], unmoderated: bool, settings: Settings) -> list[str]:
    """The cleaned prompts. Raises BadRequest for what moderation refuses, or what is no text."""
    return list(map(_judge(unmoderated, settings), prompts)) if prompts else []


def _judge(unmoderated: bool, settings: Settings) -> Callable[[str], str]:
    """What cleans a prompt, and raises BadRequest for one that is refused or no text."""
    if unmoderated:
        return lambda prompt: cleaned(_text(prompt))
    # It imports torch, for which other commands need not wait.
    from model.harm.classifier import HarmClassifier

    moderation = Moderation(settings.moderation, HarmClassifier.open())
    return lambda prompt: _judged(_text(prompt), moderation)


def _text(prompt: str) -> str:
    if UNDECODED.search(prompt):
        raise BadRequest("A prompt has bytes that are no text: type it in UTF-8.")
    return prompt


def _mixable(prompt: str) -> str:
    """The same prompt. Raises BadRequest for emoji that cannot be mixed."""
    # It imports what draws, for which other commands need not wait.
    from model.sketch.mixing.mixer import bundled_mixer

    bundled_mixer().parents(prompt)
    return prompt


def _judged(prompt: str, moderation: Moderation) -> str:
    try:
        return moderation.judge(prompt, None)
    except Unsuitable as error:
        raise BadRequest(
            "{prompt}: {refusal} (--unmoderated draws it.)", prompt=repr(prompt), refusal=error
        ) from error
    except Refused:
        return cleaned(prompt)  # A Recipe says itself what is wrong with its length.


def _given(value: int | None, default: int) -> int:
    return default if value is None else value


def from_file(path: Path | None) -> list[str]:
    """The prompts in a file, one a line, without comments. Raises BadRequest."""
    if path is None:
        return []
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise BadRequest(
            "The prompts in {path} cannot be read: {reason}.", path=path, reason=error.strerror
        ) from error
    except UnicodeDecodeError as error:
        raise BadRequest("The prompts in {path} are not UTF-8 text.", path=path) from error
    return [line for line in lines if line.strip() and not COMMENT.match(line)]
