"""What the bot says on all platforms. Texts of only one platform are in its package."""

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
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
from bot.labels import mix, mood, notes
from bot.language import N_, _, decimal, listed, ngettext, number

# Translators: examples of changes. They must be words that the bot understands: try them.
A_CHANGE = N_("now with a hat · make it blue · without the glasses · back")
ASK_WORDS = N_("What shall I draw? Say it in a few words.")
CONSENT_QUESTION = N_(
    "Thank you! May I use your votes to train the model? They are used without your name. "
    "You can change your answer at any time with /privacy."
)
CONSENT_YES, CONSENT_NO = N_("Yes, use my votes"), N_("No")
CANCEL = N_("Cancel")
CANCELLED = N_("Cancelled. It does not count towards your limit.")
FORGET_QUESTION = N_(
    "Delete everything that is stored about you, your emoji and their pictures included? This "
    "cannot be undone."
)
FORGET_YES = N_("Yes, delete everything about me")
PICKED = N_("Picked. Thank you!")
BROKEN = N_("Something went wrong on my side. It was logged. Please try again in a moment.")
NOTHING_READ = N_("a puzzled face, because no word was understood")
REMOVED = N_("The emoji was deleted.")
CACHED = N_("painted before with the same words, seed and model")
START = N_(
    "I draw emoji from your words, with a transparent background. Try:\n"
    "/emoji Dancing Lemon with Sunglasses"
)
HELP = N_(
    "/emoji WORDS draws an emoji; with --move it moves, with --move dance it dances\n"
    "With a picture, /emoji makes an emoji of it; in Discord and Telegram, "
    "/emoji me takes your profile picture\n"
    "/mix 🍋 😎 mixes two to four emoji; so does /emoji 🍋+😎\n"
    "📦 (or /pack) shows one of your emoji in twelve moods, as stickers, server emoji or files\n"
    "Press ✏️ or reply to an emoji to change it: “now with a hat”, “make it blue”, “back”\n"
    "To draw the words of a message, right-click it and choose Apps in Discord, or reply with "
    "/emoji in Telegram\n"
    "/style sets your style\n"
    "/history lists your emoji\n"
    "/queue shows how many requests are waiting, and your place\n"
    "/privacy shows what is stored about you, and deletes it\n"
    "/about shows the model and its licence\n"
    "Vote with 👍 and 👎 under an emoji, or react to it: votes help to train the model."
)
PACK_CANCELLED = N_("Cancelled. What was painted by then counts towards your limit.")
NO_PACK = N_("There is no such pack, or its creator deleted it.")
NO_CHARACTER = N_("I do not know what this emoji shows. Make a pack of one that I drew from words.")
PACK_UNDER_WAY = N_("You have a pack in progress. Wait for it, or cancel it.")
PRESS_PACK = N_("Press 📦 under an emoji: it makes a pack of it.")
PACK_REMOVED = N_("The pack was deleted.")
WHICH_PACK = N_("Still or moving pictures? Twelve moods count as twelve requests.")
# Translators: a button: a pack of pictures that do not move.
STILL_PACK = N_("Still")
# Translators: a button: a pack of pictures that move.
MOVING_PACK = N_("Moving")
FAILED = N_(
    "It could not be painted, even on a second try. It does not count towards your limit. Try "
    "other words."
)
WITHHELD = N_(
    "The model's safety checker lets none of its pictures be shown. It does not count towards "
    "your limit. Try other words, or another picture."
)
DIED = N_(
    "The bot was stopped twice while it painted this. It does not count towards your limit. "
    "Please ask again."
)
LOST = N_("It was painted, but this chat could not be reached. Find it with /history.")
EMPTY_PROMPT = N_('Say what to draw, such as "angry unicorn".')
UNSUITABLE = N_("I can't draw that. Please try other words.")
NOT_YOURS_TO_CANCEL = N_("Only the person who asked can cancel this.")
FINISHED = N_("It is already finished.")
NO_BUTTON = N_("I do not know this button.")
NO_EMOJI = N_("There is no such emoji, or its creator deleted it.")
NOT_CHANGEABLE = N_(
    "This emoji is too old to be changed. Ask for its words again, and change that one."
)
PICTURE_NOT_CHANGEABLE = N_(
    "This was made from a picture: only what was asked for in words can be changed."
)
NEVER_CHANGED = N_("This is how it was first asked for: there is nothing to go back to.")
NO_LINK = N_("This link is no longer valid. Press the button under the emoji again.")
NO_REQUEST = N_("There is no such request, or its creator deleted it.")
NO_CANDIDATE = N_("There is no such candidate.")
FROM_PICTURE = N_("from a picture")
"""In place of words that nobody gave."""
PICTURE_TOO_LARGE = N_("The picture is larger than 10 MB: take a smaller one.")
PICTURE_TOO_SLOW = N_("This picture takes too long: take a smaller one, or try again in a minute.")
NOT_PAINTED = N_("This emoji is a picture as it was sent: there is nothing to paint again.")
WHICH_MOTION = N_("How should it move?")
STANDS_STILL = N_("This emoji stands still: 🎞 makes one of it that moves.")
NO_PICTURES = N_("Its pictures are gone. 🎲 paints it again.")
NOT_YOURS_TO_REMOVE = N_(
    "Only the person who asked for it, or someone who may manage messages here, can delete it."
)
NOT_YOURS_TO_PUBLISH = N_("Only the person who asked for it can publish it.")
VOTES_TRAIN = N_("Your votes may train the model.")
VOTES_DO_NOT_TRAIN = N_("Your votes do not train the model.")
FORGOTTEN = N_(
    "Everything stored about you is deleted. What you used of your limit stays counted, without "
    "your id, until it is refilled."
)
FORGETTING = N_(
    "Everything stored about you is deleted. What you used of your limit stays counted, without "
    "your id, until it is refilled. Another program is reading the database: until it is done, "
    "copies stay in the database's log. They are deleted then, without you doing anything."
)
STORED = N_("What is stored about you: /privacy.")
OPERATOR_ONLY = N_("Only the operator of this bot can do that.")
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
        words, place = self._quoted(prompt), ticket.place
        if ticket.seconds is None:
            if place == 1:
                return _("On it: {words} (you are next).", words=words)
            return _("On it: {words} (place {place} in the queue).", words=words, place=place)
        seconds = max(round(ticket.seconds), 1)
        if place == 1:
            return _(
                "On it: {words} (you are next, about {seconds} s).", words=words, seconds=seconds
            )
        return _(
            "On it: {words} (place {place} in the queue, about {seconds} s).",
            words=words,
            place=place,
            seconds=seconds,
        )

    def painting(self, prompt: str, done: int, total: int) -> str:
        """The progress of a painting."""
        filled = round(ONE_BAR * done / total)
        bar = "▰" * filled + "▱" * (ONE_BAR - filled)
        # Translators: {words} are quoted; {bar} is a progress bar.
        return _("Painting {words} {bar}", words=self._quoted(prompt), bar=bar)

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
        picture = notes(emoji.receipt.get("picture", "")) if emoji.recipe.picture else ""
        mixed = mix(emoji.chosen_line.get("mix", ""))
        return self._escape(mixed or picture or unread)

    def pack(self, pack: Pack) -> str:
        """The text with a finished pack: its words, how many emoji there are, what is missing."""
        count, moods = len(pack.emoji), listed(map(mood, pack.emoji))
        words = self._quoted(pack.job.recipe.prompt)
        if pack.job.recipe.motion is None:
            text = ngettext(
                "{words}: {count} emoji, {moods}.",
                "{words}: {count} emoji, {moods}.",
                count,
                words=words,
                moods=moods,
            )
        else:
            text = ngettext(
                "{words}: {count} moving emoji, {moods}.",
                "{words}: {count} moving emoji, {moods}.",
                count,
                words=words,
                moods=moods,
            )
        if not pack.failed:
            return text
        return text + "\n" + _("Not painted: {moods}.", moods=listed(map(mood, pack.failed)))

    def alt(self, emoji: Emoji) -> str:
        """The alternative text of a picture."""
        words = shown_words(emoji.recipe.prompt)
        if emoji.recipe.picture:
            return _("Emoji: {words}", words=words)
        return _("Emoji: {words} ({style} style)", words=words, style=emoji.recipe.style)

    def how(self, text: str) -> str:
        """The text of `how_made`, escaped."""
        return self._escape(text)

    def failed(self, prompt: str, sentence: str) -> str:
        """Why a job ended without an emoji."""
        return f"{self._quoted(prompt)}: {sentence}"

    def history(self, emojis: Sequence[Emoji], words: str = "") -> str:
        """A person's emoji, of those with `words`, as a numbered list."""
        if not emojis and words:
            return _("None of your emoji was asked for with {words}.", words=self._quoted(words))
        if not emojis:
            return _("You have no emoji yet. Try /emoji Angry Unicorn.")
        lines = [
            f"{number}. {self._quoted(emoji.recipe.prompt)}, {emoji.recipe.style}, "
            f"{time.strftime('%Y-%m-%d', time.gmtime(emoji.created))}"
            for number, emoji in enumerate(emojis, 1)
        ]
        return "\n".join(lines)

    def voted(self, voted: VoteResult) -> str:
        """A vote was counted, or removed."""
        if voted.value is None:
            return _("Vote removed.")
        if voted.value == 0:
            # Translators: the answer to a reaction that is neither a like nor a dislike.
            return _("Noted.")
        return _("Liked. Thank you!") if voted.value > 0 else _("Disliked. Thank you!")

    def candidates(self, emoji: Emoji, pictures: Sequence[Picture]) -> str:
        """A list that says of each candidate whether it is a sketch or painted."""
        lines = chain(emoji.receipt.get("candidates", ()), repeat({}))
        made = [
            f"{place}: {self._escape(with_mix(line, made_of(own.strength)))}"
            for place, (own, line) in enumerate(zip(pictures, lines, strict=False), 1)
        ]
        return _(
            "{words}: {candidates}. Pick the best one.",
            words=self._quoted(emoji.recipe.prompt),
            candidates="; ".join(made),
        )

    def _quoted(self, prompt: str) -> str:
        # Translators: somebody's words, in the quotation marks of the language.
        return _("“{words}”", words=self._escape(shown_words(prompt)))


