"""What the bot says on all platforms. Texts of only one platform are in its package."""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from itertools import chain, repeat
from typing import Any

from bot.domain import (
    BUILT_IN,
    Change,
    Emoji,
    LimitReached,
    NotAccepted,
    OwnQueueFull,
    Pack,
    PackUnderWay,
    Person,
    Picture,
    QueueFull,
    Ticket,
    VoteResult,
)

A_CHANGE = "now with a hat · make it blue · without the glasses · back"
ASK_WORDS = "What shall I draw? Say it in a few words."
CONSENT_QUESTION = (
    "Thank you! May I use your votes to train the model? They are used without your name. "
    "You can change your answer at any time with /privacy."
)
CONSENT_YES, CONSENT_NO = "Yes, use my votes", "No"
CANCEL = "Cancel"
CANCELLED = "Cancelled. It does not count towards your limit."
FORGET_QUESTION = (
    "Delete everything that is stored about you, your emoji and their pictures included? This "
    "cannot be undone."
)
FORGET_YES = "Yes, delete everything about me"
PICKED = "Picked. Thank you!"
BROKEN = "Something went wrong on my side. It was logged. Please try again in a moment."
NOTHING_READ = "a puzzled face, because no word was understood"
REMOVED = "The emoji was deleted."
CACHED = "painted before with the same words, seed and model"
START = (
    "I draw emoji from your words, with a transparent background. Try:\n"
    "/emoji Dancing Lemon with Sunglasses"
)
HELP = (
    "/emoji WORDS draws an emoji; with --move it moves, with --move dance it dances\n"
    "With a picture, /emoji makes an emoji of it; in Discord and Telegram, "
    "/emoji me takes your profile picture\n"
    "/mix 🍋 😎 mixes two to four emoji; so does /emoji 🍋+😎\n"
    "📦 (or /pack) shows one of your emoji in twelve moods, as stickers, server emoji or files\n"
    "Press ✏️ or reply to an emoji to change it: “now with a hat”, “make it blue”, “back”\n"
    "/style sets your style\n"
    "/history lists your emoji\n"
    "/queue shows how many requests are waiting, and your place\n"
    "/privacy shows what is stored about you, and deletes it\n"
    "/about shows the model and its licence\n"
    "Vote with 👍 and 👎 under an emoji, or react to it: votes help to train the model."
)
PACK_CANCELLED = "Cancelled. What was painted by then counts towards your limit."
NO_PACK = "There is no such pack, or its creator deleted it."
NO_CHARACTER = "I do not know what this emoji shows. Make a pack of one that I drew from words."
PACK_UNDER_WAY = "You have a pack in progress. Wait for it, or cancel it."
PRESS_PACK = "Press 📦 under an emoji: it makes a pack of it."
PACK_REMOVED = "The pack was deleted."
WHICH_PACK = "Still or moving pictures? Twelve moods count as twelve requests."
STILL_PACK, MOVING_PACK = "Still", "Moving"
FAILED = (
    "It could not be painted, even on a second try. It does not count towards your limit. Try "
    "other words."
)
WITHHELD = (
    "The model's safety checker lets none of its pictures be shown. It does not count towards "
    "your limit. Try other words, or another picture."
)
DIED = (
    "The bot was stopped twice while it painted this. It does not count towards your limit. "
    "Please ask again."
)
LOST = "It was painted, but this chat could not be reached. Find it with /history."
EMPTY_PROMPT = 'Say what to draw, such as "angry unicorn".'
UNSUITABLE = "I can't draw that. Please try other words."
NOT_YOURS_TO_CANCEL = "Only the person who asked can cancel this."
FINISHED = "It is already finished."
NO_BUTTON = "I do not know this button."
NO_EMOJI = "There is no such emoji, or its creator deleted it."
NOT_CHANGEABLE = (
    "This emoji is too old to be changed. Ask for its words again, and change that one."
)
PICTURE_NOT_CHANGEABLE = (
    "This was made from a picture: only what was asked for in words can be changed."
)
NEVER_CHANGED = "This is how it was first asked for: there is nothing to go back to."
NO_LINK = "This link is no longer valid. Press the button under the emoji again."
NO_REQUEST = "There is no such request, or its creator deleted it."
NO_CANDIDATE = "There is no such candidate."
FROM_PICTURE = "from a picture"
"""In place of words that nobody gave."""
PICTURE_TOO_LARGE = "The picture is larger than 10 MB: take a smaller one."
PICTURE_TOO_SLOW = "This picture takes too long: take a smaller one, or try again in a minute."
NOT_PAINTED = "This emoji is a picture as it was sent: there is nothing to paint again."
WHICH_MOTION = "How should it move?"
STANDS_STILL = "This emoji stands still: 🎞 makes one of it that moves."
NO_PICTURES = "Its pictures are gone. 🎲 paints it again."
NOT_YOURS_TO_REMOVE = (
    "Only the person who asked for it, or someone who may manage messages here, can delete it."
)
NOT_YOURS_TO_PUBLISH = "Only the person who asked for it can publish it."
VOTES_TRAIN = "Your votes may train the model."
VOTES_DO_NOT_TRAIN = "Your votes do not train the model."
FORGOTTEN = (
    "Everything stored about you is deleted. What you used of your limit stays counted, without "
    "your id, until it is refilled."
)
FORGETTING = (
    f"{FORGOTTEN} Another program is reading the database: until it is done, copies stay in the "
    "database's log. They are deleted then, without you doing anything."
)
STORED = "What is stored about you: /privacy."
OPERATOR_ONLY = "Only the operator of this bot can do that."
PAINTING_PAUSED = "Painting is paused. New requests wait in the queue."
PAINTING_RESUMED = "Painting is resumed."
HOW_MANY = "Say how many emoji per day: limit PERSON 20."
ONE_BAR = 8
MISREAD_LENGTH = 80


