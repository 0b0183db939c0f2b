"""`emojismith "angry unicorn"`: paints prompts into picture files and a contact sheet."""

import argparse
import asyncio
import json
import re
import secrets
import sys
from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from bot import labels, messages
from bot.cli.changes import ChangeChain
from bot.domain import MOTION_ASKED, Refused, Unsuitable
from bot.language import _, decimal, listed, writing
from bot.moderation.prompts import Moderation
from bot.settings.config import Settings
from model.errors import BadRequest
from model.files.folders import BUNDLED
from model.recipe import Candidate, Painting, Prepared, Recipe
from model.sketch.language.text import cleaned
from model.sketch.scene import STYLES

if TYPE_CHECKING:
    from model.engine import EmojiEngine

STILL = {
    "png": ".png",
    "emoji": ".png",
    "webp": ".webp",
    "png100": ".png",
    "png320": ".png",
    "svg": ".svg",
}
MOVING = {
    "gif": ".gif",
    "slack": ".gif",
    "mastodon": ".png",
    "animated-webp": ".webp",
    "apng": ".png",
    "webm": ".webm",
    "webm100": ".webm",
    "tgs": ".tgs",
}
SUFFIXES = {**STILL, **MOVING}
"""The file name's ending of each form."""
SEEDS = 2**31
NAME_LENGTH = 60
SHEET = "sheet"
UNDECODED = re.compile("[\ud800-\udfff]")
"""Bytes of the command line that are not text, as Python decodes them."""
COMMENT = re.compile(r"\s*#(?!\ufe0f|\u20e3)")
"""A line of a file with prompts that starts with # and not with the keycap emoji."""


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
    """Paint and write files. Raises BadRequest, BadModel or Unavailable."""
    recipes, form = _recipes(options, settings), _form(options)
    folder = options.out_dir or Path(settings.output.folder)
    if options.out is not None:
        folder = options.out.parent
    words = tuple(suitable(options.changes, options.unmoderated, settings))
    chain, motion = ChangeChain(words, settings.lora_styles), _motion(options, form)
    output = _Output(folder, options.out, form, motion, options.json, words)
    asyncio.run(_paint_all(recipes, chain, settings, output))


def _form(options: argparse.Namespace) -> str:
    """The form that was asked for, else that of the file's name. Raises BadRequest."""
    suffix = options.out.suffix.lower() if options.out is not None else ""
    if options.form is None:
        forms, default = (MOVING, "gif") if options.move else (SUFFIXES, "png")
        return next((form for form, own in forms.items() if own == suffix), default)
    form: str = options.form
    if suffix in SUFFIXES.values() and suffix != SUFFIXES[form]:
        raise BadRequest(
            "--form {form} does not fit {file}: name a file that ends in {ending}.",
            form=form,
            file=options.out,
            ending=SUFFIXES[form],
        )
    return form


def _motion(options: argparse.Namespace, form: str) -> str | None:
    """The motion that was asked for; None for a picture that stands still. Raises BadRequest."""
    if form not in MOVING:
        if options.move:
            raise BadRequest(
                "--form {form} stands still: choose {forms}.", form=form, forms=", ".join(MOVING)
            )
        return None
    # It imports numpy and Pillow, for which other commands need not wait.
    from model.image.moving import moved

    motion: str = options.move or moved.AS_ASKED
    moved.check(motion, form)
    return motion


def _recipes(options: argparse.Namespace, settings: Settings) -> list[Recipe]:
    prompts = [*options.prompts, *_from_file(options.file)]
    picture = _picture(options)
    as_it_is = picture is not None and not prompts
    if as_it_is:
        prompts = [messages.FROM_PICTURE]
    if not prompts:
        raise BadRequest('Say what to draw: emojismith "angry unicorn".')
    prompts = suitable(prompts, options.unmoderated, settings)
    if options.out is not None and len(prompts) > 1:
        raise BadRequest("--out is for a single prompt: use --out-dir for several.")
    _check_mixes(prompts)
    defaults, style = settings.emoji, options.style or settings.emoji.style
    lora = settings.lora_styles.get(style)
    seed = secrets.randbelow(SEEDS) if options.seed is None else options.seed
    return [
        Recipe(
            prompt=prompt,
            style=style if lora is None else lora.sketch,
            seed=seed,
            candidates=1 if as_it_is else _given(options.candidates, defaults.candidates),
            wildness=0 if as_it_is else _given(options.wildness, defaults.wildness),
            lora="" if lora is None else lora.name,
            picture=picture,
            language=writing(),
        )
        for prompt in prompts
    ]


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
    if any(UNDECODED.search(prompt) for prompt in prompts):
        raise BadRequest("A prompt has bytes that are no text: type it in UTF-8.")
    if unmoderated:
        return list(map(cleaned, prompts))
    # It imports torch, for which other commands need not wait.
    from model.harm.classifier import HarmClassifier

    moderation = Moderation(settings.moderation, HarmClassifier.open())
    return [_judged(prompt, moderation) for prompt in prompts]


