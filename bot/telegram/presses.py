"""The buttons under messages: what was pressed, as plain data, and how a press is answered."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from telegram import CallbackQuery, InlineKeyboardMarkup, Update
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.domain import Actor, Address
from bot.messages import parse_button
from bot.telegram.replies import sentence_of
from bot.telegram.session import Session, actor_of, address_of, fit
from bot.telegram.stickers import StickerSets, where

log = logging.getLogger(__name__)

ANSWER_LETTERS = 200


@dataclass
class CallbackPress:
    """One press of a button: by whom, under which message, for which emoji, job or person."""

    session: Session
    stickers: StickerSets
    query: CallbackQuery
    update: int
    number: int
    place: int | None
    actor: Actor
    address: Address
    answered: bool = False

    async def answer(self, text: str = "", alert: bool = False, url: str | None = None) -> None:
        """Show a short text, or open a link; once a press."""
        self.answered = True
        try:
            await self.query.answer(fit(text, ANSWER_LETTERS), show_alert=alert, url=url)
        except BadRequest as error:
            log.info("a press was answered too late: %s", error)

    async def refuse(self, error: Exception) -> None:
        """Say why it did not work: as an answer, or below where one was given already."""
        sentence = sentence_of(error)
        if self.answered:
            await self.session.say(self.address, sentence)
        else:
            await self.answer(sentence, alert=True)

    async def replace_buttons(self, keyboard: InlineKeyboardMarkup | None) -> None:
        """Put other buttons under the message, however old it is."""
        chat, message = self.under
        await self.session.bot.edit_message_reply_markup(chat, message, reply_markup=keyboard)

    @property
    def under(self) -> tuple[int, int]:
        """The chat and the message of the button."""
        assert self.address.reply_to is not None
        return int(self.address.chat), int(self.address.reply_to)


Action = Callable[[CallbackPress], Awaitable[None]]


class CallbackHandlers:
    """Handles all presses; each is answered, whatever goes wrong."""

    def __init__(self, session: Session, actions: Mapping[str, Action]) -> None:
        self._session = session
        self._actions = actions
        self._stickers = StickerSets(session)

    async def handle(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Do what the button's data names."""
        query = update.callback_query
        assert query is not None
        assert query.message is not None, "only messages of the bot's own have buttons"
        assert query.data is not None
        press = CallbackPress(
            session=self._session,
            stickers=self._stickers,
            query=query,
            update=update.update_id,
            number=0,
            place=None,
            actor=actor_of(query.from_user, query.message.chat),
            address=address_of(query.message),
        )
        try:
            action, press.number, press.place = parse_button(query.data)
            await self._actions[action](press)
        except Exception as error:
            await press.refuse(error)

    async def add(self, number: int, update: Update) -> str:
        """Add an emoji for somebody who has started the bot for it just now."""
        user, chat = update.effective_user, update.effective_chat
        assert user is not None
        assert chat is not None
        name, _ = await self._stickers.add(number, user, actor_of(user, chat))
        return where(name)
