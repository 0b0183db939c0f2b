"""Long polling in which an update is confirmed only after it was handled, or is being handled.

What Telegram has not been told of by a bot that dies comes again; requests are keyed by their
update, so that this is harmless.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.backoff import Backoff
from bot.domain import BadSettings
from bot.telegram.replies import seconds_of

log = logging.getLogger(__name__)

# Reactions come only where they are listed, and then all else must be listed, too.
ALLOWED = (
    Update.MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MESSAGE_REACTION,
)
POLL_SECONDS = 30
HOLD_SECONDS = 1.0
"""How long the next updates wait for handlers of those before: a slow one holds nobody up."""
HANDLED_AT_ONCE = 256
SETTLE_SECONDS = 5.0
CONFIRM_SECONDS = 2.0
WRONG_TOKEN = "Telegram refuses TELEGRAM_TOKEN: copy the token again from @BotFather."
TWO_POLLERS = (
    "Another program takes this bot's updates: stop it, or give this bot a token of its own. "
    "I go on trying."
)

Handle = Callable[[Update], Awaitable[None]]


class Polling:
    """Fetches updates; `connect` is called before the first and after each failure."""

    def __init__(self, bot: Bot, connect: Callable[[], Awaitable[None]], handle: Handle) -> None:
        self._bot = bot
        self._connect = connect
        self._handle = handle
        self._handling: set[asyncio.Future[None]] = set()
        self._next: int | None = None

    async def run(self) -> None:
        """Fetch until cancelled. Raises BadSettings for a wrong token."""
        try:
            await self._for_ever()
        finally:
            await self._settle()

    async def _for_ever(self) -> None:
        backoff = Backoff()
        while True:
            asked = 0.0
            try:
                await self._connect()
                while True:
                    await self._fetch()
                    backoff.reset()
            except InvalidToken:
                # Without the cause, which holds the token.
                raise BadSettings(WRONG_TOKEN) from None
            except Conflict as error:
                log.error("%s Telegram says: %s", TWO_POLLERS, error)
            except RetryAfter as error:
                asked = seconds_of(error)
                log.warning("Telegram asks to wait %.0f s", asked)
            except TelegramError as error:
                log.warning("Telegram cannot be reached: %s", error)
            except Exception:
                # The library ends at an update that it cannot read; Telegram drops it in a day.
                log.exception("updates that cannot be read")
            await asyncio.sleep(backoff.wait(asked))

    async def _fetch(self) -> None:
        updates = await self._bot.get_updates(
            offset=self._next, timeout=POLL_SECONDS, allowed_updates=ALLOWED
        )
        if not updates:
            return
        for update in updates:
            if len(self._handling) >= HANDLED_AT_ONCE:
                await asyncio.wait(self._handling, return_when=asyncio.FIRST_COMPLETED)
            task = asyncio.ensure_future(self._handle(update))
            self._handling.add(task)
            task.add_done_callback(self._handling.discard)
        self._next = updates[-1].update_id + 1
        await asyncio.wait(self._handling, timeout=HOLD_SECONDS)

    async def _settle(self) -> None:
        """Let what is being handled end, and confirm it, so that it does not come again."""
        if self._handling:
            _, left = await asyncio.wait(self._handling, timeout=SETTLE_SECONDS)
            for task in left:
                task.cancel()
        if self._next is not None and not self._handling:
            with suppress(TelegramError):
                await self._bot.get_updates(
                    offset=self._next, limit=1, timeout=0, read_timeout=CONFIRM_SECONDS
                )
