"""Long polling that confirms an update only once it is handled or being handled.

Telegram sends updates again that a crashed bot had not confirmed. This is harmless, because a
request is keyed by the id of its update.
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

# Reactions are sent only if listed, and then all other kinds must be listed too.
ALLOWED = (
    Update.MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MESSAGE_REACTION,
)
POLL_SECONDS = 30
HOLD_SECONDS = 1.0
"""How long to wait for the handlers before fetching more, so that a slow one blocks nobody."""
MAX_CONCURRENT = 256
SETTLE_SECONDS = 5.0
CONFIRM_SECONDS = 2.0
WRONG_TOKEN = "Telegram refuses TELEGRAM_TOKEN: copy the token again from @BotFather."
TWO_POLLERS = (
    "Another program is polling with this bot's token: stop it, or use another token for this bot. "
    "Trying again."
)

Handle = Callable[[Update], Awaitable[None]]


class Polling:
    """Fetches updates. Calls `connect` before the first fetch and after each failure."""

    def __init__(self, bot: Bot, connect: Callable[[], Awaitable[None]], handle: Handle) -> None:
        self._bot = bot
        self._connect = connect
        self._handle = handle
        self._handling: set[asyncio.Future[None]] = set()
        self._next: int | None = None

    async def run(self) -> None:
        """Fetch until cancelled. Raises BadSettings for a wrong token."""
        try:
            await self._poll()
        finally:
            await self._settle()

    async def _poll(self) -> None:
        backoff = Backoff()
        while True:
            asked = 0.0
            try:
                await self._connect()
                while True:
                    await self._fetch()
                    backoff.reset()
            except InvalidToken:
                # The cause is left out because its text contains the token.
                raise BadSettings(WRONG_TOKEN) from None
            except Conflict as error:
                log.error("%s Telegram says: %s", TWO_POLLERS, error)
            except RetryAfter as error:
                asked = seconds_of(error)
                log.warning("Telegram asks to wait %.0f s", asked)
            except TelegramError as error:
                log.warning("Telegram cannot be reached: %s", error)
            except Exception:
                # The library raises at an update it cannot parse; Telegram drops it after a day.
                log.exception("updates that cannot be read")
            await asyncio.sleep(backoff.wait(asked))

    async def _fetch(self) -> None:
        updates = await self._bot.get_updates(
            offset=self._next, timeout=POLL_SECONDS, allowed_updates=ALLOWED
        )
        if not updates:
            return
        for update in updates:
            if len(self._handling) >= MAX_CONCURRENT:
                await asyncio.wait(self._handling, return_when=asyncio.FIRST_COMPLETED)
            task = asyncio.ensure_future(self._handle(update))
            self._handling.add(task)
            task.add_done_callback(self._handling.discard)
        self._next = updates[-1].update_id + 1
        await asyncio.wait(self._handling, timeout=HOLD_SECONDS)

    async def _settle(self) -> None:
        """Wait for running handlers and confirm their updates, so that they are not sent again."""
        if self._handling:
            _, left = await asyncio.wait(self._handling, timeout=SETTLE_SECONDS)
            for task in left:
                task.cancel()
        if self._next is not None and not self._handling:
            with suppress(TelegramError):
                await self._bot.get_updates(
                    offset=self._next, limit=1, timeout=0, read_timeout=CONFIRM_SECONDS
                )
