"""Health checks and Prometheus metrics over HTTP, on loopback only."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from aiohttp import web
from prometheus_client import CollectorRegistry, Gauge, generate_latest

from bot.domain import BadSettings
from bot.limits import DAY
from bot.store import Store

HOST = "127.0.0.1"


@asynccontextmanager
async def monitor(store: Store, port: int) -> AsyncIterator[None]:
    """Serve /healthz and /metrics within the context. Raises BadSettings if the port is in use."""
    app = web.Application()
    app.router.add_get("/healthz", partial(_health, store))
    app.router.add_get("/metrics", partial(_metrics, store))
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, HOST, port).start()
        except OSError as error:
            raise BadSettings(
                f"Port {port} is in use: set monitor.port to another one, or to 0 for none."
            ) from error
        yield
    finally:
        await runner.cleanup()


async def _health(store: Store, _: web.Request) -> web.Response:
    """200 if the database answers."""
    return web.json_response({"waiting": await store.jobs.waiting()})


async def _metrics(store: Store, _: web.Request) -> web.Response:
    registry = CollectorRegistry()
    jobs = Gauge("emojismith_jobs", "Requests by state", ["state"], registry=registry)
    for state, count in (await store.statistics.jobs_by_state()).items():
        jobs.labels(state).set(count)
    refused = Gauge("emojismith_refused_prompts", "Refused prompts kept", registry=registry)
    refused.set(await store.statistics.refused())
    votes = Gauge("emojismith_votes", "Votes by model", ["model", "value"], registry=registry)
    for model, up, down in await store.votes.by_model():
        votes.labels(model, "up").set(up)
        votes.labels(model, "down").set(down)
    times = await store.statistics.times(time.time() - DAY)
    seconds = Gauge(
        "emojismith_day_seconds", "Seconds in the last day", ["what"], registry=registry
    )
    seconds.labels("waited").set(sum(waited for waited, _ in times))
    seconds.labels("painted").set(sum(painted for _, painted in times))
    return web.Response(body=generate_latest(registry), content_type="text/plain", charset="utf-8")
