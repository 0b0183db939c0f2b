"""Twelve requests in one group or channel at once: waits, estimates and limits, on loopback.

    python -m tests.benchmarks.pressure [--seconds 0.5] [--platform discord]

Telegram's takes about a minute of real time, because its limits are in real time.
"""

import argparse
import asyncio
import itertools
import re
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

from tests.support import discord_bot
from tests.support.discord_server import DiscordCall, member, option
from tests.support.fake_engine import FakeEngine
from tests.support.telegram_bot import TelegramWorld, open_world
from tests.support.telegram_server import ANN, GROUP, TelegramCall

REQUESTS, HELPS, DISCORD_SECONDS = 12, 20, 3
COUNTED = ("sendMessage", "sendSticker", "sendDocument")
ALLOWED_IN_A_MINUTE = 20
SAID = re.compile(r"“lemon (\d+)”.*about (\d+) s")


async def measure(seconds: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with open_world(Path(folder), FakeEngine(delay=seconds)) as world:
            await world.emoji("warm up")
            await _run(world)


async def _run(world: TelegramWorld) -> None:
    server, log = world.server, list[tuple[float, TelegramCall]]()
    began, keep = time.monotonic(), server._note

    async def note(call: TelegramCall) -> None:
        log.append((time.monotonic() - began, call))
        await keep(call)

    server._note = note  # type: ignore[method-assign]
    asked: dict[int, int] = {}
    for number in range(REQUESTS):
        user = ANN | {"id": 100 + number}
        asked[await server.say(f"/emoji lemon {number}", user=user, chat=GROUP)] = number
    helps = [await _help(world, index) for index in range(HELPS)]
    async with asyncio.timeout(180):
        for _ in range(REQUESTS):
            await world.kept.get()
    _report(log, asked, helps)


async def _help(world: TelegramWorld, index: int) -> float:
    """Seconds until /help is answered in a private chat."""
    chat = {"id": 900 + index, "type": "private", "first_name": "Bob"}
    began = time.monotonic()
    await world.server.say("/help", user=ANN | {"id": 900 + index}, chat=chat)
    await world.server.until(
        lambda: any(
            call.fields["chat_id"] == str(chat["id"])
            for call in world.server.calls[-40:]
            if call.method == "sendMessage"
        )
    )
    taken = time.monotonic() - began
    await asyncio.sleep(0.05)
    return taken


def _report(log: list[tuple[float, Any]], asked: dict[int, int], helps: list[float]) -> None:
    group = [(at, call) for at, call in log if call.fields.get("chat_id") == str(GROUP["id"])]
    counted = [at for at, call in group if call.method in COUNTED]
    came = {
        asked[call.fields["reply_parameters"]["message_id"]]: at
        for at, call in group
        if call.method == "sendSticker"
    }
    worst = max(sum(at <= each < at + 60 for each in counted) for at in counted)
    spans = [later - sooner for sooner, later in itertools.pairwise(counted[2:])]
    errors = []
    for at, call in group:
        found = SAID.search(call.fields.get("text", ""))
        if found:
            number, said = int(found[1]), int(found[2])
            errors.append(came[number] - at - said)
    print(f"calls in the group: {len(group)}, of which messages: {len(counted)}")
    print(
        f"most messages in 60 s: {worst} of {ALLOWED_IN_A_MINUTE}; shortest gap {min(spans):.2f} s"
    )
    print("stickers after: " + ", ".join(f"{came[own]:.1f}" for own in sorted(came)) + " s")
    print(
        f"said: {len(errors)} estimates, later than said by at most {max(errors, default=0):.1f} s"
    )
    _print_helps(helps)


async def measure_discord(seconds: float) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        engine = FakeEngine(delay=seconds)
        async with discord_bot.open_world(Path(folder), patch, engine) as world:
            await _run_discord(world)


async def _run_discord(world: discord_bot.DiscordWireWorld) -> None:
    server, log = world.server, list[tuple[float, DiscordCall]]()
    await server.slash("emoji", option("prompt", "warm up"))
    await world.kept.get()
    began, keep = time.monotonic(), server._note

    async def note(calls: list[Any], one: Any) -> None:
        if calls is server.calls:
            log.append((time.monotonic() - began, one))
        await keep(calls, one)

    server._note = note  # type: ignore[method-assign]
    tokens = []
    for number in range(REQUESTS):
        asker, prompt = member(str(100 + number)), option("prompt", f"lemon {number}")
        tokens.append(await server.slash("emoji", prompt, member=asker))
    helps = []
    for number in range(HELPS):
        asked = time.monotonic()
        token = await server.slash("help", member=member(str(900 + number)))
        await server.call("POST", f"{token}/callback")
        helps.append(time.monotonic() - asked)
        await asyncio.sleep(0.05)
    async with asyncio.timeout(180):
        for _ in range(REQUESTS):
            await world.kept.get()
    of_requests = [(at, call) for at, call in log if any(t in call.path for t in tokens)]
    answered = [min(at for at, call in of_requests if token in call.path) for token in tokens]
    came = [at for at, call in of_requests if call.files]
    print(f"calls for {REQUESTS} requests: {len(of_requests)}")
    print(f"answered after at most {max(answered) * 1000:.0f} ms, of {DISCORD_SECONDS} s allowed")
    print("pictures after: " + ", ".join(f"{at:.1f}" for at in sorted(came)) + " s")
    _print_helps(helps)


def _print_helps(helps: list[float]) -> None:
    print(
        f"/help in other chats: median {sorted(helps)[len(helps) // 2] * 1000:.0f} ms, "
        f"worst {max(helps) * 1000:.0f} ms"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=0.5, help="of each painting")
    parser.add_argument("--platform", choices=("telegram", "discord"), default="telegram")
    options = parser.parse_args()
    chosen = measure if options.platform == "telegram" else measure_discord
    asyncio.run(chosen(options.seconds))


if __name__ == "__main__":
    main()
