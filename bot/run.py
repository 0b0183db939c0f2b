"""Serves: opens the resources and runs the adapters whose token is set."""

import asyncio
import os
import signal
import sys
import webbrowser
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from bot.api import clients
from bot.container import Container
from bot.domain import BadSettings, BotError, Courier, Engine
from bot.operations import logs
from bot.operations.operator import summary
from bot.operations.vote_export import exported
from bot.reader.reader import API_KEY, PromptReader
from bot.service import Service
from bot.settings.config import Settings
from bot.store import Store
from bot.store.private_file import write_private

if TYPE_CHECKING:
    from bot.engine.adapter import EngineAdapter
    from bot.engine.cluster.engine import ClusterEngine

TOKENS = {"discord": "DISCORD_TOKEN", "telegram": "TELEGRAM_TOKEN"}
OPERATOR_TOKEN = "OPERATOR_TOKEN"


class App(Protocol):
    """A connected adapter."""

    @property
    def courier(self) -> Courier:
        """Sends emoji to its platform."""
        ...

    @property
    def url(self) -> str | None:
        """The address that people open in a browser, if it has one."""
        ...

    @property
    def notes(self) -> Sequence[str]:
        """What the operator should know about the platform, for `--check`."""
        ...

    @property
    def reachable(self) -> bool:
        """False if the platform did not answer; `run` keeps trying."""
        ...

    async def run(self) -> None:
        """Serve until cancelled, reconnecting when needed."""
        ...


def tokens(settings: Settings) -> dict[str, str]:
    """The enabled adapters and their tokens from the environment.

    The page needs no token; without one, only this machine can open the operator's view.
    """
    enabled = {"discord": settings.discord.enabled, "telegram": settings.telegram.enabled}
    found = {
        name: token
        for name, variable in TOKENS.items()
        if enabled[name] and (token := os.environ.get(variable, "").strip())
    }
    if settings.api.enabled:
        found["api"] = ""
    if settings.web.enabled:
        found["web"] = os.environ.get(OPERATOR_TOKEN, "").strip()
    return found


def api_tokens(settings: Settings) -> dict[str, str]:
    """The tokens of the API's clients, by their names. Raises BadSettings if one is missing."""
    return clients.tokens(settings.api.clients) if settings.api.enabled else {}


async def run(settings: Settings, open_page: bool = False) -> None:
    """Serve until SIGINT or SIGTERM. Raises BotError or EmojismithError.

    `open_page` opens the page in a browser, if there is a screen.
    """
    found = tokens(settings)
    if not found:
        raise BadSettings(
            "There is nothing to serve: set DISCORD_TOKEN or TELEGRAM_TOKEN in the environment, "
            "or set web.enabled to true. To paint without serving: "
            'python -m bot emoji "angry unicorn".'
        )
    secrets = (*found.values(), *api_tokens(settings).values(), os.environ.get(API_KEY, "").strip())
    logs.set_up(settings.log.level, secrets)
    async with engine_adapter(settings) as engine:
        await serve(settings, engine, found, open_page)


def engine_adapter(
    settings: Settings,
) -> AbstractAsyncContextManager["EngineAdapter | ClusterEngine"]:
    """A context manager with the engine of the settings. Entering raises EmojismithError.

    Raises BadSettings if it needs a package that is not installed.
    """
    model, trial = settings.model, settings.ab
    options: dict[str, Any] = {
        "follow": model.follow,
        "candidate": trial.model,
        "share": trial.share,
        "acceleration": model.acceleration,
        "decoder": model.decoder,
        "steps": model.steps,
        "guidance": model.guidance,
        "loras": tuple(settings.lora_styles.values()),
    }
    # They import torch, which takes seconds.
    if settings.engine.backend == "local":
        from bot.engine.adapter import EngineAdapter

        return EngineAdapter.open(model.path, **options)
    try:
        from bot.engine.cluster.engine import ClusterEngine
    except ModuleNotFoundError as error:
        raise BadSettings(
            'engine.backend is "ray", but Ray is not installed: '
            "pip install 'emojismith[cluster]'."
        ) from error
    address, wanted = settings.engine.address, settings.engine.replicas
    replicas = wanted.min, wanted.max
    return ClusterEngine.open(model.path, address=address, replicas=replicas, **options)


