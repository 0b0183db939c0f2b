"""Progress messages whose numbers are unknown: the bot was killed, or Telegram's answer was lost.

Telegram does not list messages. But it refuses to edit a message that has the new buttons already,
and so tells which one has the cancel button of a job, without changing it.
"""

import logging
from collections.abc import Callable

from telegram import InlineKeyboardMarkup
from telegram.error import BadRequest, TelegramError

from bot.domain import Address, Platform
from bot.telegram.session import Session

log = logging.getLogger(__name__)

PREFIX = "telegram progress "
"""The start of the keys in the store for jobs whose message is being sent."""
LOOK_AHEAD = 8
"""How many numbers after the request's are tried; each is a call to Telegram."""
SAME = "message is not modified"
"""Part of Telegram's error text."""

Keyboard = Callable[[int], InlineKeyboardMarkup]


class Unconfirmed:
    """The jobs whose progress message is being sent. They are stored, so that a kill leaves them.

    `cancel` makes the buttons of a job's progress message.
    """

    def __init__(self, session: Session, cancel: Keyboard) -> None:
        self._session = session
        self._notes = session.service.notes
        self._cancel = cancel

    async def sending(self, job: int) -> None:
        """The message of this job is about to be sent."""
        await self._notes.set(f"{PREFIX}{job}", "")

    async def settled(self, job: int) -> None:
        """The number of the message is stored, or there is no message."""
        await self._notes.remove(f"{PREFIX}{job}")

    async def left(self) -> list[int]:
        """The jobs that an earlier run left."""
        return [int(key.removeprefix(PREFIX)) for key in await self._notes.starting(PREFIX)]

    async def find(self, job: int, address: Address) -> str | None:
        """The number of a job's progress message; None if it is not near the request."""
        if address.reply_to is None:
            return None
        first = int(address.reply_to) + 1
        for number in range(first, first + LOOK_AHEAD):
            if await self._has_button(job, address.chat, number):
                return str(number)
        return None

    async def _has_button(self, job: int, chat: str, number: int) -> bool:
        emoji = self._session.service.emoji
        if await emoji.emoji_in(Platform.TELEGRAM, chat, str(number)) is not None:
            return False
        edit, place = self._session.bot.edit_message_reply_markup, (int(chat), number)
        try:
            await edit(*place, reply_markup=self._cancel(job))
            # Another message of the bot, such as one without buttons.
            await edit(*place, reply_markup=None)
        except BadRequest as error:
            return SAME in str(error).lower()
        except TelegramError as error:
            log.info("a progress message was not looked for: %s", error)
        return False
