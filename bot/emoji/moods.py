"""The moods of a pack, as people name them in their language."""

from bot import labels
from bot.language import listed
from model.errors import BadRequest
from model.sketch.moods import DEFAULT, Mood, moods
from model.sketch.redraw import bundled


def moods_named(text: str) -> dict[str, Mood]:
    """The moods in a list with commas, by their English names; the usual ones for an empty list.

    Raises BadRequest for others.
    """
    try:
        return moods(bundled(), labels.english_moods(text))
    except BadRequest as error:
        if "usual" in error.values:
            error.values["usual"] = listed(map(labels.mood, DEFAULT))
        raise