def shortened(text: str, length: int) -> str:
    """The text, cut to at most `length` characters with an ellipsis."""
    return text if len(text) <= length else f"{text[: length - 1]}…"


class Messages:
    """Sentences that quote people; `escape` disables a platform's formatting in the quotes."""

    def __init__(self, escape: Callable[[str], str]) -> None:
        self._escape = escape

    def accepted(self, prompt: str, ticket: Ticket) -> str:
        """A request was accepted: its place in the queue and, if known, the time it takes."""
        turn = "you are next" if ticket.place == 1 else f"place {ticket.place} in the queue"
        wait = "" if ticket.seconds is None else f", about {max(round(ticket.seconds), 1)} s"
        return f"On it: {self._quoted(prompt)} ({turn}{wait})."

    def painting(self, prompt: str, done: int, total: int) -> str:
        """The progress of a painting."""
        filled = round(ONE_BAR * done / total)
        return f"Painting {self._quoted(prompt)} {'▰' * filled}{'▱' * (ONE_BAR - filled)}"

    def caption(self, emoji: Emoji) -> str:
        """The text with a finished emoji: its prompt, if it is cached, its change, and `read`."""
        words = self._quoted(emoji.recipe.prompt)
        if note := cached(emoji):
            words = f"{words} ({note})"
        changed = "" if emoji.change is None else self._escape(changed_from(emoji.change))
        return "\n".join(filter(None, (words, changed, self.read(emoji))))

    def read(self, emoji: Emoji) -> str:
        """What the chosen picture of a mix mixes, or which words were misread; escaped."""
        unread = misread(emoji.receipt, emoji.recipe.motion is not None)
        picture = emoji.receipt.get("picture", "") if emoji.recipe.picture else ""
        return self._escape(emoji.chosen_line.get("mix") or picture or unread)

    def pack(self, pack: Pack) -> str:
        """The text with a finished pack: its words, how many emoji there are, what is missing."""
        count, moves = len(pack.emoji), pack.job.recipe.motion is not None
        kind = "moving emoji" if moves else "emoji"
        text = f"{self._quoted(pack.job.recipe.prompt)}: {count} {kind}, {', '.join(pack.emoji)}."
        missing = f"\nNot painted: {', '.join(pack.failed)}." if pack.failed else ""
        return text + missing

    def alt(self, emoji: Emoji) -> str:
        """The alternative text of a picture."""
        style = "" if emoji.recipe.picture else f" ({emoji.recipe.style} style)"
        return f"Emoji: {emoji.recipe.prompt}{style}"

    def how(self, text: str) -> str:
        """The text of `how_made`, escaped."""
        return self._escape(text)

    def failed(self, prompt: str, sentence: str) -> str:
        """Why a job ended without an emoji."""
        return f"{self._quoted(prompt)}: {sentence}"

    def history(self, emojis: Sequence[Emoji], words: str = "") -> str:
        """A person's emoji, of those with `words`, as a numbered list."""
        if not emojis and words:
            return f"None of your emoji was asked for with {self._quoted(words)}."
        if not emojis:
            return "You have no emoji yet. Try /emoji Angry Unicorn."
        lines = [
            f"{number}. {self._quoted(emoji.recipe.prompt)}, {emoji.recipe.style}, "
            f"{time.strftime('%Y-%m-%d', time.gmtime(emoji.created))}"
            for number, emoji in enumerate(emojis, 1)
        ]
        return "\n".join(lines)

    def voted(self, voted: VoteResult) -> str:
        """A vote was counted, or removed."""
        if voted.value is None:
            return "Vote removed."
        return {1: "Liked. Thank you!", -1: "Disliked. Thank you!"}.get(voted.value, "Noted.")

    def candidates(self, emoji: Emoji, pictures: Sequence[Picture]) -> str:
        """A list that says of each candidate whether it is a sketch or painted."""
        lines = chain(emoji.receipt.get("candidates", ()), repeat({}))
        made = [
            f"{place}: {self._escape(with_mix(line, made_of(own.strength)))}"
            for place, (own, line) in enumerate(zip(pictures, lines, strict=False), 1)
        ]
        return f"{self._quoted(emoji.recipe.prompt)}: {'; '.join(made)}. Pick the best one."

    def _quoted(self, prompt: str) -> str:
        return f"“{self._escape(prompt)}”"


