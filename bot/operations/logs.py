"""Logs as one JSON object per line: time, level, logger, event, and job id if there is one."""

import asyncio
import json
import logging
import sys
import time
from collections.abc import Collection, Mapping
from typing import Any

ACCEPT_SECONDS = 60.0
QUIET = ("httpx", "httpcore", "discord", "telegram", "apscheduler")
"""Libraries that log too much at "info": httpx logs URLs, and Telegram's contain the token."""


class JsonLines(logging.Formatter):
    """Formats one line per event, with all `secrets` replaced by ***."""

    def __init__(self, secrets: Collection[str]) -> None:
        super().__init__()
        self._secrets = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
        event = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "from": record.name,
            "event": record.getMessage(),
        }
        if (job := getattr(record, "job", None)) is not None:
            event["job"] = job
        if record.exc_info:
            event["error"] = self.formatException(record.exc_info)
        line = json.dumps(event, ensure_ascii=False)
        for secret in self._secrets:
            line = line.replace(secret, "***")
        return line


def set_up(level: str, secrets: Collection[str]) -> None:
    """Log to standard error at this level from now on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines(secrets))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))


def limit_accept_errors(loop: asyncio.AbstractEventLoop) -> None:
    """Log once a minute that no connection can be accepted: asyncio does so thousands of times.

    It happens when the process may open no more files.
    """
    next_line = 0.0

    def handle(loop: asyncio.AbstractEventLoop, context: Mapping[str, Any]) -> None:
        nonlocal next_line
        if "socket.accept()" not in context.get("message", ""):
            loop.default_exception_handler(dict(context))
        elif loop.time() >= next_line:
            next_line = loop.time() + ACCEPT_SECONDS
            logging.getLogger(__name__).error(
                "No connection can be accepted: %s. Raise the limit of open files (ulimit -n).",
                context.get("exception"),
            )

    loop.set_exception_handler(handle)
