"""The commands, and prompts typed in reply to a question: each calls the service and replies."""

import re
from collections.abc import Sequence

from telegram import BotCommand, Chat, Message, Update, User
from telegram.ext import ContextTypes

from bot import messages, options
from bot.domain import Actor, Address, Attached, EmojiRequest, Person, Platform, Refused, Ticket
from bot.language import N_, _, languages, speak, speak_to, speaking
from bot.telegram.buttons import ADD, history_keyboard
from bot.telegram.inline import DRAW, Typed
from bot.telegram.packs import ask_pack
from bot.telegram.personal_buttons import forget_keyboard, privacy_keyboard, styles_keyboard
from bot.telegram.pictures import avatar_of, picture_in, words_of
from bot.telegram.progress import Progress
from bot.telegram.replies import Question, ask_words, question_in
from bot.telegram.session import (
    Session,
    actor_of,
    address_of,
    escape,
    person_of,
    sender_of,
)
from bot.telegram.stickers import StickerSets, link_to

COMMANDS = (
    BotCommand("emoji", N_("draw an emoji from words")),
    BotCommand("mix", N_("mix two to four emoji")),
    BotCommand("pack", N_("an emoji in twelve moods, in reply to it")),
    BotCommand("style", N_("the style of your emoji")),
    BotCommand("history", N_("your newest emoji")),
    BotCommand("queue", N_("how many requests wait, and your place")),
    BotCommand("privacy", N_("what is stored about you, and how to change it")),
    BotCommand("about", N_("the model, its licence, and what is stored")),
    BotCommand("help", N_("what I can do")),
)
ID = re.compile(r"-?[0-9]{1,20}")
WHICH_STYLE = N_("Which style should I draw in?")
PACK_USE = N_("Reply with /pack to an emoji that I drew, such as: /pack happy, sad, wave --move.")
PRIVACY_USE = N_("Use /privacy on, /privacy off or /privacy forget.")
ADMIN_TARGET = (
    "Give the person's numeric id, or reply to one of their messages: "
    "/emoji_admin ban 1234, /emoji_admin limit 1234 20."
)
ADMIN_USE = "Use /emoji_admin with ban, unban, limit, pause, resume or stats."