def cached(emoji: Emoji) -> str:
    """That the pictures were painted for another request; empty for a moving emoji."""
    return CACHED if emoji.cached and emoji.recipe.motion is None else ""


def _unread(receipt: Mapping[str, Any], moves: bool) -> list[str]:
    """The words that a picture does not show; some are shown only if it `moves`."""
    shown = receipt.get("unread_but_moving", ()) if moves else ()
    return [word for word in receipt.get("unread") or () if word not in shown]


def misread(receipt: Mapping[str, Any], moves: bool = False) -> str:
    """A line that says which words were dropped or guessed; empty if all were understood."""
    unread, read = _unread(receipt, moves), receipt.get("read_as")
    if not unread and not receipt.get("scene", {}).get("guessed"):
        return ""
    parts = [f"Read as: {read}."] if read else []
    if unread:
        parts.append(f"Not understood: {shortened(', '.join(unread), MISREAD_LENGTH)}.")
    return " ".join(parts)


def made_of(strength: float) -> str:
    """How a candidate was made: never pass a sketch off as painted."""
    return "the sketch" if strength == 0 else f"painted at strength {strength:.2f}"


def with_mix(line: Mapping[str, Any], made: str) -> str:
    """How a candidate was made, and what it shows of a mix; `line` is the receipt's about it."""
    if line.get("made") == "picture":
        return "the picture"
    return f"{mix} ({made})" if (mix := line.get("mix")) else made


def _line(candidate: Mapping[str, Any]) -> str:
    """How a candidate was made, also whether its painting is shown as traced vectors."""
    made = made_of(candidate["strength"]) + (" and traced" if candidate.get("traced") else "")
    return with_mix(candidate, made)


def reader(read_by: str) -> str:
    """Who read the words, if it was a language model."""
    return "" if read_by == BUILT_IN else f" (by {read_by})"


def changed_from(change: Change) -> str:
    """Which emoji was changed, and the words of the change."""
    return f"changed from #{change.emoji}: {change.words}"


def how_made(
    emoji: Emoji,
    receipt: Mapping[str, Any],
    model_now: str,
    moves: str = "",
    changes: Sequence[Change] = (),
) -> str:
    """How an emoji was made, line by line; `model_now` is the hash of the model in use.

    `moves` says how it moves, `changes` what it was changed from, the newest change first.
    """
    recipe = emoji.recipe
    made = [_line(candidate) for candidate in receipt.get("candidates", ())]
    lines = [
        f"words: {recipe.prompt}",
        f"read as: {receipt.get('read_as', recipe.prompt) or NOTHING_READ}{reader(recipe.read_by)}",
        f"style {recipe.style}, seed {recipe.seed}, wildness {recipe.wildness}",
        f"candidates, best first: {', '.join(made)}",
        f"steps {receipt.get('steps')}, guidance {receipt.get('guidance')}, "
        f"{receipt.get('seconds')} s on {receipt.get('device')}",
        f"model {emoji.model}"
        + ("" if emoji.model == model_now else f", no longer in use: {model_now} paints now"),
    ]
    if moves:
        lines.append(f"moves: {moves}")
    elif emoji.cached:
        lines.append(CACHED)
    if unread := _unread(receipt, bool(moves)):
        lines.insert(2, f"not understood: {', '.join(unread)}")
    lines[1:1] = map(changed_from, changes)
    if not emoji.candidates:
        lines.append("Its pictures were deleted, by a person or because of their age.")
    return "\n".join(lines)


def privacy(consent: bool | None, days: int, opt_out: bool, sent_to: str = "") -> str:
    """What is stored about a person, and whether their votes train.

    `sent_to` is the other machine that reads prompts, if there is one.
    """
    leaves = "Nothing leaves this bot."
    if sent_to:
        leaves = f"The words that you ask for are sent to {sent_to}, which reads them."
    used = consent is True or (opt_out and consent is None)
    return (
        "Stored about you: your id on this platform, the chats in which you wrote to me, your "
        f"requests and emoji (pictures for {days} days), your votes and limits, and for a while "
        f"refused prompts, for the operator. {leaves}\n"
        f"{VOTES_TRAIN if used else VOTES_DO_NOT_TRAIN} Change it with /privacy on or "
        "/privacy off.\n"
        "/privacy forget deletes all of it at once, pictures included. It does not refill your "
        "limit. Someone else who asked for the same words and seed still has the picture."
    )


