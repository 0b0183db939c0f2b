"""Reads prompts with a language model: within two seconds, or not at all."""

import asyncio
import hashlib
import json
import logging
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

from bot.cache import normalised
from bot.domain import Person
from bot.reader.answer import Answers, BadAnswer
from bot.reader.breaker import REST_SECONDS, Breaker
from bot.reader.client import Client, NoAnswer
from bot.settings.config import ReaderSettings
from bot.store import Store
from model.sketch.redraw import bundled
from model.sketch.scene import Scene

log = logging.getLogger(__name__)
API_KEY = "READER_API_KEY"
"""The environment variable with the server's key; servers on this machine need none."""
SECONDS = 2.0
AT_ONCE = 8
"""Prompts asked about at the same time. Further ones do not wait: the built-in reader reads."""
TRIED = "angry unicorn"


class PromptReader:
    """Reads prompts with the server's model.

    `read` returns None where the built-in reader has to read: the server is slow, busy or down, or
    its answer cannot be drawn. Answers are kept in the `store`, if there is one.
    """

    def __init__(self, client: Client, settings: ReaderSettings, store: Store | None) -> None:
        self.model = settings.llm_model
        self._client = client
        self._store = store
        self._answers = Answers(bundled())
        self._breaker = Breaker(time.monotonic)
        self._asking: dict[str, asyncio.Task[Scene | None]] = {}
        origin = (settings.llm_url, self.model, self._answers.instructions)
        self._origin = json.dumps(origin)

    @classmethod
    @asynccontextmanager
    async def open(
        cls, settings: ReaderSettings, store: Store | None = None
    ) -> AsyncIterator["PromptReader | None"]:
        """A reader for the settings; None if they name no server."""
        if not settings.llm_url:
            yield None
            return
        if warning := settings.warning:
            log.warning("%s", warning)
        key = os.environ.get(API_KEY, "").strip()
        async with aiohttp.ClientSession(
            auto_decompress=False, cookie_jar=aiohttp.DummyCookieJar()
        ) as session:
            yield cls(Client(session, settings.llm_url, settings.llm_model, key), settings, store)

    async def read(self, prompt: str, person: Person | None = None) -> Scene | None:
        """The Scene of a prompt, kept as data of the first `person` who asked for it."""
        key = hashlib.sha256(f"{self._origin}{normalised(prompt)}".encode()).hexdigest()
        if self._store is not None and (kept := await self._store.readings.get(key)) is not None:
            return _scene(kept)
        if (asking := self._asking.get(key)) is None:
            if len(self._asking) >= AT_ONCE or not self._breaker.allows():
                return None
            asking = asyncio.create_task(self._read(key, prompt, person))
            self._asking[key] = asking
            asking.add_done_callback(lambda _: self._asking.pop(key))
        # Others may wait for the same answer: whoever gives up must not end it.
        return await asyncio.shield(asking)

    async def standing(self) -> str:
        """How the server reads a test prompt, or that it does not, for the operator."""
        started = time.monotonic()
        try:
            scene = await self._asked(TRIED)
        except (NoAnswer, BadAnswer) as error:
            return f"does not read ({error}): the built-in reader reads until it does"
        base = bundled().concepts[scene.base].name
        return f"read “{TRIED}” as {base} in {time.monotonic() - started:.1f} s"

    async def _read(self, key: str, prompt: str, person: Person | None) -> Scene | None:
        try:
            scene = await self._asked(prompt)
        except NoAnswer as error:
            log.warning("no answer from the language model: %s", error)
            if self._breaker.failed():
                log.warning("the language model is left alone for %.0f s", REST_SECONDS)
            return None
        except BadAnswer as error:
            log.warning("the language model's answer cannot be drawn: %s", error)
            scene = None
        self._breaker.succeeded()
        if self._store is not None:
            kept = "" if scene is None else json.dumps(scene.to_dict())
            await self._store.readings.put(key, person, kept, time.time())
        return scene

    async def _asked(self, prompt: str) -> Scene:
        """Raises NoAnswer or BadAnswer."""
        try:
            async with asyncio.timeout(SECONDS):
                text = await self._client.ask(
                    self._answers.instructions, prompt, self._answers.schema
                )
        except TimeoutError as error:
            raise NoAnswer(f"none within {SECONDS:g} s") from error
        return self._answers.scene(text, prompt)


def _scene(kept: str) -> Scene | None:
    return Scene.from_dict(json.loads(kept)) if kept else None
