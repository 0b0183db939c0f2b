"""Handles presses of buttons: finds what the callback data names, and always answers the press."""

import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from telegram import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    Update,
)
from telegram.error import BadRequest, Forbidden
from telegram.ext import ContextTypes

from bot.button_ids import button_id, parse_button
from bot.domain import Actor, Address, Refused
from bot.language import _
from bot.messages import NO_BUTTON, shortened
from bot.telegram.progress import Progress
from bot.telegram.replies import sentence_of
from bot.telegram.session import Session, actor_of, address_of
from bot.telegram.stickers import StickerSets

log = logging.getLogger(__name__)

ANSWER_LENGTH = 200
ROW = 4


@dataclass
class ButtonPress:
    """One press of a button. `number` is the emoji, job, person or style that it is about.

    `address` is where to reply; `answered` says whether Telegram has been told the outcome.
    """

    session: Session
    progress: Progress
    stickers: StickerSets
    query: CallbackQuery
    update: int
    number: int
    place: int | None
    actor: Actor
    address: Address
    answered: bool = False

    async def answer(
        self, text: str | None = None, alert: bool = False, url: str | None = None
    ) -> None:
        """Show a short text, or open a link. Telegram takes one answer per press.

        Without a text nothing is shown; the library would send an empty one as "[]".
        """
        self.answered = True
        shown = None if text is None else shortened(text, ANSWER_LENGTH)
        try:
            await self.query.answer(shown, show_alert=alert, url=url)
        except BadRequest as error:
            log.info("a press was answered too late: %s", error)

    async def refuse(self, error: Exception) -> None:
        """Say what went wrong: as the answer, or in a message if there was an answer already."""
        sentence = sentence_of(error)
        if self.answered:
            await self.session.say(self.address, sentence)
        else:
            await self.answer(sentence, alert=True)

    async def offer(self, question: str, choices: InlineKeyboardMarkup) -> None:
        """Ask which of some choices is meant. Nobody is notified: the person is looking."""
        await self.session.say(self.address, question, choices, silent=True)

    async def close(self, questions: Collection[str]) -> None:
        """Delete the pressed message if it asks one of these questions, which is answered now."""
        asked = self.query.message
        if isinstance(asked, Message) and asked.text in questions:
            try:
                await self.session.bot.delete_message(*self.message)
            except (BadRequest, Forbidden) as error:
                log.info("a question could not be deleted: %s", error)

    async def replace_buttons(self, keyboard: InlineKeyboardMarkup | None) -> None:
        """Replace the buttons of the message, or remove them."""
        chat, message = self.message
        await self.session.bot.edit_message_reply_markup(chat, message, reply_markup=keyboard)

    @property
    def asked_about(self) -> Address:
        """Where to reply to what the pressed message was a question about."""
        asked = self.query.message
        about = asked.reply_to_message if isinstance(asked, Message) else None
        if about is None:
            return self.address
        return replace(self.address, reply_to=str(about.message_id))

    @property
    def message(self) -> tuple[int, int]:
        """The ids of the chat and of the message with the button."""
        assert self.address.reply_to is not None
        return int(self.address.chat), int(self.address.reply_to)


@dataclass(frozen=True, slots=True)
class TelegramButton:
    """A kind of button: the action in its callback data, what a press does, and its label."""

    action: str
    press: Callable[[ButtonPress], Awaitable[None]]
    label: str = ""

    def on(
        self, number: int, label: str | None = None, place: int | None = None
    ) -> InlineKeyboardButton:
        """The button as a message has it, about an emoji, a job, a person or a style."""
        data = button_id(self.action, number, place)
        return InlineKeyboardButton(label or _(self.label), callback_data=data)


def keyboard(buttons: Iterable[InlineKeyboardButton], row: int = ROW) -> InlineKeyboardMarkup:
    """Buttons in rows of `row`."""
    every = list(buttons)
    return InlineKeyboardMarkup([every[at : at + row] for at in range(0, len(every), row)])


class PressHandler:
    """Handles the presses of all `buttons`, by action."""

    def __init__(
        self,
        session: Session,
        progress: Progress,
        stickers: StickerSets,
        buttons: Mapping[str, TelegramButton],
    ) -> None:
        self._session = session
        self._progress = progress
        self._stickers = stickers
        self._buttons = buttons

    async def handle(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Do what the callback data names; an error becomes a sentence for the person."""
        query = update.callback_query
        assert query is not None
        assert query.message is not None, "only the bot's own messages have buttons"
        assert query.data is not None
        press = ButtonPress(
            session=self._session,
            progress=self._progress,
            stickers=self._stickers,
            query=query,
            update=update.update_id,
            number=0,
            place=None,
            actor=actor_of(query.from_user, query.message.chat),
            address=address_of(query.message),
        )
        try:
            parsed = parse_button(query.data)
            if parsed is None or parsed[0] not in self._buttons:
                raise Refused(_(NO_BUTTON))
            action, press.number, press.place = parsed
            await self._buttons[action].press(press)
        except Exception as error:
            await press.refuse(error)
