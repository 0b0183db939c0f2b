"""What every platform says: sentences, buttons, captions, in one place."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.domain import Emoji, Picture, Ticket, VoteResult

ASK_WORDS = "What shall I draw? Say it in a few words."
CONSENT_QUESTION = (
    "Thank you! May your votes help to train better weights? They are kept with a scrambled name. "
    "You can change your mind with /privacy."
)
CONSENT_YES, CONSENT_NO = "Yes, use my votes", "No"
CANCEL = "Cancel"
CANCELLED = "Cancelled; it does not count."
PICKED = "Picked, thank you."
BROKEN = "Something went wrong on my side, and was noted. Please try again in a moment."
REMOVED = "This emoji was removed."
CACHED = "painted before: the same words, seed and model"
START = (
    "I draw emoji from words, with a transparent background. Try:\n"
    "/emoji Dancing Lemon with Sunglasses"
)
HELP = (
    "/emoji WORDS draws an emoji\n"
    "/style sets the style of all that you ask for\n"
    "/history shows what you asked for\n"
    "/queue shows who waits\n"
    "/privacy says what is stored, and forgets it\n"
    "/about says which model draws\n"
    "👍 and 👎 under an emoji, or a reaction to it, teach the next weights."
)
BUTTON_PATTERN = r"e:(?P<action>[a-z]+):(?P<number>[0-9]+)(?::(?P<place>[0-9]+))?"
ONE_BAR = 8


def shortened(text: str, length: int) -> str:
    """The text, cut to at most `length` characters with an ellipsis."""
    return text if len(text) <= length else f"{text[: length - 1]}…"


def button_id(action: str, number: int, place: int | None = None) -> str:
    """A button's id, under 64 bytes; `number` is an emoji's, or a job's for "cancel"."""
    return f"e:{action}:{number}" if place is None else f"e:{action}:{number}:{place}"


def parse_button(text: str) -> tuple[str, int, int | None]:
    """The inverse of `button_id`. Raises ValueError for an id that is not one of ours."""
    mark, action, number, *place = text.split(":")
    if mark != "e":
        raise ValueError(f"{text!r} is not a button of this bot")
    return action, int(number), int(place[0]) if place else None


class Messages:
    """Sentences with words of people in them; `escape` takes a platform's formatting out."""

    def __init__(self, escape: Callable[[str], str]) -> None:
        self._escape = escape

    def accepted(self, prompt: str, ticket: Ticket) -> str:
        """The request was taken: the place in the queue and, where it is known, the time."""
        turn = "you are next" if ticket.place == 1 else f"place {ticket.place} in the queue"
        wait = "" if ticket.seconds is None else f", about {max(round(ticket.seconds), 1)} s"
        return f"On it: {self._quoted(prompt)} ({turn}{wait})."

    def painting(self, prompt: str, done: int, total: int) -> str:
        """How far a painting is."""
        filled = round(ONE_BAR * done / total)
        return f"Painting {self._quoted(prompt)} {'▰' * filled}{'▱' * (ONE_BAR - filled)}"

    def caption(self, emoji: Emoji) -> str:
        """What stands beside a finished emoji: its words, and whether it is new."""
        words = self._quoted(emoji.recipe.prompt)
        return f"{words} ({CACHED})" if emoji.cached else words

    def alt(self, emoji: Emoji) -> str:
        """A picture's description for those who do not see it."""
        return f"Emoji: {emoji.recipe.prompt} ({emoji.recipe.style} style)"

    def how(self, text: str) -> str:
        """The receipt as `how_made` tells it."""
        return self._escape(text)

    def failed(self, prompt: str, sentence: str) -> str:
        """A job that brings no emoji."""
        return f"{self._quoted(prompt)}: {sentence}"

    def history(self, emojis: Sequence[Emoji]) -> str:
        """A person's emoji, the newest first."""
        if not emojis:
            return "You have not asked for an emoji yet: /emoji Angry Unicorn."
        lines = [
            f"{number}. {self._quoted(emoji.recipe.prompt)}, {emoji.recipe.style}, "
            f"{time.strftime('%Y-%m-%d', time.gmtime(emoji.created))}"
            for number, emoji in enumerate(emojis, 1)
        ]
        return "\n".join(lines)

    def voted(self, voted: VoteResult) -> str:
        """A vote was counted, or taken back."""
        if voted.value is None:
            return "Taken back."
        return {1: "Liked, thank you.", -1: "Noted, thank you."}.get(voted.value, "Noted.")

    def candidates(self, emoji: Emoji, pictures: Sequence[Picture]) -> str:
        """What each candidate is made of: never pass a sketch off as painted."""
        made = [f"{place}: {made_of(own.strength)}" for place, own in enumerate(pictures, 1)]
        return f"{self._quoted(emoji.recipe.prompt)}: {'; '.join(made)}. Pick the best one."

    def _quoted(self, prompt: str) -> str:
        return f"“{self._escape(prompt)}”"


def made_of(strength: float) -> str:
    """Sketch or painted, and from how far away."""
    return "the sketch itself" if strength == 0 else f"painted from {strength:.2f}"


def _line(candidate: Mapping[str, Any]) -> str:
    """The same with what of the sketch's fine detail a painting shows, where that is known."""
    detail = candidate.get("detail", 0)
    kept = f" with {detail:.0%} of the sketch's fine detail" if detail else ""
    return made_of(candidate["strength"]) + kept


def how_made(emoji: Emoji, receipt: Mapping[str, Any], model_now: str) -> str:
    """The honest receipt of an emoji, line by line."""
    recipe = emoji.recipe
    made = [_line(candidate) for candidate in receipt.get("candidates", ())]
    lines = [
        f"words: {recipe.prompt}",
        f"read as: {receipt.get('read_as', recipe.prompt)}",
        f"style {recipe.style}, seed {recipe.seed}, wildness {recipe.wildness}",
        f"candidates, best first: {', '.join(made)}",
        f"steps {receipt.get('steps')}, guidance {receipt.get('guidance')}, "
        f"{receipt.get('seconds')} s on {receipt.get('device')}",
        f"model {emoji.model}"
        + ("" if emoji.model == model_now else f", which is gone: now {model_now} draws"),
    ]
    if emoji.cached:
        lines.append(CACHED)
    if unread := receipt.get("unread"):
        lines.insert(2, f"not understood: {', '.join(unread)}")
    if not emoji.candidates:
        lines.append("Its pictures are past their retention, or were removed.")
    return "\n".join(lines)


def privacy(consent: bool | None, days: int, opt_out: bool) -> str:
    """What is stored, and what the person said about it."""
    used = consent is True or (opt_out and consent is None)
    return (
        f"Stored: your id here, your requests and their emoji (pictures for {days} days), your "
        "votes and limits; refused words for the operator, for a while. Nothing leaves this bot.\n"
        f"Your votes {'may' if used else 'do not'} train the model: /privacy on, /privacy off.\n"
        "/privacy forget deletes everything of yours at once, pictures included; one that somebody "
        "else asked for with the same words and seed stays with them."
    )
