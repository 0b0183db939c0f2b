"""The progress message of each job that waits or is painted: "On it …", with a button to cancel."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from functools import partial

from telegram.error import BadRequest, NetworkError, TelegramError

from bot import pace
from bot.domain import ENDED, Actor, Address, Ticket
from bot.language import speak
from bot.telegram.rate_limiter import BURST, RateLimiter
from bot.telegram.session import Session
from bot.telegram.unconfirmed import Keyboard, Unconfirmed

log = logging.getLogger(__name__)

JOBS_REMEMBERED = 4096
SETTLE_SECONDS = 2.0


class _Due:
    """A result that is awaited in a chat; `ended` is set when it comes.

    `ahead` counts the results that are awaited there when it is asked for, itself included.
    """

    def __init__(self, chat: str, ahead: int) -> None:
        self.chat = chat
        self.ahead = ahead
        self.ended = asyncio.Event()

    async def ends_within(self, seconds: float) -> bool:
        """Wait for the end, at most this long."""
        try:
            await asyncio.wait_for(self.ended.wait(), seconds)
        except TimeoutError:
            return False
        return True


class Progress:
    """Shows, finds and deletes progress messages. `cancel` makes the button of a job's."""

    def __init__(self, session: Session, limiter: RateLimiter, cancel: Keyboard) -> None:
        self._session = session
        self._cancel = cancel
        self._unconfirmed = Unconfirmed(session, cancel)
        self._limiter = limiter
        self._shown: dict[int, str] = {}
        self._due: dict[int, _Due] = {}
        self._ended: deque[int] = deque(maxlen=JOBS_REMEMBERED)
        self._cleared: deque[int] = deque(maxlen=JOBS_REMEMBERED)
        self._background: set[asyncio.Task[None]] = set()

    async def accepted(self, address: Address, prompt: str, ticket: Ticket) -> None:
        """Show a request's place in the queue, with a button that cancels its job.

        What must wait goes on in the background, and ends if the result comes before.
        """
        if ticket.repeated or ticket.cached or ticket.job in self._ended:
            return
        if len(self._due) >= JOBS_REMEMBERED:
            del self._due[next(iter(self._due))]
        self._due[ticket.job] = due = _Due(address.chat, self._due_in(address.chat) + 1)
        soon = ticket.seconds is not None and ticket.seconds < pace.CALM_SECONDS
        wait = pace.CALM_SECONDS if soon else self._spare(address.chat)
        show = partial(self._show_place, address, prompt, ticket, due)
        if wait:
            self._in_background(self._later(wait, due, show))
        else:
            await show()

    async def _later(self, wait: float, due: _Due, show: Callable[[], Awaitable[None]]) -> None:
        """Show when the chat has room, unless the result comes before."""
        while wait:
            if await due.ends_within(wait):
                return
            wait = self._spare(due.chat)
        await show()

    async def _show_place(self, address: Address, prompt: str, ticket: Ticket, due: _Due) -> None:
        text = self._session.messages.accepted(prompt, self._paced(address, ticket, due.ahead))
        await self._unconfirmed.sending(ticket.job)
        try:
            message = await self._session.say(address, text, self._cancel(ticket.job), silent=True)
        except TelegramError as error:
            # The request is accepted even if this message fails.
            log.info("no progress message: %s", error, extra={"job": ticket.job})
            if isinstance(error, NetworkError) and not isinstance(error, BadRequest):
                self._in_background(self._find(ticket.job))  # It may have arrived.
            else:
                await self._unconfirmed.settled(ticket.job)
            return
        await self._keep(ticket.job, address, message)

    async def _keep(self, job: int, address: Address, message: str) -> None:
        """Store the number of a progress message; delete it if `clear` came before."""
        self._note(job, message)
        await self._session.service.jobs.set_message(job, message)
        await self._unconfirmed.settled(job)
        if job in self._cleared:
            self.clear(job, address)

    async def recover(self) -> None:
        """Look for the messages that were being sent when an earlier run was killed."""
        for job in await self._unconfirmed.left():
            self._in_background(self._find(job))

    async def _find(self, number: int) -> None:
        """Find a message whose number is unknown, and delete it if its job has ended."""
        job = await self._session.service.job(number)
        message = None
        if job is not None and job.address.message is None and number not in self._shown:
            # The label of its button is in this language.
            speak(job.address.language)
            message = await self._unconfirmed.find(number, job.address)
        if job is None or message is None:
            await self._unconfirmed.settled(number)
            return
        if job.state in ENDED and number not in self._ended:
            self.end(number)
            self._cleared.append(number)
        await self._keep(number, job.address, message)

    def _due_in(self, chat: str) -> int:
        """How many results are awaited in a chat."""
        return sum(due.chat == chat for due in self._due.values())

    def _spare(self, chat: str) -> float:
        return self._limiter.take_optional(int(chat), self._due_in(chat))

    def _paced(self, address: Address, ticket: Ticket, ahead: int) -> Ticket:
        """A ticket whose time is no less than Telegram's limits allow in its chat.

        `ahead` counts the results that were awaited there, with its own. This message is one more,
        and so may be a few for the others.
        """
        if ticket.seconds is None:
            return ticket
        messages = ahead + 1 + min(ahead - 1, BURST)
        least = self._limiter.seconds_until(int(address.chat), messages)
        return replace(ticket, seconds=max(ticket.seconds, least))

    def message_of(self, job: int, address: Address) -> str | None:
        """The progress message of a job; None before it was sent and after the job has ended."""
        return None if job in self._ended else self._shown.get(job, address.message)

    def end(self, job: int) -> None:
        """Show no more progress of this job."""
        self._ended.append(job)
        if due := self._due.pop(job, None):
            due.ended.set()

    def clear(self, job: int, address: Address, note: str = "") -> None:
        """Delete the progress message of a job in the background, or put a note in its place."""
        self._cleared.append(job)
        message = self._shown.pop(job, address.message)
        if note:
            self._in_background(self._say_instead(address, message, note))
        elif message is not None:
            self._in_background(self._delete(address.chat, message))

    async def forget(self, actor: Actor) -> str:
        """Delete everything about a person, also the progress messages of their requests."""
        waiting = await self._session.service.waiting(actor.person)
        sentence = await self._session.service.people.forget(actor)
        for turn in waiting:
            self.end(turn.job.id)
            self.clear(turn.job.id, turn.job.address)
        return sentence

    async def close(self) -> None:
        """Wait a moment for deletions and messages that are in progress."""
        for due in self._due.values():
            due.ended.set()
        if self._background:
            _, left = await asyncio.wait(self._background, timeout=SETTLE_SECONDS)
            for task in left:
                task.cancel()

    def _note(self, job: int, message: str) -> None:
        if len(self._shown) >= JOBS_REMEMBERED:
            del self._shown[next(iter(self._shown))]
        self._shown[job] = message

    def _in_background(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def _say_instead(self, address: Address, message: str | None, note: str) -> None:
        try:
            if message is None:
                await self._session.say(address, note)
            else:
                await self._session.bot.edit_message_text(
                    note, chat_id=int(address.chat), message_id=int(message)
                )
        except TelegramError as error:
            log.info("what was misread could not be said: %s", error)

    async def _delete(self, chat: str, message: str) -> None:
        try:
            await self._session.bot.delete_message(int(chat), int(message))
        except TelegramError as error:
            log.info("a progress message could not be deleted: %s", error)
