"""Long polling that confirms an update only once it is handled or being handled.

Telegram sends updates again that a crashed bot had not confirmed. This is harmless, because a
request is keyed by the id of its update.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.backoff import Backoff
from bot.domain import BadSettings
from bot.telegram.rate_limiter import seconds_of

log = logging.getLogger(__name__)

# Reactions are sent only if listed, and then all other kinds must be listed too.
ALLOWED = (
    Update.MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MESSAGE_REACTION,
    Update.GUEST_MESSAGE,
)
POLL_SECONDS = 30
AGAIN_SECONDS = 0.02
"""How soon to fetch again while handlers run, which makes Telegram answer at once."""
HOLD_SECONDS = 2.0
"""An update is confirmed after this time even if its handler, such as a slow reply, still runs."""
TURN_SECONDS = 1.0
"""How long an update waits at most for the update before it in the same chat."""
MAX_CONCURRENT = 256
SETTLE_SECONDS = 2.0
CONFIRM_SECONDS = 2.0
WRONG_TOKEN = "Telegram refuses TELEGRAM_TOKEN: copy the token again from @BotFather."
TWO_POLLERS = (
    "Another program is polling with this bot's token: stop it, or use another token for this bot. "
    "Trying again."
)

Handle = Callable[[Update], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _Handling:
    """An update that Telegram would send again, and since when it is being handled."""

    task: asyncio.Future[None]
    since: float


class Polling:
    """Fetches updates. Calls `connect` before the first fetch and after each failure.

    Updates of different chats are handled side by side, those of one chat in order.
    """

    def __init__(self, bot: Bot, connect: Callable[[], Awaitable[None]], handle: Handle) -> None:
        self._bot = bot
        self._connect = connect
        self._handle = handle
        self._running: set[asyncio.Future[None]] = set()
        self._unconfirmed: dict[int, _Handling] = {}
        self._newest: dict[int, asyncio.Future[None]] = {}
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
        """Fetch once. While an update is unconfirmed, Telegram sends it and newer ones at once."""
        if waiting := [each.task for each in self._unconfirmed.values()]:
            await asyncio.wait(waiting, timeout=AGAIN_SECONDS)
        self._confirm()
        updates = await self._bot.get_updates(
            offset=self._next, timeout=POLL_SECONDS, allowed_updates=ALLOWED
        )
        for update in updates:
            if update.update_id in self._unconfirmed:
                continue
            if len(self._running) >= MAX_CONCURRENT:
                await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)
            task = self._start(update)
            self._unconfirmed[update.update_id] = _Handling(task, _now())

    def _confirm(self) -> None:
        """Let the next fetch confirm the oldest updates that are handled."""
        for number, handling in sorted(self._unconfirmed.items()):
            if not handling.task.done() and _now() - handling.since < HOLD_SECONDS:
                self._next = number
                return
            del self._unconfirmed[number]
            self._next = number + 1

    def _start(self, update: Update) -> asyncio.Future[None]:
        """Handle an update in a task, after the one before it in the same chat."""
        origin = update.effective_chat or update.effective_user
        place = 0 if origin is None else origin.id
        task = asyncio.ensure_future(self._in_turn(update, self._newest.get(place)))
        self._newest[place] = task
        self._running.add(task)
        task.add_done_callback(lambda done: self._ended(place, done))
        return task

    async def _in_turn(self, update: Update, before: asyncio.Future[None] | None) -> None:
        if before is not None:
            await asyncio.wait({before}, timeout=TURN_SECONDS)
        await self._handle(update)

    def _ended(self, place: int, task: asyncio.Future[None]) -> None:
        self._running.discard(task)
        if self._newest.get(place) is task:
            del self._newest[place]

    async def _settle(self) -> None:
        """Wait for running handlers and confirm their updates, so that they are not sent again."""
        if self._running:
            _, left = await asyncio.wait(self._running, timeout=SETTLE_SECONDS)
            for task in left:
                task.cancel()
        self._confirm()
        if self._next is not None:
            with suppress(TelegramError):
                await self._bot.get_updates(
                    offset=self._next, limit=1, timeout=0, read_timeout=CONFIRM_SECONDS
                )


def _now() -> float:
    return asyncio.get_running_loop().time()