def _check_mixes(prompts: Iterable[str]) -> None:
    """Raises BadRequest for emoji that cannot be mixed, before the model is loaded."""
    # They import what draws, for which other commands need not wait.
    from model.sketch.mixing.mixer import bundled_mixer

    for prompt in prompts:
        bundled_mixer().parents(prompt)


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


def _from_file(path: Path | None) -> list[str]:
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


@dataclass(frozen=True, slots=True)
class _Output:
    """Where pictures are written: to `file` if it is set, else into `folder`, named by prompt."""

    folder: Path
    file: Path | None
    form: str
    motion: str | None
    json: bool
    changes: tuple[str, ...] = ()

    def paths(self, prompts: Iterable[str]) -> list[Path]:
        """A file for each prompt; repeated names are numbered, and none is that of the sheet."""
        if self.file is not None:
            return [self.file]
        # It imports what draws, for which other commands need not wait.
        from model.sketch.mixing.mixer import bundled_mixer

        names: dict[str, None] = {}
        for prompt in map(bundled_mixer().in_words, prompts):
            plain = "-".join(re.findall(r"\w+", prompt.lower()))[:NAME_LENGTH] or "emoji"
            numbered = (f"{plain}-{number}" for number in count(2))
            taken = {SHEET, *(f"{name}-candidates" for name in names), *names}
            names[next(name for name in chain((plain,), numbered) if name not in taken)] = None
        return [self.folder / f"{name}{SUFFIXES[self.form]}" for name in names]

    def candidates_sheet(self, path: Path) -> Path | None:
        """The file for all candidates of one prompt; None beside a device or a pipe."""
        # It imports what draws, for which other commands need not wait.
        from model.image.export import is_stream

        return None if is_stream(path) else path.with_name(f"{path.stem}-candidates.png")


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator["EmojiEngine"]:
    """The engine of the settings. Raises BadModel or Unavailable."""
    # torch takes seconds to import: bad input is reported before that.
    from model.files.lora import Lora
    from model.pipeline import Extras
    from model.verification import following

    model = settings.model
    loras = tuple(Lora(name, own.path, own.weight) for name, own in settings.loras.items())
    extras = Extras(model.acceleration, model.decoder, loras, model.steps, model.guidance)
    engine, _ = await following(model.path, model.follow, extras)
    try:
        yield engine
    finally:
        await engine.close()


async def _paint_all(
    recipes: Sequence[Recipe], chain: ChangeChain, settings: Settings, output: _Output
) -> None:
    """Paint all, and the changes of each; the candidates' sheet shows an emoji before them, too."""
    from tqdm import tqdm

    paintings, before, recipes = [], list[Painting](), await as_read(recipes, settings)
    async with opened(settings) as engine:
        for recipe in recipes if chain.words else ():
            chain.check(engine, recipe)
        for recipe in tqdm(recipes, unit="emoji", disable=len(recipes) == 1):
            painting = await engine.paint(recipe)
            if chain.words:
                before.append(painting)
                painting = await chain.paint(engine, painting)
            paintings.append(painting)
    _write(paintings, before, output)


async def as_read(recipes: Sequence[Recipe], settings: Settings) -> list[Recipe]:
    """The recipes with the Scenes that a language model reads, if the settings name one."""
    from bot.reader.reader import PromptReader
    from model.sketch.mixing.mixer import bundled_mixer

    async with PromptReader.open(settings.reader) as reader:
        if reader is None:
            return list(recipes)
        mixer, found = bundled_mixer(), []
        for recipe in recipes:
            scene = None
            if recipe.picture is None and mixer.parents(recipe.prompt) is None:
                scene = await reader.read(recipe.prompt)
            read_by = recipe.read_by if scene is None else reader.model
            found.append(replace(recipe, scene=scene, read_by=read_by))
        return found


