"""Writes paintings as files with a contact sheet, and says what was made."""

import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from bot import labels, messages
from bot.cli.forms import SUFFIXES
from bot.language import _, decimal, listed
from model.recipe import Candidate, Painting

NAME_LENGTH = 60
SHEET = "sheet"


@dataclass(frozen=True, slots=True)
class Output:
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
            taken = {SHEET, *(f"{name}-candidates" for name in names), *names}
            names[next(name for name in _numbered(plain) if name not in taken)] = None
        return [self.folder / f"{name}{SUFFIXES[self.form]}" for name in names]

    def candidates_sheet(self, path: Path) -> Path | None:
        """The file for all candidates of one prompt; None if its picture goes to a pipe."""
        # It imports what draws, for which other commands need not wait.
        from model.image.export import is_stream

        return None if is_stream(path) else path.with_name(f"{path.stem}-candidates.png")

    def sheet(self, ending: str) -> Path:
        """The file for the sheet of several prompts: a new one, so that earlier sheets are kept."""
        files = (self.folder / f"{name}{ending}" for name in _numbered(SHEET))
        return next(file for file in files if not file.exists())


def _numbered(name: str) -> Iterator[str]:
    """A name, then the same with the numbers from 2: "cat", "cat-2", "cat-3" ..."""
    yield name
    for number in count(2):
        yield f"{name}-{number}"


def write_all(paintings: Sequence[Painting], before: Sequence[Painting], output: Output) -> None:
    """Write the pictures and the sheet, and report them. `before` are the emoji before changes."""
    from model.image.export import png, write
    from model.image.sheet import contact_sheet, moving_sheet, prompts_sheet

    paths, moves = output.paths(painting.recipe.prompt for painting in paintings), []
    for painting, path in zip(paintings, paths, strict=True):
        data, said = _file(painting, output)
        write(path, data)
        moves.append(said)
    sheet: Path | None
    if len(paintings) > 1 and output.motion is not None:
        sheet = output.sheet(".webp")
        write(sheet, moving_sheet(paintings, output.motion))
    elif len(paintings) > 1:
        sheet = output.sheet(".png")
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


def _file(painting: Painting, output: Output) -> tuple[bytes, str]:
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
        f"{place}: {labels.mix(candidate.mix.says)}"
        for place, candidate in enumerate(painting.candidates, 1)
        if candidate.mix is not None
    ]
    if moves:
        lines.append(_("moves: {motion}", motion=labels.moving(moves)))
    return "\n  ".join([f"{painting.recipe.prompt}: {path}", *lines])


def _made(candidate: Candidate) -> str:
    if not candidate.is_sketch:
        # Translators: how far painting departed from the sketch, from 0 to 1.
        return _("painted at {strength}", strength=decimal(candidate.strength, 2))
    return _("sketch") if candidate.parts else _("the picture")
