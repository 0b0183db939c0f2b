"""`emojismith pack "wizard frog"`: one character in twelve moods, as files or as an archive."""

import argparse
import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.engine import as_read, opened
from bot.cli.prompts import plain_recipe, suitable
from bot.emoji.moods import moods_named
from bot.language import _, listed, ngettext
from bot.settings.config import Settings
from model.recipe import PROMPT_LIMIT, Painting, Recipe
from model.sketch.library import Library
from model.sketch.moods import Mood, in_mood
from model.sketch.scene import Scene

if TYPE_CHECKING:
    from model.engine import EmojiEngine
    from model.image.packs import PackFile

ARCHIVES = {".zip": "zip", ".gz": "mastodon", ".tgz": "mastodon"}
"""The format that the ending of --out means."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `emojismith pack`."""
    parser.add_argument("prompt", metavar="PROMPT", help='the character, such as "wizard frog"')
    parser.add_argument("--out", type=Path, help="a folder, or the archive's file")
    parser.add_argument(
        "--as", dest="format", help="an archive: zip, mastodon or slack; default: files in a folder"
    )
    parser.add_argument("--moods", default="", help='with commas, such as "happy, sad, wave"')
    parser.add_argument("--move", action="store_true", help="pictures that move")
    parser.add_argument("--style", help="as for `emojismith emoji`, like the next three")
    parser.add_argument("--seed", type=int, help="the same seed gives the same pack again")
    parser.add_argument("--wildness", type=int, default=0, help="0 (default): all are sketches")
    parser.add_argument("--unmoderated", action="store_true")


def run(options: argparse.Namespace, settings: Settings) -> None:
    """Paint a pack and write it. Raises BadRequest, BadModel or Unavailable."""
    # They import what draws, for which other commands need not wait.
    from model.image.packs import archive_name, check_format
    from model.sketch.mixing.mixer import bundled_mixer

    [prompt] = suitable([options.prompt], options.unmoderated, settings)
    wanted = moods_named(options.moods)
    format, out = options.format, options.out or Path(settings.output.folder)
    if format is None and out.suffix in ARCHIVES:
        format = ARCHIVES[out.suffix]
    if format is not None:
        check_format(format)
        if out.suffix not in ARCHIVES:
            out = out / archive_name(format, bundled_mixer().in_words(prompt))
    recipe = replace(plain_recipe(options, settings, prompt), wildness=options.wildness)
    pack = asyncio.run(_paint(recipe, wanted, settings))
    _write(pack, out, format, options.move)


@dataclass(frozen=True, slots=True)
class _Pack:
    """A painted pack: its recipe, how it was read, and a painting for each mood."""

    recipe: Recipe
    read_as: str
    unread: tuple[str, ...]
    wanted: Mapping[str, Mood]
    paintings: tuple[Painting, ...]
    about: str


async def _paint(recipe: Recipe, wanted: Mapping[str, Mood], settings: Settings) -> _Pack:
    """Paint each mood with the same seed."""
    from tqdm import tqdm

    (recipe,) = await as_read([recipe], settings)
    async with opened(settings) as engine:
        scene = _read(engine, recipe)
        recipes = _in_moods(engine.painter.library, recipe, scene, wanted)
        paintings = tuple([await engine.paint(each) for each in tqdm(recipes, unit="emoji")])
        manifest = engine.painter.pipeline.manifest
        about = f"Model {engine.painter.pipeline.digest[:12]}, licence {manifest.licence}."
    read_as = paintings[0].receipt["read_as"]
    return _Pack(recipe, read_as, scene.unread, wanted, paintings, about)


def _read(engine: "EmojiEngine", recipe: Recipe) -> Scene:
    """The character's Scene. Raises BadRequest for emoji that cannot be mixed."""
    from model.asked import Asked

    return Asked.read(recipe, engine.painter.reader, engine.painter.mixer).scene


def _in_moods(
    library: Library, recipe: Recipe, scene: Scene, wanted: Mapping[str, Mood]
) -> list[Recipe]:
    """The recipe of the character in each mood."""
    return [
        replace(
            recipe,
            prompt=f"{recipe.prompt}, {name}"[:PROMPT_LIMIT],
            scene=in_mood(library, scene, mood),
        )
        for name, mood in wanted.items()
    ]


def _write(pack: _Pack, out: Path, format: str | None, moves: bool) -> None:
    from model.image.export import png, write
    from model.image.packs import LICENCE, SHEET, archived, licence_text, plain_name, shortcodes
    from model.image.sheet import pack_sheet
    from model.sketch.mixing.mixer import bundled_mixer

    title = pack.recipe.prompt
    named = bundled_mixer().in_words(title), pack.read_as
    names = shortcodes(list(pack.wanted), *named)
    files = _files(pack, names, format or "zip", moves)
    pictures = zip(names, pack.paintings, strict=True)
    sheet = png(pack_sheet({name: each.candidates[0] for name, each in pictures}))
    text = licence_text(title, pack.about)
    if unread := pack.unread:
        print(_("not understood: {words}", words=listed(unread)))
    if format is not None:
        write(out, archived(format, plain_name(*named), files, sheet, text))
        print(_done(pack, len(files), out))
        return
    for file in files:
        write(out / f"{file.name}{file.suffix}", file.data)
    write(out / SHEET, sheet)
    write(out / LICENCE, text.encode())
    print(f"{_done(pack, len(files), out)}; " + _("sheet: {file}", file=out / SHEET))


def _done(pack: _Pack, count: int, out: Path) -> str:
    return ngettext(
        "{words}: {count} emoji in {place}, seed {seed}",
        "{words}: {count} emoji in {place}, seed {seed}",
        count,
        words=pack.recipe.prompt,
        place=out,
        seed=pack.recipe.seed,
    )


def _files(pack: _Pack, names: list[str], format: str, moves: bool) -> "list[PackFile]":
    from model.image.packs import FORMATS, PackPicture, pack_file

    kind, files = FORMATS[format], []
    for name, mood, painting in zip(names, pack.wanted.values(), pack.paintings, strict=True):
        motion = mood.motion if moves else None
        picture = painting.to_move if moves else painting.candidates[0]
        member = PackPicture(name, picture, painting.receipt, motion)
        files.append(pack_file(name, member, kind.form(motion)))
    return files
