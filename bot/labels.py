"""What motions and moods are called in each language, and texts of other programs."""

import re

from bot.language import ENGLISH, N_, NP_, _, current, gettext, listed, ngettext, number, pgettext

MOTIONS = (
    # Translators: the names of motions on buttons, such as "dance": what the emoji does.
    NP_("motion", "bounce"),
    NP_("motion", "dance"),
    # Translators: a motion: it turns in circles while confetti falls.
    NP_("motion", "party"),
    NP_("motion", "jump"),
    # Translators: a motion: it waves a hand.
    NP_("motion", "wave"),
    NP_("motion", "laugh"),
    # Translators: a motion: hearts rise from it.
    NP_("motion", "love"),
    NP_("motion", "cry"),
    NP_("motion", "run"),
    NP_("motion", "walk"),
    NP_("motion", "cheer"),
    # Translators: a motion: it shows its muscles.
    NP_("motion", "flex"),
    NP_("motion", "kick"),
    NP_("motion", "shrug"),
    # Translators: a motion: it burns.
    NP_("motion", "fire"),
    NP_("motion", "sleep"),
    # Translators: a motion: it looks around.
    NP_("motion", "look"),
    NP_("motion", "nod"),
    # Translators: a motion: it shakes its head.
    NP_("motion", "no"),
    NP_("motion", "spin"),
    NP_("motion", "wobble"),
    # Translators: a motion: it hovers in the air.
    NP_("motion", "float"),
    # Translators: a motion: it trembles.
    NP_("motion", "shake"),
    # Translators: a motion: it pops up.
    NP_("motion", "pop"),
    # Translators: a motion: it peeks from below the edge.
    NP_("motion", "peek"),
)
MOODS = (
    # Translators: the moods of a pack: what the character feels or does in one picture.
    NP_("mood", "happy"),
    NP_("mood", "sad"),
    NP_("mood", "angry"),
    NP_("mood", "love"),
    NP_("mood", "cry"),
    NP_("mood", "laugh"),
    NP_("mood", "sleep"),
    # Translators: a mood: it waves a hand.
    NP_("mood", "wave"),
    NP_("mood", "run"),
    # Translators: a mood: it celebrates, with a party hat.
    NP_("mood", "party"),
    NP_("mood", "ok"),
    NP_("mood", "no"),
)
RECEIPT = (
    # Translators: the names of lines that say how an emoji was made, on its page.
    NP_("how an emoji was made", "words"),
    NP_("how an emoji was made", "change"),
    NP_("how an emoji was made", "read as"),
    # Translators: by which language model.
    NP_("how an emoji was made", "read by"),
    NP_("how an emoji was made", "not understood"),
    NP_("how an emoji was made", "style"),
    NP_("how an emoji was made", "seed"),
    # Translators: how far painting may depart from the sketch.
    NP_("how an emoji was made", "wildness"),
    # Translators: how it moves.
    NP_("how an emoji was made", "moves"),
    NP_("how an emoji was made", "steps"),
    NP_("how an emoji was made", "guidance"),
    NP_("how an emoji was made", "model"),
    NP_("how an emoji was made", "seconds"),
    NP_("how an emoji was made", "device"),
    # Translators: whether it was painted before, for the same words.
    NP_("how an emoji was made", "from the store"),
    # Translators: when it was made.
    NP_("how an emoji was made", "made"),
)
NOTES = (
    # Translators: what is said of an emoji that was made of somebody's picture.
    N_("Cut out of its plain ground."),
    N_("Its ground is not plain, so it was not cut out."),
    N_("Only its first frame was used."),
    N_("It is small, so it is not sharp."),
    N_("This model does not paint from pictures: the words are only its name."),
)
HOW_IT_MOVES = (
    # Translators: what of a painted picture moves.
    N_("the painting's parts"),
    N_("the picture as a whole"),
)
REASONS = (
    # Translators: why a file cannot be read or written, inside a sentence.
    N_("No such file or directory"),
    N_("Permission denied"),
    N_("Is a directory"),
    N_("Not a directory"),
    N_("No space left on device"),
    N_("Read-only file system"),
    N_("File name too long"),
    # Translators: {reason} is one of these.
    N_("{path} cannot be written: {reason}."),
)
_MOVING = re.compile(
    r"(?P<motion>\w+)(?:, (?P<how>[^:]+))?: (?P<count>\d+) frames at (?P<fps>[\d.]+) fps, "
    r"(?P<size>\d+) px, (?P<bytes>\d+) kB(?P<why>.*)",
    re.DOTALL,
)


def motion(name: str) -> str:
    """What a motion is called."""
    return pgettext("motion", name)


def mood(name: str) -> str:
    """What a mood is called; one that somebody typed stays as it is."""
    return pgettext("mood", name)


def english_moods(text: str) -> str:
    """A list of moods with commas; those that are named in the person's language become English."""
    english = {mood(name).casefold(): name for name in MOODS}
    return ",".join(english.get(one.strip().casefold(), one) for one in text.split(","))


def moving(text: str) -> str:
    """What is said of a moving file: its motion, frames, rate and size."""
    if not (found := _MOVING.fullmatch(text)):
        return motion(text) if text in MOTIONS else text
    what = motion(found["motion"])
    if how := found["how"]:
        what = f"{what}, {gettext(how)}"
    details = ngettext(
        "{motion}: {count} frame at {fps} fps, {size} px, {bytes} kB",
        "{motion}: {count} frames at {fps} fps, {size} px, {bytes} kB",
        int(found["count"]),
        motion=what,
        fps=number(float(found["fps"])) if "." in found["fps"] else found["fps"],
        size=found["size"],
        bytes=found["bytes"],
    )
    return details + found["why"]


def mix(text: str) -> str:
    """What a mix shows, such as "🍋 wears 🎩 and rides 🐢". Other languages name the emoji only."""
    base, *words = text.split() or [""]
    others = [word for word in words if not word.isascii()]
    if current() == ENGLISH or not others:
        return text
    # Translators: a mix of emoji, in which the first has something of the others.
    return _("{base} with something of {others}", base=base, others=listed(others))


def notes(text: str) -> str:
    """Sentences about a picture, some of which are those in `NOTES`."""
    return " ".join(map(gettext, re.split(r"(?<=\.) ", text)))
