"""A server of the page with a fake engine: `python -m tests.support.web_bot DATABASE PORT`."""

import asyncio
import sys
from pathlib import Path

from bot.run import serve
from bot.settings.config import Settings
from tests.support.fake_engine import FakeEngine

PAINTING_SECONDS = 0.02


def main(database: str, port: str) -> None:
    """Serve only the page, with high limits, until a signal."""
    free = {"burst": 10**6, "per_hour": 1e6, "per_day": 10**6}
    room = {"per_person": 10**4, "total": 10**6}
    settings = Settings.model_validate(
        {
            "database": {"path": str(Path(database))},
            "limits": free,
            "queue": room,
            "web": {"port": int(port)},
        }
    )
    asyncio.run(serve(settings, FakeEngine(PAINTING_SECONDS), {"web": ""}))


if __name__ == "__main__":
    main(*sys.argv[1:])