def shown_words(prompt: str) -> str:
    """A prompt as people read it: what stands in place of words is in their language."""
    return _(prompt) if prompt == FROM_PICTURE else prompt


def cached(emoji: Emoji) -> str:
    """That the pictures were painted for another request; empty for a moving emoji."""
    return _(CACHED) if emoji.cached and emoji.recipe.motion is None else ""


def _unread(receipt: Mapping[str, Any], moves: bool) -> list[str]:
    """The words that a picture does not show; some are shown only if it `moves`."""
    shown = receipt.get("unread_but_moving", ()) if moves else ()
    return [word for word in receipt.get("unread") or () if word not in shown]


def misread(receipt: Mapping[str, Any], moves: bool = False) -> str:
    """A line that says which words were dropped or guessed; empty if all were understood."""
    unread, read = _unread(receipt, moves), receipt.get("read_as")
    if not unread and not receipt.get("scene", {}).get("guessed"):
        return ""
    # Translators: {scene} is English.
    parts = [_("Read as: {scene}.", scene=read)] if read else []
    if unread:
        words = shortened(listed(unread), MISREAD_LENGTH)
        parts.append(_("Not understood: {words}.", words=words))
    return " ".join(parts)


def made_of(strength: float) -> str:
    """How a candidate was made: never pass a sketch off as painted."""
    if strength == 0:
        # Translators: how a picture was made: it is drawn of vectors, without the model.
        return _("the sketch")
    # Translators: the model painted over the sketch, and departed so far from it (0 to 1).
    return _("painted at strength {strength}", strength=decimal(strength, 2))


