"""The forms of picture files: which one is meant, and whether it moves."""

import argparse
from pathlib import Path

from bot.language import listed
from model.errors import BadRequest

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


def form_of(options: argparse.Namespace) -> str:
    """The form that was asked for, else that of the file's name. Raises BadRequest."""
    suffix = options.out.suffix.lower() if options.out is not None else ""
    if options.form is None:
        forms, default = (MOVING, "gif") if options.move else (SUFFIXES, "png")
        found = next((form for form, own in forms.items() if own == suffix), None)
        if found is None and suffix:
            _check_special(options.out, forms)
        return found or default
    form: str = options.form
    if suffix in SUFFIXES.values() and suffix != SUFFIXES[form]:
        raise BadRequest(
            "--form {form} does not fit {file}: name a file that ends in {ending}.",
            form=form,
            file=options.out,
            ending=SUFFIXES[form],
        )
    return form


def _check_special(path: Path, forms: dict[str, str]) -> None:
    """Raises BadRequest for a file whose ending says no form, unless it is a device or a pipe."""
    # It imports numpy and Pillow, for which other commands need not wait.
    from model.image.export import is_stream

    if not is_stream(path):
        raise BadRequest(
            "{file} ends in no form that I know: use {endings}, or name the form with --form.",
            file=path,
            endings=listed(dict.fromkeys(forms.values())),
        )


def motion_of(options: argparse.Namespace, form: str) -> str | None:
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