class Commands:
    """Handles commands and other messages to the bot."""

    def __init__(
        self, session: Session, progress: Progress, stickers: StickerSets, typed: Typed
    ) -> None:
        self._session = session
        self._progress = progress
        self._stickers = stickers
        self._typed = typed

    async def spoken_to(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Speak the language of whoever sends an update, in all that it causes."""
        user, sender = update.effective_user, sender_of(update)
        if user is not None and user.language_code:
            speak_to([user.language_code])
        elif sender is not None:
            speak(await self._session.service.people.language(sender))

    async def heard(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Remember where the person has spoken to the bot, before any other handler."""
        await self._session.service.people.heard(Incoming(update).actor)

    async def moved(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A group became a supergroup: Telegram says so in both."""
        message = _message(update)
        old = message.migrate_from_chat_id or message.chat.id
        await self._session.moved(old, message.migrate_to_chat_id or message.chat.id)

    async def emoji(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/emoji WORDS, or in reply to a picture or to words; asks for words if there are none."""
        asked, replied = Incoming(update), _message(update).reply_to_message
        picture = await picture_in(self._session, replied)
        words = asked.words
        if picture is None and not words and replied is not None and not self._is_own(replied):
            words = text_of(replied)
        await self._ask_or_question(asked, words, picture)

    async def _ask_or_question(
        self, asked: "Incoming", words: str, picture: Attached | None = None
    ) -> None:
        if picture is not None or words:
            await self._ask(asked, words, picture)
        else:
            await ask_words(self._session, asked.address, asked.sender, Question())

    async def picture(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A picture with /emoji in its caption. In private, any picture becomes an emoji."""
        asked = Incoming(update)
        words = words_of(asked.message, self._session.bot.username)
        if words is not None:
            picture = await picture_in(self._session, asked.message)
            await self._ask(asked, words, picture)

    async def mix(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/mix EMOJI EMOJI, up to four."""
        asked = Incoming(update)
        await self._ask(asked, self._session.service.mixes.prompt(asked.words))

    async def pack(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/pack MOODS, in reply to an emoji; with --move they move."""
        asked, replied = Incoming(update), _message(update).reply_to_message
        emoji, chat = None, asked.address.chat
        if replied is not None:
            collection, shown = self._session.service.emoji, str(replied.message_id)
            emoji = await collection.emoji_in(Platform.TELEGRAM, chat, shown)
        if emoji is None:
            raise Refused(_(PACK_USE))
        await ask_pack(
            self._session,
            self._progress,
            asked.id,
            asked.actor,
            asked.address,
            emoji,
            asked.words,
        )

    async def text(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A reply to an emoji, which changes it, or to the question for a prompt or a change.

        In private, any other text is a prompt too.
        """
        asked, words = Incoming(update), _message(update).text or ""
        replied = asked.message.reply_to_message
        question = self._question(replied)
        emoji = await self._shown(replied, words)
        if question is not None and question.is_change:
            emoji = question.emoji
        if emoji is not None:
            ticket = await self._session.service.change(
                emoji, words, asked.id, asked.actor, asked.address
            )
            await self._accepted(asked, words, ticket)
        elif question is None:
            if asked.address.private:
                await self._ask(asked, words)
        elif question.emoji is None:
            await self._ask(asked, words)
        else:
            ticket = await self._session.service.again(
                question.emoji, asked.id, asked.actor, asked.address, words
            )
            await self._accepted(asked, words, ticket)

    async def style(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/style STYLE; shows a button for each style if there is no word."""
        asked, service = Incoming(update), self._session.service
        if asked.words:
            text = await service.people.set_style(asked.actor, asked.words.lower())
            await self._session.say(asked.address, text)
        else:
            styles = service.styles
            keyboard = styles_keyboard(styles.of(asked.actor), styles.all)
            await self._session.say(asked.address, _(WHICH_STYLE), keyboard)

    async def history(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/history WORDS: the person's newest emoji, with buttons that show them."""
        asked = Incoming(update)
        emojis = await self._session.service.emoji.history(asked.actor, asked.words)
        keyboard = history_keyboard(emojis) if emojis else None
        text = self._session.messages.history(emojis, asked.words)
        await self._session.say(asked.address, text, keyboard)

    async def privacy(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/privacy on, off or forget; says what is stored if there is no word."""
        asked, service = Incoming(update), self._session.service
        match asked.words.lower():
            case "":
                text = await service.people.privacy(asked.actor)
                await self._session.say(asked.address, text, privacy_keyboard())
                return
            case "on" | "off" as word:
                text = await service.people.consent(asked.actor, word == "on")
            case "forget" if asked.is_presser:
                await self._session.say(
                    asked.address, _(messages.FORGET_QUESTION), forget_keyboard(asked.user.id)
                )
                return
            case "forget":
                text = await self._progress.forget(asked.actor)
            case _:
                raise Refused(_(PRIVACY_USE))
        await self._session.say(asked.address, text)

    async def about(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/about"""
        await self._session.say(Incoming(update).address, self._session.service.about())

    async def queue(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/queue"""
        asked = Incoming(update)
        await self._session.say(
            asked.address, escape(await self._session.service.queue(asked.actor))
        )

    async def help(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/help"""
        await self._session.say(Incoming(update).address, _(messages.HELP))

    async def start(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/start; links of this bot send more: "add_TOKEN" adds an emoji, "draw" draws one."""
        asked = Incoming(update)
        if asked.address.private and asked.words == DRAW:
            await self._ask_or_question(asked, self._typed.take(asked.user.id))
            return
        text = _(messages.START)
        if asked.address.private and asked.words.startswith(ADD):
            token = asked.words.removeprefix(ADD)
            emoji, actor = await self._session.service.links.follow(token, asked.actor)
            name, _new = await self._stickers.add(emoji, asked.user, actor)
            text = link_to(name)
        await self._session.say(asked.address, text)

    async def admin(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/emoji_admin ACTION PERSON VALUE; a reply to a message means its author."""
        asked = Incoming(update)
        action, *rest = asked.words.split() or [""]
        if not action:
            raise Refused(ADMIN_USE)
        target = _target(asked.message.reply_to_message, rest)
        value = rest[0] if rest else None
        text = await self._session.service.operator.act(asked.actor, action, target, value)
        await self._session.say(asked.address, text)

    async def _ask(self, asked: "Incoming", prompt: str, picture: Attached | None = None) -> None:
        me = options.about_me(prompt) if picture is None else None
        if me is not None:
            prompt, picture = me, await avatar_of(self._session, asked.sender)
        request = EmojiRequest(asked.id, asked.actor, asked.address, prompt, picture=picture)
        ticket = await self._session.service.ask(request)
        await self._accepted(asked, prompt or messages.FROM_PICTURE, ticket)

    async def _accepted(self, asked: "Incoming", prompt: str, ticket: Ticket) -> None:
        await self._progress.accepted(asked.address, prompt, ticket)

    async def _shown(self, message: Message | None, words: str) -> int | None:
        """The emoji that a message shows, if the words of a reply to it are more than a comment."""
        if message is None or self._session.service.changes.is_comment(words):
            return None
        return await self._session.service.emoji.emoji_in(
            Platform.TELEGRAM, str(message.chat.id), str(message.message_id)
        )

    def _question(self, message: Message | None) -> Question | None:
        """The question of `ask_words` in a message of this bot."""
        if message is None or message.text is None or not self._is_own(message):
            return None
        return question_in(message.text)

    def _is_own(self, message: Message) -> bool:
        """Whether this bot sent a message."""
        return message.from_user is not None and message.from_user.id == self._session.bot.id


class Incoming:
    """A message to the bot as plain data."""

    def __init__(self, update: Update) -> None:
        self.message = _message(update)
        assert self.message.from_user is not None, "only channel posts have no sender"
        self.user: User = self.message.from_user
        self.id = str(update.update_id)
        self.actor: Actor = actor_of(self.user, self.message.chat, self.message.sender_chat)
        self.address: Address = address_of(self.message)

    @property
    def is_presser(self) -> bool:
        """Whether the sender can press a button as who they are: not if they are a channel."""
        return self.actor.person.id in (str(self.user.id), self.address.chat)

    @property
    def sender(self) -> User | Chat:
        """Who writes: the user, or the group or channel for which they do."""
        return self.message.sender_chat or self.user

    @property
    def words(self) -> str:
        """The text after the command."""
        return _behind_command(self.message.text or "")


def _message(update: Update) -> Message:
    assert update.message is not None, "the handlers get only messages"
    return update.message


def text_of(message: Message) -> str:
    """What a message says, without a command."""
    text = message.text or message.caption or ""
    return _behind_command(text) if text.startswith("/") else text.strip()


def _behind_command(text: str) -> str:
    _command, *behind = text.split(maxsplit=1)
    return behind[0].strip() if behind else ""


def _target(replied: Message | None, words: list[str]) -> Person | None:
    """The person an operator means; removes their id from `words`. Raises Refused.

    The id of an anonymous administrator is that of the group, which is negative.
    """
    if replied is not None and replied.sender_chat is not None:
        return person_of(None, replied.sender_chat)
    if replied is not None and replied.from_user is not None and not replied.from_user.is_bot:
        return person_of(replied.from_user)
    if not words:
        return None
    number = words.pop(0)
    if not ID.fullmatch(number):
        raise Refused(ADMIN_TARGET)
    return Person(Platform.TELEGRAM, number)


def described(commands: Sequence[BotCommand]) -> list[BotCommand]:
    """The commands with their descriptions in the current language."""
    return [BotCommand(own.command, _(own.description)) for own in commands]


def menu(commands: Sequence[BotCommand], bot: int) -> str:
    """The commands of a bot as text, to see whether Telegram knows the current ones."""
    lines = [str(bot)]
    for language in languages():
        with speaking(language):
            shown = described(commands)
        lines += [f"{language} {own.command}: {own.description}" for own in shown]
    return "\n".join(lines)