def with_mix(line: Mapping[str, Any], made: str) -> str:
    """How a candidate was made, and what it shows of a mix; `line` is the receipt's about it."""
    if line.get("made") == "picture":
        # Translators: how an emoji was made: it is somebody's picture as it was sent.
        return _("the picture")
    return f"{mix(mixed)} ({made})" if (mixed := line.get("mix")) else made


def _line(candidate: Mapping[str, Any]) -> str:
    """How a candidate was made, also whether its painting is shown as traced vectors."""
    made = made_of(candidate["strength"])
    if candidate.get("traced"):
        # Translators: {made} is "painted at strength 0.40"; tracing turns pixels into vectors.
        made = _("{made} and traced", made=made)
    return with_mix(candidate, made)


def reader(read_by: str) -> str:
    """Who read the words, if it was a language model."""
    # Translators: this follows what the words were read as; {model} is a language model.
    return "" if read_by == BUILT_IN else " " + _("(by {model})", model=read_by)


def changed_from(change: Change) -> str:
    """Which emoji was changed, and the words of the change."""
    # Translators: {emoji} is a number, which the page links: keep the "#". {words} is the change.
    return _("changed from #{emoji}: {words}", emoji=change.emoji, words=change.words)


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
    read = receipt.get("read_as", emoji.recipe.prompt) or _(NOTHING_READ)
    scene = f"{read}{reader(emoji.recipe.read_by)}"
    lines = [_("words: {words}", words=shown_words(emoji.recipe.prompt))]
    lines += map(changed_from, changes)
    # Translators: {scene} is English.
    lines.append(_("read as: {scene}", scene=scene))
    if unread := _unread(receipt, bool(moves)):
        lines.append(_("not understood: {words}", words=listed(unread)))
    lines += _settings(emoji, receipt, model_now)
    if moves:
        lines.append(_("moves: {motion}", motion=moves))
    elif emoji.cached:
        lines.append(_(CACHED))
    if not emoji.candidates:
        lines.append(_("Its pictures were deleted, by a person or because of their age."))
    return "\n".join(lines)