def _write(paintings: Sequence[Painting], before: Sequence[Painting], output: _Output) -> None:
    from model.image.export import png, write
    from model.image.sheet import contact_sheet, moving_sheet, prompts_sheet

    paths, moves = output.paths(painting.recipe.prompt for painting in paintings), []
    for painting, path in zip(paintings, paths, strict=True):
        data, said = _file(painting, output)
        write(path, data)
        moves.append(said)
    sheet: Path | None
    if len(paintings) > 1 and output.motion is not None:
        sheet = output.folder / f"{SHEET}.webp"
        write(sheet, moving_sheet(paintings, output.motion))
    elif len(paintings) > 1:
        sheet = output.folder / f"{SHEET}.png"
        write(sheet, png(prompts_sheet(paintings)))
    elif (sheet := output.candidates_sheet(paths[0])) is not None:
        write(sheet, png(contact_sheet([*before, *paintings])))
    # What goes to a pipe is the picture alone.
    told = sys.stderr if sheet is None else sys.stdout
    for painting, path, said in zip(paintings, paths, moves, strict=True):
        report = _as_json(painting, path, sheet, said, output.changes)
        print(report if output.json else _report(painting, path, said, output.changes), file=told)
    if not output.json and sheet is not None:
        # Translators: a contact sheet: a picture of all pictures.
        print(_("sheet: {file}", file=sheet))


def _file(painting: Painting, output: _Output) -> tuple[bytes, str]:
    """The best candidate as a file, and what to say of its motion."""
    from model.image.export import SEEN_AT, export
    from model.image.moving.moved import moved
    from model.sketch.drawing.compose import FULL
    from model.sketch.redraw import redrawn

    best, receipt = painting.candidates[0], painting.receipt
    if output.motion is not None:
        moving = moved(painting.to_move, receipt, output.motion, output.form)
        return moving.file.data, moving.says
    size = SEEN_AT.get(output.form, FULL)
    svg = redrawn(best.svg, receipt, best.seed, size)
    return export(replace(best, svg=svg), output.form), ""


def _as_json(
    painting: Painting, path: Path, sheet: Path | None, moves: str, changes: Sequence[str]
) -> str:
    told = {"moves": moves, "changes": changes}
    files = {"file": str(path), "sheet": None if sheet is None else str(sheet)}
    return json.dumps(
        {**files, **{key: own for key, own in told.items() if own}, **painting.receipt}
    )


def _report(painting: Painting, path: Path, moves: str, changes: Sequence[str]) -> str:
    """What was made and how, as text for the terminal."""
    receipt = painting.receipt
    read = receipt["read_as"] or _(messages.NOTHING_READ)
    lines = [_("read as: {scene}", scene=read + messages.reader(receipt["read_by"]))]
    if changes:
        lines.insert(0, _("changed: {changes}", changes="; ".join(changes)))
    shown = receipt["unread_but_moving"] if moves else ()
    if unread := [word for word in painting.scene.unread if word not in shown]:
        lines.append(_("not understood: {words}", words=listed(unread)))
    if says := receipt.get("picture"):
        lines.append(_("picture: {notes}", notes=labels.notes(says)))
    made = listed(map(_made, painting.candidates))
    lines.append(_("candidates, best first: {made}", made=made))
    seconds = decimal(painting.seconds, 1)
    lines.append(
        _(
            "seed {seed}, model {model}, painted in {seconds} s",
            seed=painting.recipe.seed,
            model=painting.model_hash,
            seconds=seconds,
        )
    )
    lines += [
        f"{place}: {candidate.mix.says}"
        for place, candidate in enumerate(painting.candidates, 1)
        if candidate.mix is not None
    ]
    if moves:
        lines.append(_("moves: {motion}", motion=moves))
    return "\n  ".join([f"{painting.recipe.prompt}: {path}", *lines])


def _made(candidate: Candidate) -> str:
    if not candidate.is_sketch:
        # Translators: how far painting departed from the sketch, from 0 to 1.
        return _("painted at {strength}", strength=decimal(candidate.strength, 2))
    return _("sketch") if candidate.parts else _("the picture")
