"""Keeps to Telegram's limits: each chat has its own pace, and a 429 silences only its chat.

Telegram counts messages, not calls: deletions, answers to presses and questions about members are
free.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

log = logging.getLogger(__name__)

BURST, BURST_SECONDS = 3, 3.0
"""Telegram takes about one message a second in a chat, and short bursts."""
GROUP_MESSAGES, GROUP_SECONDS = 20, 61.0
"""Telegram takes 20 messages a minute in a group. One second is for the time of the way."""
OPTIONAL_MESSAGES = 6
"""At most so many of the messages of a group in a minute are optional ones."""
ALL_MESSAGES, ALL_SECONDS = 30, 1.0
"""Telegram takes 30 messages a second in all chats together."""
GLOBAL_CHATS = 3
"""If this many chats are silenced at the same time, the limit for all chats was reached."""
RETRIES = 3
LONGEST_WAIT = 60.0
"""A longer wait raises RetryAfter at once, so that the caller can say so or try later."""
MARGIN = 0.1
CHATS_REMEMBERED = 4096

Reply = bool | dict[str, Any] | list[dict[str, Any]]


class Window:
    """At most `count` events in any `seconds`. All times are those of the event loop."""

    def __init__(self, count: int, seconds: float) -> None:
        self._times: deque[float] = deque(maxlen=count)
        self._count = count
        self._seconds = seconds

    def earliest(self, at: float) -> float:
        """The earliest time from `at` on for one more event."""
        if len(self._times) < self._count:
            return at
        return max(at, self._times[0] + self._seconds)

    def add(self, at: float) -> None:
        """Note an event, past or future; the times only grow."""
        self._times.append(at)

    def free(self, at: float) -> int:
        """How many more events fit at this time."""
        return self._count - sum(time > at - self._seconds for time in self._times)

    def copy(self) -> "Window":
        """The same window, to look ahead with."""
        other = Window(self._count, self._seconds)
        other._times.extend(self._times)
        return other


class ChatPace:
    """When the next messages of one chat may go. They keep their order."""

    def __init__(self, windows: list[Window]) -> None:
        self._windows = windows
        self._last = 0.0
        self.silent_until = 0.0
        self.optional = Window(OPTIONAL_MESSAGES, GROUP_SECONDS)

    def reserve(self, now: float, count: int = 1) -> float:
        """Reserve places for `count` messages in one call: the time at which it may go."""
        at = now
        for _ in range(count):
            at = self.next(now)
            for window in self._windows:
                window.add(at)
            self._last = at
        return at

    def next(self, now: float) -> float:
        """When the next message may go."""
        at = max(now, self._last, self.silent_until)
        return max(window.earliest(at) for window in self._windows)

    def after(self, now: float, count: int) -> float:
        """When the last of `count` further messages may go."""
        ahead = ChatPace([window.copy() for window in self._windows])
        ahead._last, ahead.silent_until = self._last, self.silent_until
        return ahead.reserve(now, count)

    def room(self, now: float) -> int:
        """How many more messages fit into the longest window."""
        return self._windows[-1].free(now)

    @property
    def idle_since(self) -> float:
        """The time of the last message or silence."""
        return max(self._last, self.silent_until)


class RateLimiter(BaseRateLimiter[int]):
    """Delays messages, and repeats calls that Telegram refused with a 429."""

    def __init__(self) -> None:
        self._chats: dict[int, ChatPace] = {}
        self._all = ChatPace([Window(ALL_MESSAGES, ALL_SECONDS)])

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    def chat(self, chat: int) -> ChatPace:
        """The pace of a chat. Groups have negative ids."""
        if chat not in self._chats:
            self._forget_idle()
            windows = [Window(BURST, BURST_SECONDS)]
            if chat < 0:
                windows.append(Window(GROUP_MESSAGES, GROUP_SECONDS))
            self._chats[chat] = ChatPace(windows)
        return self._chats[chat]

    def seconds_until(self, chat: int, count: int) -> float:
        """In how many seconds the last of `count` further messages reaches the chat."""
        now = _now()
        return self.chat(chat).after(now, count) - now

    def take_optional(self, chat: int, due: int) -> float:
        """0 if an optional message may go now, else in how many seconds to ask again.

        In groups optional messages are few, and leave room for `due` others.
        """
        now, pace = _now(), self.chat(chat)
        if wait := pace.next(now) - now:
            return wait
        if chat < 0:
            if pace.room(now) <= due or pace.optional.earliest(now) > now:
                return BURST_SECONDS
            pace.optional.add(now)
        return 0.0

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Reply]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Reply:
        """Call Telegram when the chat's pace allows it.

        Raises RetryAfter if that is far away, or after RETRIES calls.
        """
        number = data.get("chat_id")
        pace = None if number is None else self.chat(int(number))
        count = _messages(endpoint, data, group=number is not None and int(number) < 0)
        for left in reversed(range(RETRIES + 1)):
            if pace is not None:
                await self._turn(pace, count)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                seconds = seconds_of(error) + MARGIN
                self._silence(pace, seconds)
                if not left or seconds > LONGEST_WAIT:
                    raise
                log.info("Telegram asks to wait %.1f s in one chat", seconds)
                if pace is None:
                    await asyncio.sleep(seconds)
        raise AssertionError("the last round returns or raises")

    async def _turn(self, pace: ChatPace, count: int) -> None:
        """Wait until a call with this many messages may go."""
        while True:
            now = _now()
            free = max(pace.silent_until, self._all.silent_until)
            at = max(free, pace.after(now, count) if count else now)
            if at - now > LONGEST_WAIT:
                raise RetryAfter(round(at - now) + 1)
            if count:
                at = max(free, pace.reserve(now, count))
            await asyncio.sleep(max(at - now, 0))
            if count:
                overall = self._all.reserve(_now(), count)
                await asyncio.sleep(max(overall - _now(), 0))
            # A 429 may have come meanwhile.
            if max(pace.silent_until, self._all.silent_until) <= _now():
                return

    def _silence(self, pace: ChatPace | None, seconds: float) -> None:
        now = _now()
        if pace is not None:
            pace.silent_until = max(pace.silent_until, now + seconds)
        silent = [each.silent_until for each in self._chats.values() if each.silent_until > now]
        if len(silent) >= GLOBAL_CHATS:
            log.warning("Telegram asks to wait in %d chats: all wait", len(silent))
            self._all.silent_until = min(silent)

    def _forget_idle(self) -> None:
        if len(self._chats) < CHATS_REMEMBERED:
            return
        before = _now() - GROUP_SECONDS
        for number in [own for own, pace in self._chats.items() if pace.idle_since < before]:
            del self._chats[number]


def _messages(endpoint: str, data: dict[str, Any], *, group: bool) -> int:
    """How many messages Telegram counts for a call. Edits count in groups."""
    if endpoint == "sendMediaGroup":
        return len(data["media"])
    if endpoint.startswith("edit"):
        return int(group)
    return int(endpoint.startswith("send") and endpoint != "sendChatAction")


def _now() -> float:
    return asyncio.get_running_loop().time()


def seconds_of(error: RetryAfter) -> float:
    """Seconds that Telegram asks to wait."""
    wait = error.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()