def _settings(emoji: Emoji, receipt: Mapping[str, Any], model_now: str) -> Iterator[str]:
    """With which settings and by which model an emoji was painted, line by line."""
    recipe, made = emoji.recipe, map(_line, receipt.get("candidates", ()))
    yield _(
        # Translators: "wildness" is how far painting may depart from the sketch, 0 to 100.
        "style {style}, seed {seed}, wildness {wildness}",
        style=recipe.style,
        seed=recipe.seed,
        wildness=recipe.wildness,
    )
    yield _("candidates, best first: {made}", made=listed(made))
    yield _(
        # Translators: steps of denoising, and guidance, as Stable Diffusion calls them; then how
        # many seconds it took, and on which device.
        "steps {steps}, guidance {guidance}, {seconds} s on {device}",
        **{name: number(receipt.get(name)) for name in ("steps", "guidance", "seconds", "device")},
    )
    if emoji.model == model_now:
        yield _("model {model}", model=emoji.model)
    else:
        yield _(
            "model {model}, no longer in use: {now} paints now", model=emoji.model, now=model_now
        )


def privacy(consent: bool | None, days: int, opt_out: bool, sent_to: str = "") -> str:
    """What is stored about a person, and whether their votes train.

    `sent_to` is the other machine that reads prompts, if there is one.
    """
    leaves = _("Nothing leaves this bot.")
    if sent_to:
        leaves = _("The words that you ask for are sent to {host}, which reads them.", host=sent_to)
    used = consent is True or (opt_out and consent is None)
    stored = ngettext(
        "Stored about you: your id on this platform, the chats in which you wrote to me, your "
        "requests and emoji (pictures for {count} day), your votes and limits, and for a while "
        "refused prompts, for the operator.",
        "Stored about you: your id on this platform, the chats in which you wrote to me, your "
        "requests and emoji (pictures for {count} days), your votes and limits, and for a while "
        "refused prompts, for the operator.",
        days,
    )
    training = _(VOTES_TRAIN) if used else _(VOTES_DO_NOT_TRAIN)
    change = _("Change it with /privacy on or /privacy off.")
    forget = _(
        "/privacy forget deletes all of it at once, pictures included. It does not refill your "
        "limit. Someone else who asked for the same words and seed still has the picture."
    )
    return f"{stored} {leaves}\n{training} {change}\n{forget}"


def not_accepted(error: NotAccepted) -> str:
    """Why a request did not get into the queue, and when to try again."""
    match error:
        case OwnQueueFull(waiting, seconds):
            return _own_queue_full(waiting, seconds)
        case QueueFull(seconds):
            return _queue_full(seconds)
        case PackUnderWay():
            return _(PACK_UNDER_WAY)
        case LimitReached(seconds):
            return _(
                "You have reached your limit. You can ask again in {time}.",
                time=_duration(seconds),
            )
        case _other:
            return _("The operator of this bot has blocked you.")