def not_accepted(error: NotAccepted) -> str:
    """Why a request did not get into the queue, and when to try again."""
    match error:
        case OwnQueueFull(waiting, seconds):
            requests = "request" if waiting == 1 else "requests"
            return (
                f"You already have {waiting} {requests} waiting. Wait for one to finish"
                f"{_whole_queue(seconds)}."
            )
        case QueueFull(seconds):
            return f"The queue is full. Try again later{_whole_queue(seconds)}."
        case PackUnderWay():
            return PACK_UNDER_WAY
        case LimitReached(seconds):
            return f"You have reached your limit. You can ask again in {_duration(seconds)}."
        case _:
            return "The operator of this bot has blocked you."


def busy_address(seconds: float) -> str:
    """Too much came from the visitor's address."""
    return f"Too much was asked from your network. Try again in {_duration(math.ceil(seconds))}."


def _whole_queue(seconds: float | None) -> str:
    return "" if seconds is None else f" (the whole queue takes about {_duration(seconds)})"


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.0f} h"


def too_long(length: int, most: int) -> str:
    """A prompt of `length` characters."""
    return f"Your text has {length} characters. The limit is {most}."


def style_reserved(style: str, styles: Sequence[str]) -> str:
    """The style is limited to other people or roles."""
    return f"The style {style} is reserved for others. Choose one of {', '.join(styles)}."


def no_style(styles: Sequence[str]) -> str:
    """An unknown style was asked for."""
    return f"There is no such style. Choose one of {', '.join(styles)}."


def no_motion(motions: Sequence[str]) -> str:
    """An unknown motion was asked for."""
    return f"There is no such motion. Choose one of {', '.join(motions)}."


def style_set(style: str) -> str:
    """A person chose a style."""
    return f"Your emoji are now drawn in {style} style."


def out_of_range(wildness: range, candidates: range) -> str:
    """A value of a request is outside its range."""
    return (
        f"Wildness goes from {wildness[0]} to {wildness[-1]}, candidates from {candidates[0]} to "
        f"{candidates[-1]}, and seeds from 0."
    )


def too_many_uploads(most: int, seconds: float) -> str:
    """A server got `most` emoji in an hour; `seconds` until the next is possible."""
    minutes = max(round(seconds / 60), 1)
    return (
        f"This server got {most} new emoji within an hour, the most it may get. "
        f"Try again in {minutes} min."
    )


def model_gone(before: str, now: str) -> str:
    """An emoji can't be repeated, because another model paints now."""
    return (
        f"Model {before} painted this, but {now} is in use now and would paint something else. "
        "Ask for the same words again instead."
    )


def queue(waiting: int, paused: bool, places: Sequence[tuple[str, int]]) -> str:
    """How many requests wait, and the place of each of a person's own prompts."""
    lines = ["Nobody is waiting."]
    if waiting:
        lines = ["1 request is waiting." if waiting == 1 else f"{waiting} requests are waiting."]
    if paused:
        lines.append("The operator has paused painting.")
    lines += [
        f"{prompt}: place {place}" if waiting else f"{prompt}: being painted"
        for prompt, place in places
    ]
    return "\n".join(lines)


def no_action(actions: Sequence[str]) -> str:
    """The operator used an unknown action."""
    return f"There is no such action. Choose one of {', '.join(actions)}."


def whom(action: str) -> str:
    """The operator named nobody."""
    return f"Say who: {action} PERSON."


def banned(person: Person, banned: bool) -> str:
    """The operator blocked or unblocked a person."""
    return f"{person.key} is {'blocked' if banned else 'no longer blocked'}."


def per_day(person: Person, count: int) -> str:
    """The operator changed a person's daily limit."""
    return f"{person.key} may now ask for {count} emoji per day."


def unknown_choice(setting: str, value: str, known: Sequence[str]) -> str:
    """A setting's value is none of the possible ones."""
    near = get_close_matches(value.casefold(), known, n=1, cutoff=0.6)
    advice = f"did you mean {near[0]!r}?" if near else f"use one of {', '.join(known)}."
    return f"{setting}: {value!r} is unknown: {advice}"


def no_person(key: str) -> str:
    """An operator's key in the settings is none."""
    return (
        f'admins.people: {key!r} is nobody: write "discord:ID" or "telegram:ID" with the '
        "number that the platform gives a person."
    )
