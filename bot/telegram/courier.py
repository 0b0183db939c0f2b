"""Delivers to Telegram: a sticker in reply to the request."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.domain import Address, Emoji, Gone, Job, Pack, Picture, Platform, TryLater
from bot.pace import Pace
from bot.telegram.buttons import cancel_keyboard, result_keyboard
from bot.telegram.packs import pack_keyboard
from bot.telegram.progress import Progress
from bot.telegram.rate_limiter import seconds_of
from bot.telegram.session import Session

# Telegram takes about one message a second in a chat, and the sticker must be one of them.
PROGRESS_SECONDS = 1.5
RETRY_SECONDS = 5.0


class TelegramCourier:
    """A Courier. Edits a job's progress message in private chats, and deletes it at the end."""

    platform = Platform.TELEGRAM

    def __init__(self, session: Session, progress: Progress) -> None:
        self._session = session
        self._progress = progress
        self._pace = Pace(PROGRESS_SECONDS)

    async def progress(self, job: Job, done: int, total: int) -> None:
        """Edit the progress message; not in groups, which take only 20 messages a minute."""
        message = self._progress.message_of(job.id, job.address)
        if message is None or not job.address.private or done >= total:
            return
        text = self._session.messages.painting(job.recipe.prompt, done, total)
        if not self._pace.may(job.id, job.address.chat, text):
            return
        async with _reaching():
            await self._session.bot.edit_message_text(
                text,
                chat_id=int(job.address.chat),
                message_id=int(message),
                reply_markup=cancel_keyboard(job.id),
            )

    async def deliver(self, job: Job, emoji: Emoji, picture: Picture) -> str:
        """Send the sticker with its buttons. Returns the id of the message.

        A sticker has no caption: what was misread is said in place of the progress.
        """
        keyboard = result_keyboard(emoji.id)
        return await self._finish(
            job,
            lambda address: self._session.show(address, emoji, emoji.chosen, picture, keyboard),
            self._session.messages.read(emoji),
        )

    async def deliver_pack(self, pack: Pack) -> str:
        """Send the contact sheet with the buttons for all of it. Returns the id of the message."""
        sheet = await self._session.service.packs.sheet(pack)
        text, keyboard = self._session.messages.pack(pack), pack_keyboard(pack.job.id)
        return await self._finish(
            pack.job, lambda address: self._session.show_photo(address, sheet, text, keyboard)
        )

    async def tell(self, job: Job, sentence: str) -> None:
        """Say why there is no emoji, in a new message, so that the person is notified."""
        text = self._session.messages.failed(job.recipe.prompt, sentence)
        await self._finish(job, lambda address: self._session.say(address, text))

    async def _finish(
        self, job: Job, send: Callable[[Address], Awaitable[str]], note: str = ""
    ) -> str:
        self._progress.end(job.id)
        self._pace.end(job.id)
        async with _reaching():
            try:
                message = await send(job.address)
            except ChatMigrated as error:
                await self._session.moved(int(job.address.chat), error.new_chat_id)
                chat = str(error.new_chat_id)
                message = await send(replace(job.address, chat=chat, reply_to=None))
        self._progress.clear(job.id, job.address, note)
        return message


@asynccontextmanager
async def _reaching() -> AsyncIterator[None]:
    """Turn Telegram's errors into Gone or TryLater."""
    try:
        yield
    except RetryAfter as error:
        raise TryLater(seconds_of(error)) from error
    except (BadRequest, Forbidden) as error:
        raise Gone(str(error)) from error
    except TelegramError as error:
        raise TryLater(RETRY_SECONDS, str(error)) from error