async def serve(
    settings: Settings, engine: Engine, found: dict[str, str], open_page: bool = False
) -> None:
    """Run the adapters until SIGINT or SIGTERM. Raises BotError."""
    # It imports torch, which takes seconds.
    from model.harm.classifier import HarmClassifier

    stop = asyncio.Event()
    logs.limit_accept_errors(asyncio.get_running_loop())
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        harm = await asyncio.to_thread(HarmClassifier.open)
        async with AsyncExitStack() as stack:
            running = await stack.enter_async_context(
                Container.open(Path(settings.database.path), engine, settings, harm)
            )
            if settings.monitor.port:
                await stack.enter_async_context(running.monitor.serve(settings.monitor.port))
            apps = {
                name: await stack.enter_async_context(app(name, running.service, settings, token))
                for name, token in found.items()
            }
            running.monitor.platforms |= apps
            await stack.enter_async_context(
                running.serve(*(each.courier for each in apps.values()))
            )
            for url in filter(None, (each.url for each in apps.values())):
                await asyncio.to_thread(_announce, url, open_page)
            await _until(stop, list(apps.values()))
    except BaseExceptionGroup as group:
        raise _sentence(group) from group


def _announce(url: str, open_page: bool) -> None:
    """Print the address of the page, and open a browser if there is a screen."""
    print(f"Chat with it: {url}", flush=True)
    if open_page and (sys.platform == "darwin" or {"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ)):
        webbrowser.open(url)


async def _until(stop: asyncio.Event, apps: list[App]) -> None:
    """Run all adapters until the signal, or until one fails."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(each.run()) for each in apps]
        await stop.wait()
        for task in tasks:
            task.cancel()


@asynccontextmanager
async def app(name: str, service: Service, settings: Settings, token: str) -> AsyncIterator[App]:
    """Connect one adapter. Raises BadSettings for a wrong token."""
    if name == "discord":
        from bot.discord.app import DiscordApp

        async with DiscordApp(service, settings.discord, token) as discord:
            yield discord
    elif name == "web":
        from bot.web.app import WebApp

        async with WebApp(service, settings.web, token) as page:
            yield page
    elif name == "api":
        from bot.api.app import ApiApp

        proxies = settings.web.proxies
        async with ApiApp(service, settings.api, api_tokens(settings), proxies) as api:
            yield api
    else:
        from bot.telegram.app import TelegramApp

        async with TelegramApp(service, settings.telegram, token) as telegram:
            yield telegram


async def check(settings: Settings) -> list[str]:
    """What `--check` prints if all is well. Raises BotError or EmojismithError otherwise."""
    lines = ["settings: valid"]
    async with Store.open(Path(settings.database.path)) as store:
        lines.append(f"database: intact, {await store.jobs.waiting()} requests waiting")
        async with engine_adapter(settings) as engine:
            lines.append(f"model: {engine.about}")
            lines += await engine.standing()
            if engine.trial_fault:
                raise BadSettings(f"ab.model cannot be used: {engine.trial_fault}")
            found = tokens(settings)
            running = Container(store, engine, settings)
            ports = {"web": settings.web.port, "api": settings.api.port}
            for name, token in found.items():
                async with app(name, running.service, settings, token) as each:
                    right = f"port {ports[name]} is free" if name in ports else "the token is valid"
                    lines.append(f"{name}: {right if each.reachable else 'not reachable now'}")
                    lines += [f"{name}: {note}" for note in each.notes]
    lines += await _reader(settings)
    missing = [variable for name, variable in TOKENS.items() if name not in found]
    lines += [f"{variable} is not set: this platform is not served" for variable in missing]
    return lines


async def _reader(settings: Settings) -> list[str]:
    """How the language model reads, and where prompts are sent."""
    lines = []
    async with PromptReader.open(settings.reader) as reader:
        if reader is not None:
            place = f"sent to {settings.reader.host}" if settings.reader.is_remote else "kept here"
            standing = await reader.standing()
            lines.append(f"reader: {reader.model} {standing}; prompts are {place}")
    if warning := settings.reader.warning:
        lines.append(f"warning: {warning}")
    return lines


async def stats(settings: Settings) -> str:
    """The operator's summary, even while the bot runs. Raises BadSettings."""
    async with Store.open(Path(settings.database.path), reading=True) as store:
        return await summary(store, {})


async def export(settings: Settings, file: Path) -> int:
    """Write the votes of people who agreed to a file: their number. Raises BadSettings."""
    async with Store.open(Path(settings.database.path), reading=True) as store:
        opt_out, settled = settings.votes.consent == "opt-out", settings.web.exposed
        lines = list(await exported(store, opt_out=opt_out, settled=settled))
    try:
        await asyncio.to_thread(write_private, file, "".join(f"{line}\n" for line in lines))
    except OSError as error:
        raise BadSettings(f"{file} cannot be written: {error.strerror}.") from error
    return len(lines)


def _sentence(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """The first BotError of a group, else the group."""
    known, _ = group.split(BotError)
    inner: BaseException = known or group
    while isinstance(inner, BaseExceptionGroup) and known is not None:
        inner = inner.exceptions[0]
    return inner
