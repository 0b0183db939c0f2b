"""The commands, and the words that answer a question: one call of the service, an answer."""

import re
from collections.abc import Sequence

from telegram import BotCommand, Message, Update, User
from telegram.ext import ContextTypes

from bot import messages
from bot.domain import Actor, Address, EmojiRequest, Person, Platform, Refused
from bot.telegram.buttons import history_keyboard, privacy_keyboard, styles_keyboard
from bot.telegram.presses import CallbackHandlers
from bot.telegram.replies import ask_words
from bot.telegram.session import Session, actor_of, address_of, escape

COMMANDS = (
    BotCommand("emoji", "draws an emoji from words"),
    BotCommand("style", "the style of all that you ask for"),
    BotCommand("history", "your newest emoji"),
    BotCommand("queue", "how many wait, and where yours stand"),
    BotCommand("privacy", "what is stored of you, and how to change it"),
    BotCommand("about", "the model, its licence, and what is stored"),
    BotCommand("help", "what I can do"),
)
QUESTION = re.compile(
    rf"(?:.*: )?{re.escape(messages.ASK_WORDS)}(?: \(Instead of emoji (?P<emoji>[0-9]+)\.\))?",
    re.DOTALL,
)
ADD = re.compile(r"add_(?P<emoji>[0-9]+)")
WHICH_STYLE = "Which style shall I draw in?"
PRIVACY_WORDS = "Say /privacy on, /privacy off or /privacy forget."
WHO = (
    "Say whom by their number, or reply to a message of theirs: "
    "/emoji_admin ban 1234, /emoji_admin limit 1234 20."
)
ADMIN_USE = "Say what: /emoji_admin ban, unban, limit, pause, resume or stats."


class Commands:
    """Handles messages."""

    def __init__(self, session: Session, presses: CallbackHandlers) -> None:
        self._session = session
        self._presses = presses

    async def emoji(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/emoji WORDS; without words they are asked for."""
        asked = Asked(update)
        if asked.words:
            await self._ask(asked, asked.words)
        else:
            await ask_words(self._session, asked.address, asked.user, None)

    async def text(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The answer to a question of ours; in private anything else gets a hint."""
        asked, words = Asked(update), _message(update).text or ""
        question = self._question(asked.message.reply_to_message)
        if question is None:
            if asked.address.private:
                await self._session.say(asked.address, messages.START)
        elif question["emoji"] is None:
            await self._ask(asked, words)
        else:
            ticket = await self._session.service.again(
                int(question["emoji"]), asked.id, asked.actor, asked.address, words
            )
            await self._session.accepted(asked.address, words, ticket)

    async def style(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/style STYLE; without a word there are buttons."""
        asked, service = Asked(update), self._session.service
        if asked.words:
            text = await service.set_style(asked.actor, asked.words.lower())
            await self._session.say(asked.address, text)
        else:
            await self._session.say(asked.address, WHICH_STYLE, styles_keyboard(service.styles))

    async def history(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/history WORDS: one's newest emoji, with buttons to see them."""
        asked = Asked(update)
        emojis = await self._session.service.history(asked.actor, asked.words)
        keyboard = history_keyboard(emojis) if emojis else None
        await self._session.say(asked.address, self._session.messages.history(emojis), keyboard)

    async def privacy(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/privacy on, off or forget; without a word it says what is stored."""
        asked, service = Asked(update), self._session.service
        match asked.words.lower():
            case "":
                text = await service.privacy(asked.actor)
                await self._session.say(asked.address, text, privacy_keyboard())
                return
            case "on" | "off" as word:
                text = await service.consent(asked.actor, word == "on")
            case "forget":
                text = await service.forget(asked.actor)
            case _:
                raise Refused(PRIVACY_WORDS)
        await self._session.say(asked.address, text)

    async def about(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/about"""
        await self._session.say(Asked(update).address, self._session.service.about())

    async def queue(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/queue"""
        asked = Asked(update)
        await self._session.say(
            asked.address, escape(await self._session.service.queue(asked.actor))
        )

    async def help(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/help"""
        await self._session.say(Asked(update).address, messages.HELP)

    async def start(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/start; with a word of ours behind it, what a link was for."""
        asked = Asked(update)
        wanted = ADD.fullmatch(asked.words)
        text = messages.START
        if wanted is not None:
            text = await self._presses.add(int(wanted["emoji"]), update)
        await self._session.say(asked.address, text)

    async def admin(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/emoji_admin ACTION PERSON VALUE; a reply to somebody's message names the person."""
        asked = Asked(update)
        action, *rest = asked.words.split() or [""]
        if not action:
            raise Refused(ADMIN_USE)
        target = _target(asked.message.reply_to_message, rest)
        value = rest[0] if rest else None
        text = await self._session.service.admin(asked.actor, action, target, value)
        await self._session.say(asked.address, text)

    async def _ask(self, asked: "Asked", prompt: str) -> None:
        request = EmojiRequest(asked.id, asked.actor, asked.address, prompt)
        ticket = await self._session.service.ask(request)
        await self._session.accepted(asked.address, prompt, ticket)

    def _question(self, message: Message | None) -> re.Match[str] | None:
        """A question of ours that was replied to."""
        if message is None or message.from_user is None:
            return None
        if message.from_user.id != self._session.bot.id or message.text is None:
            return None
        return QUESTION.fullmatch(message.text)


class Asked:
    """A message to the bot, as plain data."""

    def __init__(self, update: Update) -> None:
        self.message = _message(update)
        assert self.message.from_user is not None, "only posts in channels come from nobody"
        self.user: User = self.message.from_user
        self.id = str(update.update_id)
        self.actor: Actor = actor_of(self.user, self.message.chat)
        self.address: Address = address_of(self.message)

    @property
    def words(self) -> str:
        """What stands behind the command."""
        _, *behind = (self.message.text or "").split(maxsplit=1)
        return behind[0].strip() if behind else ""


def _message(update: Update) -> Message:
    assert update.message is not None, "the handlers take nothing else"
    return update.message


def _target(replied: Message | None, words: list[str]) -> Person | None:
    """Whom an operator means; takes a number out of the words."""
    if replied is not None and replied.from_user is not None and not replied.from_user.is_bot:
        return Person(Platform.TELEGRAM, str(replied.from_user.id))
    if not words:
        return None
    number = words.pop(0)
    if not number.isdecimal():
        raise Refused(WHO)
    return Person(Platform.TELEGRAM, number)


def menu(commands: Sequence[BotCommand], bot: int) -> str:
    """What Telegram was told of the commands, to be compared; each bot has its own."""
    return "\n".join([str(bot), *(f"{own.command}: {own.description}" for own in commands)])
