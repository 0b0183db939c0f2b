"""The bot that tests of the page's routes share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.container import Container
from tests.support.bot_stack import open_stack


@pytest_asyncio.fixture
async def stack(tmp_path: Path) -> AsyncIterator[Container]:
    async with open_stack(tmp_path) as stack:
        yield stack