def _own_queue_full(waiting: int, seconds: float | None) -> str:
    if seconds is None:
        return ngettext(
            "You already have {count} request waiting. Wait for one to finish.",
            "You already have {count} requests waiting. Wait for one to finish.",
            waiting,
        )
    return ngettext(
        "You already have {count} request waiting. Wait for one to finish (the whole queue takes "
        "about {time}).",
        "You already have {count} requests waiting. Wait for one to finish (the whole queue takes "
        "about {time}).",
        waiting,
        time=_duration(seconds),
    )


def _queue_full(seconds: float | None) -> str:
    if seconds is None:
        return _("The queue is full. Try again later.")
    return _(
        "The queue is full. Try again later (the whole queue takes about {time}).",
        time=_duration(seconds),
    )


def busy_address(seconds: float) -> str:
    """Too much came from the visitor's address."""
    time = _duration(math.ceil(seconds))
    return _("Too much was asked from your network. Try again in {time}.", time=time)


def _duration(seconds: float) -> str:
    if seconds < 90:
        return _("{seconds} s", seconds=round(seconds))
    if seconds < 5400:
        return _("{minutes} min", minutes=round(seconds / 60))
    return _("{hours} h", hours=round(seconds / 3600))


def too_long(length: int, most: int) -> str:
    """A prompt of `length` characters."""
    return ngettext(
        "Your text has {count} character. The limit is {most}.",
        "Your text has {count} characters. The limit is {most}.",
        length,
        most=most,
    )


def style_reserved(style: str, styles: Sequence[str]) -> str:
    """The style is limited to other people or roles."""
    return _(
        "The style {style} is reserved for others. Choose one of {styles}.",
        style=style,
        styles=listed(styles),
    )


def no_style(styles: Sequence[str]) -> str:
    """An unknown style was asked for."""
    return _("There is no such style. Choose one of {styles}.", styles=listed(styles))


def no_motion(motions: Sequence[str]) -> str:
    """An unknown motion was asked for."""
    # Translators: {motions} are the English names, which people type.
    return _("There is no such motion. Choose one of {motions}.", motions=listed(motions))


def style_set(style: str) -> str:
    """A person chose a style."""
    return _("Your emoji are now drawn in {style} style.", style=style)


def out_of_range(wildness: range, candidates: range) -> str:
    """A value of a request is outside its range."""
    return _(
        # Translators: "wildness" is how far painting may depart from the sketch; "candidates" are
        # the pictures of which the best one is shown.
        "Wildness goes from {tame} to {wild}, candidates from {least} to {most}, and seeds from 0.",
        tame=wildness[0],
        wild=wildness[-1],
        least=candidates[0],
        most=candidates[-1],
    )


def too_many_uploads(most: int, seconds: float) -> str:
    """A server got `most` emoji in an hour; `seconds` until the next is possible."""
    return ngettext(
        "This server got {most} new emoji within an hour, the most it may get. "
        "Try again in {count} min.",
        "This server got {most} new emoji within an hour, the most it may get. "
        "Try again in {count} min.",
        max(round(seconds / 60), 1),
        most=most,
    )


def model_gone(before: str, now: str) -> str:
    """An emoji can't be repeated, because another model paints now."""
    return _(
        "Model {before} painted this, but {now} is in use now and would paint something else. "
        "Ask for the same words again instead.",
        before=before,
        now=now,
    )


def queue(waiting: int, paused: bool, places: Sequence[tuple[str, int]]) -> str:
    """How many requests wait, and the place of each of a person's own prompts."""
    lines = [_("Nobody is waiting.")]
    if waiting:
        lines = [ngettext("{count} request is waiting.", "{count} requests are waiting.", waiting)]
    if paused:
        lines.append(_("The operator has paused painting."))
    for prompt, place in places:
        words = shown_words(prompt)
        if waiting:
            lines.append(_("{words}: place {place}", words=words, place=place))
        else:
            lines.append(_("{words}: being painted", words=words))
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
