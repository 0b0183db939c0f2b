"""`emojismith "angry unicorn"`: paints prompts into picture files and a contact sheet."""

import argparse
import asyncio
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.changes import ChangeChain
from bot.cli.engine import as_read, opened
from bot.cli.forms import SUFFIXES, form_of, motion_of
from bot.cli.output import Output, write_all
from bot.cli.prompts import Refusals, recipes_of, suitable
from bot.domain import MOTION_ASKED
from bot.settings.config import Settings
from model.files.folders import BUNDLED
from model.recipe import Painting, Recipe
from model.sketch.scene import STYLES

if TYPE_CHECKING:
    from model.engine import EmojiEngine


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `emojismith emoji`."""
    parser.add_argument("prompts", nargs="*", metavar="PROMPT", help='such as "angry unicorn"')
    parser.add_argument("--prompts", dest="file", type=Path, help="a file with one prompt a line")
    parser.add_argument(
        "--from-picture",
        dest="picture",
        type=Path,
        metavar="FILE",
        help="make the emoji from this picture; with words, models that can paint over it",
    )
    parser.add_argument(
        "--change",
        dest="changes",
        action="append",
        default=[],
        metavar="WORDS",
        help='change the emoji, such as "now with a hat"; several changes are made in order',
    )
    parser.add_argument("--outline", action="store_true", help="a white outline for the picture")
    parser.add_argument("--style", help=f"{', '.join(STYLES)}, or a name in [loras]")
    parser.add_argument("--seed", type=int, help="the same seed gives the same picture again")
    parser.add_argument("--candidates", type=int, help="pictures to choose the best from: 1 to 8")
    parser.add_argument(
        "--wildness", type=int, help="how far painting may leave the sketch: 0 to 100"
    )
    parser.add_argument(
        "--unmoderated", action="store_true", help="also draw what moderation refuses"
    )
    parser.add_argument("--form", choices=SUFFIXES, help="default: that of --out, or png, 128 px")
    parser.add_argument(
        "--move",
        nargs="?",
        const=MOTION_ASKED,
        metavar="MOTION",
        help="such as dance; without a name, the motion that the words ask for",
    )
    parser.add_argument("--out", type=Path, help="the picture's file, for a single prompt")
    parser.add_argument("--json", action="store_true", help="print one JSON object per picture")
    parser.add_argument("--out-dir", type=Path, help="the folder for pictures and the sheet")


def mistyped(word: str, commands: Collection[str]) -> str | None:
    """The command that differs in one letter from a word; None for words such as "stars"."""
    # Starting any other command need not wait for the vocabulary's modules.
    from model.sketch.language.spelling import Spelling
    from model.sketch.language.vocabulary import Vocabulary
    from model.sketch.library import Library

    mistakes, command = Spelling(commands).nearest(word) or (0, None)
    if mistakes != 1 or Vocabulary(Library(BUNDLED / "library"), ()).find(word):
        return None
    return command


def run(options: argparse.Namespace, settings: Settings) -> None:
    """Paint and write files. Raises BadRequest, BadModel, Unavailable or NotDrawn."""
    form = form_of(options)
    recipes, refusals = recipes_of(options, settings)
    folder = options.out_dir or Path(settings.output.folder)
    if options.out is not None:
        folder = options.out.parent
    words = tuple(suitable(options.changes, options.unmoderated, settings))
    chain, motion = ChangeChain(words, settings.lora_styles), motion_of(options, form)
    output = Output(folder, options.out, form, motion, options.json, words)
    asyncio.run(_paint_all(recipes, chain, settings, output, refusals))
    refusals.end()


async def _paint_all(
    recipes: Sequence[Recipe],
    chain: ChangeChain,
    settings: Settings,
    output: Output,
    refusals: Refusals,
) -> None:
    """Paint all, and the changes of each; the candidates' sheet shows an emoji before them, too."""
    from tqdm import tqdm

    paintings, before, recipes = [], list[Painting](), await as_read(recipes, settings)
    async with opened(settings) as engine:
        if chain.words:
            recipes = _changeable(recipes, chain, engine, refusals)
        for recipe in tqdm(recipes, unit="emoji", disable=len(recipes) == 1):
            with refusals.of(recipe.prompt):
                first = painting = await engine.paint(recipe)
                if chain.words:
                    painting = await chain.paint(engine, first)
                    before.append(first)
                paintings.append(painting)
    refusals.check(paintings)
    write_all(paintings, before, output)


def _changeable(
    recipes: Sequence[Recipe], chain: ChangeChain, engine: "EmojiEngine", refusals: Refusals
) -> list[Recipe]:
    """The recipes that all changes suit. Raises BadRequest if there is none."""
    found = []
    for recipe in recipes:
        with refusals.of(recipe.prompt):
            chain.check(engine, recipe)
            found.append(recipe)
    refusals.check(found)
    return found
