"""Calls of the API that are generated from its OpenAPI document, each answer checked against it."""

import asyncio
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings

from bot.api import clients
from bot.limits import Limit
from tests.support.api_client import TOKENS, open_api

FREE: dict[str, Any] = {"burst": 10**6, "per_hour": 1e6, "per_day": 10**6, "waiting": 10**6}
HEADERS = {"Authorization": f"Bearer {TOKENS['blog']}"}


class Calls:
    """The operations of an API; the stream of events, which does not end, is left out."""

    def __init__(self, root: str) -> None:
        self._root = root
        schema = schemathesis.openapi.from_url(f"{root}/openapi.json")
        found = schema.exclude(path_regex="/events$").get_all_operations()
        operations: list[Any] = [operation.ok() for operation in found]  # type: ignore[union-attr]
        # What deletes comes last.
        self.operations = sorted(operations, key=lambda one: one.method == "delete")

    def check(self, number: int, cases: int) -> None:
        """Make `cases` calls of each operation. Raises if an answer breaks a promise."""
        known = self._known()
        for operation in self.operations:
            self._check(operation, known, number, cases)

    def _check(self, operation: Any, known: Mapping[str, int], number: int, cases: int) -> None:
        @seed(number)
        @settings(
            max_examples=cases,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def call(case: Any) -> None:
            _use(known, case.path_parameters)
            case.call_and_validate(headers=HEADERS, timeout=60)

        call()

    def _known(self) -> dict[str, int]:
        """A new emoji, and the job of a pack of it."""
        emoji = self._ended("emoji", prompt="cat")["emoji"]["id"]
        return {"emoji": emoji, "job": self._ended(f"emoji/{emoji}/packs", moods=["happy"])["id"]}

    def _ended(self, path: str, **body: Any) -> dict[str, Any]:
        job = self._call("POST", path, body)
        while job["state"] in ("waiting", "painting"):
            time.sleep(0.02)
            job = self._call("GET", f"jobs/{job['id']}")
        return job

    def _call(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        answer = httpx.request(method, f"{self._root}/{path}", json=body, headers=HEADERS)
        return dict(answer.raise_for_status().json())


def _use(known: Mapping[str, int], parameters: Any) -> None:
    """Name in half of the calls what there is, so that they do more than answer 404."""
    for name, number in known.items():
        value = (parameters or {}).get(name)
        if isinstance(value, int) and value > 0 and value % 2:
            parameters[name] = number


@contextmanager
def calls() -> Iterator[Calls]:
    """Serve the API from a thread of its own."""
    started, roots = threading.Event(), list[str]()
    loop, stop = asyncio.new_event_loop(), asyncio.Event()

    async def serve() -> None:
        # Many calls have a wrong token.
        guesses = patch.object(clients, "GUESSES", Limit(10**6, 1e6, 10**6))
        with guesses, tempfile.TemporaryDirectory() as folder:
            async with open_api(Path(folder), **FREE) as api:
                roots.append(api.app.root)
                started.set()
                await stop.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    try:
        started.wait(30)
        yield Calls(roots[0])
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(30)
        loop.close()
